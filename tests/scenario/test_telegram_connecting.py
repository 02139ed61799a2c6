"""Telegram: a refusal at the start or while polling passes, and a stop does not wait for it."""

import time
from pathlib import Path

import pytest

from sandbox.faults import Fault
from tests.scenario.conftest import Town, a_town

ANNA, GRETA = 900001, 900005


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "setMyCommands"])
async def test_a_429_at_the_start_leaves_the_bot_listening(tmp_path: Path, method: str) -> None:
    fault = Fault("429", "telegram", method, times=1, retry_after=1)
    async with a_town(tmp_path, faults=[fault]) as town:
        assert "/jour" in await town.say(GRETA, "/hjalp")
        await town.eventually(lambda: len(town.telegram.state.commands) > 5)


async def test_a_menu_that_is_refused_for_long_delays_nobody(tmp_path: Path) -> None:
    fault = Fault("429", "telegram", "setMyCommands", retry_after=300)
    async with a_town(tmp_path, faults=[fault]) as town:
        assert "/jour" in await town.say(GRETA, "/hjalp")
        begun = time.monotonic()

    assert time.monotonic() - begun < 5


async def test_polling_waits_as_long_as_telegram_asks(town: Town) -> None:
    calls = len(town.telegram.calls)
    town.faults.add(Fault("429", "telegram", "getUpdates", retry_after=60))
    await town.telegram.send(GRETA, "/hjalp")
    await town.eventually(lambda: polls(town) > 0)
    begun = time.monotonic()

    await town.eventually(lambda: time.monotonic() - begun > 4)

    assert len(town.telegram.calls) > calls
    assert polls(town) == 1


def polls(town: Town) -> int:
    return sum(call.method == "getUpdates" for call in town.telegram.calls)


async def test_a_stop_does_not_wait_for_a_chat_that_hangs(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        for method in ("sendMessage", "answerCallbackQuery"):
            town.faults.add(Fault("hang", "telegram", method))
        await town.telegram.send(GRETA, "/hjalp")
        await town.eventually(lambda: town.stage.larm.in_flight > 0)
        begun = time.monotonic()
        await town.stage.larm.stop()

        assert time.monotonic() - begun < 7


async def test_a_token_that_is_revoked_is_noticed_at_the_first_refusal(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.eventually(lambda: town.stage.larm.is_ready and town.telegram.api.is_polled)
    monkeypatch.setattr(town.telegram.api, "_token", "another")

    await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Lavskrika", {})

    await town.eventually(lambda: not town.stage.larm.is_ready)
    assert polls(town) == 0  # the poll that was under way still waits
