"""How near a storm of alarms comes to what the platforms' limits allow at the very least.

Least time: the larger of what the overall cap needs for all pages, and what any one recipient's
own cap needs for theirs. Slack's overall cap can be set and is set higher here, so that a storm
is over in a minute; the least time is reckoned from the same figure. Telegram's is the real one.
"""

import asyncio
import math
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import col, select

from benchmarks import scenery
from benchmarks.figures import Figure
from blueprint.model import CaseKind
from bot.clock import real_now
from bot.demo.stage import Stage, stage
from handlers.identity import Identity
from handlers.open_alarm import OpenAlarm, open_alarm
from handlers.work import Work
from sandbox.world import SandboxPerson
from storage.model import Alarm, Platform
from storage.tables import DeliveryRow

PATIENCE = 600.0  # seconds
SLACK_RATE, SLACK_BURST, TELEGRAM_RATE = 20.0, 50, 30.0
SLACK_PERSON = (12, 10.0)  # messages, seconds
LOCAL, REGIONAL = 10, 2
BOUND = 1.05
LATECOMER = 2000  # ms, to the first page of an alarm raised into the storm

PlatformsOf = Callable[[int], Platform]


@dataclass(frozen=True, slots=True)
class Page:
    """One delivered first page."""

    alarm: int
    address: str
    platform: Platform
    at: float


async def measure() -> list[Figure]:
    """Measure on Slack, on Telegram, and with every other person on either."""
    found: list[Figure] = []
    for name, platform_of in MODES.items():
        found += await _storm(name, platform_of)
    return found


MODES: dict[str, PlatformsOf] = {
    "Slack": lambda _n: Platform.SLACK,
    "Telegram": lambda _n: Platform.TELEGRAM,
    "mixed": lambda n: Platform.SLACK if n % 2 else Platform.TELEGRAM,
}


async def _storm(name: str, platform_of: PlatformsOf) -> list[Figure]:
    async with _stage(platform_of) as set_up:
        begun = real_now().timestamp()
        await asyncio.gather(*(raise_alarm(set_up, code, "Storm") for code in scenery.CODES))
        await until(set_up, each_alarm_has_a_page)
        late_at = real_now().timestamp()
        late = await raise_alarm(set_up, scenery.CODES[0], "Eftersläntrare")
        await until(set_up, _all_pages_are_out)
        found = await set_up.larm.runner.look(pages)
        refused = _refusals(set_up)
    storm = [page for page in found if page.alarm != late]
    taken = max(page.at for page in storm) - begun
    first = min(page.at for page in found if page.alarm == late) - late_at
    least = _least(storm)
    return [
        Figure(
            f"{name}: {len(scenery.CODES)} alarms, {len(storm):,} pages, time / least time "
            f"({taken:.0f} s / {least:.0f} s)",
            taken / least,
            BOUND,
            "",
        ),
        Figure(f"{name}: an alarm raised into it, its first page", first * 1000, LATECOMER),
        Figure(f"{name}: refusals for haste, plus one", refused + 1, 1, ""),
    ]


def _least(pages: list[Page]) -> float:
    """Return the seconds that the limits need at the very least."""
    by_platform = Counter(page.platform for page in pages)
    by_address = Counter((page.platform, page.address) for page in pages)
    overall = {
        Platform.SLACK: max(0, by_platform[Platform.SLACK] - SLACK_BURST) / SLACK_RATE,
        Platform.TELEGRAM: max(0, by_platform[Platform.TELEGRAM] - TELEGRAM_RATE) / TELEGRAM_RATE,
    }
    own = (_own(platform, count) for (platform, _), count in by_address.items())
    return max(*overall.values(), *own)


def _own(platform: Platform, count: int) -> float:
    if platform is Platform.TELEGRAM:
        return count - 1.0
    calls, seconds = SLACK_PERSON
    return (math.ceil(count / calls) - 1) * seconds


