"""Keep each platform's limits ourselves, so that a refusal for haste is an exception.

The figures are the contract's: a window holds so many calls and is counted from the answer to
its oldest call. A place is let out a moment ahead of its time, so that what is to go has been
claimed and worded when it comes. Time here is the monotonic clock's, in seconds.
"""

import math
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.windows import NOBODY_KNOWS, Bucket, Cap, Places, SlidingCap, Window
from handlers.delivery.port import AT_ONCE, Attempt, Call, DeliveryError
from storage.claims import LOOK, Blocked

MINUTE = 60.0
SLACK_METHODS: Mapping[str, Window] = {
    "edit": Window(50, MINUTE),
    "create_channel": Window(20, MINUTE),
    "invite": Window(50, MINUTE),
    "set_topic": Window(20, MINUTE),
    "pin": Window(20, MINUTE),
    "archive": Window(20, MINUTE),
    LOOK: Window(50, MINUTE),  # for a message that may have arrived
}
SLACK_CHANNEL = Window(12, 10.0)  # messages to one conversation
TELEGRAM_CHAT = Window(1, 1.0)
TELEGRAM_GROUP = Window(20, MINUTE)  # besides the chat's own
AHEAD = 0.1  # seconds before a place is free it may be taken: what a claim takes, and some
STANDING_BACK = 0.5  # seconds more than was asked for: what was refused is due again, and is first
SOON = 0.05  # seconds to the next look when all places are on the wire
EARLY = 4  # an address is pressed when its own share of the time is so large a part of all


@dataclass(frozen=True, slots=True)
class Regime:
    """How a platform counts, beside its overall cap."""

    methods: Mapping[str, Window]
    per_address: Window
    method_of_addresses: str | None  # None: every method counts
    closes_address: bool = False  # a Retry-After is about the address, not about the method
    per_group: Window | None = None  # for a group, besides what counts for every address


