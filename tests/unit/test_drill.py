"""A drill's figures: about groups, never about a person; and who may start one where."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from blueprint import municipalities
from blueprint.model import CaseKind, Level, ThemeCode
from escalation.callout import Answer, AnswerKind, Asked, Callout
from escalation.case import Grade
from escalation.drill import (
    FEWEST,
    WINDOWS,
    Drilled,
    Scope,
    by_level,
    by_theme,
    drilled,
    held_in,
    left_out,
    may_start,
    overall,
    people_of,
    percent,
    share,
    starters,
)
from roster.model import (
    STANDARD,
    Actor,
    ActorId,
    Override,
    Person,
    PersonId,
    Roster,
    Rotation,
    Target,
)

START = datetime(2026, 11, 30, 9, tzinfo=UTC)
ANNA, BO, MARIA = (PersonId(name) for name in ("anna", "bo", "maria"))
THEMES = tuple(ThemeCode(code) for code in ("ELV", "MOT", "LAR"))
GAVLEBORG = municipalities.of_county("21")


def callout(delivered: timedelta | None, answered: timedelta | None, kind: AnswerKind) -> Callout:
    at = None if delivered is None else START + delivered
    page = Asked(1, ANNA, Target.ON_CALL, 1, START, delivered_at=at)
    answers = () if answered is None else (Answer(kind, ANNA, (at or START) + answered),)
    return Callout(STANDARD, None, pages=(page,), answers=answers)


waits = st.timedeltas(timedelta(0), timedelta(hours=30))
callouts = st.builds(
    callout, st.none() | waits, st.none() | waits, st.sampled_from(list(AnswerKind))
)
groups = st.lists(
    st.builds(
        Drilled,
        st.sampled_from(list(Level)),
        st.lists(st.sampled_from(THEMES), unique=True).map(tuple),
        callouts,
    ),
    max_size=12,
)


@given(groups)
def test_a_share_lies_between_nothing_and_all_and_grows_with_the_window(
    group: list[Drilled],
) -> None:
    told = share(group)

    if told.within is not None:
        assert list(told.within) == sorted(told.within)
        assert all(0 <= part <= 1 for part in told.within)
        assert len(told.within) == len(WINDOWS)


@given(groups)
def test_no_share_is_told_of_fewer_than_three_callouts(group: list[Drilled]) -> None:
    told = [share(group), *by_theme(group, THEMES).values(), *by_level(group).values()]

    assert all((one.within is None) == (one.count < FEWEST) for one in told)


@given(groups)
def test_the_share_of_all_does_not_give_a_small_level_away(group: list[Drilled]) -> None:
    told = [one for one in by_level(group).values() if one.within is not None]
    left = share(group).count - sum(one.count for one in told)

    assert overall(group).within is None or left == 0 or left >= FEWEST


@given(groups)
def test_every_callout_counts_at_its_level_once(group: list[Drilled]) -> None:
    assert sum(one.count for one in by_level(group).values()) == share(group).count


def test_a_share_counts_from_the_first_page_s_delivery() -> None:
    minutes = (5, 15, 16, 59, 61, 60 * 24)
    late = timedelta(hours=14)  # parked over night
    answered = [callout(late, timedelta(minutes=m), AnswerKind.ACKNOWLEDGED) for m in minutes]
    declined = callout(late, timedelta(minutes=1), AnswerKind.DECLINED)
    silent = callout(late, None, AnswerKind.ACKNOWLEDGED)

    told = share([Drilled(Level.LOCAL, THEMES, one) for one in (*answered, declined, silent)])

    assert told.within == (2 / 8, 4 / 8, 6 / 8)


def test_a_half_per_cent_is_told_upwards() -> None:
    assert [percent(part) for part in (0, 3 / 8, 5 / 8, 1 / 3, 1)] == [0, 38, 63, 33, 100]


def test_whom_no_page_reached_is_not_in_the_share() -> None:
    reached = callout(timedelta(0), timedelta(minutes=1), AnswerKind.LATER)
    lost = callout(None, None, AnswerKind.LATER)

    told = share([Drilled(Level.LOCAL, THEMES, one) for one in (reached, reached, reached, lost)])

    assert (told.count, told.within) == (3, (1.0, 1.0, 1.0))


def actor(
    name: str,
    area: str,
    person: PersonId,
    *themes: ThemeCode,
    level: Level = Level.LOCAL,
    may_alarm: bool = False,
    is_coordinator: bool = False,
) -> Actor:
    return Actor(
        id=ActorId(name),
        name=name,
        organisation="Org",
        level=level,
        area=(area,),
        themes=themes,
        rotation=Rotation((person,)),
        may_alarm=may_alarm,
        is_coordinator=is_coordinator,
    )


OFFICE = actor("office", "2182", ANNA, THEMES[1], may_alarm=True)
GRID = actor("grid", "2183", BO, THEMES[0])
REGION = actor("region", "21", MARIA, level=Level.REGIONAL, is_coordinator=True)
ROSTER = Roster({p: Person(p, p) for p in (ANNA, BO, MARIA)}, (OFFICE, GRID, REGION))
HOME = held_in(ROSTER, GAVLEBORG)
OTHERS = [one for one in GAVLEBORG if one != HOME]


def test_who_may_raise_the_alarm_or_coordinates_may_start_a_drill() -> None:
    assert starters(ROSTER, "2182") == (OFFICE, REGION)
    assert starters(ROSTER, "21") == (REGION,)
    assert may_start(ROSTER, ANNA, "2182") == OFFICE
    assert may_start(ROSTER, ANNA, "21") is None
    assert may_start(ROSTER, MARIA, "21") == REGION
    assert may_start(ROSTER, BO, "2183") is None


def test_a_county_s_drill_takes_every_actor_once() -> None:
    found = drilled(ROSTER, [HOME, *OTHERS], CaseKind.ESTABLISHMENT, Grade.ALARM, Scope("21"))

    assert HOME.code == "2182"
    assert found == (OFFICE, REGION, GRID)


def test_a_theme_s_drill_leaves_the_others_out() -> None:
    scope = Scope("21", (THEMES[0],))

    assert drilled(ROSTER, [HOME, *OTHERS], CaseKind.ESTABLISHMENT, Grade.ALARM, scope) == (GRID,)
    assert left_out(ROSTER, GAVLEBORG, CaseKind.ESTABLISHMENT, scope) == ("office", "region")


def test_the_coordinator_answers_in_a_drill_of_a_theme_that_nobody_has() -> None:
    scope = Scope("21", (THEMES[2],))

    assert left_out(ROSTER, GAVLEBORG, CaseKind.ESTABLISHMENT, scope) == ("office", "grid")


def test_stand_ins_are_touched_as_well() -> None:
    stand_in = Override(OFFICE.id, BO, START, START + timedelta(days=1))
    roster = Roster(ROSTER.people, ROSTER.actors, (stand_in,))

    assert people_of(roster, [OFFICE]) == {ANNA, BO}
    assert people_of(ROSTER, [OFFICE]) == {ANNA}
