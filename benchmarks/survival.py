"""How soon a bot that was killed is at work again, and how much memory very many callouts take."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from benchmarks import scenery
from benchmarks.figures import Figure
from bot.demo.actors import Hands
from roster.dump import dump
from sandbox.server import Sandbox
from sandbox.world import SandboxPerson
from storage.engine import Database
from storage.migrate import migrate
from tests.ordeal.postgres import fresh, postgres
from tests.process.conftest import Installation
from tests.scenario.conftest import ROSTER, people_of

# So slow that pages still wait when the process dies.
SLOWLY = {"LARM_LIMITS": "on", "LARM_SLACK_PER_SECOND": "1", "LARM_SLACK_BURST": "1"}
RUNS = 3  # the median counts
RESUMED, REPLACED = 5000, 10_000  # ms
MANY = 100_000  # open callouts
ALARMS, DUE = MANY // scenery.ACTORS, 84  # of the alarms; 1,008 callouts are due at once
LEAST = 300  # MiB


async def measure() -> list[Figure]:
    """Kill real processes and watch how the pages go on; look at a real one's memory."""
    resumed = [await _resumed() for _ in range(RUNS)]
    with postgres() as server:
        replaced = [await _replaced(fresh(server)) for _ in range(RUNS)]
    return [
        Figure("SQLite: start command to the first resumed page", _median(resumed), RESUMED),
        Figure("PostgreSQL: SIGKILL to the other's first page", _median(replaced), REPLACED),
        Figure(f"memory with {MANY:,} open callouts", await _memory(), LEAST, "MiB"),
    ]


def _median(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) // 2] * 1000


@asynccontextmanager
async def _installation(
    people: list[SandboxPerson], changes: dict[str, str]
) -> AsyncIterator[Installation]:
    sandbox = Sandbox(people, limits=False)
    await sandbox.start()
    with TemporaryDirectory(prefix="larm-") as folder:
        found = Installation(Path(folder), sandbox, changes)
        (found.folder / "roster.yaml").write_text(ROSTER, encoding="utf-8")
        yield found
        for process in found.running:
            if process.returncode is None:
                process.kill()
                await process.communicate()
    await sandbox.stop()


async def _resumed() -> float:
    async with _installation(people_of(ROSTER), SLOWLY) as found:
        process = await found.run()
        await _raise_and_wait_for_a_page(found)
        await found.kill(process)
        begun, before = time.perf_counter(), _pages(found)
        starting = asyncio.create_task(found.run())
        await _until_pages(found, before + 1)
        taken = time.perf_counter() - begun
        await starting
        return taken


async def _replaced(database_url: str) -> float:
    changes = {**SLOWLY, "LARM_DATABASE_URL": database_url}
    async with _installation(people_of(ROSTER), changes) as found:
        speaking = await found.run()
        await found.run()
        await _raise_and_wait_for_a_page(found)
        speaking.send_signal(signal.SIGKILL)
        begun, before = time.perf_counter(), _pages(found)
        await _until_pages(found, before + 1)
        return time.perf_counter() - begun


async def _raise_and_wait_for_a_page(found: Installation) -> None:
    command = "/larm Söderhamn etablering Lavskrika"
    await Hands(found.sandbox).raise_alarm("U0ANNA", command, {})
    await _until_pages(found, 1)


def _pages(found: Installation) -> int:
    channels = found.sandbox.slack.state.channels.values()
    return sum("behövs" in message.text for one in channels for message in one.messages)


async def _until_pages(found: Installation, count: int) -> None:
    for _ in range(6000):
        if _pages(found) >= count:
            return
        await asyncio.sleep(0.005)
    raise TimeoutError(f"{count} pages")


async def _memory() -> float:
    """Return the most that a process held, in MiB, after it had chased what was due."""
    roster = scenery.roster()
    people = [
        SandboxPerson(actor.id, slack=scenery.account_of(actor.id)) for actor in roster.actors
    ]
    async with _installation(people, {"LARM_CLOCK_START": scenery.NOW.isoformat()}) as found:
        text = dump(roster, ZoneInfo("Europe/Stockholm"))
        (found.folder / "roster.yaml").write_text(text, encoding="utf-8")
        _fill(found.environment["LARM_DATABASE_URL"])
        process = await found.run()
        await _until_pages(found, DUE * scenery.ACTORS)
        return _highest(process.pid) / 1024


def _highest(process: int) -> int:
    """Return the most memory that a process ever held, in KiB, as Linux keeps it."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def _fill(database_url: str) -> None:
    database = Database(database_url)
    migrate(database)
    with database.transaction() as session:
        scenery.open_alarms(session, DUE, scenery.NOW)
        scenery.open_alarms(session, ALARMS - DUE, scenery.NOW + timedelta(days=1))
    database.dispose()
