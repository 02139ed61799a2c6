"""Faults on demand: what a platform does wrong, how often, to which method."""

import random
from dataclasses import dataclass, field
from typing import Literal, get_args

FaultKind = Literal["429", "500", "hang", "drop", "duplicate", "disconnect", "refuse"]
KINDS: tuple[str, ...] = get_args(FaultKind)


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong. `drop` does the work and then loses the answer."""

    kind: FaultKind
    platform: str
    method: str | None = None  # any
    times: int | None = None  # for ever
    probability: float = 1.0
    retry_after: int = 1  # seconds, of a 429
    error: str = ""  # what Slack says when it refuses


@dataclass(slots=True)
class Faults:
    """The faults in force, asked for each request."""

    seed: int = 0
    _active: list[Fault] = field(default_factory=list)
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311  # repeatable, not secret

    def add(self, fault: Fault) -> None:
        self._active.append(fault)

    def clear(self) -> None:
        self._active.clear()

    def draw(self, platform: str, method: str) -> Fault | None:
        """Return the fault that strikes this request, and use it up."""
        for fault in self._active:
            if fault.platform != platform or fault.method not in {None, method}:
                continue
            if fault.times == 0 or self._random.random() >= fault.probability:
                continue
            if fault.times is not None:
                fault.times -= 1
            return fault
        return None
