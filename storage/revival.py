"""Take up again what was given up, and what was given up because it waited for it."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select, update

from storage.model import Delivery, DeliveryState
from storage.outbox import IS_BURIED, delivery_of
from storage.tables import DeliveryRow


def behind(session: Session, key: str) -> list[Delivery]:
    """Return what was given up because the promise was: behind its gate, and behind theirs.

    What had its own turn, and failed, has no gate any more.
    """
    found: list[Delivery] = []
    gates = [key]
    while gates:
        rows = session.exec(
            select(DeliveryRow)
            .where(IS_BURIED, col(DeliveryRow.gate).in_(gates))
            .order_by(col(DeliveryRow.id))
        ).all()
        found += [delivery_of(row) for row in rows]
        gates = [row.key for row in rows]
    return found


def revive(session: Session, keys: Collection[str], now: datetime) -> None:
    """Let promises that were given up wait anew, as if they had been made now."""
    _change(
        session,
        keys,
        state=DeliveryState.WAITING.value,
        error=None,
        attempts=0,
        due_at=now,
        created_at=now,
        finished_at=None,
    )


def withdraw(session: Session, keys: Collection[str]) -> None:
    """Give promises up for good: time has overtaken them."""
    _change(session, keys, state=DeliveryState.CANCELLED.value)


def _change(session: Session, keys: Collection[str], **columns: object) -> None:
    session.exec(
        update(DeliveryRow).where(IS_BURIED, col(DeliveryRow.key).in_(keys)).values(**columns)
    )
