"""Accounts are joined to rows: by a one-time address, by e-mail address; lost ones are noticed."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.roster import importing, reach
from handlers.work import Work
from roster.model import Person, PersonId
from sandbox.faults import Fault
from storage import people
from storage.model import Platform
from tests.scenario.conftest import ROSTER, Town, a_town

ANNA, MARIA, ZOE = 900001, 900006, 900009
NEW = 900042
BO = "{id: bo, name: Bo Lind, slack: U0BO}"
# Somebody with a Telegram account that the roster does not know.
TEXT = ROSTER.replace(", telegram: 900009", "")


async def person(town: Town, name: str) -> Person:
    found = await town.ask(lambda work: people.person(work.session, PersonId(name)))
    assert isinstance(found, Person)
    return found


async def imported(town: Town, text: str) -> importing.Difference:
    def use_case(work: Work) -> importing.Difference:
        file = importing.read(work.desk, text.encode(), "roster.yaml")
        return importing.import_roster(work, file)

    found = await town.ask(use_case)
    assert isinstance(found, importing.Difference)
    return found


def token_in(told: str) -> str:
    found = re.search(r"https://t\.me/larm_sandbox_bot\?start=([\w-]+)", told)
    assert found is not None, told
    return found[1]


async def linked(town: Town, who: str = "Bo Lind", user: int = ZOE) -> str:
    """Have the chief get an address for somebody, and press Start on it; return the answer."""
    token = token_in(await town.command("U0KARIN", f"/larm koppla {who}"))
    answer = await town.say(user, f"/start {token}")
    await town.quiet()
    return answer


async def test_the_chief_gets_an_address_and_start_on_it_joins_the_account(town: Town) -> None:
    await imported(town, TEXT)

    answer = await linked(town)

    assert "Hej Bo Lind! Det här kontot är kopplat" in answer
    assert (await person(town, "bo")).telegram == ZOE
    assert any("Bo Lind har kopplat ett konto i Telegram" in told for told in town.told("U0KARIN"))
    await town.raise_alarm("U0MARIA")
    await town.press("U0ANNA", "Kan inte")
    await town.forward(minutes=11)
    assert [m for m in town.telegram.from_bot(ZOE) if "Kvittera" in m.labels]


async def test_the_areas_coordinator_may_from_telegram(town: Town) -> None:
    await imported(town, TEXT)

    token = token_in(await town.say(MARIA, "/koppla bo"))
    await town.say(ZOE, f"/start {token}")

    assert (await person(town, "bo")).telegram == ZOE


async def test_a_colleague_may_not_and_a_stranger_even_less(town: Town) -> None:
    await imported(town, TEXT)

    assert "Bara chefen" in await town.command("U0OLLE", "/larm koppla Bo Lind")
    assert "Bara chefen" in await town.say(ANNA, "/koppla bo")
    assert "finns inte i beredskapslistan" in await town.say(ZOE, "/koppla bo")


async def test_everybody_may_link_an_account_to_their_own_row(town: Town) -> None:
    await imported(town, TEXT)

    token = token_in(await town.command("U0BO", "/larm koppla"))
    await town.say(ZOE, f"/start {token}")

    assert (await person(town, "bo")).telegram == ZOE


async def test_a_name_that_means_several_or_nobody_is_asked_about(town: Town) -> None:
    assert "Ingen i beredskapslistan" in await town.command("U0KARIN", "/larm koppla Kalle")
    assert "Bo Lind (bo)" in await town.command("U0KARIN", "/larm koppla B")


async def test_an_address_works_once(town: Town) -> None:
    await imported(town, TEXT)
    token = token_in(await town.command("U0KARIN", "/larm koppla bo"))
    await town.say(ZOE, f"/start {token}")

    assert "Hej Bo Lind" in await town.say(ZOE, f"/start {token}")
    assert "redan använd" in await town.say(ANNA, f"/start {token}")
    assert (await person(town, "bo")).telegram == ZOE


async def test_an_unknown_an_expired_and_a_replaced_address_say_so(town: Town) -> None:
    await imported(town, TEXT)
    first = token_in(await town.command("U0KARIN", "/larm koppla bo"))
    second = token_in(await town.command("U0KARIN", "/larm koppla bo"))

    assert "känner jag inte igen" in await town.say(ANNA, "/start abc")
    assert "ersatt av en nyare" in await town.say(ANNA, f"/start {first}")
    town.clock.jump(timedelta(days=14, minutes=1).total_seconds())
    assert "har gått ut" in await town.say(ANNA, f"/start {second}")
    assert (await person(town, "bo")).telegram is None


async def test_an_account_that_is_somebody_elses_is_refused(town: Town) -> None:
    answer = await linked(town, user=ANNA)

    assert "hör redan till Anna Ek" in answer
    assert (await person(town, "bo")).telegram is None


async def test_a_linked_account_survives_an_import_until_the_file_says_something_new(
    town: Town,
) -> None:
    await imported(town, TEXT)
    await linked(town)

    difference = await imported(town, TEXT + "\n")

    assert difference.is_empty
    assert (await person(town, "bo")).telegram == ZOE
    await imported(town, TEXT.replace(BO, BO.replace("U0BO", f"U0BO, telegram: {NEW}")))
    assert (await person(town, "bo")).telegram == NEW
    await imported(town, TEXT)
    assert (await person(town, "bo")).telegram is None


async def test_an_export_tells_of_the_linked_account_and_taking_it_out_again_unlinks(
    town: Town,
) -> None:
    await imported(town, TEXT)
    await linked(town)

    def exported(work: Work) -> str:
        return importing.written(people.roster(work.session), work.desk.tz, "a.yaml").decode()

    text = await town.ask(exported)
    assert f"telegram: {ZOE}" in text
    assert (await imported(town, text)).is_empty
    await imported(town, TEXT)
    assert (await person(town, "bo")).telegram is None


async def test_an_account_that_the_file_gives_to_another_is_theirs(town: Town) -> None:
    await imported(town, TEXT)
    await linked(town)

    await imported(town, ROSTER)

    assert (await person(town, "zoe")).telegram == ZOE
    assert (await person(town, "bo")).telegram is None


async def test_without_a_telegram_bot_there_is_nothing_to_link_to(tmp_path: Path) -> None:
    async with a_town(tmp_path, platforms=[Platform.SLACK]) as town:
        told = await town.command("U0KARIN", "/larm koppla bo")

        assert "LARM_TELEGRAM_TOKEN är inte satt" in told


# Slack accounts by e-mail address

BY_EMAIL = ROSTER.replace(BO, "{id: bo, name: Bo Lind, email: Bo@Example.org}")


async def look_up(town: Town) -> None:
    assert town.stage.larm.slack is not None
    await town.stage.larm.slack.lookup.look_up()


def put_in_slack(town: Town, user: str, email: str) -> None:
    profile = {"real_name": "Bo Lind", "email": email}
    town.slack.state.users[user] = {
        "id": user,
        "name": "bo",
        "real_name": "Bo Lind",
        "deleted": False,
        "profile": profile,
    }


async def test_somebody_with_an_email_address_alone_is_found_in_slack(tmp_path: Path) -> None:
    async with a_town(tmp_path, BY_EMAIL) as town:
        put_in_slack(town, "U0BO", "bo@example.org")

        await look_up(town)

        assert (await person(town, "bo")).slack == "U0BO"
        assert (await imported(town, BY_EMAIL + "\n")).is_empty
        assert (await person(town, "bo")).slack == "U0BO"
        await look_up(town)
        assert len([c for c in town.slack.calls if c.method == "users.lookupByEmail"]) == 1


async def test_whoever_is_not_found_is_noted_and_not_asked_about_again_at_once(
    tmp_path: Path,
) -> None:
    async with a_town(tmp_path, BY_EMAIL) as town:
        await look_up(town)
        await look_up(town)

        assert (await person(town, "bo")).slack is None
        assert len([c for c in town.slack.calls if c.method == "users.lookupByEmail"]) == 1


async def test_somebody_elses_account_is_not_joined(tmp_path: Path) -> None:
    async with a_town(tmp_path, BY_EMAIL) as town:
        town.slack.state.users["U0ANNA"]["profile"]["email"] = "bo@example.org"

        await look_up(town)

        assert (await person(town, "bo")).slack is None


async def test_a_server_that_does_not_know_the_method_is_left_alone(tmp_path: Path) -> None:
    fault = Fault("refuse", "slack", "users.lookupByEmail", error="unknown_method")
    async with a_town(tmp_path, BY_EMAIL, faults=[fault]) as town:
        await look_up(town)
        await look_up(town)

        assert len([c for c in town.slack.calls if c.method == "users.lookupByEmail"]) == 1
        await town.raise_alarm()
        assert len(town.summonses_to("U0ANNA")) == 1


# Accounts that stop answering


async def test_a_blocked_bot_is_told_to_the_coordinator_once(town: Town) -> None:
    town.telegram.block(900005)
    await town.raise_alarm()
    await town.forward(minutes=25)

    lost = "Greta Nät har blockerat boten i Telegram"
    [told] = [one for one in town.told("U0MARIA") if lost in one]
    assert "trycka på Start" in told


async def test_a_deactivated_slack_account_is_told_to_the_chief(town: Town) -> None:
    town.slack.state.users.pop("U0ANNA")
    await town.raise_alarm("U0MARIA")
    await town.quiet()

    [told] = [one for one in town.told("U0KARIN") if "avstängt" in one]
    assert "Anna Eks konto i Slack" in told
    assert "raden anna" in told


@pytest.mark.parametrize(
    ("state", "reason", "is_told"),
    [
        ("unknown", "Forbidden: user is deactivated", True),
        ("started", "Chat not found", True),
        ("unknown", "Chat not found", False),
    ],
)
async def test_an_account_that_was_there_and_is_gone_is_told_of_once(
    town: Town, state: str, reason: str, is_told: bool
) -> None:
    def lose(work: Work) -> None:
        people.set_reach(work.session, Platform.TELEGRAM, PersonId("greta"), state)
        reach.note_lost(work, Platform.TELEGRAM, PersonId("greta"), reason)
        reach.note_lost(work, Platform.TELEGRAM, PersonId("greta"), reason)

    await town.ask(lose)
    town.stage.larm.ticker.wake()
    await town.quiet()

    told = [one for one in town.told("U0MARIA") if "Greta Näts konto i Telegram" in one]
    assert len(told) == is_told


async def test_who_has_never_pressed_start_is_no_change_to_tell_of(town: Town) -> None:
    town.telegram.state.chats[900005].started = False
    await town.raise_alarm()

    assert not any("konto i Telegram" in told for told in town.told("U0MARIA"))
