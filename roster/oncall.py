"""Who is on call: rotations in local wall time, overrides, deputies. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from roster.model import Actor, Override, PersonId, Roster, Rotation, Turn
from roster.walltime import wall

DAY = timedelta(days=1)
TURN_DAYS = {Turn.DAILY: 1, Turn.WEEKLY: 7}


@dataclass(frozen=True, slots=True)
class Shift:
    """One person's period, half-open, in UTC. Without a person it is a gap."""

    person: PersonId | None
    starts_at: datetime
    ends_at: datetime


def on_call(actor: Actor, roster: Roster, at: datetime, tz: ZoneInfo) -> PersonId | None:
    """Return who has the actor's duty; None when everybody in its rotation has left.

    An override that holds counts before the rotation, the last of several. Whoever has left is
    passed over: an override falls back on the rotation, a turn goes to the next in the order.
    Before `starts_on` the turns are counted backwards.
    """
    override = _override(actor, roster, at, tz)
    if override is not None:
        return override.person
    order = _order(actor.rotation, at, tz)
    return next((person for person in order if serves(roster, person, at, tz)), None)


def next_on_call(actor: Actor, roster: Roster, at: datetime, tz: ZoneInfo) -> PersonId | None:
    """Return the next in the rotation's order after the one on call; never the same person.

    While somebody stands in, the one whose turn it would be has asked for relief, and is passed
    over: the next is counted from there.
    """
    now_on_call = on_call(actor, roster, at, tz)
    order = _order(actor.rotation, at, tz)
    serving = [person for person in order if serves(roster, person, at, tz)]
    regular = next(iter(serving), None)
    passed = {now_on_call, regular}
    return next((person for person in serving if person not in passed), None)


def deputy(actor: Actor, roster: Roster, at: datetime, tz: ZoneInfo) -> PersonId | None:
    """Return the actor's deputy; None when it has none or the deputy has left."""
    return _if_serving(roster, actor.deputy, at, tz)


def chief(actor: Actor, roster: Roster, at: datetime, tz: ZoneInfo) -> PersonId | None:
    """Return the actor's chief; None when it has none or the chief has left."""
    return _if_serving(roster, actor.chief, at, tz)


def coordinator(
    roster: Roster, municipality: str, at: datetime, tz: ZoneInfo
) -> tuple[Actor, PersonId] | None:
    """Return the coordinating actor of the narrowest area that has somebody on call."""
    for area in (municipality, municipality[:2], "SE"):
        for actor in roster.actors:
            if not actor.is_coordinator or area not in actor.area:
                continue
            person = on_call(actor, roster, at, tz)
            if person is not None:
                return actor, person
    return None


def serves(roster: Roster, person: PersonId, at: datetime, tz: ZoneInfo) -> bool:
    """Whether the person is in the roster and not past the last day in the role."""
    found = roster.people.get(person)
    if found is None:
        return False
    return found.until is None or at.astimezone(tz).date() <= found.until


def shifts(
    actor: Actor, roster: Roster, start: datetime, end: datetime, tz: ZoneInfo
) -> tuple[Shift, ...]:
    """Return the shifts and gaps that tile [start, end), equal neighbours merged."""
    if start >= end:
        return ()
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    edges = sorted({start, end, *_edges(actor, roster, start, end, tz)})
    found: list[Shift] = []
    for begins, ends in pairwise(edges):
        person = on_call(actor, roster, begins, tz)
        if found and found[-1].person == person:
            found[-1] = Shift(person, found[-1].starts_at, ends)
        else:
            found.append(Shift(person, begins, ends))
    return tuple(found)


def _override(actor: Actor, roster: Roster, at: datetime, tz: ZoneInfo) -> Override | None:
    """Return the newest override that holds; one whose person has left holds no more."""
    holding = [
        override
        for override in roster.overrides
        if override.actor == actor.id
        and override.starts_at <= at < override.ends_at
        and serves(roster, override.person, at, tz)
    ]
    return holding[-1] if holding else None


def _if_serving(
    roster: Roster, person: PersonId | None, at: datetime, tz: ZoneInfo
) -> PersonId | None:
    return person if person is not None and serves(roster, person, at, tz) else None


def _order(rotation: Rotation, at: datetime, tz: ZoneInfo) -> tuple[PersonId, ...]:
    """Return the rotation's people, the one whose turn it is first."""
    people = rotation.people
    if rotation.turn is Turn.FIXED or not people:
        return people
    turn = _turn_number(rotation, at, tz) % len(people)
    return people[turn:] + people[:turn]


def _turn_number(rotation: Rotation, at: datetime, tz: ZoneInfo) -> int:
    """Count turns from the one that `starts_on` lies in; earlier ones count backwards."""
    day = at.astimezone(tz).date()
    if at < wall(day, rotation.handoff_time, tz):
        day -= DAY
    return (day - _first_day(rotation)).days // TURN_DAYS[rotation.turn]


def _first_day(rotation: Rotation) -> date:
    """Return the day of the hand-off that begins the turn which `starts_on` lies in."""
    if rotation.turn is not Turn.WEEKLY:
        return rotation.starts_on
    back = (rotation.starts_on.weekday() - rotation.handoff_weekday) % 7
    return rotation.starts_on - timedelta(days=back)


def _edges(
    actor: Actor, roster: Roster, start: datetime, end: datetime, tz: ZoneInfo
) -> set[datetime]:
    """Return every moment in the window at which somebody else may come on call."""
    edges = {
        edge
        for override in roster.overrides
        if override.actor == actor.id
        for edge in (override.starts_at, override.ends_at)
    }
    day, last = start.astimezone(tz).date(), end.astimezone(tz).date()
    while day <= last:
        edges.add(wall(day, time(), tz))  # last days end at midnight
        if actor.rotation.turn is not Turn.FIXED:
            edges.add(wall(day, actor.rotation.handoff_time, tz))
        day += DAY
    return {edge for edge in edges if start < edge < end}
