"""The soak: random alarms, answers, endings, faults, deaths and pauses, and then the verdict.

`make bench ARGS="soak 120 7"`: so many seconds, with this seed; the same seed makes the same
people and the same mayhem, though not the same moments.
"""

import asyncio
import itertools
import logging
import random
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure
from escalation.callout import AnswerKind
from sandbox.faults import Fault, FaultKind
from sandbox.server import Sandbox
from sandbox.slack import api as slack
from sandbox.telegram import api as telegram
from tests.ordeal.installation import Installation, installed, tell
from tests.ordeal.postgres import fresh, postgres
from tests.ordeal.story import LABELS, People
from tests.ordeal.town import DEPUTIES, SUMMONED
from tests.ordeal.trial import Outcome

SECONDS = 60
LANES = 5  # alarms at a time
REST = 60.0  # seconds that it may take to come to rest
LATE = 4.0  # seconds after which a request that hung is carried out after all
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Soak:
    """How long, with what luck, and on how many processes."""

    seconds: float
    seed: int
    replicas: int = 1


async def measure() -> list[Figure]:
    """Soak on SQLite, and with two processes on PostgreSQL."""
    seconds, seed = _wanted(sys.argv)
    print(f"soak {seconds} {seed}")
    with TemporaryDirectory() as folder:
        alone = await soak(Path(folder), Soak(seconds, seed))
    with TemporaryDirectory() as folder, postgres() as server:
        shared = await soak(Path(folder), Soak(seconds, seed, replicas=2), fresh(server))
    return [*figures("SQLite", alone), *figures("PostgreSQL, two processes", shared)]


def figures(where: str, outcome: Outcome) -> list[Figure]:
    """Return what was lost, each of which must be 0, and how much there was to lose."""
    for mistake in outcome.verdict.mistakes:
        print(f"{where}: {mistake}")
    verdict, ledger = outcome.verdict, outcome.ledger
    pages = sum(len(summons.callout.pages) for summons in ledger.callouts)
    of = f"{len(ledger.alarms)} alarms, {outcome.deaths} deaths"
    return [
        Figure(f"{where}: lost pages of {pages} ({of})", len(verdict.lost_pages), 0, ""),
        Figure(f"{where}: lost answers of {len(outcome.told)}", len(verdict.lost_answers), 0, ""),
        Figure(f"{where}: lost ticks", len(verdict.lost_ticks), 0, ""),
        Figure(f"{where}: unmarked repeats", len(verdict.unmarked), 0, ""),
        Figure(f"{where}: other mistakes", len(verdict.others), 0, ""),
    ]


async def soak(folder: Path, wanted: Soak, database_url: str | None = None) -> Outcome:
    """Let everything happen at once for a while, then nothing, until all has come to rest."""
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)  # whoever dies leaves half a request
    async with installed(folder, database_url, replicas=wanted.replicas) as installation:
        people = People(installation)
        await installation.stand()
        await installation.introduced()
        with _late_after(LATE):
            _make_trouble(installation.sandbox, random.Random(wanted.seed))
            async with _mayhem(installation, random.Random(wanted.seed + 1)):
                await _live(people, wanted)
            installation.sandbox.faults.clear()
            await asyncio.sleep(LATE)
        ledger = await installation.quiet(REST)
        return Outcome(
            passed=[],
            deaths=installation.deaths,
            ledger=ledger,
            seen=installation.witness.seen(),
            told=tuple(people.told),
        )


def _wanted(words: list[str]) -> tuple[int, int]:
    numbers = [int(word) for word in words if word.isdecimal()]
    return (numbers or [SECONDS])[0], (numbers[1:] or [secrets.randbelow(10_000)])[0]


def _make_trouble(sandbox: Sandbox, luck: random.Random) -> None:
    """Let 10 to 30 % of all that goes over the wire go wrong, each in one of the ways."""
    kinds: tuple[FaultKind, ...] = ("429", "500", "drop", "hang")
    for platform in ("slack", "telegram"):
        rate = luck.uniform(0.10, 0.30)
        for kind in kinds:
            sandbox.faults.add(Fault(kind, platform, probability=rate / len(kinds)))
        sandbox.faults.add(Fault("duplicate", platform, probability=rate))
    sandbox.faults.add(Fault("disconnect", "slack", "envelope:interactive", probability=0.1))


async def _live(people: People, wanted: Soak) -> None:
    """Raise, answer and end alarms, several at a time, while the clock jumps on.

    When the time is over everybody leaves off, in the middle of whatever they are doing.
    """
    lanes = [_lane(people, lane, wanted.seed) for lane in range(LANES)]
    clock = _time_passes(people, random.Random(wanted.seed + 2))
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.gather(*lanes, clock), wanted.seconds)


async def _lane(people: People, lane: int, seed: int) -> None:
    luck = random.Random(f"{seed}/{lane}")
    for number in itertools.count(1):
        # Every other one folds to the channel name that the one before it has taken.
        codename = f"Varg {lane} {number // 2}".replace(" ", "-" if number % 2 else " ")
        raised = luck.choice((people.raise_alarm, people.raise_on_telegram))
        await raised(codename, luck.choice(("anna", "maria")))
        for actor in luck.sample(list(SUMMONED), luck.randint(1, len(SUMMONED))):
            await _answer(people, actor, codename, luck)
            await asyncio.sleep(luck.uniform(0, 0.5))
        if luck.random() < 0.7:
            await people.finish(codename, "maria")


async def _answer(people: People, actor: str, codename: str, luck: random.Random) -> None:
    kinds = [kind for kind in LABELS if kind is not AnswerKind.SUBSTITUTE or actor in DEPUTIES]
    by = luck.choice((people.answer, people.answer_on_telegram))
    await by(SUMMONED[actor], actor, luck.choice(kinds), codename)


async def _time_passes(people: People, luck: random.Random) -> None:
    """Jump on by minutes; now and then to the next morning, when the digests are due."""
    while True:
        await asyncio.sleep(luck.uniform(0.5, 1.5))
        ahead = A_DAY if luck.random() < 0.05 else timedelta(minutes=luck.uniform(0, 6))
        people.installation.jump(ahead.total_seconds())


@asynccontextmanager
async def _mayhem(installation: Installation, luck: random.Random) -> AsyncIterator[None]:
    """Kill or pause one of the processes every now and then."""
    task = asyncio.ensure_future(_kill_and_pause(installation, luck))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        for process in installation.running:
            tell(process, signal.SIGCONT)


async def _kill_and_pause(installation: Installation, luck: random.Random) -> None:
    while True:
        await asyncio.sleep(luck.uniform(0.5, 2.5))
        if not installation.running:
            continue
        process = luck.choice(installation.running)
        if installation.replicas > 1 and luck.random() < 0.4:
            tell(process, signal.SIGSTOP)
            await asyncio.sleep(luck.uniform(0.2, 3.0))
            tell(process, signal.SIGCONT)
        else:
            tell(process, signal.SIGKILL)
        await installation.stand()


@contextmanager
def _late_after(seconds: float) -> Iterator[None]:
    """Let a request that hangs be carried out after so long: later than anybody waits for it."""
    before = slack.HANG, telegram.HANG
    slack.HANG = telegram.HANG = seconds
    try:
        yield
    finally:
        slack.HANG, telegram.HANG = before
