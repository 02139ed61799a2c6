"""The outbox: promised messages, kept until a platform has taken them.

Facts and promises commit together; delivery happens later and elsewhere. A key names a promise
for good, so that promising twice promises once. A lane is first-in first-out within and
independent of other lanes. A gate holds a promise back until the promise it names has arrived.
What is claimed, and how it went, is `storage.claims`'s. Moments here are real time, never a
simulated clock's.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, literal, update
from sqlmodel import Session, col, select

from storage.codec import from_row
from storage.engine import begins_with, insert_new
from storage.model import RANK, AlarmId, Delivery, DeliveryState, Platform, Priority
from storage.tables import DeliveryRow

LAST_PAGE_RANK = RANK[Priority.PAGE]


def _is(state: DeliveryState) -> ColumnElement[bool]:
    # Written out rather than bound: the indexes hold the rows of one state only.
    return col(DeliveryRow.state) == literal(state.value, literal_execute=True)


IS_WAITING = _is(DeliveryState.WAITING)
IS_SENDING = _is(DeliveryState.SENDING)
IS_BURIED = _is(DeliveryState.BURIED)
REPLY = "reply/"  # what the keys of answers to people begin with
NEVER = {DeliveryState.CANCELLED, DeliveryState.BURIED}
BEHIND = "what it waited for was given up"


def is_about(subject: str) -> ColumnElement[bool]:
    """Whether a promise is about the subject or anything below it."""
    own = col(DeliveryRow.subject)
    return (own == subject) | begins_with(own, f"{subject}/")


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
    turn: int = 0


def put(session: Session, promise: Promise, due_at: datetime) -> bool:
    """Store a promise; return False when one with the same key has been made before.

    Behind a gate that can never open it is given up at once.
    """
    behind = _state_of(session, promise.gate) if promise.gate is not None else None
    gate = None if behind is DeliveryState.DELIVERED else promise.gate
    columns = _columns(promise, gate, due_at)
    if behind in NEVER:
        columns |= {"state": behind.value, "error": BEHIND, "finished_at": due_at}
    return bool(insert_new(session, DeliveryRow, [columns], "key"))


def put_all(session: Session, promises: Iterable[Promise], due_at: datetime) -> None:
    """Store many promises at once. Their gates are kept as given: nothing may have opened them."""
    rows = [_columns(promise, promise.gate, due_at) for promise in promises]
    insert_new(session, DeliveryRow, rows, "key")


def _columns(promise: Promise, gate: str | None, due_at: datetime) -> dict[str, Any]:
    return {
        "key": promise.key,
        "platform": promise.platform.value,
        "priority": RANK[promise.priority],
        "turn": promise.turn,
        "lane": promise.lane,
        "gate": gate,
        "subject": promise.subject,
        "method": promise.method,
        "address": promise.address,
        "target": promise.target,
        "payload": dict(promise.payload),
        "state": DeliveryState.WAITING.value,
        "tried": [],
        "due_at": due_at,
        "created_at": due_at,
        "attempts": 0,
        "is_uncertain": False,
    }


def put_edit(session: Session, promise: Promise, due_at: datetime) -> bool:
    """Promise a change of a message; one that still waits takes the newer content instead."""
    waiting = session.exec(
        select(DeliveryRow).where(
            col(DeliveryRow.target) == promise.target,
            col(DeliveryRow.method) == promise.method,
            IS_WAITING,
        )
    ).first()
    if waiting is None:
        return put(session, promise, due_at)
    waiting.payload = dict(promise.payload)
    session.add(waiting)
    session.flush()
    return False


def add_alarm(session: Session, key: str, alarm: AlarmId) -> None:
    """Let a promise that still waits tell of one more alarm."""
    row = session.exec(select(DeliveryRow).where(col(DeliveryRow.key) == key, IS_WAITING)).first()
    if row is not None and alarm not in row.payload["alarms"]:
        row.payload = {**row.payload, "alarms": [*row.payload["alarms"], alarm]}
        session.add(row)
        session.flush()


def get(session: Session, key: str) -> Delivery | None:
    row = session.exec(select(DeliveryRow).where(col(DeliveryRow.key) == key)).first()
    return delivery_of(row) if row else None


def like(session: Session, prefix: str) -> list[Delivery]:
    """Return the promises whose keys begin with `prefix`, oldest first."""
    rows = session.exec(
        select(DeliveryRow)
        .where(begins_with(col(DeliveryRow.key), prefix))
        .order_by(col(DeliveryRow.id))
    )
    return [delivery_of(row) for row in rows]


def edits_of(session: Session, target: str) -> int:
    """Return how many changes of the message have ever been promised."""
    return session.exec(select(func.count()).where(col(DeliveryRow.target) == target)).one()


def cancel(session: Session, subject: str, *, keep: Collection[str] = ()) -> None:
    """Withdraw what waits for the subject (and anything below it), but the keys in `keep`."""
    _withdraw(
        session,
        is_about(subject),
        col(DeliveryRow.key).not_in(list(keep)),
    )


def withdraw(session: Session, delivery: Delivery) -> None:
    """Withdraw one promise if it still waits; what is on the wire is past withdrawing."""
    _withdraw(session, col(DeliveryRow.id) == delivery.id)


def _withdraw(session: Session, *conditions: ColumnElement[bool]) -> None:
    keys = session.exec(select(DeliveryRow.key).where(IS_WAITING, *conditions)).all()
    cancelled = {"state": DeliveryState.CANCELLED.value}
    session.exec(update(DeliveryRow).where(IS_WAITING, *conditions).values(**cancelled))
    shut_gates(session, keys, cancelled)


def open_gate(session: Session, gate: str) -> None:
    """Let go what waited for the gate."""
    session.exec(update(DeliveryRow).where(col(DeliveryRow.gate) == gate).values(gate=None))


def shut_gates(session: Session, keys: Sequence[str], columns: Mapping[str, Any]) -> None:
    """Let what waited behind gates that can never open share their fate, and so on."""
    while keys:
        behind = (col(DeliveryRow.gate).in_(keys), IS_WAITING)
        keys = session.exec(select(DeliveryRow.key).where(*behind)).all()
        session.exec(update(DeliveryRow).where(*behind).values(**columns))


def forget_replies(session: Session, before: datetime) -> None:
    """Forget the answers to people that are over and done with: nobody looks for them again."""
    session.exec(
        delete(DeliveryRow).where(
            begins_with(col(DeliveryRow.key), REPLY),
            col(DeliveryRow.state).not_in(
                [DeliveryState.WAITING.value, DeliveryState.SENDING.value]
            ),
            col(DeliveryRow.created_at) < before,
        )
    )


def _state_of(session: Session, key: str) -> DeliveryState | None:
    # Locked, so that nobody opens the gate between this look and our commit.
    state = session.exec(
        select(DeliveryRow.state).where(col(DeliveryRow.key) == key).with_for_update(read=True)
    ).first()
    return DeliveryState(state) if state is not None else None


def delivery_of(row: DeliveryRow) -> Delivery:
    return from_row(Delivery, row, platform=Platform(row.platform), state=DeliveryState(row.state))
