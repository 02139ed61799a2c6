"""How fast the ticker decides and promises when very much falls due at once."""

import asyncio
import time
from datetime import timedelta
from functools import partial

from sqlalchemy import event
from sqlmodel import Session, col, select

from benchmarks import scenery
from benchmarks.figures import Figure
from bot.clock import Clock
from bot.runner import Runner
from handlers.answer import answer
from handlers.chase import chase
from handlers.work import Desk, Work
from storage import callouts
from storage.engine import Database
from storage.model import AlarmId
from storage.tables import CalloutRow

ALARMS = 500  # of twelve callouts: 6,000 due at once
FEW_DUE = 84  # alarms: 1,008 due
MANY_OPEN = 1_000_000
EVERY = 0.1  # seconds between answers


async def measure() -> list[Figure]:
    """Measure on SQLite in a file, on the one database thread that an installation has."""
    with scenery.database() as database:
        taken, slowest = await _all_at_once(database)
    per_due = _per_due(open_in_all=0)
    per_due_of_many = _per_due(open_in_all=MANY_OPEN)
    return [
        Figure(f"{ALARMS * 12:,} callouts due at once: decided and promised", taken * 1000, 2000),
        Figure(f"an answer meanwhile, {1 / EVERY:.0f} a second, the slowest", slowest * 1000, 250),
        Figure(
            f"more per due among {MANY_OPEN:,} open than among 1,000",
            max(0.0, per_due_of_many.seconds - per_due.seconds) * 1e6,
            100,
            "µs",
        ),
        Figure("callouts read for each due", per_due_of_many.rows_read, 1.0, "rows"),
    ]


async def _all_at_once(database: Database) -> tuple[float, float]:
    with database.transaction() as session:
        scenery.settle_in(session)
        scenery.open_alarms(session, 1, scenery.NOW - timedelta(days=1))
    runner = Runner(database, scenery.desk(), Clock(scenery.NOW))
    await _until_done(runner)  # the first alarm, to answer while the others fall due
    with database.transaction() as session:
        scenery.open_alarms(session, ALARMS, scenery.NOW)
    done = asyncio.Event()
    answering = asyncio.create_task(_answer_until(runner, done))
    begun = time.perf_counter()
    await _until_done(runner)
    taken = time.perf_counter() - begun
    done.set()
    slowest = await answering
    runner.close()
    return taken, slowest


async def _until_done(runner: Runner) -> None:
    """Chase as the ticker does until no callout is due."""
    while await runner.look(_is_any_due):
        await runner.look(chase)


def _is_any_due(work: Work) -> bool:
    query = select(CalloutRow.id).where(col(CalloutRow.next_due_at) <= work.now).limit(1)
    return work.session.exec(query).first() is not None


async def _answer_until(runner: Runner, done: asyncio.Event) -> float:
    """Press Kvittera again and again, as people do; return the longest wait in seconds."""
    actors = await runner.look(
        lambda work: [one.actor for one in callouts.of_alarm(work.session, AlarmId(1))]
    )
    waits = []
    number = 0
    while not done.is_set():
        press, said = scenery.answer_of(actors, number)
        begun = time.perf_counter()
        await runner.act(partial(answer, press=press, said=said))
        waits.append(time.perf_counter() - begun)
        number += 1
        await asyncio.sleep(EVERY)
    return max(waits)


class _PerDue:
    """What one due callout costs, in seconds and rows read."""

    def __init__(self, seconds: float, rows_read: float) -> None:
        self.seconds = seconds
        self.rows_read = rows_read


def _per_due(*, open_in_all: int) -> _PerDue:
    with scenery.database() as database:
        with database.transaction() as session:
            scenery.settle_in(session)
            scenery.open_alarms(session, FEW_DUE, scenery.NOW)
            if open_in_all:
                scenery.multiply_waiting(session, open_in_all)
        scenery.settle_down(database)
        return _chase_all(database)


def _chase_all(database: Database) -> _PerDue:
    desk, read = scenery.desk(), 0

    def count(_row: CalloutRow, _context: object) -> None:
        nonlocal read
        read += 1

    event.listen(CalloutRow, "load", count)
    taken = 0.0
    due = True
    while due:
        begun = time.perf_counter()
        with database.transaction() as session:
            due = _chased(session, desk)
        taken += time.perf_counter() - begun
    event.remove(CalloutRow, "load", count)
    return _PerDue(taken / (FEW_DUE * 12), read / (FEW_DUE * 12))


def _chased(session: Session, desk: Desk) -> bool:
    work = Work(session, desk, scenery.NOW, scenery.NOW)
    if not _is_any_due(work):
        return False
    chase(work)
    return True
