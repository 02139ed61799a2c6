"""How a callout walks along its policy when nobody answers."""

from datetime import timedelta

from escalation.advance import end, frozen_policy, open_callout, state
from escalation.callout import AnswerKind, Exhaust, Page, Park, Skipped, State
from roster.model import STANDARD, Target
from tests.unit.story import ANNA, BERTIL, BO, KARIN, SAM, START, STINA, Story, at, policy


def test_a_new_callout_is_due_at_once() -> None:
    callout = open_callout(STANDARD, START)

    assert callout.next_due_at == START
    assert state(callout) is State.WAITING


def test_the_first_check_pages_the_person_on_call() -> None:
    action = Story().act()

    assert isinstance(action, Page)
    assert (action.asked.number, action.asked.person, action.asked.to, action.asked.attempt) == (
        1,
        ANNA,
        Target.ON_CALL,
        1,
    )


def test_nothing_happens_before_the_due_moment() -> None:
    story = Story()
    story.page()
    before = story.callout

    decision = story.check(9)

    assert decision.callout is before
    assert decision.action is None


def test_the_standard_policy_runs_its_course_when_nobody_answers() -> None:
    story = Story()

    story.run()

    assert story.timeline == [
        (0, ANNA),
        (10, ANNA),
        (20, BERTIL),
        (30, BO),
        (40, BO),
        (50, KARIN),
        (65, SAM),
    ]
    assert story.minute == 95
    assert state(story.callout) is State.UNANSWERED


def test_the_end_of_the_policy_is_told_once() -> None:
    story = Story(policy((Target.ON_CALL, 1, 10)))
    story.page()

    assert isinstance(story.act(10), Exhaust)
    assert story.act(100) is None
    assert story.callout.next_due_at is None


def test_patience_runs_from_the_delivery() -> None:
    story = Story()
    story.act()
    story.arrive(minute=4)

    assert story.callout.next_due_at == at(14)


def test_the_first_platform_that_takes_a_page_starts_the_wait() -> None:
    story = Story()
    story.page()
    before = story.callout

    story.arrive(minute=5)

    assert story.callout is before


def test_a_delivery_of_an_earlier_page_does_not_move_the_wait() -> None:
    story = Story()
    story.act()
    story.page(10)
    due = story.callout.next_due_at

    story.arrive(number=1, minute=12)

    assert story.callout.next_due_at == due
    assert story.callout.pages[0].delivered_at == at(12)


def test_a_delivery_of_an_unknown_page_changes_nothing() -> None:
    story = Story()
    before = story.callout

    story.arrive(number=7)
    story.fail(number=7)

    assert story.callout is before


def test_a_late_check_does_not_bring_pages_closer_together() -> None:
    story = Story()
    story.page()
    story.page(37)

    assert story.act(46) is None
    assert story.page(47).person == BERTIL


def test_a_page_nobody_can_take_lets_the_chain_move_on_at_once() -> None:
    story = Story()
    story.act()
    story.fail()

    assert story.page().person == BERTIL


def test_a_page_still_undelivered_after_its_patience_counts_as_undeliverable() -> None:
    story = Story()
    story.act()

    assert story.page(10).person == BERTIL
    assert story.callout.pages[0].failed


def test_a_page_that_arrives_after_being_given_up_is_noted() -> None:
    story = Story()
    story.act()
    story.page(10)

    story.arrive(number=1, minute=11)

    assert story.callout.pages[0].delivered_at == at(11)
    assert not story.callout.pages[0].failed


def test_a_failure_after_the_delivery_changes_nothing() -> None:
    story = Story()
    story.page()
    before = story.callout

    story.fail()

    assert story.callout is before


def test_a_page_fails_only_once() -> None:
    story = Story()
    story.act()
    story.fail()
    before = story.callout

    story.fail()

    assert story.callout is before


def test_a_step_without_anybody_is_skipped_in_the_same_check() -> None:
    story = Story()
    del story.duty[Target.ON_CALL]

    decision = story.check()

    assert story.paged == [BERTIL]
    assert decision.skipped == (Skipped(Target.ON_CALL, None),)


def test_a_person_who_holds_two_steps_is_asked_in_the_first_only() -> None:
    story = Story()
    story.duty[Target.DEPUTY] = ANNA
    story.page()
    story.page(10)

    decision = story.check(20)

    assert decision.skipped == (Skipped(Target.DEPUTY, ANNA),)
    assert story.paged == [ANNA, ANNA, BO]


