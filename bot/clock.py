"""The only place that reads the clock, real or simulated."""

import threading
import time
from datetime import UTC, datetime, timedelta

YEARS = range(2000, 2100)  # of which the calendar of holidays is right, and far from time's ends
FASTEST = 1_000_000  # simulated seconds in a real one


def is_in_calendar(moment: datetime) -> bool:
    """Whether shifts, office hours and digests can be told around the moment."""
    return moment.year in YEARS


def real_now() -> datetime:
    """Return the real moment, aware, in UTC."""
    return datetime.now(UTC)


class Clock:
    """A clock that runs at some speed from some start. By default, the real one."""

    def __init__(self, start: datetime | None = None, speed: float = 1.0) -> None:
        self._lock = threading.Lock()
        self._speed = speed
        self._is_real = start is None and speed == 1.0
        self._base = start or real_now()
        self._since = time.monotonic()

    def now(self) -> datetime:
        """Return this clock's moment, aware, in UTC."""
        if self._is_real:
            return real_now()
        with self._lock:
            return self._now()

    def speed(self) -> float:
        """Return how many of its seconds pass in a real one."""
        return self._speed

    def set_speed(self, speed: float) -> None:
        """Go on from now at another speed."""
        with self._lock:
            self._base, self._since = self._now(), time.monotonic()
            self._speed = speed
            self._is_real = False

    def jump(self, seconds: float) -> None:
        """Move on by some of its seconds at once."""
        with self._lock:
            self._base, self._since = self._now() + timedelta(seconds=seconds), time.monotonic()
            self._is_real = False

    def until(self, moment: datetime) -> float:
        """Return how many real seconds pass before it shows the moment; 0 if it is past."""
        return max(0.0, (moment - self.now()).total_seconds() / self._speed)

    def _now(self) -> datetime:
        elapsed = (time.monotonic() - self._since) * self._speed
        return self._base.astimezone(UTC) + timedelta(seconds=elapsed)
