"""What holds for every rotation, override and absence, every week of 2025 to 2030."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint.model import Level, ThemeCode
from roster import rotation as rotations_module
from roster.model import (
    Absence,
    Actor,
    ActorId,
    Override,
    OverrideKind,
    Person,
    PersonId,
    Roster,
    Rotation,
    ServingHours,
    Turn,
)
from roster.oncall import everybody_on_call, next_on_call, on_call, serves, shifts

TZ = ZoneInfo("Europe/Stockholm")
NAMES = tuple(PersonId(name) for name in ("anna", "bo", "cem", "disa"))
POST = ActorId("post")
FIRST_MONDAY = date(2024, 12, 30)
WEEKS = 314  # 2025 to 2030, whole
MONDAYS = [
    datetime.combine(FIRST_MONDAY + timedelta(weeks=week), time(), TZ).astimezone(UTC)
    for week in range(WEEKS + 1)
]
MINUTE = timedelta(minutes=1)

AUTUMN_NIGHT = datetime(2026, 10, 24, 22, tzinfo=UTC)  # 02:00-03:00 comes twice
SPRING_NIGHT = datetime(2026, 3, 28, 22, tzinfo=UTC)  # 02:00-03:00 does not come
moments = (
    st.integers(0, WEEKS * 7 * 24 * 60).map(lambda minutes: MONDAYS[0] + minutes * MINUTE)
    | st.integers(0, 6 * 60).map(lambda minutes: AUTUMN_NIGHT + minutes * MINUTE)
    | st.integers(0, 6 * 60).map(lambda minutes: SPRING_NIGHT + minutes * MINUTE)
)
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0)) | (
    st.sampled_from([time(0), time(2), time(2, 30), time(3)])
)


@st.composite
def rotations_of(draw: st.DrawFn, serving: st.SearchStrategy[object]) -> Rotation:
    turn = draw(st.sampled_from(Turn))
    lengths = (
        st.sampled_from([1, 2, 3, 4, 6, 8, 12, 24]) if turn is Turn.HOURLY else (st.integers(1, 5))
    )
    return Rotation(
        people=tuple(draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4))),
        turn=turn,
        handoff_weekday=draw(st.integers(0, 6)),
        handoff_time=draw(clocks),
        starts_on=draw(st.dates(date(2024, 1, 1), date(2028, 1, 1))),
        every=draw(lengths),
        handoff_day=draw(st.integers(1, 28)),
        serving=draw(serving),  # type: ignore[arg-type]
    )


hours = st.builds(
    ServingHours,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    opens=clocks,
    closes=clocks,
)
rotations = rotations_of(st.just(()))
layers = rotations_of(st.lists(hours, max_size=2).map(tuple))


@st.composite
def overrides(draw: st.DrawFn) -> Override:
    start = draw(moments)
    length = timedelta(minutes=draw(st.integers(1, 20_000)))
    kind = draw(st.sampled_from(OverrideKind))
    return Override(POST, draw(st.sampled_from(NAMES)), start, start + length, kind)


@st.composite
def absences(draw: st.DrawFn) -> Absence:
    start = draw(moments)
    length = timedelta(minutes=draw(st.integers(1, 20_000)))
    return Absence(draw(st.sampled_from(NAMES)), start, start + length)


@st.composite
def rosters(draw: st.DrawFn) -> tuple[Actor, Roster]:
    last_days = st.none() | st.dates(date(2025, 1, 1), date(2030, 12, 31))
    people = {name: Person(name, name, until=draw(last_days)) for name in NAMES}
    people.pop(draw(st.sampled_from([*NAMES, PersonId("nobody")])), None)
    actor = Actor(
        id=POST,
        name="Posten",
        organisation="Söderhamns kommun",
        level=Level.LOCAL,
        area=("2182",),
        themes=(ThemeCode("MOT"),),
        rotation=draw(layers),
        layers=tuple(draw(st.lists(layers, max_size=2))),
    )
    found = tuple(draw(st.lists(overrides(), max_size=3)))
    away = tuple(draw(st.lists(absences(), max_size=2)))
    return actor, Roster(people, (actor,), found, absences=away)


def assert_tiled(actor: Actor, roster: Roster, start: datetime, end: datetime) -> None:
    found = shifts(actor, roster, start, end, TZ)
    assert found[0].starts_at == start
    assert found[-1].ends_at == end
    for before, after in pairwise(found):
        assert before.starts_at < before.ends_at == after.starts_at
        assert before.person != after.person


@given(rosters(), st.integers(0, WEEKS - 1))
@settings(max_examples=300)
def test_shifts_and_gaps_tile_any_week(drawn: tuple[Actor, Roster], week: int) -> None:
    assert_tiled(*drawn, *MONDAYS[week : week + 2])


@given(rosters())
@settings(max_examples=4)
def test_shifts_and_gaps_tile_every_week_of_six_years(drawn: tuple[Actor, Roster]) -> None:
    for start, end in pairwise(MONDAYS):
        assert_tiled(*drawn, start, end)


@given(rosters(), st.integers(0, WEEKS - 1), st.lists(st.floats(0, 1), min_size=5, max_size=5))
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
def test_nobody_who_has_left_or_is_away_is_ever_on_call_or_next(
    drawn: tuple[Actor, Roster], at: datetime
) -> None:
    actor, roster = drawn

    named = {*everybody_on_call(actor, roster, at, TZ), next_on_call(actor, roster, at, TZ)}
    for person in named - {None}:
        assert person is not None
        assert serves(roster, person, at, TZ)
        assert not any(
            absence.person == person and absence.starts_at <= at < absence.ends_at
            for absence in roster.absences
        )


@given(rosters(), moments)
@settings(max_examples=300)
def test_nobody_who_is_removed_is_on_call_by_a_rotation(
    drawn: tuple[Actor, Roster], at: datetime
) -> None:
    actor, roster = drawn
    only_removed = tuple(o for o in roster.overrides if o.kind is OverrideKind.REMOVE)
    removed = {o.person for o in only_removed if o.starts_at <= at < o.ends_at}

    found = on_call(actor, replace(roster, overrides=only_removed), at, TZ)

    assert found not in removed


@given(rosters(), moments)
@settings(max_examples=300)
def test_somebody_is_on_call_while_anybody_in_the_rotation_serves(
    drawn: tuple[Actor, Roster], at: datetime
) -> None:
    actor, roster = drawn
    undisturbed = replace(roster, overrides=())
    serving = [
        layer
        for layer in (actor.rotation, *actor.layers)
        if rotations_module.serves_at(layer, at, TZ)
        and any(serves(roster, person, at, TZ) for person in layer.people)
    ]

    found = on_call(actor, undisturbed, at, TZ)

    assert (found is not None) is bool(serving)
    assert found is None or found in serving[-1].people


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
    override = replace(override, kind=OverrideKind.REPLACE)
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
    clock = rotation.handoff_time.replace(hour=8)
    once_a_day = replace(rotation, people=NAMES, handoff_time=clock, every=1)
    everybody = once_a_day if rotation.turn is not Turn.HOURLY else replace(once_a_day, every=24)
    actor = Actor(POST, "Posten", "Kommunen", Level.LOCAL, ("2182",), (), everybody)

    for start, end in ((MONDAYS[63], MONDAYS[68]), (MONDAYS[93], MONDAYS[98])):
        found = shifts(actor, Roster(people, (actor,)), start, end, TZ)
        handoffs = {shift.starts_at.astimezone(TZ).time() for shift in found[1:]}
        assert handoffs <= {everybody.handoff_time}
        assert everybody.turn is Turn.FIXED or handoffs


@given(rotations)
@settings(max_examples=200)
def test_the_first_turn_of_a_rotation_is_the_first_persons(rotation: Rotation) -> None:
    people = {name: Person(name, name) for name in NAMES}
    actor = Actor(POST, "Posten", "Kommunen", Level.LOCAL, ("2182",), (), rotation)
    first = datetime.combine(rotation.starts_on, rotation.handoff_time, TZ)

    found = on_call(actor, Roster(people, (actor,)), first, TZ)

    assert found == rotation.people[0]
