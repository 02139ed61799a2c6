"""Lay an alarm's checklist out in time, when it opens and when its reply date changes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from blueprint.model import ChecklistItem, DeadlineUnit, DoneWhen, ThemeCode
from escalation.deadlines import due_at
from handlers.work import Work
from storage import tasks
from storage.model import Alarm, Task

AT_ONCE = timedelta(minutes=15)  # what is to be done at once is late, and chased, after this


def lay_out(work: Work, alarm: Alarm) -> None:
    """Make a task of every item that has a time, or waits for an event."""
    tasks.add_all(work.session, alarm.id, list(_rows(work, alarm, known=frozenset())))


def lay_out_anew(work: Work, alarm: Alarm) -> None:
    """Move what is not done to where the reply date puts it, and add what waited for one."""
    existing = {task.item: task for task in tasks.of_alarm(work.session, alarm.id)}
    for item in _items(work, alarm):
        task = existing.get(item.id)
        if task is not None and not task.is_done:
            _move(work, task, _due(work, alarm, item))
    tasks.add_all(work.session, alarm.id, list(_rows(work, alarm, known=frozenset(existing))))


def _move(work: Work, task: Task, due: datetime | None) -> None:
    if task.due_at != due:
        next_due = None if due is None else max(due, work.now)
        tasks.change(work.session, task.id, due_at=due, next_due_at=next_due)


def _rows(work: Work, alarm: Alarm, known: frozenset[str]) -> Iterator[dict[str, Any]]:
    for position, (theme, item) in enumerate(_in_order(work, alarm), start=1):
        is_waiting = item.deadline.unit is DeadlineUnit.BEFORE_ANSWER and not alarm.reply_due_at
        if item.id in known or is_waiting:
            continue  # counted from a reply that nobody has asked for
        yield {**_columns(theme, item), **_state(work, alarm, item), "position": position}


def _in_order(work: Work, alarm: Alarm) -> Iterator[tuple[ThemeCode, ChecklistItem]]:
    for theme in work.desk.blueprint.themes:
        for item in theme.checklist(alarm.kind):
            yield theme.code, item


def _items(work: Work, alarm: Alarm) -> Iterator[ChecklistItem]:
    return (item for _, item in _in_order(work, alarm))


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


def _state(work: Work, alarm: Alarm, item: ChecklistItem) -> dict[str, Any]:
    """Return who has it and when it is due; what raising the alarm does is done."""
    due = _due(work, alarm, item)
    if item.done_when is DoneWhen.RAISED:
        by = alarm.raised_by
        done = {"owner": by, "done_by": by, "done_at": alarm.opened_at}
        return {"due_at": due, "next_due_at": None, **done}
    return {"due_at": due, "next_due_at": due, "owner": None, "done_by": None, "done_at": None}


def _due(work: Work, alarm: Alarm, item: ChecklistItem) -> datetime | None:
    """Return when the item is due: with time to do it, also where that is at once."""
    due = due_at(item.deadline, alarm.opened_at, alarm.reply_due_at, work.desk.tz)
    return None if due is None else max(due, alarm.opened_at + AT_ONCE)
