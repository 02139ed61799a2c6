"""Read from when until when, as people write it, in local wall time. Pure.

`1/12-14/12`, `1-14/12`, `imorgon`, `mån till fre`, `1/12 kl 12 – 3/12 kl 8`,
`2026-12-01 - 2026-12-14`, `till fredag`, `hela veckan`, `nästa vecka`, `v 51`, `v 51-52`. A day
means all of it, the last one too, and weeks are counted as in Sweden, from Monday (ISO 8601).
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.when import read_day, read_moment
from roster.walltime import wall

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
_BETWEEN = re.compile(r"\s*[-–—]\s*| till och med | t\.?o\.?m\.? | till | to | until ")
_SAME_MONTH = re.compile(r"^(\d{1,2})\s*[-–—]\s*(\d{1,2})(/\d{1,2}| [a-zåäö]{3,})")
_UNTIL = re.compile(r"^(till och med|t\.?o\.?m\.?|till|until|to) ")
_WEEKS = re.compile(r"^(?:v\.?|veckan?|weeks?) ?(\d{1,2})(?: ?[-–—] ?(\d{1,2}))?$")
_THIS_WEEK = re.compile(r"^((hela |den här )?veckan( ut)?|this week|the whole week)$")
_NEXT_WEEK = re.compile(r"^((hela )?nästa vecka|next week)$")


def read_span(text: str, now: datetime, tz: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return the moments that are meant, in UTC, half-open; None when none can be read.

    What begins today begins now; a moment needs another behind it, and a day does not.
    """
    plain = " ".join(text.lower().split()).removeprefix("från ").removeprefix("from ")
    weeks = _read_weeks(plain, now.astimezone(tz).date())
    if weeks is not None:
        return days(*weeks, now, tz)
    plain = _UNTIL.sub(r"nu \1 ", _SAME_MONTH.sub(r"\1\3 - \2\3", plain))
    day = read_day(plain, now, tz)
    if day is not None:
        return days(day, day, now, tz)
    read = (_read(first, last, now, tz) for first, last in _halves(plain))
    return next((span for span in read if span is not None), None)


def days(first: date, last: date, now: datetime, tz: ZoneInfo) -> tuple[datetime, datetime]:
    """Return whole local days as moments, both days included; today from now on."""
    begins = wall(first, time(), tz)
    is_today = first == now.astimezone(tz).date()
    return now.astimezone(UTC) if is_today else begins, wall(last + DAY, time(), tz)


def _read_weeks(plain: str, today: date) -> tuple[date, date] | None:
    """Return the first and the last day of the weeks that are meant; none that are past."""
    monday = today - DAY * today.weekday()
    if _THIS_WEEK.match(plain):
        return today, monday + WEEK - DAY
    if _NEXT_WEEK.match(plain):
        return monday + WEEK, monday + 2 * WEEK - DAY
    numbers = _WEEKS.match(plain)
    first = _monday_of(int(numbers[1]), monday) if numbers else None
    last = _monday_of(int(numbers[2] or numbers[1]), first) if numbers and first else None
    return (max(first, today), last + WEEK - DAY) if first and last else None


def _monday_of(number: int, earliest: date) -> date | None:
    """Return the Monday of the next week of that number, from the earliest on."""
    for year in range(earliest.year, earliest.year + 7):  # some years lack a week 53
        try:
            monday = date.fromisocalendar(year, number, 1)
        except ValueError:
            continue
        if monday >= earliest:
            return monday
    return None


def _halves(plain: str) -> Iterator[tuple[str, str]]:
    for found in _BETWEEN.finditer(plain):
        yield plain[: found.start()].strip(), plain[found.end() :].strip()


def _read(first: str, last: str, now: datetime, tz: ZoneInfo) -> tuple[datetime, datetime] | None:
    begins = _begin(first, now, tz)
    return (begins, ends) if begins and (ends := _end(last, begins, tz)) else None


def _begin(text: str, now: datetime, tz: ZoneInfo) -> datetime | None:
    if text in {"nu", "now"}:
        return now.astimezone(UTC)
    day = read_day(text, now, tz)
    if day is not None:
        return days(day, day, now, tz)[0]
    moment = read_moment(text, now, tz)
    return moment.astimezone(UTC) if moment is not None else None


def _end(text: str, begins: datetime, tz: ZoneInfo) -> datetime | None:
    """Read the end as it is meant from the beginning: the next such day, or time."""
    day = read_day(text, begins, tz)
    if day is not None:
        return wall(day + DAY, time(), tz)
    moment = read_moment(text, begins, tz)
    return moment.astimezone(UTC) if moment is not None else None
