"""Read a moment as people write it, in local wall time. Pure.

`16:30`, `kl 16`, `imorgon 8`, `fredag 15`, `11/12 kl 12`, `11 dec 12:00`, `2026-12-11 12:00`,
`om en timme`; in English too. A time alone means the next such time, a day alone means noon.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from blueprint.municipalities import fold

NOON = time(12)
LAST_MINUTE = time(23, 59)
DAYS = {
    "idag": 0, "i dag": 0, "today": 0, "ikvall": 0, "i kvall": 0, "tonight": 0,
    "imorgon": 1, "i morgon": 1, "imorron": 1, "i morron": 1, "tomorrow": 1,
    "overmorgon": 2, "i overmorgon": 2,
}  # fmt: skip
WEEKDAYS = (
    ("mandag", "monday"), ("tisdag", "tuesday"), ("onsdag", "wednesday"), ("torsdag", "thursday"),
    ("fredag", "friday"), ("lordag", "saturday"), ("sondag", "sunday"),
)  # fmt: skip
MONTHS = (
    ("januari", "january"), ("februari", "february"), ("mars", "march"), ("april", "april"),
    ("maj", "may"), ("juni", "june"), ("juli", "july"), ("augusti", "august"),
    ("september", "september"), ("oktober", "october"), ("november", "november"),
    ("december", "december"),
)  # fmt: skip
UNITS = {"min": 60, "tim": 3600, "h": 3600, "dag": 86400, "day": 86400, "dyg": 86400}  # seconds
SHORT = 3  # letters that a day's or month's name may be cut to

COUNTS = {
    "en": 1, "ett": 1, "a": 1, "an": 1, "one": 1, "tva": 2, "two": 2, "tre": 3, "three": 3,
    "fyra": 4, "four": 4,
}  # fmt: skip

_AHEAD = re.compile(r"(?:om|in) ([a-z]+|\d{1,3}) ?(min|tim|h|dag|day|dyg)[a-z]*")
_PARTS_OF_HOURS = {"om en kvart": 15, "om en halvtimme": 30, "in half an hour": 30}  # minutes
_CLOCK = re.compile(r"(?:^|(?<=[ ,]))(?:kl|klockan|at)?\.? ?(\d{1,2})(?:[:.]?(\d{2}))?$")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:[-/ ](\d{4}))?")
_NAMED = re.compile(r"(?:den )?(\d{1,2}):?e? ([a-z]{3,})\.?(?: (\d{4}))?")


def read_moment(text: str, now: datetime, tz: ZoneInfo) -> datetime | None:
    """Return the moment that is meant, None when no moment can be read."""
    plain = " ".join(fold(re.sub(r"(\d)T(\d)", r"\1 \2", text)).split())
    local = now.astimezone(tz)
    ahead = _ahead(plain)
    if ahead is not None:
        return local + ahead
    day = _day(plain, local, NOON)
    if day is not None:
        return _at(day, NOON, tz)
    found = _CLOCK.search(plain)
    clock = _clock(found) if found else None
    if found is None or clock is None:
        return None
    before = plain[: found.start()].strip(" ,")
    day = _day(before, local, clock) if before else _next_day(local, clock)
    return _at(day, clock, tz) if day is not None else None


def read_day(text: str, now: datetime, tz: ZoneInfo) -> date | None:
    """Return the day that the words name, today too; None when they name no day alone."""
    plain = " ".join(fold(text).split())
    return _day(plain, now.astimezone(tz), LAST_MINUTE)


def _ahead(plain: str) -> timedelta | None:
    if plain in _PARTS_OF_HOURS:
        return timedelta(minutes=_PARTS_OF_HOURS[plain])
    found = _AHEAD.fullmatch(plain)
    if found is None or not (found[1].isdecimal() or found[1] in COUNTS):
        return None
    count = COUNTS.get(found[1]) or int(found[1])
    return timedelta(seconds=count * UNITS[found[2]])


def _clock(found: re.Match[str]) -> time | None:
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _next_day(local: datetime, clock: time) -> date:
    """Return the day on which the clock shows that time next."""
    return local.date() + timedelta(days=int(clock <= local.time()))


def _day(words: str, local: datetime, clock: time) -> date | None:
    """Return the day that the words name; a weekday is the next one with that time ahead."""
    if words in DAYS:
        return local.date() + timedelta(days=DAYS[words])
    weekday = _place(words.removeprefix("pa ").removeprefix("on "), WEEKDAYS)
    if weekday is not None:
        soonest = _next_day(local, clock)
        return soonest + timedelta(days=(weekday - soonest.weekday()) % 7)
    return _date(words, local.date())


def _date(words: str, today: date) -> date | None:
    if found := _ISO.fullmatch(words):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _SLASHED.fullmatch(words):
        return _coming(found[3], int(found[2]), int(found[1]), today)
    found = _NAMED.fullmatch(words)
    month = _place(found[2], MONTHS) if found else None
    if found is None or month is None:
        return None
    return _coming(found[3], month + 1, int(found[1]), today)


def _coming(year: str | None, month: int, day: int, today: date) -> date | None:
    """Return the date; without a year the next one of that day and month."""
    if year is not None:
        return _made(int(year), month, day)
    this_year = _made(today.year, month, day)
    if this_year is not None and this_year >= today:
        return this_year
    return _made(today.year + 1, month, day)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _place(word: str, names: tuple[tuple[str, ...], ...]) -> int | None:
    """Return which of the names a word is, or is short for."""
    if len(word) < SHORT:
        return None
    meant = (n for n, forms in enumerate(names) if any(form.startswith(word) for form in forms))
    return next(meant, None)


def _at(day: date, clock: time, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tz)
