"""Wake at the earliest due moment and do what has fallen due. Stores no truth."""

import asyncio

import structlog

from bot.clock import Clock
from bot.runner import Runner
from handlers import figures
from handlers.chase import Chased, chase

log = structlog.get_logger()

HEARTBEAT = 5.0  # real seconds; a safety net should a wake-up ever be lost


class Ticker:
    """Sleeps until something is due; a commit that makes something due earlier wakes it."""

    def __init__(self, runner: Runner, clock: Clock) -> None:
        self._runner = runner
        self._clock = clock
        self._wake = asyncio.Event()
        self._stopping = False
        self.is_idle = False  # nothing is due at this moment of the clock

    def wake(self) -> None:
        self.is_idle = False
        self._wake.set()

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Chase until `stop` is called."""
        while not self._stopping:
            self._wake.clear()
            try:
                chased = await self._chase()
            except Exception:
                log.exception("chasing failed")
                await asyncio.sleep(1)
                continue
            figures.TICKS.inc()
            figures.CHASED.inc(chased.count)
            if chased.count == 0:
                await self._sleep(chased)

    async def _chase(self) -> Chased:
        return await self._runner.act(chase, has_left_work=lambda chased: chased.count > 0)

    async def _sleep(self, chased: Chased) -> None:
        due = chased.next_due_at
        wait = min(HEARTBEAT, self._clock.until(due)) if due is not None else HEARTBEAT
        self.is_idle = not self._wake.is_set()
        try:
            await asyncio.wait_for(self._wake.wait(), timeout=max(wait, 0.001))
        except TimeoutError:
            return
        finally:
            self.is_idle = False
