"""Tick what the program itself sees happen: the blueprint says which items."""

from blueprint.model import DoneWhen
from handlers import show
from handlers.picture import Picture
from handlers.work import Work
from storage import journal, tasks


def tick(work: Work, picture: Picture, what: DoneWhen) -> None:
    """Tick the alarm's items that this makes done, and show it."""
    meant = work.desk.blueprint.done_when(what)
    found = [task for task in picture.tasks if task.item in meant and not task.is_done]
    for task in found:
        tasks.change(work.session, task.id, done_at=work.now, next_due_at=None)
        alarm = task.alarm
        journal.write(work.session, work.now, "task_done", alarm=alarm, item=task.item)
    for theme in dict.fromkeys(task.theme for task in found):
        show.refresh_checklist(work, picture.alarm.id, theme)


def follow(work: Work, picture: Picture) -> None:
    """Tick what the alarm's callouts have made done."""
    summonses = picture.summonses
    if summonses and all(one.callout.answer is not None for one in summonses):
        tick(work, picture, DoneWhen.ANSWERED)
    if picture.alarm.are_neighbours_called:
        tick(work, picture, DoneWhen.NEIGHBOURS)
