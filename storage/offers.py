"""Offers of duties: made, answered once, or lapsed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from roster.model import ActorId, PersonId
from storage.tables import ShiftOfferRow

OfferId = NewType("OfferId", int)


class OfferKind(StrEnum):
    """What is offered."""

    GIVE = "give"
    SWAP = "swap"


class OfferState(StrEnum):
    """Where an offer stands; only an open one can still be answered."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"  # its shift began, or was changed by others


@dataclass(frozen=True, slots=True)
class Span:
    """A duty's moments, half-open."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """Somebody wants another to take a duty, against one of the other's or for nothing."""

    id: OfferId
    kind: OfferKind
    actor: ActorId
    from_person: PersonId
    to_person: PersonId
    given: Span
    returned: Span | None
    asked_by: PersonId
    asked_at: datetime
    state: OfferState

    @property
    def lapses_at(self) -> datetime:
        """When a duty of it begins; of one that had begun when it was offered, when it ends."""
        given = self.given.starts_at
        own = given if given > self.asked_at else self.given.ends_at
        return min(own, self.returned.starts_at) if self.returned else own


def add(
    session: Session,
    *,
    actor: ActorId,
    parties: tuple[PersonId, PersonId],
    given: Span,
    returned: Span | None,
    asked_by: PersonId,
    now: datetime,
) -> Offer:
    """Store an offer from the first of the parties to the second."""
    row = ShiftOfferRow(
        kind=(OfferKind.SWAP if returned else OfferKind.GIVE).value,
        actor_id=actor,
        from_person=parties[0],
        to_person=parties[1],
        starts_at=given.starts_at,
        ends_at=given.ends_at,
        return_starts_at=returned.starts_at if returned else None,
        return_ends_at=returned.ends_at if returned else None,
        asked_by=asked_by,
        asked_at=now,
        state=OfferState.OPEN.value,
    )
    session.add(row)
    session.flush()
    return _offer(row)


def get(session: Session, number: int) -> Offer | None:
    row = session.get(ShiftOfferRow, number)
    return _offer(row) if row else None


def settle(session: Session, offer: OfferId, state: OfferState, now: datetime) -> None:
    """Close an open offer for good."""
    row = session.get_one(ShiftOfferRow, offer)
    row.state, row.answered_at = state.value, now
    session.add(row)
    session.flush()


def open_of_actors(session: Session, actors: Sequence[ActorId]) -> list[Offer]:
    """Return the actors' open offers, oldest first."""
    return _open(session, col(ShiftOfferRow.actor_id).in_(actors))


def actors_with_open(session: Session) -> list[ActorId]:
    """Return the actors, each once, that have an open offer."""
    state = col(ShiftOfferRow.state) == OfferState.OPEN.value
    found = session.exec(select(ShiftOfferRow.actor_id).where(state).distinct())
    return [ActorId(one) for one in found]


def open_of_person(session: Session, person: PersonId) -> list[Offer]:
    """Return the open offers that the person has made or been made, oldest first."""
    sides = (ShiftOfferRow.from_person, ShiftOfferRow.to_person, ShiftOfferRow.asked_by)
    return _open(session, or_(*(col(side) == person for side in sides)))


def _open(session: Session, where: ColumnElement[bool]) -> list[Offer]:
    rows = session.exec(
        select(ShiftOfferRow)
        .where(col(ShiftOfferRow.state) == OfferState.OPEN.value, where)
        .order_by(col(ShiftOfferRow.id))
    )
    return [_offer(row) for row in rows]


def _offer(row: ShiftOfferRow) -> Offer:
    returned = None
    if row.return_starts_at is not None and row.return_ends_at is not None:
        returned = Span(row.return_starts_at, row.return_ends_at)
    return Offer(
        id=OfferId(row.id or 0),
        kind=OfferKind(row.kind),
        actor=ActorId(row.actor_id),
        from_person=PersonId(row.from_person),
        to_person=PersonId(row.to_person),
        given=Span(row.starts_at, row.ends_at),
        returned=returned,
        asked_by=PersonId(row.asked_by),
        asked_at=row.asked_at,
        state=OfferState(row.state),
    )
