"""What a benchmark says: a figure, its bound, and in what terms."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured quantity and what it may be at most, in the same unit."""

    name: str
    measured: float
    bound: float
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        if self.bound == 0:  # nothing of it may be
            return math.inf if self.measured else 0.0
        return self.measured / self.bound
