"""Claims on the outbox: what may go next is leased, and how it went is written down.

Moments here are real time, never a simulated clock's.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage.model import RANK, Delivery, DeliveryState, Platform, Priority
from storage.outbox import IS_SENDING, IS_WAITING, REPLY, delivery_of, open_gate, shut_gates
from storage.tables import DeliveryRow

LEASE = timedelta(seconds=30)  # longer than any request's time-out
LONGEST_WINDOW = timedelta(minutes=1)  # that any limit has
PLENTY = 1000  # calls at once, where no cap is kept
WINDOW = 4  # how many candidates a claim looks at for each that it may take
LOOK = "look"  # the method of looking for a message that may have arrived, before it is sent
SAID = "said"  # in the receipt of a message: the digest of what it said last
UNSENT = "unsent"  # in the receipt of a change that changed nothing
INTERRUPTED = "interrupted"  # of what may not be sent twice, and may have arrived


@dataclass(frozen=True, slots=True)
class Blocked:
    """What a platform's limits hold back for the moment."""

    methods: Collection[str] = ()
    addresses: Collection[str] = ()  # whose messages are held back, not other calls
    method_of_addresses: str | None = None  # None: every method
    room: int = PLENTY  # how many calls the overall cap lets out now

    @property
    def is_shut(self) -> bool:
        """Whether nothing at all may go out."""
        return self.room <= 0


def claim(
    session: Session,
    platform: Platform,
    now: datetime,
    *,
    limit: int,
    may: Callable[[Delivery], bool],
    blocked: Blocked = Blocked(),
    pressed: Collection[str] = (),
) -> list[Delivery]:
    """Lease what should go next, most important first; `may` asks the limits for each.

    The lease is taken in the transaction that reads the row, so a promise withdrawn before this
    moment is not sent, and one withdrawn after it was already on the wire. `pressed` are the
    addresses with so much before them that only by never resting will they be done in time:
    theirs go before others of the same priority, but after an alarm's very first page.
    """
    if blocked.is_shut:
        return []
    limit = min(limit, blocked.room)
    window = WINDOW * limit
    candidates = _candidates(session, platform, now, blocked, window)
    if free := set(pressed) - set(blocked.addresses):
        at_pressed = col(DeliveryRow.address).in_(free)
        urgent = _candidates(session, platform, now, blocked, window, at_pressed)
        candidates = _merged(candidates, urgent, frozenset(pressed))
    claimed: list[Delivery] = []
    for row in candidates:
        if len(claimed) == limit:
            break
        if not may(delivery_of(row)):
            continue
        row.state = DeliveryState.SENDING.value
        row.leased_until = now + LEASE
        row.attempts += 1
        session.add(row)
        claimed.append(delivery_of(row))
    session.flush()
    return claimed


def _candidates(
    session: Session,
    platform: Platform,
    now: datetime,
    blocked: Blocked,
    window: int,
    *conditions: ColumnElement[bool],
) -> Sequence[DeliveryRow]:
    held_back: ColumnElement[bool] = col(DeliveryRow.address).in_(list(blocked.addresses))
    if blocked.method_of_addresses is not None:
        held_back = and_(held_back, col(DeliveryRow.method) == blocked.method_of_addresses)
    older = aliased(DeliveryRow)
    before = (
        select(older.id)
        .where(older.lane == DeliveryRow.lane, col(older.id) < col(DeliveryRow.id))
        .where(col(older.state).in_([DeliveryState.WAITING.value, DeliveryState.SENDING.value]))
        .exists()
    )
    rows = session.exec(
        select(DeliveryRow)
        .where(
            col(DeliveryRow.platform) == platform.value,
            IS_WAITING,
            col(DeliveryRow.gate).is_(None),
            col(DeliveryRow.due_at) <= now,
            col(DeliveryRow.method).not_in(list(blocked.methods)),
            ~held_back,
            ~before,
            *_unless_looked_for(blocked),
            *conditions,
        )
        .order_by(col(DeliveryRow.priority), col(DeliveryRow.turn), col(DeliveryRow.id))
        .limit(window)
        .with_for_update(skip_locked=True, of=DeliveryRow)
    )
    return rows.all()


def _unless_looked_for(blocked: Blocked) -> Sequence[ColumnElement[bool]]:
    """Leave aside what must be looked for first while no look is free; others need not wait."""
    if LOOK not in blocked.methods:
        return ()
    return (or_(col(DeliveryRow.method) != "send", ~col(DeliveryRow.is_uncertain)),)


def _merged(
    ordinary: Iterable[DeliveryRow], urgent: Iterable[DeliveryRow], pressed: Collection[str]
) -> Sequence[DeliveryRow]:
    def place(row: DeliveryRow) -> tuple[int, bool, bool, int, int]:
        is_patient = row.address not in pressed
        return row.priority, row.turn > 0, is_patient, row.turn, row.id or 0

    return sorted({row.id: row for row in (*ordinary, *urgent)}.values(), key=place)