def test_a_policy_that_finds_nobody_is_exhausted_at_once() -> None:
    story = Story()
    story.duty.clear()

    decision = story.check()

    assert isinstance(decision.action, Exhaust)
    assert [skipped.to for skipped in decision.skipped] == [s.to for s in STANDARD.steps]


def test_the_second_attempt_goes_to_whoever_has_the_duty_then() -> None:
    story = Story()
    story.page()
    story.duty[Target.ON_CALL] = STINA

    asked = story.page(10)

    assert (asked.person, asked.to, asked.attempt) == (STINA, Target.ON_CALL, 2)


def test_a_second_attempt_does_not_go_to_somebody_asked_in_an_earlier_step() -> None:
    story = Story(policy((Target.DEPUTY, 1, 10), (Target.ON_CALL, 2, 10), (Target.CHIEF, 1, 10)))
    story.page()
    story.page(10)
    story.duty[Target.ON_CALL] = BERTIL

    decision = story.check(20)

    assert decision.skipped == (Skipped(Target.ON_CALL, BERTIL),)
    assert story.paged == [BERTIL, ANNA, KARIN]


def test_a_page_outside_the_hours_waits_for_their_opening() -> None:
    story = Story(opens={ANNA: 60})

    action = story.act()

    assert action == Park(at(60))
    assert story.callout.pages == ()
    assert story.callout.next_due_at == at(60)
    assert state(story.callout) is State.PARKED


def test_a_parked_page_goes_out_when_the_hours_open() -> None:
    story = Story(opens={ANNA: 60})
    story.act()

    assert story.page(60).person == ANNA
    assert state(story.callout) is State.WAITING


def test_a_parked_page_goes_to_whoever_has_the_duty_at_the_opening() -> None:
    story = Story(opens={ANNA: 60, STINA: 60})
    story.act()
    story.duty[Target.ON_CALL] = STINA

    assert story.page(60).person == STINA


def test_a_duty_that_nobody_had_when_the_callout_was_parked_counts_at_the_opening() -> None:
    story = Story(opens={BERTIL: 60})
    del story.duty[Target.ON_CALL]
    story.act()
    story.duty[Target.ON_CALL] = STINA

    assert story.page(60).person == STINA


def test_a_callout_found_closed_again_after_an_outage_is_parked_anew() -> None:
    story = Story(opens={ANNA: 60})
    story.act()
    story.opens[ANNA] = 600

    assert story.act(200) == Park(at(600))


def test_a_later_step_is_parked_by_its_own_hours() -> None:
    story = Story(opens={BERTIL: 500})
    story.page()
    story.page(10)

    assert story.act(20) == Park(at(500))
    assert story.page(500).person == BERTIL


def test_a_late_delivery_does_not_wake_a_parked_callout() -> None:
    story = Story(opens={BERTIL: 500})
    story.act()
    story.act(10)

    story.arrive(number=1, minute=11)

    assert story.callout.next_due_at == at(500)


def test_nothing_happens_after_the_end() -> None:
    story = Story()
    story.page()
    story.callout = end(story.callout)

    assert story.act(1000) is None
    assert story.callout.next_due_at is None


def test_ending_twice_changes_nothing() -> None:
    ended = end(Story().callout)

    assert end(ended) is ended


def test_the_end_leaves_the_answer_that_was_given() -> None:
    story = Story()
    story.page()
    story.say(ANNA, AnswerKind.ACKNOWLEDGED)

    assert state(end(story.callout)) is State.ACKNOWLEDGED


def test_a_drawn_out_case_has_four_times_the_patience() -> None:
    patient = frozen_policy(STANDARD, 4)

    assert [step.patience for step in patient.steps] == [
        timedelta(minutes=minutes) for minutes in (40, 40, 40, 60, 120)
    ]
    assert [step.attempts for step in patient.steps] == [2, 1, 2, 1, 1]


def test_everybody_in_the_policy_is_asked_after_a_week_without_checks() -> None:
    story = Story()
    story.page()
    story.minute = 7 * 24 * 60

    story.run(until=8 * 24 * 60)

    assert story.paged == [ANNA, ANNA, BERTIL, BO, BO, KARIN, SAM]
