"""Who is on call, by example."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from blueprint.model import Level, ThemeCode
from roster.model import Actor, ActorId, Override, Person, PersonId, Roster, Rotation, Turn
from roster.oncall import Shift, chief, coordinator, deputy, next_on_call, on_call, serves, shifts

TZ = ZoneInfo("Europe/Stockholm")
ANNA, BO, CEM = PersonId("anna"), PersonId("bo"), PersonId("cem")
WEEKLY = Rotation((ANNA, BO, CEM), Turn.WEEKLY, 0, time(8), date(2026, 1, 5))
DAILY = Rotation((ANNA, BO, CEM), Turn.DAILY, 0, time(8), date(2026, 1, 5))
FIXED = Rotation((ANNA, BO, CEM))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TZ).astimezone(UTC)


def post(
    rotation: Rotation = WEEKLY,
    *,
    name: str = "post",
    area: str = "2182",
    second: PersonId | None = None,
    boss: PersonId | None = None,
    coordinates: bool = False,
) -> Actor:
    return Actor(
        id=ActorId(name),
        name=name,
        organisation="Söderhamns kommun",
        level=Level.LOCAL,
        area=(area,),
        themes=(ThemeCode("MOT"),),
        rotation=rotation,
        deputy=second,
        chief=boss,
        is_coordinator=coordinates,
    )


def roster(
    *actors: Actor, overrides: tuple[Override, ...] = (), left: dict[PersonId, date] | None = None
) -> Roster:
    untils = left or {}
    people = {who: Person(who, who.title(), until=untils.get(who)) for who in (ANNA, BO, CEM)}
    return Roster(people, actors, overrides)


def instead(person: PersonId, start: str, end: str, actor: str = "post") -> Override:
    return Override(ActorId(actor), person, local(start), local(end))


def test_weekly_turn_passes_at_the_handoff() -> None:
    assert on_call(post(), roster(), local("2026-01-12T07:59:59"), TZ) == ANNA
    assert on_call(post(), roster(), local("2026-01-12T08:00"), TZ) == BO


def test_weekly_turns_come_round() -> None:
    mondays = ("2026-01-05T08:00", "2026-01-12T08:00", "2026-01-19T08:00", "2026-01-26T08:00")

    assert [on_call(post(), roster(), local(m), TZ) for m in mondays] == [ANNA, BO, CEM, ANNA]


def test_start_in_the_middle_of_a_week_is_the_first_persons_week() -> None:
    thursday = Rotation((ANNA, BO), Turn.WEEKLY, 0, time(8), date(2026, 1, 8))

    assert on_call(post(thursday), roster(), local("2026-01-05T08:00"), TZ) == ANNA
    assert on_call(post(thursday), roster(), local("2026-01-08T12:00"), TZ) == ANNA
    assert on_call(post(thursday), roster(), local("2026-01-12T08:00"), TZ) == BO


def test_handoff_weekday_need_not_be_monday() -> None:
    fridays = Rotation((ANNA, BO), Turn.WEEKLY, 4, time(16), date(2026, 1, 9))

    assert on_call(post(fridays), roster(), local("2026-01-16T15:59"), TZ) == ANNA
    assert on_call(post(fridays), roster(), local("2026-01-16T16:00"), TZ) == BO


def test_before_its_start_the_rotation_counts_backwards() -> None:
    assert on_call(post(), roster(), local("2026-01-05T07:59"), TZ) == CEM
    assert on_call(post(), roster(), local("2025-12-23T12:00"), TZ) == BO


def test_daily_turn_passes_every_day() -> None:
    days = ("2026-01-05T08:00", "2026-01-06T07:59", "2026-01-06T08:00", "2026-01-07T08:00")

    assert [on_call(post(DAILY), roster(), local(day), TZ) for day in days] == [
        ANNA,
        ANNA,
        BO,
        CEM,
    ]


def test_fixed_rotation_is_always_the_first_who_serves() -> None:
    gone = roster(left={ANNA: date(2026, 1, 31)})

    assert on_call(post(FIXED), gone, local("2026-01-31T23:59"), TZ) == ANNA
    assert on_call(post(FIXED), gone, local("2026-02-01T00:00"), TZ) == BO


def test_turn_of_somebody_who_has_left_goes_to_the_next_in_the_order() -> None:
    gone = roster(left={BO: date(2026, 1, 1)})

    assert on_call(post(), gone, local("2026-01-13T12:00"), TZ) == CEM
    assert on_call(post(), gone, local("2026-01-06T12:00"), TZ) == ANNA


def test_nobody_is_on_call_when_everybody_has_left() -> None:
    gone = roster(left={who: date(2026, 1, 1) for who in (ANNA, BO, CEM)})

    assert on_call(post(), gone, local("2026-01-13T12:00"), TZ) is None


def test_somebody_the_roster_does_not_know_has_left() -> None:
    assert not serves(roster(), PersonId("nobody"), local("2026-01-01T00:00"), TZ)


def test_last_day_lasts_to_local_midnight() -> None:
    gone = roster(left={ANNA: date(2026, 6, 30)})

    assert serves(gone, ANNA, local("2026-06-30T23:59:59"), TZ)
    assert not serves(gone, ANNA, local("2026-07-01T00:00"), TZ)


def test_override_holds_from_its_start_until_just_before_its_end() -> None:
    christmas = roster(overrides=(instead(CEM, "2026-01-06T08:00", "2026-01-07T08:00"),))

    assert on_call(post(), christmas, local("2026-01-06T07:59:59"), TZ) == ANNA
    assert on_call(post(), christmas, local("2026-01-06T08:00"), TZ) == CEM
    assert on_call(post(), christmas, local("2026-01-07T07:59:59"), TZ) == CEM
    assert on_call(post(), christmas, local("2026-01-07T08:00"), TZ) == ANNA


def test_of_two_overrides_the_later_in_the_roster_wins() -> None:
    both = (
        instead(BO, "2026-01-06T08:00", "2026-01-07T08:00"),
        instead(CEM, "2026-01-06T08:00", "2026-01-06T12:00"),
    )

    assert on_call(post(), roster(overrides=both), local("2026-01-06T09:00"), TZ) == CEM
    assert on_call(post(), roster(overrides=both), local("2026-01-06T12:00"), TZ) == BO


def test_override_by_somebody_who_has_left_falls_back_on_the_rotation() -> None:
    override = instead(CEM, "2026-01-06T08:00", "2026-01-07T08:00")
    gone = roster(overrides=(override,), left={CEM: date(2026, 1, 1)})

    assert on_call(post(), gone, local("2026-01-06T09:00"), TZ) == ANNA


def test_override_of_another_actor_changes_nothing() -> None:
    other = roster(overrides=(instead(CEM, "2026-01-06T08:00", "2026-01-07T08:00", "other"),))

    assert on_call(post(), other, local("2026-01-06T09:00"), TZ) == ANNA


def test_next_on_call_is_the_next_in_the_order() -> None:
    assert next_on_call(post(), roster(), local("2026-01-13T12:00"), TZ) == CEM
    assert next_on_call(post(), roster(), local("2026-01-20T12:00"), TZ) == ANNA


def test_next_on_call_passes_over_those_who_have_left() -> None:
    gone = roster(left={BO: date(2026, 1, 1)})

    assert next_on_call(post(), gone, local("2026-01-06T12:00"), TZ) == CEM


def test_nobody_is_next_in_a_rotation_of_one() -> None:
    alone = post(Rotation((ANNA,), Turn.WEEKLY))

    assert next_on_call(alone, roster(), local("2026-01-06T12:00"), TZ) is None


def test_while_somebody_stands_in_the_next_is_counted_from_the_one_relieved() -> None:
    stand_in = roster(overrides=(instead(CEM, "2026-01-06T08:00", "2026-01-07T08:00"),))

    assert next_on_call(post(), stand_in, local("2026-01-06T09:00"), TZ) == BO


def test_the_one_who_stands_in_is_not_also_next() -> None:
    stand_in = roster(overrides=(instead(BO, "2026-01-06T08:00", "2026-01-07T08:00"),))

    assert next_on_call(post(), stand_in, local("2026-01-06T09:00"), TZ) == CEM


def test_deputy_and_chief_who_have_left_are_nobody() -> None:
    gone = roster(left={BO: date(2026, 1, 1), CEM: date(2026, 1, 10)})
    actor = post(second=BO, boss=CEM)

    assert deputy(actor, gone, local("2026-01-06T12:00"), TZ) is None
    assert chief(actor, gone, local("2026-01-06T12:00"), TZ) == CEM
    assert chief(actor, gone, local("2026-01-11T12:00"), TZ) is None


def test_actor_without_deputy_and_chief_has_none() -> None:
    assert deputy(post(), roster(), local("2026-01-06T12:00"), TZ) is None
    assert chief(post(), roster(), local("2026-01-06T12:00"), TZ) is None


def test_coordinator_is_that_of_the_narrowest_area() -> None:
    country = post(name="country", area="SE", coordinates=True)
    county = post(name="county", area="21", coordinates=True)
    town = post(name="town", area="2182", coordinates=True)

    at = local("2026-01-06T12:00")

    assert coordinator(roster(country, county, town), "2182", at, TZ) == (town, ANNA)
    assert coordinator(roster(country, county, town), "2184", at, TZ) == (county, ANNA)
    assert coordinator(roster(country, county, town), "0682", at, TZ) == (country, ANNA)


def test_coordinator_with_nobody_on_call_gives_way_to_a_wider_area() -> None:
    county = post(name="county", area="21", coordinates=True)
    town = post(Rotation((BO,)), name="town", area="2182", coordinates=True)
    gone = roster(county, town, left={BO: date(2026, 1, 1)})

    assert coordinator(gone, "2182", local("2026-01-06T12:00"), TZ) == (county, ANNA)


def test_area_without_coordinator_has_none() -> None:
    assert coordinator(roster(), "2182", local("2026-01-06T12:00"), TZ) is None


def test_handoff_that_spring_skips_comes_at_the_first_moment_after() -> None:
    at_night = post(Rotation((ANNA, BO), Turn.DAILY, 0, time(2, 30), date(2026, 3, 28)))

    assert on_call(at_night, roster(), local("2026-03-29T01:59:59"), TZ) == ANNA
    assert on_call(at_night, roster(), datetime(2026, 3, 29, 1, tzinfo=UTC), TZ) == BO


def test_handoff_that_autumn_repeats_comes_the_first_time() -> None:
    at_night = post(Rotation((ANNA, BO), Turn.DAILY, 0, time(2, 30), date(2026, 10, 24)))
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)

    assert on_call(at_night, roster(), datetime(2026, 10, 25, 0, 29, tzinfo=UTC), TZ) == ANNA
    assert on_call(at_night, roster(), first, TZ) == BO
    assert on_call(at_night, roster(), second, TZ) == BO


def test_shifts_of_two_weeks_name_each_turn_once() -> None:
    found = shifts(post(), roster(), local("2026-01-07T00:00"), local("2026-01-21T00:00"), TZ)

    assert found == (
        Shift(ANNA, local("2026-01-07T00:00"), local("2026-01-12T08:00")),
        Shift(BO, local("2026-01-12T08:00"), local("2026-01-19T08:00")),
        Shift(CEM, local("2026-01-19T08:00"), local("2026-01-21T00:00")),
    )


def test_shift_without_anybody_is_a_gap() -> None:
    alone = post(Rotation((ANNA,)))
    gone = roster(left={ANNA: date(2026, 1, 7)})

    found = shifts(alone, gone, local("2026-01-07T12:00"), local("2026-01-09T12:00"), TZ)

    assert found == (
        Shift(ANNA, local("2026-01-07T12:00"), local("2026-01-08T00:00")),
        Shift(None, local("2026-01-08T00:00"), local("2026-01-09T12:00")),
    )


def test_shifts_are_told_in_utc() -> None:
    start, end = datetime(2026, 7, 1, tzinfo=TZ), datetime(2026, 7, 2, tzinfo=TZ)

    found = shifts(post(), roster(), start, end, TZ)

    assert [shift.starts_at.tzinfo for shift in found] == [UTC]
    assert (found[0].starts_at, found[-1].ends_at) == (start, end)


def test_empty_window_has_no_shifts() -> None:
    moment = local("2026-01-07T00:00")

    assert shifts(post(), roster(), moment, moment, TZ) == ()
    assert shifts(post(), roster(), moment, local("2026-01-06T00:00"), TZ) == ()