def settles(session: Session, delivery: Delivery) -> bool:
    """Whether the attempt is still ours to settle; another process may have taken it up."""
    row = session.get(DeliveryRow, delivery.id, with_for_update=True)
    return (
        row is not None
        and row.state == DeliveryState.SENDING.value
        and row.attempts == delivery.attempts
    )


def delivered(
    session: Session, delivery: Delivery, receipt: Mapping[str, Any], now: datetime
) -> None:
    """Note that the platform took it, and open the gate for what waited for it."""
    _finish(session, delivery, DeliveryState.DELIVERED, receipt=dict(receipt), finished_at=now)
    if delivery.key.startswith(REPLY):
        # Somebody's own answer may repeat what must be kept nowhere, a secret case's facts.
        session.get_one(DeliveryRow, delivery.id).payload = {"op": delivery.payload["op"]}
    open_gate(session, delivery.key)


def note_said(session: Session, key: str, said: str | None) -> None:
    """Note by its digest what a message that has arrived says now; None when nobody can tell."""
    row = session.exec(select(DeliveryRow).where(col(DeliveryRow.key) == key)).one()
    row.receipt = {**(row.receipt or {}), SAID: said}
    session.add(row)
    session.flush()


def retry(
    session: Session,
    delivery: Delivery,
    due_at: datetime,
    error: str,
    *,
    is_uncertain: bool,
    counted_at: datetime | None,
) -> None:
    """Put it back for another attempt. `is_uncertain`: this attempt may have arrived.

    `counted_at`: when the platform answered; None for an attempt that counts towards no limit.
    """
    _finish(
        session,
        delivery,
        DeliveryState.WAITING,
        due_at=due_at,
        error=error,
        is_uncertain=delivery.is_uncertain or is_uncertain,
    )
    if counted_at is not None:
        _remember(session.get_one(DeliveryRow, delivery.id), counted_at)


def _remember(row: DeliveryRow, at: datetime) -> None:
    """Remember an attempt for as long as the longest window."""
    since = (at - LONGEST_WINDOW).isoformat()
    row.tried = [*(one for one in row.tried if one > since), at.isoformat()]


def hasten(session: Session, platform: Platform, due_at: datetime, *, but: Collection[str]) -> None:
    """Bring forward whatever waits longer for its next attempt, unless it was refused for these.

    A digest that may have arrived waits: it must be looked for late enough to be found.
    """
    session.exec(
        update(DeliveryRow)
        .where(
            IS_WAITING,
            col(DeliveryRow.platform) == platform.value,
            col(DeliveryRow.due_at) > due_at,
            col(DeliveryRow.error).is_not(None),
            col(DeliveryRow.error).not_in(but),
            ~col(DeliveryRow.is_uncertain) | (col(DeliveryRow.priority) < RANK[Priority.DIGEST]),
        )
        .values(due_at=due_at)
    )


def note_name_taken(session: Session, delivery: Delivery, now: datetime) -> None:
    """Put a channel's creation back: its name is taken, and the next one is to be tried."""
    taken = int(delivery.payload.get("taken", 0)) + 1
    _finish(
        session,
        delivery,
        DeliveryState.WAITING,
        due_at=now,
        error="name_taken",
        is_uncertain=False,  # Slack has just said that it made none
        payload={**delivery.payload, "taken": taken},
    )
    _remember(session.get_one(DeliveryRow, delivery.id), now)


def bury(session: Session, delivery: Delivery, error: str, now: datetime) -> None:
    """Give it up; what waited behind its gate can never go either."""
    fate = {"state": DeliveryState.BURIED.value, "error": error, "finished_at": now}
    _finish(session, delivery, DeliveryState.BURIED, error=error, finished_at=now)
    shut_gates(session, [delivery.key], fate)


def drop(session: Session, delivery: Delivery, reason: str) -> None:
    """Withdraw one that turned out to be pointless when its turn came."""
    _finish(session, delivery, DeliveryState.CANCELLED, error=reason)
    shut_gates(session, [delivery.key], {"state": DeliveryState.CANCELLED.value})


def _finish(session: Session, delivery: Delivery, state: DeliveryState, **columns: Any) -> None:
    row = session.get_one(DeliveryRow, delivery.id)
    row.state = state.value
    for name, value in columns.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


def recover(session: Session, now: datetime, *, platform: Platform | None = None) -> int:
    """Put back what a dead sender left on the wire, marked as uncertain; return how many.

    Those whose lease has run out; with `platform` all of that platform's: right for a process
    that has just become its only sender.
    """
    theirs = (
        col(DeliveryRow.leased_until) < now
        if platform is None
        else col(DeliveryRow.platform) == platform.value
    )
    rows = session.exec(select(DeliveryRow).where(IS_SENDING, theirs)).all()
    for row in rows:
        row.state = DeliveryState.WAITING.value
        row.is_uncertain = True
        _remember(row, now)
        if row.payload.get("at_most_once"):
            row.payload = {**row.payload, INTERRUPTED: True}
        session.add(row)
    session.flush()
    return len(rows)
