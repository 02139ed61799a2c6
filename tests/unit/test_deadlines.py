"""When a checklist item is due, counted from the alarm or back from the reply."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprint.model import Deadline, DeadlineUnit
from escalation.deadlines import AT_ONCE, STEP, due_at, is_overtaken, spread, working_days_between

TZ = ZoneInfo("Europe/Stockholm")
FRIDAY = datetime(2026, 11, 27, 14, 40, tzinfo=UTC)


def hours(amount: int) -> Deadline:
    return Deadline(DeadlineUnit.HOURS, amount)


def working_days(amount: int) -> Deadline:
    return Deadline(DeadlineUnit.WORKING_DAYS, amount)


def before_answer(amount: int) -> Deadline:
    return Deadline(DeadlineUnit.BEFORE_ANSWER, amount)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TZ).astimezone(UTC)


def test_hours_are_counted_by_the_clock_over_the_weekend() -> None:
    assert due_at(hours(24), FRIDAY, None, TZ) == FRIDAY + timedelta(days=1)


def test_hours_are_not_compressed() -> None:
    assert due_at(hours(24), FRIDAY, FRIDAY + timedelta(hours=2), TZ) == FRIDAY + timedelta(days=1)


def test_working_days_end_when_offices_close() -> None:
    assert due_at(working_days(2), FRIDAY, None, TZ) == local("2026-12-01T17:00")


def test_working_days_end_at_noon_on_a_half_day() -> None:
    tuesday = local("2026-12-22T09:00")

    assert due_at(working_days(1), tuesday, None, TZ) == local("2026-12-23T12:00")


def test_working_days_are_counted_from_the_local_day() -> None:
    past_midnight = local("2026-12-01T00:30")  # still November in UTC

    assert due_at(working_days(1), past_midnight, None, TZ) == local("2026-12-02T17:00")


def test_ten_working_days_to_the_reply_leave_the_deadlines_alone() -> None:
    assert due_at(working_days(5), FRIDAY, local("2026-12-11T12:00"), TZ) == local(
        "2026-12-04T17:00"
    )


@pytest.mark.parametrize(
    ("amount", "due"),
    [
        pytest.param(2, "2026-11-30T17:00", id="two become one"),
        pytest.param(5, "2026-12-01T17:00", id="five become two"),
        pytest.param(10, "2026-12-04T15:00", id="ten become five, and not past the reply"),
        pytest.param(1, "2026-11-30T17:00", id="one stays one"),
    ],
)
def test_five_working_days_to_the_reply_halve_the_deadlines(amount: int, due: str) -> None:
    reply = local("2026-12-04T15:00")

    assert due_at(working_days(amount), FRIDAY, reply, TZ) == local(due)


def test_a_reply_due_the_same_day_makes_everything_due_by_then() -> None:
    reply = FRIDAY + timedelta(hours=1)

    assert due_at(working_days(5), FRIDAY, reply, TZ) == reply


def test_a_reply_already_overdue_makes_everything_due_at_once() -> None:
    reply = FRIDAY - timedelta(days=3)

    assert due_at(working_days(5), FRIDAY, reply, TZ) == FRIDAY
    assert due_at(before_answer(0), FRIDAY, reply, TZ) == FRIDAY


def test_days_before_the_reply_end_when_offices_close() -> None:
    reply = local("2026-12-16T10:00")

    assert due_at(before_answer(3), FRIDAY, reply, TZ) == local("2026-12-11T17:00")


def test_no_days_before_the_reply_is_the_reply_itself() -> None:
    reply = local("2026-12-11T11:10")

    assert due_at(before_answer(0), FRIDAY, reply, TZ) == reply


def test_days_before_the_reply_are_never_before_the_alarm() -> None:
    assert due_at(before_answer(5), FRIDAY, local("2026-12-01T12:00"), TZ) == FRIDAY


def test_days_before_the_reply_wait_for_a_reply_date() -> None:
    assert due_at(before_answer(3), FRIDAY, None, TZ) is None


def test_an_event_has_no_due_moment() -> None:
    event = Deadline(DeadlineUnit.EVENT, event="vid avslut")

    assert due_at(event, FRIDAY, local("2026-12-11T12:00"), TZ) is None


@pytest.mark.parametrize(
    ("last", "count"),
    [
        pytest.param(date(2026, 11, 27), 0, id="the same day"),
        pytest.param(date(2026, 11, 29), 0, id="the weekend"),
        pytest.param(date(2026, 11, 30), 1, id="Monday"),
        pytest.param(date(2026, 12, 11), 10, id="two weeks"),
        pytest.param(date(2026, 11, 2), 0, id="earlier"),
    ],
)
def test_working_days_between_leave_the_first_day_out(last: date, count: int) -> None:
    assert working_days_between(date(2026, 11, 27), last) == count


openings = st.integers(0, 365 * 24 * 60).map(lambda minutes: FRIDAY + timedelta(minutes=minutes))


@given(openings, st.integers(1, 20), st.integers(0, 40), st.sampled_from([2, 3]))
def test_nothing_is_due_before_the_alarm_nor_after_a_near_reply(
    opened: datetime, amount: int, days: int, which: int
) -> None:
    deadline = [hours, hours, working_days, before_answer][which](amount)
    reply = opened + timedelta(days=days)

    due = due_at(deadline, opened, reply, TZ)

    assert due is not None
    assert due >= opened
    available = working_days_between(opened.astimezone(TZ).date(), reply.astimezone(TZ).date())
    assert due <= reply or available >= 10


@given(openings, st.integers(1, 19))
def test_more_working_days_are_never_due_earlier(opened: datetime, amount: int) -> None:
    sooner = due_at(working_days(amount), opened, None, TZ)
    later = due_at(working_days(amount + 1), opened, None, TZ)

    assert sooner is not None
    assert later is not None
    assert sooner < later


MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)  # 10:00 in Stockholm


def test_what_a_near_reply_overtakes_is_spread_in_steps_until_the_reply() -> None:
    moments = spread(15, MONDAY, MONDAY + timedelta(hours=3), TZ)

    assert moments[0] == MONDAY + timedelta(minutes=48)
    assert moments[-1] == MONDAY + timedelta(hours=3)
    assert len(set(moments)) == 5
    assert all(moments.count(moment) == 3 for moment in moments)


def test_what_a_reply_tomorrow_overtakes_is_spread_over_today() -> None:
    moments = spread(4, MONDAY, MONDAY + timedelta(days=1, hours=3), TZ)

    assert moments[-1] == local("2026-11-30T17:00")


def test_what_is_overtaken_at_night_is_spread_from_the_morning() -> None:
    night = local("2026-11-30T21:00")

    moments = spread(3, night, local("2026-12-02T12:00"), TZ)

    assert moments[0] > local("2026-12-01T08:00")
    assert moments[-1] == local("2026-12-01T17:00")


@pytest.mark.parametrize(
    ("deadline", "is_so"),
    [(before_answer(3), True), (working_days(5), True), (hours(0), False)],
)
def test_only_what_counts_from_the_reply_is_overtaken_by_it(
    deadline: Deadline, is_so: bool
) -> None:
    assert is_overtaken(deadline, FRIDAY, FRIDAY) is is_so


@given(openings, st.integers(0, 40), st.integers(1, 30 * 24 * 60))
def test_spreading_keeps_order_least_time_and_distance(
    since: datetime, count: int, minutes: int
) -> None:
    reply = since + timedelta(minutes=minutes)

    moments = spread(count, since, reply, TZ)

    assert len(moments) == count
    assert list(moments) == sorted(moments)
    assert all(since + AT_ONCE <= moment <= max(reply, since + AT_ONCE) for moment in moments)
    apart = sorted(set(moments))
    assert all(later - sooner >= STEP for sooner, later in pairwise(apart))
