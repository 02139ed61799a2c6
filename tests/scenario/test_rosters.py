"""Rosters as municipalities write them: each sentence of the rules with a roster of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from escalation.advance import state
from escalation.callout import State
from handlers.roster import importing
from sandbox.faults import Fault
from tests.scenario.conftest import MONDAY_TEN, Town, a_town

SUNDAY_EVENING = datetime(2026, 11, 29, 19, 0, tzinfo=UTC)  # 20:00 in Stockholm
PEOPLE = """
people:
  - {id: anna, name: Anna Ek, slack: U0ANNA, phone: "070-1"}
  - {id: bo, name: Bo Lind, slack: U0BO}
  - {id: cilla, name: Cilla Alm, slack: U0CILLA}
  - {id: dan, name: Dan Berg, telegram: 900004}
  - {id: eva, name: Eva Post, email: eva@example.org, phone: "070-5"}
  - {id: samordnare, name: Sam Ordnare, slack: U0SAM}
"""
RAISER = """
  - id: naringsliv
    name: Näringsliv
    organisation: Söderhamns kommun
    level: lokal
    area: ["2182"]
    themes: [LAR]
    may_alarm: true
    on_call: {people: [anna]}
"""
COORDINATOR = """
  - id: samordning
    name: Samordning
    organisation: Region Gävleborg
    level: regional
    area: ["21"]
    themes: [FLE]
    coordinator: true
    on_call: {people: [samordnare]}
"""
QUICK = """
policies:
  snabb:
    - {to: on_call, attempts: 2, patience: PT2S}
    - {to: deputy, attempts: 1, patience: PT2S}
    - {to: coordinator, attempts: 1, patience: PT2S}
"""


def actor(name: str, on_call: str, **more: str) -> str:
    lines = "".join(f"\n    {key}: {value}" for key, value in more.items())
    return f"""
  - id: {name}
    name: {name.capitalize()}
    organisation: Söderhamns kommun
    level: {"lokal" if "level" not in more else more.pop("level")}
    area: ["2182"]
    on_call: {on_call}{lines}
