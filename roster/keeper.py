"""Who keeps a row of the roster true: the actor's chief, else the area's coordinator. Pure."""

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


def keeps(actor: Actor, roster: Roster, person: PersonId) -> bool:
    """Whether the person may change the actor's rows: its chief, or of its area's coordination."""
    return person == actor.chief or any(
        person in one.people
        for one in roster.actors
        if one.is_coordinator and _around(actor) & set(one.area)
    )


def _fit(
    roster: Roster, person: PersonId, found: Iterable[PersonId | None]
) -> tuple[PersonId, ...]:
    known = (one for one in found if one is not None and one != person)
    return tuple(dict.fromkeys(one for one in known if roster.people[one].has_chat))


def _around(actor: Actor) -> set[str]:
    """Return the actor's areas with all that hold them."""
    return {wider for area in actor.area for wider in (area, area[:2], "SE")}
