"""How soon a command is acknowledged, and how soon thirty actors are paged."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure
from bot.demo.player import Player
from bot.demo.stage import Stage, stage
from sandbox.world import SandboxPerson

ACTORS = 30
COMMANDS = 50
ALARMS = 5
PATIENCE = 30.0  # seconds, for an alarm's last page
WEDNESDAY = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
THEMES = ("MYN", "MOT", "FLE", "LAR", "KOM", "MAR", "ELV", "BOS", "TRA", "TIL", "INF")


async def measure() -> list[Figure]:
    """Measure on a fresh stage; the median of several alarms counts."""
    async with _stage() as set_up:
        await _warm_up(set_up)
        commands = await _commands(set_up)
        firsts, lasts = zip(*[await _alarm(set_up, n) for n in range(ALARMS)], strict=True)
    return [
        Figure(f"/larm acknowledged, p99 of {COMMANDS} in a second", commands * 1000, 250),
        Figure("submit to the first page", sorted(firsts)[ALARMS // 2] * 1000, 1000),
        Figure(f"submit to the last of {ACTORS} pages", sorted(lasts)[ALARMS // 2] * 1000, 3000),
    ]


@asynccontextmanager
async def _stage() -> AsyncIterator[Stage]:
    people = [SandboxPerson(f"Person {n}", f"U0BENCH{n:03}") for n in range(ACTORS)]
    with TemporaryDirectory() as folder:
        roster = Path(folder) / "roster.yaml"
        roster.write_text(_roster(people), encoding="utf-8")
        async with stage(WEDNESDAY, roster=roster, people=people, limits=False) as set_up:
            yield set_up


def _roster(people: list[SandboxPerson]) -> str:
    lines = ["people:"]
    lines += [f"  - {{id: p{n}, name: {p.name}, slack: {p.slack}}}" for n, p in enumerate(people)]
    lines.append("actors:")
    for n in range(len(people)):
        theme = THEMES[n % len(THEMES)]
        lines.append(
            f"  - {{id: a{n}, name: Aktör {n}, organisation: Söderhamns kommun, level: lokal, "
            f'area: ["2182"], themes: [{theme}], may_alarm: {"true" if n == 0 else "false"}, '
            f"on_call: {{people: [p{n}]}}}}"
        )
    return "\n".join(lines)


async def _warm_up(set_up: Stage) -> None:
    await _alarm(set_up, 99)


async def _commands(set_up: Stage) -> float:
    """Send commands evenly over a second; return the 99th percentile of the answers."""

    async def one(number: int) -> float:
        await asyncio.sleep(number / COMMANDS)
        begun = time.perf_counter()
        text = f"/larm Söderhamn etablering Skata{number}"
        await set_up.sandbox.slack.command("U0BENCH000", text)
        return time.perf_counter() - begun

    taken = sorted(await asyncio.gather(*(one(number) for number in range(COMMANDS))))
    return taken[int(COMMANDS * 0.99)]


async def _alarm(set_up: Stage, number: int) -> tuple[float, float]:
    """Raise an alarm; return the time from submit to the first and to the last page."""
    slack = set_up.sandbox.slack
    codename = f"Fågel{number}"
    await slack.command("U0BENCH000", f"/larm Söderhamn etablering {codename}")
    await _form_for(set_up, codename)
    submitted = asyncio.create_task(slack.submit("U0BENCH000"))
    begun = time.perf_counter()
    arrivals: list[float] = []
    while len(arrivals) < ACTORS and time.perf_counter() - begun < PATIENCE:
        found = sum(_has_page(set_up, n, codename) for n in range(ACTORS))
        arrivals += [time.perf_counter() - begun] * (found - len(arrivals))
        await asyncio.sleep(0.002)
    await submitted
    if len(arrivals) < ACTORS:
        raise TimeoutError(codename)
    await Player(set_up).quiet()  # the channel too, before the next alarm is measured
    return arrivals[0], arrivals[-1]


async def _form_for(set_up: Stage, codename: str) -> None:
    """Wait for this alarm's form; the forms of the measured commands may come in between."""
    for _ in range(1000):
        view = set_up.sandbox.slack.view("U0BENCH000")
        if view is not None and view.state["codename"]["value"]["value"] == codename:
            return
        await asyncio.sleep(0.01)
    raise TimeoutError(codename)


def _has_page(set_up: Stage, person: int, codename: str) -> bool:
    newest = set_up.sandbox.slack.direct(f"U0BENCH{person:03}")[-4:]
    return any(codename in message.text and "behövs" in message.text for message in newest)
