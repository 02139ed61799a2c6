"""A theme's checklist in the channel, with deadlines, owners and buttons."""

import re

from blueprint.model import ThemeCode
from escalation.responsible import answers_to, is_for_lead
from handlers.compose import words
from handlers.message import Button, Buttons, Heading, Lines, Message, Note, Part, Text
from handlers.picture import Picture
from handlers.work import Work
from roster.model import PersonId
from storage.model import Task

COUNTED = re.compile(r"(?P<amount>\d{1,3}) ?(?P<unit>h|ad) ", re.IGNORECASE)  # "5ad efter beslut"
MOST_BUTTONS = 10  # items of a reminder that can be ticked in it


def checklist(work: Work, picture: Picture, theme: ThemeCode, language: str) -> Message:
    """Compose a theme's list as it stands now."""
    tasks = [task for task in picture.tasks if task.theme == theme]
    name = work.desk.blueprint.theme(theme).name(language)
    heading = work.say("checklist-heading", language, theme=name)
    done = sum(1 for task in tasks if task.is_done)
    progress = work.say("checklist-progress", language, done=str(done), total=str(len(tasks)))
    parts: list[Part] = [Heading(heading), Note(f"{theme} · {progress}")]
    for task in tasks:
        parts += _item(work, picture, task, language)
    return Message(f"{heading} ({picture.alarm.codename})", tuple(parts), picture.alarm.is_drill)


def owner_of(picture: Picture, task: Task) -> PersonId | None:
    """Return who answers for a task: who took it, else the lead or the actor that its words mean.

    Where they mean none of several actors, nobody does before somebody takes it.
    """
    if task.owner is not None:
        return task.owner
    if task.level is None or is_for_lead(task.responsible):
        return picture.alarm.lead_person
    there = picture.at(task.theme, task.level)
    meant = [one for one in there if answers_to(picture.actor(one), task.responsible)]
    for summons in meant or (there if len(there) == 1 else ()):
        given = summons.callout.answer
        if given is not None:
            return given.substitute or given.by
    return None


def overdue(work: Work, picture: Picture, tasks: list[Task], language: str) -> Message:
    """Compose the channel's reminder of what is past its deadline."""
    heading = work.say("chase-heading", language)
    summary = work.say("chase-summary", language, codename=picture.alarm.codename, count=len(tasks))
    lines = tuple(f"• {overdue_line(work, picture, task, language)}" for task in tasks)
    return Message(summary, (Lines(lines, title=heading),), picture.alarm.is_drill)


def overdue_line(work: Work, picture: Picture, task: Task, language: str) -> str:
    owner = owner_of(picture, task)
    due = words.moment(work, task.due_at, language) if task.due_at else ""
    return work.say(
        "chase-line",
        language,
        item=task.title(language),
        theme=task.theme,
        moment=due,
        owner=picture.name(owner) if owner else work.say("chase-nobody", language),
    )


def own_overdue(work: Work, picture: Picture, tasks: list[Task], language: str) -> Message:
    """Compose one reminder of all that a person is late with."""
    heading = f"{work.say('chase-heading', language)}: {picture.alarm.codename}"
    summary = work.say("chase-own", language, codename=picture.alarm.codename, count=len(tasks))
    parts: list[Part] = [Heading(heading), Text(summary)]
    for task in tasks[:MOST_BUTTONS]:
        button = Button(work.say("button-done", language), "done", str(task.id))
        parts += [Text(_own_line(work, task, language)), Buttons((button,))]
    rest = tuple(f"• {_own_line(work, task, language)}" for task in tasks[MOST_BUTTONS:])
    if rest:
        parts.append(Lines(rest))
    return Message(summary, tuple(parts), picture.alarm.is_drill)


def _own_line(work: Work, task: Task, language: str) -> str:
    due = words.moment(work, task.due_at, language) if task.due_at else task.phase
    return work.say("chase-own-line", language, item=task.title(language), moment=due)


def template(work: Work, task: Task, language: str, *, is_drill: bool) -> Message:
    """Compose the text to start from, such as the quick answer; in a drill nothing is sent."""
    heading = work.say("template-heading", language, item=task.title(language))
    warning = (Text(work.say("template-drill", language)),) if is_drill else ()
    return Message(heading, (Heading(heading[:150]), *warning, Text(task.template)), is_drill)


def _item(work: Work, picture: Picture, task: Task, language: str) -> list[Part]:
    title = f"{task.item} {task.title(language)}"
    if task.is_done and task.done_at is not None:
        who = picture.name(task.done_by) or work.say("checklist-by-larm", language)
        at = words.clock(work, task.done_at, language)
        told = work.say("checklist-done", language, at=at, who=who)
        return [Lines((f"☑ {title}", told))]
    lines = (f"☐ {title}", " · ".join(_facts(work, picture, task, language)))
    if not picture.alarm.is_open:
        return [Lines(lines)]
    return [Lines(lines), Buttons(_buttons(work, task, language))]


def _facts(work: Work, picture: Picture, task: Task, language: str) -> list[str]:
    facts = []
    if task.is_overdue(work.now):
        facts.append(work.say("checklist-overdue", language))
    if task.due_at is not None:
        due = words.moment(work, task.due_at, language)
        facts.append(work.say("checklist-due", language, moment=due))
    else:
        facts.append(work.say("checklist-event", language, phase=_event(work, task, language)))
    if task.owner is not None:
        facts.append(work.say("checklist-owned", language, owner=picture.name(task.owner)))
    else:
        facts.append(work.say("checklist-owner", language, owner=task.responsible))
    return facts


def _event(work: Work, task: Task, language: str) -> str:
    """Return the event that the item waits for, as the blueprint words it; else its phase."""
    item = work.desk.blueprint.item(task.item)
    event = item.deadline.event if item else ""
    counted = COUNTED.match(event)
    if counted is None:
        return event or task.phase
    amount = work.say(f"counted-{counted['unit'].lower()}", language, count=int(counted["amount"]))
    return f"{amount} {event[counted.end() :]}"


def _buttons(work: Work, task: Task, language: str) -> tuple[Button, ...]:
    value = str(task.id)
    buttons = [
        Button(work.say("button-done", language), "done", value, "primary"),
        Button(work.say("button-mine", language), "mine", value),
    ]
    if task.template:
        buttons.append(Button(work.say("button-template", language), "template", value))
    return tuple(buttons)
