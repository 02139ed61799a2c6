"""The steps at which a process may die: its commits, and its requests to a platform."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Side = Literal["before", "after"]
ARMED, PASSED = "armed", "steps"  # files in an installation's folder


@dataclass(frozen=True, slots=True)
class Step:
    """Just before or just after something, the so-manieth time."""

    side: Side
    label: str
    occurrence: int

    def __str__(self) -> str:
        return f"{self.side} {self.label} {self.occurrence}"


def read(folder: Path) -> list[Step]:
    """Return the steps that have been passed while the installation was armed, in order."""
    file = folder / PASSED
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [_step(line) for line in lines]


def chosen(passed: Iterable[Step], most: int) -> list[Step]:
    """Return the steps to die at: of those that are alike, at most so many, spread out."""
    alike: dict[tuple[Side, str], list[Step]] = defaultdict(list)
    for step in passed:
        alike[step.side, step.label].append(step)
    return [step for steps in alike.values() for step in spread(steps, most)]


def spread(steps: list[Step], most: int) -> list[Step]:
    """Return at most so many of the steps, evenly spread."""
    if len(steps) <= most:
        return steps
    return [steps[place * len(steps) // most] for place in range(most)]


def chains(steps: list[Step], longest: int) -> list[list[Step]]:
    """Share the steps out among runs, so that each run's are spread over the story."""
    runs = -(-len(steps) // longest)
    return [steps[first::runs] for first in range(runs)]


def _step(line: str) -> Step:
    side, _, rest = line.partition(" ")
    label, _, occurrence = rest.rpartition(" ")
    assert side in {"before", "after"}
    return Step("before" if side == "before" else "after", label, int(occurrence))
