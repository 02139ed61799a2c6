"""Drills planned ahead: planned, listed, taken back and started from chat on both platforms."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from handlers.roster import importing
from storage import alarms, drill_plans
from storage.model import DrillPlan, Repeat
from tests.scenario.conftest import ROSTER, Town, a_town
from tests.scenario.drilling import unmarked

ANNA, MARIA, ZOE = 900001, 900006, 900009
PLAN = "planera Söderhamn etablering Vårprov 2026-12-02 10:00"


async def plans(town: Town) -> list[DrillPlan]:
    found: list[DrillPlan] = await town.ask(lambda work: drill_plans.every(work.session))
    return found


async def nothing_is_open(town: Town) -> bool:
    return len(await town.ask(lambda work: alarms.open_alarms(work.session))) == 0


async def test_a_drill_is_planned_and_starts_by_itself(town: Town) -> None:
    told = await town.command("U0ANNA", f"/larm övning {PLAN}")
    assert "Vårprov: etablering i Söderhamn, ons 2 dec 10:00" in told

    await town.forward(days=1, hours=23, minutes=59)
    assert await nothing_is_open(town)
    await town.forward(minutes=2)

    alarm = await town.alarm()
    assert (alarm.is_drill, alarm.codename, alarm.raised_by) == (True, "Vårprov", "anna")
    assert await plans(town) == []
    assert unmarked(town) == []


async def test_a_repeated_drill_bears_the_day_and_comes_back(town: Town) -> None:
    told = await town.say(ANNA, f"/ovning {PLAN} varje månad")
    assert "varje månad" in told

    await town.forward(days=2, hours=1)

    assert (await town.alarm()).codename == "Vårprov 2026-12-02"
    [plan] = await plans(town)
    assert plan.repeat is Repeat.MONTHLY
    assert plan.next_due_at == datetime(2027, 1, 4, 7, 0, tzinfo=UTC)  # the 2nd is a Saturday


async def test_a_county_and_a_theme_can_be_planned(town: Town) -> None:
    told = await town.say(
        MARIA, "/ovning planera Gävleborgs län varsel tema ELV Länsprov imorgon 13"
    )

    assert "Länsprov: varsel i Gävleborgs län, tis 1 dec 13:00 (teman: " in told
    await town.forward(days=1, hours=4)
    assert [one.actor for one in await town.callouts()] == ["nat", "linje"]


async def test_a_moment_outside_working_hours_is_moved(town: Town) -> None:
    told = await town.say(ANNA, "/ovning planera Söderhamn etablering Prov 2026-12-05 23:00")

    assert "mån 7 dec 08:00" in told
    assert "flyttad till arbetstid" in told


async def test_what_cannot_be_understood_is_told_with_an_example(town: Town) -> None:
    for words, hint in (
        ("planera", "till exempel"),
        ("planera Söderhamn etablering Prov", "förstod inte när"),
        ("planera Söderhamn etablering 2026-12-02 10:00", "kodnamn och tid"),
        ("planera Söderhamn etablering Prov 2020-01-01 10:00", "redan varit"),
        ("planera Söderhman etablering Prov 2026-12-02 10:00", "Menade du"),
        (f"planera Söderhamn etablering {'x' * 55} 2026-12-02 10:00 varje kvartal", "60 tecken"),
    ):
        assert hint in await town.say(ANNA, f"/ovning {words}")
        assert hint in await town.command("U0ANNA", f"/larm övning {words}")
    assert await plans(town) == []


async def test_who_may_not_start_drills_may_neither_plan_nor_take_back(town: Town) -> None:
    await town.command("U0ANNA", f"/larm övning {PLAN}")
    [plan] = await plans(town)

    assert "inte rätt" in await town.command("U0ZOE", f"/larm övning {PLAN}")
    assert "inte rätt" in await town.say(ZOE, f"/ovning {PLAN}")
    assert "Inga övningar" in await town.command("U0ZOE", "/larm övningar")
    assert "Inga övningar" in await town.say(ZOE, "/ovningar")
    message = town.slack.direct("U0ANNA")[-1]
    await town.slack.press("U0ZOE", message, "Ta bort")
    await town.telegram.press_data(ZOE, town.telegram.messages(ZOE)[-1], f"undrill:{plan.id}")
    await town.quiet()

    assert await plans(town) == [plan]


async def test_whoever_planned_it_takes_it_back(town: Town) -> None:
    await town.command("U0ANNA", f"/larm övning {PLAN}")
    await town.command("U0ANNA", f"/larm övning {PLAN} varje halvår")

    listed = await town.command("U0ANNA", "/larm övningar")
    assert "1. Vårprov" in listed
    assert "2. Vårprov" in listed
    await town.press("U0ANNA", "Ta bort", "1. Vårprov")
    assert len(await plans(town)) == 1
    await town.say(ANNA, "/ovningar")
    await town.tap(ANNA, "Ta bort")

    assert await plans(town) == []
    assert "Inga övningar" in await town.say(ANNA, "/ovningar")
    assert unmarked(town) == []


async def test_the_coordinator_may_take_back_what_another_planned(town: Town) -> None:
    await town.command("U0ANNA", f"/larm övning {PLAN}")

    await town.say(MARIA, "/ovningar")
    await town.tap(MARIA, "Ta bort")

    assert await plans(town) == []


async def test_a_plan_whose_maker_no_longer_may_is_struck_and_the_coordinator_told(
    town: Town,
) -> None:
    await town.command("U0ANNA", f"/larm övning {PLAN} varje kvartal")
    changed = ROSTER.replace(
        "    themes: [MOT, LAR, MAR]\n    may_alarm: true", "    themes: [MOT]"
    )
    await town.ask(lambda work: importing.import_if_new(work, changed.encode(), "roster.yaml"))

    await town.forward(days=2, hours=1)

    assert await plans(town) == []
    assert await nothing_is_open(town)
    assert any("Anna Ek" in text and "Vårprov" in text for text in town.told("U0MARIA"))
    assert unmarked(town) == []


async def test_a_struck_plan_is_told_to_its_maker_where_there_is_no_coordinator(
    tmp_path: Path,
) -> None:
    roster = ROSTER.replace("    coordinator: true\n", "")
    changed = roster.replace(
        "    themes: [MOT, LAR, MAR]\n    may_alarm: true", "    themes: [MOT]"
    )
    async with a_town(tmp_path, roster) as town:
        await town.command("U0ANNA", f"/larm övning {PLAN} varje kvartal")
        await town.ask(lambda work: importing.import_if_new(work, changed.encode(), "roster.yaml"))

        await town.forward(days=2, hours=1)

        assert await plans(town) == []
        assert any("får inte längre starta övningar" in text for text in town.told("U0ANNA"))


async def test_a_drill_missed_by_downtime_waits_for_working_hours(town: Town) -> None:
    await town.command("U0ANNA", f"/larm övning {PLAN}")
    town.clock.jump(timedelta(days=2, hours=13).total_seconds())  # nobody was awake: it is 23:00
    town.stage.larm.ticker.wake()
    await town.quiet()
    assert await nothing_is_open(town)

    await town.forward(hours=9, minutes=1)

    assert (await town.alarm()).opened_at.hour == 7  # 08:00 in Stockholm


async def test_a_planned_drill_waits_for_a_real_alarm(town: Town) -> None:
    await town.command("U0ANNA", f"/larm övning {PLAN}")
    await town.raise_alarm()

    await town.forward(days=2, hours=1)

    [plan] = await plans(town)
    assert plan.next_due_at > datetime(2026, 12, 3, 8, 59, tzinfo=UTC)
    assert any("uppskjuten" in text and "Lavskrika" in text for text in town.told("U0ANNA"))


async def test_a_planned_drill_that_waits_for_weeks_is_told_of_once(tmp_path: Path) -> None:
    english = ROSTER.replace("slack: U0MARIA,", "slack: U0MARIA, language: en,")
    async with a_town(tmp_path, english) as town:
        await town.command("U0MARIA", f"/larm övning {PLAN}")
        await town.raise_alarm()

        await town.forward(days=9)

        [told] = [text for text in town.told("U0MARIA") if "is put off" in text]
        assert "Wed 2 Dec" not in told
        assert "Övningen" not in told
        assert len(await plans(town)) == 1


async def test_a_plan_is_told_in_the_language_of_who_makes_it(tmp_path: Path) -> None:
    english = ROSTER.replace("slack: U0MARIA,", "slack: U0MARIA, language: en,")
    async with a_town(tmp_path, english) as town:
        told = await town.command("U0MARIA", f"/larm övning {PLAN} every quarter")

        assert "Planned drill" in told
        assert "every quarter" in told
