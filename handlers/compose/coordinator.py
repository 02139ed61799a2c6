"""The coordinator's list: all that is unanswered in an alarm, each with Tar över."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from blueprint.model import ThemeCode
from escalation.advance import state
from escalation.callout import State
from handlers.compose import channel, undelivered, words
from handlers.compose.undelivered import Failing, Shut, Undelivered, Uninvited
from handlers.message import Button, Buttons, Heading, Message, Part, Text
from handlers.picture import Picture
from handlers.secrecy import knows_case
from handlers.work import Work
from roster.model import Actor, PersonId, Target
from storage.model import Summons

BETWEEN = 2  # characters between two lines
LONGEST_REST = 2500  # characters of the names of what does not fit; Slack takes 3000 in one text


@dataclass(frozen=True, slots=True)
class Room:
    """How much a platform's message holds, beside its heading."""

    lines: int
    characters: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A callout whose chain has reached the coordinator or ended."""

    summons: Summons
    place: int  # within the alarm: a line keeps its number while others come and go
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


Line = Unanswered | Orphan | Closed | Failing


def has_chat(picture: Picture, summons: Summons) -> bool:
    """Whether anybody of the actor's own can be reached in chat."""
    named = picture.actor(summons).people
    return any(picture.people[p].has_chat for p in named if p in picture.people)


def lines(work: Work, picture: Picture, reader: PersonId) -> tuple[Line, ...]:
    """Return what the coordinator has to know now, in a steady order.

    What stops a whole platform comes first, then themes that nobody has: they are few, and
    nothing else reminds of them.
    """
    if not picture.alarm.is_open:
        return ()
    unanswered = [
        Unanswered(summons, place, has_chat(picture, summons))
        for place, summons in enumerate(picture.summonses, start=1)
        if _needs_coordinator(picture, summons)
    ]
    if not knows_case(picture, reader):
        return tuple(unanswered)
    shut, lost = undelivered.shut(picture), undelivered.lost(picture)
    return (*shut, *_themes(work, picture), *unanswered, *lost)


def _needs_coordinator(picture: Picture, summons: Summons) -> bool:
    callout = summons.callout
    if callout.answer is not None:
        return False
    asked_coordinator = any(page.to is Target.COORDINATOR for page in callout.pages)
    return callout.is_exhausted or asked_coordinator or not has_chat(picture, summons)


def _themes(work: Work, picture: Picture) -> list[Line]:
    found: list[Line] = []
    for theme in picture.alarm.themes_of(work.desk.blueprint):
        answering = [s for s in picture.summonses if theme.code in (*s.themes, *s.stands_in_for)]
        if not answering:
            found += [] if theme.code in picture.later else [Orphan(theme.code)]
            continue
        parked = [s.callout.parked_until for s in answering if _is_parked(s)]
        openings = [until for until in parked if until is not None]
        if len(openings) == len(answering):
            found.append(Closed(theme.code, min(openings)))
    return found


def _is_parked(summons: Summons) -> bool:
    return state(summons.callout) is State.PARKED


def told(work: Work, picture: Picture, reader: PersonId) -> Iterator[str]:
    """Yield each line's key and words, to tell whether the list has changed."""
    read = _Reading(work, picture, work.desk.language, knows_case(picture, reader))
    for line in lines(work, picture, reader):
        yield f"{line.key} {_text(read, line)}"


