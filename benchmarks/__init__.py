"""Benchmarks: claims about speed, measured here and nowhere else."""
