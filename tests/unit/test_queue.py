"""The order in which the database's one thread does its work."""

import asyncio
import threading

from bot.queue import Rank, WorkQueue


async def test_a_claim_goes_before_all_other_work_that_waits() -> None:
    queue = WorkQueue()
    may_begin, done = threading.Event(), list[str]()
    asked = [
        queue.run(may_begin.wait, Rank.USUAL),
        queue.run(lambda: done.append("alarm"), Rank.USUAL),
        queue.run(lambda: done.append("outcome"), Rank.DELIVERY),
        queue.run(lambda: done.append("claim"), Rank.CLAIM),
    ]

    waiting = asyncio.gather(*asked)
    await asyncio.sleep(0)  # all have been asked for
    may_begin.set()
    await waiting
    queue.close()

    assert done == ["claim", "outcome", "alarm"]
