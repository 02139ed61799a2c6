"""The outbox: promised messages, kept until a platform has taken them.

Facts and promises commit together; delivery happens later and elsewhere. A key names a promise
for good, so that promising twice promises once. A lane is first-in first-out within and
independent of other lanes. A gate holds a promise back until the promise it names has arrived.
Moments here are real time, never a simulated clock's.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage.codec import from_row
from storage.model import RANK, Delivery, DeliveryState, Platform, Priority
from storage.tables import DeliveryRow

LEASE = timedelta(seconds=30)  # longer than any request's time-out
WINDOW = 60  # how many candidates a claim looks at

UNDONE = (DeliveryState.WAITING.value, DeliveryState.SENDING.value)


@dataclass(frozen=True, slots=True)
class Promise:
    """What is to be delivered, before it has a row."""

    key: str
    platform: Platform
    priority: Priority
    lane: str
    subject: str
    method: str
    address: str
    payload: Mapping[str, Any]
    target: str | None = None
    gate: str | None = None


def put(session: Session, promise: Promise, due_at: datetime) -> bool:
    """Store a promise; return False when one with the same key has been made before."""
    if get(session, promise.key) is not None:
        return False
    gate = promise.gate
    if gate is not None and _has_arrived(session, gate):
        gate = None
    session.add(
        DeliveryRow(
            key=promise.key,
            platform=promise.platform.value,
            priority=RANK[promise.priority],
            lane=promise.lane,
            gate=gate,
            subject=promise.subject,
            method=promise.method,
            address=promise.address,
            target=promise.target,
            payload=dict(promise.payload),
            due_at=due_at,
            created_at=due_at,
        )
    )
    session.flush()
    return True


def put_edit(session: Session, promise: Promise, due_at: datetime) -> bool:
    """Promise a change of a message; one that still waits takes the newer content instead."""
    waiting = session.exec(
        select(DeliveryRow).where(
            col(DeliveryRow.target) == promise.target,
            col(DeliveryRow.method) == promise.method,
            col(DeliveryRow.state) == DeliveryState.WAITING.value,
        )
    ).first()
    if waiting is None:
        return put(session, promise, due_at)
    waiting.payload = dict(promise.payload)
    session.add(waiting)
    session.flush()
    return False


def get(session: Session, key: str) -> Delivery | None:
    row = session.exec(select(DeliveryRow).where(col(DeliveryRow.key) == key)).first()
    return _delivery(row) if row else None


def like(session: Session, prefix: str) -> list[Delivery]:
    """Return the promises whose keys begin with `prefix`, oldest first."""
    rows = session.exec(
        select(DeliveryRow)
        .where(col(DeliveryRow.key).startswith(prefix, autoescape=True))
        .order_by(col(DeliveryRow.id))
    )
    return [_delivery(row) for row in rows]


def edits_of(session: Session, target: str) -> int:
    """Return how many changes of the message have ever been promised."""
    return session.exec(select(func.count()).where(col(DeliveryRow.target) == target)).one()


def cancel(session: Session, subject: str, *, keep: Collection[str] = ()) -> None:
    """Withdraw what waits for the subject (and anything below it), but the keys in `keep`."""
    session.exec(
        update(DeliveryRow)
        .where(
            (col(DeliveryRow.subject) == subject)
            | col(DeliveryRow.subject).startswith(subject + "/", autoescape=True),
            col(DeliveryRow.state) == DeliveryState.WAITING.value,
            col(DeliveryRow.key).not_in(list(keep)),
        )
        .values(state=DeliveryState.CANCELLED.value)
    )


def withdraw(session: Session, delivery: Delivery) -> None:
    """Withdraw one promise if it still waits; what is on the wire is past withdrawing."""
    session.exec(
        update(DeliveryRow)
        .where(
            col(DeliveryRow.id) == delivery.id,
            col(DeliveryRow.state) == DeliveryState.WAITING.value,
        )
        .values(state=DeliveryState.CANCELLED.value)
    )


def claim(
    session: Session,
    platform: Platform,
    now: datetime,
    *,
    limit: int,
    blocked_methods: Collection[str],
    may: Callable[[Delivery], bool],
) -> list[Delivery]:
    """Lease what should go next, most important first; `may` asks the limits for each.

    The lease is taken in the transaction that reads the row, so a promise withdrawn before this
    moment is not sent, and one withdrawn after it was already on the wire.
    """
    older = aliased(DeliveryRow)
    before = (
        select(older.id)
        .where(older.lane == DeliveryRow.lane, col(older.id) < col(DeliveryRow.id))
        .where(col(older.state).in_(UNDONE))
        .exists()
    )
    rows = session.exec(
        select(DeliveryRow)
        .where(
            col(DeliveryRow.platform) == platform.value,
            col(DeliveryRow.state) == DeliveryState.WAITING.value,
            col(DeliveryRow.due_at) <= now,
            col(DeliveryRow.gate).is_(None),
            col(DeliveryRow.method).not_in(list(blocked_methods)),
            ~before,
        )
        .order_by(col(DeliveryRow.priority), col(DeliveryRow.id))
        .limit(WINDOW)
        .with_for_update(skip_locked=True, of=DeliveryRow)
    )
    claimed: list[Delivery] = []
    for row in rows:
        if len(claimed) == limit:
            break
        if not may(_delivery(row)):
            continue
        row.state = DeliveryState.SENDING.value
        row.leased_until = now + LEASE
        row.attempts += 1
        session.add(row)
        claimed.append(_delivery(row))
    session.flush()
    return claimed


def delivered(
    session: Session, delivery: Delivery, receipt: Mapping[str, Any], now: datetime
) -> None:
    """Note that the platform took it, and open the gate for what waited for it."""
    row = session.get_one(DeliveryRow, delivery.id)
    row.state = DeliveryState.DELIVERED.value
    row.receipt = dict(receipt)
    row.finished_at = now
    session.add(row)
    session.flush()
    session.exec(update(DeliveryRow).where(col(DeliveryRow.gate) == delivery.key).values(gate=None))


def retry(
    session: Session, delivery: Delivery, due_at: datetime, error: str, *, is_uncertain: bool
) -> None:
    """Put it back for another attempt. `is_uncertain`: this attempt may have arrived."""
    row = session.get_one(DeliveryRow, delivery.id)
    row.state = DeliveryState.WAITING.value
    row.due_at = due_at
    row.error = error
    row.is_uncertain = row.is_uncertain or is_uncertain
    session.add(row)
    session.flush()


def bury(session: Session, delivery: Delivery, error: str, now: datetime) -> None:
    """Give it up; what waited behind its gate can never go either."""
    row = session.get_one(DeliveryRow, delivery.id)
    row.state = DeliveryState.BURIED.value
    row.error = error
    row.finished_at = now
    session.add(row)
    session.flush()
    session.exec(
        update(DeliveryRow)
        .where(
            col(DeliveryRow.gate) == delivery.key,
            col(DeliveryRow.state) == DeliveryState.WAITING.value,
        )
        .values(state=DeliveryState.BURIED.value, error=error, finished_at=now)
    )


def drop(session: Session, delivery: Delivery, reason: str) -> None:
    """Withdraw one that turned out to be pointless when its turn came."""
    row = session.get_one(DeliveryRow, delivery.id)
    row.state = DeliveryState.CANCELLED.value
    row.error = reason
    session.add(row)
    session.flush()


def recover(session: Session, now: datetime, *, all_leases: bool = False) -> int:
    """Put back what a dead sender left on the wire, marked as uncertain; return how many.

    With `all_leases` also those whose lease still runs: right for a process that knows itself
    to be the only sender.
    """
    expired = col(DeliveryRow.state) == DeliveryState.SENDING.value
    if not all_leases:
        expired = expired & (col(DeliveryRow.leased_until) < now)
    rows = session.exec(select(DeliveryRow).where(expired)).all()
    for row in rows:
        row.state = DeliveryState.WAITING.value
        row.is_uncertain = True
        session.add(row)
    session.flush()
    return len(rows)


def next_due_at(session: Session, now: datetime) -> datetime | None:
    """Return when the earliest waiting retry falls due, if later than now."""
    return session.exec(
        select(func.min(col(DeliveryRow.due_at))).where(
            col(DeliveryRow.state) == DeliveryState.WAITING.value, col(DeliveryRow.due_at) > now
        )
    ).one()


def undone(session: Session) -> int:
    """Return how many promises are waiting or on the wire."""
    return session.exec(select(func.count()).where(col(DeliveryRow.state).in_(UNDONE))).one()


def counts(session: Session) -> dict[tuple[str, str, int], int]:
    """Return how many promises stand where: by platform, state and priority."""
    rows = session.exec(
        select(
            DeliveryRow.platform, DeliveryRow.state, DeliveryRow.priority, func.count()
        ).group_by(col(DeliveryRow.platform), col(DeliveryRow.state), col(DeliveryRow.priority))
    )
    return {(platform, state, priority): count for platform, state, priority, count in rows}


def buried(session: Session, subject: str) -> list[Delivery]:
    """Return what could not be delivered for the subject and anything below it."""
    rows = session.exec(
        select(DeliveryRow)
        .where(
            (col(DeliveryRow.subject) == subject)
            | col(DeliveryRow.subject).startswith(subject + "/", autoescape=True),
            col(DeliveryRow.state) == DeliveryState.BURIED.value,
        )
        .order_by(col(DeliveryRow.id))
    )
    return [_delivery(row) for row in rows]


def _has_arrived(session: Session, key: str) -> bool:
    promise = get(session, key)
    return promise is not None and promise.state is DeliveryState.DELIVERED


def _delivery(row: DeliveryRow) -> Delivery:
    return from_row(Delivery, row, platform=Platform(row.platform), state=DeliveryState(row.state))
