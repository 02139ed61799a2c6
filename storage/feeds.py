"""Calendar feeds: the secret addresses under which somebody's calendar reads shifts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from roster.model import PersonId
from storage.codec import from_row
from storage.tables import FeedRow


class FeedKind(StrEnum):
    """Whose shifts a feed tells."""

    PERSON = "person"
    ACTOR = "actor"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that may be read: whose address it is, and what it told last."""

    token: str
    kind: FeedKind
    subject: str  # the id of the person or the actor
    created_by: PersonId
    told: str  # digest of what it told last; empty before the first time
    told_at: datetime | None


def open_feed(
    session: Session, token: str, kind: FeedKind, subject: str, by: PersonId, now: datetime
) -> Feed:
    row = FeedRow(token=token, kind=kind, subject=subject, created_by=by, created_at=now)
    session.add(row)
    session.flush()
    return _feed(row)


def get(session: Session, token: str) -> Feed | None:
    """Return the feed of an address that has not been revoked."""
    row = session.get(FeedRow, token)
    return _feed(row) if row is not None and row.revoked_at is None else None


def of_person(session: Session, person: PersonId) -> list[Feed]:
    """Return the feeds whose addresses the person has, oldest first."""
    rows = session.exec(
        select(FeedRow)
        .where(col(FeedRow.created_by) == person, col(FeedRow.revoked_at).is_(None))
        .order_by(col(FeedRow.created_at), col(FeedRow.token))
    )
    return [_feed(row) for row in rows]


def revoke(session: Session, feed: Feed, now: datetime) -> None:
    """Stop the address, for good."""
    row = session.get_one(FeedRow, feed.token)
    row.revoked_at = now
    session.add(row)
    session.flush()


def note_told(session: Session, feed: Feed, told: str, now: datetime) -> None:
    """Remember what the feed tells from now on."""
    row = session.get_one(FeedRow, feed.token)
    row.told, row.told_at = told, now
    session.add(row)
    session.flush()


def _feed(row: FeedRow) -> Feed:
    return from_row(Feed, row, kind=FeedKind(row.kind), created_by=PersonId(row.created_by))
