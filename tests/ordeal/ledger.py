"""What the database has promised, read beside the processes that write it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

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
        self._engine = create_engine(normalised(database_url))

    def close(self) -> None:
        self._engine.dispose()

    def are_done(self, now: datetime) -> bool:
        """Whether nothing is waiting, on the wire or due."""
        with Session(self._engine) as session:
            due = moments.earliest_due(session)
            is_late = due is not None and due <= now
            return not is_late and not _stale(session) and backlog.undone(session) == 0

    def open_items(self, now: datetime) -> str:
        """Say what is not done."""
        ledger = self.read(now)
        waiting = [d for d in ledger.deliveries if d.state in {"waiting", "sending"}]
        told = [f"{d.key} {d.state} {d.attempts} {d.error}" for d in waiting]
        return f"due {ledger.earliest_due} at {now}, stale {ledger.stale}, {told}"

    def read(self, now: datetime) -> Ledger:
        with Session(self._engine) as session:
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
