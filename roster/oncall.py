"""Who is on call: layers of rotations, overrides, absences, deputies. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from roster import rotation
from roster.model import Actor, Override, OverrideKind, PersonId, Roster
from roster.walltime import wall

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shift:
    """One person's period, half-open, in UTC. Without a person it is a gap."""

    person: PersonId | None
    starts_at: datetime
    ends_at: datetime


def on_call(actor: Actor, roster: Roster, at: datetime, tz: ZoneInfo) -> PersonId | None:
    """Return who has the actor's duty; None when nobody has.

    An override that replaces counts before the layers, the last of several; of the layers the
    topmost that serves; then whoever an override adds. Whoever has left, is absent or is taken
    off by an override is passed over: a turn goes to the next in the order.
    """
    return next(_in_charge(actor, roster, at, tz), None)


def next_on_call(actor: Actor, roster: Roster, at: datetime, tz: ZoneInfo) -> PersonId | None:
    """Return whom to turn to after the one on call; never the same person.

    Whoever is added comes first, then the order of the layer, then the layers below. While
    somebody stands in, the one whose turn it would be has asked for relief, and is passed over:
    the next is counted from there.
    """
    passed = {on_call(actor, roster, at, tz), next(_by_layers(actor, roster, at, tz), None)}
    added = _added(actor, roster, at, tz)
    following = (*added, *_by_layers(actor, roster, at, tz))
    return next((person for person in following if person not in passed), None)


def everybody_on_call(
    actor: Actor, roster: Roster, at: datetime, tz: ZoneInfo
) -> tuple[PersonId, ...]:
    """Return who has the duty, and behind whoever serves beside them."""
    found = [on_call(actor, roster, at, tz), *_added(actor, roster, at, tz)]
    return tuple(dict.fromkeys(person for person in found if person is not None))


def deputy(actor: Actor, roster: Roster, at: datetime, tz: ZoneInfo) -> PersonId | None:
    """Return the actor's deputy; None when it has none or the deputy does not serve."""
    return _if_serving(roster, actor.deputy, at, tz)


def chief(actor: Actor, roster: Roster, at: datetime, tz: ZoneInfo) -> PersonId | None:
    """Return the actor's chief; None when it has none or the chief does not serve."""
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
    """Whether the person is in the roster, not past the last day in the role, and not absent."""
    found = roster.people.get(person)
    if found is None or _is_absent(roster, person, at):
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


def _in_charge(actor: Actor, roster: Roster, at: datetime, tz: ZoneInfo) -> Iterator[PersonId]:
    replacing = [one.person for one in _holding(actor, roster, at, OverrideKind.REPLACE)]
    yield from (one for one in reversed(replacing) if serves(roster, one, at, tz))
    yield from _by_layers(actor, roster, at, tz)
    yield from _added(actor, roster, at, tz)


def _by_layers(actor: Actor, roster: Roster, at: datetime, tz: ZoneInfo) -> Iterator[PersonId]:
    """Yield whoever may serve by the rotations: the topmost layer's first, in its order."""
    removed = {one.person for one in _holding(actor, roster, at, OverrideKind.REMOVE)}
    for layer in reversed((actor.rotation, *actor.layers)):
        if not rotation.serves_at(layer, at, tz):
            continue
        for person in rotation.order(layer, at, tz):
            if person not in removed and serves(roster, person, at, tz):
                yield person


def _added(actor: Actor, roster: Roster, at: datetime, tz: ZoneInfo) -> tuple[PersonId, ...]:
    adding = _holding(actor, roster, at, OverrideKind.ADD)
    return tuple(one.person for one in adding if serves(roster, one.person, at, tz))


def _holding(actor: Actor, roster: Roster, at: datetime, kind: OverrideKind) -> Iterator[Override]:
    """Yield the actor's overrides of a kind that hold at the moment, oldest first."""
    for override in roster.overrides:
        is_ours = override.actor == actor.id and override.kind is kind
        if is_ours and override.starts_at <= at < override.ends_at:
            yield override


def _is_absent(roster: Roster, person: PersonId, at: datetime) -> bool:
    away = (one for one in roster.absences if one.person == person)
    return any(one.starts_at <= at < one.ends_at for one in away)


def _if_serving(
    roster: Roster, person: PersonId | None, at: datetime, tz: ZoneInfo
) -> PersonId | None:
    return person if person is not None and serves(roster, person, at, tz) else None


def _edges(
    actor: Actor, roster: Roster, start: datetime, end: datetime, tz: ZoneInfo
) -> set[datetime]:
    """Return every moment in the window at which somebody else may come on call."""
    found = {*_dated_edges(actor, roster), *_last_days(actor, roster, end, tz)}
    layers = [one for one in (actor.rotation, *actor.layers) if rotation.may_change(one)]
    day, last = start.astimezone(tz).date() - DAY, end.astimezone(tz).date()
    while layers and day <= last:
        for layer in layers:
            found.update(rotation.edges(layer, day, tz))
        day += DAY
    return {edge for edge in found if start < edge < end}


def _dated_edges(actor: Actor, roster: Roster) -> Iterator[datetime]:
    """Yield when the overrides and absences that concern the actor begin and end."""
    for override in roster.overrides:
        if override.actor == actor.id:
            yield from (override.starts_at, override.ends_at)
    concerned = _concerned(actor, roster)
    for absence in roster.absences:
        if absence.person in concerned:
            yield from (absence.starts_at, absence.ends_at)


def _last_days(actor: Actor, roster: Roster, end: datetime, tz: ZoneInfo) -> Iterator[datetime]:
    """Yield when somebody's last day in the role is over."""
    for person in _concerned(actor, roster) & roster.people.keys():
        until = roster.people[person].until
        if until is not None and until <= end.astimezone(tz).date():
            yield wall(until + DAY, time(), tz)


def _concerned(actor: Actor, roster: Roster) -> set[PersonId]:
    """Return everybody who may ever have the actor's duty."""
    return {*actor.people, *(one.person for one in roster.overrides if one.actor == actor.id)}
