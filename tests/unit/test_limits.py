"""Our own keeping of the platforms' limits, as the contract counts them."""

from hypothesis import given
from hypothesis import strategies as st

from bot.limits import slack_limits, telegram_limits


class Monotonic:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_channel_takes_twelve_messages_in_ten_seconds() -> None:
    clock = Monotonic()
    limits = slack_limits(1000, 1000, clock)

    taken = [limits.reserve("send", "C1", 5) for _ in range(13)]
    for _ in range(12):
        limits.answered("send", "C1", retry_after=None, is_haste=False)
    clock.now = 9.9
    early = limits.reserve("send", "C1", 5)
    clock.now = 10.1
    late = limits.reserve("send", "C1", 5)

    assert taken == [True] * 12 + [False]
    assert (early, late) == (False, True)


def test_another_channel_is_not_held_up() -> None:
    limits = slack_limits(1000, 1000, Monotonic())
    for _ in range(12):
        limits.reserve("send", "C1", 5)

    assert limits.reserve("send", "C2", 5)


def test_a_window_is_counted_from_the_answer_not_from_the_call() -> None:
    clock = Monotonic()
    limits = telegram_limits(1000, clock)
    limits.reserve("send", "900001", 1)
    clock.now = 5.0  # a slow request
    limits.answered("send", "900001", retry_after=None, is_haste=False)

    clock.now = 5.9
    assert not limits.reserve("send", "900001", 1)
    clock.now = 6.1
    assert limits.reserve("send", "900001", 1)


def test_retry_after_closes_that_method_alone() -> None:
    clock = Monotonic()
    limits = slack_limits(1000, 1000, clock)
    limits.reserve("edit", "C1", 5)
    limits.answered("edit", "C1", retry_after=7, is_haste=True)

    assert limits.blocked().methods == {"edit"}
    assert limits.reserve("send", "C1", 5)
    clock.now = 7.5
    assert limits.blocked().methods == frozenset()


def test_retry_after_on_telegram_closes_that_chat_alone() -> None:
    clock = Monotonic()
    limits = telegram_limits(1000, clock)
    limits.reserve("send", "chat/1", 3)
    limits.answered("send", "chat/1", retry_after=30, is_haste=True)

    clock.now = 29.0
    assert limits.blocked().addresses == {"chat/1"}
    assert limits.blocked().methods == frozenset()
    assert not limits.reserve("send", "chat/1", 3)
    assert limits.reserve("send", "person/greta", 3)
    clock.now = 30.5
    assert limits.reserve("send", "chat/1", 3)


def test_a_refusal_on_telegram_lowers_the_overall_cap_too() -> None:
    limits = telegram_limits(30, Monotonic())
    limits.reserve("send", "chat/1", 3)

    limits.answered("send", "chat/1", retry_after=30, is_haste=True)

    assert limits.rate == 15


def test_a_group_on_telegram_takes_twenty_messages_a_minute() -> None:
    clock = Monotonic()
    limits = telegram_limits(1000, clock)

    taken = 0
    for second in range(59):
        clock.now = second * 1.01
        if limits.reserve("send", "chat/-100123", 3):
            limits.answered("send", "chat/-100123", retry_after=None, is_haste=False)
            taken += 1

    assert taken == 20


def test_the_overall_cap_lets_a_burst_through_and_then_its_rate() -> None:
    clock = Monotonic()
    limits = slack_limits(10, 50, clock)

    burst = sum(limits.reserve("send", f"C{n}", 5) for n in range(100))
    clock.now = 1.0
    after = sum(limits.reserve("send", f"D{n}", 5) for n in range(100))

    assert burst == 50
    assert after == 10


def test_the_wait_tells_when_a_place_is_free() -> None:
    clock = Monotonic()
    limits = telegram_limits(1000, clock)
    limits.reserve("send", "1", 1)
    limits.answered("send", "1", retry_after=None, is_haste=False)
    limits.blocked()
    limits.reserve("send", "1", 1)

    wait = limits.wait()

    assert wait is not None
    assert 0.9 < wait < 1.1


@given(gaps=st.lists(st.floats(0, 3), min_size=30, max_size=80))
def test_no_minute_ever_holds_more_than_twenty_creations(gaps: list[float]) -> None:
    clock = Monotonic()
    limits = slack_limits(1000, 1000, clock)
    made: list[float] = []

    for gap in gaps:
        clock.now += gap
        if "create_channel" in limits.blocked().methods:
            continue
        if limits.reserve("create_channel", "", 5):
            limits.answered("create_channel", "", retry_after=None, is_haste=False)
            made.append(clock.now)

    for start in made:
        assert sum(1 for at in made if start <= at < start + 60) <= 20


def test_a_refusal_lowers_the_overall_cap_and_success_raises_it_slowly() -> None:
    clock = Monotonic()
    for limits in (slack_limits(10, 50, clock), telegram_limits(30, clock)):
        highest = limits.rate

        limits.answered("send", "C1", retry_after=1, is_haste=True)
        lowered = limits.rate
        for _ in range(50):
            limits.answered("send", "C1", retry_after=None, is_haste=False)
        raised = limits.rate
        for _ in range(500):
            limits.answered("send", "C1", retry_after=None, is_haste=False)

        assert lowered == highest / 2
        assert lowered < raised < highest
        assert limits.rate == highest


def test_a_missing_scope_is_no_haste() -> None:
    limits = slack_limits(10, 50, Monotonic())

    limits.answered("pin", "C1", retry_after=30, is_haste=False)

    assert limits.rate == 10
    assert limits.blocked().methods == {"pin"}


@given(gaps=st.lists(st.floats(0, 0.2), min_size=40, max_size=200))
def test_no_second_ever_holds_more_than_thirty_calls_to_telegram(gaps: list[float]) -> None:
    clock = Monotonic()
    limits = telegram_limits(30, clock)
    made: list[float] = []

    for number, gap in enumerate(gaps):
        clock.now += gap
        for chat in range(number * 40, number * 40 + 40):
            if limits.reserve("send", str(chat), 1):
                limits.answered("send", str(chat), retry_after=None, is_haste=False)
                made.append(clock.now)

    assert all(sum(1 for at in made if start <= at < start + 1) <= 30 for start in made)


def test_a_full_conversation_is_blocked_and_another_is_not() -> None:
    limits = telegram_limits(30, Monotonic())
    limits.reserve("send", "1", 1)
    limits.answered("send", "1", retry_after=None, is_haste=False)

    assert limits.blocked().addresses == {"1"}


def test_whoever_has_more_before_them_than_all_others_together_is_pressed() -> None:
    limits = telegram_limits(30, Monotonic())
    others = {f"person/{n}": 1 for n in range(3000)}

    assert limits.pressed({**others, "person/national": 290}) == {"person/national"}
    assert limits.pressed({**others, "person/regional": 20}) == frozenset()


def test_looking_for_a_lost_message_keeps_to_a_limit_of_its_own() -> None:
    clock = Monotonic()
    limits = slack_limits(1000, 1000, clock)

    taken = [limits.reserve("send", f"C{n}", 1, looks_first=True) for n in range(60)]

    assert sum(taken) == 50
    assert limits.reserve("send", "D", 1)


def test_a_place_that_is_not_used_is_free_again() -> None:
    clock = Monotonic()
    for limits in (telegram_limits(1, clock), slack_limits(1, 1, clock)):
        assert limits.reserve("send", "900001", 1)
        assert not limits.reserve("send", "900001", 1)

        limits.release("send", "900001")

        assert limits.reserve("send", "900001", 1)
