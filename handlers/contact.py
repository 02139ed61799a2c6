"""Whom to turn to at an actor: in chat, else by telephone."""

from collections.abc import Iterable, Iterator

from handlers.compose import words
from handlers.work import Work
from roster import oncall
from roster.model import Actor, Person, Roster


def in_chat(work: Work, roster: Roster, actor: Actor) -> Person | None:
    """Return whom to write to: whoever is on call, the deputy or the chief."""
    return next((one for one in _in_order(work, roster, actor) if one.has_chat), None)


def by_phone(work: Work, roster: Roster, actor: Actor) -> str:
    """Name whom to call, with the number."""
    known = list(_in_order(work, roster, actor))
    person = next((one for one in known if one.phone), next(iter(known), None))
    if person is None:
        return words.titled(actor)
    told = [f"{person.name} ({words.titled(actor)})", person.phone or person.email or ""]
    return " ".join(part for part in told if part)


def listed(work: Work, roster: Roster, actors: Iterable[Actor]) -> str:
    """Name whom to call at several actors."""
    return "; ".join(by_phone(work, roster, actor) for actor in actors)


def _in_order(work: Work, roster: Roster, actor: Actor) -> Iterator[Person]:
    for look in (oncall.on_call, oncall.deputy, oncall.chief):
        found = look(actor, roster, work.now, work.desk.tz)
        if found is not None:
            yield roster.people[found]
