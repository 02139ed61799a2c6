"""Chores in real time, on APScheduler. It stores no truth: a chore missed is done next time."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot import heartbeat
from bot.clock import real_now
from bot.heartbeat import Heartbeat
from bot.runner import Runner
from handlers import figures
from handlers.work import Work
from storage import dialogues, heard, outbox

Chore = Callable[[], Awaitable[None]]

REMEMBERED = timedelta(days=2)  # no platform repeats what it told so long ago


class Housekeeping:
    """Forgets what need not be remembered, and keeps the dead man's switch quiet."""

    def __init__(self, runner: Runner, heartbeat_url: str | None) -> None:
        self._runner = runner
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None}
        )
        self.every(timedelta(hours=1), self._forget)
        if heartbeat_url is not None:
            beating = Heartbeat(heartbeat_url, lambda: runner.look(figures.look))
            self.every(timedelta(seconds=heartbeat.EVERY), beating.beat)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def every(self, pause: timedelta, chore: Chore, *, after: timedelta = timedelta(0)) -> None:
        """Do a chore again and again, the first time `after` a while."""
        trigger = IntervalTrigger(seconds=pause.total_seconds())
        first = real_now() + after
        self._scheduler.add_job(_unless_stopped, trigger, [chore], next_run_time=first)

    async def _forget(self) -> None:
        await self._runner.look(_forget)


async def _unless_stopped(chore: Chore) -> None:
    """Do a chore; a stop interrupts it, which the scheduler would log as a mistake."""
    with suppress(asyncio.CancelledError):
        await chore()


def _forget(work: Work) -> None:
    heard.forget(work.session, work.real_now - REMEMBERED)
    dialogues.forget(work.session, work.now - dialogues.LIFE)
    outbox.forget_replies(work.session, work.real_now - REMEMBERED)
