"""How hours, hand-offs, durations and moments are written in a roster file."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from roster.model import AllHours, DailyHours, OfficeHours, PlainHours, WeekHours
from roster.walltime import exists

ALL_HOURS = "dygnet-runt"
OFFICE_HOURS = "kontorstid"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SWEDISH_WEEKDAYS = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")
PLAIN_WEEKDAYS = ("man", "tis", "ons", "tor", "fre", "lor", "son")

_DURATION = re.compile(
    r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII
)
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?", re.ASCII)
_DAY = re.compile(r"\d{1,2}", re.ASCII)
_WEEKS = re.compile(r"(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?", re.ASCII)
_DATE = re.compile(r"(?:19|2\d)\d\d-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(
    _DATE.pattern + r"[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII
)
LAST_DAY = 28  # of a month: every month has it
LONGEST_PATIENCE = timedelta(days=366)


def read_clock(text: str) -> time | None:
    """Read 8, 08 or 08:30."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_plain_hours(text: str) -> PlainHours | None:
    """Read dygnet-runt, kontorstid or 07-22, where 24 is the midnight that ends the day."""
    if text == ALL_HOURS:
        return AllHours()
    if text == OFFICE_HOURS:
        return OfficeHours()
    first, dash, last = text.replace("–", "-").partition("-")
    opens, closes = read_clock(first), _read_closing(last)
    if not dash or opens is None or closes is None:
        return None
    if opens == closes:
        return AllHours() if opens == time() else None
    return DailyHours(opens, closes)


def _read_closing(text: str) -> time | None:
    return time() if text.strip() in {"24", "24:00"} else read_clock(text)


def write_plain_hours(hours: PlainHours) -> str:
    match hours:
        case AllHours():
            return ALL_HOURS
        case OfficeHours():
            return OFFICE_HOURS
        case DailyHours(opens, closes):
            return f"{_clock(opens)}-{_clock(closes)}"


def read_weeks(text: str) -> tuple[int, int] | None:
    """Read 48-02, or one week alone."""
    found = _WEEKS.fullmatch(text.strip())
    if found is None:
        return None
    weeks = int(found[1]), int(found[2] or found[1])
    return weeks if all(1 <= week <= 53 for week in weeks) else None


def write_weeks(week: WeekHours) -> str:
    return f"{week.first:02}-{week.last:02}"


@dataclass(frozen=True, slots=True)
class Handoff:
    """When a turn is handed on; what is not written is None."""

    clock: time
    weekday: int | None = None  # Monday is 0
    day: int | None = None  # of the month


def read_handoff(text: str) -> Handoff | None:
    """Read "mon 08:00", "mån 8", "15 08:00" (a day of the month), or "08:00"."""
    words = text.lower().split()
    clock = read_clock(words[-1]) if len(words) in {1, 2} else None
    if clock is None:
        return None
    if len(words) == 1:
        return Handoff(clock)
    if _DAY.fullmatch(words[0]):
        return Handoff(clock, day=int(words[0])) if 1 <= int(words[0]) <= LAST_DAY else None
    weekday = read_weekday(words[0])
    return Handoff(clock, weekday) if weekday is not None else None


def read_weekday(word: str) -> int | None:
    for names in (WEEKDAYS, SWEDISH_WEEKDAYS, PLAIN_WEEKDAYS):
        if word in names:
            return names.index(word)
    return None


def read_weekdays(text: str) -> frozenset[int] | None:
    """Read "mon-fri", "lör,sön" or "mon"; a range may pass the week's end."""
    found: set[int] = set()
    for part in text.lower().replace("–", "-").split(","):
        first, dash, last = (word.strip() for word in part.partition("-"))
        begins, ends = read_weekday(first), read_weekday(last if dash else first)
        if begins is None or ends is None:
            return None
        found |= {(begins + n) % 7 for n in range((ends - begins) % 7 + 1)}
    return frozenset(found)


def write_weekdays(weekdays: frozenset[int]) -> str:
    ordered = sorted(weekdays)
    is_range = len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1))
    if is_range:
        return f"{WEEKDAYS[ordered[0]]}-{WEEKDAYS[ordered[-1]]}"
    return ",".join(WEEKDAYS[day] for day in ordered)


def read_serving(text: str) -> tuple[time, time] | None:
    """Read 08-17 or 22-06; 00-24 is the whole day."""
    first, dash, last = text.replace("–", "-").partition("-")
    opens, closes = read_clock(first), _read_closing(last)
    return (opens, closes) if dash and opens is not None and closes is not None else None


def write_serving(opens: time, closes: time) -> str:
    return f"{_clock(opens)}-{'24' if closes == time() else _clock(closes)}"


def read_duration(text: str) -> timedelta | None:
    """Read an ISO 8601 duration of at least a second, such as PT10M, PT2S or P1D."""
    found = _DURATION.fullmatch(text.strip())
    if found is None or len(text) > 20:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    total = ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds
    if not 0 < total <= LONGEST_PATIENCE.total_seconds():
        return None
    return timedelta(seconds=total)


def write_duration(duration: timedelta) -> str:
    hours, rest = divmod(int(duration.total_seconds()), 3600)
    minutes, seconds = divmod(rest, 60)
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    return "PT" + "".join(f"{amount}{unit}" for amount, unit in parts if amount)


def read_date(text: str) -> date | None:
    """Read 2027-06-30, from the year 1900 on."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def read_moment(text: str, tz: ZoneInfo) -> datetime | None:
    """Read 2026-12-24T08:00; without an offset it is local wall time, which must exist.

    A wall time that comes twice means the first.
    """
    try:
        found = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        return None
    if found is None or found.tzinfo is not None:
        return found and found.astimezone(UTC)
    local = found.replace(tzinfo=tz)
    return local.astimezone(UTC) if exists(local) else None


def write_moment(moment: datetime, tz: ZoneInfo) -> str:
    """Write the local wall time; with its offset in the hour that comes twice."""
    local = moment.astimezone(tz)
    written = local.replace(tzinfo=None).isoformat(timespec="auto")
    is_ambiguous = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return local.isoformat() if is_ambiguous else written


def _clock(clock: time) -> str:
    return f"{clock:%H:%M}" if clock.minute else f"{clock:%H}"


HOURS_MEND = 'Skriv dygnet-runt, kontorstid, "07-22" eller en lista av {weeks: "48-02", hours: …}.'
