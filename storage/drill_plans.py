"""Planned drills: when each starts next."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from blueprint.model import CaseKind, ThemeCode
from roster.model import PersonId
from storage.codec import from_row
from storage.model import DrillPlan, DrillPlanId, Repeat
from storage.tables import DrillPlanRow


def add(
    session: Session,
    *,
    municipality: str,
    county: str | None,
    kind: CaseKind,
    themes: Collection[ThemeCode],
    codename: str,
    at: datetime,
    repeat: Repeat,
    created_by: PersonId,
) -> DrillPlan:
    row = DrillPlanRow(
        municipality=municipality,
        county=county,
        kind=kind.value,
        themes=list(themes),
        codename=codename,
        first_at=at,
        repeat=repeat.value,
        created_by=created_by,
        next_due_at=at,
    )
    session.add(row)
    session.flush()
    return _plan(row)


def find(session: Session, plan: DrillPlanId) -> DrillPlan | None:
    row = session.get(DrillPlanRow, plan)
    return _plan(row) if row else None


def every(session: Session) -> list[DrillPlan]:
    """Return all that is planned, the next first."""
    rows = session.exec(
        select(DrillPlanRow).order_by(col(DrillPlanRow.next_due_at), col(DrillPlanRow.id))
    )
    return [_plan(row) for row in rows]


def due(session: Session, now: datetime, limit: int) -> list[DrillPlan]:
    """Take the plans whose moment has come, leaving out what another process holds."""
    rows = session.exec(
        select(DrillPlanRow)
        .where(col(DrillPlanRow.next_due_at) <= now)
        .order_by(col(DrillPlanRow.next_due_at), col(DrillPlanRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [_plan(row) for row in rows]


def put_off(session: Session, plan: DrillPlanId, until: datetime) -> None:
    """Let the plan start at another moment."""
    row = session.get_one(DrillPlanRow, plan)
    row.next_due_at = until
    session.add(row)
    session.flush()


def drop(session: Session, plan: DrillPlanId) -> None:
    row = session.get(DrillPlanRow, plan)
    if row is not None:
        session.delete(row)
        session.flush()


def _plan(row: DrillPlanRow) -> DrillPlan:
    return from_row(DrillPlan, row, kind=CaseKind(row.kind), repeat=Repeat(row.repeat))
