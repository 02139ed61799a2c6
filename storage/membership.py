"""At which actors people have a place, the other way round from the roster; and who is away."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session, col, select

from roster.model import Actor, ActorId, PersonId
from storage import people
from storage.engine import table_of
from storage.tables import AbsenceRow, ActorRow, OverrideRow

Places = Mapping[str, tuple[str, ...]]


def actors_of(session: Session, person: PersonId) -> tuple[Actor, ...]:
    """Return the actors in force that the person serves, heads or stands in at, in order."""
    ids = [ActorId(one) for one in _places(session).get(person, ())]
    found = people.actors(session, ids)
    return tuple(found[one] for one in ids if one in found)


def is_away(session: Session, person: PersonId, at: datetime) -> bool:
    """Whether the person is absent at the moment."""
    found = select(AbsenceRow.id).where(
        col(AbsenceRow.person_id) == person,
        col(AbsenceRow.starts_at) <= at,
        col(AbsenceRow.ends_at) > at,
    )
    return session.exec(found).first() is not None


def _places(session: Session) -> Places:
    return people.shelved(session, "places", lambda: _read(session))


def _read(session: Session) -> Places:
    # Whole actors are dear to read, and there may be thousands.
    actor = table_of(ActorRow).c
    named = [actor.spec[name].label(name) for name in ("rotation", "layers", "deputy", "chief")]
    rows = session.execute(
        select(actor.id, *named).where(actor.ended_at.is_(None)).order_by(actor.position)
    ).all()
    places: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        for person in _named(row):
            places[person][row.id] = None
    in_force = {row.id for row in rows}
    for override in session.exec(select(OverrideRow).order_by(col(OverrideRow.id))):
        if override.actor_id in in_force:
            places[override.person_id][override.actor_id] = None
    return {person: tuple(actors) for person, actors in places.items()}


def _named(row: Row[Any]) -> Iterator[str]:
    for layer in (row.rotation, *(row.layers or ())):
        yield from layer["people"]
    yield from (person for person in (row.deputy, row.chief) if person)
