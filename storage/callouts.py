"""Callouts: each actor's summons, its state machine and its next due moment."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from blueprint.model import ThemeCode
from escalation.callout import Callout
from roster.model import Actor, ActorId, Policy
from storage import alarms
from storage.codec import callout_from_json, callout_to_json
from storage.model import AlarmId, CalloutId, Summons
from storage.tables import AlarmRow, CalloutRow


def add(
    session: Session,
    alarm: AlarmId,
    actor: Actor,
    callout: Callout,
    *,
    municipality: str,
    themes: Iterable[ThemeCode],
    stands_in_for: Iterable[ThemeCode],
) -> Summons:
    row = CalloutRow(
        alarm_id=alarm,
        actor_id=actor.id,
        municipality=municipality,
        themes=list(themes),
        stands_in_for=list(stands_in_for),
        policy=callout.policy.name,
        next_due_at=callout.next_due_at,
        machine=callout_to_json(callout),
        revision=callout.revision,
    )
    session.add(row)
    session.flush()
    return _summons(row, callout.policy)


def get(session: Session, callout: CalloutId) -> Summons:
    """Return the callout; raises KeyError when there is none with that number."""
    row = session.get(CalloutRow, callout)
    if row is None:
        raise KeyError(callout)
    return _summons(row, alarms.policies(session, AlarmId(row.alarm_id))[row.policy])


def save(session: Session, summons: Summons, callout: Callout) -> Summons:
    """Store the state machine's new state."""
    row = session.get_one(CalloutRow, summons.id)
    row.machine = callout_to_json(callout)
    row.next_due_at = callout.next_due_at
    row.revision = callout.revision
    session.add(row)
    session.flush()
    return _summons(row, callout.policy)


def set_hours(session: Session, callout: CalloutId, hours: int) -> None:
    """Note the hours this week that the answer commits."""
    row = session.get_one(CalloutRow, callout)
    row.hours = hours
    session.add(row)


def of_alarm(session: Session, alarm: AlarmId) -> list[Summons]:
    """Return the alarm's callouts in the order they were made."""
    frozen = alarms.policies(session, alarm)
    rows = session.exec(
        select(CalloutRow).where(col(CalloutRow.alarm_id) == alarm).order_by(col(CalloutRow.id))
    )
    return [_summons(row, frozen[row.policy]) for row in rows]


def due(session: Session, now: datetime, limit: int) -> list[CalloutId]:
    """Return what has fallen due, most overdue first."""
    rows = session.exec(
        select(CalloutRow.id)
        .where(col(CalloutRow.next_due_at) <= now)
        .order_by(col(CalloutRow.next_due_at))
        .limit(limit)
    )
    return [CalloutId(number) for number in rows if number is not None]


def unsettled(session: Session) -> list[Summons]:
    """Return every callout of an open alarm that still waits for something."""
    rows = session.exec(
        select(CalloutRow, AlarmRow)
        .join(AlarmRow, col(AlarmRow.id) == col(CalloutRow.alarm_id))
        .where(col(AlarmRow.ended_at).is_(None), col(CalloutRow.next_due_at).is_not(None))
        .order_by(col(CalloutRow.id))
    )
    return [
        _summons(row, alarms.policies(session, AlarmId(row.alarm_id))[row.policy])
        for row, _ in rows
    ]


def _summons(row: CalloutRow, policy: Policy) -> Summons:
    assert row.id is not None
    return Summons(
        id=CalloutId(row.id),
        alarm=AlarmId(row.alarm_id),
        actor=ActorId(row.actor_id),
        municipality=row.municipality,
        themes=tuple(ThemeCode(theme) for theme in row.themes),
        stands_in_for=tuple(ThemeCode(theme) for theme in row.stands_in_for),
        callout=callout_from_json(row.machine, policy),
        hours=row.hours,
    )
