"""When an actor may be disturbed: office hours, holidays and daylight saving. Pure."""

from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo

import holidays
from holidays.constants import BANK, DE_FACTO, PUBLIC

from roster.model import AllHours, DailyHours, Hours, OfficeHours, SeasonalHours
from roster.walltime import wall

OPENS = time(8)
CLOSES = time(17)
HALF_DAY_CLOSES = time(12)
DAY = timedelta(days=1)


@cache
def _closed_days(year: int) -> frozenset[date]:
    """Public and de facto holidays: Julafton, Midsommarafton and Nyårsafton among them."""
    return frozenset(holidays.country_holidays("SE", years=year, categories=(PUBLIC, DE_FACTO)))


@cache
def _half_days(year: int) -> frozenset[date]:
    """The days on which banks close early, such as trettondagsafton."""
    return frozenset(holidays.country_holidays("SE", years=year, categories=(BANK,)))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _closed_days(day.year)


def office_window(day: date) -> tuple[time, time] | None:
    """Return when offices open and close on a day, local time; None when they are closed."""
    if not is_working_day(day):
        return None
    return OPENS, HALF_DAY_CLOSES if day in _half_days(day.year) else CLOSES


def next_working_day(day: date) -> date:
    """Return the first working day after `day`."""
    return add_working_days(day, 1)


def add_working_days(day: date, count: int) -> date:
    """Return the working day `count` working days after `day`, before it when negative."""
    step = DAY if count >= 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def is_open(hours: Hours, at: datetime, tz: ZoneInfo) -> bool:
    return opens_at(hours, at, tz) == at


def opens_at(hours: Hours, at: datetime, tz: ZoneInfo) -> datetime:
    """Return `at` when it lies within the hours, else the next opening, in UTC."""
    if isinstance(hours, AllHours):
        return at
    first = at.astimezone(tz).date() - DAY  # yesterday's window may pass midnight
    windows = (_window(hours, first + offset * DAY, tz) for offset in count())
    return next(max(at, opens) for opens, closes in filter(None, windows) if closes > at)


def closed_since(hours: Hours, at: datetime, tz: ZoneInfo) -> datetime:
    """Return `at` when it is open right before it, else the last closing before, in UTC."""
    if isinstance(hours, AllHours):
        return at
    last = at.astimezone(tz).date()
    windows = (_window(hours, last - offset * DAY, tz) for offset in count())
    return next(min(at, closes) for opens, closes in filter(None, windows) if opens < at)


def _window(hours: Hours, day: date, tz: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return the opening that begins on a local day, half-open, in UTC; None when there is none."""
    match hours:
        case AllHours():
            return wall(day, time(), tz), wall(day + DAY, time(), tz)
        case OfficeHours():
            office = office_window(day)
            return (wall(day, office[0], tz), wall(day, office[1], tz)) if office else None
        case DailyHours():
            return _daily(hours, day, tz)
        case SeasonalHours():
            return _window(_seasonal(hours, day), day, tz)


def _daily(hours: DailyHours, day: date, tz: ZoneInfo) -> tuple[datetime, datetime] | None:
    last = day if hours.closes > hours.opens else day + DAY
    opens, closes = wall(day, hours.opens, tz), wall(last, hours.closes, tz)
    # Hours that lie wholly in the night's lost hour do not occur that day.
    return (opens, closes) if opens < closes else None


def _seasonal(hours: SeasonalHours, day: date) -> Hours:
    week = day.isocalendar().week
    for season in hours.weeks:
        if season.first <= season.last:
            holds = season.first <= week <= season.last
        else:  # passes the new year
            holds = week >= season.first or week <= season.last
        if holds:
            return season.hours
    return OfficeHours()
