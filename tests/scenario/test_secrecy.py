"""Need to know: the contract's secrecy table, looked at from outside."""

import re
from datetime import UTC, datetime
from pathlib import Path

from tests.scenario.conftest import ROSTER, Town, a_town

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

    await town.forward(hours=27)
    await town.press("U0ANNA", "Avblås", "utlöst")
    await town.hands.fill("U0ANNA", "Avblås larmet", {"Skäl": "Fel kommun"})
    await town.quiet()

    told = town.told("U0MARIA")
    assert "Det finns ett hemligt ärende i länet." in told[0]
    assert any("Att samordna" in text for text in told)
    for text in told:
        for secret in ("Lavskrika", "Söderhamn", "Svenska kraftnät", "kontoret, "):
            assert secret not in text


async def test_a_coordinator_who_takes_over_in_a_secret_case_takes_part(town: Town) -> None:
    await _raise_without_region(town, "hemlig")
    await town.forward(hours=2)
    assert "U0MARIA" not in town.channel.members

    await town.press("U0MARIA", "Tar över")

    [told] = [t for t in town.told("U0MARIA") if "Du har tagit över i Lavskrika" in t]
    assert "Du svarar nu för Näringslivskontoret, Söderhamns kommun" in told
    assert "*Kommun:* Söderhamn" in told
    assert "*Slag:* etablering" in told
    assert "Anna Ek" not in told
    assert "U0MARIA" in town.channel.members
    assert "Lägesbild: Lavskrika" in await town.command("U0MARIA", "/larm läge 1")
    listed = [t for t in town.told("U0MARIA") if "Att samordna" in t][-1]
    assert "Elnätet (Söderhamns kommun)" in listed


async def test_who_takes_over_without_having_been_summoned_hears_of_the_end(town: Town) -> None:
    await _raise_without_region(town, "hemlig")
    await town.forward(hours=2)
    await town.press("U0MARIA", "Tar över")

    await town.slack.command("U0ANNA", "/larm avblås 1")
    await town.hands.fill("U0ANNA", "Avblås larmet", {"Skäl": "Fel kommun"})
    await town.quiet()

    assert any("Larmet Lavskrika är avblåst" in text for text in town.told("U0MARIA"))


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


async def test_the_summons_of_a_secret_case_does_not_name_the_lead(town: Town) -> None:
    await town.raise_alarm(Sekretess="hemlig")

    [summons] = town.summonses_to("U0MARIA")
    assert "Lavskrika" in summons.plain
    assert "etablering" in summons.plain
    assert "Leder" not in summons.plain
    assert "Anna Ek" not in summons.plain


async def test_the_situation_of_a_secret_case_is_not_shown_on_telegram(town: Town) -> None:
    await town.raise_alarm(Sekretess="hemlig")

    assert await town.say(900005, "/lage 1") == "Läget i ett hemligt larm visas bara i Slack."
    assert await town.say(900006, "/lage 1") == "Läget i ett hemligt larm visas bara i Slack."


async def test_a_lead_without_slack_sees_the_situation_of_a_secret_case_on_telegram(
    tmp_path: Path,
) -> None:
    async with a_town(tmp_path, ROSTER.replace("slack: U0ANNA, ", "")) as town:
        await town.raise_alarm("U0BO", Sekretess="hemlig")

        assert "Lägesbild: Lavskrika" in await town.say(900001, "/lage 1")


async def test_a_refusal_tells_a_stranger_nothing_of_the_case(town: Town) -> None:
    await town.raise_alarm(Sekretess="hemlig")
    for words in ("avsluta 1", "lämna över 1", "avblås 1", "läge 1", "varför 1"):
        _tells_nothing(await town.command("U0ZOE", f"/larm {words}"))
    [summons] = town.summonses_to("U0MARIA")
    kept = list(summons.blocks)
    await town.press("U0ANNA", "Avblås", "utlöst")
    await town.hands.fill("U0ANNA", "Avblås larmet", {"Skäl": "Fel kommun"})
    await town.quiet()
    summons.blocks = kept

    await town.slack.press("U0ZOE", summons, "Kvittera")
    await town.quiet()

    whispered = [m.plain for m in town.channel_of("U0MARIA").messages if m.ephemeral_to == "U0ZOE"]
    assert any("avslutat" in text for text in whispered)
    for text in (*whispered, await town.command("U0ZOE", "/larm avsluta 1")):
        _tells_nothing(text)


def _tells_nothing(text: str) -> None:
    assert text
    for secret in ("Lavskrika", "Söderhamn", "Anna", "Näringsliv"):
        assert secret not in text


async def test_the_end_of_a_secret_case_is_told_in_slack_to_who_has_it(town: Town) -> None:
    await town.raise_alarm(Sekretess="hemlig")
    await town.press("U0ANNA", "Avblås", "utlöst")
    await town.hands.fill("U0ANNA", "Avblås larmet", {"Skäl": "Fel kommun"})
    await town.quiet()

    assert not any(
        "avblåst" in m.text and "behövs" not in m.text and "Gäller" not in m.text
        for m in town.telegram.from_bot(900006)
    )
    assert any("avblåst" in m.text for m in town.telegram.from_bot(900005))


async def test_neither_digest_nor_reminder_of_a_secret_case_comes_on_telegram(
    tmp_path: Path,
) -> None:
    only_telegram = ROSTER.replace("slack: U0ANNA, ", "")
    for secrecy, is_told in (("begränsad", True), ("hemlig", False)):
        async with a_town(tmp_path, only_telegram) as town:
            await town.raise_alarm("U0BO", Sekretess=secrecy)
            await town.tap(900001, "Kvittera")
            await town.hands.press_in_channel("U0BO", town.channel.name, "Ringd", "Anslutning")

            await town.until(datetime(2026, 12, 1, 7, 20, tzinfo=UTC))

            told = [m.text for m in town.telegram.from_bot(900005) + town.telegram.from_bot(900001)]
            news = ("Lägessammanfattning", "Försenat i checklistan")
            assert any(text.startswith(news) for text in told) is is_told
            assert any(t.startswith("Lägessammanfattning") for t in town.told("U0OLLE"))
