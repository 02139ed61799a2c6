"""Calendar feeds: which shifts one tells, of which time, and who may read it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from roster.keeper import answers_for, belongs
from roster.model import Actor, PersonId, Roster
from roster.oncall import shifts
from roster.walltime import wall

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody's shift at an actor, half-open, in UTC."""

    actor: Actor
    person: PersonId
    starts_at: datetime
    ends_at: datetime


def window(now: datetime, tz: ZoneInfo) -> tuple[datetime, datetime]:
    """Return what a feed tells of: whole months, at least one back and six ahead.

    Whole, so that a shift that reaches out of the window keeps its beginning for a month.
    """
    return _first_of_month(now, -1, tz), _first_of_month(now, 7, tz)


def posts(actors: Iterable[Actor], roster: Roster, now: datetime, tz: ZoneInfo) -> tuple[Post, ...]:
    """Return everybody's shifts at the actors, earliest first; gaps are nobody's."""
    start, end = window(now, tz)
    found = [
        Post(actor, shift.person, shift.starts_at, shift.ends_at)
        for actor in actors
        for shift in shifts(actor, concerning(actor, roster), start, end, tz)
        if shift.person is not None
    ]
    return tuple(sorted(found, key=lambda post: (post.starts_at, post.actor.id)))


def posts_of(person: PersonId, roster: Roster, now: datetime, tz: ZoneInfo) -> tuple[Post, ...]:
    """Return the person's shifts at all actors of the roster, earliest first."""
    everybodys = posts(roster.actors, roster, now, tz)
    return tuple(post for post in everybodys if post.person == person)


def may_read(actor: Actor, roster: Roster, person: PersonId) -> bool:
    """Whether the person may read all shifts of the actor.

    Its own people, deputy, chief and stand-ins may, and who may change everybody's duties there.
    """
    is_known = person in roster.people
    return is_known and (belongs(actor, roster, person) or answers_for(actor, roster, person))


def concerning(actor: Actor, roster: Roster) -> Roster:
    """Return the roster with no changes but those that touch the actor's shifts."""
    overrides = tuple(one for one in roster.overrides if one.actor == actor.id)
    people = {*actor.people, *(one.person for one in overrides)}
    absences = tuple(one for one in roster.absences if one.person in people)
    return replace(roster, overrides=overrides, absences=absences)


def _first_of_month(now: datetime, later: int, tz: ZoneInfo) -> datetime:
    """Return the midnight that begins a month, so many months after the present one."""
    today = now.astimezone(tz).date()
    years, month = divmod(today.month - 1 + later, MONTHS)
    return wall(today.replace(year=today.year + years, month=month + 1, day=1), time(), tz)
