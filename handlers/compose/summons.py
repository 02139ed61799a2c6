"""The summons: what one person reads when an actor is needed, before and after the answer."""

from dataclasses import dataclass, replace

from escalation.advance import has_next
from escalation.callout import AnswerKind, Asked
from escalation.case import Grade, Secrecy
from handlers.compose import words
from handlers.message import Button, Buttons, Fields, Heading, Message, Note, Part, Text
from handlers.picture import Picture
from handlers.work import Work
from roster.model import PersonId
from storage.model import Summons


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads which page of which callout, in what language."""

    picture: Picture
    summons: Summons
    page: Asked
    language: str


def page(work: Work, reading: Reading) -> Message:
    """Compose a page with its buttons."""
    message = _without_buttons(work, reading)
    buttons = _answer_buttons(work, reading)
    footer = work.say("summons-footer", reading.language, number=str(reading.picture.alarm.id))
    return replace(message, parts=(*message.parts, *buttons, Note(footer)))


def answered(work: Work, reading: Reading) -> Message:
    """Compose the same page after an answer: what was said, and how to change it."""
    message = _without_buttons(work, reading)
    return replace(message, parts=(*message.parts, *_outcome(work, reading)))


def superseded(work: Work, reading: Reading) -> Message:
    """Compose an earlier page after a newer one has gone out."""
    message = _without_buttons(work, reading)
    note = Note(work.say("superseded", reading.language))
    return replace(message, parts=(*message.parts, note))


def ended(work: Work, reading: Reading) -> Message:
    """Compose the page after the alarm's end."""
    message = _without_buttons(work, reading)
    told = words.ending(work, reading.picture.alarm, reading.language)
    return replace(message, parts=(*message.parts, Text(told)))


def taken_over(work: Work, picture: Picture, summons: Summons, language: str) -> Message:
    """Tell one who takes an actor over, and was not summoned, what a summons tells."""
    alarm, actor = picture.alarm, words.titled(picture.actor(summons))
    heading = work.say("taken-over-heading", language, codename=alarm.codename)
    parts: tuple[Part, ...] = (
        Heading(heading),
        Text(work.say("taken-over-text", language, actor=actor, number=str(alarm.id))),
        Fields(_fields(work, picture, summons, language)),
        *_remarks(work, picture, summons, language),
    )
    return Message(heading, parts, alarm.is_drill)


def _without_buttons(work: Work, reading: Reading) -> Message:
    picture, summons, language = reading.picture, reading.summons, reading.language
    alarm, actor = picture.alarm, picture.actor(summons)
    summary = work.say(
        "summons-summary",
        language,
        codename=alarm.codename,
        kind=words.kind(work, alarm.kind, language),
        actor=words.titled(actor),
    )
    parts: tuple[Part, ...] = (
        Heading(_heading(work, reading)),
        Text(_why(work, reading)),
        Fields(_fields(work, picture, summons, language)),
        *_remarks(work, picture, summons, language),
    )
    return Message(summary=summary, parts=parts, is_drill=alarm.is_drill)


def _heading(work: Work, reading: Reading) -> str:
    codename = reading.picture.alarm.codename
    page = reading.page
    if _is_joining_reminder(reading):
        return work.say("summons-joining-heading", reading.language, codename=codename)
    earlier = [p for p in reading.summons.callout.pages if p.number < page.number]
    mine = sum(1 for p in earlier if p.person == page.person)
    if mine:
        return work.say(
            "summons-reminder-heading", reading.language, codename=codename, number=str(mine)
        )
    return work.say("summons-heading", reading.language, codename=codename)


def _is_joining_reminder(reading: Reading) -> bool:
    page, callout = reading.page, reading.summons.callout
    return page.to is None and any(
        answer.kind is AnswerKind.LATER and answer.by == page.person for answer in callout.answers
    )


def _why(work: Work, reading: Reading) -> str:
    actor = words.titled(reading.picture.actor(reading.summons))
    page = reading.page
    if _is_joining_reminder(reading):
        return work.say("summons-why-joining", reading.language)
    if page.to is not None:
        return work.say(f"summons-why-{page.to}", reading.language, actor=actor)
    sender = _sender_of(reading, page.person)
    return work.say("summons-why-substitute", reading.language, actor=actor, sender=sender)


