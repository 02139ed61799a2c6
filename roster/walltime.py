"""Local wall time as moments, right across daylight saving. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_REMEMBERED = 10_000  # wall times: a county's rosters hand over at the same ones, day after day


@lru_cache(_REMEMBERED)
def wall(day: date, clock: time, tz: ZoneInfo) -> datetime:
    """Return the moment of a wall time, in UTC.

    A time that daylight saving skips means the first moment after the gap; one that comes twice
    means the first.
    """
    moment = datetime.combine(day, clock, tz)
    while not exists(moment):
        moment = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return moment.astimezone(UTC)


def exists(moment: datetime) -> bool:
    """Whether the wall clock ever shows this aware local time."""
    there_and_back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return there_and_back.replace(tzinfo=None) == moment.replace(tzinfo=None)
