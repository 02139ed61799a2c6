"""How hours, hand-offs, durations and moments are written in a roster file."""

import re
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
_WEEKS = re.compile(r"(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?", re.ASCII)
_DATE = re.compile(r"(?:19|2\d)\d\d-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(
    _DATE.pattern + r"[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII
)
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


def read_handoff(text: str) -> tuple[int | None, time] | None:
    """Read "mon 08:00", "mån 8", or "08:00"; the weekday is None when it is not written."""
    words = text.lower().split()
    if len(words) not in {1, 2}:
        return None
    clock = read_clock(words[-1])
    if clock is None or len(words) == 1:
        return (None, clock) if clock is not None else None
    for names in (WEEKDAYS, SWEDISH_WEEKDAYS, PLAIN_WEEKDAYS):
        if words[0] in names:
            return names.index(words[0]), clock
    return None


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
