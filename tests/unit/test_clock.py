"""The clock: real by default, else from a start, at a speed, with jumps."""

from datetime import UTC, datetime, timedelta

from bot.clock import Clock, real_now

START = datetime(2026, 11, 27, 14, 40, tzinfo=UTC)


def test_by_default_it_is_the_real_one() -> None:
    assert abs(Clock().now() - real_now()) < timedelta(seconds=1)


def test_it_starts_where_it_is_told() -> None:
    assert timedelta(0) <= Clock(START).now() - START < timedelta(seconds=1)


def test_a_jump_moves_it_at_once() -> None:
    clock = Clock(START)

    clock.jump(3600)

    assert timedelta(hours=1) <= clock.now() - START < timedelta(hours=1, seconds=1)


def test_the_wait_until_a_moment_shrinks_with_the_speed() -> None:
    clock = Clock(START, speed=60)

    assert 0.9 < clock.until(START + timedelta(minutes=1)) <= 1.0
    assert clock.until(START - timedelta(minutes=1)) == 0.0


def test_a_change_of_speed_does_not_change_the_moment() -> None:
    clock = Clock(START)

    clock.set_speed(600)

    assert clock.now() - START < timedelta(seconds=30)
