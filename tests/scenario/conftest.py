"""A small town with a bot in it: real Bolt, real python-telegram-bot, real SQLite, no sleeping."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.demo.player import Player
from bot.demo.stage import Stage, stage
from handlers.work import Work
from sandbox.faults import Fault
from sandbox.slack.state import Channel, Message
from sandbox.world import SandboxPerson
from storage import alarms, backlog, callouts
from storage.model import Alarm, AlarmId, Platform, Summons

MONDAY_TEN = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)  # 10:00 in Stockholm

ROSTER = """
people:
  - {id: anna, name: Anna Ek, slack: U0ANNA, telegram: 900001, phone: "070-1740605"}
  - {id: bo, name: Bo Lind, slack: U0BO}
  - {id: bertil, name: Bertil Ås, slack: U0BERTIL}
  - {id: karin, name: Karin Ö, slack: U0KARIN}
  - {id: greta, name: Greta Nät, telegram: 900005}
  - {id: maria, name: Maria Region, slack: U0MARIA, telegram: 900006}
  - {id: olle, name: Olle Stat, slack: U0OLLE}
  - {id: sven, name: Sven Linje, phone: "070-1740606"}
  - {id: nisse, name: Nisse Granne, slack: U0NISSE}
  - {id: fia, name: Fia Fack, slack: U0FIA}
  - {id: zoe, name: Zoe Utan Rätt, slack: U0ZOE, telegram: 900009}
actors:
  - id: naringsliv
    name: Näringslivskontoret
    organisation: Söderhamns kommun
    level: lokal
    area: ["2182"]
    themes: [MOT, LAR, MAR]
    may_alarm: true
    on_call: {people: [anna, bo], rotation: fixed}
    deputy: bertil
    chief: karin
  - id: nat
    name: Elnätet
    organisation: Söderhamns kommun
    level: lokal
    area: ["2182"]
    themes: [ELV]
    on_call: {people: [greta], rotation: fixed}
    deputy: bertil
  - id: region
    name: Jouren
    organisation: Region Gävleborg
    level: regional
    area: ["21"]
    themes: [FLE, KOM]
    may_alarm: true
    coordinator: true
    on_call: {people: [maria], rotation: fixed}
  - id: stat
    name: Etableringskontakten
    organisation: Länsstyrelsen Gävleborg
    level: regional
    area: ["21"]
    themes: [MYN, TIL]
    hours: kontorstid
    on_call: {people: [olle], rotation: fixed}
  - id: linje
    name: Anslutning
    organisation: Svenska kraftnät
    level: nationell
    area: [SE]
    themes: [ELV]
    on_call: {people: [sven], rotation: fixed}
  - id: granne
    name: Grannkontoret
    organisation: Bollnäs kommun
    level: lokal
    area: ["2183"]
    themes: [MOT]
    on_call: {people: [nisse], rotation: fixed}
  - id: fack
    name: Facket
    organisation: Klubben
    level: lokal
    area: ["2182"]
    themes: [KOM]
    after_publication: true
    on_call: {people: [fia], rotation: fixed}
