"""The common beat: when the situation is renewed as new (R078). Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain

FIRST_HOUR = tuple(timedelta(minutes=15 * n) for n in range(1, 5))
FIRST_DAY = tuple(timedelta(hours=4 * n) for n in range(1, 7))


def beats(opened_at: datetime, now: datetime) -> datetime | None:
    """Return the next beat after `now`; None after the first day, when the digest takes over."""
    return next((beat for beat in _all(opened_at) if beat > now), None)


def _all(opened_at: datetime) -> Iterator[datetime]:
    return (opened_at + offset for offset in chain(FIRST_HOUR, FIRST_DAY))
