"""Ending an alarm, calling it off, and handing over its lead."""

from pathlib import Path

import pytest

from handlers import end_alarm
from tests.scenario.conftest import ROSTER, Town, a_town

FINISH = {"Utfall": "Svaret är lämnat", "Lärdom 1": "Ett", "Lärdom 2": "Två", "Lärdom 3": "Tre"}


async def test_finishing_tells_everybody_summoned_and_stops_everything(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0ANNA", "Avsluta")
    await town.hands.fill("U0ANNA", "Avsluta larmet", FINISH)
    await town.quiet()

    assert any("är avslutat" in text and "Tre" in text for text in town.told("U0OLLE"))
    assert any("är avslutat" in m.text for m in town.telegram.from_bot(900005))
    counts = [len(town.slack.direct(user)) for user in ("U0OLLE", "U0MARIA", "U0BERTIL")]
    await town.forward(hours=5)
    assert [len(town.slack.direct(u)) for u in ("U0OLLE", "U0MARIA", "U0BERTIL")] == counts


async def test_the_summons_loses_its_buttons_at_the_end(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0ANNA", "Avsluta")
    await town.hands.fill("U0ANNA", "Avsluta larmet", FINISH)
    await town.quiet()

    assert town.summonses_to("U0OLLE")[0].labels == []
    assert "avslutat" in town.summonses_to("U0OLLE")[0].plain


async def test_the_pages_of_a_great_many_lose_their_buttons_batch_by_batch(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(end_alarm, "CALLOUTS", 1)
    await town.raise_alarm()
    await town.press("U0ANNA", "Avsluta")
    await town.hands.fill("U0ANNA", "Avsluta larmet", FINISH)
    await town.quiet()

    for user in ("U0ANNA", "U0OLLE", "U0MARIA"):
        assert [page.labels for page in town.summonses_to(user)] == [[]]
    [on_telegram] = [m for m in town.telegram.from_bot(900005) if "Elnät" in m.text]
    assert on_telegram.rows == []


async def test_the_channel_is_archived_a_day_after_the_end(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0ANNA", "Avsluta")
    await town.hands.fill("U0ANNA", "Avsluta larmet", FINISH)

    await town.forward(hours=23)
    assert not town.channel.is_archived
    await town.forward(hours=2)

    assert town.channel.is_archived


async def test_calling_off_needs_a_reason_and_tells_it(town: Town) -> None:
    await town.raise_alarm()
    await town.slack.command("U0ANNA", "/larm avblås")
    await town.hands.fill("U0ANNA", "Avblås larmet", {"Skäl": "Fel kommun"})
    await town.quiet()

    assert any("avblåst" in text and "Fel kommun" in text for text in town.told("U0OLLE"))


async def test_who_does_not_lead_cannot_end_it(town: Town) -> None:
    await town.raise_alarm()

    answer = await town.command("U0OLLE", "/larm avsluta")

    assert "Bara den som leder" in answer
    assert town.slack.view("U0OLLE") is None


async def test_the_coordinator_can_end_it_when_the_lead_cannot(town: Town) -> None:
    await town.raise_alarm()
    await town.slack.command("U0MARIA", "/larm avsluta")
    await town.hands.fill("U0MARIA", "Avsluta larmet", FINISH)
    await town.quiet()

    assert not (await town.alarm()).is_open


async def test_the_lead_is_handed_over_when_the_other_accepts(town: Town) -> None:
    await town.raise_alarm()
    await town.slack.command("U0ANNA", "/larm lämna över")
    await town.hands.fill("U0ANNA", "Lämna över", {"Ny ledare": "Jouren, Region Gävleborg"})
    await town.quiet()
    assert (await town.alarm()).lead_actor == "naringsliv"

    await town.press("U0MARIA", "Ta ledningen")

    assert (await town.alarm()).lead_actor == "region"
    assert "Maria Region" in town.situation


async def test_a_code_name_can_be_used_again_after_the_end(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0ANNA", "Avsluta")
    await town.hands.fill("U0ANNA", "Avsluta larmet", FINISH)
    await town.quiet()

    await town.raise_alarm()

    names = [c.name for c in town.slack.state.channels.values() if not c.is_im]
    assert names == ["larm-soderhamn-lavskrika", "larm-soderhamn-lavskrika-2"]


async def test_nothing_of_an_ended_alarm_can_be_pressed(town: Town) -> None:
    await town.raise_alarm()
    await town.forward(hours=2)
    await town.slack.command("U0ANNA", "/larm lämna över")
    await town.hands.fill("U0ANNA", "Lämna över", {"Ny ledare": "Jouren, Region Gävleborg"})
    await town.quiet()
    await town.press("U0MARIA", "Ta ledningen")

    await town.press("U0MARIA", "Avsluta", "Du leder larmet")
    await town.hands.fill("U0MARIA", "Avsluta larmet", FINISH)
    await town.quiet()

    for user in ("U0ANNA", "U0MARIA"):
        for message in town.slack.direct(user):
            assert message.labels == []
    lists = [told for told in town.told("U0MARIA") if "Att samordna" in told]
    assert "Larmet är avslutat." in lists[-1]


async def test_a_new_lead_is_told_of_and_let_in(tmp_path: Path) -> None:
    chief_leads = ROSTER.replace(
        "  - {id: zoe,", "  - {id: ceo, name: Cia Chef, slack: U0CIA}\n  - {id: zoe,"
    )
    chief_leads = chief_leads.replace("    chief: karin\n", "    chief: ceo\n")
    async with a_town(tmp_path, chief_leads) as town:
        await town.raise_alarm("U0MARIA")

        await town.slack.command("U0MARIA", "/larm lämna över")
        await town.hands.fill(
            "U0MARIA", "Lämna över", {"Ny ledare": "Näringslivskontoret, Söderhamns kommun"}
        )
        await town.quiet()
        [question] = [m for m in town.slack.direct("U0ANNA") if "Ta ledningen" in m.labels][-1:]
        await town.slack.press("U0CIA", question, "Ta ledningen")
        await town.quiet()

        assert (await town.alarm()).lead_person == "ceo"
        assert "U0CIA" in town.channel.members
        assert any("Cia Chef" in t and "leder nu larmet" in t for t in town.told("U0MARIA"))


async def test_a_new_leads_card_takes_the_buttons_off_the_earlier_one(town: Town) -> None:
    await town.raise_alarm()
    await town.slack.command("U0ANNA", "/larm lämna över")
    await town.hands.fill("U0ANNA", "Lämna över", {"Ny ledare": "Jouren, Region Gävleborg"})
    await town.quiet()

    await town.press("U0MARIA", "Ta ledningen")

    assert not any("Avsluta" in m.labels for m in town.slack.direct("U0ANNA"))
    assert not any("Avsluta" in m.labels for m in town.telegram.from_bot(900001))
    assert sum("Avsluta" in m.labels for m in town.slack.direct("U0MARIA")) == 1
    assert any("Maria Region leder nu, och har knapparna" in t for t in town.told("U0ANNA"))


async def test_a_newer_situation_takes_the_leads_buttons_off_the_earlier_one(town: Town) -> None:
    await town.raise_alarm()

    await town.forward(minutes=46)

    direct = [m for m in town.telegram.from_bot(900001) if m.text.startswith("Lägesbild")]
    assert len(direct) > 1
    assert [m for m in direct if "Avsluta" in m.labels] == direct[-1:]
    shared = [m for m in town.channel.messages if m.text.startswith("Lägesbild")]
    assert [m for m in shared if "Avsluta" in m.labels] == [shared[0], shared[-1]]
