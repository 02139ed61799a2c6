"""When a checklist item is due. Pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from blueprint.model import Deadline, DeadlineUnit
from escalation.hours import (
    CLOSES,
    add_working_days,
    is_working_day,
    office_window,
    opens_at,
)
from roster.model import OfficeHours
from roster.walltime import wall

AT_ONCE = timedelta(minutes=15)  # what is to be done at once is late, and chased, after this
STEP = timedelta(minutes=30)  # what there was no time for falls due no closer than this
FULL_TERM = 10  # working days; a shorter time to the reply compresses the deadlines


def due_at(
    deadline: Deadline, opened_at: datetime, reply_due_at: datetime | None, tz: ZoneInfo
) -> datetime | None:
    """Return when the item is due, in UTC; None while it waits for an event or a reply date."""
    match deadline.unit:
        case DeadlineUnit.HOURS:
            return opened_at + timedelta(hours=deadline.amount)
        case DeadlineUnit.WORKING_DAYS:
            return _after(deadline.amount, opened_at, reply_due_at, tz)
        case DeadlineUnit.BEFORE_ANSWER:
            return _before(deadline.amount, opened_at, reply_due_at, tz)
        case DeadlineUnit.EVENT:
            return None


def is_overtaken(deadline: Deadline, due: datetime, since: datetime) -> bool:
    """Whether the reply is so near that the item would have been due before one could begin."""
    counts_from_reply = deadline.unit in {DeadlineUnit.WORKING_DAYS, DeadlineUnit.BEFORE_ANSWER}
    return counts_from_reply and due <= since + AT_ONCE


def spread(
    count: int, since: datetime, reply_due_at: datetime, tz: ZoneInfo
) -> tuple[datetime, ...]:
    """Return moments in order for so many overtaken items, even over the time that there is.

    From when work can begin, within office hours, until that day's close or the reply, if that is
    sooner; in steps, so that people are not reminded of each by itself nor of all at once.
    """
    begins = since + AT_ONCE
    opens = opens_at(OfficeHours(), begins, tz)
    if opens < reply_due_at:
        begins = opens
    ends = min(reply_due_at, max(begins, _close_of(begins.astimezone(tz).date(), tz)))
    if ends <= begins:
        return (begins,) * count
    steps = max(1, min(count, (ends - begins) // STEP))
    return tuple(begins + (ends - begins) * (1 + n * steps // count) / steps for n in range(count))


def working_days_between(first: date, last: date) -> int:
    """Return how many working days lie after `first`, up to and including `last`."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(1 for day in days if is_working_day(day))


def _after(
    count: int, opened_at: datetime, reply_due_at: datetime | None, tz: ZoneInfo
) -> datetime:
    day = opened_at.astimezone(tz).date()
    if reply_due_at is None:
        return _close_of(add_working_days(day, count), tz)
    available = working_days_between(day, reply_due_at.astimezone(tz).date())
    if available >= FULL_TERM:
        return _close_of(add_working_days(day, count), tz)
    compressed = max(1, count * available // FULL_TERM)
    due = min(_close_of(add_working_days(day, compressed), tz), reply_due_at)
    return max(due, opened_at)  # a reply that is overdue already does not make work older


def _before(
    count: int, opened_at: datetime, reply_due_at: datetime | None, tz: ZoneInfo
) -> datetime | None:
    if reply_due_at is None:
        return None
    if count == 0:
        return max(reply_due_at, opened_at)
    day = add_working_days(reply_due_at.astimezone(tz).date(), -count)
    return max(_close_of(day, tz), opened_at)


def _close_of(day: date, tz: ZoneInfo) -> datetime:
    window = office_window(day)
    closes: time = window[1] if window else CLOSES
    return wall(day, closes, tz)
