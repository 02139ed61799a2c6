"""What both platforms of the sandbox share: the people, the faults, the clock, the onlookers."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sandbox.faults import Faults


@dataclass(frozen=True, slots=True)
class SandboxPerson:
    """Somebody who can be played."""

    name: str
    slack: str | None = None
    telegram: int | None = None
    email: str | None = None
    title: str = ""
    has_started: bool = True  # has pressed Start in Telegram


class ClockControl(Protocol):
    """The simulated clock of whoever started the sandbox."""

    def now(self) -> datetime: ...
    def speed(self) -> float: ...
    def set_speed(self, speed: float) -> None: ...
    def jump(self, seconds: float) -> None: ...


class World:
    """The state outside the two platforms."""

    def __init__(self, people: Sequence[SandboxPerson], clock: ClockControl | None = None) -> None:
        self.people = tuple(people)
        self.faults = Faults()
        self.clock = clock
        self._clock_watchers: list[Callable[[], None]] = []
        self._onlookers: set[asyncio.Queue[dict[str, Any]]] = set()

    def by_slack(self, user: str) -> SandboxPerson | None:
        return next((person for person in self.people if person.slack == user), None)

    def by_telegram(self, user: int) -> SandboxPerson | None:
        return next((person for person in self.people if person.telegram == user), None)

    def on_clock(self, wake: Callable[[], None]) -> None:
        """Call `wake` whenever the clock is set."""
        self._clock_watchers.append(wake)

    def clock_was_set(self) -> None:
        for wake in self._clock_watchers:
            wake()
        self.publish({"platform": "clock"})

    def publish(self, change: dict[str, Any]) -> None:
        """Tell every onlooker that something has changed."""
        for queue in self._onlookers:
            queue.put_nowait(change)

    async def changes(self) -> AsyncIterator[dict[str, Any]]:
        """Yield changes from now on."""
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._onlookers.add(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            self._onlookers.discard(queue)
