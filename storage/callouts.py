"""Callouts: each actor's summons, its state machine and its next due moment."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from blueprint.model import ThemeCode
from escalation.callout import Callout
from roster.model import Actor, ActorId, Policy
from storage import alarms
from storage.codec import callout_from_json, callout_to_json
from storage.engine import table_of
from storage.model import AlarmId, CalloutId, Summons
from storage.tables import AlarmRow, CalloutRow


def open_alarms_of(session: Session, actors: Collection[ActorId]) -> list[AlarmId]:
    """Return the open alarms in which any of the actors has a callout, oldest first."""
    rows = session.exec(
        select(AlarmRow.id)
        .join(CalloutRow, col(CalloutRow.alarm_id) == col(AlarmRow.id))
        .where(col(AlarmRow.ended_at).is_(None), col(CalloutRow.actor_id).in_(actors))
        .distinct()
        .order_by(col(AlarmRow.id))
    )
    return [AlarmId(number) for number in rows if number is not None]


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


def lock(session: Session, callout: CalloutId) -> Summons:
    """Return the callout, and let nobody else change its alarm before this commits.

    Raises KeyError when there is none with that number.
    """
    alarm = session.exec(select(CalloutRow.alarm_id).where(col(CalloutRow.id) == callout)).first()
    if alarm is None:
        raise KeyError(callout)
    alarms.lock(session, AlarmId(alarm))
    return get(session, callout)


def save(session: Session, summons: Summons, callout: Callout) -> Summons:
    """Store the state machine's new state."""
    changed = summons.now(callout)
    save_all(session, [changed])
    return changed


def save_all(session: Session, changed: Iterable[Summons]) -> None:
    """Store the new states of many callouts at once."""
    rows = [
        {
            "number": summons.id,
            "machine": callout_to_json(summons.callout),
            "next_due_at": summons.callout.next_due_at,
            "revision": summons.callout.revision,
        }
        for summons in changed
    ]
    if not rows:
        return
    table = table_of(CalloutRow)
    statement = (
        table.update()
        .where(table.c.id == bindparam("number"))
        .values(
            machine=bindparam("machine"),
            next_due_at=bindparam("next_due_at"),
            revision=bindparam("revision"),
        )
    )
    session.execute(statement, rows)
    session.expire_all()


def set_hours(session: Session, callout: CalloutId, hours: int | None) -> None:
    """Note the hours this week that the answer commits; None when it commits none."""
    row = session.get_one(CalloutRow, callout)
    row.hours = hours
    session.add(row)
    session.flush()


def of_alarm(session: Session, alarm: AlarmId) -> list[Summons]:
    """Return the alarm's callouts in the order they were made."""
    frozen = alarms.policies(session, alarm)
    rows = session.exec(
        select(CalloutRow).where(col(CalloutRow.alarm_id) == alarm).order_by(col(CalloutRow.id))
    )
    return [_summons(row, frozen[row.policy]) for row in rows]


def due(session: Session, now: datetime, limit: int) -> list[Summons]:
    """Take what has fallen due, most overdue first, leaving out what another process holds."""
    rows = session.exec(
        select(CalloutRow)
        .join(AlarmRow, col(AlarmRow.id) == col(CalloutRow.alarm_id))
        .where(col(CalloutRow.next_due_at) <= now)
        .order_by(col(CalloutRow.next_due_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    frozen = alarms.policies_of(session, {AlarmId(row.alarm_id) for row in rows})
    return [_summons(row, frozen[AlarmId(row.alarm_id)][row.policy]) for row in rows]


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
