"""`larm demo --play`: play a case at speed, print what people saw, and judge the outcome."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from blueprint import municipalities
from bot.demo import cast, lavskrika
from bot.demo.actors import Hands, Transcript
from bot.demo.stage import Stage, stage
from handlers import picture as pictures
from handlers.compose import situation
from handlers.message import as_text
from handlers.picture import Picture
from handlers.work import Work
from storage import alarms, moments, outbox
from storage.model import AlarmId

T = TypeVar("T")

PATIENCE = 60.0  # real seconds for everything promised to be delivered
SETTLING = timedelta(milliseconds=50)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody does at a moment of the case."""

    at: datetime
    told: str
    do: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a play ended."""

    transcript: tuple[str, ...]
    picture: Picture
    matrix: str
    mistakes: tuple[str, ...]


class Player:
    """Plays acts on a stage; the clock jumps only when nothing is due, waiting or in flight."""

    def __init__(self, set_up: Stage) -> None:
        self.stage = set_up
        self.hands = Hands(set_up.sandbox)
        self.transcript = Transcript(set_up.sandbox)

    async def play(self, acts: list[Act], tell: Callable[[Act], None]) -> None:
        for act in acts:
            await self.until(act.at)
            tell(act)
            await act.do()
        await self.quiet()

    async def until(self, moment: datetime) -> None:
        """Let time pass, from one due moment to the next."""
        clock = self.stage.clock
        while True:
            await self.quiet()
            now = clock.now()
            if now >= moment:
                return
            due = await self._look(lambda work: moments.earliest_due(work.session))
            target = min(moment, due) if due is not None else moment
            clock.jump(max((target - now).total_seconds(), 0.001))
            self.stage.larm.ticker.wake()

    async def quiet(self) -> None:
        """Wait until nothing is due, waiting or in flight; raises TimeoutError."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            larm = self.stage.larm
            undone = await self._look(lambda work: outbox.undone(work.session))
            if undone == 0 and larm.in_flight == 0 and larm.ticker.is_idle:
                self.transcript.look(self._told_time())
                return
            await asyncio.sleep(0.01)
        raise TimeoutError("the play has come to a halt")

    async def _look(self, use_case: Callable[[Work], T]) -> T:
        return await self.stage.larm.runner.look(use_case)

    def _told_time(self) -> str:
        local = self.stage.clock.now().astimezone(self.stage.larm.desk.tz)
        return f"{local:%Y-%m-%d %H:%M}"


async def perform(secrecy: str, tell: Callable[[Act], None]) -> Outcome:
    """Play Lavskrika under a secrecy level and judge it."""
    case = replace(cast.case("lavskrika"), secrecy=secrecy)
    async with stage(case, limits=False, settling=SETTLING) as set_up:
        player = Player(set_up)
        await player.play(lavskrika.acts(player, Act), tell)
        picture, matrix = await set_up.larm.runner.look(_ending)
        mistakes = await set_up.larm.runner.look(
            lambda work: lavskrika.judge(work, set_up.sandbox, picture)
        )
        return Outcome(tuple(player.transcript.lines), picture, matrix, tuple(mistakes))


async def play(name: str) -> int:
    """Play a case in the terminal; return 0 only if the mobilisation ended as it should."""
    console = Console()
    if name != "lavskrika":
        console.print(f"There is no play {name!r}; there is lavskrika.")
        return 1
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("Lavskrika", total=lavskrika.LENGTH)

        def tell(act: Act) -> None:
            progress.update(bar, advance=1, description=act.told)

        outcome = await perform("begränsad", tell)
    _print(console, outcome)
    return 1 if outcome.mistakes else 0


def _ending(work: Work) -> tuple[Picture, str]:
    alarm = alarms.get(work.session, AlarmId(1))
    picture = pictures.load(work, alarm.id)
    return picture, as_text(situation.situation(work, picture, "sv", for_lead=False))


def _print(console: Console, outcome: Outcome) -> None:
    for line in outcome.transcript:
        console.print(line, markup=False, highlight=False)
    console.rule("Slutläge")
    console.print(outcome.matrix, markup=False, highlight=False)
    console.rule("Utfall")
    for mistake in outcome.mistakes:
        console.print(f"FEL: {mistake}", markup=False, highlight=False)
    if not outcome.mistakes:
        place = municipalities.by_code(outcome.picture.alarm.municipality)
        name = place.name if place else ""
        count = len(outcome.picture.summonses)
        console.print(f"Mobiliseringen i {name} slutade som den skulle: {count} aktörer.")
