"""A channel that Slack would not create: told with the mend, tried again by a button."""

from sandbox.faults import Fault
from tests.scenario.conftest import Town

AGAIN = "Försök skapa kanalen igen"
REFUSED = Fault("refuse", "slack", "conversations.create", error="restricted_action")


async def raise_without_channel(town: Town) -> None:
    town.faults.add(REFUSED)
    await town.raise_alarm(Fakta="Effekt: 120 MW")


def channels(town: Town) -> int:
    return sum(not channel.is_im for channel in town.slack.state.channels.values())


async def test_the_lead_has_the_channel_created_after_all_and_it_gets_everything(
    town: Town,
) -> None:
    await raise_without_channel(town)
    await town.forward(hours=1, minutes=2)
    assert channels(town) == 0
    town.faults.clear()

    await town.press("U0ANNA", AGAIN)

    texts = [m.plain for m in town.channel.messages]
    for theme in town.stage.larm.desk.blueprint.themes:
        headings = [m.text for m in town.channel.messages]
        assert any(heading.startswith(theme.name("sv")) for heading in headings), headings
    assert any("120 MW" in text for text in texts)
    assert "Tema och nivå" in town.situation
    assert {"U0ANNA", "U0MARIA", "U0OLLE"} <= set(town.channel.members)
    assert town.channel.topic
    assert len([m for m in town.channel.messages if m.text.startswith("Lägesbild")]) == 1
    assert not any("Försenat i checklistan" in text for text in texts)
    assert "Ej levererat" not in await town.command("U0ANNA", "/larm läge")
    assert any("är skapad" in told for told in town.told("U0ANNA"))
    assert not any(AGAIN in m.labels for m in town.slack.direct("U0ANNA"))


async def test_what_waits_for_the_channel_is_told_in_the_readers_language(town: Town) -> None:
    await raise_without_channel(town)

    told = await town.command("U0ANNA", "/larm läge")

    assert "utskick väntar på att kanalen skapas" in told
    assert "Sedan kan den som leder försöka igen" in told
    assert "what it waited for" not in told


async def test_a_second_refusal_is_told_anew_with_a_new_button(town: Town) -> None:
    await raise_without_channel(town)

    await town.press("U0ANNA", AGAIN)

    offering = [m for m in town.slack.direct("U0ANNA") if AGAIN in m.labels]
    assert len(offering) == 1
    assert sum("kunde inte skapas" in m.plain for m in town.slack.direct("U0ANNA")) >= 2


async def test_the_channel_is_not_made_twice(town: Town) -> None:
    await raise_without_channel(town)
    town.faults.clear()
    notice = next(m for m in town.slack.direct("U0ANNA") if AGAIN in m.labels)
    kept = list(notice.blocks)
    await town.press("U0ANNA", AGAIN)
    notice.blocks = kept

    await town.slack.press("U0ANNA", notice, AGAIN)
    await town.quiet()

    assert channels(town) == 1
    assert any("kanalen finns redan" in told for told in town.told("U0ANNA"))


async def test_the_lead_can_try_again_from_telegram(town: Town) -> None:
    await raise_without_channel(town)
    town.faults.clear()

    await town.tap(900001, AGAIN)

    assert channels(town) == 1


async def test_an_alarm_without_a_channel_ends_without_a_word_of_archiving(town: Town) -> None:
    await raise_without_channel(town)
    await town.slack.command("U0ANNA", "/larm avblås")
    await town.hands.fill("U0ANNA", "Avblås larmet", {"Skäl": "Fel kommun"})
    await town.quiet()
    await town.forward(hours=25)

    [told] = [t for t in town.told("U0MARIA") if t.startswith("Larmet Lavskrika är avblåst")]
    assert "arkiveras" not in told
    assert not any(AGAIN in m.labels for m in town.slack.direct("U0ANNA"))
    assert not any(call.method == "conversations.archive" for call in town.slack.calls)
