"""What is written as a roster file reads back as the same roster; broken files never crash."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint.load import ORDER
from blueprint.model import CaseKind, Level, ThemeCode
from roster.dump import dump
from roster.mistakes import RosterError
from roster.model import (
    STANDARD,
    Absence,
    Actor,
    ActorId,
    AllHours,
    DailyHours,
    Group,
    Mandate,
    OfficeHours,
    Override,
    OverrideKind,
    Person,
    PersonId,
    Policy,
    Roster,
    Rotation,
    SeasonalHours,
    ServingHours,
    Step,
    Target,
    Turn,
    WeekHours,
)
from roster.parse import parse

TZ = ZoneInfo("Europe/Stockholm")
START = datetime(2026, 1, 1, tzinfo=UTC)
MINUTES = 2 * 366 * 24 * 60
ANNA, BO = PersonId("anna"), PersonId("bo")
SAMPLE = Roster(
    people={
        ANNA: Person(ANNA, "Anna Ek", "U0ANNA", 900001, until=date(2027, 6, 30)),
        BO: Person(BO, "Bo Åhs", email="bo@example.org", phone="070-1740605", language="sv"),
    },
    actors=(
        Actor(
            id=ActorId("post"),
            name="Posten",
            organisation="Nässjö kommun",
            level=Level.LOCAL,
            area=("0682", "06"),
            themes=(ThemeCode("MOT"), ThemeCode("LAR")),
            rotation=Rotation((ANNA, BO), Turn.WEEKLY, 4, time(7, 30), date(2026, 1, 2)),
            mandate=Mandate.DECIDE,
            cases=(CaseKind.CLOSURE, CaseKind.NOTICE),
            may_alarm=True,
            hours=SeasonalHours((WeekHours(48, 2, DailyHours(time(7), time(22))),)),
            policy="quick",
            deputy=BO,
            chief=ANNA,
            expects="1h",
        ),
    ),
    overrides=(Override(ActorId("post"), BO, START, START + timedelta(hours=8)),),
    policies={
        "standard": STANDARD,
        "quick": Policy("quick", (Step(Target.ON_CALL, 2, timedelta(seconds=90)),)),
    },
    groups=(Group("network", "Nätverket", ("06",), "C0NATVERK", -100123),),
)

ids = st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True)
awkward = st.sampled_from(["no", "null", "~", "0682", "08:00", "1e3", "[a]", "a: b", "# x", "- y"])
texts = awkward | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]),
    min_size=1,
    max_size=40,  # the shortest of what the format allows: a telephone number
).map(str.strip).filter(bool)
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
days = st.dates(date(1900, 1, 1), date(2999, 12, 31))
plain_hours = (
    st.just(AllHours())
    | st.just(OfficeHours())
    | st.builds(DailyHours, clocks, clocks).filter(lambda hours: hours.opens != hours.closes)
)
weeks = st.builds(WeekHours, st.integers(1, 53), st.integers(1, 53), plain_hours)
hours = plain_hours | st.lists(weeks, min_size=1, max_size=3).map(tuple).map(SeasonalHours)
steps = st.builds(
    Step,
    st.sampled_from(Target),
    st.integers(1, 99),
    st.integers(1, 300_000).map(lambda seconds: timedelta(seconds=seconds)),
)
areas = st.lists(st.sampled_from(["2182", "0682", "21", "06", "SE"]), min_size=1, unique=True)


@st.composite
def people(draw: st.DrawFn) -> dict[PersonId, Person]:
    names = draw(st.lists(ids, min_size=1, max_size=4, unique=True))
    return {
        PersonId(name): Person(
            id=PersonId(name),
            name=draw(texts),
            slack=draw(st.none() | st.just(f"U{number}")),
            telegram=draw(st.none() | st.just(900_000 + number)),
            email=draw(st.none() | st.just("anna@example.org")),
            phone=draw(texts),
            language=draw(st.sampled_from([None, "sv", "en"])),
            until=draw(st.none() | days),
        )
        for number, name in enumerate(names)
    }


serving = st.builds(ServingHours, st.frozensets(st.integers(0, 6), min_size=1), clocks, clocks)


@st.composite
def rotations(draw: st.DrawFn, persons: list[PersonId]) -> Rotation:
    turn = draw(st.sampled_from(Turn))
    lengths = st.sampled_from([1, 2, 3, 4, 6, 8, 12, 24])
    is_monthly = turn is Turn.MONTHLY
    return Rotation(
        people=tuple(draw(st.lists(st.sampled_from(persons), min_size=1, unique=True))),
        turn=turn,
        handoff_weekday=0 if is_monthly else draw(st.integers(0, 6)),
        handoff_time=draw(clocks),
        starts_on=draw(days),
        every=draw(lengths if turn is Turn.HOURLY else st.integers(1, 99)),
        handoff_day=draw(st.integers(1, 28)) if is_monthly else 1,
        serving=tuple(draw(st.lists(serving, max_size=2))),
    )


@st.composite
def actors(draw: st.DrawFn, name: str, persons: list[PersonId], policies: list[str]) -> Actor:
    anybody = st.none() | st.sampled_from(persons)
    return Actor(
        id=ActorId(name),
        name=draw(texts),
        organisation=draw(texts),
        level=draw(st.sampled_from(Level)),
        area=tuple(draw(areas)),
        themes=tuple(
            ThemeCode(code)
            for code in draw(st.lists(st.sampled_from(ORDER), min_size=1, unique=True))
        ),
        rotation=draw(rotations(persons)),
        layers=tuple(draw(st.lists(rotations(persons), max_size=2))),
        role=draw(st.none() | texts),
        mandate=draw(st.none() | st.sampled_from(Mandate)),
        cases=tuple(draw(st.lists(st.sampled_from(CaseKind), min_size=1, unique=True))),
        may_alarm=draw(st.booleans()),
        hours=draw(hours),
        policy=draw(st.sampled_from(policies)),
        deputy=draw(anybody),
        chief=draw(anybody),
        is_coordinator=draw(st.booleans()),
        after_publication=draw(st.booleans()),
        offers=draw(st.none() | texts),
        entry=draw(st.none() | texts),
        expects=draw(st.none() | texts),
    )


@st.composite
def overrides(draw: st.DrawFn, actor: ActorId, persons: list[PersonId]) -> Override:
    start = START + timedelta(minutes=draw(st.integers(0, MINUTES)))
    length = timedelta(seconds=draw(st.integers(1, 999_999)))
    kind = draw(st.sampled_from(OverrideKind))
    return Override(actor, draw(st.sampled_from(persons)), start, start + length, kind)


@st.composite
def absences(draw: st.DrawFn, persons: list[PersonId]) -> Absence:
    start = START + timedelta(minutes=draw(st.integers(0, MINUTES)))
    length = timedelta(seconds=draw(st.integers(1, 999_999)))
    return Absence(draw(st.sampled_from(persons)), start, start + length)


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    persons = draw(people())
    policies = draw(st.dictionaries(texts, st.lists(steps, min_size=1, max_size=3), max_size=2))
    found = {name: Policy(name, tuple(policy)) for name, policy in policies.items()}
    known = {"standard": STANDARD, **found}
    posts = [
        draw(actors(name, list(persons), list(known)))
        for name in draw(st.lists(ids, max_size=3, unique=True))
    ]
    swaps = [draw(overrides(post.id, list(persons))) for post in posts]
    telegram = st.none() | st.integers(-(10**13), -1)
    groups = [
        Group(
            name, draw(texts), tuple(draw(areas)), draw(st.none() | st.just("C1")), draw(telegram)
        )
        for name in draw(st.lists(ids, max_size=2, unique=True))
    ]
    away = tuple(draw(st.lists(absences(list(persons)), max_size=2)))
    return Roster(persons, tuple(posts), tuple(swaps), known, tuple(groups), away)


@given(rosters())
@settings(max_examples=120)
def test_roster_reads_back_as_it_was_written(roster: Roster) -> None:
    assert parse(dump(roster, TZ), "roster.yaml", TZ, ORDER) == roster


def test_moment_in_the_hour_that_comes_twice_is_written_with_its_offset() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    swap = Override(ActorId("post"), BO, second, second + timedelta(hours=8))

    written = dump(replace(SAMPLE, overrides=(swap,)), TZ)

    assert "from: '2026-10-25T02:30:00+01:00'" in written
    assert "until: '2026-10-25T10:30:00'" in written


def test_standard_policy_is_not_written_unless_it_differs() -> None:
    other = Policy("standard", STANDARD.steps[:1])

    assert "policies" not in dump(Roster({}, ()), TZ)
    assert "policies" in dump(Roster({}, (), policies={"standard": other}), TZ)


@pytest.mark.parametrize("seed", range(6))
def test_file_with_broken_text_is_a_roster_or_told_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    good = dump(SAMPLE, TZ)

    for _ in range(80):
        assert is_read_or_told(with_broken_text(good, chance))


@pytest.mark.parametrize("seed", range(6))
def test_file_with_broken_lines_is_a_roster_or_told_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    good = dump(SAMPLE, TZ)

    for _ in range(80):
        assert is_read_or_told(with_broken_lines(good, chance))


def is_read_or_told(text: str) -> bool:
    """Whether the text reads as a roster that survives writing, or has mistakes with a line."""
    try:
        found = parse(text, "roster.yaml", TZ, ORDER)
    except RosterError as error:
        return bool(error.mistakes) and all(one.line >= 1 and one.problem for one in error.mistakes)
    return parse(dump(found, TZ), "roster.yaml", TZ, ORDER) == found


def with_broken_text(text: str, chance: random.Random) -> str:
    """Return the text with one to four pieces cut out, doubled, turned round or replaced."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text))
        end = start + chance.choice([1, 1, 5, 30, 200])
        piece = text[start:end]
        junk = chance.choice(["", piece * 2, piece[::-1], *"[]{}:-&*!|>'\"%@`#,?\t\n\x00å", "<<: "])
        text = text[:start] + junk + text[end:]
    return text


def with_broken_lines(text: str, chance: random.Random) -> str:
    """Return the text with one to three lines left out, doubled, or with another value."""
    lines = text.splitlines()
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        key = lines[at].partition(":")[0]
        value = chance.choice(
            [
                "",
                "~",
                '""',
                "[]",
                "{}",
                "[[]]",
                "{a: [b]}",
                "x",
                "å",
                "-1",
                "0",
                "2026-02-30",
                "9" * 40,
            ]
        )
        lines[at : at + 1] = chance.choice(
            [[], [lines[at]] * 2, [f"{key}: {value}"], [f"{key}x: 1"]]
        )
    return "\n".join(lines)
