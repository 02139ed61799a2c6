"""The crash matrix: a process that dies between any two steps, and what people saw afterwards.

The steps are learned from a run in which nobody dies. Here some of each phase's are died at,
several to a run; `make bench ARGS=crash` dies at each of them, before and after it, by itself.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from storage.model import DeliveryState, Platform
from tests.ordeal import steps
from tests.ordeal.steps import Step
from tests.ordeal.trial import PHASES, Outcome, attempt
from tests.ordeal.verdict import MARK, judge

DEATHS = 4  # in a run
RUNS = 2  # of a phase


@pytest.mark.parametrize("phase", PHASES)
async def test_whoever_dies_loses_nothing(phase: str, tmp_path: Path) -> None:
    dooms = steps.spread(await _learned(tmp_path, phase), RUNS * DEATHS)

    outcomes = [
        await _attempted(tmp_path / f"run {number}", phase, chain)
        for number, chain in enumerate(steps.chains(dooms, DEATHS))
    ]

    assert [outcome.verdict.mistakes for outcome in outcomes] == [()] * len(outcomes)
    assert sum(outcome.deaths for outcome in outcomes) > len(dooms) / 2


@pytest.mark.parametrize("phase", ["raising and delivering", "answering on Telegram"])
async def test_whoever_dies_loses_nothing_on_postgresql(
    phase: str, tmp_path: Path, postgres_url: str
) -> None:
    dooms = steps.spread(await _learned(tmp_path, phase), DEATHS)

    outcome = await _attempted(tmp_path / "run", phase, dooms, postgres_url)

    assert outcome.verdict.mistakes == ()
    assert outcome.deaths > 0


async def test_a_digest_that_was_on_the_wire_is_not_sent_again(tmp_path: Path) -> None:
    dooms = [Step("after", "sendMessage", 1), Step("after", "chat.postMessage", 1)]

    outcome = await _attempted(tmp_path / "run", "digest", dooms)

    assert outcome.verdict.mistakes == ()
    assert outcome.deaths > 0


async def test_the_verdict_sees_what_is_amiss(tmp_path: Path) -> None:
    outcome = await _attempted(tmp_path / "run", "raising and delivering", [])
    ledger, seen = outcome.ledger, outcome.seen
    page = next(one for one in ledger.deliveries if "page" in one.payload)
    sighting = next(one for one in seen.sightings if one.key == page.key)

    lost = replace(page, state=DeliveryState.CANCELLED)
    without = tuple(lost if one == page else one for one in ledger.deliveries)
    unsent = replace(seen, sightings=tuple(s for s in seen.sightings if s != sighting))
    twice = replace(seen, sightings=(*seen.sightings, replace(sighting, id="1")))

    assert judge(replace(ledger, deliveries=without), seen, ()).lost_pages
    assert judge(ledger, unsent, ()).lost_pages
    assert judge(ledger, twice, ()).unmarked
    assert judge(replace(ledger, entries=()), seen, outcome.told).lost_answers
    assert judge(replace(ledger, earliest_due=ledger.now), seen, ()).lost_ticks
    assert judge(ledger, replace(seen, channels=()), ()).others


async def test_the_verdict_sees_a_repeat_in_telegram(tmp_path: Path) -> None:
    outcome = await _attempted(tmp_path / "run", "raising and delivering", [])
    ledger, seen = outcome.ledger, outcome.seen
    telegram = next(one for one in seen.sightings if one.platform is Platform.TELEGRAM)
    again = replace(telegram, id="999")
    marked = replace(again, text=f"{again.text}\n{MARK}")
    uncertain = replace(
        ledger, deliveries=tuple(replace(d, is_uncertain=True) for d in ledger.deliveries)
    )

    assert judge(ledger, replace(seen, sightings=(*seen.sightings, again)), ()).unmarked
    assert judge(uncertain, replace(seen, sightings=(*seen.sightings, again)), ()).unmarked
    assert not judge(uncertain, replace(seen, sightings=(*seen.sightings, marked)), ()).unmarked


async def _learned(folder: Path, phase: str) -> list[Step]:
    """Return one side of each kind of step, now before it and now after it, in order."""
    outcome = await _attempted(folder / "learning", phase, [])
    assert outcome.verdict.mistakes == ()
    found = steps.chosen(outcome.passed, 1)
    labels = list(dict.fromkeys(step.label for step in found))
    wanted = {label: ("before", "after")[place % 2] for place, label in enumerate(labels)}
    return [step for step in found if step.side == wanted[step.label]]


async def _attempted(
    folder: Path, phase: str, dooms: list[Step], database_url: str | None = None
) -> Outcome:
    return await attempt(folder, PHASES[phase], dooms, database_url)
