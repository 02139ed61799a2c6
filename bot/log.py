"""Structured logs: a line an event, without names, telephone numbers or tokens."""

import logging
import sys

import structlog

QUIET = ("slack_bolt", "slack_sdk", "httpx", "httpcore", "apscheduler", "alembic")
SILENT = ("telegram",)  # it logs what it raises as well, with whatever has answered


def configure(*, level: int = logging.INFO) -> None:
    """Write our own events to standard error; the libraries only when they warn."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
