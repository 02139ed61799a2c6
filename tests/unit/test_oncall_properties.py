"""What holds for every rotation, every override and every week of a year, with both DST nights."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint.model import Level, ThemeCode
from roster.model import Actor, ActorId, Override, Person, PersonId, Roster, Rotation, Turn
from roster.oncall import next_on_call, on_call, serves, shifts

TZ = ZoneInfo("Europe/Stockholm")
NAMES = tuple(PersonId(name) for name in ("anna", "bo", "cem", "disa"))
POST = ActorId("post")
FIRST_MONDAY = date(2025, 12, 29)
MONDAYS = [
    datetime.combine(FIRST_MONDAY + timedelta(weeks=week), time(), TZ).astimezone(UTC)
    for week in range(54)
]
MINUTE = timedelta(minutes=1)

AUTUMN_NIGHT = datetime(2026, 10, 24, 22, tzinfo=UTC)  # 02:00-03:00 comes twice
moments = st.integers(0, 53 * 7 * 24 * 60).map(lambda minutes: MONDAYS[0] + minutes * MINUTE) | (
    st.integers(0, 6 * 60).map(lambda minutes: AUTUMN_NIGHT + minutes * MINUTE)
)
rotations = st.builds(
    Rotation,
    people=st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map(tuple),
    turn=st.sampled_from(Turn),
    handoff_weekday=st.integers(0, 6),
    handoff_time=st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
    | st.sampled_from([time(0), time(2), time(2, 30), time(3)]),
    starts_on=st.dates(date(2024, 1, 1), date(2028, 1, 1)),
)


@st.composite
def overrides(draw: st.DrawFn) -> Override:
    start = draw(moments)
    length = timedelta(minutes=draw(st.integers(1, 20_000)))
    return Override(POST, draw(st.sampled_from(NAMES)), start, start + length)


@st.composite
def rosters(draw: st.DrawFn) -> tuple[Actor, Roster]:
    last_days = st.none() | st.dates(date(2025, 12, 1), date(2027, 1, 31))
    people = {name: Person(name, name, until=draw(last_days)) for name in NAMES}
    people.pop(draw(st.sampled_from([*NAMES, PersonId("nobody")])), None)
    actor = Actor(
        id=POST,
        name="Posten",
        organisation="Söderhamns kommun",
        level=Level.LOCAL,
        area=("2182",),
        themes=(ThemeCode("MOT"),),
        rotation=draw(rotations),
    )
    found = tuple(draw(st.lists(overrides(), max_size=3)))
    return actor, Roster(people, (actor,), found)


@given(rosters())
@settings(max_examples=25)
def test_shifts_and_gaps_tile_every_week_of_the_year(drawn: tuple[Actor, Roster]) -> None:
    actor, roster = drawn

    for start, end in pairwise(MONDAYS):
        found = shifts(actor, roster, start, end, TZ)

        assert found[0].starts_at == start
        assert found[-1].ends_at == end
        for before, after in pairwise(found):
            assert before.starts_at < before.ends_at == after.starts_at
            assert before.person != after.person


@given(rosters(), st.sampled_from(range(53)), st.lists(st.floats(0, 1), min_size=5, max_size=5))
@settings(max_examples=150)
def test_who_is_on_call_is_who_has_the_shift(
    drawn: tuple[Actor, Roster], week: int, fractions: list[float]
) -> None:
    actor, roster = drawn
    start, end = MONDAYS[week : week + 2]

    found = shifts(actor, roster, start, end, TZ)

    inside = [start + fraction * (end - start) for fraction in fractions]
    edges = [edge for one in found for edge in (one.starts_at, one.ends_at - MINUTE / 60)]
    for at in (moment for moment in (*inside, *edges) if start <= moment < end):
        holders = [shift.person for shift in found if shift.starts_at <= at < shift.ends_at]
        assert holders == [on_call(actor, roster, at, TZ)]


@given(rosters(), moments)
@settings(max_examples=300)
def test_nobody_who_has_left_is_ever_on_call_or_next(
    drawn: tuple[Actor, Roster], at: datetime
) -> None:
    actor, roster = drawn

    for person in (on_call(actor, roster, at, TZ), next_on_call(actor, roster, at, TZ)):
        assert person is None or serves(roster, person, at, TZ)


@given(rosters(), moments)
@settings(max_examples=300)
def test_somebody_is_on_call_while_anybody_in_the_rotation_serves(
    drawn: tuple[Actor, Roster], at: datetime
) -> None:
    actor, roster = drawn

    if any(serves(roster, person, at, TZ) for person in actor.rotation.people):
        assert on_call(actor, roster, at, TZ) is not None


@given(rosters(), moments)
@settings(max_examples=300)
def test_the_next_is_never_the_one_on_call(drawn: tuple[Actor, Roster], at: datetime) -> None:
    actor, roster = drawn

    following = next_on_call(actor, roster, at, TZ)

    assert following is None or following != on_call(actor, roster, at, TZ)


@given(rosters(), overrides(), moments)
@settings(max_examples=200)
def test_an_override_changes_exactly_its_own_window(
    drawn: tuple[Actor, Roster], override: Override, moment: datetime
) -> None:
    actor, roster = drawn
    changed = replace(roster, overrides=(*roster.overrides, override))
    inside = (override.starts_at, override.ends_at - MINUTE)
    outside = (override.starts_at - MINUTE, override.ends_at)

    for at in (*inside, *outside, moment):
        holds = override.starts_at <= at < override.ends_at
        takes = holds and serves(roster, override.person, at, TZ)
        expected = override.person if takes else on_call(actor, roster, at, TZ)
        assert on_call(actor, changed, at, TZ) == expected


@given(rotations)
@settings(max_examples=60)
def test_handoffs_keep_their_wall_time_across_daylight_saving(rotation: Rotation) -> None:
    people = {name: Person(name, name) for name in NAMES}
    everybody = replace(rotation, people=NAMES, handoff_time=rotation.handoff_time.replace(hour=8))
    actor = Actor(POST, "Posten", "Kommunen", Level.LOCAL, ("2182",), (), everybody)

    for start, end in ((MONDAYS[11], MONDAYS[15]), (MONDAYS[41], MONDAYS[45])):
        found = shifts(actor, Roster(people, (actor,)), start, end, TZ)
        handoffs = {shift.starts_at.astimezone(TZ).time() for shift in found[1:]}
        assert handoffs <= {everybody.handoff_time}
        assert everybody.turn is Turn.FIXED or handoffs


@given(rotations)
@settings(max_examples=200)
def test_the_first_day_of_a_rotation_is_the_first_persons(rotation: Rotation) -> None:
    people = {name: Person(name, name) for name in NAMES}
    actor = Actor(POST, "Posten", "Kommunen", Level.LOCAL, ("2182",), (), rotation)
    late = datetime.combine(rotation.starts_on, time(23, 59), TZ)  # past any hand-off of the day

    found = on_call(actor, Roster(people, (actor,)), late, TZ)

    assert found == rotation.people[0]
