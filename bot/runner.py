"""Run use cases on threads, each in one transaction, and wake whoever may have work after it."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import text

from bot.clock import Clock, real_now
from bot.queue import Rank, WorkQueue
from handlers import about, figures
from handlers.identity import Identity, person_of
from handlers.work import Desk, Work
from storage import heard
from storage.engine import Database

T = TypeVar("T")

BELL = "larm"  # what processes on one PostgreSQL wake each other by


class Runner:
    """The bridge between the asynchronous edge and the synchronous core."""

    def __init__(self, database: Database, desk: Desk, clock: Clock) -> None:
        self.database = database
        self.desk = desk
        self.clock = clock
        # One thread: use cases run one after another, so that what one reads no other changes
        # meanwhile, on PostgreSQL as on SQLite; and a queue is fairer than busy waiting.
        self._queue = WorkQueue()
        self._sleepers: list[Callable[[], None]] = []

    def on_change(self, wake: Callable[[], None]) -> None:
        """Call `wake` after every use case that may have left work behind."""
        self._sleepers.append(wake)

    async def look(
        self,
        use_case: Callable[[Work], T],
        by: Identity | None = None,
        *,
        rank: Rank = Rank.USUAL,
    ) -> T:
        """Run a use case in a transaction, in the language of who asked; nobody is woken."""
        return await self._queue.run(lambda: self._run(use_case, by, _leaves_none), rank)

    async def act(
        self,
        use_case: Callable[[Work], T],
        by: Identity | None = None,
        *,
        has_left_work: Callable[[T], bool] = lambda _outcome: True,
        rank: Rank = Rank.USUAL,
    ) -> T:
        """Run a use case as `look` does, then wake those who may have work, here and elsewhere."""
        outcome = await self._queue.run(lambda: self._run(use_case, by, has_left_work), rank)
        if has_left_work(outcome):
            self.wake_all()
        return outcome

    async def once(
        self,
        event: str | None,
        use_case: Callable[[Work], T],
        by: Identity | None = None,
        *,
        counts: Callable[[T], bool] = lambda _outcome: True,
    ) -> T | None:
        """Act on an event of a platform; return None when it has been acted on before.

        What does not count, a form sent back with a mistake, may come again under its name.
        """

        def unless_heard(work: Work) -> T | None:
            if event is not None and not heard.note(work.session, event, work.real_now):
                return None
            outcome = use_case(work)
            if event is not None and not counts(outcome):
                heard.unnote(work.session, event)
            return outcome

        outcome = await self.act(unless_heard, by)
        if by is not None:
            figures.PRESSES.labels(by.platform.value, _heard(outcome)).inc()
        return outcome

    def wake_all(self) -> None:
        for wake in self._sleepers:
            wake()

    def close(self) -> None:
        self._queue.close()

    def _run(
        self, use_case: Callable[[Work], T], by: Identity | None, has_left_work: Callable[[T], bool]
    ) -> T:
        with self.database.transaction() as session:
            work = Work(session, self.desk, self.clock.now(), real_now())
            outcome = about.marked(work, use_case(_in_language_of(work, by)))
            if not self.database.is_sqlite and has_left_work(outcome):
                session.execute(text(f"NOTIFY {BELL}"))  # heard when this commits
            return outcome


def _heard(outcome: object) -> str:
    return "repeated" if outcome is None else "new"


def _leaves_none(_outcome: object) -> bool:
    return False


def _in_language_of(work: Work, by: Identity | None) -> Work:
    person = person_of(work, by) if by is not None else None
    if person is None or person.language is None:
        return work
    return replace(work, desk=replace(work.desk, reader=person.language))
