"""Duties: which of them come, what a change of them means, and who may change them. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import pairwise
from zoneinfo import ZoneInfo

from roster.model import Absence, Actor, Override, OverrideKind, PersonId, Roster
from roster.oncall import Shift, serves, shifts
from roster.walltime import wall

AHEAD = timedelta(weeks=8)  # how far duties are told
LONGEST = timedelta(days=32)  # a longer shift is cut by the week: no rotation hands it on
MARGIN = timedelta(days=35)  # looked at on either side, so that a long shift is known as such
DAY = timedelta(days=1)
MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Duty:
    """One person's shift at an actor, half-open, in UTC. Without a person it is a gap."""

    actor: Actor
    person: PersonId | None
    starts_at: datetime
    ends_at: datetime

    @property
    def digest(self) -> str:
        """A name of ten characters; another person, beginning or end is another name."""
        moments = (self.starts_at.astimezone(UTC), self.ends_at.astimezone(UTC))
        told = (self.actor.id, self.person or "", *(at.isoformat() for at in moments))
        return digest("|".join(told), 10)


@dataclass(frozen=True, slots=True)
class Handoff:
    """The duty passes from one to another; either may be nobody."""

    at: datetime
    before: PersonId | None
    after: PersonId | None


def digest(text: str, length: int) -> str:
    """Return so many hexadecimal characters that stand for a text; an even number."""
    return blake2b(text.encode(), digest_size=length // 2).hexdigest()


def duties(
    actor: Actor, roster: Roster, now: datetime, tz: ZoneInfo, ahead: timedelta = AHEAD
) -> tuple[Duty, ...]:
    """Return the actor's present duties and gaps and those that begin so soon, earliest first.

    A shift that lasts longer than any turn of a month is cut at the hand-offs of its weeks, and
    what somebody took over is told apart from their own before and after it.
    """
    found = shifts(actor, roster, now - MARGIN, now + ahead + MARGIN, tz)
    parts = (part for shift in found for part in _told_apart(actor, roster, shift))
    pieces = (piece for part in parts for piece in _pieces(actor, part, tz))
    return tuple(one for one in pieces if one.ends_at > now and one.starts_at < now + ahead)


def present(actor: Actor, roster: Roster, now: datetime, tz: ZoneInfo) -> Duty:
    """Return the duty, or the gap, that holds at the moment."""
    return duties(actor, roster, now, tz, ahead=MOMENT)[0]


def given(duty: Duty, to: PersonId, now: datetime) -> Override:
    """Return what makes the duty, or what is left of it, another's."""
    return Override(duty.actor.id, to, max(duty.starts_at, now), duty.ends_at)


def swapped(one: Duty, other: Duty, now: datetime) -> tuple[Override, ...]:
    """Return what lets two people do each other's duty."""
    if one.person is None or other.person is None:
        raise ValueError("a gap is nobody's to swap")
    return given(one, other.person, now), given(other, one.person, now)


def changed(roster: Roster, by: Iterable[Override]) -> Roster:
    """Return the roster with these overrides as its newest."""
    return replace(roster, overrides=(*roster.overrides, *by))


def hindered(
    actor: Actor, roster: Roster, wanted: Sequence[Override], tz: ZoneInfo
) -> PersonId | None:
    """Return the first who cannot do the whole duty that an override gives: absent, or ended."""
    after = changed(roster, wanted)
    for one in wanted:
        expected = (Shift(one.person, one.starts_at, one.ends_at),)
        if shifts(actor, after, one.starts_at, one.ends_at, tz) != expected:
            return one.person
    return None


def away(roster: Roster, absence: Absence) -> Roster:
    """Return the roster with one absence more."""
    return replace(roster, absences=(*roster.absences, absence))


def back(roster: Roster, absence: Absence) -> Roster:
    """Return the roster with that absence once less."""
    left = list(roster.absences)
    left.remove(absence)
    return replace(roster, absences=tuple(left))


def covered(actor: Actor, roster: Roster, absence: Absence, tz: ZoneInfo) -> tuple[Duty, ...]:
    """Return who takes over what the person would have had, when the absence comes to the roster.

    Where nobody does there is a gap.
    """
    during = away(roster, absence)
    found: list[Duty] = []
    for own in shifts(actor, roster, absence.starts_at, absence.ends_at, tz):
        if own.person == absence.person:
            instead = shifts(actor, during, own.starts_at, own.ends_at, tz)
            found += [Duty(actor, one.person, one.starts_at, one.ends_at) for one in instead]
    return tuple(found)


def handoffs(
    actor: Actor, roster: Roster, start: datetime, end: datetime, tz: ZoneInfo
) -> tuple[Handoff, ...]:
    """Return where the duty changes hands in [start, end)."""
    found = shifts(actor, roster, start - MOMENT, end, tz)
    changes = (Handoff(b.starts_at, a.person, b.person) for a, b in pairwise(found))
    return tuple(one for one in changes if one.at >= start)


def in_role(roster: Roster, person: PersonId, at: datetime, tz: ZoneInfo) -> bool:
    """Whether the person has not ended by then; an absence does not matter."""
    return serves(replace(roster, absences=()), person, at, tz)


def _told_apart(actor: Actor, roster: Roster, shift: Shift) -> Iterator[Shift]:
    """Cut a shift where its person's own meets what they have by an override."""
    edges = {
        edge
        for one in roster.overrides
        if (one.actor, one.person, one.kind) == (actor.id, shift.person, OverrideKind.REPLACE)
        for edge in (one.starts_at, one.ends_at)
        if shift.starts_at < edge < shift.ends_at
    }
    for begins, ends in pairwise((shift.starts_at, *sorted(edges), shift.ends_at)):
        yield replace(shift, starts_at=begins, ends_at=ends)


def _pieces(actor: Actor, shift: Shift, tz: ZoneInfo) -> Iterator[Duty]:
    whole = Duty(actor, shift.person, shift.starts_at, shift.ends_at)
    if shift.ends_at - shift.starts_at <= LONGEST:
        yield whole
        return
    edges = [shift.starts_at, *_weekly(actor, shift, tz), shift.ends_at]
    for begins, ends in pairwise(edges):
        yield replace(whole, starts_at=begins, ends_at=ends)


def _weekly(actor: Actor, shift: Shift, tz: ZoneInfo) -> Iterator[datetime]:
    """Yield the week's hand-offs within a shift."""
    weekday, clock = actor.rotation.handoff_weekday, actor.rotation.handoff_time
    day, last = shift.starts_at.astimezone(tz).date(), shift.ends_at.astimezone(tz).date()
    day += DAY * ((weekday - day.weekday()) % 7)
    while day <= last:
        cut = wall(day, clock, tz)
        if shift.starts_at < cut < shift.ends_at:
            yield cut
        day += 7 * DAY
