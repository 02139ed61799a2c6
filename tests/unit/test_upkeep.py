"""When a row is asked about, chased, reported and in doubt; who keeps it; which account counts."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprint.model import Level, ThemeCode
from roster.accounts import outlives
from roster.keeper import answers_for, coordinators, keepers
from roster.model import Absence, Actor, ActorId, Person, PersonId, Roster, Rotation
from roster.upkeep import (
    Statement,
    Step,
    ends_soon,
    hangs_on,
    is_unconfirmed,
    months_before,
    step,
)

TZ = ZoneInfo("Europe/Stockholm")
NINE = datetime(2026, 5, 29, 7, 0, tzinfo=UTC)
DAY = timedelta(days=1)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
months = st.integers(1, 60)


@given(days, months)
def test_so_many_months_before_is_the_same_day_or_the_months_last(day: date, count: int) -> None:
    found = months_before(day, count)

    assert (day.year - found.year) * 12 + day.month - found.month == count
    assert found.day == day.day or (found + DAY).day == 1


@given(days, months)
def test_a_later_day_lies_never_before_an_earlier_ones_limit(day: date, count: int) -> None:
    assert months_before(day, count) <= months_before(day + DAY, count)


@given(st.integers(0, 3_000_000), st.integers(1, 24))
def test_a_row_is_asked_about_from_one_day_on_and_not_before(minutes: int, count: int) -> None:
    at = NINE + timedelta(minutes=minutes)
    known = Statement(known_since=at)
    first = at.astimezone(TZ).date()
    asked = [
        step(known, first + offset * DAY, count, TZ) is Step.ASK for offset in range(count * 31 + 4)
    ]

    due = asked.index(True)
    assert count * 28 <= due <= count * 31 + 3
    assert all(asked[due:])


def test_nobody_is_asked_with_no_months_or_when_nothing_is_known() -> None:
    old = Statement(known_since=NINE - 900 * DAY)

    assert step(old, date(2026, 11, 30), 0, TZ) is None
    assert step(Statement(), date(2026, 11, 30), 6, TZ) is None


def test_a_confirmation_counts_from_its_own_day() -> None:
    known = Statement(known_since=NINE - 900 * DAY, confirmed_at=NINE)

    assert step(known, date(2026, 11, 28), 6, TZ) is None
    assert step(known, date(2026, 11, 29), 6, TZ) is Step.ASK


@pytest.mark.parametrize(
    ("asked", "days", "wanted"),
    [
        (1, 0, None),
        (1, 6, None),
        (1, 7, Step.CHASE),
        (2, 6, None),
        (2, 7, Step.CHASE),
        (3, 6, None),
        (3, 7, Step.REPORT),
        (3, 70, Step.REPORT),
    ],
)
def test_a_silent_person_is_chased_twice_and_then_reported(
    asked: int, days: int, wanted: Step | None
) -> None:
    known = Statement(known_since=NINE - 300 * DAY, asked_at=NINE, asked=asked)

    assert step(known, NINE.date() + days * DAY, 6, TZ) is wanted


def test_a_second_earlier_on_the_seventh_day_is_the_seventh_day() -> None:
    known = Statement(asked_at=NINE + timedelta(seconds=5), asked=1)

    assert step(known, (NINE + 7 * DAY).date(), 6, TZ) is Step.CHASE


def test_a_disputed_row_is_reported_after_a_week_and_asked_about_no_more() -> None:
    known = Statement(known_since=NINE - 300 * DAY, disputed_at=NINE)

    assert step(known, NINE.date() + 6 * DAY, 6, TZ) is None
    assert step(known, NINE.date() + 7 * DAY, 6, TZ) is Step.REPORT


def test_a_row_is_in_doubt_from_the_day_after_the_question() -> None:
    asked = Statement(asked_at=NINE, asked=1)

    assert not is_unconfirmed(asked, NINE.date(), TZ)
    assert is_unconfirmed(asked, NINE.date() + DAY, TZ)
    assert is_unconfirmed(Statement(disputed_at=NINE), NINE.date(), TZ)
    assert not is_unconfirmed(Statement(confirmed_at=NINE), NINE.date() + 900 * DAY, TZ)


def test_an_end_is_near_for_thirty_days_and_on_the_day_itself() -> None:
    today = date(2026, 11, 30)

    assert ends_soon(today, today)
    assert ends_soon(today + 30 * DAY, today)
    assert not ends_soon(today + 31 * DAY, today)
    assert not ends_soon(today - DAY, today)
    assert not ends_soon(None, today)


# Who keeps a row

ANNA, BO, KARIN, MARIA, OLA = (PersonId(n) for n in ("anna", "bo", "karin", "maria", "ola"))


def actor(
    name: str,
    *people: PersonId,
    area: str = "2182",
    chief: PersonId | None = None,
    coordinates: bool = False,
) -> Actor:
    return Actor(
        id=ActorId(name),
        name=name,
        organisation=name,
        level=Level.LOCAL,
        area=(area,),
        themes=(ThemeCode("MOT"),),
        rotation=Rotation(people),
        chief=chief,
        is_coordinator=coordinates,
    )


OFFICE = actor("kontoret", ANNA, BO, chief=KARIN)
REGION = actor("regionen", MARIA, OLA, area="21", coordinates=True)


def roster(*actors: Actor, without_chat: PersonId | None = None, away: str = "") -> Roster:
    people = {
        who: Person(who, who, slack=None if who == without_chat else f"U{who}", phone="1")
        for who in (ANNA, BO, KARIN, MARIA, OLA)
    }
    gone = (Absence(PersonId(away), NINE - DAY, NINE + DAY),) if away else ()
    return Roster(people, actors, absences=gone)


def test_the_chief_is_asked_first_and_then_the_areas_coordinator() -> None:
    assert keepers(OFFICE, roster(OFFICE, REGION), ANNA, NINE, TZ) == (KARIN, MARIA)


def test_nobody_is_asked_to_mend_their_own_row() -> None:
    found = roster(OFFICE, REGION)

    assert keepers(OFFICE, found, KARIN, NINE, TZ) == (MARIA,)
    assert coordinators(REGION, found, MARIA, NINE, TZ) == ()


def test_a_chief_without_chat_or_away_is_passed_over() -> None:
    silent = roster(OFFICE, REGION, without_chat=KARIN)
    away = roster(OFFICE, REGION, away="karin")

    assert keepers(OFFICE, silent, ANNA, NINE, TZ) == (MARIA,)
    assert keepers(OFFICE, away, ANNA, NINE, TZ) == (MARIA,)


def test_without_chief_and_coordinator_there_is_nobody() -> None:
    alone = actor("kontoret", ANNA)

    assert keepers(alone, roster(alone), ANNA, NINE, TZ) == ()


def test_the_chief_and_the_areas_coordination_keep_a_row_and_nobody_else() -> None:
    found = roster(OFFICE, REGION)

    assert [one for one in found.people if answers_for(OFFICE, found, one)] == [KARIN, MARIA, OLA]


def test_another_countys_coordination_keeps_nothing() -> None:
    other = actor("annan", MARIA, area="22", coordinates=True)

    assert not answers_for(OFFICE, roster(OFFICE, other), MARIA)


def test_a_duty_hangs_on_one_who_shares_it_with_nobody() -> None:
    assert hangs_on(actor("a", ANNA, chief=KARIN), ANNA)
    assert not hangs_on(OFFICE, ANNA)
    assert not hangs_on(actor("a", ANNA), KARIN)


# Which account counts

accounts = st.one_of(st.none(), st.sampled_from(["1", "2", "3"]))


@given(st.sampled_from(["1", "2"]), accounts)
def test_a_file_that_says_what_it_said_leaves_a_link_in_force(
    linked: str, said: str | None
) -> None:
    assert outlives(linked, said, said)
    assert outlives(linked, said, linked)


@given(st.sampled_from(["1", "2"]), accounts, accounts)
def test_something_new_in_the_file_overrules_a_link(
    linked: str, before: str | None, now: str | None
) -> None:
    assert outlives(linked, before, now) is (now in {before, linked})
