"""Be away: what it means is shown first; then it counts, and can be taken back."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from tests.scenario.conftest import ROSTER, Town, a_town
from tests.scenario.test_shifts import WEEKLY, data_of, forged, newest, on_call

ANNA, GRETA, MARIA, ZOE = 900001, 900005, 900006, 900009


@pytest.fixture
async def weekly(tmp_path: Path) -> AsyncIterator[Town]:
    async with a_town(tmp_path, WEEKLY) as found:
        yield found


async def test_the_form_shows_what_it_means_before_anything_is_saved(weekly: Town) -> None:
    await weekly.command("U0ANNA", "/larm mina pass")
    await weekly.press("U0ANNA", "Jag är borta")
    days = {"Från och med": date(2026, 11, 30), "Till och med": date(2026, 12, 2)}

    await weekly.hands.fill("U0ANNA", "Jag är borta", days)

    told = await newest(weekly, "U0ANNA", "Inget är sparat")
    assert "Borta nu till och med ons 2 dec" in told
    assert "Näringslivskontoret, Söderhamns kommun: Bo Lind har passet" in told
    assert "Anna Ek" in await on_call(weekly)

    await weekly.press("U0ANNA", "Spara")

    assert "Bo Lind" in await on_call(weekly)
    assert "Näringslivskontoret" in await newest(weekly, "U0BO", "Anna Ek är borta")


async def test_who_is_back_has_the_duties_again(weekly: Town) -> None:
    await weekly.command("U0ANNA", "/larm borta idag-onsdag")
    await weekly.press("U0ANNA", "Spara")
    await newest(weekly, "U0ANNA", "Sparat")
    await weekly.command("U0ANNA", "/larm mina pass")

    await weekly.press("U0ANNA", "Tillbaka")

    await newest(weekly, "U0ANNA", "Välkommen tillbaka")
    await newest(weekly, "U0BO", "Anna Ek är tillbaka")
    assert "Anna Ek" in await on_call(weekly)


async def test_an_end_in_another_year_is_told_with_the_year(weekly: Town) -> None:
    told = await weekly.command("U0ANNA", "/larm borta 1/12-1/11")

    assert "Borta tis 1 dec – mån 1 nov 2027" in told


async def test_another_cannot_take_my_absence_back(weekly: Town) -> None:
    await weekly.command("U0ANNA", "/larm borta idag-onsdag")
    await weekly.press("U0ANNA", "Spara")
    await newest(weekly, "U0ANNA", "Sparat")
    saved = next(m for m in weekly.slack.direct("U0ANNA") if "Tillbaka" in m.labels)

    await weekly.slack.press("U0ZOE", saved, "Tillbaka")

    channel = weekly.channel_of("U0ANNA")
    await weekly.eventually(lambda: any("inte din" in m.plain for m in channel.messages))
    assert "Bo Lind" in await on_call(weekly)


async def test_a_gap_is_told_before_and_the_chief_hears_it(tmp_path: Path) -> None:
    alone = ROSTER.replace("people: [anna, bo]", "people: [anna]")
    async with a_town(tmp_path, alone) as town:
        told = await town.command("U0ANNA", "/larm borta imorgon")
        assert "INGEN har passet" in told

        await town.press("U0ANNA", "Spara")

        gap = await newest(town, "U0KARIN", "ingen har jouren för Näringslivskontoret")
        assert "tis 1 dec 00:00 – ons 2 dec 00:00" in gap

        await town.press("U0ANNA", "Tillbaka")

        await newest(town, "U0KARIN", "Anna Ek är tillbaka och har jouren för Näringslivskontoret")


async def test_who_is_absent_is_offered_no_duty_and_is_not_paged(weekly: Town) -> None:
    await weekly.command("U0ANNA", "/larm borta idag")
    await weekly.press("U0ANNA", "Spara")

    await weekly.raise_alarm("U0MARIA")

    assert weekly.pages("U0ANNA", "Näringslivskontoret") == []
    assert len(weekly.pages("U0BO", "Näringslivskontoret")) == 1


async def test_a_second_press_saves_nothing_twice(weekly: Town) -> None:
    await weekly.command("U0ANNA", "/larm borta idag")
    await weekly.press("U0ANNA", "Spara")
    await newest(weekly, "U0ANNA", "Sparat")

    await weekly.press("U0ANNA", "Spara")

    await newest(weekly, "U0ANNA", "redan sparad")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("kanske", "förstod inte tiden"),
        ("2026-11-01 - 2026-11-05", "har redan varit"),
        ("1/12 - 2028-01-01", "Högst ett år"),
    ],
)
async def test_what_cannot_be_is_told_in_a_line(weekly: Town, words: str, told: str) -> None:
    assert told in await weekly.command("U0ANNA", f"/larm borta {words}")


async def test_the_end_may_not_lie_before_the_beginning(weekly: Town) -> None:
    await weekly.command("U0ANNA", "/larm borta")
    await weekly.press("U0ANNA", "Jag är borta")
    await weekly.slack.wait_for_view("U0ANNA", "Jag är borta")

    days = {"Från och med": date(2026, 12, 9), "Till och med": date(2026, 12, 2)}
    submitted = await weekly.slack.submit("U0ANNA", days)

    assert "Slutet ligger före början" in str(submitted.errors)


async def test_the_same_in_words_on_telegram(tmp_path: Path) -> None:
    roster = WEEKLY.replace("[anna, bo]", "[anna, greta]")
    async with a_town(tmp_path, roster) as town:
        assert "När är du borta?" in await town.say(ANNA, "/borta")
        assert "förstod inte tiden" in await town.say(ANNA, "sen")
        told = await town.say(ANNA, "1/12-2/12")
        assert "Borta tis 1 dec – ons 2 dec" in told
        assert "Greta Nät har passet" in told

        await town.tap(ANNA, "Spara")
        await town.forward(days=1)

        assert "Greta Nät" in await on_call(town)
        await town.say(ANNA, "/mina pass")
        await town.tap(ANNA, "Tillbaka", "Dina pass")
        assert "Anna Ek" in await on_call(town)


async def test_another_cannot_take_my_absence_back_on_telegram(weekly: Town) -> None:
    await weekly.say(ANNA, "/borta 1/12-2/12")
    await weekly.tap(ANNA, "Spara")

    told = await forged(weekly, ZOE, data_of(weekly, ANNA, "Tillbaka"))

    assert "Frånvaron är inte din" in told


async def test_an_absence_of_the_file_is_mended_in_the_file(tmp_path: Path) -> None:
    absent = "\nabsences: [{person: anna, from: 2026-12-01T00:00, until: 2026-12-03T00:00}]\n"
    async with a_town(tmp_path, WEEKLY + absent) as town:
        told = await town.command("U0ANNA", "/larm mina pass")
        assert "Borta tis 1 dec – ons 2 dec" in told
        assert "Tillbaka" not in told

        assert "listans fil" in await forged(town, ANNA, "awayback:1")


async def test_somebody_else_is_found_by_name_and_asked(weekly: Town) -> None:
    await weekly.command("U0ANNA", "/larm mina pass")
    await weekly.press("U0ANNA", "Lämna bort")
    await newest(weekly, "U0ANNA", "vem ska ta passet")
    await weekly.press("U0ANNA", "Någon annan")
    await weekly.hands.fill("U0ANNA", "Lämna bort passet", {"Vem ska ta passet?": "Zoe Utan Rätt"})
    await newest(weekly, "U0ANNA", "Zoe Utan Rätt har fått frågan")

    await weekly.press("U0ZOE", "Ta passet")

    assert "Zoe Utan Rätt" in await on_call(weekly)


async def test_somebody_else_is_found_on_telegram_too(weekly: Town) -> None:
    await weekly.say(ANNA, "/mina pass")
    await weekly.tap(ANNA, "Lämna bort 1")
    await weekly.tap(ANNA, "Någon annan")
    assert "Sven Linje har inget konto i chatten" in await weekly.say(ANNA, "sven")
    assert "Zoe Utan Rätt har fått frågan" in await weekly.say(ANNA, "zoe")

    await weekly.tap(ZOE, "Ta passet")

    assert "Zoe Utan Rätt" in await on_call(weekly)


async def test_nobody_is_alarmed_at_a_gap_while_the_actor_is_closed(tmp_path: Path) -> None:
    closed = ROSTER.replace("people: [anna, bo]", "people: [anna]").replace(
        "    may_alarm: true\n    on_call: {people: [anna]",
        "    hours: kontorstid\n    may_alarm: true\n    on_call: {people: [anna]",
    )
    async with a_town(tmp_path, closed) as town:
        assert "Du har inga pass då" in await town.command("U0ANNA", "/larm borta 5/12-6/12")

        told = await town.command("U0ANNA", "/larm borta 5/12-7/12")

        assert "• mån 7 dec 08:00 – 17:00, Näringslivskontoret" in told
        assert "INGEN har passet. Karin Ö får veta det." in told


async def test_who_keeps_several_actors_hears_of_all_their_gaps_in_one_message(
    tmp_path: Path,
) -> None:
    alone = ROSTER.replace("people: [anna, bo]", "people: [greta]").replace("chief: karin", "")
    async with a_town(tmp_path, alone) as town:
        told = await town.say(GRETA, "/borta imorgon")
        assert told.count("INGEN har passet. Maria Region får veta det.") == 2

        await town.tap(GRETA, "Spara")

        [gap] = [m.text for m in town.telegram.from_bot(MARIA) if "ingen har jouren" in m.text]
        assert "ingen har jouren för Näringslivskontoret, Elnätet då" in gap


async def test_who_has_neither_head_nor_coordinator_is_told_to_find_a_stand_in(
    tmp_path: Path,
) -> None:
    alone = ROSTER.replace("coordinator: true", "coordinator: false")
    async with a_town(tmp_path, alone) as town:
        assert "ingen chef eller samordnare" in await town.say(GRETA, "/borta imorgon")
