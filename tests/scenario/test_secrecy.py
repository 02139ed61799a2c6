"""Need to know: the contract's secrecy table, looked at from outside."""

import re

from tests.scenario.conftest import Town

FACTS = "Effekt: 120 MW\nAreal: 85 ha"


async def test_restricted_facts_stand_only_in_the_channel(town: Town) -> None:
    await town.raise_alarm(Fakta=FACTS)

    assert any("120 MW" in message.plain for message in town.channel.messages)
    for user in ("U0ANNA", "U0MARIA", "U0OLLE", "U0BERTIL"):
        assert not any("120 MW" in text for text in town.told(user))
    for chat in town.telegram.state.chats.values():
        assert not any("120 MW" in message.text for message in chat.messages)


async def test_a_secret_case_has_no_fact_values_anywhere(town: Town) -> None:
    await town.raise_alarm(Sekretess="hemlig", Fakta=FACTS)

    everything = [m.plain for c in town.slack.state.channels.values() for m in c.messages]
    assert not any("120 MW" in text for text in everything)
    assert (await town.alarm()).facts == ""


async def test_a_secret_cases_channel_does_not_tell_the_municipality(town: Town) -> None:
    await town.raise_alarm(Sekretess="hemlig")

    assert town.channel.name == "larm-lavskrika"
    assert "Söderhamn" not in re.sub(r"Söderhamns kommun", "", town.channel.topic)


async def test_those_summoned_to_a_secret_case_hear_the_municipality(town: Town) -> None:
    await town.raise_alarm(Sekretess="hemlig")

    assert "Söderhamn" in town.summonses_to("U0MARIA")[0].plain


async def test_telegram_carries_only_the_summons_of_a_secret_case(town: Town) -> None:
    await town.raise_alarm(Sekretess="hemlig")
    await town.tap(900005, "Kvittera")

    assert len(town.telegram.from_bot(900005)) == 1


async def test_a_region_that_is_not_summoned_hears_of_the_case(town: Town) -> None:
    await _raise_without_region(town, "begränsad")

    assert any("Ett larm om etablering i Söderhamn" in text for text in town.told("U0MARIA"))


async def test_a_region_that_is_not_summoned_hears_no_more_of_a_secret_case(town: Town) -> None:
    await _raise_without_region(town, "hemlig")

    await town.forward(hours=3)

    told = town.told("U0MARIA")
    assert "Det finns ett hemligt ärende i länet." in told[0]
    assert any("Tar över" in text for text in told)
    for text in told:
        assert "ett hemligt ärende i länet" in text
        for secret in ("Lavskrika", "Söderhamn", "Svenska kraftnät", "kontoret, "):
            assert secret not in text


async def test_a_region_that_is_not_summoned_learns_nothing_by_asking(town: Town) -> None:
    await _raise_without_region(town, "hemlig")

    for asked in ("/larm läge 1", "/larm varför 1", "/larm avsluta 1", "/larm läge"):
        answer = await town.command("U0MARIA", asked)
        assert "Lavskrika" not in answer
        assert "Söderhamn" not in answer


async def _raise_without_region(town: Town, secrecy: str) -> None:
    await town.slack.command("U0ANNA", "/larm Söderhamn etablering Lavskrika")
    await town.slack.wait_for_view("U0ANNA")
    kept = ["naringsliv", "nat", "stat", "linje"]
    await town.slack.submit("U0ANNA", {"Aktörer": kept, "Sekretess": secrecy})
    await town.quiet()


async def test_telegram_tells_no_more_than_the_summons_to_who_has_slack_too(town: Town) -> None:
    await town.raise_alarm(Sekretess="hemlig")
    await town.tap(900006, "Kvittera")
    await town.forward(hours=30)

    for user in (900001, 900006):
        assert all("behövs" in m.text or "Gäller" in m.text for m in town.telegram.from_bot(user))
