"""The dead man's switch: a ping that comes only while the bot does its work."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import aiohttp
import structlog
from sqlalchemy.exc import OperationalError

from handlers.figures import Snapshot

log = structlog.get_logger()

EVERY = 60  # seconds
LATE = timedelta(minutes=1)  # a due row that is later than this is late
STUCK = timedelta(minutes=1)  # nothing has gone out for so long though something waits
TIME_OUT = aiohttp.ClientTimeout(total=10)


def trouble(seen: Snapshot) -> str | None:
    """Say why the switch must not be pinged; None when all is well.

    A queue that is long but moves is well: the platforms' limits decide how fast it goes.
    """
    if seen.due_lag > LATE:
        return "something due is late"
    for platform, age in seen.oldest_waiting.items():
        if age > STUCK and seen.since_delivery.get(platform, age) > STUCK:
            return f"deliveries to {platform} do not flow"
    return None


class Heartbeat:
    """Pings an address as long as nothing is late and deliveries flow."""

    def __init__(self, url: str, look: Callable[[], Awaitable[Snapshot]]) -> None:
        self._url = url
        self._look = look

    async def beat(self) -> None:
        """Look once, and ping if all is well; the watcher at the address notices a silence."""
        try:
            why_not = trouble(await self._look())
        except OperationalError as error:
            why_not = f"the database does not answer: {error.orig}"
        if why_not is not None:
            log.error("no heartbeat", reason=why_not)
            return
        await self._ping()

    async def _ping(self) -> None:
        try:
            async with (
                aiohttp.ClientSession(timeout=TIME_OUT, trust_env=True) as session,
                session.get(self._url) as answer,
            ):
                answer.raise_for_status()
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("the heartbeat did not reach its address", error=type(error).__name__)
