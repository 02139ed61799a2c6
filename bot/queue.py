"""One thread for the database's work, and an order in which it is done."""

import asyncio
import itertools
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from enum import IntEnum
from typing import TypeVar

T = TypeVar("T")

Job = Callable[[], None]


class Rank(IntEnum):
    """What goes first. Delivery does: the platforms' limits keep it from filling the day.

    A claim goes before all: while it waits, a place that the limits have free is lost.
    """

    CLAIM = 0
    DELIVERY = 1
    USUAL = 2
    END = 3


class WorkQueue:
    """Does jobs one after another on a thread of its own, the lower rank first."""

    def __init__(self) -> None:
        self._jobs: queue.PriorityQueue[tuple[Rank, int, Job]] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._is_closed = False
        self._thread = threading.Thread(target=self._work, name="larm", daemon=True)
        self._thread.start()

    async def run(self, job: Callable[[], T], rank: Rank) -> T:
        """Do a job on the thread and wait for what it returns or raises."""
        future: Future[T] = Future()
        self._put(rank, lambda: _fulfil(future, job))
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Finish what has been asked for, and end the thread."""
        self._put(Rank.END, self._close)
        self._thread.join()

    def _close(self) -> None:
        self._is_closed = True

    def _put(self, rank: Rank, job: Job) -> None:
        self._jobs.put((rank, next(self._numbers), job))

    def _work(self) -> None:
        while not self._is_closed:
            _, _, job = self._jobs.get()
            job()


def _fulfil(future: Future[T], job: Callable[[], T]) -> None:
    if not future.set_running_or_notify_cancel():
        return  # nobody waits for it any more
    try:
        outcome = job()
    except BaseException as error:  # noqa: BLE001  # it is raised where the job is waited for
        future.set_exception(error)
    else:
        future.set_result(outcome)