@asynccontextmanager
async def _stage(platform_of: PlatformsOf) -> AsyncIterator[Stage]:
    actors = list(_actors())
    people = [_person(n, name, platform_of(n)) for n, (name, _, _) in enumerate(actors)]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "roster.yaml"
        file.write_text(roster(actors, people), encoding="utf-8")
        changes = {"slack_per_second": SLACK_RATE, "slack_burst": SLACK_BURST}
        async with stage(scenery.NOW, roster=file, people=people, changes=changes) as set_up:
            yield set_up


def _actors() -> list[tuple[str, str, str]]:
    """Return ten actors for each municipality and two for each county: id, level and area."""
    counties = sorted({code[:2] for code in scenery.CODES})
    local = [(f"m{code}-{n}", "lokal", code) for code in scenery.CODES for n in range(LOCAL)]
    return local + [
        (f"l{code}-{n}", "regional", code) for code in counties for n in range(REGIONAL)
    ]


def _person(number: int, name: str, platform: Platform) -> SandboxPerson:
    if platform is Platform.SLACK:
        return SandboxPerson(name, slack=f"U{number:06}")
    return SandboxPerson(name, telegram=900_000 + number)


def roster(actors: list[tuple[str, str, str]], people: list[SandboxPerson]) -> str:
    """Return a roster file with one person for each actor: id, level, area."""
    lines = ["people:"]
    for person in people:
        account = f"slack: {person.slack}" if person.slack else f"telegram: {person.telegram}"
        lines.append(f"  - {{id: {person.name}, name: {person.name}, {account}}}")
    lines.append("actors:")
    for number, (name, level, area) in enumerate(actors):
        theme = scenery.THEMES[number % len(scenery.THEMES)]
        lines.append(
            f"  - {{id: {name}, name: {name}, organisation: Kommunen, level: {level}, "
            f'area: ["{area}"], themes: [{theme}], may_alarm: true, '
            f"on_call: {{people: [{name}]}}}}"
        )
    return "\n".join(lines)


async def raise_alarm(set_up: Stage, code: str, codename: str) -> int:
    """Raise an alarm as the municipality's own person; return its number."""
    person = next(p for p in set_up.sandbox.world.people if p.name == f"m{code}-0")
    by = (
        Identity(Platform.SLACK, person.slack)
        if person.slack
        else Identity(Platform.TELEGRAM, str(person.telegram))
    )
    command = OpenAlarm(by, code, CaseKind.ESTABLISHMENT, codename)
    raised = await set_up.larm.runner.act(lambda work: open_alarm(work, command))
    if not isinstance(raised, Alarm):
        raise TypeError(f"{code}: {raised.text}")
    return int(raised.id)


async def until(set_up: Stage, is_so: Callable[[Work], bool]) -> None:
    """Wait until it is so; raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if await set_up.larm.runner.look(is_so):
            return
        await asyncio.sleep(0.5)
    raise TimeoutError(is_so.__name__)


def _rows(work: Work) -> list[DeliveryRow]:
    first = col(DeliveryRow.priority) == 1
    return list(work.session.exec(select(DeliveryRow).where(first)))


def each_alarm_has_a_page(work: Work) -> bool:
    """Whether every alarm raised here has been heard by somebody."""
    first = select(DeliveryRow.id).where(col(DeliveryRow.priority) == 1, col(DeliveryRow.turn) == 0)
    undone = first.where(col(DeliveryRow.finished_at).is_(None)).limit(1)
    return work.session.exec(undone).first() is None


def _all_pages_are_out(work: Work) -> bool:
    first = select(DeliveryRow.id).where(col(DeliveryRow.priority) == 1)
    undone = first.where(col(DeliveryRow.finished_at).is_(None)).limit(1)
    return work.session.exec(undone).first() is None


def pages(work: Work) -> list[Page]:
    """Return the first pages that have arrived."""
    return [
        Page(
            int(row.subject.split("/")[1]),
            row.address,
            Platform(row.platform),
            row.finished_at.timestamp(),
        )
        for row in _rows(work)
        if row.finished_at
    ]


def _refusals(set_up: Stage) -> int:
    slack = [call for call in set_up.sandbox.slack.calls if call.status == 429]
    telegram = [call for call in set_up.sandbox.telegram.calls if call.status == 429]
    for call in (*slack, *telegram):
        print(call)
    return len(slack) + len(telegram)
