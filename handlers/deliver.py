"""Deliver promised messages: the only use case that speaks to a platform.

Each promise is claimed in one transaction, carried out without any, and settled in another. The
three steps are plain functions here; `Deliverer` is the loop that runs them for one platform.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, TypeAlias, TypeVar

import structlog

from handlers import figures, live, settle
from handlers.message import Message, from_json
from handlers.port import (
    NAME_TAKEN,
    UNTRIED,
    DeliveryError,
    Failure,
    Limits,
    Messenger,
    Receipt,
)
from handlers.work import Work
from storage import outbox
from storage.model import Delivery, Platform

T = TypeVar("T")
Run = Callable[[Callable[[Work], T]], Awaitable[T]]

log = structlog.get_logger()

SLOTS = 16  # requests on the wire at once
KEPT_FOR_PAGES = 4  # a quarter of them: whatever else goes on, a page finds a place
HEARTBEAT = 5.0  # seconds; a safety net should a wake-up ever be lost
COUNTING = 1.0  # seconds between counts of what waits for each address
RECOVERY = 10.0  # seconds between looks for leases that have run out
REQUEST_TIME_OUT = 10.0  # seconds
LAST_PATIENCE = 4.0  # seconds for what is on the wire when we stop
FIRST_RETRY = 1.0  # seconds; doubled each time, with jitter
LONGEST_RETRY = 60.0  # seconds
STRAGGLERS = 3.0  # seconds: what was cut off has arrived by then, if ever, and is looked for
CAN_BE_ASKED = frozenset({Platform.SLACK})  # where we can look for what may have arrived
MOST_NAMES = 50  # names that are tried for a channel, with a number behind


@dataclass(frozen=True, slots=True)
class Errand:
    """A claimed promise with its address and words resolved."""

    delivery: Delivery
    address: str
    message: Message | None = None
    target: Receipt | None = None
    users: Mapping[str, str] | None = None  # account -> person
    channels: frozenset[str] | None = None  # other alarms', where ours may have been made already


Settled: TypeAlias = tuple[Errand, Mapping[str, Any] | DeliveryError]


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
        free = SLOTS - len(self._tasks)
        if free <= 0 or not self._speaks():
            return []
        reserved: list[Delivery] = []

        def may(delivery: Delivery) -> bool:
            is_free = self._may(delivery)
            if is_free:
                reserved.append(delivery)
            return is_free

        def claim(work: Work) -> list[Errand]:
            if self._is_time_to_recover():
                outbox.recover(work.session, work.real_now)
            claimed = outbox.claim(
                work.session,
                self._messenger.platform,
                work.real_now,
                limit=free,
                blocked=self._limits.blocked(),
                pressed=self._pressed_addresses(work),
                may=may,
            )
            return [errand for one in claimed if (errand := prepare(work, one)) is not None]

        found: list[Errand] = []
        try:
            found = await self._look(claim)
        finally:
            self._give_back(reserved, found)
        return found

    def _give_back(self, reserved: Iterable[Delivery], found: Iterable[Errand]) -> None:
        """Give back the places of what does not go out after all."""
        going = {errand.delivery.id for errand in found}
        for delivery in reserved:
            if delivery.id in going or _answers_press(delivery, attempt=delivery.attempts + 1):
                continue
            looks_first = _looks_first(delivery)
            self._limits.release(delivery.method, delivery.address, looks_first=looks_first)

    def _pressed_addresses(self, work: Work) -> frozenset[str]:
        now = time.monotonic()
        if now - self._counted_at > COUNTING:
            self._counted_at = now
            waiting = outbox.backlog(work.session, self._messenger.platform)
            self._pressed = self._limits.pressed(waiting)
        return self._pressed

    def _is_time_to_recover(self) -> bool:
        now = time.monotonic()
        if now - self._recovered_at < RECOVERY:
            return False
        self._recovered_at = now
        return True

    def _may(self, delivery: Delivery) -> bool:
        is_page = delivery.priority <= outbox.LAST_PAGE_RANK
        if not is_page and len(self._tasks) >= SLOTS - KEPT_FOR_PAGES:
            return False
        if _answers_press(delivery, attempt=delivery.attempts + 1):
            return True  # a press's own answer address has no limit of ours
        return self._limits.reserve(
            delivery.method,
            delivery.address,
            delivery.priority,
            looks_first=_looks_first(delivery),
        )

    def _start(self, errand: Errand) -> None:
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
        retry = await self._look(_until_next_retry)
        if retry is not None:
            waits.append(retry)
        try:
            await asyncio.wait_for(self._wake.wait(), timeout=max(min(waits), 0.005))
        except TimeoutError:
            return

    async def _deliver(self, errand: Errand) -> None:
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
        if not _answers_press(delivery, attempt=delivery.attempts):
            refusal = outcome if isinstance(outcome, DeliveryError) else None
            self._limits.answered(
                delivery.method,
                delivery.address,
                retry_after=refusal.retry_after if refusal else None,
                is_haste=refusal is not None and refusal.is_haste,
                looks_first=_looks_first(delivery),
            )
        self._outcomes.append((errand, outcome))
        await self._settle()

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
            raise DeliveryError(Failure.PASSING, "another process sends now", retry_after=0)
        if _looks_first(errand.delivery):
            found = await self._messenger.find_sent(errand.address, key=errand.delivery.key)
            if found is not None:
                return receipt_facts(found)
            if outbox.INTERRUPTED in errand.delivery.payload:
                # Whoever died may have left it on the wire: it may yet arrive.
                raise DeliveryError(Failure.PERMANENT, outbox.INTERRUPTED)
        return await self._carry_out(errand)

    async def _carry_out(self, errand: Errand) -> Mapping[str, Any]:
        messenger, delivery = self._messenger, errand.delivery
        match delivery.payload["op"]:
            case "send" if errand.message is not None:
                sent = await messenger.send(errand.address, errand.message, key=delivery.key)
                return receipt_facts(sent)
            case "edit" if errand.message is not None and errand.target is not None:
                is_quick = _answers_press(delivery, attempt=delivery.attempts)
                url = delivery.payload["response_url"] if is_quick else None
                await messenger.edit(errand.target, errand.message, response_url=url)
            case "pin" if errand.target is not None:
                await messenger.pin(errand.target)
            case "create_channel":
                created = await messenger.create_channel(
                    _channel_name(delivery), may_be_there=errand.channels
                )
                return {"channel": created}
            case "invite":
                people = errand.users or {}
                refused = await messenger.invite(errand.address, list(people))
                return _invitation_facts({people[user]: why for user, why in refused.items()})
            case "set_topic":
                await messenger.set_topic(errand.address, delivery.payload["topic"])
            case "archive":
                await messenger.archive(errand.address)
            case unknown:
                raise DeliveryError(Failure.PERMANENT, f"unknown operation {unknown}")
        return {}


def _answers_press(delivery: Delivery, *, attempt: int) -> bool:
    """Whether this attempt goes to a press's response address, which is tried only once."""
    return bool(delivery.payload.get("response_url")) and attempt == 1


