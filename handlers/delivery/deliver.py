"""Deliver promised messages: the loop that claims, carries out and settles them for a platform.

Each promise is claimed in one transaction, carried out without any, and settled in another.
It is claimed a moment before its place within the limits is free, and waits for that with its
words ready, so that no visit to the database lies between a free place and the wire.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias, TypeVar

import structlog

from handlers.delivery.errand import (
    Errand,
    answers_press,
    call_of,
    carry_out,
    is_looked_for,
    prepare_all,
    receipt_facts,
)
from handlers.delivery.outcome import Settled, settle_all, settle_errand
from handlers.delivery.port import AT_ONCE, DeliveryError, Failure, Limits, Messenger, Receipt
from handlers.work import Work
from storage import backlog, claims, outbox
from storage.model import Delivery

T = TypeVar("T")
Reserved: TypeAlias = tuple[Delivery, float]  # and when it may go
Run = Callable[[Callable[[Work], T]], Awaitable[T]]

log = structlog.get_logger()

SLOTS = 16  # requests on the wire, or about to go, at once
UNSETTLED = 32  # those, and the answered ones whose outcome is still to be written down
MOST_AT_ONCE = 8  # in a claim: all of them wait until the last has its words
KEPT_FOR_PAGES = 4  # a quarter of them: whatever else goes on, a page finds a place
SHORTEST = 0.001  # seconds of rest between two looks
HEARTBEAT = 5.0  # seconds; a safety net should a wake-up ever be lost
COUNTING = 1.0  # seconds between counts of what waits for each address
RECOVERY = 10.0  # seconds between looks for leases that have run out
REQUEST_TIME_OUT = 10.0  # seconds
LAST_PATIENCE = 4.0  # seconds for what is on the wire when we stop


class Deliverer:
    """Delivers one platform's promises, most important first, within its limits."""

    def __init__(
        self,
        messenger: Messenger,
        limits: Limits,
        look: Run[Any],
        act: Run[Any],
        speaks: Callable[[], bool] = lambda: True,
    ) -> None:
        self._messenger = messenger
        self._speaks = speaks  # whether this process is the one that sends for the platform
        self._limits = limits
        self._look = look  # runs a use case; nobody is woken
        self._act = act  # runs a use case and wakes whoever may have work after it
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._on_the_wire = 0
        self._stopping = False
        self._recovered_at = time.monotonic()
        self._counted_at = -COUNTING
        self._pressed: frozenset[str] = frozenset()
        self._outcomes: list[Settled] = []
        self._settling = asyncio.Lock()

    def wake(self) -> None:
        """Look again now: something may have been promised."""
        self._wake.set()

    @property
    def in_flight(self) -> int:
        return len(self._tasks)

    async def run(self) -> None:
        """Deliver until `stop` is called, then finish what is on the wire, if it is soon done."""
        while not self._stopping:
            self._wake.clear()
            try:
                errands = await self._claim()
            except Exception:
                log.exception("claiming failed", platform=self._messenger.platform)
                errands = []
                await asyncio.sleep(1)
            for errand in errands:
                self._start(errand)
            if not errands:
                await self._pause()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=LAST_PATIENCE)
            await self._let_go(late)

    async def _let_go(self, late: Collection["asyncio.Task[None]"]) -> None:
        """Leave what does not end: it is taken up later as one whose outcome is unknown."""
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()

    async def _claim(self) -> list[Errand]:
        """Take up what an earlier failure left leased, and lease what should go next."""
        if self._is_held_up():
            return []
        free = min(SLOTS - self._on_the_wire, MOST_AT_ONCE)
        reserved: list[Reserved] = []

        def may(delivery: Delivery) -> bool:
            goes_at = self._place_of(delivery)
            if goes_at is not None:
                reserved.append((delivery, goes_at))
            return goes_at is not None

        def claim(work: Work) -> list[Errand]:
            if self._is_time_to_recover():
                claims.recover(work.session, work.real_now)
            claimed = claims.claim(
                work.session,
                self._messenger.platform,
                work.real_now,
                limit=free,
                blocked=self._limits.blocked(),
                pressed=self._pressed_addresses(work),
                may=may,
            )
            return prepare_all(work, claimed)

        found: list[Errand] = []
        try:
            found = await self._look(claim)
        finally:
            self._give_back(reserved, found)
        goes_at = {delivery.id: moment for delivery, moment in reserved}
        return [replace(errand, goes_at=goes_at[errand.delivery.id]) for errand in found]

    def _is_held_up(self) -> bool:
        """Whether nothing may go out now, whatever waits, so that there is nothing to look for."""
        is_full = self._on_the_wire >= SLOTS or len(self._tasks) >= UNSETTLED
        return is_full or not self._speaks() or self._limits.blocked().is_shut

    def _give_back(self, reserved: Iterable[Reserved], found: Iterable[Errand]) -> None:
        """Give back the places of what does not go out after all."""
        going = {errand.delivery.id for errand in found}
        for delivery, _ in reserved:
            if delivery.id in going or answers_press(delivery, attempt=delivery.attempts + 1):
                continue
            self._limits.release(call_of(delivery))

    def _pressed_addresses(self, work: Work) -> frozenset[str]:
        now = time.monotonic()
        if now - self._counted_at > COUNTING:
            self._counted_at = now
            waiting = backlog.pages(work.session, self._messenger.platform)
            self._pressed = self._limits.pressed(waiting)
        return self._pressed

    def _is_time_to_recover(self) -> bool:
        now = time.monotonic()
        if now - self._recovered_at < RECOVERY:
            return False
        self._recovered_at = now
        return True

    def _place_of(self, delivery: Delivery) -> float | None:
        """Return when it may go, by the monotonic clock; None: it has no place for now."""
        is_page = delivery.priority <= outbox.LAST_PAGE_RANK
        if not is_page and self._on_the_wire >= SLOTS - KEPT_FOR_PAGES:
            return None
        if answers_press(delivery, attempt=delivery.attempts + 1):
            return AT_ONCE  # a press's own answer address has no limit of ours
        return self._limits.reserve(call_of(delivery))

    def _start(self, errand: Errand) -> None:
        self._on_the_wire += 1
        task = asyncio.create_task(self._deliver(errand))
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        self._wake.set()

    async def _pause(self) -> None:
        waits = [HEARTBEAT]
        limited = self._limits.wait()
        if limited is not None:
            waits.append(limited)
        if not self._is_held_up():
            retry = await self._look(_until_next_retry)
            waits += [retry] if retry is not None else []
        try:
            await asyncio.wait_for(self._wake.wait(), timeout=max(min(waits), SHORTEST))
        except TimeoutError:
            return

    async def _deliver(self, errand: Errand) -> None:
        try:
            await asyncio.sleep(errand.goes_at - time.monotonic())
            outcome = await self._outcome(errand)
        finally:
            self._on_the_wire -= 1
            self._wake.set()
        self._outcomes.append((errand, outcome))
        await self._settle()

    async def _outcome(self, errand: Errand) -> Mapping[str, Any] | DeliveryError:
        delivery = errand.delivery
        outcome: Mapping[str, Any] | DeliveryError
        try:
            outcome = await asyncio.wait_for(self._perform(errand), timeout=REQUEST_TIME_OUT)
        except TimeoutError:
            outcome = DeliveryError(Failure.UNKNOWN, "timeout")
        except DeliveryError as error:
            outcome = error
        except Exception as error:
            log.exception("delivery failed in an unknown way", **delivery.log_context())
            outcome = DeliveryError(Failure.UNKNOWN, type(error).__name__)
        if not answers_press(delivery, attempt=delivery.attempts):
            refusal = outcome if isinstance(outcome, DeliveryError) else None
            self._limits.answered(call_of(delivery), refusal)
        return outcome

    async def _settle(self) -> None:
        """Write down all outcomes that have come in while another batch was written."""
        async with self._settling:
            batch, self._outcomes = self._outcomes, []
            if not batch:
                return
            try:
                await self._act(lambda work: settle_all(work, batch))
            except Exception:
                log.exception("settling together failed", count=len(batch))
                await self._settle_one_by_one(batch)

    async def _settle_one_by_one(self, batch: list[Settled]) -> None:
        for errand, outcome in batch:
            try:
                await self._act(partial(settle_errand, errand=errand, outcome=outcome))
            except Exception:
                # Its lease runs out, and it is taken up again as one whose outcome is unknown.
                log.exception("settling failed", **errand.delivery.log_context())

    async def _perform(self, errand: Errand) -> Mapping[str, Any]:
        if not self._speaks():
            reason = "another process sends now"
            raise DeliveryError(Failure.PASSING, reason, retry_after=0, is_unheard=True)
        patience = self._patience(errand.delivery)
        if patience > 0:  # asked for while the errand waited for its place
            reason = "left alone"
            raise DeliveryError(Failure.PASSING, reason, retry_after=patience, is_unheard=True)
        if is_looked_for(errand.delivery):
            found = await self._find(errand)
            if found is not None:
                return receipt_facts(found)
            if claims.INTERRUPTED in errand.delivery.payload:
                # Whoever died may have left it on the wire: it may yet arrive.
                raise DeliveryError(Failure.PERMANENT, claims.INTERRUPTED)
        return await carry_out(self._messenger, errand)

    def _patience(self, delivery: Delivery) -> float:
        if answers_press(delivery, attempt=delivery.attempts):
            return 0.0
        return self._limits.closed_for(call_of(delivery))

    async def _find(self, errand: Errand) -> Receipt | None:
        try:
            return await self._messenger.find_sent(errand.address, key=errand.delivery.key)
        except DeliveryError as refusal:
            refusal.is_of_look = True
            raise


def _until_next_retry(work: Work) -> float | None:
    due = backlog.next_due_at(work.session, work.real_now)
    return (due - work.real_now).total_seconds() if due else None
