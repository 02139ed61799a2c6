"""What an answer does to a callout, and which presses change nothing."""

import pytest

from escalation.advance import end, note_reason, state
from escalation.callout import AnswerKind, Exhaust, Page, Park, Refusal, State
from roster.model import Target
from tests.unit.story import ANNA, BERTIL, BO, KARIN, SAM, STINA, Story, at, policy

ACKNOWLEDGED, LATER, SUBSTITUTE, DECLINED, TAKEN_OVER, PHONED = AnswerKind
SHORT = policy((Target.ON_CALL, 2, 10), (Target.DEPUTY, 2, 10), (Target.CHIEF, 1, 10))


@pytest.fixture
def story() -> Story:
    """Anna has been paged, and the page has arrived."""
    told = Story(SHORT)
    told.page()
    return told


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (ACKNOWLEDGED, State.ACKNOWLEDGED),
        (TAKEN_OVER, State.TAKEN_OVER),
        (PHONED, State.ACKNOWLEDGED),
    ],
)
def test_an_answer_that_settles_ends_the_chain(
    story: Story, kind: AnswerKind, shown: State
) -> None:
    assert story.say(ANNA, kind) is None

    assert story.act(1000) is None
    assert story.callout.next_due_at is None
    assert state(story.callout) is shown


def test_a_second_press_changes_nothing(story: Story) -> None:
    story.say(ANNA, ACKNOWLEDGED)
    before = story.callout

    assert story.say(ANNA, ACKNOWLEDGED) is Refusal.SAME_ANSWER
    assert story.callout is before


def test_a_second_decline_changes_nothing(story: Story) -> None:
    story.say(ANNA, DECLINED)

    assert story.say(ANNA, DECLINED) is Refusal.SAME_ANSWER


def test_a_stranger_may_not_answer(story: Story) -> None:
    assert story.say(STINA, ACKNOWLEDGED) is Refusal.NOT_SUMMONED


def test_somebody_further_down_the_policy_may_not_answer_before_being_asked(story: Story) -> None:
    assert story.say(BERTIL, ACKNOWLEDGED) is Refusal.NOT_SUMMONED


@pytest.mark.parametrize("kind", [TAKEN_OVER, PHONED])
def test_who_has_authority_may_settle_without_being_asked(story: Story, kind: AnswerKind) -> None:
    assert story.say(STINA, kind) is None


def test_whoever_took_over_unasked_may_let_go_again() -> None:
    story = Story(SHORT, opens={ANNA: 60})
    story.act()
    story.say(SAM, TAKEN_OVER)

    assert story.say(SAM, DECLINED) is None
    assert story.act() == Park(at(60))


def test_the_first_answer_wins(story: Story) -> None:
    story.page(10)
    story.page(20)
    story.say(BERTIL, ACKNOWLEDGED)

    assert story.say(ANNA, ACKNOWLEDGED) is Refusal.ALREADY_ANSWERED
    assert story.say(ANNA, DECLINED) is Refusal.ALREADY_ANSWERED


def test_an_earlier_page_may_still_be_answered(story: Story) -> None:
    story.page(10)
    story.page(20)

    assert story.say(ANNA, ACKNOWLEDGED) is None
    assert story.act(30) is None


def test_no_answer_counts_after_the_end(story: Story) -> None:
    story.callout = end(story.callout)

    assert story.say(ANNA, ACKNOWLEDGED) is Refusal.ENDED


def test_every_answer_stays_in_the_history(story: Story) -> None:
    story.say(ANNA, LATER, moment=60)
    story.say(ANNA, ACKNOWLEDGED)

    assert [answer.kind for answer in story.callout.answers] == [LATER, ACKNOWLEDGED]


def test_a_decline_moves_to_the_next_at_once(story: Story) -> None:
    story.minute = 3
    story.say(ANNA, DECLINED)

    assert state(story.callout) is State.DECLINED
    assert story.page().person == BERTIL
    assert state(story.callout) is State.WAITING


def test_whoever_declined_is_not_asked_again(story: Story) -> None:
    story.duty[Target.CHIEF] = ANNA
    story.say(ANNA, DECLINED)

    story.run()

    assert story.paged == [ANNA, BERTIL, BERTIL]


def test_a_decline_by_the_last_leaves_the_callout_unanswered(story: Story) -> None:
    story.run(until=49)
    story.say(KARIN, DECLINED)

    assert isinstance(story.act(), Exhaust)
    assert state(story.callout) is State.UNANSWERED


def test_a_decline_by_somebody_asked_before_leaves_the_wait_alone(story: Story) -> None:
    story.page(10)
    story.page(20)
    story.minute = 22
    due = story.callout.next_due_at

    story.say(ANNA, DECLINED)

    assert story.callout.next_due_at == due
    assert story.page(30).person == BERTIL


