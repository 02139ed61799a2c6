"""The other commands: status, on call, help; an alarm by channel, number or code name."""

import pytest

from tests.scenario.conftest import Town


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
