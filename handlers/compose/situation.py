"""The situation message: the matrix theme x level, and every actor's state on a line."""

from collections import Counter

from blueprint.model import Level, Theme
from blueprint.text import format_duration
from escalation.advance import state
from escalation.callout import State
from escalation.case import Grade, Secrecy
from handlers.compose import words
from handlers.message import Button, Buttons, Fields, Heading, Lines, Message, Note, Part
from handlers.picture import Picture
from handlers.work import Work
from storage.model import Summons

# A sign in front of each word, so that the eye finds it; the word itself carries the meaning.
SIGN = {
    State.WAITING: "○",
    State.PARKED: "◷",
    State.ACKNOWLEDGED: "●",
    State.JOINING: "◐",
    State.SUBSTITUTE: "◑",
    State.TAKEN_OVER: "●",
    State.DECLINED: "✕",
    State.UNANSWERED: "▲",
}
MISSING = "▲"
GRADES = {Grade.ADVANCE: "form-grade-advance", Grade.ALARM: "form-grade-alarm"}


def situation(work: Work, picture: Picture, language: str, *, for_lead: bool = True) -> Message:
    """Compose the whole picture as it stands now, without facts of the case."""
    alarm = picture.alarm
    key = "situation-heading" if alarm.is_open else "situation-heading-final"
    heading = work.say(key, language, codename=alarm.codename)
    parts: list[Part] = [
        Heading(heading),
        Note(_head(work, picture, language)),
        Fields(_fields(work, picture, language)),
        Lines(_matrix(work, picture, language), title=work.say("situation-matrix", language)),
        Lines(_actors(work, picture, language), title=work.say("situation-actors", language)),
        Note(work.say("situation-at", language, at=words.moment(work, work.now, language))),
    ]
    buttons = lead_buttons(work, picture, language)
    if for_lead and buttons:
        parts.append(Buttons(buttons))
    return Message(summary=heading, parts=tuple(parts), is_drill=alarm.is_drill)


def lead_buttons(work: Work, picture: Picture, language: str) -> tuple[Button, ...]:
    """Return what the lead can press now; presses by others are told so."""
    alarm = picture.alarm
    if not alarm.is_open:
        return ()
    offered = [
        ("button-upgrade", "upgrade", alarm.grade is Grade.ADVANCE),
        ("button-neighbours", "neigh", alarm.has_neighbours_to_call and not alarm.is_drill),
        ("button-publish", "public", not alarm.is_public and not alarm.is_drill),
        ("button-channel-again", "rechannel", picture.is_channel_lost),
        ("button-fill-more", "amend", True),
        ("button-hand-over", "handover", True),
        ("button-call-off", "calloff", True),
        ("button-finish", "finish", True),
    ]
    return tuple(
        Button(work.say(key, language), action, str(alarm.id))
        for key, action, is_offered in offered
        if is_offered
    )


def cell_words(
    work: Work, picture: Picture, theme: Theme, level: Level, language: str
) -> tuple[str, ...]:
    """Return the matrix words of a theme at a level, one per callout, each with its sign."""
    return tuple(_word(work, one, language) for one in picture.at(theme.code, level))


def _word(work: Work, summons: Summons, language: str) -> str:
    callout = summons.callout
    found = state(callout)
    word = f"{SIGN[found]} {work.say(f'word-{found.name.lower()}', language)}"
    if found is State.JOINING and callout.answer is not None and callout.answer.moment is not None:
        return f"{word} {words.clock(work, callout.answer.moment, language)}"
    return word


def _head(work: Work, picture: Picture, language: str) -> str:
    alarm = picture.alarm
    key = "situation-head-public" if alarm.is_public else "situation-head"
    return work.say(
        key,
        language,
        kind=words.kind(work, alarm.kind, language),
        grade=work.say(GRADES[alarm.grade], language),
        number=str(alarm.id),
    )


def _fields(work: Work, picture: Picture, language: str) -> tuple[tuple[str, str], ...]:
    alarm = picture.alarm
    rows = [("situation-lead", words.lead(work, picture, language))]
    if alarm.secrecy is not Secrecy.SECRET:
        key = "drill-county" if alarm.drilled_county else "situation-municipality"
        rows.insert(0, (key, words.place(alarm)))
    if alarm.reply_due_at is not None:
        rows.append(("situation-reply", _countdown(work, picture, language)))
    if alarm.start_meeting and alarm.secrecy is not Secrecy.SECRET:
        rows.append(("situation-meeting", alarm.start_meeting))
    rows.append(("situation-answers", _answered(work, picture, language)))
    rows.append(("situation-tasks", _progress(work, picture, language)))
    return tuple((work.say(key, language), value) for key, value in rows)


def _countdown(work: Work, picture: Picture, language: str) -> str:
    due = picture.alarm.reply_due_at or work.now
    moment = words.moment(work, due, language)
    if due <= work.now:
        return work.say("situation-left-past", language, moment=moment)
    left = format_duration(due - work.now, language)
    return work.say("situation-left", language, moment=moment, left=left)


def _answered(work: Work, picture: Picture, language: str) -> str:
    settled = sum(1 for s in picture.summonses if s.callout.answer is not None)
    total = len(picture.summonses)
    return work.say("situation-answers-value", language, settled=str(settled), total=str(total))


def _progress(work: Work, picture: Picture, language: str) -> str:
    done = sum(1 for task in picture.tasks if task.is_done)
    overdue = sum(1 for task in picture.tasks if task.is_overdue(work.now))
    return work.say(
        "situation-tasks-value",
        language,
        done=str(done),
        total=str(len(picture.tasks)),
        overdue=str(overdue),
    )


def _matrix(work: Work, picture: Picture, language: str) -> tuple[str, ...]:
    return tuple(
        f"{theme.code} {theme.name(language)} — {_row(work, picture, theme, language)}"
        for theme in picture.alarm.themes_of(work.desk.blueprint)
    )


def _row(work: Work, picture: Picture, theme: Theme, language: str) -> str:
    cells = []
    for level in Level:
        found = cell_words(work, picture, theme, level, language)
        if not found:
            continue
        told = ", ".join(_counted(word, count) for word, count in Counter(found).items())
        cells.append(
            work.say("cell", language, level=words.level(work, level, language), words=told)
        )
    if theme.code in picture.later:
        waiting = f"{SIGN[State.WAITING]} {work.say('word-waiting', language)}"
        local = words.level(work, Level.LOCAL, language)
        cells.insert(0, work.say("cell", language, level=local, words=waiting))
    elif not any(theme.code in summons.themes for summons in picture.summonses):
        # Nobody has the theme; whoever stands in for it is the coordinator.
        cells.insert(0, f"{MISSING} {work.say('word-missing', language)}")
    return " · ".join(cells)


def _counted(word: str, count: int) -> str:
    return word if count == 1 else f"{word} × {count}"


def _actors(work: Work, picture: Picture, language: str) -> tuple[str, ...]:
    return tuple(actor_line(work, picture, summons, language) for summons in picture.summonses)


def actor_line(work: Work, picture: Picture, summons: Summons, language: str) -> str:
    """Tell an actor's state on one line with its name."""
    actor = picture.actor(summons)
    told = words.state_of(work, picture, summons, language)
    line = work.say(
        "actor-line", language, actor=actor.name, organisation=actor.organisation, state=told
    )
    return f"{SIGN[state(summons.callout)]} {line}"
