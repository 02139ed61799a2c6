"""Compose what an absence means, before and after it is saved."""

from collections.abc import Sequence

from handlers.compose import words
from handlers.compose.shifts import absent, plain, undo_absence, when
from handlers.duty.meaning import Effect
from handlers.message import Button, Buttons, Heading, Lines, Message, Note, Part, Text
from handlers.work import Work
from roster.duty import Duty
from roster.model import Absence

MOST = 12  # duties in one message


def preview(
    work: Work, absence: Absence, effects: Sequence[Effect], value: str, language: str
) -> Message:
    """Show what an absence would mean, with the button that saves it."""
    heading = work.say("away-heading", language, when=absent(work, absence, language))
    parts: list[Part] = [Heading(heading), *_meaning(work, effects, language)]
    parts.append(Note(work.say("away-not-yet", language)))
    parts.append(Buttons((Button(work.say("button-save", language), "awayyes", value, "primary"),)))
    return Message(heading, tuple(parts))


def saved(
    work: Work, absence: Absence, number: int, effects: Sequence[Effect], language: str
) -> Message:
    told = work.say("away-saved", language, when=absent(work, absence, language))
    button = undo_absence(work, number, language)
    return Message(told, (Text(told), *_meaning(work, effects, language), Buttons((button,))))


def taken_back(work: Work, absence: Absence, language: str) -> Message:
    return plain(work.say("away-taken-back", language, when=absent(work, absence, language)))


def of_duties(work: Work, told: str, duties: Sequence[Duty], language: str) -> Message:
    """Say something about some duties of one person, a line each."""
    lines = [
        f"• {when(work, duty, language)}: {words.titled(duty.actor)}" for duty in duties[:MOST]
    ]
    if len(duties) > MOST:
        lines.append(work.say("gaps-more", language, count=len(duties) - MOST))
    return Message(told, (Text(told), Lines(tuple(lines))))


def _meaning(work: Work, effects: Sequence[Effect], language: str) -> list[Part]:
    lines = [_line(work, effect, duty, language) for effect in effects for duty in effect.duties]
    if not lines:
        return [Text(work.say("away-no-shifts", language))]
    told: list[Part] = [Lines(tuple(lines[:MOST]), title=work.say("away-meaning", language))]
    if len(lines) > MOST:
        told.append(Note(work.say("gaps-more", language, count=len(lines) - MOST)))
    return told


def _line(work: Work, effect: Effect, duty: Duty, language: str) -> str:
    span, actor = when(work, duty, language), words.titled(duty.actor)
    if duty.person is not None:
        who = effect.station.name(duty.person)
        return work.say("away-covered", language, when=span, actor=actor, who=who)
    if effect.keeper is None:
        return work.say("away-gap-unheard", language, when=span, actor=actor)
    return work.say("away-gap", language, when=span, actor=actor, who=effect.keeper.name)
