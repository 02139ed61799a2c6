"""Calendar moments and small settings: what is next, and what was done last."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.engine import insert_new
from storage.tables import AlarmRow, CalloutRow, DrillPlanRow, MomentRow, SettingRow, TaskRow


def get(session: Session, name: str) -> datetime | None:
    row = session.get(MomentRow, name)
    return row.next_due_at if row else None


def put(session: Session, name: str, next_due_at: datetime) -> None:
    row = session.get(MomentRow, name) or MomentRow(name=name, next_due_at=next_due_at)
    row.next_due_at = next_due_at
    session.add(row)
    session.flush()


def put_new(session: Session, wanted: Mapping[str, datetime]) -> None:
    """Set many moments at once; those that are set already stay."""
    rows = [{"name": name, "next_due_at": at} for name, at in wanted.items()]
    insert_new(session, MomentRow, rows, "name")


def drop(session: Session, name: str) -> None:
    """Forget a moment, if it is set."""
    row = session.get(MomentRow, name)
    if row is not None:
        session.delete(row)
        session.flush()


def claim(session: Session, name: str, now: datetime) -> bool:
    """Whether a moment has come and is ours; another process that is at it keeps it."""
    row = session.exec(
        select(MomentRow.name)
        .where(col(MomentRow.name) == name, col(MomentRow.next_due_at) <= now)
        .with_for_update(skip_locked=True)
    ).first()
    return row is not None


def due(session: Session, prefix: str, now: datetime, limit: int) -> list[str]:
    """Return the names of the moments under a prefix that have come, earliest first.

    Those that another process is at are its own.
    """
    return list(
        session.exec(
            select(MomentRow.name)
            .where(col(MomentRow.name).startswith(prefix, autoescape=True))
            .where(col(MomentRow.next_due_at) <= now)
            .order_by(col(MomentRow.next_due_at), col(MomentRow.name))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    )


def earliest_due(session: Session) -> datetime | None:
    """Return the earliest moment at which anything falls due."""
    moments = (
        session.exec(select(func.min(column))).one()
        for column in (
            col(CalloutRow.next_due_at),
            col(TaskRow.next_due_at),
            col(AlarmRow.next_due_at),
            col(MomentRow.next_due_at),
            col(DrillPlanRow.next_due_at),
        )
    )
    return min((moment for moment in moments if moment is not None), default=None)


def setting(session: Session, name: str) -> str | None:
    row = session.get(SettingRow, name)
    return row.value if row else None


def put_setting(session: Session, name: str, value: str) -> None:
    row = session.get(SettingRow, name) or SettingRow(name=name, value=value)
    row.value = value
    session.add(row)
    session.flush()