"""


@asynccontextmanager
async def town_with(
    folder: Path, *actors: str, at: datetime = MONDAY_TEN, tail: str = ""
) -> AsyncIterator[Town]:
    text = PEOPLE + "actors:" + "".join(actors) + tail
    async with a_town(folder, text, at) as town:
        yield town


async def test_several_local_actors_of_a_theme_are_each_summoned(tmp_path: Path) -> None:
    mark = actor("mark", "{people: [bo]}", themes="[MAR]")
    mark2 = actor("tomter", "{people: [cilla]}", themes="[MAR, BOS]")
    async with town_with(tmp_path, RAISER, mark, mark2, COORDINATOR) as town:
        await town.raise_alarm()

        assert len(town.pages("U0BO", "Mark")) == 1
        [page] = town.pages("U0CILLA", "Tomter")
        assert "Ledig mark och fastigheter, Bostadsbyggande" in page.plain


async def test_the_person_on_call_for_two_actors_answers_for_each(tmp_path: Path) -> None:
    one = actor("mark", "{people: [bo]}", themes="[MAR]")
    two = actor("bostad", "{people: [bo]}", themes="[BOS]")
    async with town_with(tmp_path, RAISER, one, two, COORDINATOR) as town:
        await town.raise_alarm()

        await town.press("U0BO", "Kvittera", "Mark")

        assert state((await town.summons("mark")).callout) is State.ACKNOWLEDGED
        assert state((await town.summons("bostad")).callout) is State.WAITING


async def test_a_hand_off_in_the_middle_of_the_chain_pages_the_new_one(tmp_path: Path) -> None:
    weekly = '{people: [bo, cilla], rotation: weekly, handoff: "mon 08:00", from: 2026-11-23}'
    mark = actor("mark", weekly, themes="[MAR]")
    at = datetime(2026, 11, 30, 6, 55, tzinfo=UTC)  # five minutes before the hand-off
    async with town_with(tmp_path, RAISER, mark, COORDINATOR, at=at) as town:
        await town.raise_alarm()
        assert len(town.pages("U0BO", "Mark")) == 1

        await town.forward(minutes=11)

        assert len(town.pages("U0BO", "Mark")) == 1
        assert len(town.pages("U0CILLA", "Mark")) == 1


async def test_a_policy_of_seconds_reaches_the_coordinator_in_seconds(tmp_path: Path) -> None:
    mark = actor("mark", "{people: [bo]}", themes="[MAR]", deputy="cilla", policy="snabb")
    async with town_with(tmp_path, RAISER, mark, COORDINATOR, tail=QUICK) as town:
        await town.raise_alarm()

        await town.forward(seconds=10)

        assert len(town.pages("U0BO", "Mark")) == 2
        assert len(town.pages("U0CILLA", "Mark")) == 1
        [listed] = [m for m in town.slack.direct("U0SAM") if "Tar över" in m.labels]
        assert "Mark" in listed.plain


async def test_hours_by_the_clock_park_until_they_open(tmp_path: Path) -> None:
    mark = actor("mark", "{people: [bo]}", themes="[MAR]", hours='"07-19"')
    async with town_with(tmp_path, RAISER, mark, COORDINATOR, at=SUNDAY_EVENING) as town:
        await town.raise_alarm()
        assert town.pages("U0BO", "Mark") == []
        assert "parkerad" in town.situation

        await town.forward(hours=11, minutes=1)

        assert len(town.pages("U0BO", "Mark")) == 1


async def test_hours_may_differ_by_the_weeks_of_the_year(tmp_path: Path) -> None:
    hours = '[{weeks: "48-02", hours: dygnet-runt}, {weeks: "03-47", hours: kontorstid}]'
    mark = actor("mark", "{people: [bo]}", themes="[MAR]", hours=hours)
    async with town_with(tmp_path, RAISER, mark, COORDINATOR, at=SUNDAY_EVENING) as town:
        await town.raise_alarm()

        assert len(town.pages("U0BO", "Mark")) == 1  # week 48


async def test_who_has_left_is_passed_over(tmp_path: Path) -> None:
    gone = PEOPLE.replace("name: Bo Lind,", "name: Bo Lind, until: 2026-11-29,")
    mark = actor("mark", "{people: [bo, cilla]}", themes="[MAR]")
    text = gone + "actors:" + RAISER + mark + COORDINATOR
    async with a_town(tmp_path, text) as town:
        await town.raise_alarm()

        assert town.pages("U0BO", "Mark") == []
        assert len(town.pages("U0CILLA", "Mark")) == 1


async def test_an_actor_that_left_the_roster_keeps_its_open_callout(tmp_path: Path) -> None:
    mark = actor("mark", "{people: [bo]}", themes="[MAR]", deputy="cilla")
    async with town_with(tmp_path, RAISER, mark, COORDINATOR) as town:
        await town.raise_alarm()
        without = PEOPLE + "actors:" + RAISER + COORDINATOR
        await town.ask(lambda work: importing.import_if_new(work, without.encode(), "new.yaml"))

        await town.forward(minutes=21)

        assert len(town.pages("U0BO", "Mark")) == 2
        assert len(town.pages("U0CILLA", "Mark")) == 1
        await town.press("U0BO", "Kvittera", "Mark")
        assert state((await town.summons("mark")).callout) is State.ACKNOWLEDGED


async def test_without_coordinator_the_one_who_raised_it_is_told(tmp_path: Path) -> None:
    mark = actor("mark", "{people: [eva]}", themes="[MAR]")
    async with town_with(tmp_path, RAISER, mark) as town:
        await town.raise_alarm()

        told = "\n".join(town.told("U0ANNA"))
        assert "samordn" in told.lower()
        [listed] = [m for m in town.slack.direct("U0ANNA") if "Tar över" in m.labels]
        assert "Mark" in listed.plain
        assert "070-5" in listed.plain


async def test_a_new_line_shows_in_the_coordinators_list_which_is_sent_anew_after_a_minute(
    tmp_path: Path,
) -> None:
    def line(name: str, seconds: int) -> str:
        return actor(name, "{people: [bo]}", themes="[MAR]", policy=f"p{seconds}")

    steps = "\n".join(
        f"  p{s}:\n    - {{to: on_call, attempts: 1, patience: PT{s}S}}\n"
        "    - {to: coordinator, attempts: 1, patience: PT1H}"
        for s in (5, 20, 120)
    )
    actors = (RAISER, line("mark", 5), line("bostad", 20), line("trafik", 120), COORDINATOR)
    async with town_with(tmp_path, *actors, tail=f"policies:\n{steps}\n") as town:

        def lists() -> list[str]:
            listed = [m for m in town.slack.direct("U0SAM") if "Att samordna" in m.plain]
            return [f"{m.plain} {m.labels}" for m in listed]

        await town.raise_alarm()
        before = len(lists())
        await town.forward(seconds=6)
        first = lists()
        await town.forward(seconds=16)
        second = lists()
        await town.forward(seconds=120)
        third = lists()

    assert len(first) == len(second)
    assert "Bostad" in second[-1]
    assert len(third) == len(second) + 1
    assert "Trafik" in third[-1]
    assert "'Tar över'" in third[-1]
    assert "'Tar över'" not in third[-2]
    assert "nyare lista" in third[-2]
    assert before <= len(first)


async def test_a_national_actor_that_raises_asks_the_municipality_to_lead(tmp_path: Path) -> None:
    business = """
  - id: business
    name: Business Sweden
    organisation: Business Sweden
    level: nationell
    area: [SE]
    themes: [MOT]
    may_alarm: true
    on_call: {people: [bo]}
"""
    async with town_with(tmp_path, RAISER, business, COORDINATOR) as town:
        await town.raise_alarm("U0BO")
        assert (await town.alarm()).lead_person is None

        await town.press("U0ANNA", "Ta ledningen")

        assert (await town.alarm()).lead_person == "anna"


async def test_what_is_not_out_when_the_alarm_ends_never_goes_out(tmp_path: Path) -> None:
    mark = actor("mark", "{people: [dan]}", themes="[MAR]")
    async with town_with(tmp_path, RAISER, mark, COORDINATOR) as town:
        town.faults.add(Fault("429", "telegram", "sendMessage", times=1, retry_after=2))
        await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Lavskrika", {})
        await town.slack.command("U0ANNA", "/larm avblås Lavskrika")
        await town.hands.fill("U0ANNA", "Avblås larmet", {"Skäl": "Fel knapp"})
        await town.quiet()

        told = [m.text for m in town.telegram.from_bot(900004)]
        assert all("behövs" not in text for text in told)


async def test_an_override_past_midnight_pages_the_stand_in(tmp_path: Path) -> None:
    mark = actor("mark", "{people: [bo]}", themes="[MAR]")
    tail = """
overrides:
  - {actor: mark, person: cilla, from: 2026-11-29T18:00, until: 2026-11-30T06:00}
"""
    at = datetime(2026, 11, 30, 0, 30, tzinfo=UTC)  # half past one at night
    async with town_with(tmp_path, RAISER, mark, COORDINATOR, at=at, tail=tail) as town:
        await town.raise_alarm()
        assert len(town.pages("U0CILLA", "Mark")) == 1

        assert town.clock.now() - at < timedelta(minutes=5)