def _looks_first(delivery: Delivery) -> bool:
    """Whether it is looked for before it is sent: an earlier attempt may have arrived."""
    return delivery.is_uncertain and delivery.method == "send"


def _channel_name(delivery: Delivery) -> str:
    """Return the channel's name, with a number behind it when others have taken the name."""
    taken = int(delivery.payload.get("taken", 0))
    return f"{delivery.payload['name']}-{taken + 1}" if taken else str(delivery.payload["name"])


def _invitation_facts(refused: Mapping[str, str]) -> dict[str, Any]:
    untried = [person for person, why in refused.items() if why == UNTRIED]
    return {
        "refused": {person: why for person, why in refused.items() if why != UNTRIED},
        "untried": untried,
    }


def receipt_facts(receipt: Receipt) -> dict[str, str]:
    return {"chat": receipt.chat, "message": receipt.message}


def prepare(work: Work, delivery: Delivery) -> Errand | None:
    """Resolve address, words and target; drop what has become pointless or impossible."""
    address = settle.resolve(work, delivery)
    if address is None:
        settle.give_up(work, delivery, "no_address")
        return None
    target = _target(work, delivery)
    if delivery.target is not None and target is None:
        outbox.drop(work.session, delivery, "its message was never sent")
        return None
    message = _message(work, delivery)
    if message is None and delivery.method in {"send", "edit"}:
        outbox.drop(work.session, delivery, "it has become pointless")
        return None
    return Errand(
        delivery=delivery,
        address=address,
        message=message,
        target=target,
        users=settle.accounts(work, delivery),
        channels=settle.channels_of_others(work, delivery),
    )


