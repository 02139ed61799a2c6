"""Play on a stage: let time pass from one due moment to the next, act, note what shows."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.demo.actors import Hands
from bot.demo.stage import Stage
from bot.demo.transcript import Transcript
from handlers.work import Work
from storage import backlog, moments

T = TypeVar("T")

PATIENCE = 60.0  # real seconds for everything promised to be delivered


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody does at a moment of the case."""

    at: datetime
    told: str
    do: Callable[[], Awaitable[None]]


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
            undone = await self._look(lambda work: backlog.undone(work.session))
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
