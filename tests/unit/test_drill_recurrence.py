"""When a planned drill comes back: within working hours, ahead, and as often as it says."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.hours import is_open
from handlers.drills.recurrence import MONTHS, next_start, within_hours
from roster.model import OfficeHours
from storage.model import Repeat

TZ = ZoneInfo("Europe/Stockholm")
FROM = datetime(2025, 1, 1, tzinfo=UTC)
moments = st.integers(0, 6 * 366 * 24 * 60).map(lambda minutes: FROM + timedelta(minutes=minutes))
repeats = st.sampled_from(sorted(MONTHS))
LONGEST_MOVE = timedelta(days=7)  # over Christmas and New Year


@given(moments, repeats)
def test_each_start_lies_ahead_within_working_hours_and_not_too_far(
    first: datetime, repeat: Repeat
) -> None:
    at = first
    for _ in range(5):
        following = next_start(first, repeat, at, TZ)
        assert following is not None
        assert at < following <= at + timedelta(days=31 * MONTHS[repeat]) + LONGEST_MOVE
        assert is_open(OfficeHours(), following, TZ)
        at = following


@given(moments)
def test_what_is_not_repeated_does_not_come_back(first: datetime) -> None:
    assert next_start(first, Repeat.NONE, first, TZ) is None


@given(moments)
def test_a_moment_is_only_moved_forwards(at: datetime) -> None:
    moved = within_hours(at, TZ)

    assert moved >= at
    assert within_hours(moved, TZ) == moved


@pytest.mark.parametrize(
    ("first", "repeat", "after", "told"),
    [
        ("2027-02-03 10:00", Repeat.QUARTERLY, "2027-02-03 10:00", "2027-05-03 10:00"),
        ("2027-02-03 10:00", Repeat.MONTHLY, "2027-03-03 10:00", "2027-04-05 08:00"),  # a Saturday
        ("2027-01-29 10:00", Repeat.MONTHLY, "2027-01-29 10:00", "2027-03-01 08:00"),  # a Sunday
        ("2027-03-31 10:00", Repeat.MONTHLY, "2027-03-31 10:00", "2027-04-30 10:00"),
        ("2027-03-03 10:00", Repeat.HALFYEARLY, "2027-03-03 10:00", "2027-09-03 10:00"),
        ("2027-10-05 09:00", Repeat.MONTHLY, "2027-10-05 09:00", "2027-11-05 09:00"),  # winter time
    ],
)
def test_the_next_start_keeps_day_and_wall_time(
    first: str, repeat: Repeat, after: str, told: str
) -> None:
    def wall(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=TZ)

    found = next_start(wall(first), repeat, wall(after), TZ)

    assert found is not None
    assert f"{found.astimezone(TZ):%Y-%m-%d %H:%M}" == told
