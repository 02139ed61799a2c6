"""Benchmarks: claims about speed, measured here and nowhere else."""

import warnings

# The PostgreSQL from a wheel says so on machines without a desktop.
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
