"""Delivering: nothing is said twice, and what waits for one limit holds up nothing else."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import cast

import pytest

from bot.limits import NoLimits
from handlers import promise
from handlers.delivery import outcome
from handlers.delivery.port import Attempt
from handlers.delivery.recall import recall
from handlers.message import Message, Text
from handlers.work import Work
from sandbox.faults import Fault
from storage import outbox
from storage.model import Delivery, Platform, Priority
from tests.scenario.conftest import Town, a_town

EDITS = {Platform.SLACK: "chat.update", Platform.TELEGRAM: "editMessageText"}


def edits(town: Town, platform: Platform) -> int:
    """Return how many calls that change a message the platform has heard."""
    calls = town.slack.calls if platform is Platform.SLACK else town.telegram.calls
    return sum(call.method == EDITS[platform] for call in calls)


async def page_to_anna(town: Town, platform: Platform) -> str:
    summons = await town.summons("naringsliv")
    return f"callout/{summons.id}/page/1@{platform}"


async def edit(town: Town, target: str, text: str) -> None:
    message = Message(text, (Text(text),))

    def ask(work: Work) -> None:
        promise.edit(work, target, message, priority=Priority.SITUATION)

    await town.stage.larm.runner.act(ask)
    await town.quiet()


@pytest.mark.parametrize("platform", Platform)
async def test_a_change_that_changes_nothing_is_not_sent(town: Town, platform: Platform) -> None:
    await town.raise_alarm()
    target = await page_to_anna(town, platform)

    before = edits(town, platform)
    await edit(town, target, "Nytt")
    await edit(town, target, "Nytt")
    same = edits(town, platform) - before
    await edit(town, target, "Nyare")
    await edit(town, target, "Nytt")

    assert same == 1
    assert edits(town, platform) - before == 3


@pytest.mark.parametrize("platform", Platform)
async def test_a_page_that_already_says_so_is_not_changed(town: Town, platform: Platform) -> None:
    await town.raise_alarm()
    target = await page_to_anna(town, platform)
    before = edits(town, platform)

    def ask(work: Work) -> None:
        page = outbox.get(work.session, target)
        assert page is not None
        kind, alarm, detail = page.payload["live"]
        live = promise.Live(kind, alarm, detail)
        promise.edit(work, target, live, priority=Priority.SITUATION)

    await town.stage.larm.runner.act(ask)
    await town.quiet()

    assert edits(town, platform) == before


@pytest.mark.parametrize("platform", Platform)
async def test_a_change_whose_outcome_was_unknown_is_made_again_until_it_is_sure(
    town: Town, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcome, "STRAGGLERS", 0.0)
    await town.raise_alarm()
    target = await page_to_anna(town, platform)
    before = edits(town, platform)
    town.faults.add(Fault("drop", platform.value, EDITS[platform], times=1))

    await edit(town, target, "Nytt")
    unsure = edits(town, platform) - before
    await edit(town, target, "Nytt")
    sure = edits(town, platform) - before
    await edit(town, target, "Nytt")

    assert (unsure, sure) == (2, 3)
    assert edits(town, platform) - before == 3


async def test_a_refused_look_for_a_lost_summons_holds_up_no_other(tmp_path: Path) -> None:
    async with a_town(tmp_path, limits=True) as town:
        town.faults.add(Fault("drop", "slack", "chat.postMessage", times=1))
        refusal = Fault("429", "slack", "conversations.history", times=1, retry_after=60)
        town.faults.add(refusal)
        await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Lavskrika", {})
        await town.eventually(lambda: refusal.times == 0)

        await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Storskrake", {})

        def are_all_told() -> bool:
            told = [m for m in town.summonses_to("U0OLLE") if "Storskrake" in m.plain]
            return len(told) == 1 and len(channels_of(town)) == 2

        await town.eventually(are_all_told)


async def test_once_a_platform_takes_things_again_all_that_waits_goes_soon(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcome, "FIRST_RETRY", 60.0)
    monkeypatch.setattr(outcome, "STRAGGLERS", 0.05)
    monkeypatch.setattr(outcome, "OUTAGE", timedelta(seconds=0.5))
    outage = Fault("500", "slack", "conversations.create", times=1)
    town.faults.add(outage)
    await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Lavskrika", {})
    await town.eventually(lambda: outage.times == 0 and bool(town.summonses_to("U0MARIA")))
    await asyncio.sleep(1)
    before = channels_of(town)

    await town.hands.press("U0MARIA", "Kvittera")
    await town.quiet()

    assert (before, channels_of(town)) == ([], ["larm-soderhamn-lavskrika"])


@pytest.mark.parametrize(
    ("platform", "method", "least", "most"),
    [
        (Platform.SLACK, "chat.postMessage", 5, 10),
        (Platform.TELEGRAM, "sendMessage", 30, 60),  # each further attempt may arrive
    ],
)
async def test_a_page_waits_long_only_where_trying_again_may_reach_somebody_twice(
    platform: Platform,
    method: str,
    least: float,
    most: float,
    town: Town,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outcome, "FIRST_RETRY", 1000.0)
    town.faults.add(Fault("500", platform.value, method))
    await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Lavskrika", {})
    key = await page_to_anna(town, platform)

    page = await failed(town, key)

    waits = (page.due_at - page.created_at).total_seconds()
    assert least <= waits <= most + 2


class Memory(NoLimits):
    """Lets us see what it is told of the time before."""

    def recall(self, attempts: Iterable[Attempt]) -> None:
        self.attempts = list(attempts)


async def test_the_next_sender_counts_what_went_out_but_for_answers_to_presses(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0ANNA", "Kvittera")
    memory = Memory()

    await town.ask(partial(recall, platform=Platform.SLACK, limits=memory))

    counted = Counter(attempt.call.method for attempt in memory.attempts)
    heard = Counter(call.method for call in town.slack.calls)
    assert counted["send"] == heard["chat.postMessage"]
    assert counted["edit"] == heard["chat.update"]


async def failed(town: Town, key: str) -> Delivery:
    """Wait until an attempt of the promise has been refused."""
    for _ in range(500):
        found = await town.ask(lambda work: outbox.get(work.session, key))
        if found is not None and found.error is not None:
            return cast("Delivery", found)
        await asyncio.sleep(0.01)
    raise TimeoutError(key)


def channels_of(town: Town) -> list[str]:
    return [c.name for c in town.slack.state.channels.values() if not c.is_im]