def coordinator_list(
    work: Work, picture: Picture, reader: PersonId, language: str, room: Room
) -> Message:
    """Compose the list with buttons per line; what does not fit is named."""
    read = _Reading(work, picture, language, knows_case(picture, reader))
    due = lines(work, picture, reader)
    heading = _heading(read)
    if not due:
        text = Text(_nothing_due(read))
        return Message(heading, (Heading(heading), text), picture.alarm.is_drill)
    if not _fits([_text(read, line) for line in due], room):
        read = replace(read, is_brief=True)
    shown = due[: _fitting(read, due, room)]
    parts: list[Part] = [Heading(heading), Text(work.say("coordinator-text", language))]
    for line in shown:
        parts += _parts(read, line)
    if len(due) > len(shown):
        parts.append(Text(_rest(read, due[len(shown) :])))
    return Message(_summary(read, len(due)), tuple(parts), picture.alarm.is_drill)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The alarm as the one who reads the list may know it."""

    work: Work
    picture: Picture
    language: str
    knows_case: bool
    is_brief: bool = False  # a line is a name and a number to phone: there are many

    def say(self, key: str, **args: Any) -> str:
        return self.work.say(key, self.language, **args)


def _heading(read: _Reading) -> str:
    alarm = read.picture.alarm
    if not read.knows_case:
        return read.say("coordinator-heading-secret", number=str(alarm.id))
    return read.say("coordinator-heading", codename=alarm.codename)


def _summary(read: _Reading, count: int) -> str:
    alarm = read.picture.alarm
    if not read.knows_case:
        return _heading(read)
    return read.say("coordinator-summary", codename=alarm.codename, count=count)


def _nothing_due(read: _Reading) -> str:
    alarm = read.picture.alarm
    if not alarm.is_open:
        return words.ending(read.work, alarm, read.language)
    is_answered = all(one.callout.answer is not None for one in read.picture.summonses)
    return read.say("coordinator-empty" if is_answered else "coordinator-nothing-now")


def _fits(texts: Sequence[str], room: Room) -> bool:
    return len(texts) <= room.lines and _size(texts) <= room.characters


def _size(texts: Sequence[str]) -> int:
    return sum(len(text) + BETWEEN for text in texts)


def _fitting(read: _Reading, due: Sequence[Line], room: Room) -> int:
    """Return how many lines fit: all of them, or as many as leave room to name the others."""
    texts = [_text(read, line) for line in due]
    if _fits(texts, room):
        return len(due)
    counts = range(min(len(due), room.lines), 1, -1)
    fit = (n for n in counts if _size([*texts[:n], _rest(read, due[n:])]) <= room.characters)
    return next(fit, 1)


def _rest(read: _Reading, hidden: Sequence[Line]) -> str:
    names = "; ".join(_name(read, line) for line in hidden)
    shortened = names if len(names) <= LONGEST_REST else names[: LONGEST_REST - 1] + "…"
    return read.say("and-more", count=str(len(hidden)), names=shortened)


def _name(read: _Reading, line: Line) -> str:
    match line:
        case Unanswered(summons, place):
            return (
                f"{place}. {read.picture.actor(summons).name}" if read.knows_case else f"{place}."
            )
        case Orphan(theme) | Closed(theme):
            return read.work.desk.blueprint.theme(theme).name(read.language)
        case Shut() | Uninvited() | Undelivered():
            return undelivered.named(read.work, read.picture, line, read.language)


def _parts(read: _Reading, line: Line) -> list[Part]:
    text = Text(_text(read, line))
    if not isinstance(line, Unanswered):
        return [text]
    value = str(line.summons.id)
    buttons = [Button(read.say("button-take-over"), "take", value, "primary")]
    if read.knows_case:
        buttons.append(Button(read.say("button-why"), "why", value))
    return [text, Buttons(tuple(buttons), tag=str(line.place))]


def _text(read: _Reading, line: Line) -> str:
    match line:
        case Unanswered():
            return f"{line.place}. {_unanswered(read, line)}"
        case Orphan(theme):
            name = read.work.desk.blueprint.theme(theme).name(read.language)
            return read.say("coordinator-orphan", theme=name)
        case Closed(theme, until):
            name = read.work.desk.blueprint.theme(theme).name(read.language)
            return read.say(
                "coordinator-closed", theme=name, until=words.clock(read.work, until, read.language)
            )
        case Shut() | Uninvited() | Undelivered():
            return undelivered.told(read.work, read.picture, line, read.language)


def _unanswered(read: _Reading, line: Unanswered) -> str:
    actor = read.picture.actor(line.summons)
    if not read.knows_case:
        return read.say("coordinator-secret")  # a name may give the municipality away
    if read.is_brief:
        return _in_brief(read, line, actor)
    concerned = line.summons.themes or line.summons.stands_in_for
    themes = words.themes(read.work, concerned, read.language)
    return f"{_state(read, line, actor)}\n{themes}".rstrip()


def _in_brief(read: _Reading, line: Unanswered, actor: Actor) -> str:
    if line.has_chat or read.picture.alarm.is_drill:
        return actor.name
    phone = channel.phone_of(read.work, read.picture, line.summons, read.language)
    return f"{actor.name} · {phone}"


def _state(read: _Reading, line: Unanswered, actor: Actor) -> str:
    summons, picture = line.summons, read.picture
    names = {"actor": actor.name, "organisation": actor.organisation}
    if not line.has_chat and picture.alarm.is_drill:
        return read.say("coordinator-no-chat-drill", **names)
    if not line.has_chat:
        phone = channel.phone_of(read.work, picture, summons, read.language)
        return read.say("coordinator-no-chat", phone=phone, **names)
    if summons.callout.is_exhausted:
        asked = dict.fromkeys(picture.name(page.person) for page in summons.callout.pages)
        return read.say(
            "coordinator-unanswered", asked=", ".join(asked) or read.say("nobody"), **names
        )
    waiting = words.state_of(read.work, picture, summons, read.language)
    return read.say("coordinator-waiting", state=waiting, **names)
