"""Tick and take checklist items."""

from dataclasses import dataclass

from handlers import about, identity, show
from handlers import picture as pictures
from handlers.compose import checklist as compose
from handlers.identity import Identity
from handlers.lead import told_ended
from handlers.picture import Picture
from handlers.reply import Reply, done, refused
from handlers.work import Work
from roster.model import Person
from storage import alarms, journal, tasks
from storage.model import Task, TaskId


@dataclass(frozen=True, slots=True)
class TaskPress:
    """A press on a checklist item, and where its message may be rewritten."""

    identity: Identity
    task: TaskId
    response_url: str | None = None


@dataclass(frozen=True, slots=True)
class _Scene:
    person: Person
    task: Task
    picture: Picture


def tick(work: Work, press: TaskPress) -> Reply:
    """Mark an item as done; a second press changes nothing."""
    scene = _look(work, press)
    if isinstance(scene, Reply):
        return scene
    language = work.desk.language_of(scene.person)
    title = scene.task.title(language)
    if scene.task.is_done:
        return refused(work.say("refused-done-already", language, item=title))
    tasks.change(
        work.session,
        scene.task.id,
        done_by=scene.person.id,
        done_at=work.now,
        next_due_at=None,
        owner=scene.task.owner or scene.person.id,
    )
    _note(work, scene, "task_done")
    _show(work, scene, press)
    return done(work.say("said-done", language, item=title))


def take(work: Work, press: TaskPress) -> Reply:
    """Make the person the item's owner; whoever presses last owns it."""
    scene = _look(work, press)
    if isinstance(scene, Reply):
        return scene
    language = work.desk.language_of(scene.person)
    title = scene.task.title(language)
    if scene.task.is_done:
        return refused(work.say("refused-done-already", language, item=title))
    tasks.change(work.session, scene.task.id, owner=scene.person.id)
    _note(work, scene, "task_taken")
    _show(work, scene, press)
    return done(work.say("said-mine", language, item=title))


def template(work: Work, press: TaskPress) -> Reply:
    """Show the text to start from."""
    scene = _look(work, press)
    if isinstance(scene, Reply):
        return scene
    language = work.desk.language_of(scene.person)
    is_drill = scene.picture.alarm.is_drill
    return Reply(compose.template(work, scene.task, language, is_drill=is_drill))


def _look(work: Work, press: TaskPress) -> _Scene | Reply:
    try:
        task = tasks.get(work.session, press.task)
    except KeyError:
        return refused(work.say("refused-gone"))
    alarms.lock(work.session, task.alarm)
    about.note(work, alarms.get(work.session, task.alarm))
    person = identity.person_of(work, press.identity)
    if person is None:
        return refused(work.say("refused-unknown-person", account=press.identity.user))
    task = tasks.get(work.session, press.task)
    picture = pictures.load(work, task.alarm)
    if not picture.alarm.is_open:
        return refused(told_ended(work, picture, person.id))
    if not identity.participates(work, picture, person.id):
        return refused(work.say("refused-not-participant"))
    return _Scene(person, task, picture)


def _note(work: Work, scene: _Scene, event: str) -> None:
    journal.write(
        work.session,
        work.now,
        event,
        alarm=scene.task.alarm,
        item=scene.task.item,
        by=scene.person.id,
    )


def _show(work: Work, scene: _Scene, press: TaskPress) -> None:
    task = scene.task
    show.refresh_checklist(work, task.alarm, task.theme, response_url=press.response_url)
    show.refresh_situation(work, task.alarm)
