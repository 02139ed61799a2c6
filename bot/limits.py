"""Keep each platform's limits ourselves, so that a refusal for haste is an exception.

The figures are the contract's: a window holds so many calls and is counted from the answer to
its oldest call. Time here is the monotonic clock's, in seconds.
"""

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Window:
    """At most `calls` within any `seconds`."""

    calls: int
    seconds: float


MINUTE = 60.0
SLACK_METHODS: Mapping[str, Window] = {
    "edit": Window(50, MINUTE),
    "create_channel": Window(20, MINUTE),
    "invite": Window(50, MINUTE),
    "set_topic": Window(20, MINUTE),
    "pin": Window(20, MINUTE),
    "archive": Window(20, MINUTE),
}
SLACK_CHANNEL = Window(12, 10.0)  # messages to one conversation
TELEGRAM_CHAT = Window(1, 1.0)
SAFETY = 0.02  # seconds: the platform's clock started a little after ours


@dataclass(slots=True)
class _Places:
    """The places of one window: those on the wire, and those answered lately."""

    window: Window
    in_flight: int = 0
    answered: deque[float] = field(default_factory=deque)

    def free_at(self, now: float) -> float:
        """Return when a place is free; `now` or earlier means at once."""
        while self.answered and self.answered[0] + self.window.seconds + SAFETY <= now:
            self.answered.popleft()
        taken = self.in_flight + len(self.answered)
        if taken < self.window.calls:
            return now
        if not self.answered:
            return now + 0.05  # all on the wire: look again soon
        return self.answered[0] + self.window.seconds + SAFETY


class Bucket:
    """An overall cap: `rate` calls a second, with a burst saved up while idle."""

    def __init__(self, rate: float, burst: int, now: float) -> None:
        self.rate = rate
        self.burst = burst
        self._tokens = float(burst)
        self._at = now

    def free_at(self, now: float) -> float:
        self._fill(now)
        return now if self._tokens >= 1 else now + (1 - self._tokens) / self.rate

    def take(self, now: float) -> None:
        self._fill(now)
        self._tokens -= 1

    def _fill(self, now: float) -> None:
        self._tokens = min(self.burst, self._tokens + (now - self._at) * self.rate)
        self._at = now


class PlatformLimits:
    """The limits of one platform, as `handlers.port.Limits` wants them."""

    def __init__(
        self,
        *,
        overall: Bucket,
        methods: Mapping[str, Window],
        window_of: Callable[[str, str], Window | None],
        monotonic: Callable[[], float],
    ) -> None:
        self._overall = overall
        self._methods = {name: _Places(window) for name, window in methods.items()}
        self._window_of = window_of
        self._chats: dict[str, _Places] = {}
        self._closed_until: dict[str, float] = defaultdict(float)
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._wanted_at: float | None = None

    def blocked_methods(self) -> frozenset[str]:
        with self._lock:
            now = self._monotonic()
            self._wanted_at = None
            blocked = {m for m, until in self._closed_until.items() if until > now}
            blocked |= {m for m, p in self._methods.items() if p.free_at(now) > now}
            for method in blocked:
                self._want(self._method_free_at(method, now))
            return frozenset(blocked)

    def reserve(self, method: str, address: str, priority: int) -> bool:
        with self._lock:
            now = self._monotonic()
            chat = self._chat(method, address)
            moments = [self._method_free_at(method, now), self._overall.free_at(now)]
            if chat is not None:
                moments.append(chat.free_at(now))
            free_at = max(moments)
            if free_at > now:
                self._want(free_at)
                return False
            self._overall.take(now)
            if method in self._methods:
                self._methods[method].in_flight += 1
            if chat is not None:
                chat.in_flight += 1
            return True

    def answered(self, method: str, address: str, *, retry_after: float | None) -> None:
        with self._lock:
            now = self._monotonic()
            for places in (self._methods.get(method), self._chats.get(address)):
                if places is not None and places.in_flight > 0:
                    places.in_flight -= 1
                    places.answered.append(now)
            if retry_after is not None:
                self._closed_until[method] = now + retry_after

    def wait(self) -> float | None:
        with self._lock:
            if self._wanted_at is None:
                return None
            return max(0.0, self._wanted_at - self._monotonic())

    def _method_free_at(self, method: str, now: float) -> float:
        places = self._methods.get(method)
        return max(places.free_at(now) if places else now, self._closed_until.get(method, now))

    def _chat(self, method: str, address: str) -> _Places | None:
        window = self._window_of(method, address)
        if window is None:
            return None
        if address not in self._chats:
            self._chats[address] = _Places(window)
        return self._chats[address]

    def _want(self, moment: float) -> None:
        self._wanted_at = moment if self._wanted_at is None else min(self._wanted_at, moment)


class NoLimits:
    """For servers on this machine, LARM_LIMITS=off: only an asked-for patience is kept."""

    def blocked_methods(self) -> frozenset[str]:
        return frozenset()

    def reserve(self, method: str, address: str, priority: int) -> bool:
        return True

    def answered(self, method: str, address: str, *, retry_after: float | None) -> None:
        pass

    def wait(self) -> float | None:
        return None


def slack_limits(per_second: float, burst: int, monotonic: Callable[[], float]) -> PlatformLimits:
    return PlatformLimits(
        overall=Bucket(per_second, burst, monotonic()),
        methods=SLACK_METHODS,
        window_of=lambda method, _address: SLACK_CHANNEL if method == "send" else None,
        monotonic=monotonic,
    )


def telegram_limits(per_second: float, monotonic: Callable[[], float]) -> PlatformLimits:
    return PlatformLimits(
        overall=Bucket(per_second, 1, monotonic()),
        methods={},
        window_of=lambda _method, _address: TELEGRAM_CHAT,
        monotonic=monotonic,
    )
