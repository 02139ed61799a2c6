"""What a platform refuses, for good or until somebody mends it: nothing of it stops the rest."""

import pytest

from bot.slack import messenger
from sandbox.faults import Fault
from storage import outbox
from storage.model import DeliveryState
from tests.scenario.conftest import Town

PIN = "alarm/1/rules@slack/pin"


def refusal(method: str, error: str) -> Fault:
    return Fault("refuse", "slack", method, error=error)


async def state_of(town: Town, key: str) -> tuple[DeliveryState, str | None]:
    found = await town.ask(lambda work: outbox.get(work.session, key))
    return found.state, found.error


async def test_an_archived_channel_is_told_with_its_mend_and_works_again_when_restored(
    town: Town,
) -> None:
    await town.raise_alarm()
    town.channel.is_archived = True
    await town.forward(minutes=16)

    lists = [told for told in town.told("U0MARIA") if "Att samordna" in told]
    assert "Kanalen är arkiverad: återställ den i Slack" in lists[-1]

    town.channel.is_archived = False
    before = len(town.channel.messages)
    await town.forward(minutes=15)

    assert len(town.channel.messages) > before


async def test_a_channel_that_may_not_be_made_stops_no_summons(town: Town) -> None:
    town.faults.add(refusal("conversations.create", "restricted_action"))

    await town.raise_alarm()

    assert len(town.summonses_to("U0MARIA")) == 1
    told = await town.command("U0ANNA", "/larm läge")
    assert "be en administratör i Slack tillåta det" in told


async def test_a_full_workspace_is_told(town: Town) -> None:
    town.faults.add(refusal("conversations.invite", "ura_max_channels"))

    await town.raise_alarm()

    absent = next(m for m in town.channel.messages if "Finns inte i kanalen" in m.plain)
    assert "Maria Region (Jouren): kunde inte bjudas in (ura_max_channels)" in absent.plain
    assert len(town.channel.pins) == 2


@pytest.mark.parametrize("error", ["missing_scope", "token_revoked", "account_inactive"])
async def test_what_the_operator_must_mend_waits_and_stops_nothing_else(
    town: Town, error: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messenger, "OPERATORS_PATIENCE", 0.5)
    town.faults.add(refusal("pins.add", error))

    await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Lavskrika", {})
    await town.eventually(lambda: any(c.error == error for c in town.slack.api.calls))
    await town.eventually(lambda: bool(town.summonses_to("U0MARIA")))

    assert (await state_of(town, PIN))[0] is not DeliveryState.BURIED
    town.faults.clear()
    await town.quiet()
    assert len(town.channel.pins) == 2


async def test_a_revoked_token_loses_no_page(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messenger, "OPERATORS_PATIENCE", 0.5)
    town.faults.add(refusal("chat.postMessage", "token_revoked"))
    await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Lavskrika", {})
    await town.eventually(lambda: any(c.error == "token_revoked" for c in town.slack.api.calls))
    assert town.summonses_to("U0MARIA") == []

    town.faults.clear()
    await town.quiet()

    for user in ("U0ANNA", "U0MARIA", "U0OLLE"):
        assert len(town.summonses_to(user)) == 1
        assert "(kan vara upprepad)" not in town.summonses_to(user)[0].text
