"""Telegram's edge: listeners in, messages out, HTML between."""

import os

# The library's coming way of telling durations; without it every 429 brings a warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")
