"""What the database has promised, read beside the processes that write it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session, col, create_engine, select

from roster.model import ActorId, PersonId
from storage import alarms, backlog, callouts, journal, moments, outbox
from storage.codec import actor_from_json
from storage.engine import normalised
from storage.model import Alarm, AlarmId, Delivery, Entry, Summons
from storage.tables import ActorRow, AlarmRow, PersonRow


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that a verdict asks of the database, at one moment."""

    now: datetime
    earliest_due: datetime | None
    stale: int
    alarms: tuple[Alarm, ...]
    callouts: tuple[Summons, ...]
    deliveries: tuple[Delivery, ...]
    entries: tuple[Entry, ...]
    actors: Mapping[ActorId, str]
    slack: Mapping[PersonId, str]

    def delivery(self, key: str) -> Delivery | None:
        return next((one for one in self.deliveries if one.key == key), None)


class Books:
    """Reads without ever taking a lock that a larm might wait for."""

    def __init__(self, database_url: str) -> None:
        self._engine = _reading(normalised(database_url))

    def close(self) -> None:
        self._engine.dispose()

    def at_rest(self, now: datetime) -> Ledger | None:
        """Return the ledger if nothing is waiting, on the wire or due."""
        with Session(self._engine) as session:
            due = moments.earliest_due(session)
            is_late = due is not None and due <= now
            if is_late or _stale(session) or backlog.undone(session):
                return None
            return _ledger(session, now)

    def open_items(self, now: datetime) -> str:
        """Say what is not done."""
        ledger = self.read(now)
        waiting = [d for d in ledger.deliveries if d.state in {"waiting", "sending"}]
        told = [f"{d.key} {d.state} {d.attempts} {d.error}" for d in waiting]
        return f"due {ledger.earliest_due} at {now}, stale {ledger.stale}, {told}"

    def read(self, now: datetime) -> Ledger:
        with Session(self._engine) as session:
            return _ledger(session, now)


def _reading(url: str) -> Engine:
    """Open the database so that a session sees one moment, whatever is written meanwhile."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, isolation_level="REPEATABLE READ")
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # else each look would be a moment of its own

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _ledger(session: Session, now: datetime) -> Ledger:
    numbers = [AlarmId(n) for n in session.exec(select(AlarmRow.id)) if n is not None]
    actors = session.exec(select(ActorRow)).all()
    people = session.exec(select(PersonRow)).all()
    return Ledger(
        now=now,
        earliest_due=moments.earliest_due(session),
        stale=_stale(session),
        alarms=tuple(alarms.get(session, number) for number in numbers),
        callouts=tuple(c for n in numbers for c in callouts.of_alarm(session, n)),
        deliveries=tuple(outbox.like(session, "")),
        entries=tuple(e for n in numbers for e in journal.of_alarm(session, n)),
        actors={ActorId(a.id): actor_from_json(a.spec).name for a in actors},
        slack={PersonId(p.id): p.slack for p in people if p.slack},
    )


def _stale(session: Session) -> int:
    return len(
        session.exec(select(AlarmRow.id).where(col(AlarmRow.stale_since).is_not(None))).all()
    )
