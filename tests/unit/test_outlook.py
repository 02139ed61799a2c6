"""What an area lacks, now and in the weeks to come, whatever the roster looks like."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint.model import CaseKind, Level, ThemeCode
from escalation.hours import closed_since, is_open, opens_at
from escalation.outlook import Glance, Outlook, Survey, Window
from roster.model import (
    Absence,
    Actor,
    ActorId,
    AllHours,
    DailyHours,
    Hours,
    OfficeHours,
    Override,
    Person,
    PersonId,
    Roster,
    Rotation,
    ServingHours,
    Turn,
)
from roster.oncall import on_call, serves, shifts
from tests.unit.test_oncall_properties import MINUTE, MONDAYS, POST, TZ, WEEKS, moments, rosters

MOT, KOM, ELV = ThemeCode("MOT"), ThemeCode("KOM"), ThemeCode("ELV")
THEMES = (MOT, KOM, ELV)
ANNA, BO, CEM = (PersonId(name) for name in ("anna", "bo", "cem"))
FRIDAY = datetime(2026, 11, 27, 14, 40, tzinfo=UTC)  # 15:40 in Stockholm
WEEK = timedelta(weeks=1)

hours = st.sampled_from(
    [AllHours(), OfficeHours(), DailyHours(time(7), time(22)), DailyHours(time(22), time(6))]
)


def survey(
    roster: Roster,
    at: datetime = FRIDAY,
    weeks: int = 4,
    *,
    unreachable: frozenset[PersonId] = frozenset(),
    unconfirmed: frozenset[PersonId] = frozenset(),
) -> Survey:
    window = Window(at, at + weeks * WEEK, CaseKind.ESTABLISHMENT, THEMES, TZ)
    return Survey(roster, window, unreachable=unreachable, unconfirmed=unconfirmed)


def of(roster: Roster, at: datetime = FRIDAY, weeks: int = 4) -> Outlook:
    return survey(roster, at, weeks).of("2182")


def actor(name: str, *themes: ThemeCode, **more: Any) -> Actor:
    plain = Actor(ActorId(name), name, name, Level.LOCAL, ("2182",), themes, Rotation((ANNA,)))
    return replace(plain, **more)


def roster(*actors: Actor, absences: tuple[Absence, ...] = ()) -> Roster:
    people = {who: Person(who, who, slack=f"U{who}") for who in (ANNA, BO, CEM)}
    return Roster(people, actors, absences=absences)


def away(person: PersonId, start: datetime, days: int) -> Absence:
    return Absence(person, start, start + timedelta(days=days))


# Whatever the roster looks like


@given(rosters(), hours, st.integers(0, WEEKS - 2), st.lists(st.floats(0, 1), min_size=6))
@settings(max_examples=200)
def test_while_it_is_open_an_actor_is_in_a_gap_exactly_when_nobody_is_on_call(
    drawn: tuple[Actor, Roster], held: Hours, week: int, fractions: list[float]
) -> None:
    post, known = replace(drawn[0], hours=held), drawn[1]
    start = MONDAYS[week]
    found = of(replace(known, actors=(post,)), start, weeks=1)

    inside = [start + fraction * WEEK for fraction in fractions]
    edges = [at for gap in found.gaps for at in (gap.starts_at, gap.ends_at, gap.ends_at - MINUTE)]
    for at in (one for one in (*inside, *edges) if start <= one < start + WEEK):
        in_gap = any(gap.starts_at <= at < gap.ends_at for gap in found.gaps)
        if is_open(held, at, TZ):
            assert in_gap is (on_call(post, known, at, TZ) is None)


@given(rosters(), hours, st.integers(0, WEEKS - 2))
@settings(max_examples=150)
def test_gaps_are_sorted_apart_and_begin_and_end_within_hours(
    drawn: tuple[Actor, Roster], held: Hours, week: int
) -> None:
    post = replace(drawn[0], hours=held)
    start = MONDAYS[week]

    found = of(replace(drawn[1], actors=(post,)), start, weeks=1).gaps

    for gap in found:
        assert start <= gap.starts_at < gap.ends_at <= start + WEEK
        assert is_open(held, gap.starts_at, TZ)
        assert closed_since(held, gap.ends_at, TZ) == gap.ends_at
    for before, after in pairwise(found):
        assert opens_at(held, before.ends_at, TZ) < after.starts_at


@given(rosters(), st.integers(0, WEEKS - 2))
@settings(max_examples=100)
def test_gaps_and_shifts_tile_the_window(drawn: tuple[Actor, Roster], week: int) -> None:
    post, known = drawn
    start = MONDAYS[week]

    gaps = of(known, start, weeks=1).gaps

    manned = [s for s in shifts(post, known, start, start + WEEK, TZ) if s.person is not None]
    tiles = sorted(
        [(gap.starts_at, gap.ends_at) for gap in gaps]
        + [(shift.starts_at, shift.ends_at) for shift in manned]
    )
    assert tiles[0][0] == start
    assert tiles[-1][1] == start + WEEK
    assert all(before[1] == after[0] for before, after in pairwise(tiles))


@given(rosters(), moments)
@settings(max_examples=200)
def test_nobody_is_named_who_has_left_or_is_away(drawn: tuple[Actor, Roster], at: datetime) -> None:
    post, known = drawn
    [found] = of(known, at, weeks=1).prospects

    assert found.post.on_call == on_call(post, known, at, TZ)
    assert all(serves(known, person, at, TZ) for person in found.post.serving)
    if found.follows is not None and found.follows.person is not None:
        assert serves(known, found.follows.person, found.follows.starts_at, TZ)
        assert found.follows.person == on_call(post, known, found.follows.starts_at, TZ)
    for gap in found.gaps:
        assert gap.fallback is None or serves(known, gap.fallback.person, gap.starts_at, TZ)


levels = st.sampled_from(Level)


@given(st.lists(st.tuples(st.sets(st.sampled_from(THEMES)), levels, st.booleans()), max_size=6))
def test_a_theme_lacks_everybody_exactly_when_no_actor_at_any_level_has_it(
    drawn: list[tuple[set[ThemeCode], Level, bool]],
) -> None:
    actors = [
        actor(f"a{n}", *sorted(themes), level=level, area=("2182",) if is_near else ("0180",))
        for n, (themes, level, is_near) in enumerate(drawn)
    ]

    found = of(roster(*actors)).coverage

    for theme in THEMES:
        having = {level for themes, level, is_near in drawn if is_near and theme in themes}
        assert (theme in found.without_anybody) is (not having)
        assert (theme in found.without_local) is (Level.LOCAL not in having)


@given(rosters(), moments)
@settings(max_examples=60)
def test_one_actors_part_of_the_roster_says_the_same_as_the_whole(
    drawn: tuple[Actor, Roster], at: datetime
) -> None:
    post, known = drawn
    strangers = tuple(replace(one, actor=ActorId("other")) for one in known.overrides)
    more = replace(
        known,
        actors=(replace(post, id=ActorId("other")), post),
        overrides=(*strangers, *known.overrides),
    )

    alone, among = of(known, at, weeks=1), of(more, at, weeks=1)

    assert among.prospects[1].post == alone.prospects[0].post
    assert among.prospects[1].gaps == alone.prospects[0].gaps
    assert among.prospects[1].post.actor.id == POST


# One sentence each


def test_a_gap_over_a_weekend_is_none_to_an_actor_that_is_closed_then() -> None:
    gone = away(ANNA, datetime(2026, 11, 27, 16, tzinfo=UTC), 2)  # Friday 17:00 to Sunday

    office = of(roster(actor("a", MOT, hours=OfficeHours()), absences=(gone,)))
    always = of(roster(actor("a", MOT), absences=(gone,)))

    assert office.gaps == ()
    assert [(gap.starts_at, gap.ends_at) for gap in always.gaps] == [(gone.starts_at, gone.ends_at)]


def test_a_gap_of_days_is_one_from_the_first_opening_to_the_last_closing() -> None:
    gone = away(ANNA, datetime(2026, 11, 29, 12, tzinfo=UTC), 4)  # Sunday to Thursday 13:00

    [gap] = of(roster(actor("a", MOT, hours=OfficeHours()), absences=(gone,))).gaps

    assert gap.starts_at == datetime(2026, 11, 30, 7, tzinfo=UTC)
    assert gap.ends_at == datetime(2026, 12, 3, 12, tzinfo=UTC)


def test_two_gaps_with_only_a_closed_night_between_are_one() -> None:
    days = ServingHours(frozenset(range(7)), time(17), time(8))  # only while it is closed
    nights = actor("a", MOT, hours=OfficeHours(), rotation=Rotation((ANNA,), serving=(days,)))

    [gap] = of(roster(nights), datetime(2026, 11, 30, 0, tzinfo=UTC), weeks=1).gaps

    assert gap.starts_at == datetime(2026, 11, 30, 7, tzinfo=UTC)
    assert gap.ends_at == datetime(2026, 12, 4, 16, tzinfo=UTC)


def test_an_actor_that_is_closed_is_parked_and_not_lacking() -> None:
    saturday = datetime(2026, 11, 28, 12, tzinfo=UTC)
    gone = away(ANNA, saturday, 7)
    office = of(roster(actor("a", MOT, hours=OfficeHours()), absences=(gone,)), saturday)
    always = of(roster(actor("a", MOT), absences=(gone,)), saturday)

    assert office.lacking == ()
    assert [one.post.actor.id for one in always.lacking] == ["a"]
    assert office.gaps[0].starts_at == datetime(2026, 11, 30, 7, tzinfo=UTC)


def test_who_comes_next_is_told_with_the_moment() -> None:
    weekly = actor("a", MOT, rotation=Rotation((ANNA, BO), Turn.WEEKLY))

    [found] = of(roster(weekly)).prospects

    assert {found.post.on_call, found.follows and found.follows.person} == {ANNA, BO}
    assert found.follows is not None
    assert found.follows.starts_at == datetime(2026, 11, 30, 7, tzinfo=UTC)


def test_in_a_gap_the_policy_leads_to_deputy_then_chief_then_coordinator() -> None:
    gone = away(ANNA, FRIDAY, 1)
    region = actor(
        "region", level=Level.REGIONAL, area=("21",), is_coordinator=True, rotation=Rotation((CEM,))
    )
    with_deputy, with_chief, alone = (
        actor("deputised", MOT, deputy=BO, chief=CEM),
        actor("headed", MOT, chief=BO),
        actor("alone", MOT),
    )

    found = of(roster(with_deputy, with_chief, alone, region, absences=(gone,)))

    told = {gap.actor.id: gap.fallback for gap in found.gaps}
    landed = {name: (f.actor.id, f.person) if f else None for name, f in told.items()}
    assert landed == {
        "deputised": ("deputised", BO),
        "headed": ("headed", BO),
        "alone": ("region", CEM),
    }


def test_people_out_of_reach_or_unconfirmed_are_named_where_they_serve() -> None:
    found = survey(
        roster(actor("a", MOT, deputy=BO)),
        unreachable=frozenset({BO, CEM}),
        unconfirmed=frozenset({ANNA, CEM}),
    ).of("2182")

    assert (found.unreachable, found.unconfirmed) == ((BO,), (ANNA,))


def test_a_county_is_seen_at_a_glance_the_worst_first() -> None:
    gone = away(ANNA, FRIDAY, 1)
    full = actor("full", *THEMES, area=("2180",), rotation=Rotation((BO,)))
    half = actor("half", MOT, KOM, area=("2181",), rotation=Rotation((BO,)))
    away_now = actor("away", MOT, KOM, area=("2182",))
    region = actor("region", ELV, level=Level.REGIONAL, area=("21",), rotation=Rotation((BO,)))

    found = survey(roster(full, half, away_now, region, absences=(gone,))).glances(
        ["2180", "2181", "2182", "2183"]
    )

    assert found == (
        Glance("2183", without_local=3, without_anybody=2, lacking=0, next_gap=None),
        Glance("2182", without_local=1, without_anybody=0, lacking=1, next_gap=None),
        Glance("2181", without_local=1, without_anybody=0, lacking=0, next_gap=None),
        Glance("2180", without_local=0, without_anybody=0, lacking=0, next_gap=None),
    )
    assert [one.is_clear for one in found] == [False, False, False, True]


def test_a_countys_own_actors_do_not_make_every_municipality_lacking() -> None:
    region = actor("region", *THEMES, level=Level.REGIONAL, area=("21",))
    local = actor("local", *THEMES, rotation=Rotation((BO,)))
    looked = survey(roster(region, local, absences=(away(ANNA, FRIDAY, 2),)))

    assert looked.glances(["2182"])[0].is_clear
    [shared] = looked.shared("21")
    assert shared.is_lacking
    assert len(shared.gaps) == 1


def test_another_kind_of_case_is_another_outlook() -> None:
    closures = actor("closures", MOT, cases=(CaseKind.CLOSURE,))

    assert of(roster(closures)).prospects == ()


def test_an_override_for_the_weeks_to_come_fills_the_gap() -> None:
    gone = away(ANNA, FRIDAY + WEEK, 3)
    known = roster(actor("a", MOT), absences=(gone,))
    swap = Override(ActorId("a"), BO, gone.starts_at, gone.ends_at)

    assert len(of(known).gaps) == 1
    assert of(replace(known, overrides=(swap,))).gaps == ()
