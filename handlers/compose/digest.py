"""The daily digest: to an alarm's channel, and to each person what waits for them."""

from dataclasses import dataclass
from datetime import date, datetime

from blueprint.text import format_day
from escalation.callout import AnswerKind
from handlers.compose import situation, words
from handlers.compose.checklist import overdue_line
from handlers.message import Heading, Lines, Message, Part, Text
from handlers.picture import Picture
from handlers.work import Work
from storage.model import Summons, Task


def channel_digest(work: Work, picture: Picture, since: datetime, language: str) -> Message:
    """Compose the digest of an open alarm."""
    alarm = picture.alarm
    today = work.now.astimezone(work.desk.tz).date()
    heading = work.say("digest-heading", language, codename=alarm.codename)
    summary = work.say(
        "digest-summary", language, codename=alarm.codename, day=format_day(today, language)
    )
    overdue = [task for task in picture.tasks if task.is_overdue(work.now)]
    done = [task for task in picture.tasks if task.done_at and task.done_at >= since]
    parts: tuple[Part, ...] = (
        Heading(heading),
        Text(_countdown(work, picture, today, language)),
        _section(work, "digest-unanswered", _unanswered(work, picture, language), language),
        _section(
            work,
            "digest-overdue",
            tuple(f"• {overdue_line(work, picture, task, language)}" for task in overdue),
            language,
        ),
        _section(work, "digest-done", tuple(f"☑ {t.title(language)}" for t in done), language),
    )
    return Message(summary, _with_joining(work, picture, parts, language), alarm.is_drill)


def _with_joining(
    work: Work, picture: Picture, parts: tuple[Part, ...], language: str
) -> tuple[Part, ...]:
    joining = tuple(
        situation.actor_line(work, picture, summons, language)
        for summons in picture.summonses
        if summons.callout.answer is not None
        and summons.callout.answer.kind in {AnswerKind.LATER, AnswerKind.SUBSTITUTE}
    )
    return (*parts, _section(work, "digest-joining", joining, language)) if joining else parts


def _section(work: Work, key: str, lines: tuple[str, ...], language: str) -> Part:
    return Lines(lines or (work.say("digest-none", language),), title=work.say(key, language))


def _countdown(work: Work, picture: Picture, today: date, language: str) -> str:
    due = picture.alarm.reply_due_at
    if due is None:
        return work.say("digest-no-deadline", language)
    if due <= work.now:
        return work.say("digest-days-past", language)
    days = (due.astimezone(work.desk.tz).date() - today).days
    return work.say("digest-days-left", language, days=days)


def _unanswered(work: Work, picture: Picture, language: str) -> tuple[str, ...]:
    return tuple(
        situation.actor_line(work, picture, summons, language)
        for summons in picture.summonses
        if summons.callout.answer is None
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one person in one alarm."""

    picture: Picture
    callouts: tuple[Summons, ...]
    tasks: tuple[Task, ...]

    @property
    def count(self) -> int:
        return len(self.callouts) + len(self.tasks)


def personal_digest(work: Work, waiting: tuple[Waiting, ...], language: str) -> Message:
    """Compose what waits for a person over all their alarms."""
    total = sum(one.count for one in waiting)
    heading = work.say("digest-personal-heading", language)
    summary = work.say("digest-personal-summary", language, count=total)
    parts: list[Part] = [Heading(heading)]
    for one in waiting:
        lines = tuple(_personal_lines(work, one, language))
        parts.append(Lines(lines, title=words.named(work, one.picture.alarm, language)))
    is_drill = all(one.picture.alarm.is_drill for one in waiting)
    return Message(summary, tuple(parts), is_drill)


def _personal_lines(work: Work, waiting: Waiting, language: str) -> list[str]:
    codename = waiting.picture.alarm.codename
    lines = [
        "• "
        + work.say(
            "digest-personal-callout",
            language,
            codename=codename,
            actor=waiting.picture.actor(summons).name,
        )
        for summons in waiting.callouts
    ]
    for task in waiting.tasks:
        due = words.moment(work, task.due_at, language) if task.due_at else task.phase
        told = work.say(
            "digest-personal-task",
            language,
            codename=codename,
            item=task.title(language),
            moment=due,
        )
        lines.append(f"• {told}")
    return lines
