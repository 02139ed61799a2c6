"""Who goes on call hears it the evening before and at the hand-off; who goes off is relieved."""

from datetime import UTC, datetime
from pathlib import Path

from handlers.roster.importing import import_if_new
from tests.scenario.conftest import ROSTER, Town, a_town
from tests.scenario.test_shifts import WEEKLY, newest

SATURDAY = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)  # 10:00; Bo relieves Anna on Monday at 8
MARIA, ANNA, GRETA = 900006, 900001, 900005


def told(town: Town, user: str, words: str) -> list[str]:
    return [one for one in town.told(user) if words in one]


async def test_the_evening_before_and_at_the_handoff_each_hears_once(tmp_path: Path) -> None:
    async with a_town(tmp_path, WEEKLY, SATURDAY) as town:
        await town.forward(days=1, hours=7)
        assert told(town, "U0BO", "Din jour det kommande dygnet") == []

        await town.forward(hours=2)
        [notice] = told(town, "U0BO", "Din jour det kommande dygnet")
        assert "mån 7 dec 08:00 – mån 14 dec 08:00: Näringslivskontoret" in notice
        assert "Inga öppna larm" in notice
        assert told(town, "U0BO", "Nu har du jouren") == []

        await town.forward(hours=14)
        [on] = told(town, "U0BO", "Nu har du jouren för Näringslivskontoret")
        assert "Du avlöser Anna Ek" in on
        assert len(told(town, "U0ANNA", "Du är avlöst av Bo Lind")) == 1

        await town.forward(days=2)
        assert len(told(town, "U0BO", "Din jour")) == len(told(town, "U0BO", "Nu har du")) == 1


async def test_no_hour_is_left_out_when_summer_time_ends(tmp_path: Path) -> None:
    text = WEEKLY.replace('"mon 08:00"', '"sun 17:30"')
    async with a_town(tmp_path, text, datetime(2027, 10, 30, 9, 0, tzinfo=UTC)) as town:
        await town.forward(days=2)

        everybody = [*town.told("U0ANNA"), *town.told("U0BO")]
        assert len([one for one in everybody if "Din jour" in one]) == 1
        assert len([one for one in everybody if "Nu har du jouren" in one]) == 1
        assert len([one for one in everybody if "Du är avlöst" in one]) == 1


async def test_the_open_alarms_of_the_actor_come_with_it(tmp_path: Path) -> None:
    async with a_town(tmp_path, WEEKLY, SATURDAY) as town:
        await town.raise_alarm("U0MARIA")
        await town.press("U0ANNA", "Kvittera")

        await town.forward(days=2)

        on = await newest(town, "U0BO", "Nu har du jouren")
        assert "#1 Lavskrika (Söderhamn), Näringslivskontoret: kvitterad" in on


async def test_an_open_drill_is_named_as_one(tmp_path: Path) -> None:
    async with a_town(tmp_path, WEEKLY, datetime(2026, 12, 6, 9, 0, tzinfo=UTC)) as town:
        await town.hands.raise_alarm("U0MARIA", "/larm övning Söderhamn etablering Höstprov", {})
        await town.quiet()

        await town.forward(hours=23)

        on = await newest(town, "U0BO", "Nu har du jouren")
        assert "• ÖVNING #1 Höstprov (Söderhamn), Näringslivskontoret" in on


async def test_a_secret_alarm_is_told_to_nobody_who_has_not_been_called_to_it(
    tmp_path: Path,
) -> None:
    async with a_town(tmp_path, WEEKLY, SATURDAY) as town:
        await town.raise_alarm("U0MARIA", Sekretess="hemlig")
        await town.press("U0ANNA", "Kvittera")

        await town.forward(days=2)

        on = await newest(town, "U0BO", "Nu har du jouren")
        assert "Lavskrika" not in on


async def test_a_fixed_order_is_never_handed_on(town: Town) -> None:
    await town.forward(days=8)

    # Maria, who coordinates, has Monday's report of gaps and nothing else.
    everybody = [m for user in ("U0ANNA", "U0BO", "U0MARIA") for m in town.told(user)]
    assert [m for m in everybody if not m.startswith("Luckor: ")] == []


async def test_a_duty_given_away_in_chat_is_handed_on_at_its_edges(tmp_path: Path) -> None:
    async with a_town(tmp_path, WEEKLY, SATURDAY) as town:
        await town.command("U0BO", "/larm ta passet")  # from Saturday at ten to Monday at eight

        await town.forward(days=3)

        # Bo has it already on Monday, and nothing changes hands.
        assert told(town, "U0BO", "Nu har du jouren") == []
        assert told(town, "U0ANNA", "Du är avlöst") == []


async def test_what_was_changed_after_the_notice_is_handed_on_as_it_is(tmp_path: Path) -> None:
    async with a_town(tmp_path, WEEKLY, SATURDAY) as town:
        await town.forward(days=1, hours=9)
        await town.command("U0BO", "/larm borta 7/12")
        await town.press("U0BO", "Spara")

        await town.forward(hours=15)  # Monday at ten
        assert told(town, "U0ANNA", "Du är avlöst av Bo Lind") == []

        await town.forward(hours=15)  # Tuesday
        assert len(told(town, "U0ANNA", "Du är avlöst av Bo Lind")) == 1
        [on] = told(town, "U0BO", "Nu har du jouren")
        assert "Du avlöser Anna Ek" in on


