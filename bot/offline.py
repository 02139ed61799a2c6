"""Run one use case for the command line, and say in a line what it needs when it cannot run."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from bot import settings
from bot.clock import real_now
from bot.settings import Settings
from bot.wiring import clock_of, desk_of
from handlers.work import Work
from storage.engine import Database
from storage.lock import DatabaseBusyError, ProcessLock
from storage.migrate import migrate, require_newest

T = TypeVar("T")
UseCase = Callable[[Work], T]


@dataclass(frozen=True, slots=True)
class Place:
    """The database that a command works on."""

    settings: Settings
    database: Database
    lock: ProcessLock

    def run(self, use_case: UseCase[T]) -> T:
        found = self.settings
        with self.database.transaction() as session:
            return use_case(Work(session, desk_of(found), clock_of(found).now(), real_now()))


def look(use_case: UseCase[T]) -> T:
    """Run what changes nothing, on a database that must be there and whose schema is left alone."""
    with _place() as place:
        require_newest(place.database)
        return place.run(use_case)


def change(use_case: UseCase[T], *, instead: str) -> T:
    """Run what changes the database, as the only process on a SQLite file.

    `instead` says what to do when another larm runs on it.
    """
    with _place() as place:
        require_newest(place.database)
        _take(place.lock, instead)
        return place.run(use_case)


def found(use_case: UseCase[T], *, instead: str) -> T:
    """Run as `change` does, on a database that is made or migrated first."""
    with _place() as place:
        _take(place.lock, instead)
        migrate(place.database)
        return place.run(use_case)


def fail(explanation: str) -> NoReturn:
    print(explanation, file=sys.stderr)
    raise SystemExit(1)


@contextmanager
def _place() -> Iterator[Place]:
    known = settings.load()
    place = Place(known, Database(known.database_url), ProcessLock(known.database_url))
    try:
        yield place
    finally:
        place.database.dispose()
        place.lock.release()


def _take(lock: ProcessLock, instead: str) -> None:
    try:
        lock.take()
    except DatabaseBusyError:
        fail(instead)
