"""The register: every actor in short, and where each person belongs; read whole, and kept."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from blueprint.municipalities import fold
from roster.model import Actor, ActorId, PersonId
from storage import people
from storage.engine import table_of
from storage.tables import ActorRow, OverrideRow


@dataclass(frozen=True, slots=True)
class Listed:
    """As much of an actor as it is found by."""

    id: ActorId
    folded: str  # name, organisation and id, as they are searched
    folded_name: str
    area: tuple[str, ...]
    is_coordinator: bool
    people: frozenset[PersonId]  # whom the actor names


@dataclass(frozen=True, slots=True)
class Register:
    """Every actor in force in short, and where each person belongs."""

    actors: Mapping[ActorId, Listed]
    of_person: Mapping[PersonId, tuple[ActorId, ...]]  # stand-ins too


def read(session: Session) -> Register:
    """Return the register, read once for each edition of the roster."""
    return people.remembered(session, "register", lambda: _read(session))


def actors_of(session: Session, person: PersonId) -> tuple[Actor, ...]:
    """Return the actors in force that the person serves, heads or stands in at, in order."""
    ids = read(session).of_person.get(person, ())
    found = people.actors(session, ids)
    return tuple(found[one] for one in ids if one in found)


def _read(session: Session) -> Register:
    actors = table_of(ActorRow)
    rows = session.execute(
        actors.select().where(actors.c.ended_at.is_(None)).order_by(actors.c.position)
    ).all()
    listed = {ActorId(row.id): _listed(row.id, row.spec) for row in rows}
    of_person: dict[PersonId, dict[ActorId, None]] = defaultdict(dict)
    for actor in listed.values():
        for person in actor.people:
            of_person[person][actor.id] = None
    for actor_id, person_id in session.exec(select(OverrideRow.actor_id, OverrideRow.person_id)):
        if actor_id in listed:
            of_person[PersonId(person_id)][ActorId(actor_id)] = None
    return Register(listed, {person: tuple(found) for person, found in of_person.items()})


def _listed(actor: str, spec: Mapping[str, Any]) -> Listed:
    """Read in the plain: there may be thousands, and little of each is wanted."""
    rotations = (spec["rotation"], *spec.get("layers", ()))
    named = [person for rotation in rotations for person in rotation["people"]]
    heads = (spec.get("deputy"), spec.get("chief"))
    return Listed(
        id=ActorId(actor),
        folded=fold(f"{spec['name']} {spec['organisation']} {actor}"),
        folded_name=fold(spec["name"]),
        area=tuple(spec["area"]),
        is_coordinator=bool(spec.get("is_coordinator")),
        people=frozenset(PersonId(one) for one in (*named, *heads) if one is not None),
    )
