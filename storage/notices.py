"""What those who keep rows of the roster are to hear. A key names a notice for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from roster.model import PersonId
from storage.engine import insert_new
from storage.tables import NoticeRow


@dataclass(frozen=True, slots=True)
class Notice:
    """A line for a keeper; what it says is found when it is told."""

    id: int
    kind: str
    facts: Mapping[str, Any]
    made_at: datetime


def put(
    session: Session,
    key: str,
    reader: PersonId,
    kind: str,
    facts: Mapping[str, Any],
    now: datetime,
) -> bool:
    """Store a notice; return False when there has been one with the same key."""
    row = {"key": key, "reader": reader, "kind": kind, "facts": dict(facts), "made_at": now}
    return bool(insert_new(session, NoticeRow, [row], "key"))


def untold(session: Session, reader: PersonId) -> list[Notice]:
    """Return what the reader has yet to hear, oldest first."""
    rows = session.exec(
        select(NoticeRow)
        .where(col(NoticeRow.reader) == reader, col(NoticeRow.told_at).is_(None))
        .order_by(col(NoticeRow.id))
    )
    return [Notice(row.id or 0, row.kind, row.facts, row.made_at) for row in rows]


def note_told(session: Session, reader: PersonId, now: datetime) -> None:
    session.exec(
        update(NoticeRow)
        .where(col(NoticeRow.reader) == reader, col(NoticeRow.told_at).is_(None))
        .values(told_at=now)
    )
