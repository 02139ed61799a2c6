"""Tasks: checklist items and calls to make, with their owners and due moments."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session, col, select

from blueprint.model import Level, ThemeCode
from storage.codec import from_row
from storage.engine import table_of
from storage.model import AlarmId, Task, TaskId
from storage.tables import AlarmRow, TaskRow


def add_all(session: Session, alarm: AlarmId, rows: Iterable[dict[str, Any]]) -> None:
    """Store new tasks, given as columns of the table."""
    given = [{"alarm_id": alarm, **columns} for columns in rows]
    if given:
        session.execute(table_of(TaskRow).insert(), given)


def get(session: Session, task: TaskId) -> Task:
    """Return the task; raises KeyError when there is none with that number."""
    row = session.get(TaskRow, task)
    if row is None:
        raise KeyError(task)
    return _task(row)


def change(session: Session, task: TaskId, **columns: Any) -> Task:
    row = session.get_one(TaskRow, task)
    for name, value in columns.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    return _task(row)


def of_alarm(session: Session, alarm: AlarmId, *, source: str = "checklist") -> list[Task]:
    """Return the alarm's tasks of one source, in reading order."""
    table = table_of(TaskRow)  # read as plain rows: there are many, and nobody changes them here
    rows = session.execute(
        table.select()
        .where(table.c.alarm_id == alarm, table.c.source == source)
        .order_by(table.c.position)
    )
    return [_task(row) for row in rows]


def of_theme(session: Session, alarm: AlarmId, theme: str) -> list[Task]:
    rows = session.exec(
        select(TaskRow)
        .where(
            col(TaskRow.alarm_id) == alarm,
            col(TaskRow.source) == "checklist",
            col(TaskRow.theme) == theme,
        )
        .order_by(col(TaskRow.position))
    )
    return [_task(row) for row in rows]


def due(session: Session, now: datetime, limit: int) -> list[Task]:
    """Return undone tasks whose chasing has fallen due, most overdue first."""
    rows = session.exec(
        select(TaskRow)
        .where(col(TaskRow.next_due_at) <= now)
        .order_by(col(TaskRow.next_due_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [_task(row) for row in rows]


def stop_chasing(session: Session, alarm: AlarmId) -> None:
    for row in session.exec(select(TaskRow).where(col(TaskRow.alarm_id) == alarm)):
        row.next_due_at = None
        session.add(row)


def open_of_owners(session: Session) -> list[Task]:
    """Return the undone tasks of open alarms that have an owner."""
    rows = session.exec(
        select(TaskRow)
        .join(AlarmRow, col(AlarmRow.id) == col(TaskRow.alarm_id))
        .where(
            col(AlarmRow.ended_at).is_(None),
            col(TaskRow.done_at).is_(None),
            col(TaskRow.owner).is_not(None),
        )
        .order_by(col(TaskRow.due_at))
    )
    return [_task(row) for row in rows]


def _task(row: TaskRow | Row[Any]) -> Task:
    return from_row(
        Task,
        row,
        alarm=AlarmId(row.alarm_id),
        theme=ThemeCode(row.theme),
        level=Level(row.level) if row.level else None,
        callout=row.callout_id,
    )
