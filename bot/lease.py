"""One process at a time speaks for a platform: the one that holds its lease.

On SQLite there is one process, and it always does. On PostgreSQL the lease is a row that its
holder renews; whoever finds it run out takes it, and takes up what the other left on the wire.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import structlog
from sqlalchemy.exc import OperationalError

from bot.runner import Runner
from handlers.work import Work
from storage import claims, leases
from storage.model import Platform

log = structlog.get_logger()

LIFE = timedelta(seconds=6)
RENEWAL = 2.0  # seconds
MARGIN = 0.5  # seconds before its end at which the holder falls silent


class Lease:
    """A process's claim to speak for a platform."""

    def __init__(
        self, platform: Platform, runner: Runner, take_over: Callable[[Work], None]
    ) -> None:
        self._platform = platform
        self._take_over = take_over  # what must be known of the holder before
        self._runner = runner
        self._holder = uuid4().hex
        self._is_shared = not runner.database.is_sqlite
        self._until = 0.0  # by the monotonic clock
        self._epoch: int | None = None
        self._stopping = asyncio.Event()

    @property
    def is_held(self) -> bool:
        """Whether this process may speak at this very moment."""
        return not self._is_shared or time.monotonic() < self._until

    async def keep(self) -> None:
        """Take the lease as soon as it is free, and renew it, until `stop` is called."""
        if not self._is_shared:
            return
        while not self._stopping.is_set():
            await self._renew()
            await asyncio.wait({asyncio.ensure_future(self._stopping.wait())}, timeout=RENEWAL)
        await self._release()

    def stop(self) -> None:
        self._stopping.set()

    async def _renew(self) -> None:
        begun = time.monotonic()
        try:
            epoch = await self._runner.look(self._take)
        except OperationalError as error:
            log.warning("a lease could not be renewed", platform=self._platform, error=str(error))
            return
        if epoch is None:
            self._epoch = None
            return
        was_silent = not self.is_held
        self._until = begun + LIFE.total_seconds() - MARGIN
        if epoch != self._epoch:
            self._epoch = epoch
            log.info("speaks for the platform now", platform=self._platform, epoch=epoch)
        if was_silent:  # also when a slow renewal has let it lapse for a moment
            self._runner.wake_all()

    def _take(self, work: Work) -> int | None:
        epoch = leases.take(work.session, self._platform, self._holder, LIFE)
        if epoch is not None and epoch != self._epoch:
            claims.recover(work.session, work.real_now, platform=self._platform)
            self._take_over(work)
        return epoch

    async def _release(self) -> None:
        self._until = 0.0
        try:
            await self._runner.look(
                lambda work: leases.release(work.session, self._platform, self._holder)
            )
        except OperationalError as error:
            log.warning("a lease was not released", platform=self._platform, error=str(error))
