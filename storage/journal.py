"""The journal: what happened, when, for good."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.codec import from_row
from storage.engine import table_of, tell_when_committed
from storage.model import AlarmId, CalloutId, Entry
from storage.tables import EntryRow


def write(
    session: Session,
    at: datetime,
    event: str,
    *,
    alarm: AlarmId | None = None,
    callout: CalloutId | None = None,
    **facts: Any,
) -> None:
    """Add a line. `event` is a constant word; `facts` hold ids and figures, never secrets."""
    session.add(EntryRow(at=at, event=event, alarm_id=alarm, callout_id=callout, facts=facts))
    _tell(session, Line(event, alarm, callout, facts))


@dataclass(frozen=True, slots=True)
class Line:
    """A line to be written."""

    event: str
    alarm: AlarmId | None = None
    callout: CalloutId | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def write_all(session: Session, at: datetime, lines: Iterable[Line]) -> None:
    """Add many lines at once."""
    written = list(lines)
    rows = [
        {
            "at": at,
            "event": line.event,
            "alarm_id": line.alarm,
            "callout_id": line.callout,
            "facts": dict(line.facts),
        }
        for line in written
    ]
    if rows:
        session.execute(table_of(EntryRow).insert(), rows)
    for line in written:
        _tell(session, line)


def _tell(session: Session, line: Line) -> None:
    """Log a line too, with numbers alone: the journal may name people, a log may not."""
    figures = {name: value for name, value in line.facts.items() if type(value) in {int, float}}
    told = {"alarm": line.alarm, "callout": line.callout, **figures}
    tell_when_committed(session, line.event, told)


def of_alarm(session: Session, alarm: AlarmId) -> list[Entry]:
    """Return the alarm's lines, oldest first."""
    rows = session.exec(
        select(EntryRow).where(col(EntryRow.alarm_id) == alarm).order_by(col(EntryRow.id))
    )
    return [_entry(row) for row in rows]


def of_callout(session: Session, callout: CalloutId, event: str) -> list[Entry]:
    """Return the callout's lines about one event, oldest first."""
    rows = session.exec(
        select(EntryRow)
        .where(col(EntryRow.callout_id) == callout, col(EntryRow.event) == event)
        .order_by(col(EntryRow.id))
    )
    return [_entry(row) for row in rows]


def of_event(session: Session, event: str) -> list[Entry]:
    rows = session.exec(
        select(EntryRow).where(col(EntryRow.event) == event).order_by(col(EntryRow.id))
    )
    return [_entry(row) for row in rows]


def _entry(row: EntryRow) -> Entry:
    facts: dict[str, Any] = row.facts
    return from_row(Entry, row, alarm=row.alarm_id, callout=row.callout_id, facts=facts)
