"""An installation whose every larm is a process of its own, forked where the code is loaded."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from sandbox.server import Sandbox
from tests.ordeal import clock as clocks
from tests.ordeal import mortal
from tests.ordeal.clock import SharedClock
from tests.ordeal.ledger import Books, Ledger
from tests.ordeal.mortal import Life
from tests.ordeal.steps import ARMED, Step
from tests.ordeal.town import MONDAY_MORNING, ROSTER
from tests.ordeal.witness import Witness
from tests.scenario.conftest import people_of

CONNECTIONS = 2  # that a larm holds to Slack
LAST = "setMyCommands"  # what a larm asks of Telegram before it polls
PATIENCE = 30.0  # seconds
STARTING = 120.0  # seconds: with every fourth request lost, connecting takes many attempts
GLANCE = 0.01  # seconds

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.ordeal.mortal"])


class HaltError(AssertionError):
    """Something that ought to happen has not."""


@dataclass
class Installation:
    """A folder, a database, a sandbox, a clock, and the processes that are larm."""

    folder: Path
    database_url: str
    sandbox: Sandbox
    clock: SharedClock
    witness: Witness
    books: Books
    replicas: int = 1
    dooms: list[Step] = field(default_factory=list)  # where the next processes die
    deaths: int = 0
    running: list[ForkServerProcess] = field(default_factory=list)
    _listening: set[int | None] = field(default_factory=set)
    _standing_up: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self) -> None:
        """Start one more larm; return when it listens, or is dead already."""
        doom = self.dooms.pop(0) if self.dooms else None
        await self._until(lambda: self.connections <= CONNECTIONS * len(self.running))
        life = Life(self.folder, self.environment, doom)
        process = FORKS.Process(target=mortal.live, args=(life,), daemon=True)
        process.start()
        self.running.append(process)
        await self._until(lambda: self._are_connected or process.exitcode is not None)
        self._listening.add(process.pid)

    async def introduced(self) -> None:
        """Wait until the larm started last has introduced itself to Telegram as well."""
        await self._until(lambda: any(c.method == LAST for c in self.sandbox.telegram.calls))

    async def stand(self) -> bool:
        """Start what is dead; return whether anything was."""
        async with self._standing_up:
            dead = [process for process in self.running if process.exitcode is not None]
            for process in dead:
                self._bury(process)
            while len(self.running) < self.replicas:
                await self.start()
            return bool(dead)

    async def kill(self, process: ForkServerProcess) -> None:
        """End a process as a power cut would."""
        process.kill()
        await self._until(lambda: process.exitcode is not None)

    async def stop(self) -> None:
        for process in self.running:
            await self.kill(process)

    def arm(self) -> None:
        """Let the steps count from now on."""
        (self.folder / ARMED).touch()

    @property
    def is_whole(self) -> bool:
        return all(process.exitcode is None for process in self.running)

    @property
    def _are_connected(self) -> bool:
        alive = [process for process in self.running if process.exitcode is None]
        return self.connections >= CONNECTIONS * len(alive)

    @property
    def connections(self) -> int:
        return self.sandbox.slack.socket.connections

    def jump(self, seconds: float) -> None:
        """Move the clock on, and let everybody know."""
        self.clock.jump(seconds)
        for process in self.running:
            if process.pid in self._listening:  # before, the signal would be its end
                tell(process, signal.SIGUSR1)

    def ledger(self) -> Ledger:
        """Read what the database has promised by now."""
        return self.books.read(self.clock.now())

    async def quiet(self, patience: float = PATIENCE) -> Ledger:
        """Wait until nothing is waiting, on the wire or due; start what dies meanwhile.

        Return what the database promised at that moment.
        """
        deadline = asyncio.get_running_loop().time() + patience
        while True:
            has_died = await self.stand()
            ledger = self.books.at_rest(self.clock.now())
            if ledger is not None and not has_died:
                return ledger
            if asyncio.get_running_loop().time() > deadline:
                raise HaltError(f"never quiet: {self.books.open_items(self.clock.now())}")
            await asyncio.sleep(GLANCE)

    async def death(self) -> None:
        """Return when a process has died."""
        while self.is_whole:  # noqa: ASYNC110  # the processes ring no bell
            await asyncio.sleep(GLANCE)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LARM_DATABASE_URL": self.database_url,
            "LARM_SLACK_BOT_TOKEN": "xoxb-sandbox",
            "LARM_SLACK_APP_TOKEN": "xapp-sandbox",
            "LARM_SLACK_API_URL": self.sandbox.slack_api_url,
            "LARM_TELEGRAM_TOKEN": "123456:sandbox",
            "LARM_TELEGRAM_API_URL": self.sandbox.telegram_api_url,
            "LARM_ROSTER_FILE": str(self.folder / "roster.yaml"),
            "LARM_LIMITS": "off",
            "LARM_HTTP_PORT": "0",
        }

    def _bury(self, process: ForkServerProcess) -> None:
        self.running.remove(process)
        self._listening.discard(process.pid)
        self.deaths += 1
        if process.exitcode != -signal.SIGKILL:
            raise HaltError(f"larm ended by itself, {process.exitcode}: {self.output[-3000:]}")
        process.close()

    @property
    def output(self) -> str:
        return (self.folder / mortal.OUTPUT).read_text(encoding="utf-8", errors="replace")

    async def _until(self, is_so: Callable[[], bool]) -> None:
        deadline = asyncio.get_running_loop().time() + STARTING
        while not is_so():
            if asyncio.get_running_loop().time() > deadline:
                raise HaltError(f"waited in vain: {self.output[-3000:]}")
            await asyncio.sleep(GLANCE / 2)


def _furnish(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "roster.yaml").write_text(ROSTER, encoding="utf-8")


def tell(process: ForkServerProcess, number: signal.Signals) -> None:
    """Send a signal to a process that lives."""
    if process.exitcode is None and process.pid is not None:
        os.kill(process.pid, number)


@asynccontextmanager
async def installed(
    folder: Path, database_url: str | None = None, *, replicas: int = 1
) -> AsyncIterator[Installation]:
    """Install larm in a folder of its own, beside a Slack and a Telegram; nothing runs yet."""
    _furnish(folder)
    sandbox = Sandbox(people_of(ROSTER), limits=False)
    witness = Witness(sandbox)
    await sandbox.start()
    address = database_url or f"sqlite:///{folder / 'larm.db'}"
    found = Installation(
        folder,
        address,
        sandbox,
        clocks.set_up(folder / mortal.CLOCK, MONDAY_MORNING),
        witness,
        Books(address),
        replicas,
    )
    try:
        yield found
    finally:
        await found.stop()
        found.books.close()
        await sandbox.stop()
