"""When a planned drill starts next: APScheduler reckons, working hours have the last word."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger

from escalation.hours import opens_at
from roster.model import OfficeHours
from storage.model import Repeat

MONTHS: Mapping[Repeat, int] = {Repeat.MONTHLY: 1, Repeat.QUARTERLY: 3, Repeat.HALFYEARLY: 6}
YEAR = 12  # months
COMMON_YEAR = 2027  # in which February has 28 days


def within_hours(at: datetime, tz: ZoneInfo) -> datetime:
    """Return the moment, or the next working hour's beginning, in UTC."""
    return opens_at(OfficeHours(), at, tz).astimezone(UTC)


def next_start(
    first_at: datetime, repeat: Repeat, after: datetime, tz: ZoneInfo
) -> datetime | None:
    """Return the next start of a repeated drill after a moment; None when there is no other.

    It keeps the first one's day and wall time; a month without that day has its last day instead.
    """
    every = MONTHS.get(repeat)
    if every is None:
        return None
    found = _trigger(first_at.astimezone(tz), every, tz).get_next_fire_time(
        after, after + timedelta(microseconds=1)
    )
    return within_hours(datetime.fromtimestamp(found.timestamp(), UTC), tz)


def _trigger(first: datetime, every: int, tz: ZoneInfo) -> OrTrigger:
    months = [(first.month - 1 + step) % YEAR + 1 for step in range(0, YEAR, every)]
    long = [month for month in months if monthrange(COMMON_YEAR, month)[1] >= first.day]
    short = [month for month in months if month not in long]
    days = ((long, str(first.day)), (short, "last"))
    return OrTrigger(
        [
            CronTrigger(
                month=",".join(map(str, of)),
                day=day,
                hour=first.hour,
                minute=first.minute,
                timezone=tz,
            )
            for of, day in days
            if of
        ]
    )
