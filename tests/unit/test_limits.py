"""Our own keeping of the platforms' limits, as the contract counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.limits import PlatformLimits, slack_limits, telegram_limits
from handlers.delivery.port import SLACKS_HASTE, Attempt, Call, DeliveryError, Failure
from storage.claims import LOOK


class Monotonic:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def reserve(limits: PlatformLimits, call: Call) -> bool:
    return limits.reserve(call) is not None


def refused(retry_after: float, *, is_haste: bool) -> DeliveryError:
    reason = SLACKS_HASTE if is_haste else "refused"
    return DeliveryError(Failure.PASSING, reason, retry_after=retry_after)


def test_a_channel_takes_twelve_messages_in_ten_seconds() -> None:
    clock = Monotonic()
    limits = slack_limits(1000, 1000, clock, ahead=0)

    taken = [reserve(limits, Call("send", "C1")) for _ in range(13)]
    for _ in range(12):
        limits.answered(Call("send", "C1"))
    clock.now = 9.9
    early = reserve(limits, Call("send", "C1"))
    clock.now = 10.1
    late = reserve(limits, Call("send", "C1"))

    assert taken == [True] * 12 + [False]
    assert (early, late) == (False, True)


def test_another_channel_is_not_held_up() -> None:
    limits = slack_limits(1000, 1000, Monotonic(), ahead=0)
    for _ in range(12):
        reserve(limits, Call("send", "C1"))

    assert reserve(limits, Call("send", "C2"))


def test_a_window_is_counted_from_the_answer_not_from_the_call() -> None:
    clock = Monotonic()
    limits = telegram_limits(1000, clock, ahead=0)
    reserve(limits, Call("send", "900001"))
    clock.now = 5.0  # a slow request
    limits.answered(Call("send", "900001"))

    clock.now = 5.9
    assert not reserve(limits, Call("send", "900001"))
    clock.now = 6.1
    assert reserve(limits, Call("send", "900001"))


def test_retry_after_closes_that_method_alone() -> None:
    clock = Monotonic()
    limits = slack_limits(1000, 1000, clock, ahead=0)
    reserve(limits, Call("edit", "C1"))
    limits.answered(Call("edit", "C1"), refused(7, is_haste=True))

    assert limits.blocked().methods == {"edit"}
    assert reserve(limits, Call("send", "C1"))
    clock.now = 7.5
    assert limits.blocked().methods == frozenset()


def test_what_waits_for_its_place_when_a_refusal_comes_is_to_be_left_alone_too() -> None:
    clock = Monotonic()
    slack, telegram = slack_limits(1000, 1000, clock), telegram_limits(1000, clock)
    for limits in (slack, telegram):
        assert limits.closed_for(Call("send", "chat/1")) == 0
        limits.answered(Call("send", "chat/1"), refused(7, is_haste=True))

    assert slack.closed_for(Call("send", "chat/2")) >= 7
    assert telegram.closed_for(Call("edit", "chat/1")) >= 7
    assert telegram.closed_for(Call("send", "chat/2")) == 0


def test_what_was_refused_is_due_again_before_anything_else_may_go() -> None:
    """Its patience is counted from when the refusal is written down, a moment after the answer."""
    clock = Monotonic()
    limits = slack_limits(1000, 1000, clock)
    reserve(limits, Call("send", "C1"))
    limits.answered(Call("send", "C1"), refused(7, is_haste=True))

    clock.now = 7.2
    assert not reserve(limits, Call("send", "C2"))
    clock.now = 7.5
    assert reserve(limits, Call("send", "C2"))


@pytest.mark.parametrize(("ago", "is_free"), [(9.0, False), (10.1, True)])
def test_what_the_process_before_has_sent_counts(ago: float, is_free: bool) -> None:
    limits = slack_limits(1000, 1000, Monotonic(), ahead=0)

    limits.recall([Attempt(Call("send", "C1"), ago) for _ in range(12)])

    assert reserve(limits, Call("send", "C1")) is is_free
    assert reserve(limits, Call("send", "C2"))


def test_the_overall_cap_counts_what_the_process_before_has_sent() -> None:
    slack, telegram = slack_limits(1, 10, Monotonic(), ahead=0), telegram_limits(30, Monotonic())

    slack.recall([Attempt(Call("send", f"C{n}"), ago=1.0) for n in range(8)])
    telegram.recall([Attempt(Call("send", f"chat/{n}"), ago=0.5) for n in range(30)])

    assert slack.blocked().room == 10 - 8 + 1
    assert telegram.blocked().room == 0


def test_a_patience_that_the_process_before_was_asked_for_is_kept() -> None:
    clock = Monotonic()
    limits = slack_limits(1000, 1000, clock, ahead=0)

    limits.recall([Attempt(Call("send", "C1"), ago=3.0, patience=20.0)])

    clock.now = 20.0
    assert limits.blocked().methods == {"send"}
    clock.now = 21.0
    assert limits.blocked().methods == frozenset()


def test_a_patience_that_may_be_about_a_look_holds_up_no_page() -> None:
    limits = slack_limits(1000, 1000, Monotonic(), ahead=0)

    limits.recall([Attempt(Call("send", "C1", looks_first=True), ago=3.0, patience=20.0)])

    assert limits.blocked().methods == {LOOK}


def test_recalling_forgets_what_was_counted_before() -> None:
    limits = slack_limits(1000, 1000, Monotonic(), ahead=0)
    for _ in range(12):
        reserve(limits, Call("send", "C1"))
        limits.answered(Call("send", "C1"))

    limits.recall([])

    assert reserve(limits, Call("send", "C1"))


def test_retry_after_on_telegram_closes_that_chat_alone() -> None:
    clock = Monotonic()
    limits = telegram_limits(1000, clock, ahead=0)
    reserve(limits, Call("send", "chat/1"))
    limits.answered(Call("send", "chat/1"), refused(30, is_haste=True))

    clock.now = 29.0
    assert limits.blocked().addresses == {"chat/1"}
    assert limits.blocked().methods == frozenset()
    assert not reserve(limits, Call("send", "chat/1"))
    assert reserve(limits, Call("send", "person/greta"))
    clock.now = 30.5
    assert reserve(limits, Call("send", "chat/1"))


def test_a_refusal_on_telegram_lowers_the_overall_cap_too() -> None:
    limits = telegram_limits(30, Monotonic(), ahead=0)
    reserve(limits, Call("send", "chat/1"))

    limits.answered(Call("send", "chat/1"), refused(30, is_haste=True))

    assert limits.rate == 15


def test_a_group_on_telegram_takes_twenty_messages_a_minute() -> None:
    clock = Monotonic()
    limits = telegram_limits(1000, clock, ahead=0)

    taken = 0
    for second in range(59):
        clock.now = second * 1.01
        if reserve(limits, Call("send", "chat/-100123")):
            limits.answered(Call("send", "chat/-100123"))
            taken += 1

    assert taken == 20


def test_the_overall_cap_lets_a_burst_through_and_then_its_rate() -> None:
    clock = Monotonic()
    limits = slack_limits(10, 50, clock, ahead=0)

    burst = sum(reserve(limits, Call("send", f"C{n}")) for n in range(100))
    clock.now = 1.0
    after = sum(reserve(limits, Call("send", f"D{n}")) for n in range(100))

    assert burst == 50
    assert after == 10


def test_the_wait_tells_when_a_place_is_free() -> None:
    clock = Monotonic()
    limits = telegram_limits(1000, clock, ahead=0)
    reserve(limits, Call("send", "1"))
    limits.answered(Call("send", "1"))
    limits.blocked()
    reserve(limits, Call("send", "1"))

    wait = limits.wait()

    assert wait is not None
    assert 0.9 < wait < 1.1


@given(gaps=st.lists(st.floats(0, 3), min_size=30, max_size=80))
def test_no_minute_ever_holds_more_than_twenty_creations(gaps: list[float]) -> None:
    clock = Monotonic()
    limits = slack_limits(1000, 1000, clock, ahead=0)
    made: list[float] = []

    for gap in gaps:
        clock.now += gap
        if "create_channel" in limits.blocked().methods:
            continue
        if reserve(limits, Call("create_channel", "")):
            limits.answered(Call("create_channel", ""))
            made.append(clock.now)

    for start in made:
        assert sum(1 for at in made if start <= at < start + 60) <= 20


def test_a_refusal_lowers_the_overall_cap_and_success_raises_it_slowly() -> None:
    clock = Monotonic()
    for limits in (slack_limits(10, 50, clock, ahead=0), telegram_limits(30, clock, ahead=0)):
        highest = limits.rate

        limits.answered(Call("send", "C1"), refused(1, is_haste=True))
        lowered = limits.rate
        for _ in range(50):
            limits.answered(Call("send", "C1"))
        raised = limits.rate
        for _ in range(500):
            limits.answered(Call("send", "C1"))

        assert lowered == highest / 2
        assert lowered < raised < highest
        assert limits.rate == highest


def test_a_missing_scope_is_no_haste() -> None:
    limits = slack_limits(10, 50, Monotonic(), ahead=0)

    limits.answered(Call("pin", "C1"), refused(30, is_haste=False))

    assert limits.rate == 10
    assert limits.blocked().methods == {"pin"}


@given(gaps=st.lists(st.floats(0, 0.2), min_size=40, max_size=200))
def test_no_second_ever_holds_more_than_thirty_calls_to_telegram(gaps: list[float]) -> None:
    clock = Monotonic()
    limits = telegram_limits(30, clock, ahead=0)
    made: list[float] = []

    for number, gap in enumerate(gaps):
        clock.now += gap
        for chat in range(number * 40, number * 40 + 40):
            if reserve(limits, Call("send", str(chat))):
                limits.answered(Call("send", str(chat)))
                made.append(clock.now)

    assert all(sum(1 for at in made if start <= at < start + 1) <= 30 for start in made)


def test_a_full_conversation_is_blocked_and_another_is_not() -> None:
    limits = telegram_limits(30, Monotonic(), ahead=0)
    reserve(limits, Call("send", "1"))
    limits.answered(Call("send", "1"))

    assert limits.blocked().addresses == {"1"}


def test_whoever_has_more_before_them_than_all_others_together_is_pressed() -> None:
    limits = telegram_limits(30, Monotonic(), ahead=0)
    others = {f"person/{n}": 1 for n in range(3000)}

    assert limits.pressed({**others, "person/national": 290}) == {"person/national"}
    assert limits.pressed({**others, "person/regional": 20}) == frozenset()


def test_looking_for_a_lost_message_keeps_to_a_limit_of_its_own() -> None:
    clock = Monotonic()
    limits = slack_limits(1000, 1000, clock, ahead=0)

    taken = [reserve(limits, Call("send", f"C{n}", looks_first=True)) for n in range(60)]

    assert sum(taken) == 50
    assert reserve(limits, Call("send", "D"))


def test_a_place_that_is_not_used_is_free_again() -> None:
    clock = Monotonic()
    for limits in (telegram_limits(1, clock, ahead=0), slack_limits(1, 1, clock, ahead=0)):
        assert reserve(limits, Call("send", "900001"))
        assert not reserve(limits, Call("send", "900001"))

        limits.release(Call("send", "900001"))

        assert reserve(limits, Call("send", "900001"))


def test_a_refused_look_closes_looks_alone() -> None:
    limits = slack_limits(1000, 1000, Monotonic(), ahead=0)
    refusal = refused(30, is_haste=True)
    refusal.is_of_look = True

    limits.answered(Call("send", "C1", looks_first=True), refusal)

    assert limits.blocked().methods == {LOOK}
    assert not reserve(limits, Call("send", "C2", looks_first=True))
    assert reserve(limits, Call("send", "C2"))


def test_what_a_platform_never_heard_takes_no_place_of_its_method() -> None:
    limits = slack_limits(1000, 1000, Monotonic(), ahead=0)
    unheard = DeliveryError(Failure.PASSING, "unreachable", is_unheard=True)
    creation = Call("create_channel", "alarm/1/channel")

    for _ in range(100):
        assert reserve(limits, creation)
        limits.answered(creation, unheard)


def test_what_is_told_of_the_overall_cap_is_what_it_lets_out() -> None:
    clock = Monotonic()
    for limits, room in (
        (telegram_limits(30, clock, ahead=0), 30),
        (slack_limits(10, 50, clock, ahead=0), 50),
    ):
        told = limits.blocked().room
        taken = sum(reserve(limits, Call("send", f"chat/{n}")) for n in range(100))

        assert (told, taken) == (room, room)
        assert limits.blocked().is_shut


def test_a_place_may_be_taken_a_moment_before_it_is_free() -> None:
    clock = Monotonic()
    for limits in (
        telegram_limits(1, clock, ahead=0.1),
        slack_limits(1, 1, clock, ahead=0.1),
    ):
        clock.now = 0.0
        limits.reserve(Call("send", "chat/1"))
        limits.answered(Call("send", "chat/1"))

        clock.now = 0.8
        assert limits.blocked().is_shut
        too_early = limits.reserve(Call("send", "chat/2"))
        wait = limits.wait()
        clock.now = 0.95
        assert limits.blocked().room == 1
        taken = limits.reserve(Call("send", "chat/2"))

        assert too_early is None
        assert wait == pytest.approx(0.1, abs=0.01)
        assert taken == pytest.approx(1.0, abs=0.01)
        assert limits.reserve(Call("send", "chat/3")) is None


@given(
    ahead=st.floats(0, 0.5),
    steps=st.lists(st.tuples(st.floats(0, 0.3), st.floats(0, 0.2)), min_size=40, max_size=150),
)
def test_places_taken_ahead_crowd_no_second(ahead: float, steps: list[tuple[float, float]]) -> None:
    """Each call goes when it may and is answered a round trip later; no second holds too many."""
    clock = Monotonic()
    limits = telegram_limits(5, clock, ahead=ahead)
    on_the_wire: list[tuple[float, Call]] = []
    went: list[float] = []

    for number, (pause, round_trip) in enumerate(steps):
        until = clock.now + pause
        for answered_at, call in sorted(on_the_wire, key=lambda one: one[0]):
            if answered_at <= until:
                clock.now = max(clock.now, answered_at)
                limits.answered(call)
                on_the_wire.remove((answered_at, call))
        clock.now = until
        call = Call("send", f"chat/{number % 7}")
        goes_at = limits.reserve(call)
        if goes_at is None:
            continue
        assert goes_at <= clock.now + ahead
        went.append(max(goes_at, clock.now))
        on_the_wire.append((went[-1] + round_trip, call))

    assert all(sum(1 for at in went if start <= at < start + 1) <= 5 for start in went)


@given(ahead=st.floats(0, 0.5))
def test_all_places_in_use_cannot_be_taken_ahead(ahead: float) -> None:
    limits = telegram_limits(3, Monotonic(), ahead=ahead)
    for chat in range(3):
        limits.reserve(Call("send", f"chat/{chat}"))

    assert limits.blocked().is_shut
    assert limits.reserve(Call("send", "chat/9")) is None
    wait = limits.wait()
    assert wait is not None
    assert wait > 0
