"""The other commands: status, on call, help; an alarm by channel, number or code name."""

from pathlib import Path

import pytest

from tests.scenario.conftest import ROSTER, Town, a_town


async def test_status_lists_every_actors_state(town: Town) -> None:
    await town.raise_alarm()

    answer = await town.command("U0ANNA", "/larm läge")

    assert "Jouren (Region Gävleborg): väntar på Maria Region" in answer
    assert "TRA Transportinfrastruktur och kollektivtrafik — ▲ saknas" in answer


@pytest.mark.parametrize("words", ["läge 1", "lage #1", "läge Lavskrika", "läge lavskrika"])
async def test_an_alarm_is_meant_by_number_or_code_name(town: Town, words: str) -> None:
    await town.raise_alarm()

    assert "Lägesbild: Lavskrika" in await town.command("U0ANNA", f"/larm {words}")


async def test_in_an_alarms_channel_a_command_means_that_alarm(town: Town) -> None:
    await town.raise_alarm()
    await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Skata", {})
    await town.quiet()

    answer = await town.slack.command("U0ANNA", "/larm läge", channel=town.channel.id)

    assert answer is not None
    assert "Lavskrika" in answer.plain


async def test_which_alarm_is_asked_when_several_are_open(town: Town) -> None:
    await town.raise_alarm()
    await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Skata", {})
    await town.quiet()

    answer = await town.command("U0ANNA", "/larm läge")

    assert "#1 Lavskrika" in answer
    assert "#2 Skata" in answer


async def test_status_is_for_those_who_take_part(town: Town) -> None:
    await town.raise_alarm()

    assert "inte kallad" in await town.command("U0ZOE", "/larm läge Lavskrika")


async def test_on_call_names_the_people(town: Town) -> None:
    answer = await town.command("U0ZOE", "/larm jour soderhamn")

    assert "Näringslivskontoret (Söderhamns kommun): Anna Ek" in answer


async def test_help_lists_the_commands(town: Town) -> None:
    assert "/larm avblås" in await town.command("U0ZOE", "/larm hjälp")


async def test_a_taken_item_shows_its_owner(town: Town) -> None:
    await town.raise_alarm()

    await town.hands.press_in_channel("U0OLLE", town.channel.name, "Tar den", "Myndighet")
    await town.quiet()

    checklist = next(m for m in town.channel.messages if m.text.startswith("Myndighetss"))
    assert "tagen av Olle Stat" in checklist.plain


async def test_a_ticked_item_shows_who_did_it(town: Town) -> None:
    await town.raise_alarm()

    await town.hands.press_in_channel("U0OLLE", town.channel.name, "Klar", "Myndighet")
    await town.quiet()

    checklist = next(m for m in town.channel.messages if m.text.startswith("Myndighetss"))
    assert "Klar 10:00 av Olle Stat" in checklist.plain
    assert "Checklista: 5 av" in town.situation.replace("*", "")


async def test_the_quick_answer_comes_with_a_template(town: Town) -> None:
    await town.raise_alarm()

    await town.hands.press_in_channel("U0ANNA", town.channel.name, "Visa mall", "Mottagark")

    def whispers() -> list[str]:
        return [m.plain for m in town.channel.messages if m.ephemeral_to == "U0ANNA"]

    await town.eventually(lambda: any("Tack för er förfrågan" in text for text in whispers()))


async def test_a_command_of_thousands_of_characters_is_answered(town: Town) -> None:
    answer = await town.command("U0ANNA", f"/larm {'x' * 2_600}")

    assert "xxx" in answer


@pytest.mark.parametrize("word", ["", "läge ", "jour ", "pass ", "gaps ", "koppla ", "övning "])
async def test_what_is_not_understood_is_repeated_in_short(town: Town, word: str) -> None:
    long = "x" * 600

    in_slack = await town.command("U0ANNA", f"/larm {word}{long}")
    in_telegram = await town.say(900001, f"/larm {word}{long}")

    for told in (in_slack, in_telegram):
        assert "xxxx" in told
        assert "x" * 61 not in told


TWO_TOWNS = """
  - id: grannlarm
    name: Grannlarmet
    organisation: Bollnäs kommun
    level: lokal
    area: ["2183"]
    themes: [LAR]
    may_alarm: true
    on_call: {people: [zoe], rotation: fixed}
"""


async def test_a_code_name_of_two_alarms_means_ones_own_or_is_asked_about(tmp_path: Path) -> None:
    async with a_town(tmp_path, ROSTER + TWO_TOWNS) as town:
        await town.raise_alarm()
        await town.hands.raise_alarm("U0ZOE", "/larm Bollnäs etablering Lavskrika", {})
        await town.quiet()

        assert "Kommun:* Söderhamn" in await town.command("U0ANNA", "/larm läge Lavskrika")
        assert "Kommun:* Bollnäs" in await town.command("U0ZOE", "/larm läge Lavskrika")
        asked = await town.command("U0MARIA", "/larm läge Lavskrika")
        assert "#1 Lavskrika (Söderhamn)" in asked
        assert "#2 Lavskrika (Bollnäs)" in asked


@pytest.mark.parametrize("words", ["läge 2026", "läge ²", "läge 99999999999999999999"])
async def test_digits_that_are_no_alarms_number_may_be_a_code_name(town: Town, words: str) -> None:
    codename = words.removeprefix("läge ")
    await town.hands.raise_alarm("U0ANNA", f"/larm Söderhamn etablering {codename}", {})
    await town.quiet()

    assert f"Lägesbild: {codename}" in await town.command("U0ANNA", f"/larm {words}")


async def test_on_call_in_an_alarms_channel_means_its_municipality(town: Town) -> None:
    await town.raise_alarm()

    answer = await town.slack.command("U0ANNA", "/larm jour", channel=town.channel.id)

    assert answer is not None
    assert "I beredskap: Söderhamn" in answer.plain


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("avblås", "Avblås larmet"),
        ("avsluta", "Avsluta larmet"),
        ("lämna över", "Lämna över"),
    ],
)
async def test_a_form_about_an_alarm_names_it(town: Town, words: str, title: str) -> None:
    await town.raise_alarm()
    await town.slack.command("U0ANNA", f"/larm {words}")

    form = await town.slack.wait_for_view("U0ANNA", title)

    assert "#1 Lavskrika (Söderhamn)" in str(form.body["blocks"][0])


async def test_who_may_not_raise_an_alarm_hears_whom_to_call(town: Town) -> None:
    assert "Anna Ek (Näringslivskontoret, Söderhamns kommun) 070-1740605" in await town.command(
        "U0ZOE", "/larm"
    )
    town.slack.state.users["U0OKÄND"] = {**town.slack.state.users["U0ZOE"], "id": "U0OKÄND"}
    stranger = await town.command("U0OKÄND", "/larm Söderhamn etablering Lavskrika")
    assert "U0OKÄND" in stranger
    assert "Anna Ek (Näringslivskontoret, Söderhamns kommun) 070-1740605" in stranger
    assert "Maria Region (Jouren, Region Gävleborg)" in await town.command("U0OKÄND", "/larm")
