"""How soon an alarm is heard that is raised in the middle of the morning's digests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func
from sqlmodel import col, select

from benchmarks import scenery, storm
from benchmarks.figures import Figure
from bot.clock import real_now
from bot.demo.stage import Stage, stage
from escalation.advance import advance, delivered, open_callout
from escalation.callout import Callout, Candidate
from handlers.work import Work
from roster.model import STANDARD, PersonId
from sandbox.world import SandboxPerson
from storage.model import RANK, Priority
from storage.tables import DeliveryRow

PEOPLE_EACH = 12
ALARMS = 250  # twelve people each: 3,000 digests
BEFORE = datetime(2026, 12, 2, 7, 14, tzinfo=UTC)  # a Wednesday, 08:14 in Stockholm
UNDER_WAY = 100  # digests out when the alarm is raised
LATECOMER = 2000  # ms


async def measure() -> list[Figure]:
    """Measure on Slack, with the limits as they are set by default."""
    async with _stage() as set_up:
        await set_up.larm.runner.act(_open_alarms)
        set_up.clock.jump(60)
        set_up.larm.ticker.wake()
        await storm.until(set_up, _is_under_way)
        begun = real_now().timestamp()
        late = await storm.raise_alarm(set_up, scenery.CODES[ALARMS], "Morgonfågel")
        waiting = await set_up.larm.runner.look(_digests_waiting)
        await storm.until(set_up, storm.each_alarm_has_a_page)
        pages = await set_up.larm.runner.look(storm.pages)
    first = min(page.at for page in pages if page.alarm == late) - begun
    name = f"Slack: an alarm raised while {waiting:,} digests wait, its first page"
    return [Figure(name, first * 1000, LATECOMER)]


@asynccontextmanager
async def _stage() -> AsyncIterator[Stage]:
    names = [f"m{code}-{n}" for code in scenery.CODES[: ALARMS + 1] for n in range(PEOPLE_EACH)]
    people = [SandboxPerson(name, slack=_account(name)) for name in names]
    actors = [(name, "lokal", name[1:5]) for name in names]
    with TemporaryDirectory() as folder:
        roster = Path(folder) / "roster.yaml"
        roster.write_text(storm.roster(actors, people), encoding="utf-8")
        async with stage(BEFORE, roster=roster, people=people) as set_up:
            yield set_up


def _account(name: str) -> str:
    return "U" + name.upper().replace("-", "")


def _open_alarms(work: Work) -> None:
    for number, code in enumerate(scenery.CODES[:ALARMS]):
        scenery.open_alarm(work.session, code, number, _awaited(code))


def _awaited(code: str) -> list[tuple[str, Callout]]:
    """Return callouts whose first page has arrived and is not answered."""
    made = []
    for n in range(PEOPLE_EACH):
        person = PersonId(f"m{code}-{n}")
        made.append((str(person), _paged(Candidate(person, BEFORE))))
    return made


def _paged(candidate: Candidate) -> Callout:
    decision = advance(open_callout(STANDARD, BEFORE), BEFORE, lambda _to: candidate)
    return delivered(decision.callout, 1, BEFORE)


def _is_under_way(work: Work) -> bool:
    done = select(func.count()).where(
        col(DeliveryRow.priority) == RANK[Priority.DIGEST],
        col(DeliveryRow.finished_at).is_not(None),
    )
    return work.session.exec(done).one() >= UNDER_WAY


def _digests_waiting(work: Work) -> int:
    waiting = select(func.count()).where(
        col(DeliveryRow.priority) == RANK[Priority.DIGEST], col(DeliveryRow.state) == "waiting"
    )
    return work.session.exec(waiting).one()
