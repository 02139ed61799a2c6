"""Turn to whoever keeps a row of the roster: the actor's chief, else the area's coordinator.

What they are to hear is gathered and told within office hours, in one message.
"""

from typing import Any

from escalation.hours import opens_at
from handlers import identity, promise
from handlers.compose import upkeep as compose
from handlers.promise import Post
from handlers.work import Work
from roster import keeper
from roster.model import Actor, OfficeHours, Person, PersonId, Roster
from storage import moments, notices, people, register
from storage.model import Priority

WAITING = "notice/"  # what the moments are called at which a keeper is told, with the keeper
BATCH = 5


def keeper_at(work: Work, actor: Actor, person: PersonId) -> Person | None:
    """Return who is asked to mend the person's row at an actor; None when nobody can be."""
    roster = _around(work, actor)
    return _first(work, roster, keeper.keepers(actor, roster, person, work.now, work.desk.tz))


def keeper_of(work: Work, person: PersonId) -> Person | None:
    """Return who is asked to mend the person's row: of the first actor that has somebody."""
    found = (keeper_at(work, one, person) for one in register.actors_of(work.session, person))
    return next((one for one in found if one is not None), None)


def coordinator_for(work: Work, actor: Actor, person: PersonId) -> Person | None:
    """Return the coordinator of the actor's area, never the person."""
    roster = _around(work, actor)
    found = keeper.coordinators(actor, roster, person, work.now, work.desk.tz)
    return _first(work, roster, found)


def keeps(work: Work, by: PersonId, person: PersonId) -> bool:
    """Whether somebody may change the person's row."""
    return any(
        keeper.answers_for(actor, _around(work, actor), by)
        for actor in register.actors_of(work.session, person)
    )


def tell(work: Work, reader: Person, key: str, kind: str, **facts: Any) -> None:
    """Let a keeper hear something within office hours; the same key is told once for good."""
    if notices.put(work.session, key, reader.id, kind, facts, work.now):
        opens = opens_at(OfficeHours(), work.now, work.desk.tz)
        moments.put(work.session, f"{WAITING}{reader.id}", opens)


def tell_due(work: Work) -> int:
    """Tell a batch of keepers what waits for them; return how many."""
    due = moments.due(work.session, WAITING, work.now, BATCH)
    for name in due:
        moments.drop(work.session, name)
        reader = people.person(work.session, PersonId(name.removeprefix(WAITING)))
        if reader is not None:
            _tell(work, reader)
    return len(due)


def _tell(work: Work, reader: Person) -> None:
    waiting = notices.untold(work.session, reader.id)
    ways = identity.one_way(work, reader)
    if not waiting or not ways:
        return  # what nobody can be told of waits for the next
    post = Post(
        key=f"notice/{reader.id}/{waiting[-1].id}",
        subject=f"notice/{reader.id}",
        priority=Priority.DIGEST,
        content=compose.for_keeper(work, waiting, work.desk.language_of(reader)),
    )
    promise.to_person(work, reader, post, only=ways)
    notices.note_told(work.session, reader.id, work.now)


def _around(work: Work, actor: Actor) -> Roster:
    """Return the roster of the actor's area, as far as we can reach it."""
    return identity.within_reach(work, people.roster_for(work.session, actor.area))


def _first(work: Work, roster: Roster, found: tuple[PersonId, ...]) -> Person | None:
    """Return the first who can be reached, else the first."""
    reached = (one for one in found if not people.is_out_of_reach(work.session, one))
    chosen = next(reached, next(iter(found), None))
    return roster.people[chosen] if chosen is not None else None
