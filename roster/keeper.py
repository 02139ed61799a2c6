"""Who keeps an actor's rows and duties: its chief, else the area's coordinator. Pure."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from roster import oncall
from roster.model import Actor, PersonId, Roster


def keepers(
    actor: Actor, roster: Roster, person: PersonId, at: datetime, tz: ZoneInfo
) -> tuple[PersonId, ...]:
    """Return whom to ask to mend the person's row at an actor, in order; never the person.

    Only those who serve now and have an account in a chat.
    """
    boss = _fit(roster, person, [oncall.chief(actor, roster, at, tz)])
    return tuple(dict.fromkeys((*boss, *coordinators(actor, roster, person, at, tz))))


def coordinators(
    actor: Actor, roster: Roster, person: PersonId, at: datetime, tz: ZoneInfo
) -> tuple[PersonId, ...]:
    """Return who coordinates the actor's areas now and has a chat; never the person."""
    found = (oncall.coordinator(roster, area, at, tz) for area in actor.area)
    return _fit(roster, person, [one[1] for one in found if one is not None])


def belongs(actor: Actor, roster: Roster, person: PersonId) -> bool:
    """Whether the person is of the actor: its rotations, deputy, chief or a stand-in."""
    stand_ins = (one.person for one in roster.overrides if one.actor == actor.id)
    return person in actor.people or person in stand_ins


def holds(area: Iterable[str], other: Iterable[str]) -> bool:
    """Whether an area holds all of another: municipalities lie in their county, all in SE."""
    known = set(area)
    return all({code, code[:2], "SE"} & known for code in other)


def answers_for(actor: Actor, roster: Roster, person: PersonId) -> bool:
    """Whether the person may change everybody's duties at the actor.

    Its chief may, and who serves another, coordinating actor whose area holds the actor's.
    """
    if person == actor.chief:
        return True
    others = (one for one in roster.actors if one.is_coordinator and one.id != actor.id)
    over = (one for one in others if holds(one.area, actor.area))
    return any(belongs(one, roster, person) for one in over)


def _fit(
    roster: Roster, person: PersonId, found: Iterable[PersonId | None]
) -> tuple[PersonId, ...]:
    known = (one for one in found if one is not None and one != person)
    return tuple(dict.fromkeys(one for one in known if roster.people[one].has_chat))