async def test_the_same_on_telegram(tmp_path: Path) -> None:
    roster = WEEKLY.replace("[anna, bo]", "[anna, greta]")
    async with a_town(tmp_path, roster, SATURDAY) as town:
        await town.forward(days=2)

        said = [m.text for m in town.telegram.from_bot(GRETA)]
        assert any("Din jour det kommande dygnet" in text for text in said)
        assert any("Nu har du jouren" in text for text in said)
        assert any("Du är avlöst av Greta Nät" in m.text for m in town.telegram.from_bot(ANNA))


async def test_outside_the_actors_hours_the_evening_before_is_enough(tmp_path: Path) -> None:
    closed = WEEKLY.replace(
        "    themes: [MOT, LAR, MAR]\n", "    themes: [MOT, LAR, MAR]\n    hours: kontorstid\n"
    ).replace('"mon 08:00"', '"mon 03:00"')
    async with a_town(tmp_path, closed, SATURDAY) as town:
        await town.forward(days=3)

        assert len(told(town, "U0BO", "Din jour det kommande dygnet")) == 1
        assert told(town, "U0BO", "Nu har du jouren") == []


async def test_several_actors_are_one_notice(tmp_path: Path) -> None:
    weekly = (
        'on_call: {people: [anna, bo], rotation: weekly, handoff: "mon 08:00", from: 2026-11-30}'
    )
    both = ROSTER.replace("on_call: {people: [anna, bo], rotation: fixed}", weekly)
    both = both.replace("on_call: {people: [greta], rotation: fixed}", weekly)
    async with a_town(tmp_path, both, SATURDAY) as town:
        await town.forward(days=1, hours=9)

        [notice] = told(town, "U0BO", "Din jour det kommande dygnet")
        assert "Näringslivskontoret" in notice
        assert "Elnätet" in notice

        await town.forward(hours=14)

        [on] = told(town, "U0BO", "Nu har du jouren")
        assert "för 2 aktörer" in on
        assert "• Elnätet, Söderhamns kommun, till mån 14 dec 08:00. Du avlöser Anna Ek." in on
        [off] = told(town, "U0ANNA", "Tack för pass")
        assert "• Elnätet, Söderhamns kommun: du är avlöst av Bo Lind." in off


async def test_a_new_roster_is_looked_through_at_once_and_nobody_is_told_twice(
    tmp_path: Path,
) -> None:
    async with a_town(tmp_path, ROSTER, SATURDAY) as town:
        data = WEEKLY.replace('"mon 08:00"', '"sat 15:00"').encode()
        await town.ask(lambda work: import_if_new(work, data, "roster.yaml"))
        town.stage.larm.ticker.wake()
        await town.quiet()
        assert len(told(town, "U0BO", "Din jour det kommande dygnet")) == 1

        await town.forward(days=1)

        assert len(told(town, "U0BO", "Din jour det kommande dygnet")) == 1
        assert len(told(town, "U0BO", "Nu har du jouren")) == 1


async def test_a_new_installation_gives_its_first_notices_in_the_evening(tmp_path: Path) -> None:
    soon = WEEKLY.replace('"mon 08:00"', '"sat 15:00"')
    async with a_town(tmp_path, soon, SATURDAY) as town:
        assert told(town, "U0BO", "Din jour") == []

        await town.forward(hours=6)

        assert told(town, "U0BO", "Din jour") == []
        assert len(told(town, "U0BO", "Nu har du jouren")) == 1


async def test_what_changes_hands_after_the_evening_is_told_then_and_not_by_an_import(
    tmp_path: Path,
) -> None:
    async with a_town(tmp_path, ROSTER, SATURDAY) as town:
        data = WEEKLY.replace('"mon 08:00"', '"sun 08:00"').encode()
        await town.ask(lambda work: import_if_new(work, data, "roster.yaml"))
        town.stage.larm.ticker.wake()
        await town.quiet()
        assert told(town, "U0BO", "Din jour") == []

        await town.forward(hours=9)

        assert len(told(town, "U0BO", "Din jour")) == 1


async def test_nothing_is_sent_to_a_closed_actor_that_a_case_waits_for(tmp_path: Path) -> None:
    closed = WEEKLY.replace("    themes: [ELV]\n", "    themes: [ELV]\n    hours: kontorstid\n", 1)
    closed = closed.replace(
        "{people: [greta], rotation: fixed}",
        '{people: [greta, nisse], rotation: weekly, handoff: "mon 08:00", from: 2026-11-30}',
    )
    async with a_town(tmp_path, closed, SATURDAY) as town:
        await town.raise_alarm()
        await town.forward(days=1, hours=21)  # Monday, before it opens
        assert town.told("U0NISSE") == []

        await town.forward(hours=2)

        [on] = told(town, "U0NISSE", "Nu har du jouren")
        assert "Lavskrika" in on