class PlatformLimits:
    """The limits of one platform, as `handlers.delivery.port.Limits` wants them."""

    def __init__(
        self, *, overall: Cap, regime: Regime, monotonic: Callable[[], float], ahead: float
    ) -> None:
        self._ahead = ahead
        self._overall = overall
        self._regime = regime
        self._methods = {name: Places(window) for name, window in regime.methods.items()}
        self._addresses: dict[str, tuple[Places, ...]] = {}
        self._closed_until: dict[str, float] = defaultdict(float)  # a method, or an address
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._wanted_at: float | None = None

    @property
    def rate(self) -> float:
        """The overall cap at present, in calls a second."""
        return self._overall.rate

    def blocked(self) -> Blocked:
        with self._lock:
            now = self._monotonic()
            self._wanted_at = None
            methods = self._blocked_methods(now)
            addresses = self._blocked_addresses(now)
            room = self._overall.room(now + self._ahead)
            if room <= 0:
                self._want(self._overall.free_at(now), now)
            method_of_addresses = self._regime.method_of_addresses
            return Blocked(methods, addresses, method_of_addresses, room)

    def pressed(self, backlog: Mapping[str, int]) -> frozenset[str]:
        """An address is pressed when its own cap, not the overall one, decides the end."""
        own = self._regime.per_address
        pace = own.calls / own.seconds
        together = sum(backlog.values()) / self._overall.rate
        return frozenset(
            address
            for address, count in backlog.items()
            if count > own.calls and count / pace > together / EARLY
        )

    def reserve(self, call: Call) -> float | None:
        with self._lock:
            now = self._monotonic()
            windows = self._windows(call)
            free_at = max(
                self._overall.free_at(now),
                *(self._closed_until.get(name, now) for name in self._closables(call)),
                *(places.free_at(now) for places in windows),
            )
            if free_at > now + self._ahead:
                self._want(free_at, now)
                return None
            self._overall.take(now)
            for places in windows:
                places.in_flight += 1
            return free_at

    def closed_for(self, call: Call) -> float:
        with self._lock:
            now = self._monotonic()
            until = max(self._closed_until.get(name, now) for name in self._closables(call))
            return max(0.0, until - now)

    def release(self, call: Call) -> None:
        with self._lock:
            self._overall.give_back()
            self._give_back(call)

    def answered(self, call: Call, refusal: DeliveryError | None = None) -> None:
        with self._lock:
            now = self._monotonic()
            self._overall.answered(now, is_refused=refusal is not None and refusal.is_haste)
            if refusal is not None and refusal.is_unheard:
                self._give_back(call)
                return
            for places in self._windows(call):
                places.answer(now)
            if refusal is not None and refusal.retry_after is not None:
                self._close(self._refused(call, refusal), now + refusal.retry_after)

    def recall(self, attempts: Iterable[Attempt]) -> None:
        with self._lock:
            now = self._monotonic()
            self._overall.forget()
            self._addresses.clear()
            for places in self._methods.values():
                places.answered.clear()
            for attempt in sorted(attempts, key=lambda one: one.ago, reverse=True):
                self._overall.recall(now - attempt.ago)
                for places in self._windows(attempt.call):
                    places.answered.append(now - attempt.ago)
                if attempt.patience > 0:
                    # Of two rather the look for what may be lost: no page need wait for that.
                    *_, closed = self._closables(attempt.call)
                    self._close(closed, now + attempt.patience)

    def wait(self) -> float | None:
        with self._lock:
            if self._wanted_at is None:
                return None
            return max(0.0, self._wanted_at - self._monotonic())

    def _give_back(self, call: Call) -> None:
        for places in self._windows(call):
            places.give_back()

    def _closables(self, call: Call) -> tuple[str, ...]:
        """Return what a Retry-After closes for a while, of all that the call needs."""
        return (call.address,) if self._regime.closes_address else _methods(call)

    def _close(self, name: str, until: float) -> None:
        self._closed_until[name] = max(self._closed_until[name], until + STANDING_BACK)

    def _refused(self, call: Call, refusal: DeliveryError) -> str:
        if self._regime.closes_address:
            return call.address
        return LOOK if refusal.is_of_look else call.method

    def _blocked_methods(self, now: float) -> frozenset[str]:
        closed = () if self._regime.closes_address else tuple(self._closed_until)
        free = {method: self._method_free_at(method, now) for method in (*self._methods, *closed)}
        return self._out_of_reach(free, now)

    def _blocked_addresses(self, now: float) -> frozenset[str]:
        free = {
            address: max(places.free_at(now) for places in windows)
            for address, windows in self._addresses.items()
        }
        for address, windows in list(self._addresses.items()):
            if all(places.is_empty for places in windows):
                del self._addresses[address]
        if self._regime.closes_address:
            free = self._with_closed(free, now)
        return self._out_of_reach(free, now)

    def _with_closed(self, free_at: Mapping[str, float], now: float) -> dict[str, float]:
        """Add the addresses that a refusal has closed, and forget those open again."""
        for address, until in list(self._closed_until.items()):
            if until <= now:
                del self._closed_until[address]
        closed = {a: max(until, free_at.get(a, now)) for a, until in self._closed_until.items()}
        return {**free_at, **closed}

    def _out_of_reach(self, free_at: Mapping[str, float], now: float) -> frozenset[str]:
        late = {name: moment for name, moment in free_at.items() if moment > now + self._ahead}
        for moment in late.values():
            self._want(moment, now)
        return frozenset(late)

    def _method_free_at(self, method: str, now: float) -> float:
        places = self._methods.get(method)
        return max(places.free_at(now) if places else now, self._closed_until.get(method, now))

    def _windows(self, call: Call) -> list[Places]:
        """Return every window that a call takes a place in."""
        windows = [self._methods[name] for name in _methods(call) if name in self._methods]
        return [*windows, *self._windows_of(call.method, call.address)]

    def _windows_of(self, method: str, address: str) -> tuple[Places, ...]:
        if self._regime.method_of_addresses not in {None, method}:
            return ()
        if address not in self._addresses:
            kept = [self._regime.per_address]
            if self._regime.per_group is not None and is_group(address):
                kept.append(self._regime.per_group)
            self._addresses[address] = tuple(Places(window) for window in kept)
        return self._addresses[address]

    def _want(self, free_at: float, now: float) -> None:
        look_at = now + SOON if free_at == NOBODY_KNOWS else free_at - self._ahead
        self._wanted_at = look_at if self._wanted_at is None else min(self._wanted_at, look_at)


class NoLimits:
    """For servers on this machine, LARM_LIMITS=off: only an asked-for patience is kept."""

    rate = math.inf

    def blocked(self) -> Blocked:
        return Blocked()

    def pressed(self, backlog: Mapping[str, int]) -> frozenset[str]:
        return frozenset()

    def reserve(self, call: Call) -> float | None:
        return AT_ONCE

    def closed_for(self, call: Call) -> float:
        return 0.0

    def release(self, call: Call) -> None:
        pass

    def answered(self, call: Call, refusal: DeliveryError | None = None) -> None:
        pass

    def recall(self, attempts: Iterable[Attempt]) -> None:
        pass

    def wait(self) -> float | None:
        return None


def _methods(call: Call) -> tuple[str, ...]:
    return (call.method, LOOK) if call.looks_first else (call.method,)


def is_group(address: str) -> bool:
    """Whether it is a group's address: Telegram numbers groups below nought."""
    return address.startswith("chat/-")


def slack_limits(
    per_second: float, burst: int, monotonic: Callable[[], float], ahead: float = AHEAD
) -> PlatformLimits:
    regime = Regime(SLACK_METHODS, SLACK_CHANNEL, method_of_addresses="send")
    overall = Bucket(per_second, burst, monotonic())
    return PlatformLimits(overall=overall, regime=regime, monotonic=monotonic, ahead=ahead)


def telegram_limits(
    per_second: float, monotonic: Callable[[], float], ahead: float = AHEAD
) -> PlatformLimits:
    regime = Regime(
        methods={},
        per_address=TELEGRAM_CHAT,
        method_of_addresses=None,
        closes_address=True,
        per_group=TELEGRAM_GROUP,
    )
    overall = SlidingCap(per_second)
    return PlatformLimits(overall=overall, regime=regime, monotonic=monotonic, ahead=ahead)
