"""The coordinator's list: all that is unanswered in an alarm, each with Tar över."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from blueprint.model import ThemeCode
from escalation.advance import state
from escalation.callout import State
from handlers.compose import channel, undelivered, words
from handlers.compose.undelivered import Undelivered, grouped
from handlers.message import Button, Buttons, Heading, Message, Note, Part, Text
from handlers.picture import Picture
from handlers.work import Work
from roster.model import Target
from storage.model import Summons


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A callout whose chain has reached the coordinator or ended."""

    summons: Summons
    has_chat: bool

    @property
    def key(self) -> str:
        return f"callout/{self.summons.id}"


@dataclass(frozen=True, slots=True)
class Orphan:
    """A theme that nobody answers for."""

    theme: ThemeCode

    @property
    def key(self) -> str:
        return f"theme/{self.theme}"


@dataclass(frozen=True, slots=True)
class Closed:
    """A theme whose every actor is outside its hours."""

    theme: ThemeCode
    until: datetime

    @property
    def key(self) -> str:
        return f"closed/{self.theme}"


Line = Unanswered | Orphan | Closed | Undelivered


def has_chat(picture: Picture, summons: Summons) -> bool:
    """Whether anybody of the actor's own can be reached in chat."""
    named = picture.actor(summons).people
    return any(picture.people[p].has_chat for p in named if p in picture.people)


def lines(work: Work, picture: Picture) -> tuple[Line, ...]:
    """Return what the coordinator has to know now, in a steady order."""
    if not picture.alarm.is_open:
        return ()
    unanswered = [
        Unanswered(summons, has_chat(picture, summons))
        for summons in picture.summonses
        if _needs_coordinator(picture, summons)
    ]
    return (*unanswered, *_themes(work, picture), *grouped(picture.lost))


def _needs_coordinator(picture: Picture, summons: Summons) -> bool:
    callout = summons.callout
    if callout.answer is not None:
        return False
    asked_coordinator = any(page.to is Target.COORDINATOR for page in callout.pages)
    return callout.is_exhausted or asked_coordinator or not has_chat(picture, summons)


def _themes(work: Work, picture: Picture) -> list[Line]:
    found: list[Line] = []
    for theme in work.desk.blueprint.themes:
        answering = [s for s in picture.summonses if theme.code in (*s.themes, *s.stands_in_for)]
        if not answering:
            found.append(Orphan(theme.code))
            continue
        parked = [s.callout.parked_until for s in answering if _is_parked(s)]
        openings = [until for until in parked if until is not None]
        if len(openings) == len(answering):
            found.append(Closed(theme.code, min(openings)))
    return found


def _is_parked(summons: Summons) -> bool:
    return state(summons.callout) is State.PARKED


def told(work: Work, picture: Picture) -> Iterator[str]:
    """Yield each line's key and words, to tell whether the list has changed."""
    language = work.desk.language
    for line in lines(work, picture):
        texts = [p.text for p in _parts(work, picture, line, 0, language) if isinstance(p, Text)]
        yield " ".join((line.key, *texts))


def coordinator_list(work: Work, picture: Picture, language: str) -> Message:
    """Compose the list with a button per line."""
    alarm = picture.alarm
    due = lines(work, picture)
    heading = work.say("coordinator-heading", language, codename=alarm.codename)
    summary = work.say("coordinator-summary", language, codename=alarm.codename, count=len(due))
    if not due:
        text = work.say("coordinator-empty", language)
        return Message(heading, (Heading(heading), Text(text)), alarm.is_drill)
    parts: list[Part] = [Heading(heading), Text(work.say("coordinator-text", language))]
    numbered = 0
    for line in due[:15]:  # a Slack message holds 50 blocks, a line takes up to three
        numbered += isinstance(line, Unanswered)
        parts += _parts(work, picture, line, numbered, language)
    return Message(summary, tuple(parts), alarm.is_drill)


def _parts(work: Work, picture: Picture, line: Line, number: int, language: str) -> list[Part]:
    match line:
        case Unanswered():
            return _unanswered(work, picture, line, number, language)
        case Orphan(theme):
            name = work.desk.blueprint.theme(theme).name(language)
            return [Text(work.say("coordinator-orphan", language, theme=name))]
        case Closed(theme, until):
            name = work.desk.blueprint.theme(theme).name(language)
            opens = words.clock(work, until)
            return [Text(work.say("coordinator-closed", language, theme=name, until=opens))]
        case Undelivered():
            return [Text(undelivered.told(work, picture, line, language))]


def _unanswered(
    work: Work, picture: Picture, line: Unanswered, number: int, language: str
) -> list[Part]:
    summons = line.summons
    actor = picture.actor(summons)
    names = {"actor": actor.name, "organisation": actor.organisation}
    if not line.has_chat:
        phone = channel.phone_of(work, picture, summons, language)
        told = work.say("coordinator-no-chat", language, phone=phone, **names)
    elif summons.callout.is_exhausted:
        asked = dict.fromkeys(picture.name(page.person) for page in summons.callout.pages)
        listed = ", ".join(asked) or work.say("nobody", language)
        told = work.say("coordinator-unanswered", language, asked=listed, **names)
    else:
        waiting = words.state_of(work, picture, summons, language)
        told = work.say("coordinator-waiting", language, state=waiting, **names)
    themes = words.themes(work, summons.themes, language)
    buttons = (
        Button(work.say("button-take-over", language), "take", str(summons.id), "primary"),
        Button(work.say("button-why", language), "why", str(summons.id)),
    )
    return [Text(f"{number}. {told}"), Note(themes), Buttons(buttons)]
