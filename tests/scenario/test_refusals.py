"""What a platform refuses, for good or until somebody mends it: nothing of it stops the rest."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from bot.slack import messenger
from bot.telegram import messenger as telegram_messenger
from handlers import access, figures
from sandbox.faults import Fault
from storage import outbox
from storage.access import Barred, Lack
from storage.model import DeliveryState, Platform
from tests.scenario.conftest import Town, a_town

GRETA, MARIA = 900005, 900006
PIN = "alarm/1/rules@slack/pin"


def refusal(method: str, error: str) -> Fault:
    return Fault("refuse", "slack", method, error=error)


def newest_list(town: Town) -> str:
    lists = [told for told in town.told("U0MARIA") if "Att samordna" in told]
    return lists[-1] if lists else ""


def lists_in_telegram(town: Town) -> list[str]:
    return [m.text for m in town.telegram.messages(MARIA) if "Att samordna" in m.text]


def newest_list_in_telegram(town: Town) -> str:
    lists = lists_in_telegram(town)
    return lists[-1] if lists else ""


async def state_of(town: Town, key: str) -> tuple[DeliveryState, str | None]:
    found = await town.ask(lambda work: outbox.get(work.session, key))
    return found.state, found.error


async def test_an_archived_channel_is_told_with_its_mend_and_works_again_when_restored(
    town: Town,
) -> None:
    await town.raise_alarm()
    town.channel.is_archived = True
    await town.forward(minutes=16)

    assert "Kanalen är arkiverad: återställ den i Slack" in newest_list(town)

    town.channel.is_archived = False
    before = len(town.channel.messages)
    await town.forward(minutes=15)

    assert len(town.channel.messages) > before


async def test_a_channel_archived_once_it_stands_is_told_at_the_next_change(town: Town) -> None:
    await town.raise_alarm()
    town.channel.is_archived = True
    await town.press("U0ANNA", "Kvittera")

    mend = "Kanalen är arkiverad: återställ den i Slack"
    assert mend in await town.command("U0ANNA", "/larm läge")
    assert mend in newest_list(town)

    town.channel.is_archived = False
    await town.press("U0OLLE", "Kvittera")
    assert "arkiverad" not in await town.command("U0ANNA", "/larm läge")
    assert "arkiverad" not in newest_list(town)


async def test_a_list_that_has_emptied_claims_no_answers_that_are_not_there(town: Town) -> None:
    town.faults.add(refusal("pins.add", "missing_scope"))
    await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Lavskrika", {})
    await town.eventually(lambda: "missing_scope" in newest_list(town))
    town.faults.clear()
    await town.forward(seconds=1)
    await town.eventually(lambda: "missing_scope" not in newest_list(town))

    assert "Allt är besvarat" not in newest_list(town)


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
    told = "kunde inte bjudas in i kanalen (ura_max_channels)"
    assert told in await town.command("U0ANNA", "/larm läge")
    assert told in newest_list(town)
    assert newest_list(town).count("ura_max_channels") == 1
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
    await town.eventually(lambda: error in newest_list(town))
    town.faults.clear()
    await town.quiet()
    assert len(town.channel.pins) == 2
    assert error not in newest_list(town)


async def test_what_we_lack_for_one_method_is_told_until_that_method_is_allowed(town: Town) -> None:
    town.faults.add(refusal("pins.add", "missing_scope"))
    await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Lavskrika", {})
    await town.eventually(lambda: "missing_scope" in newest_list(town))

    await town.hands.press("U0MARIA", "Kvittera")
    await town.eventually(lambda: "Kvitterad" in town.summonses_to("U0MARIA")[0].plain)

    assert "missing_scope" in await town.command("U0ANNA", "/larm läge")
    assert (await town.ask(figures.look)).barred == {Platform.SLACK: Lack.SCOPE}


async def test_a_revoked_token_loses_no_page(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messenger, "OPERATORS_PATIENCE", 0.5)
    town.faults.add(refusal("chat.postMessage", "token_revoked"))
    await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Lavskrika", {})
    await town.eventually(lambda: any(c.error == "token_revoked" for c in town.slack.api.calls))
    assert town.summonses_to("U0MARIA") == []

    await town.eventually(lambda: "Slack släpper inte in boten" in newest_list_in_telegram(town))
    assert "token_revoked" in await town.command("U0ANNA", "/larm läge")
    assert not town.stage.larm.is_ready

    town.faults.clear()
    await town.quiet()

    assert "Slack" not in newest_list_in_telegram(town)
    assert "token_revoked" not in await town.command("U0ANNA", "/larm läge")
    assert town.stage.larm.is_ready
    for user in ("U0ANNA", "U0MARIA", "U0OLLE"):
        assert len(town.summonses_to(user)) == 1
        assert "(kan vara upprepad)" not in town.summonses_to(user)[0].text


async def test_a_token_that_telegram_refuses_is_told_in_slack(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_messenger, "OPERATORS_PATIENCE", 0.5)
    known = town.telegram.api._token
    monkeypatch.setattr(town.telegram.api, "_token", "another")
    await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Lavskrika", {})

    await town.eventually(lambda: "Telegram släpper inte in boten" in newest_list(town))

    monkeypatch.setattr(town.telegram.api, "_token", known)
    await town.quiet()
    assert "Telegram släpper" not in newest_list(town)
    assert any("behövs" in m.text for m in town.telegram.messages(GRETA))


async def test_a_token_that_was_replaced_is_good_again_from_the_start(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'larm.db'}"
    revoked = Barred(Lack.TOKEN, "send", "token_revoked")
    async with a_town(tmp_path, database_url=url) as town:
        note = partial(access.note, platform=Platform.SLACK, found=revoked)
        await town.stage.larm.runner.act(note)
        assert (await town.ask(figures.look)).barred == {Platform.SLACK: Lack.TOKEN}

    async with a_town(tmp_path, database_url=url) as town:
        assert (await town.ask(figures.look)).barred == {}


async def test_a_refused_token_is_found_out_while_nothing_is_to_be_sent(town: Town) -> None:
    assert town.stage.larm.is_ready
    town.faults.add(refusal("auth.test", "token_revoked"))
    slack = town.stage.larm.slack
    assert slack is not None

    await slack.messenger.try_token()
    assert not town.stage.larm.is_ready

    town.faults.clear()
    await slack.messenger.try_token()
    assert town.stage.larm.is_ready


async def test_of_the_lists_that_waited_for_a_platform_the_newest_is_sent(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messenger, "OPERATORS_PATIENCE", 0.5)
    town.faults.add(refusal("chat.postMessage", "token_revoked"))
    await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Lavskrika", {})
    await town.eventually(lambda: "Slack släpper" in newest_list_in_telegram(town))
    while len(lists_in_telegram(town)) < 3:
        town.clock.jump(300)
        town.stage.larm.ticker.wake()
        await asyncio.sleep(0.05)

    town.faults.clear()
    await town.quiet()

    assert sum("Att samordna" in told for told in town.told("U0MARIA")) == 1
