"""How much slower an answer is, with all that follows it, when very much lies behind."""

import time
from collections.abc import Callable
from functools import partial
from statistics import median

from sqlalchemy import text
from sqlmodel import Session

from benchmarks import scenery
from benchmarks.figures import Figure
from handlers.answer import answer
from handlers.chase import chase
from handlers.work import Work
from storage import callouts
from storage.engine import Database
from storage.model import AlarmId

BEHIND = 300_000  # promises that have been kept: some six hundred alarms' worth
ANSWERS = 60
EACH = 500  # promises to an alarm
SLOWER = 1.5
DESK = scenery.desk()


async def measure() -> list[Figure]:
    """Measure on SQLite in a file, with and without the history."""
    without, behind = _taken(0), _taken(BEHIND)
    name = f"an answer and what follows it: with {BEHIND:,} kept promises behind / without"
    return [Figure(name, behind / without, SLOWER, "")]


def _taken(promises: int) -> float:
    """Return the median time in seconds."""
    with scenery.database() as database:
        with database.transaction() as session:
            scenery.settle_in(session)
            scenery.open_alarms(session, 1, scenery.NOW)
        _act(database, chase)
        if promises:
            with database.transaction() as session:
                _look_back(session, promises)
            scenery.settle_down(database)
        return _answered(database)


def _answered(database: Database) -> float:
    with database.transaction() as session:
        actors = [one.actor for one in callouts.of_alarm(session, AlarmId(1))]
    taken = []
    for number in range(ANSWERS):
        press, said = scenery.answer_of(actors, number)
        begun = time.perf_counter()
        _act(database, partial(answer, press=press, said=said))
        _act(database, chase)
        taken.append(time.perf_counter() - begun)
    return median(taken)


def _act(database: Database, use_case: Callable[[Work], object]) -> None:
    with database.transaction() as session:
        use_case(Work(session, DESK, scenery.NOW, scenery.NOW))


def _look_back(session: Session, promises: int) -> None:
    """Put the promises of former alarms, all kept, beside those of the open one."""
    session.execute(
        text(
            "WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < :more) "
            "INSERT INTO delivery (key, platform, priority, turn, lane, subject, method, address,"
            " payload, state, due_at, created_at, finished_at, attempts, is_uncertain) "
            "SELECT 'alarm/' || (:first + n / :each) || '/situation/' || n || '@slack', d.platform,"
            " d.priority, d.turn, 'past-' || n, 'alarm/' || (:first + n / :each) || '/situation',"
            " d.method, d.address, d.payload, 'delivered', d.due_at, d.created_at, d.created_at,"
            " 1, FALSE FROM more, (SELECT * FROM delivery ORDER BY id LIMIT 1) AS d"
        ),
        {"more": promises, "first": 1000, "each": EACH},
    )
