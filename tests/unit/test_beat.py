"""When the situation is renewed as new."""

from datetime import UTC, datetime, timedelta

import pytest

from escalation.beat import beats

OPENED = datetime(2026, 11, 27, 14, 40, tzinfo=UTC)


def after(minutes: float) -> datetime:
    return OPENED + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("now", "following"),
    [
        pytest.param(0, 15, id="at the alarm"),
        pytest.param(14, 15, id="just before a beat"),
        pytest.param(15, 30, id="at a beat the next one counts"),
        pytest.param(59, 60, id="the end of the first hour"),
        pytest.param(60, 240, id="after the first hour"),
        pytest.param(1000, 1200, id="in the first day"),
        pytest.param(1439, 1440, id="the end of the first day"),
    ],
)
def test_the_next_beat(now: float, following: float) -> None:
    assert beats(OPENED, after(now)) == after(following)


def test_after_the_first_day_the_digest_takes_over() -> None:
    assert beats(OPENED, after(1440)) is None


def test_beats_follow_each_other_from_the_alarm_to_the_first_day() -> None:
    found = []
    beat = beats(OPENED, OPENED)
    while beat is not None:
        found.append((beat - OPENED) / timedelta(minutes=1))
        beat = beats(OPENED, beat)

    assert found == [15, 30, 45, 60, 240, 480, 720, 960, 1200, 1440]
