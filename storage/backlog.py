"""How the outbox stands: what waits where and since when, what was given up, what flows."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from storage import moments
from storage.claims import LEASE, UNSENT
from storage.engine import begins_with
from storage.model import Delivery, DeliveryState, Platform
from storage.outbox import (
    IS_BURIED,
    IS_SENDING,
    IS_WAITING,
    LAST_PAGE_RANK,
    delivery_of,
    is_about,
)
from storage.tables import DeliveryRow

UNDELIVERED = {
    DeliveryState.WAITING: IS_WAITING,
    DeliveryState.SENDING: IS_SENDING,
    DeliveryState.BURIED: IS_BURIED,
}
NEWEST = 4000  # promises: more than the limits let out in two minutes
LAST_DELIVERED = "last_delivered"  # the setting's name, with the platform behind it


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt, and when its outcome was written down at the latest; None: not yet."""

    delivery: Delivery
    begun_at: datetime
    ended_at: datetime | None
    is_last: bool = True  # of the promise's attempts


def pages(session: Session, platform: Platform) -> dict[str, int]:
    """Return how many of a platform's pages wait for each address."""
    return _pages(session, col(DeliveryRow.platform) == platform.value)


def pages_for(session: Session, addresses: Collection[str]) -> dict[str, int]:
    """Return how many pages wait for each of the addresses, on any platform."""
    return _pages(session, col(DeliveryRow.address).in_(addresses))


def _pages(session: Session, concerned: ColumnElement[bool]) -> dict[str, int]:
    rows = session.exec(
        select(DeliveryRow.address, func.count())
        .where(concerned, IS_WAITING, col(DeliveryRow.priority) <= LAST_PAGE_RANK)
        .group_by(col(DeliveryRow.address))
    )
    return dict(rows.all())


def next_due_at(session: Session, now: datetime) -> datetime | None:
    """Return when the earliest waiting retry falls due, if later than now."""
    return session.exec(
        select(func.min(col(DeliveryRow.due_at))).where(IS_WAITING, col(DeliveryRow.due_at) > now)
    ).one()


def undone(session: Session) -> int:
    """Return how many promises are waiting or on the wire."""
    waiting, sending = (
        select(func.count()).select_from(DeliveryRow).where(state).scalar_subquery()
        for state in (IS_WAITING, IS_SENDING)
    )
    # In one statement: what is put back from the wire meanwhile is not missed.
    count: int = session.exec(select(waiting + sending)).one()
    return count


def counts(session: Session) -> dict[tuple[str, str, int], int]:
    """Return how many promises have not arrived: by platform, state and priority."""
    place = (col(DeliveryRow.platform), col(DeliveryRow.priority))
    return {
        (platform, state.value, priority): count
        for state, condition in UNDELIVERED.items()
        for platform, priority, count in session.exec(
            select(*place, func.count()).where(condition).group_by(*place)
        )
    }


def oldest_waiting(session: Session) -> dict[Platform, datetime]:
    """Return since when the oldest promise that may go out has waited, for each platform."""
    rows = session.exec(
        select(DeliveryRow.platform, func.min(col(DeliveryRow.created_at)))
        .where(IS_WAITING, col(DeliveryRow.gate).is_(None))
        .group_by(col(DeliveryRow.platform))
    )
    return {Platform(platform): since for platform, since in rows}


def lately(session: Session, platform: Platform, since: datetime) -> list[Tried]:
    """Return the attempts made since then, as far as is known.

    Only the newest promises are looked through: the finished rows are history, without an index.
    """
    newest = session.exec(
        select(DeliveryRow)
        .where(col(DeliveryRow.platform) == platform.value)
        .order_by(col(DeliveryRow.id).desc())
        .limit(NEWEST)
    )
    tried = (one for row in newest for one in _attempts(row))
    return [one for one in tried if (one.ended_at or one.begun_at) >= since]


def _attempts(row: DeliveryRow) -> Iterator[Tried]:
    delivery = delivery_of(row)
    for moment in map(datetime.fromisoformat, row.tried):
        yield Tried(delivery, moment, moment, is_last=False)
    if row.leased_until is not None and delivery.state is not DeliveryState.WAITING:
        yield Tried(delivery, row.leased_until - LEASE, row.finished_at)


def note_flow(session: Session, platform: Platform, now: datetime) -> None:
    """Note that the platform has just taken something."""
    moments.put_setting(session, f"{LAST_DELIVERED}/{platform}", now.isoformat())


def last_delivered(session: Session) -> dict[Platform, datetime]:
    """Return when each platform last took anything."""
    noted = {one: moments.setting(session, f"{LAST_DELIVERED}/{one}") for one in Platform}
    return {one: datetime.fromisoformat(at) for one, at in noted.items() if at is not None}


def buried(session: Session, subject: str) -> list[Delivery]:
    """Return what could not be delivered for the subject and anything below it."""
    return _buried(session, is_about(subject))


def has_reached(session: Session, subject: str, after: int, *, but: int | None = None) -> bool:
    """Whether its Slack channel has taken anything that was promised after the one with that id.

    `but`: the id of one that does not count.
    """
    rows = session.exec(
        select(DeliveryRow)
        .where(is_about(subject), col(DeliveryRow.id) > after)
        .where(
            col(DeliveryRow.address) == f"{subject}/channel",
            col(DeliveryRow.state) == DeliveryState.DELIVERED.value,
        )
    )
    return any(row.id != but and _went_to_channel(row) for row in rows)


def _went_to_channel(row: DeliveryRow) -> bool:
    """Whether it is more than a change that had no need, or one through a press's own address."""
    return UNSENT not in (row.receipt or {}) and not row.payload.get("response_url")


def buried_keys(session: Session, prefix: str) -> list[Delivery]:
    """Return what could not be delivered of the promises whose keys begin with `prefix`."""
    return _buried(session, begins_with(col(DeliveryRow.key), prefix))


def _buried(session: Session, meant: ColumnElement[bool]) -> list[Delivery]:
    rows = session.exec(select(DeliveryRow).where(meant, IS_BURIED).order_by(col(DeliveryRow.id)))
    return [delivery_of(row) for row in rows]