def test_a_decline_after_the_policy_has_ended_changes_no_due_moment(story: Story) -> None:
    story.run()

    story.say(ANNA, DECLINED)

    assert story.callout.next_due_at is None
    assert state(story.callout) is State.UNANSWERED


def test_a_decline_is_not_put_off_by_a_page_that_arrives_afterwards(story: Story) -> None:
    story.act(10)
    story.say(ANNA, DECLINED)

    story.arrive()

    assert story.callout.next_due_at == at(10)


def test_a_decline_while_the_next_is_parked_keeps_the_next(story: Story) -> None:
    story.opens[BERTIL] = 500
    story.page(10)
    story.act(20)

    story.say(ANNA, DECLINED)

    assert story.act() is None
    assert story.callout.parked_until == at(500)
    assert story.page(500).person == BERTIL


def test_a_decline_while_the_second_attempt_is_parked_moves_to_the_next_at_once(
    story: Story,
) -> None:
    story.opens[ANNA] = 500
    story.act(10)

    story.say(ANNA, DECLINED)

    assert story.page().person == BERTIL


def test_whoever_declined_may_still_change_to_yes(story: Story) -> None:
    story.say(ANNA, DECLINED)
    story.page(1)

    assert story.say(ANNA, ACKNOWLEDGED) is None
    assert story.act(100) is None
    assert ANNA not in story.callout.excluded


def test_a_yes_withdrawn_lets_the_chain_go_on_at_once(story: Story) -> None:
    story.say(ANNA, ACKNOWLEDGED)
    story.minute = 5

    story.say(ANNA, DECLINED)

    assert story.callout.answer is None
    assert story.page().person == BERTIL


def test_a_yes_after_the_policy_has_ended_settles_it(story: Story) -> None:
    story.run()

    assert story.say(BERTIL, ACKNOWLEDGED) is None
    assert state(story.callout) is State.ACKNOWLEDGED


def test_a_yes_withdrawn_after_the_policy_has_ended_is_told_as_unanswered(story: Story) -> None:
    story.run()
    story.say(ANNA, ACKNOWLEDGED)

    story.say(ANNA, DECLINED)

    assert isinstance(story.act(), Exhaust)


def test_who_joins_later_is_reminded_once_at_that_moment(story: Story) -> None:
    story.say(ANNA, LATER, moment=45)
    assert state(story.callout) is State.JOINING
    assert story.act(44) is None

    action = story.act(45)

    assert isinstance(action, Page)
    assert action.is_reminder
    assert (action.asked.person, action.asked.to, action.asked.number) == (ANNA, None, 2)


def test_a_reminder_has_the_patience_of_the_step_under_way(story: Story) -> None:
    story.say(ANNA, LATER, moment=45)
    story.act(45)

    story.arrive(minute=47)

    assert story.callout.next_due_at == at(57)


def test_a_reminder_that_is_not_answered_lets_the_chain_go_on(story: Story) -> None:
    story.say(ANNA, LATER, moment=45)
    story.page(45)

    assert story.page(55).person == BERTIL
    assert story.callout.answer is None
    assert ANNA in story.callout.excluded


def test_a_reminder_that_is_answered_settles_it(story: Story) -> None:
    story.say(ANNA, LATER, moment=45)
    story.page(45)

    assert story.say(ANNA, ACKNOWLEDGED) is None
    assert story.act(55) is None


def test_a_later_moment_given_anew_is_reminded_anew(story: Story) -> None:
    story.say(ANNA, LATER, moment=45)
    story.page(45)
    story.say(ANNA, LATER, moment=90)

    story.run(until=90)

    assert story.timeline == [(0, ANNA), (45, ANNA), (90, ANNA)]


def test_a_promise_to_join_is_not_moved_by_a_page_that_arrives_afterwards(story: Story) -> None:
    story.act(10)
    story.say(ANNA, LATER, moment=45)

    story.arrive()

    assert story.callout.next_due_at == at(45)


def test_the_failure_of_an_earlier_page_does_not_hurry_the_reminder(story: Story) -> None:
    story.act(10)
    story.say(ANNA, LATER, moment=45)
    story.page(45)
    due = story.callout.next_due_at

    story.fail(number=2)

    assert story.callout.next_due_at == due


def test_a_promise_to_join_leaves_whoever_is_parked_in_the_chain(story: Story) -> None:
    story.opens[BERTIL] = 30
    story.page(10)
    story.act(20)
    story.say(ANNA, LATER, moment=45)

    story.run()

    assert story.paged == [ANNA, ANNA, ANNA, BERTIL, BERTIL, KARIN]


def test_a_promise_not_kept_does_not_cost_another_person_the_second_attempt(story: Story) -> None:
    story.page(10)
    story.page(20)
    story.say(ANNA, LATER, moment=45)

    story.run()

    assert story.timeline[3:] == [(45, ANNA), (55, BERTIL), (65, KARIN)]


