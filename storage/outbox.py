"""The outbox: promised messages, kept until a platform has taken them.

Facts and promises commit together; delivery happens later and elsewhere. A key names a promise
for good, so that promising twice promises once. A lane is first-in first-out within and
independent of other lanes. A gate holds a promise back until the promise it names has arrived.
Moments here are real time, never a simulated clock's.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, literal, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage.codec import from_row
from storage.engine import insert_new
from storage.model import RANK, AlarmId, Delivery, DeliveryState, Platform, Priority
from storage.tables import DeliveryRow

LAST_PAGE_RANK = RANK[Priority.PAGE]
LEASE = timedelta(seconds=30)  # longer than any request's time-out
WINDOW = 8  # how many candidates a claim looks at for each that it may take


def _is(state: DeliveryState) -> ColumnElement[bool]:
    # Written out rather than bound: the indexes hold the rows of one state only.
    return col(DeliveryRow.state) == literal(state.value, literal_execute=True)


IS_WAITING = _is(DeliveryState.WAITING)
IS_SENDING = _is(DeliveryState.SENDING)
IS_BURIED = _is(DeliveryState.BURIED)
LOOK = "look"  # the method of looking for a message that may have arrived, before it is sent
SAID = "said"  # in the receipt of a message: the digest of what it said last
INTERRUPTED = "interrupted"  # noted on what may not be sent twice when its sender has died
REPLY = "reply/"  # what the keys of answers to people begin with
NEVER = {DeliveryState.CANCELLED, DeliveryState.BURIED}
BEHIND = "what it waited for was given up"


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
        .where(col(DeliveryRow.key).startswith(prefix, autoescape=True))
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
        (col(DeliveryRow.subject) == subject)
        | col(DeliveryRow.subject).startswith(subject + "/", autoescape=True),
        col(DeliveryRow.key).not_in(list(keep)),
    )


def withdraw(session: Session, delivery: Delivery) -> None:
    """Withdraw one promise if it still waits; what is on the wire is past withdrawing."""
    _withdraw(session, col(DeliveryRow.id) == delivery.id)


def _withdraw(session: Session, *conditions: ColumnElement[bool]) -> None:
    keys = session.exec(select(DeliveryRow.key).where(IS_WAITING, *conditions)).all()
    cancelled = {"state": DeliveryState.CANCELLED.value}
    session.exec(update(DeliveryRow).where(IS_WAITING, *conditions).values(**cancelled))
    _shut_gates(session, keys, cancelled)


def _shut_gates(session: Session, keys: Sequence[str], columns: Mapping[str, Any]) -> None:
    """Let what waited behind gates that can never open share their fate, and so on."""
    while keys:
        behind = (col(DeliveryRow.gate).in_(keys), IS_WAITING)
        keys = session.exec(select(DeliveryRow.key).where(*behind)).all()
        session.exec(update(DeliveryRow).where(*behind).values(**columns))


@dataclass(frozen=True, slots=True)
class Blocked:
    """What a platform's limits hold back for the moment."""

    methods: Collection[str] = ()
    addresses: Collection[str] = ()  # whose messages are held back, not other calls
    method_of_addresses: str | None = None  # None: every method
    is_shut: bool = False  # nothing at all may go out


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
    window = WINDOW * limit
    candidates = _candidates(session, platform, now, blocked, window)
    if pressed:
        at_pressed = col(DeliveryRow.address).in_(set(pressed) - set(blocked.addresses))
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


def open_gate(session: Session, gate: str) -> None:
    """Let go what waited for the gate."""
    session.exec(update(DeliveryRow).where(col(DeliveryRow.gate) == gate).values(gate=None))


def retry(
    session: Session, delivery: Delivery, due_at: datetime, error: str, *, is_uncertain: bool
) -> None:
    """Put it back for another attempt. `is_uncertain`: this attempt may have arrived."""
    _finish(
        session,
        delivery,
        DeliveryState.WAITING,
        due_at=due_at,
        error=error,
        is_uncertain=delivery.is_uncertain or is_uncertain,
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


def bury(session: Session, delivery: Delivery, error: str, now: datetime) -> None:
    """Give it up; what waited behind its gate can never go either."""
    fate = {"state": DeliveryState.BURIED.value, "error": error, "finished_at": now}
    _finish(session, delivery, DeliveryState.BURIED, error=error, finished_at=now)
    _shut_gates(session, [delivery.key], fate)


def drop(session: Session, delivery: Delivery, reason: str) -> None:
    """Withdraw one that turned out to be pointless when its turn came."""
    _finish(session, delivery, DeliveryState.CANCELLED, error=reason)
    _shut_gates(session, [delivery.key], {"state": DeliveryState.CANCELLED.value})


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
        if row.payload.get("at_most_once"):
            row.payload = {**row.payload, INTERRUPTED: True}
        session.add(row)
    session.flush()
    return len(rows)


def forget_replies(session: Session, before: datetime) -> None:
    """Forget the answers to people that are over and done with: nobody looks for them again."""
    session.exec(
        delete(DeliveryRow).where(
            col(DeliveryRow.key).startswith(REPLY, autoescape=True),
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
