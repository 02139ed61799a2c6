"""When offices are open, on Swedish holidays, half days and the two nights of daylight saving."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.hours import (
    add_working_days,
    is_open,
    is_working_day,
    next_working_day,
    office_window,
    opens_at,
)
from roster.model import (
    AllHours,
    DailyHours,
    Hours,
    OfficeHours,
    PlainHours,
    SeasonalHours,
    WeekHours,
)

TZ = ZoneInfo("Europe/Stockholm")
FULL = (time(8), time(17))
HALF = (time(8), time(12))
OFFICE = OfficeHours()
DAYTIME = DailyHours(time(7), time(22))
NIGHT = DailyHours(time(22), time(7))
WINTER = SeasonalHours((WeekHours(48, 2, AllHours()), WeekHours(20, 30, DAYTIME)))


def local(text: str) -> datetime:
    """Return a moment written in Swedish wall time."""
    return datetime.fromisoformat(text).replace(tzinfo=TZ).astimezone(UTC)


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2026, 11, 28), id="a Saturday"),
        pytest.param(date(2026, 11, 29), id="a Sunday"),
        pytest.param(date(2026, 1, 6), id="trettondedag jul"),
        pytest.param(date(2026, 4, 3), id="långfredagen"),
        pytest.param(date(2026, 4, 6), id="annandag påsk"),
        pytest.param(date(2026, 5, 14), id="Kristi himmelsfärdsdag"),
        pytest.param(date(2025, 6, 6), id="nationaldagen"),
        pytest.param(date(2026, 6, 19), id="midsommarafton"),
        pytest.param(date(2026, 12, 24), id="julafton"),
        pytest.param(date(2026, 12, 31), id="nyårsafton"),
    ],
)
def test_offices_are_closed(day: date) -> None:
    assert not is_working_day(day)
    assert office_window(day) is None


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2026, 1, 5), id="trettondagsafton"),
        pytest.param(date(2026, 4, 2), id="skärtorsdagen"),
        pytest.param(date(2026, 4, 30), id="valborgsmässoafton"),
        pytest.param(date(2026, 10, 30), id="dagen före alla helgons dag"),
        pytest.param(date(2026, 12, 23), id="dagen före julafton"),
    ],
)
def test_offices_close_at_noon_on_bank_half_days(day: date) -> None:
    assert is_working_day(day)
    assert office_window(day) == HALF


def test_offices_are_open_from_eight_to_five_on_an_ordinary_day() -> None:
    assert office_window(date(2026, 11, 27)) == FULL


def test_the_next_working_day_after_a_friday_is_monday() -> None:
    assert next_working_day(date(2026, 11, 27)) == date(2026, 11, 30)


def test_working_days_are_counted_past_christmas() -> None:
    assert add_working_days(date(2026, 12, 22), 2) == date(2026, 12, 28)


def test_working_days_are_counted_backwards() -> None:
    assert add_working_days(date(2026, 12, 28), -2) == date(2026, 12, 22)


def test_no_working_days_are_the_day_itself() -> None:
    assert add_working_days(date(2026, 11, 28), 0) == date(2026, 11, 28)


@pytest.mark.parametrize(
    ("hours", "at", "opens"),
    [
        pytest.param(AllHours(), "2026-12-24T03:00", "2026-12-24T03:00", id="always open"),
        pytest.param(OFFICE, "2026-11-27T08:00", "2026-11-27T08:00", id="at the opening"),
        pytest.param(OFFICE, "2026-11-27T16:59", "2026-11-27T16:59", id="the last minute"),
        pytest.param(OFFICE, "2026-11-27T17:00", "2026-11-30T08:00", id="Friday at closing"),
        pytest.param(OFFICE, "2026-11-27T07:59", "2026-11-27T08:00", id="the minute before"),
        pytest.param(OFFICE, "2026-12-23T12:00", "2026-12-28T08:00", id="before Christmas"),
        pytest.param(OFFICE, "2026-12-30T13:00", "2027-01-04T08:00", id="before the new year"),
        pytest.param(DAYTIME, "2026-12-24T22:00", "2026-12-25T07:00", id="daily, on holidays too"),
        pytest.param(NIGHT, "2026-11-27T03:00", "2026-11-27T03:00", id="past midnight"),
        pytest.param(NIGHT, "2026-11-27T07:00", "2026-11-27T22:00", id="when the night is over"),
        pytest.param(
            DailyHours(time(0), time(0)), "2026-11-27T23:59", "2026-11-27T23:59", id="all day"
        ),
        pytest.param(
            DailyHours(time(17), time(0)), "2026-11-28T00:00", "2026-11-28T17:00", id="to midnight"
        ),
        pytest.param(WINTER, "2026-12-24T03:00", "2026-12-24T03:00", id="in the season"),
        pytest.param(WINTER, "2027-01-10T03:00", "2027-01-10T03:00", id="past the new year"),
        pytest.param(WINTER, "2026-05-08T23:00", "2026-05-11T07:00", id="before a season"),
        pytest.param(WINTER, "2026-05-18T06:00", "2026-05-18T07:00", id="in a second season"),
        pytest.param(WINTER, "2026-02-03T18:00", "2026-02-04T08:00", id="out of season"),
        pytest.param(WINTER, "2026-11-21T12:00", "2026-11-23T00:00", id="the season begins"),
    ],
)
def test_the_next_opening(hours: Hours, at: str, opens: str) -> None:
    assert opens_at(hours, local(at), TZ) == local(opens)


def test_an_opening_that_the_spring_night_skips_moves_to_the_first_moment_there_is() -> None:
    hours = DailyHours(time(2, 30), time(6))
    midnight = local("2027-03-28T00:00")

    assert opens_at(hours, midnight, TZ) == datetime(2027, 3, 28, 1, tzinfo=UTC)


def test_hours_wholly_in_the_lost_hour_do_not_occur_that_night() -> None:
    hours = DailyHours(time(2, 15), time(2, 45))
    midnight = local("2027-03-28T00:00")

    assert opens_at(hours, midnight, TZ) == local("2027-03-29T02:15")


def test_hours_over_the_autumn_night_are_an_hour_longer() -> None:
    before, after = local("2026-10-24T22:00"), local("2026-10-25T07:00")

    assert after - before == timedelta(hours=10)
    assert all(
        is_open(NIGHT, before + timedelta(minutes=minute), TZ) for minute in range(0, 600, 10)
    )
    assert not is_open(NIGHT, after, TZ)


def test_week_53_holds_only_in_the_years_that_have_it() -> None:
    edge = SeasonalHours((WeekHours(53, 53, AllHours()),))

    assert is_open(edge, local("2027-01-02T03:00"), TZ)
    assert not is_open(edge, local("2028-01-02T03:00"), TZ)


clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
plain_hours: st.SearchStrategy[PlainHours] = (
    st.just(AllHours())
    | st.just(OFFICE)
    | st.builds(DailyHours, clocks, clocks)
    | st.sampled_from([DailyHours(time(2), time(3)), DailyHours(time(2, 30), time(2, 15))])
)
seasonal = st.builds(WeekHours, st.integers(1, 53), st.integers(1, 53), plain_hours)
any_hours: st.SearchStrategy[Hours] = plain_hours | st.builds(
    SeasonalHours, st.lists(seasonal, min_size=1, max_size=3).map(tuple)
)
SPRING_NIGHT, AUTUMN_NIGHT = local("2027-03-27T18:00"), local("2026-10-24T18:00")
moments = st.builds(
    lambda start, minutes: start + timedelta(minutes=minutes),
    st.sampled_from([SPRING_NIGHT, AUTUMN_NIGHT]),
    st.integers(0, 15 * 60),
) | st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: local("2026-01-01T00:00") + timedelta(minutes=minutes)
)


@given(any_hours, moments)
def test_the_opening_is_open_and_not_before_the_moment_asked_about(
    hours: Hours, at: datetime
) -> None:
    opens = opens_at(hours, at, TZ)

    assert opens >= at
    assert is_open(hours, opens, TZ)


@given(any_hours, moments, st.lists(st.floats(0, 1, exclude_max=True), max_size=20))
def test_nothing_is_open_before_the_opening(
    hours: Hours, at: datetime, fractions: list[float]
) -> None:
    opens = opens_at(hours, at, TZ)

    for fraction in fractions:
        between = at + (opens - at) * fraction
        assert between >= opens or not is_open(hours, between, TZ)


@given(any_hours, moments)
def test_the_opening_of_an_opening_is_itself(hours: Hours, at: datetime) -> None:
    opens = opens_at(hours, at, TZ)

    assert opens_at(hours, opens, TZ) == opens


@given(any_hours, st.lists(moments, min_size=2, max_size=6))
def test_a_later_moment_never_has_an_earlier_opening(hours: Hours, when: list[datetime]) -> None:
    openings = [opens_at(hours, at, TZ) for at in sorted(when)]

    assert all(earlier <= later for earlier, later in pairwise(openings))


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(-30, 30))
def test_counting_there_and_back_returns_to_a_working_day(day: date, count: int) -> None:
    start = next_working_day(day)

    assert add_working_days(add_working_days(start, count), -count) == start