"""


class Town(Player):
    """A stage with shorthands for what tests do and look at."""

    def __init__(self, set_up: Stage) -> None:
        super().__init__(set_up)
        self.slack = set_up.sandbox.slack
        self.telegram = set_up.sandbox.telegram
        self.faults = set_up.sandbox.faults
        self.clock = set_up.clock

    async def raise_alarm(
        self, user: str = "U0ANNA", *, due: datetime | None = None, **fields: Any
    ) -> None:
        """Raise Lavskrika in Söderhamn and wait until all is delivered."""
        if due is not None:
            fields["Svar senast"] = due
        command = "/larm Söderhamn etablering Lavskrika"
        await self.hands.raise_alarm(user, command, fields)
        await self.quiet()

    async def forward(self, **ahead: float) -> None:
        """Let time pass, doing everything that falls due on the way."""
        await self.until(self.clock.now() + timedelta(**ahead))

    async def press(self, user: str, label: str, about: str = "") -> None:
        await self.hands.press(user, label, about)
        await self.quiet()

    async def eventually(self, is_so: Callable[[], bool]) -> None:
        """Wait for what a listener does best effort, after its acknowledgement."""
        for _ in range(500):
            if is_so():
                return
            await asyncio.sleep(0.01)
        raise TimeoutError(is_so)

    async def tap(self, user: int, label: str, about: str = "") -> None:
        await self.hands.tap(user, label, about)
        await self.quiet()

    async def say(self, user: int, text: str) -> str:
        """Write to the bot in Telegram; return what it answers."""
        await self.telegram.send(user, text)
        return await self.answer_to(user)

    async def answer_to(self, user: int) -> str:
        """Wait for the bot's answer to what the person wrote last."""
        for _ in range(500):
            last = self.telegram.messages(user)[-1]
            if last.from_bot:
                return last.text
            await asyncio.sleep(0.01)
        raise TimeoutError(user)

    async def command(self, user: str, text: str) -> str:
        """Type a command in Slack; return the answer that only the person sees."""
        answer = await self.slack.command(user, text)
        return answer.plain if answer else ""

    def summonses_to(self, user: str) -> list[Message]:
        """Return the summonses among a person's direct messages in Slack."""
        return [m for m in self.slack.direct(user) if "behövs" in m.text]

    def pages(self, user: str, actor: str) -> list[Message]:
        """Return the person's summonses in Slack about an actor whose name begins so."""
        return [m for m in self.summonses_to(user) if f"*Gäller:* {actor}" in m.plain]

    def told(self, user: str) -> list[str]:
        return [message.plain for message in self.slack.direct(user)]

    def channel_of(self, user: str) -> Channel:
        return self.slack.state.dm(user)

    @property
    def channel(self) -> Channel:
        found = [c for c in self.slack.state.channels.values() if not c.is_im]
        return found[0]

    @property
    def situation(self) -> str:
        """Return the pinned situation message."""
        pinned = [m for m in self.channel.messages if m.ts in self.channel.pins]
        return next(m.plain for m in pinned if "Tema och nivå" in m.plain)

    async def ask(self, use_case: Any) -> Any:
        return await self._look(use_case)

    async def alarm(self, number: int = 1) -> Alarm:
        found: Alarm = await self.ask(lambda w: alarms.get(w.session, AlarmId(number)))
        return found

    async def summons(self, actor: str) -> Summons:
        def find(work: Work) -> Summons:
            all_of_them = callouts.of_alarm(work.session, AlarmId(1))
            return next(one for one in all_of_them if one.actor == actor)

        found: Summons = await self.ask(find)
        return found

    async def callouts(self, number: int = 1) -> list[Summons]:
        found: list[Summons] = await self.ask(
            lambda work: callouts.of_alarm(work.session, AlarmId(number))
        )
        return found

    async def buried(self) -> list[str]:
        found = await self.ask(lambda work: backlog.buried(work.session, "alarm/1"))
        return [delivery.key for delivery in found]


def people_of(text: str) -> list[SandboxPerson]:
    spec = yaml.load(text, Loader=yaml.BaseLoader)
    return [
        SandboxPerson(
            name=person["name"],
            slack=person.get("slack"),
            telegram=int(person["telegram"]) if "telegram" in person else None,
        )
        for person in spec["people"]
    ]


@asynccontextmanager
async def a_town(
    folder: Path,
    text: str = ROSTER,
    at: datetime = MONDAY_TEN,
    *,
    limits: bool = False,
    platforms: Collection[Platform] = tuple(Platform),
    faults: Sequence[Fault] = (),
    changes: Mapping[str, object] | None = None,
    database_url: str | None = None,
) -> AsyncIterator[Town]:
    """Set a town up with its own roster."""
    file = folder / "roster.yaml"
    file.write_text(text, encoding="utf-8")
    quick = timedelta(milliseconds=20)
    async with stage(
        at,
        roster=file,
        people=people_of(text),
        limits=limits,
        settling=quick,
        platforms=platforms,
        faults=faults,
        changes=changes,
        database_url=database_url,
    ) as set_up:
        town = Town(set_up)
        await town.quiet()
        yield town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with a_town(tmp_path) as found:
        yield found