def test_a_promise_not_kept_after_the_policy_has_ended_is_told_as_unanswered(story: Story) -> None:
    story.run()
    story.say(ANNA, LATER, moment=200)
    story.page(200)

    assert isinstance(story.act(210), Exhaust)
    assert story.callout.answer is None
    assert state(story.callout) is State.UNANSWERED


def test_a_substitute_is_summoned_at_once(story: Story) -> None:
    story.minute = 2
    story.say(ANNA, SUBSTITUTE, substitute=STINA)
    assert state(story.callout) is State.SUBSTITUTE

    action = story.act()

    assert isinstance(action, Page)
    assert not action.is_reminder
    assert (action.asked.person, action.asked.to, action.asked.attempt) == (STINA, None, 1)


def test_a_substitute_is_not_put_off_by_a_page_that_arrives_afterwards(story: Story) -> None:
    story.act(10)
    story.say(ANNA, SUBSTITUTE, substitute=STINA)

    story.arrive()

    assert story.page().person == STINA


def test_a_substitute_who_acknowledges_settles_it(story: Story) -> None:
    story.say(ANNA, SUBSTITUTE, substitute=STINA)
    story.page()

    assert story.say(STINA, ACKNOWLEDGED) is None
    assert state(story.callout) is State.ACKNOWLEDGED
    assert story.act(100) is None


def test_a_substitute_who_does_not_answer_lets_the_chain_go_on_past_both(story: Story) -> None:
    story.duty[Target.CHIEF] = STINA
    story.say(ANNA, SUBSTITUTE, substitute=STINA)

    story.run()

    assert story.paged == [ANNA, STINA, BERTIL, BERTIL]
    assert {ANNA, STINA} <= story.callout.excluded


def test_a_substitute_who_declines_lets_the_chain_go_on_at_once_past_both(story: Story) -> None:
    story.say(ANNA, SUBSTITUTE, substitute=STINA)
    story.page()
    story.minute = 4
    story.say(STINA, DECLINED)

    assert story.page().person == BERTIL
    assert {ANNA, STINA} <= story.callout.excluded


def test_a_substitute_nobody_can_reach_lets_the_chain_go_on_at_once(story: Story) -> None:
    story.say(ANNA, SUBSTITUTE, substitute=STINA)
    story.act()
    story.fail()

    assert story.page().person == BERTIL


def test_a_substitute_may_send_somebody_in_turn(story: Story) -> None:
    story.say(ANNA, SUBSTITUTE, substitute=STINA)
    story.page()
    story.say(STINA, SUBSTITUTE, substitute=BO)

    story.run()

    assert story.paged == [ANNA, STINA, BO, BERTIL, BERTIL, KARIN]


def test_another_substitute_replaces_the_first(story: Story) -> None:
    story.say(ANNA, SUBSTITUTE, substitute=STINA)
    story.page()
    story.say(ANNA, SUBSTITUTE, substitute=BO)

    assert story.page().person == BO
    assert story.say(STINA, ACKNOWLEDGED) is Refusal.ALREADY_ANSWERED


def test_somebody_who_declined_may_be_sent_as_a_substitute(story: Story) -> None:
    story.say(ANNA, DECLINED)
    story.page()
    story.say(BERTIL, SUBSTITUTE, substitute=ANNA)

    assert story.page().person == ANNA
    assert ANNA not in story.callout.excluded


def test_a_substitution_withdrawn_keeps_the_substitute_in_the_policy(story: Story) -> None:
    story.say(ANNA, SUBSTITUTE, substitute=KARIN)
    story.say(ANNA, DECLINED)

    story.run()

    assert story.paged == [ANNA, BERTIL, BERTIL, KARIN]


def test_every_answer_that_counts_raises_the_revision_by_one(story: Story) -> None:
    before = story.callout.revision

    story.say(ANNA, LATER, moment=45)
    story.say(ANNA, LATER, moment=45)
    story.say(ANNA, DECLINED)

    assert story.callout.revision == before + 2


def test_a_reason_is_written_on_the_newest_decline_and_moves_nothing(story: Story) -> None:
    story.say(ANNA, DECLINED)
    story.act(10)
    before = story.callout

    noted = note_reason(before, ANNA, "Sjuk")

    assert noted is not None
    assert [answer.note for answer in noted.answers] == ["Sjuk"]
    assert (noted.next_due_at, noted.pages) == (before.next_due_at, before.pages)
    assert noted.revision == before.revision + 1


def test_who_has_not_declined_has_no_reason_to_give(story: Story) -> None:
    story.say(ANNA, ACKNOWLEDGED)

    assert note_reason(story.callout, ANNA, "Sjuk") is None
