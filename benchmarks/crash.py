"""The whole crash matrix: a death before and after every step of every phase, each by itself.

On PostgreSQL, where a successor waits for the lease, several deaths share a run.
"""

import logging
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure
from tests.ordeal import steps
from tests.ordeal.installation import HaltError
from tests.ordeal.postgres import fresh, postgres
from tests.ordeal.steps import Step
from tests.ordeal.trial import PHASES, Outcome, attempt

ALIKE = 2  # how often at steps that are alike, on SQLite
DEATHS = 5  # in a run, on PostgreSQL


async def measure() -> list[Figure]:
    """Return the mistakes of each phase, which must be none, on SQLite and on PostgreSQL."""
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)  # whoever dies leaves half a request
    found = []
    for phase in PHASES:
        passed = (await _attempted(phase, [])).passed
        alone = [[step] for step in steps.chosen(passed, ALIKE)]
        found.append(await _matrix(f"{phase}, SQLite", phase, alone, None))
    with postgres() as server:
        for phase in PHASES:
            passed = (await _attempted(phase, [], fresh(server))).passed
            shared = steps.chains(steps.chosen(passed, 1), DEATHS)
            found.append(await _matrix(f"{phase}, PostgreSQL", phase, shared, server))
    return found


async def _matrix(
    name: str, phase: str, chains: Iterable[list[Step]], server: str | None
) -> Figure:
    deaths = mistakes = 0
    for chain in chains:
        at = ", ".join(map(str, chain))
        try:
            outcome = await _attempted(phase, chain, fresh(server) if server else None)
        except HaltError as error:
            print(f"{name} at {at}: {error}")
            mistakes += 1
            continue
        deaths += outcome.deaths
        mistakes += len(outcome.verdict.mistakes)
        for mistake in outcome.verdict.mistakes:
            print(f"{name} at {at}: {mistake}")
    print(f"{name}: {deaths} deaths, {mistakes} mistakes", flush=True)
    return Figure(f"{name}: mistakes after {deaths} deaths", mistakes, 0, "")


async def _attempted(phase: str, dooms: list[Step], database_url: str | None = None) -> Outcome:
    with TemporaryDirectory() as folder:
        return await attempt(Path(folder), PHASES[phase], dooms, database_url)
