"""What a limit is made of: windows that hold so many calls, and caps over all calls.

A window is counted from the answer to its oldest call. Time here is the monotonic clock's, in
seconds.
"""

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

NOBODY_KNOWS = math.inf  # when a place is free: that is for an answer to tell
SAFETY = 0.001  # seconds: two clocks may differ by their last digit
SLOWEST = 16  # a refused cap falls to a sixteenth at most
PATIENCE = 200  # answers without refusal until it is back from nothing


@dataclass(frozen=True, slots=True)
class Window:
    """At most `calls` within any `seconds`."""

    calls: int
    seconds: float


@dataclass(slots=True)
class Places:
    """The places of one window: those on the wire, and those answered lately."""

    window: Window
    in_flight: int = 0
    answered: deque[float] = field(default_factory=deque)

    def room(self, at: float) -> int:
        """Return how many places are free at that moment, unless more are taken before it."""
        held = sum(1 for answer in self.answered if self._held_until(answer) > at)
        return self.window.calls - self.in_flight - held

    def free_at(self, now: float) -> float:
        """Return when the next call may go: now, later, or `NOBODY_KNOWS`.

        Places taken ahead of their time are on the wire already for this reckoning, so each of
        them has an answered one of its own to wait for.
        """
        while self.answered and self._held_until(self.answered[0]) <= now:
            self.answered.popleft()
        next_held = len(self.answered) + self.in_flight - self.window.calls
        if next_held < 0:
            return now
        if next_held >= len(self.answered):
            return NOBODY_KNOWS  # all are on the wire
        return self._held_until(self.answered[next_held])

    def give_back(self) -> None:
        self.in_flight = max(0, self.in_flight - 1)

    def answer(self, now: float) -> None:
        """Count from here for one that was on the wire."""
        if self.in_flight > 0:
            self.in_flight -= 1
            self.answered.append(now)

    def _held_until(self, answer: float) -> float:
        return answer + self.window.seconds + SAFETY

    @property
    def is_empty(self) -> bool:
        return self.in_flight == 0 and not self.answered


class Cap(Protocol):
    """How many calls may go out over all. A refusal lowers it, success raises it again slowly."""

    @property
    def rate(self) -> float: ...

    def room(self, at: float) -> int: ...

    def free_at(self, now: float) -> float: ...

    def take(self, now: float) -> None: ...

    def give_back(self) -> None: ...

    def forget(self) -> None:
        """Forget all calls that are not on the wire."""

    def recall(self, at: float) -> None:
        """Count a call that another process made at that moment; the earlier ones come first."""

    def answered(self, now: float, *, is_refused: bool) -> None: ...


class Bucket:
    """A cap of `rate` calls a second, with a burst saved up while idle.

    A call that is let out ahead of its time is owed: the tokens fall below nought.
    """

    def __init__(self, rate: float, burst: int, now: float) -> None:
        self.rate = rate
        self._highest = rate
        self._burst = burst
        self._tokens = float(burst)
        self._at = now

    def room(self, at: float) -> int:
        return max(0, int(self._saved(at)))

    def free_at(self, now: float) -> float:
        self._fill(now)
        return now if self._tokens >= 1 else now + (1 - self._tokens) / self.rate

    def take(self, now: float) -> None:
        self._fill(now)
        self._tokens -= 1

    def give_back(self) -> None:
        self._tokens += 1

    def forget(self) -> None:
        self._tokens = float(self._burst)
        self._at = -math.inf

    def recall(self, at: float) -> None:
        self._fill(at)
        self._tokens = max(0.0, self._tokens - 1)

    def answered(self, now: float, *, is_refused: bool) -> None:
        self._fill(now)
        self.rate = adapted(self.rate, self._highest, is_refused=is_refused)
        if is_refused:
            self._tokens = min(self._tokens, 1.0)

    def _fill(self, now: float) -> None:
        self._tokens = self._saved(now)
        self._at = now

    def _saved(self, at: float) -> float:
        return min(self._burst, self._tokens + (at - self._at) * self.rate)


class SlidingCap:
    """A cap of `rate` calls in any second, and no more however long it was idle."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self._highest = rate
        self._places = Places(_per_second(rate))

    def room(self, at: float) -> int:
        return self._places.room(at)

    def free_at(self, now: float) -> float:
        return self._places.free_at(now)

    def take(self, now: float) -> None:
        self._places.in_flight += 1

    def give_back(self) -> None:
        self._places.give_back()

    def forget(self) -> None:
        self._places.answered.clear()

    def recall(self, at: float) -> None:
        self._places.answered.append(at)

    def answered(self, now: float, *, is_refused: bool) -> None:
        self._places.answer(now)
        self.rate = adapted(self.rate, self._highest, is_refused=is_refused)
        self._places.window = _per_second(self.rate)


def _per_second(rate: float) -> Window:
    calls = max(1, int(rate))
    return Window(calls, calls / rate)


def adapted(rate: float, highest: float, *, is_refused: bool) -> float:
    """Return the rate after an answer: half of it after a refusal, else a little more."""
    if is_refused:
        return max(rate / 2, highest / SLOWEST)
    return min(highest, rate + highest / PATIENCE)
