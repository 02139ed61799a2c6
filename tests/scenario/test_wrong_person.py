"""Fel person: the chain goes on at once, and whoever keeps the row is asked to mend it."""

from datetime import UTC, datetime
from pathlib import Path

from escalation.advance import state
from escalation.callout import State
from storage import journal
from tests.scenario.conftest import Town, a_town

GRETA, ZOE = 900005, 900009
NIGHT = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)  # 02:00 in Stockholm


async def test_the_next_is_called_at_once_and_the_chief_is_asked_to_mend(town: Town) -> None:
    await town.raise_alarm("U0MARIA")

    await town.press("U0ANNA", "Fel person")

    assert len(town.pages("U0BERTIL", "Näringslivskontoret")) == 1
    [asked] = [told for told in town.told("U0KARIN") if "svarar Fel person" in told]
    assert "Anna Ek kallades för Näringslivskontoret, Söderhamns kommun mån 30 nov 10:00" in asked
    summons = next(m for m in town.summonses_to("U0ANNA"))
    assert "Skäl: Fel person" in summons.plain
    assert "Nästa i ordningen kallas" in summons.plain


async def test_who_presses_hears_what_happens(town: Town) -> None:
    await town.raise_alarm("U0MARIA")

    await town.hands.press("U0ANNA", "Fel person")

    await town.eventually(lambda: any("Karin Ö ombeds rätta" in m for m in town.told("U0ANNA")))


async def test_without_a_chief_the_areas_coordinator_is_asked_also_from_telegram(
    town: Town,
) -> None:
    await town.raise_alarm()
    page = next(m for m in town.telegram.from_bot(GRETA) if "Fel person" in m.labels)

    answered = await town.telegram.press(GRETA, page, "Fel person")
    await town.quiet()

    assert answered is not None
    assert "Maria Region ombeds rätta beredskapslistan" in answered.text
    assert any("Greta Nät kallades för Elnätet" in told for told in town.told("U0MARIA"))
    assert len(town.pages("U0BERTIL", "Elnätet")) == 1
    written = await town.ask(lambda work: journal.of_event(work.session, "wrong_person"))
    assert [one.facts for one in written] == [{"by": "greta", "asked": "maria"}]


async def test_the_reason_behind_a_kan_inte_asks_for_the_mend_too(town: Town) -> None:
    await town.raise_alarm()
    await town.hands.tap(GRETA, "Kan inte")
    await town.eventually(lambda: "Varför" in town.telegram.messages(GRETA)[-1].text)

    await town.tap(GRETA, "Fel person", "Varför")

    assert any("Greta Nät kallades för Elnätet" in told for told in town.told("U0MARIA"))


async def test_a_stranger_changes_nothing(town: Town) -> None:
    await town.raise_alarm("U0MARIA")
    [summons] = town.summonses_to("U0ANNA")

    await town.slack.press("U0ZOE", summons, "Fel person")
    page = next(m for m in town.telegram.from_bot(GRETA) if "Fel person" in m.labels)
    answered = await town.telegram.press(ZOE, page, "Fel person")
    await town.quiet()

    assert state((await town.summons("naringsliv")).callout) is State.WAITING
    assert state((await town.summons("nat")).callout) is State.WAITING
    assert answered is None or "inte kallad" in answered.text or "direkt" in answered.text
    assert town.told("U0KARIN") == []


async def test_after_an_answer_it_says_why_nothing_changes(town: Town) -> None:
    await town.raise_alarm()
    page = next(m for m in town.telegram.from_bot(GRETA) if "Fel person" in m.labels)
    data = next(b["callback_data"] for row in page.rows for b in row if b["text"] == "Fel person")
    await town.forward(minutes=21)
    await town.press("U0BERTIL", "Kvittera", "Elnätet")

    answered = await town.telegram.press_data(GRETA, page, data)

    assert answered is not None
    assert "Redan besvarat" in answered.text
    assert not any("svarar Fel person" in told for told in town.told("U0MARIA"))


async def test_the_one_who_has_answered_may_change_to_it(town: Town) -> None:
    await town.raise_alarm("U0MARIA")
    await town.press("U0ANNA", "Kvittera")
    await town.press("U0ANNA", "Ändra svar")

    await town.press("U0ANNA", "Fel person")

    assert any("svarar Fel person" in told for told in town.told("U0KARIN"))
    assert len(town.pages("U0BERTIL", "Näringslivskontoret")) == 1


async def test_nobody_is_asked_to_mend_in_the_middle_of_the_night(tmp_path: Path) -> None:
    async with a_town(tmp_path, at=NIGHT) as town:
        await town.raise_alarm("U0MARIA")
        await town.press("U0ANNA", "Fel person")

        assert not any("svarar Fel person" in told for told in town.told("U0KARIN"))

        await town.press("U0BERTIL", "Kvittera", "Näringslivskontoret")
        await town.until(datetime(2026, 12, 1, 7, 1, tzinfo=UTC))

        assert any("svarar Fel person" in told for told in town.told("U0KARIN"))
