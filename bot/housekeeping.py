"""Chores in real time, on APScheduler. It stores no truth: a chore missed is done next time."""

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

REMEMBERED = timedelta(days=2)  # no platform repeats what it told so long ago


class Housekeeping:
    """Forgets what need not be remembered, and keeps the dead man's switch quiet."""

    def __init__(self, runner: Runner, heartbeat_url: str | None) -> None:
        self._runner = runner
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None}
        )
        self._scheduler.add_job(self._forget, IntervalTrigger(hours=1), next_run_time=real_now())
        if heartbeat_url is not None:
            beating = Heartbeat(heartbeat_url, lambda: runner.look(figures.look))
            every = IntervalTrigger(seconds=heartbeat.EVERY)
            self._scheduler.add_job(beating.beat, every, next_run_time=real_now())

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _forget(self) -> None:
        await self._runner.look(_forget)


def _forget(work: Work) -> None:
    heard.forget(work.session, work.real_now - REMEMBERED)
    dialogues.forget(work.session, work.now - dialogues.LIFE)
    outbox.forget_replies(work.session, work.real_now - REMEMBERED)
