"""Alarms: open them, find them, change them."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, update
from sqlmodel import Session, col, select

from blueprint.model import CaseKind
from escalation.case import Grade, Secrecy, Tempo
from roster.model import Policy
from storage.codec import from_row, policy_from_json, policy_to_json
from storage.model import Alarm, AlarmId, Ending
from storage.tables import AlarmRow


def add(session: Session, *, policies: dict[str, Policy], **columns: Any) -> Alarm:
    """Store a new alarm and return it with its number."""
    frozen = {name: policy_to_json(policy) for name, policy in policies.items()}
    row = AlarmRow(policies=frozen, lessons=[], coordinator_lines=[], **columns)
    session.add(row)
    session.flush()
    return _alarm(row)


def get(session: Session, alarm: AlarmId) -> Alarm:
    """Return the alarm; raises KeyError when there is none with that number."""
    row = session.get(AlarmRow, alarm)
    if row is None:
        raise KeyError(alarm)
    return _alarm(row)


def find(session: Session, alarm: int) -> Alarm | None:
    row = session.get(AlarmRow, alarm)
    return _alarm(row) if row else None


def change(session: Session, alarm: AlarmId, **columns: Any) -> Alarm:
    """Set some columns and return the alarm as it is now."""
    row = session.get_one(AlarmRow, alarm)
    for name, value in columns.items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    session.add(row)
    session.flush()
    return _alarm(row)


def lock(session: Session, alarm: AlarmId) -> None:
    """Let nobody else change the alarm, or its callouts and tasks, before this commits."""
    session.exec(select(AlarmRow.id).where(col(AlarmRow.id) == alarm).with_for_update())
    session.expire_all()  # what was read before the lock may have changed


def policies(session: Session, alarm: AlarmId) -> Mapping[str, Policy]:
    """Return the policies as they were frozen when the alarm opened."""
    return policies_of(session, [alarm])[alarm]


def policies_of(
    session: Session, wanted: Collection[AlarmId]
) -> dict[AlarmId, Mapping[str, Policy]]:
    """Return the frozen policies of several alarms."""
    rows = session.exec(
        select(AlarmRow.id, cast(col(AlarmRow.policies), Text)).where(
            col(AlarmRow.id).in_(set(wanted))
        )
    )
    return {AlarmId(number): _policies(spec) for number, spec in rows if number is not None}


@lru_cache(maxsize=256)
def _policies(spec: str) -> Mapping[str, Policy]:
    """Read frozen policies; most alarms have the same, and they never change."""
    return {name: policy_from_json(policy) for name, policy in json.loads(spec).items()}


def mark_stale(session: Session, wanted: Iterable[AlarmId], now: datetime) -> None:
    """Note that the standing messages of these alarms tell old news."""
    _mark_stale(session, col(AlarmRow.id).in_(set(wanted)), now)


def mark_open_stale(session: Session, now: datetime) -> None:
    """Note that the standing messages of every open alarm tell old news."""
    _mark_stale(session, col(AlarmRow.ended_at).is_(None), now)


def _mark_stale(session: Session, meant: ColumnElement[bool], now: datetime) -> None:
    session.exec(
        update(AlarmRow).where(meant, col(AlarmRow.stale_since).is_(None)).values(stale_since=now)
    )


def stale(session: Session, limit: int) -> list[AlarmId]:
    """Take the alarms whose standing messages tell old news, oldest news first."""
    rows = session.exec(
        select(AlarmRow)
        .where(col(AlarmRow.stale_since).is_not(None))
        .order_by(col(AlarmRow.stale_since))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.stale_since = None
        session.add(row)
    session.flush()
    return [AlarmId(row.id) for row in rows if row.id is not None]


def open_alarms(session: Session) -> list[Alarm]:
    rows = session.exec(
        select(AlarmRow).where(col(AlarmRow.ended_at).is_(None)).order_by(col(AlarmRow.id))
    )
    return [_alarm(row) for row in rows]


def open_drills(session: Session) -> list[Alarm]:
    """Return the drills under way, oldest first."""
    rows = session.exec(
        select(AlarmRow)
        .where(col(AlarmRow.ended_at).is_(None), col(AlarmRow.is_drill).is_(True))
        .order_by(col(AlarmRow.id))
    )
    return [_alarm(row) for row in rows]


def drills_among(session: Session, wanted: Collection[AlarmId]) -> frozenset[AlarmId]:
    """Return those of the alarms that are drills."""
    rows = session.exec(
        select(AlarmRow.id).where(
            col(AlarmRow.id).in_(set(wanted)), col(AlarmRow.is_drill).is_(True)
        )
    )
    return frozenset(AlarmId(number) for number in rows if number is not None)


def open_after(session: Session, alarm: AlarmId, limit: int) -> list[Alarm]:
    """Return the next open alarms by number, after a given one."""
    rows = session.exec(
        select(AlarmRow)
        .where(col(AlarmRow.ended_at).is_(None), col(AlarmRow.id) > alarm)
        .order_by(col(AlarmRow.id))
        .limit(limit)
    )
    return [_alarm(row) for row in rows]


def channels(session: Session) -> frozenset[str]:
    """Return the channels of all alarms that have one."""
    found = session.exec(select(AlarmRow.channel).where(col(AlarmRow.channel).is_not(None)))
    return frozenset(channel for channel in found if channel is not None)


def by_channel(session: Session, channel: str) -> Alarm | None:
    row = session.exec(select(AlarmRow).where(col(AlarmRow.channel) == channel)).first()
    return _alarm(row) if row else None


def by_codename(session: Session, folded: str) -> list[Alarm]:
    """Return the alarms with this code name, newest first."""
    rows = session.exec(
        select(AlarmRow).where(col(AlarmRow.folded) == folded).order_by(col(AlarmRow.id).desc())
    )
    return [_alarm(row) for row in rows]


def due(session: Session, now: datetime, limit: int) -> list[Alarm]:
    """Return alarms whose beat or archiving has fallen due, oldest first."""
    rows = session.exec(
        select(AlarmRow)
        .where(col(AlarmRow.next_due_at) <= now)
        .order_by(col(AlarmRow.next_due_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [_alarm(row) for row in rows]


def _alarm(row: AlarmRow) -> Alarm:
    return from_row(
        Alarm,
        row,
        kind=CaseKind(row.kind),
        grade=Grade(row.grade),
        tempo=Tempo(row.tempo),
        secrecy=Secrecy(row.secrecy),
        ending=Ending(row.ending) if row.ending else None,
    )
