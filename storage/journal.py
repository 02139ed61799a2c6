"""The journal: what happened, when, for good."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.codec import from_row
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


def of_alarm(session: Session, alarm: AlarmId) -> list[Entry]:
    """Return the alarm's lines, oldest first."""
    rows = session.exec(
        select(EntryRow).where(col(EntryRow.alarm_id) == alarm).order_by(col(EntryRow.id))
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
