"""What plays have in common: how people act in a case, and what its end is judged by."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from blueprint import municipalities
from bot.demo.cast import Case
from bot.demo.player import Act, Player
from escalation.advance import state
from escalation.callout import State
from handlers.compose.channel import channel_name
from handlers.picture import Picture
from handlers.work import Work
from roster.model import ActorId
from sandbox.server import Sandbox
from sandbox.slack.state import Channel
from storage import backlog
from storage.model import Ending

Line = tuple[timedelta, str, Callable[[], Awaitable[None]]]


@dataclass(frozen=True, slots=True)
class Quiet:
    """From when to when, after the alarm, nobody with office hours may be disturbed."""

    closes: timedelta
    opens: timedelta
    parked: Collection[str]  # the actors that are paged as soon as it is over
    always_open: Collection[str]  # those without office hours


@dataclass(frozen=True, slots=True)
class Ends:
    """How a case should have ended."""

    states: Mapping[str, State]
    answered_by: Mapping[str, str]  # where it was not the person on call
    quiet: Quiet
    digests: int
    hidden: str  # a fact that must not stand in a secret case's channel


async def nothing() -> None:
    """Only time passes."""


class Script(ABC):
    """A case's acts, in order; each case says which in `lines`."""

    def __init__(self, player: Player, case: Case) -> None:
        self.hands = player.hands
        self.case = case
        self.channel = _channel_of(case.codename, case.municipality, case.secrecy)
        self._stage = player.stage

    @abstractmethod
    def lines(self) -> Iterator[Line]:
        """Yield moment after the alarm, what is told, and what is done."""

    def acts(self) -> list[Act]:
        return [Act(self.case.alarm_at + after, told, do) for after, told, do in self.lines()]

    async def raise_alarm(self, user: str) -> None:
        case = self.case
        fields: dict[str, Any] = {
            "Sekretess": case.secrecy,
            "Fakta": case.facts,
            "Kontaktvägar": case.contact_paths,
            "Startmöte": case.start_meeting,
            "Grannkommuner": list(case.neighbours),
        }
        if case.reply_due_at is not None:
            fields["Svar senast"] = case.reply_due_at
        command = f"/larm {_place(case.municipality)} {case.kind} {case.codename}"
        await self.hands.raise_alarm(user, command, fields)

    async def fill(self, user: str, button: str, fields: Mapping[str, Any]) -> None:
        """Press a button and fill in the form that it opens."""
        await self.hands.press(user, button)
        await self.hands.fill(user, button, fields)

    async def joins(self, user: str, at: datetime) -> None:
        await self.fill(user, "Ansluter senare", {"När ansluter du?": at})

    async def tick(self, user: str, theme: str) -> None:
        await self.hands.press_in_channel(user, self.channel, "Klar", theme)

    async def take(self, user: str, theme: str) -> None:
        await self.hands.press_in_channel(user, self.channel, "Tar den", theme)

    async def phone(self, user: str, actor: str) -> None:
        await self.hands.press_in_channel(user, self.channel, "Ringd", actor)

    async def finish(self, user: str, outcome: str, *lessons: str) -> None:
        told = {f"Lärdom {number}": lesson for number, lesson in enumerate(lessons, 1)}
        await self.hands.press(user, "Avsluta")
        await self.hands.fill(user, "Avsluta larmet", {"Utfall": outcome, **told})

    def today(self, hour: int, minute: int = 0) -> datetime:
        local = self._stage.clock.now().astimezone(self._stage.larm.desk.tz)
        return local.replace(hour=hour, minute=minute, second=0, microsecond=0)


def after(*, days: int = 0, hours: int = 0, minutes: int = 0) -> timedelta:
    return timedelta(days=days, hours=hours, minutes=minutes)


def channel_of(sandbox: Sandbox, picture: Picture) -> Channel | None:
    """Return the alarm's channel as the sandbox has it."""
    alarm = picture.alarm
    return sandbox.slack.channel(_channel_of(alarm.codename, alarm.municipality, alarm.secrecy))


def judge(work: Work, sandbox: Sandbox, picture: Picture, ends: Ends) -> Iterator[str]:
    """Yield what did not end as it should."""
    yield from _judge_answers(picture, ends)
    yield from _judge_quiet(picture, ends.quiet)
    yield from _judge_channel(sandbox, picture, ends)
    if picture.alarm.ending is not Ending.FINISHED:
        yield f"larmet är inte avslutat ({picture.alarm.ending})"
    for lost in backlog.buried(work.session, f"alarm/{picture.alarm.id}"):
        yield f"ej levererat: {lost.key} ({lost.error})"
    hasty = [call for call in sandbox.slack.calls if call.status == 429]
    if hasty:
        yield f"{len(hasty)} anrop gjordes för fort"


def _judge_answers(picture: Picture, ends: Ends) -> Iterator[str]:
    found = {summons.actor: summons for summons in picture.summonses}
    for actor, expected in ends.states.items():
        summons = found.get(ActorId(actor))
        if summons is None:
            yield f"{actor} kallades inte"
        elif state(summons.callout) is not expected:
            yield f"{actor} är {state(summons.callout)}, skulle vara {expected}"
    for actor, person in ends.answered_by.items():
        summons = found.get(ActorId(actor))
        given = summons.callout.answer if summons else None
        if given is None or given.by != person:
            yield f"{actor} besvarades av {given.by if given else 'ingen'}, inte av {person}"
    for actor in set(found) - set(ends.states):
        yield f"{actor} skulle inte ha kallats"


def _judge_quiet(picture: Picture, quiet: Quiet) -> Iterator[str]:
    start = picture.alarm.opened_at.replace(second=0, microsecond=0)
    closes, opens = start + quiet.closes, start + quiet.opens
    for summons in picture.summonses:
        pages = summons.callout.pages
        disturbing = [page for page in pages if closes <= page.promised_at < opens]
        if disturbing and summons.actor not in quiet.always_open:
            yield f"{summons.actor} stördes utanför arbetstid"
        if summons.actor in quiet.parked and not any(p.promised_at >= opens for p in pages):
            yield f"{summons.actor} parkerades inte tills kontoren öppnade"


def _judge_channel(sandbox: Sandbox, picture: Picture, ends: Ends) -> Iterator[str]:
    channel = channel_of(sandbox, picture)
    if channel is None:
        yield "kanalen finns inte"
        return
    digests = [m for m in channel.messages if m.text.startswith("Lägessammanfattning")]
    if len(digests) != ends.digests:
        yield f"{len(digests)} lägessammanfattningar i kanalen, skulle vara {ends.digests}"
    if not channel.is_archived:
        yield "kanalen är inte arkiverad"
    if len(channel.pins) != 2:
        yield f"{len(channel.pins)} fästa meddelanden, skulle vara två"
    is_secret = picture.alarm.secrecy.value == "hemlig"
    if is_secret and any(ends.hidden in message.plain for message in channel.messages):
        yield "ett hemligt ärendes fakta står i kanalen"


def _channel_of(codename: str, municipality: str, secrecy: str) -> str:
    return channel_name(codename, None if secrecy == "hemlig" else _place(municipality))


def _place(code: str) -> str:
    found = municipalities.by_code(code)
    return found.name if found else code
