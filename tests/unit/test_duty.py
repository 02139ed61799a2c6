"""What a change of duties means, and who may make it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from blueprint.model import Level
from roster import duty
from roster.duty import Duty, duties, handoffs, hindered
from roster.keeper import answers_for, holds
from roster.model import Absence, Actor, ActorId, Override, Person, PersonId, Roster, Rotation, Turn
from roster.oncall import Shift, on_call, shifts
from tests.unit.test_oncall_properties import MINUTE, NAMES, TZ, moments, rosters

MONDAY = datetime(2026, 11, 30, 7, tzinfo=UTC)  # 08:00 in Stockholm
SPAN = timedelta(days=21)
ANNA, BO, CEM = PersonId("anna"), PersonId("bo"), PersonId("cem")


def of_two(turn: Turn = Turn.WEEKLY, **given: object) -> tuple[Actor, Roster]:
    actor = Actor(
        id=ActorId("post"),
        name="Posten",
        organisation="Söderhamns kommun",
        level=Level.LOCAL,
        area=("2182",),
        themes=(),
        rotation=Rotation((ANNA, BO), turn=turn),
    )
    actor = replace(actor, **given)  # type: ignore[arg-type]
    people = {one: Person(one, one, slack=f"U{one}") for one in (ANNA, BO, CEM)}
    return actor, Roster(people, (actor,))


@settings(max_examples=60)
@given(found=rosters(), now=moments, data=st.data())
def test_after_a_swap_both_have_the_others_and_nothing_else_has_changed(
    found: tuple[Actor, Roster], now: datetime, data: st.DataObject
) -> None:
    actor, roster = found
    coming = [one for one in duties(actor, roster, now, TZ) if one.person is not None]
    assume(len({one.person for one in coming}) > 1)
    mine = data.draw(st.sampled_from(coming))
    theirs = data.draw(st.sampled_from([one for one in coming if one.person != mine.person]))
    wanted = duty.swapped(mine, theirs, now)
    assume(hindered(actor, roster, wanted, TZ) is None)

    after = duty.changed(roster, wanted)

    for minutes in data.draw(st.lists(st.integers(0, 8 * 7 * 24 * 60), min_size=5, max_size=20)):
        at = now + minutes * MINUTE
        before = on_call(actor, roster, at, TZ)
        expected = before
        if mine.starts_at <= at < mine.ends_at:
            expected = theirs.person
        if theirs.starts_at <= at < theirs.ends_at:
            expected = mine.person
        assert on_call(actor, after, at, TZ) == expected


@settings(max_examples=60)
@given(found=rosters(), now=moments, to=st.sampled_from(NAMES), data=st.data())
def test_a_given_duty_is_the_receivers_and_every_other_moment_is_as_it_was(
    found: tuple[Actor, Roster], now: datetime, to: PersonId, data: st.DataObject
) -> None:
    actor, roster = found
    chosen = data.draw(st.sampled_from(duties(actor, roster, now, TZ)))
    override = duty.given(chosen, to, now)
    assume(hindered(actor, roster, [override], TZ) is None)

    after = duty.changed(roster, [override])

    expected = (Shift(to, override.starts_at, override.ends_at),)
    assert shifts(actor, after, override.starts_at, override.ends_at, TZ) == expected
    for begins, ends in (
        (now - SPAN, override.starts_at),
        (override.ends_at, override.ends_at + SPAN),
    ):
        assert shifts(actor, after, begins, ends, TZ) == shifts(actor, roster, begins, ends, TZ)


@settings(max_examples=60)
@given(found=rosters(), now=moments)
def test_duties_follow_on_each_other_and_each_has_a_name_of_its_own(
    found: tuple[Actor, Roster], now: datetime
) -> None:
    actor, roster = found

    coming = duties(actor, roster, now, TZ)

    assert coming[0].starts_at <= now < coming[0].ends_at
    assert coming[-1].ends_at >= now + duty.AHEAD
    assert all(before.ends_at == after.starts_at for before, after in pairwise(coming))
    assert len({one.digest for one in coming}) == len(coming)


@settings(max_examples=60)
@given(found=rosters(), now=moments)
def test_a_duty_keeps_its_name_while_time_passes(
    found: tuple[Actor, Roster], now: datetime
) -> None:
    actor, roster = found
    later = now + timedelta(hours=5)

    named = {one.digest for one in duties(actor, roster, now, TZ) if one.ends_at > later}

    assert named <= {one.digest for one in duties(actor, roster, later, TZ)}


@settings(max_examples=60)
@given(found=rosters(), now=moments)
def test_the_duty_changes_hands_where_it_says_and_nowhere_else(
    found: tuple[Actor, Roster], now: datetime
) -> None:
    actor, roster = found

    for one in handoffs(actor, roster, now, now + timedelta(days=2), TZ):
        assert on_call(actor, roster, one.at - timedelta(microseconds=1), TZ) == one.before
        assert on_call(actor, roster, one.at, TZ) == one.after
        assert one.before != one.after


def test_a_duty_that_nobody_hands_on_is_told_week_by_week() -> None:
    actor, roster = of_two(Turn.FIXED)

    coming = duties(actor, roster, MONDAY + timedelta(days=2), TZ)

    assert {one.person for one in coming} == {ANNA}
    assert coming[0].starts_at == MONDAY
    assert {one.ends_at - one.starts_at for one in coming} == {timedelta(days=7)}


def test_a_fixed_order_has_no_handoffs_until_somebody_stands_in() -> None:
    actor, roster = of_two(Turn.FIXED)
    week = (MONDAY, MONDAY + timedelta(days=7))
    stands_in = Override(actor.id, CEM, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))

    assert handoffs(actor, roster, *week, TZ) == ()
    changes = handoffs(actor, duty.changed(roster, [stands_in]), *week, TZ)
    assert [(one.before, one.after) for one in changes] == [(ANNA, CEM), (CEM, ANNA)]


def test_who_is_away_or_has_ended_cannot_be_given_a_duty() -> None:
    actor, roster = of_two()
    first = duties(actor, roster, MONDAY, TZ)[0]
    to_cem = [duty.given(first, CEM, MONDAY)]
    away = Absence(CEM, MONDAY + timedelta(days=3), MONDAY + timedelta(days=4))
    ended = replace(roster.people[CEM], until=MONDAY.date())

    assert hindered(actor, roster, to_cem, TZ) is None
    assert hindered(actor, replace(roster, absences=(away,)), to_cem, TZ) == CEM
    gone = replace(roster, people={**roster.people, CEM: ended})
    assert hindered(actor, gone, to_cem, TZ) == CEM


def test_what_is_left_of_a_running_duty_is_given_from_now() -> None:
    actor, roster = of_two()
    later = MONDAY + timedelta(days=2)
    running = duties(actor, roster, later, TZ)[0]

    assert running.starts_at == MONDAY
    assert duty.given(running, CEM, later).starts_at == later


def test_a_gap_cannot_be_swapped() -> None:
    actor, _ = of_two()
    gap = Duty(actor, None, MONDAY, MONDAY + SPAN)

    with pytest.raises(ValueError, match="nobody's"):
        duty.swapped(gap, replace(gap, person=ANNA), MONDAY)


@pytest.mark.parametrize(
    ("area", "other", "is_held"),
    [
        (("2182",), ("2182",), True),
        (("21",), ("2182", "2183"), True),
        (("SE",), ("21", "2182"), True),
        (("21",), ("2182", "0180"), False),
        (("2182",), ("21",), False),
        (("21",), ("SE",), False),
    ],
)
def test_an_area_holds_another(
    area: tuple[str, ...], other: tuple[str, ...], is_held: bool
) -> None:
    assert holds(area, other) is is_held


def test_the_chief_and_the_coordinator_of_the_area_may_change_the_actors_duties() -> None:
    actor, roster = of_two(chief=CEM)
    region = replace(
        actor,
        id=ActorId("region"),
        area=("21",),
        chief=None,
        is_coordinator=True,
        rotation=Rotation((PersonId("maria"),)),
    )
    elsewhere = replace(region, id=ActorId("annan"), area=("22",), rotation=Rotation((BO,)))
    whole = replace(roster, actors=(actor, region, elsewhere))

    allowed = [p for p in ("anna", "bo", "cem", "maria") if answers_for(actor, whole, PersonId(p))]

    assert allowed == ["cem", "maria"]
    assert not answers_for(region, whole, PersonId("maria"))  # a colleague there is asked


@settings(max_examples=60)
@given(found=rosters(), start=moments, who=st.sampled_from(NAMES), hours=st.integers(1, 500))
def test_an_absence_moves_only_the_absents_duties_and_taken_back_restores_them_exactly(
    found: tuple[Actor, Roster], start: datetime, who: PersonId, hours: int
) -> None:
    actor, roster = found
    absence = Absence(who, start, start + timedelta(hours=hours))
    window = (start - SPAN, start + timedelta(hours=hours) + SPAN)

    during = duty.away(roster, absence)

    instead = {d.starts_at: d for d in duty.covered(actor, roster, absence, TZ)}
    for shift in shifts(actor, during, absence.starts_at, absence.ends_at, TZ):
        assert shift.person != who
    for one in instead.values():
        assert on_call(actor, roster, one.starts_at, TZ) == who
        assert on_call(actor, during, one.starts_at, TZ) == one.person
    before = shifts(actor, roster, window[0], absence.starts_at, TZ)
    assert shifts(actor, during, window[0], absence.starts_at, TZ) == before
    returned = duty.back(during, absence)
    assert shifts(actor, returned, *window, TZ) == shifts(actor, roster, *window, TZ)


def test_a_duty_taken_over_is_told_apart_from_ones_own_before_and_after() -> None:
    actor, roster = of_two()
    own, taken, next_own = duties(actor, roster, MONDAY, TZ)[:3]
    assert own.person == next_own.person != taken.person
    assert own.person is not None

    after = duty.changed(roster, [duty.given(taken, own.person, MONDAY)])
    coming = duties(actor, after, MONDAY, TZ)[:3]

    assert coming == (own, replace(taken, person=own.person), next_own)
