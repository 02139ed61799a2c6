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
from storage.model import Summons

MOST = 12  # actors in one message


@dataclass(frozen=True, slots=True)
class OpenAlarm:
    """An alarm that is open, and the callouts of the actors that are handed on."""

    picture: Picture
    summonses: tuple[Summons, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A duty that has changed hands, as it is now, and who is at the other side."""

    duty: Duty
    other: str  # a name; empty when it is nobody


def notice(
    work: Work, coming: Sequence[Duty], known: Sequence[OpenAlarm], language: str
) -> Message:
    """Tell the evening before which duties begin, with what can be done about each."""
    heading = work.say("handoff-heading", language)
    duties = listed(work, coming, None, language)
    alarms = _alarms(work, known, language)
    return Message(heading, (Heading(heading), *duties, *alarms))


def on(work: Work, got: Sequence[Turn], known: Sequence[OpenAlarm], language: str) -> Message:
    """Tell who goes on call from now on, at one actor or several at once."""
    if len(got) > 1:
        return _several(work, "on", got, language, tuple(_alarms(work, known, language)))
    [turn] = got
    told = work.say(
        "handoff-on",
        language,
        actor=words.titled(turn.duty.actor),
        until=words.clock(work, turn.duty.ends_at, language),
    )
    parts: list[Part] = [Text(told)]
    if turn.other:
        parts.append(Text(work.say("handoff-relieves", language, who=turn.other)))
    return Message(told, (*parts, *_alarms(work, known, language)))


def off(work: Work, left: Sequence[Turn], language: str) -> Message:
    """Relieve who goes off call, at one actor or several at once."""
    if len(left) > 1:
        return _several(work, "off", left, language, ())
    [turn] = left
    key = "handoff-off" if turn.other else "handoff-off-gap"
    told = work.say(key, language, actor=words.titled(turn.duty.actor), who=turn.other)
    return Message(told, (Text(told),))


def _several(
    work: Work, side: str, turns: Sequence[Turn], language: str, more: tuple[Part, ...]
) -> Message:
    told = work.say(f"handoff-{side}-several", language, count=len(turns))
    lines = [_line(work, side, turn, language) for turn in turns[:MOST]]
    if len(turns) > MOST:
        lines.append(work.say("gaps-more", language, count=len(turns) - MOST))
    return Message(told, (Text(told), Lines(tuple(lines)), *more))


def _line(work: Work, side: str, turn: Turn, language: str) -> str:
    actor = words.titled(turn.duty.actor)
    until = words.clock(work, turn.duty.ends_at, language)
    if not turn.other:
        return work.say(f"handoff-{side}-line-alone", language, actor=actor, until=until)
    return work.say(f"handoff-{side}-line", language, actor=actor, until=until, who=turn.other)


def _alarms(work: Work, known: Sequence[OpenAlarm], language: str) -> Iterator[Part]:
    if not known:
        yield Text(work.say("handoff-no-alarms", language))
        return
    lines = (line for one in known for line in _lines(work, one, language))
    yield Lines(tuple(lines), title=work.say("handoff-alarms", language))


def _lines(work: Work, known: OpenAlarm, language: str) -> Iterator[str]:
    picture = known.picture
    alarm = picture.alarm
    place = f" ({words.place(alarm)})" if names_municipality(alarm) else ""
    for summons in known.summonses:
        yield work.say(
            "handoff-alarm",
            language,
            alarm=f"{words.named(work, alarm, language)}{place}",
            actor=picture.actor(summons).name,
            state=words.state_of(work, picture, summons, language),
        )
