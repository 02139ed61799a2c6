"""What lies between the alarms, and drills, on a real PostgreSQL: the same as on SQLite."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import alarms
from storage.model import Ending
from tests.scenario.conftest import Town, a_town
from tests.scenario.drilling import unmarked
from tests.scenario.test_shifts import (
    WEEKLY,
    give_to_bo,
    import_another_actor,
    newest,
    on_call,
)


@pytest.fixture
async def town(tmp_path: Path, postgres_url: str) -> AsyncIterator[Town]:
    async with a_town(tmp_path, WEEKLY, database_url=postgres_url) as found:
        yield found


async def test_a_shift_changes_hands_and_an_absence_comes_and_goes(town: Town) -> None:
    await give_to_bo(town)
    await town.press("U0BO", "Ta passet")
    await newest(town, "U0ANNA", "Bo Lind har tagit ditt pass")
    assert "Bo Lind" in await on_call(town)

    await town.command("U0BO", "/larm borta idag-onsdag")
    await town.press("U0BO", "Spara")
    await newest(town, "U0BO", "Sparat")
    assert "Anna Ek" in await on_call(town)

    await town.command("U0BO", "/larm mina pass")
    await town.press("U0BO", "Tillbaka")
    await newest(town, "U0BO", "Välkommen tillbaka")
    assert "Bo Lind" in await on_call(town)


async def test_an_import_lets_the_questions_of_an_actor_that_is_gone_go(town: Town) -> None:
    await give_to_bo(town)

    await import_another_actor(town)

    await newest(town, "U0ANNA", "finns inte kvar i beredskapslistan, så passet")


async def test_gaps_rows_and_weeks_are_told(town: Town) -> None:
    assert "Söderhamn" in await town.command("U0ANNA", "/larm gaps Söderhamn")
    assert "Anna Ek" in await town.command("U0ANNA", "/larm uppgifter")

    await town.forward(days=8)  # over an evening, a hand-off and a Monday

    await newest(town, "U0BO", "Nu har du jouren")
    await newest(town, "U0ANNA", "avlöst")


async def test_a_planned_drill_runs_and_gives_way_to_a_real_alarm(town: Town) -> None:
    planned = "/larm övning planera Söderhamn etablering Vårprov 2026-12-02 10:00"
    assert "ons 2 dec 10:00" in await town.command("U0ANNA", planned)
    await town.forward(days=2, minutes=1)
    await town.press("U0OLLE", "Kvittera")

    await town.raise_alarm()

    drill, alarm = await town.alarm(1), await town.alarm(2)
    assert (drill.is_drill, drill.ending, alarm.is_open) == (True, Ending.CALLED_OFF, True)
    await newest(town, "U0OLLE", "riktigt larm går före")


async def test_a_drill_ends_by_itself_with_its_result(town: Town) -> None:
    await town.hands.raise_alarm("U0ANNA", "/larm övning Söderhamn etablering Höstprov", {})
    await town.quiet()

    await town.forward(days=1, hours=1)

    assert await town.ask(lambda work: alarms.open_alarms(work.session)) == []
    await newest(town, "U0ANNA", "Övningsresultat")
    assert unmarked(town) == []
