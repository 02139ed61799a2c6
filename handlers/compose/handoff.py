"""Compose what is told at a hand-off, and the evening before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.compose import words
from handlers.compose.shifts import listed
from handlers.message import Heading, Lines, Message, Part, Text
from handlers.picture import Picture
from handlers.secrecy import names_municipality
from handlers.work import Work
from roster.duty import Duty
from roster.model import Actor
from storage.model import Summons


@dataclass(frozen=True, slots=True)
class OpenAlarm:
    """An alarm that is open, and the callouts of the actors that are handed on."""

    picture: Picture
    summonses: tuple[Summons, ...]


def notice(
    work: Work, coming: Sequence[Duty], known: Sequence[OpenAlarm], language: str
) -> Message:
    """Tell the evening before which duties begin, with what can be done about each."""
    heading = work.say("handoff-heading", language)
    duties = listed(work, coming, None, language)
    alarms = _alarms(work, known, language)
    return Message(heading, (Heading(heading), *duties, *alarms))


def on(work: Work, duty: Duty, before: str, known: Sequence[OpenAlarm], language: str) -> Message:
    """Tell who goes on call from now on."""
    told = work.say(
        "handoff-on",
        language,
        actor=words.titled(duty.actor),
        until=words.clock(work, duty.ends_at, language),
    )
    parts: list[Part] = [Text(told)]
    if before:
        parts.append(Text(work.say("handoff-relieves", language, who=before)))
    return Message(told, (*parts, *_alarms(work, known, language)))


def off(work: Work, actor: Actor, after: str, language: str) -> Message:
    """Relieve who goes off call."""
    key = "handoff-off" if after else "handoff-off-gap"
    told = work.say(key, language, actor=words.titled(actor), who=after)
    return Message(told, (Text(told),))


def _alarms(work: Work, known: Sequence[OpenAlarm], language: str) -> Iterator[Part]:
    if not known:
        yield Text(work.say("handoff-no-alarms", language))
        return
    lines = (line for one in known for line in _lines(work, one, language))
    yield Lines(tuple(lines), title=work.say("handoff-alarms", language))


def _lines(work: Work, known: OpenAlarm, language: str) -> Iterator[str]:
    picture = known.picture
    alarm = picture.alarm
    place = f" ({picture.municipality.name})" if names_municipality(alarm) else ""
    for summons in known.summonses:
        yield work.say(
            "handoff-alarm",
            language,
            number=str(alarm.id),
            codename=f"{alarm.codename}{place}",
            actor=picture.actor(summons).name,
            state=words.state_of(work, picture, summons, language),
        )
