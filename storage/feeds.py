"""Calendar feeds: the secret addresses under which somebody's calendar reads shifts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String, cast
from sqlmodel import Session, col, select

from blueprint.municipalities import fold
from roster.model import ActorId, PersonId
from storage import people
from storage.codec import from_row
from storage.engine import table_of
from storage.tables import ActorRow, FeedRow, OverrideRow


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


@dataclass(frozen=True, slots=True)
class Listed:
    """As much of an actor as it is found by."""

    id: ActorId
    title: str  # name and organisation
    folded: str  # the same and the id, as they are searched


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


def actors_with(session: Session, person: PersonId) -> frozenset[ActorId]:
    """Return the actors in force at which the person may have shifts."""
    actors = table_of(ActorRow)
    # An id has no letter that means anything else in JSON or in a pattern.
    named = select(actors.c.id).where(
        actors.c.ended_at.is_(None), cast(actors.c.spec, String).like(f'%"{person}"%')
    )
    standing_in = select(OverrideRow.actor_id).where(col(OverrideRow.person_id) == person)
    found = {*session.execute(named).scalars(), *session.execute(standing_in).scalars()}
    return frozenset(ActorId(one) for one in found)


def listed(session: Session) -> tuple[Listed, ...]:
    """Return every actor in force, in the roster's order; read once for each edition of it."""
    return people.remembered(session, "listed", lambda: _listed(session))


def _listed(session: Session) -> tuple[Listed, ...]:
    actors = table_of(ActorRow)
    rows = session.execute(
        actors.select().where(actors.c.ended_at.is_(None)).order_by(actors.c.position)
    )
    return tuple(_one_listed(ActorId(row.id), row.spec) for row in rows)


def _one_listed(actor: ActorId, spec: Mapping[str, Any]) -> Listed:
    title = f"{spec['name']}, {spec['organisation']}"
    return Listed(actor, title, fold(f"{title} {actor}"))


def _feed(row: FeedRow) -> Feed:
    return from_row(Feed, row, kind=FeedKind(row.kind), created_by=PersonId(row.created_by))
