"""Ending an alarm, calling it off, and handing over its lead."""

from tests.scenario.conftest import Town

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
