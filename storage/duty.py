"""What is changed of the roster in chat: duties and absences; and who belongs to which actor."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from blueprint.municipalities import fold
from roster.model import Absence, ActorId, Override, PersonId
from storage import people
from storage.engine import table_of
from storage.tables import AbsenceRow, ActorRow, OverrideRow

CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Listed:
    """As much of an actor as it is found by."""

    id: ActorId
    folded: str  # name, organisation and id, as they are searched
    area: tuple[str, ...]
    is_coordinator: bool
    people: frozenset[PersonId]  # whom the actor names


@dataclass(frozen=True, slots=True)
class Register:
    """Every actor in force in short, and where each person belongs."""

    actors: Mapping[ActorId, Listed]
    of_person: Mapping[PersonId, tuple[ActorId, ...]]  # stand-ins too


@dataclass(frozen=True, slots=True)
class StoredAbsence:
    """An absence and its number; one that the roster file says cannot be taken back in chat."""

    id: int
    absence: Absence
    is_from_chat: bool


def register(session: Session) -> Register:
    """Return the register, read once for each edition of the roster."""
    return people.remembered(session, "register", lambda: _register(session))


def actors_after(session: Session, last: ActorId, limit: int) -> list[ActorId]:
    """Return the next actors in force by id, after a given one."""
    rows = session.exec(
        select(ActorRow.id)
        .where(col(ActorRow.ended_at).is_(None), col(ActorRow.id) > last)
        .order_by(col(ActorRow.id))
        .limit(limit)
    )
    return [ActorId(actor) for actor in rows]


def add_overrides(session: Session, wanted: Sequence[Override]) -> int:
    """Let these overrides hold, as the newest of all; return the number of the last one."""
    rows = [
        OverrideRow(
            actor_id=one.actor,
            person_id=one.person,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            source=CHAT,
            kind=one.kind.value,
        )
        for one in wanted
    ]
    for row in rows:
        session.add(row)
        session.flush()  # one by one: the newest, with the highest number, counts
    people.new_edition(session)
    return rows[-1].id or 0


def add_absence(session: Session, absence: Absence) -> int:
    """Let a person be absent; return the absence's number."""
    row = AbsenceRow(
        person_id=absence.person,
        starts_at=absence.starts_at,
        ends_at=absence.ends_at,
        source=CHAT,
    )
    session.add(row)
    people.new_edition(session)
    return row.id or 0


def absence(session: Session, number: int) -> StoredAbsence | None:
    row = session.get(AbsenceRow, number)
    return _stored(row) if row else None


def absences_of(session: Session, person: PersonId, after: datetime) -> list[StoredAbsence]:
    """Return the person's absences that have not ended, earliest first."""
    rows = session.exec(
        select(AbsenceRow)
        .where(col(AbsenceRow.person_id) == person, col(AbsenceRow.ends_at) > after)
        .order_by(col(AbsenceRow.starts_at), col(AbsenceRow.id))
    )
    return [_stored(row) for row in rows]


def end_absence(session: Session, number: int, at: datetime) -> None:
    """Take back an absence: what is left of it; one that has not begun is gone."""
    row = session.get_one(AbsenceRow, number)
    if row.starts_at >= at:
        session.delete(row)
    else:
        row.ends_at = min(row.ends_at, at)
        session.add(row)
    session.flush()
    people.new_edition(session)


def _register(session: Session) -> Register:
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
        area=tuple(spec["area"]),
        is_coordinator=bool(spec.get("is_coordinator")),
        people=frozenset(PersonId(one) for one in (*named, *heads) if one is not None),
    )


def _stored(row: AbsenceRow) -> StoredAbsence:
    absence = Absence(PersonId(row.person_id), row.starts_at, row.ends_at)
    return StoredAbsence(row.id or 0, absence, row.source == CHAT)
