"""Lay an alarm's checklist out in time, when it opens and when its reply date changes."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from blueprint.model import ChecklistItem, DeadlineUnit, DoneWhen, ThemeCode
from escalation.deadlines import AT_ONCE, due_at, is_overtaken, spread
from handlers.work import Work
from storage import tasks
from storage.model import Alarm, Task

Dues = Mapping[str, datetime | None]  # item -> when it is due


def lay_out(work: Work, alarm: Alarm) -> None:
    """Make a task of every item that has a time, or waits for an event."""
    dues = _dues(work, alarm, alarm.opened_at, {})
    tasks.add_all(work.session, alarm.id, list(_rows(work, alarm, dues, known=frozenset())))


def lay_out_anew(work: Work, alarm: Alarm) -> None:
    """Move what is not done to where the reply date puts it, and add what waited for one.

    What is late stays so, unless the new date gives it time; nothing becomes late by the new date.
    """
    existing = {task.item: task for task in tasks.of_alarm(work.session, alarm.id)}
    dues = _dues(work, alarm, work.now, existing)
    for task in existing.values():
        due = dues.get(task.item, task.due_at)
        stays_late = task.is_overdue(work.now) and due is not None and due <= work.now
        if not task.is_done and not stays_late:
            _move(work, task, due)
    rows = _rows(work, alarm, dues, known=frozenset(existing))
    tasks.add_all(work.session, alarm.id, list(rows))


def _move(work: Work, task: Task, due: datetime | None) -> None:
    if task.due_at != due:
        next_due = None if due is None else max(due, work.now)
        tasks.change(work.session, task.id, due_at=due, next_due_at=next_due)


def _rows(work: Work, alarm: Alarm, dues: Dues, known: frozenset[str]) -> Iterator[dict[str, Any]]:
    for position, (theme, item) in enumerate(_in_order(work, alarm), start=1):
        is_waiting = item.deadline.unit is DeadlineUnit.BEFORE_ANSWER and not alarm.reply_due_at
        if item.id in known or is_waiting:
            continue  # counted from a reply that nobody has asked for
        state = _state(alarm, item, dues[item.id])
        yield {**_columns(theme, item), **state, "position": position}


def _dues(work: Work, alarm: Alarm, since: datetime, existing: Mapping[str, Task]) -> Dues:
    """Return when every item is due; what a near reply leaves no time for is spread over it."""
    items = [item for _, item in _in_order(work, alarm)]
    found = {item.id: _due(work, alarm, item) for item in items}
    if alarm.reply_due_at is None:
        return found
    overtaken = [
        item
        for item in items
        if (due := found[item.id]) is not None
        and is_overtaken(item.deadline, due, since)
        and _is_new(existing.get(item.id), due, since)
    ]
    overtaken.sort(key=_urgency)
    moments = spread(len(overtaken), since, alarm.reply_due_at, work.desk.tz)
    spread_out = {item.id: moment for item, moment in zip(overtaken, moments, strict=True)}
    return {**found, **spread_out}


def _is_new(task: Task | None, due: datetime, since: datetime) -> bool:
    """Whether the moment is news to an item that is neither done nor late already."""
    return task is None or not (task.is_done or task.is_overdue(since) or task.due_at == due)


def _urgency(item: ChecklistItem) -> int:
    """Return what to sort by: what should have been done longest ago comes first."""
    is_before = item.deadline.unit is DeadlineUnit.BEFORE_ANSWER
    return -item.deadline.amount if is_before else item.deadline.amount


def _in_order(work: Work, alarm: Alarm) -> Iterator[tuple[ThemeCode, ChecklistItem]]:
    for theme in alarm.themes_of(work.desk.blueprint):
        for item in theme.checklist(alarm.kind):
            yield theme.code, item


def _columns(theme: ThemeCode, item: ChecklistItem) -> dict[str, Any]:
    return {
        "source": "checklist",
        "theme": theme,
        "item": item.id,
        "sv": item.sv,
        "en": item.en,
        "level": item.level.value if item.level else None,
        "responsible": item.responsible,
        "phase": item.phase.value,
        "template": item.template,
    }


def _state(alarm: Alarm, item: ChecklistItem, due: datetime | None) -> dict[str, Any]:
    """Return who has it and when it is due; what raising the alarm does is done."""
    if item.done_when is DoneWhen.RAISED:
        by = alarm.raised_by
        done = {"owner": by, "done_by": by, "done_at": alarm.opened_at}
        return {"due_at": due, "next_due_at": None, **done}
    return {"due_at": due, "next_due_at": due, "owner": None, "done_by": None, "done_at": None}


def _due(work: Work, alarm: Alarm, item: ChecklistItem) -> datetime | None:
    """Return when the item is due: with time to do it, also where that is at once."""
    due = due_at(item.deadline, alarm.opened_at, alarm.reply_due_at, work.desk.tz)
    return None if due is None else max(due, alarm.opened_at + AT_ONCE)