def settle_all(work: Work, batch: Iterable[Settled]) -> None:
    """Write down how several went, in one order everywhere, so that processes do not lock horns."""
    told = sorted(batch, key=lambda one: one[0].delivery.subject)
    for errand, outcome in told:
        settle_errand(work, errand, outcome)
    for platform in {e.delivery.platform for e, o in told if not isinstance(o, DeliveryError)}:
        outbox.note_flow(work.session, platform, work.real_now)


def settle_errand(work: Work, errand: Errand, outcome: Mapping[str, Any] | DeliveryError) -> None:
    """Write down how it went, and let the facts follow."""
    if not outbox.settles(work.session, errand.delivery):
        log.warning("settled elsewhere", **errand.delivery.log_context())
        return
    if not isinstance(outcome, DeliveryError):
        outbox.delivered(work.session, errand.delivery, outcome, work.real_now)
        figures.count(figures.SENT, errand.delivery)
        settle.arrived(work, errand.delivery, outcome)
        return
    delivery = errand.delivery
    log.warning("delivery refused", reason=outcome.reason, **delivery.log_context())
    if outcome.is_haste:
        figures.HASTY.labels(delivery.platform.value).inc()
    if outcome.reason == NAME_TAKEN and delivery.payload.get("taken", 0) < MOST_NAMES:
        outbox.note_name_taken(work.session, delivery, work.real_now)
        return
    if outcome.failure in {Failure.PERMANENT, Failure.UNREACHABLE}:
        settle.give_up(work, delivery, outcome.reason, outcome.failure)
        return
    is_unknown = outcome.failure is Failure.UNKNOWN
    must_look = is_unknown and bool(delivery.payload.get("at_most_once"))
    if must_look and delivery.platform not in CAN_BE_ASKED:
        settle.give_up(work, delivery, outcome.reason)
        return
    figures.count(figures.FAILED, delivery)
    wait = outcome.retry_after if outcome.retry_after is not None else back_off(delivery.attempts)
    if must_look:
        wait = max(wait, STRAGGLERS)
    outbox.retry(
        work.session,
        delivery,
        work.real_now + timedelta(seconds=wait),
        outcome.reason,
        is_uncertain=is_unknown,
    )


def back_off(attempts: int) -> float:
    """Return how many seconds to wait before the next attempt, with jitter."""
    longest: float = min(LONGEST_RETRY, FIRST_RETRY * 2.0 ** (attempts - 1))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311  # jitter, not a secret


def _until_next_retry(work: Work) -> float | None:
    due = outbox.next_due_at(work.session, work.real_now)
    return (due - work.real_now).total_seconds() if due else None


def _message(work: Work, delivery: Delivery) -> Message | None:
    payload = delivery.payload
    message: Message | None
    if "message" in payload:
        message = from_json(payload["message"])
    elif "live" in payload:
        message = live.compose(work, delivery)
    else:
        return None
    is_sent_again = delivery.is_uncertain and payload["op"] == "send"
    if message is not None and is_sent_again and not payload.get("at_most_once"):
        return live.maybe_repeated(work, message)
    return message


def _target(work: Work, delivery: Delivery) -> Receipt | None:
    if delivery.target is None:
        return None
    sent = outbox.get(work.session, delivery.target)
    if sent is None or sent.receipt is None or "chat" not in sent.receipt:
        return None
    return Receipt(sent.receipt["chat"], sent.receipt["message"])
