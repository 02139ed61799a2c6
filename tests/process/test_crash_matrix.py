"""The crash matrix: a process that dies between any two steps, and what people saw afterwards.

The steps are learned from a run in which nobody dies. Here each kind of step is died at once, on
one side, several deaths to a run; `make bench ARGS=crash` dies at each by itself, on both sides.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from storage.model import DeliveryState
from tests.ordeal import steps
from tests.ordeal.steps import Step
from tests.ordeal.trial import PHASES, Outcome, attempt

DEATHS = 4  # in a run


@pytest.mark.parametrize("phase", PHASES)
async def test_whoever_dies_in_a_phase_loses_nothing(phase: str, tmp_path: Path) -> None:
    learned = await _attempt(tmp_path / "learning", phase, [])
    dooms = _one_side_of_each(steps.chosen(learned.passed, 1))

    runs = steps.chains(dooms, DEATHS)
    outcomes = [
        await _attempt(tmp_path / str(number), phase, run) for number, run in enumerate(runs)
    ]

    assert [outcome.verdict.mistakes for outcome in (learned, *outcomes)] == [()] * (len(runs) + 1)
    assert sum(outcome.deaths for outcome in outcomes) > len(dooms) / 2


@pytest.mark.parametrize("phase", ["raising and delivering", "answering", "chasing"])
async def test_so_it_is_on_postgresql(phase: str, tmp_path: Path, postgres_url: str) -> None:
    passed = [Step("before", label, 1) for label in LABELS[phase]]

    outcome = await _attempt(tmp_path / "run", phase, passed, postgres_url)

    assert outcome.verdict.mistakes == ()
    assert outcome.deaths == len(passed)


def _one_side_of_each(passed: list[Step]) -> list[Step]:
    """Return one of the two sides of each kind of step, now the one and now the other."""
    labels = list(dict.fromkeys(step.label for step in passed))
    return [
        step
        for step in passed
        if step.side == ("before", "after")[labels.index(step.label) % 2]
    ]
