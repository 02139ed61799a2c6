"""What is changed of the roster in chat: duties and absences; and who belongs to which actor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from roster.model import Absence, ActorId, Override, PersonId
from storage import people
from storage.tables import AbsenceRow, ActorRow, OverrideRow

CHAT = "chat"


@dataclass(frozen=True, slots=True)
class StoredAbsence:
    """An absence and its number; one that the roster file says cannot be taken back in chat."""

    id: int
    absence: Absence
    is_from_chat: bool


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


def is_away(session: Session, person: PersonId, at: datetime) -> bool:
    """Whether the person is absent at the moment."""
    found = select(AbsenceRow.id).where(
        col(AbsenceRow.person_id) == person,
        col(AbsenceRow.starts_at) <= at,
        col(AbsenceRow.ends_at) > at,
    )
    return session.exec(found).first() is not None


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


def _stored(row: AbsenceRow) -> StoredAbsence:
    absence = Absence(PersonId(row.person_id), row.starts_at, row.ends_at)
    return StoredAbsence(row.id or 0, absence, row.source == CHAT)