def _sender_of(reading: Reading, substitute: PersonId) -> str:
    for answer in reversed(reading.summons.callout.answers):
        if answer.substitute == substitute:
            return reading.picture.name(answer.by)
    return ""


def _fields(
    work: Work, picture: Picture, summons: Summons, language: str
) -> tuple[tuple[str, str], ...]:
    alarm = picture.alarm
    deadline = (
        words.moment(work, alarm.reply_due_at, language)
        if alarm.reply_due_at
        else work.say("unknown", language)
    )
    rows = [
        ("summons-actor", words.titled(picture.actor(summons))),
        ("drill-county" if alarm.drilled_county else "summons-municipality", words.place(alarm)),
        ("summons-kind", words.kind(work, alarm.kind, language)),
        ("summons-deadline", deadline),
    ]
    if summons.themes:  # a coordinator may have none of its own
        rows.append(("summons-themes", words.themes(work, summons.themes, language)))
    if alarm.secrecy is not Secrecy.SECRET:
        rows.append(("summons-lead", words.lead(work, picture, language)))
    if alarm.grade is Grade.ADVANCE:
        rows.insert(3, ("summons-grade", work.say("form-grade-advance", language)))
    return tuple((work.say(key, language), value) for key, value in rows)


def _remarks(work: Work, picture: Picture, summons: Summons, language: str) -> list[Part]:
    remarks: list[Part] = []
    if summons.stands_in_for:
        names = words.themes(work, summons.stands_in_for, language)
        remarks.append(Text(work.say("summons-stands-in", language, themes=names)))
    if summons.municipality != picture.alarm.municipality:
        name = words.municipality_name(summons.municipality)
        key = "summons-drill-county" if picture.alarm.is_drill else "summons-neighbour"
        remarks.append(Text(work.say(key, language, municipality=name)))
    return remarks


def _answer_buttons(work: Work, reading: Reading) -> list[Part]:
    """Return the four answers, and in a row of its own what declines for good."""
    value = _value(reading)
    language = reading.language
    answers = (
        Button(work.say("button-acknowledge", language), "ack", value, "primary"),
        Button(work.say("button-later", language), "later", value),
        Button(work.say("button-substitute", language), "sub", value),
        Button(work.say("button-decline", language), "no", value, "danger"),
    )
    wrong = Button(work.say("button-wrong-person", language), "wrong", value)
    return [Buttons(answers), Buttons((wrong,))]


def _value(reading: Reading) -> str:
    return f"{reading.summons.id}.{reading.page.number}"


def _outcome(work: Work, reading: Reading) -> list[Part]:
    picture, summons, language = reading.picture, reading.summons, reading.language
    mine = [a for a in summons.callout.answers if a.by == reading.page.person]
    holds = summons.callout.answer
    if mine and (holds is None or holds.by == reading.page.person):
        return _my_outcome(work, reading)
    if holds is None or holds.substitute == reading.page.person:
        return _answer_buttons(work, reading)
    told = words.answer(work, picture, holds, language)
    name = picture.actor(summons).name
    return [Text(work.say("answered-by-other", language, actor=name, answer=told))]


def _my_outcome(work: Work, reading: Reading) -> list[Part]:
    summons, language = reading.summons, reading.language
    last = [a for a in summons.callout.answers if a.by == reading.page.person][-1]
    parts: list[Part] = [Text(words.answer(work, reading.picture, last, language))]
    if last.kind is AnswerKind.DECLINED and summons.callout.answer is None:
        key = "answered-next" if has_next(summons.callout) else "answered-nobody-left"
        parts.append(Text(work.say(key, language)))
    if last.note:
        parts.append(Note(work.say("answered-note", language, note=last.note)))
    if summons.hours is not None and last.kind is AnswerKind.ACKNOWLEDGED:
        parts.append(Note(work.say("answered-hours", language, hours=str(summons.hours))))
    buttons = [Button(work.say("button-change", language), "change", _value(reading))]
    if last.kind is AnswerKind.ACKNOWLEDGED:
        buttons.append(Button(work.say("button-hours", language), "hours", _value(reading)))
    return [*parts, Buttons(tuple(buttons))]
