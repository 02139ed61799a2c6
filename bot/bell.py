"""Hear what other processes on the same PostgreSQL have committed."""

import asyncio

import psycopg
import structlog
from sqlalchemy.engine import make_url

from bot.runner import BELL, Runner

log = structlog.get_logger()

RECONNECT = 1.0  # seconds


class Bell:
    """Wakes this process whenever another one rings."""

    def __init__(self, runner: Runner) -> None:
        url = make_url(runner.database.url)
        self._address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._runner = runner

    async def listen(self) -> None:
        """Listen until cancelled; a lost connection is made again, and nobody is left asleep."""
        while True:
            try:
                await self._listen()
            except psycopg.OperationalError as error:
                log.warning("the bell's connection was lost", error=str(error).strip())
            await asyncio.sleep(RECONNECT)

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(self._address, autocommit=True)
        async with connection:
            await connection.execute(f"LISTEN {BELL}".encode())
            self._runner.wake_all()  # whoever rang meanwhile was not heard
            async for _ in connection.notifies():
                self._runner.wake_all()
