"""When a row of the roster is to be confirmed, when it counts as unconfirmed, and when an end
is near. Pure.
"""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from roster.model import Actor, PersonId

REPEAT = timedelta(days=7)  # between one question and the next, and the report
QUESTIONS = 3  # the first, and those after 7 and 14 days
NOTICE = timedelta(days=30)  # so long before its last day a row is warned of


class Step(Enum):
    """What is to be done about a row."""

    ASK = "ask"
    CHASE = "chase"
    REPORT = "report"  # to whoever keeps the row, week by week


@dataclass(frozen=True, slots=True)
class Statement:
    """What is known of a row's truth."""

    known_since: datetime | None = None
    confirmed_at: datetime | None = None
    asked_at: datetime | None = None  # the last time
    asked: int = 0  # how often since the row was last stated
    disputed_at: datetime | None = None

    @property
    def stated_at(self) -> datetime | None:
        """When somebody last vouched for the row: the person, or whoever wrote it."""
        return self.confirmed_at or self.known_since


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or that month's last day."""
    month = day.year * 12 + day.month - 1 - months
    year, index = divmod(month, 12)
    last = calendar.monthrange(year, index + 1)[1]
    return date(year, index + 1, min(day.day, last))


def step(known: Statement, today: date, months: int, tz: ZoneInfo) -> Step | None:
    """Return what is due for a row on a local day; never the same twice for one day.

    A row is asked about when it was stated `months` ago or earlier; 0 months asks nobody.
    """
    if not months:
        return None
    if known.disputed_at is not None:
        return Step.REPORT if _lies_back(known.disputed_at, today, tz) else None
    if known.asked_at is None:
        return Step.ASK if _has_lapsed(known, today, months, tz) else None
    if not _lies_back(known.asked_at, today, tz):
        return None
    return Step.CHASE if known.asked < QUESTIONS else Step.REPORT


def is_unconfirmed(known: Statement, today: date, tz: ZoneInfo) -> bool:
    """Whether the row's truth is in doubt: asked about before today in vain, or disputed."""
    if known.disputed_at is not None:
        return True
    return known.asked_at is not None and (known.asked > 1 or _day(known.asked_at, tz) < today)


def ends_soon(until: date | None, today: date) -> bool:
    """Whether the last day in the role lies within the time of notice."""
    return until is not None and today <= until <= today + NOTICE


def hangs_on(actor: Actor, person: PersonId) -> bool:
    """Whether the person alone shares the actor's duty."""
    layered = (one for layer in actor.layers for one in layer.people)
    sharing = {*actor.rotation.people, *layered, actor.deputy} - {None}
    return sharing == {person}


def _has_lapsed(known: Statement, today: date, months: int, tz: ZoneInfo) -> bool:
    stated = known.stated_at
    return stated is not None and _day(stated, tz) <= months_before(today, months)


def _lies_back(at: datetime, today: date, tz: ZoneInfo) -> bool:
    return _day(at, tz) + REPEAT <= today


def _day(at: datetime, tz: ZoneInfo) -> date:
    return at.astimezone(tz).date()
