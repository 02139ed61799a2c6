"""What holds for every policy, however late the ticks and deliveries, whatever is answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from escalation.callout import AnswerKind, Callout, Page, Refusal
from roster.model import PersonId, Policy, Step, Target
from tests.unit.story import ANNA, BERTIL, BO, KARIN, SAM, STINA, Story, policy

PEOPLE = (ANNA, BERTIL, BO, KARIN, SAM, STINA)
FOLLOWED_UP = {AnswerKind.LATER, AnswerKind.SUBSTITUTE}
MANY_MINUTES = 5_000

steps = st.tuples(st.integers(1, 3), st.integers(1, 30))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    targets = draw(st.permutations(list(Target)))
    chosen = targets[: draw(st.integers(1, len(targets)))]
    return policy(*((to, *draw(steps)) for to in chosen))


@st.composite
def duties(draw: st.DrawFn) -> dict[Target, PersonId]:
    """Let targets go unfilled, and people hold several."""
    return draw(st.dictionaries(st.sampled_from(Target), st.sampled_from(PEOPLE)))


@dataclass(frozen=True)
class Happening:
    """Some minutes pass, then something happens."""

    after: int
    what: str
    person: PersonId
    kind: AnswerKind
    other: PersonId


happenings = st.builds(
    Happening,
    after=st.integers(0, 40),
    what=st.sampled_from(["check", "check", "arrive", "fail", "answer", "new duty"]),
    person=st.sampled_from(PEOPLE),
    kind=st.sampled_from(AnswerKind),
    other=st.sampled_from(PEOPLE),
)
stories = st.builds(
    Story,
    policy=policies(),
    duty=duties(),
    opens=st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 300)),
)
scripts = st.lists(happenings, max_size=30)


def happen(story: Story, happening: Happening) -> None:
    story.minute += happening.after
    match happening.what:
        case "check":
            story.check()
        case "arrive":
            story.arrive()
        case "fail":
            story.fail()
        case "new duty":
            story.duty[Target.ON_CALL] = happening.person
        case _:
            _answer(story, happening)


def _answer(story: Story, happening: Happening) -> None:
    is_later = happening.kind is AnswerKind.LATER
    is_substitution = happening.kind is AnswerKind.SUBSTITUTE
    story.say(
        happening.person,
        happening.kind,
        moment=story.minute + 1 + happening.after if is_later else None,
        substitute=happening.other if is_substitution else None,
    )


def acts(story: Story, script: list[Happening]) -> Iterator[tuple[Callout, Callout]]:
    """Play a script, then check punctually to the end; yield each state with the one before."""
    for happening in script:
        before = story.callout
        happen(story, happening)
        yield before, story.callout
    for _ in range(100):
        before = story.callout
        if before.next_due_at is None:
            return
        action = story.act_when_due()
        yield before, story.callout
        if isinstance(action, Page):
            before = story.callout
            story.arrive()
            yield before, story.callout
    raise AssertionError(story.callout)


def promised(before: Callout, after: Callout) -> list[PersonId]:
    return [page.person for page in after.pages[len(before.pages) :]]


@given(stories, scripts)
def test_two_checks_at_the_same_moment_are_one(story: Story, script: list[Happening]) -> None:
    for happening in script:
        happen(story, happening)
        story.check()
        before = story.callout

        assert story.check().callout is before


@given(stories, scripts)
def test_every_callout_comes_to_an_end(story: Story, script: list[Happening]) -> None:
    for _ in acts(story, script):
        pass

    answer = story.callout.answer
    assert story.callout.is_exhausted is (answer is None)
    assert answer is None or answer.kind not in FOLLOWED_UP


@given(stories, scripts)
def test_the_revision_grows_by_one_with_every_change(story: Story, script: list[Happening]) -> None:
    for before, after in acts(story, script):
        grown = after.revision - before.revision

        assert grown == (0 if after == before else 1)


@given(stories, scripts)
def test_nobody_who_declined_or_was_replaced_is_paged_again(
    story: Story, script: list[Happening]
) -> None:
    for before, after in acts(story, script):
        assert not before.excluded.intersection(promised(before, after))


@given(stories, scripts)
def test_nothing_is_sent_while_an_answer_settles_the_callout(
    story: Story, script: list[Happening]
) -> None:
    for before, after in acts(story, script):
        is_settled = before.answer is not None and before.answer.kind not in FOLLOWED_UP

        assert not (is_settled and promised(before, after))


@given(stories, scripts)
def test_one_check_promises_one_page_at_most(story: Story, script: list[Happening]) -> None:
    for before, after in acts(story, script):
        assert len(promised(before, after)) <= 1


@given(stories, scripts)
def test_nobody_is_forgotten(story: Story, script: list[Happening]) -> None:
    for _ in acts(story, script):
        pass

    if story.callout.is_exhausted:
        steady = [step.to for step in story.policy.steps if step.to is not Target.ON_CALL]
        wanted = {story.duty[to] for to in steady if to in story.duty}
        assert wanted <= {*story.paged, *story.callout.excluded}


@given(
    policies(),
    st.lists(st.tuples(st.integers(0, 45), st.sampled_from(["check", "arrive"])), max_size=40),
)
def test_two_pages_are_never_closer_than_the_patience(
    followed: Policy, ticks: list[tuple[int, str]]
) -> None:
    story = Story(followed)

    for minutes, what in ticks:
        story.minute += minutes
        story.check() if what == "check" else story.arrive()

    for earlier, later in pairwise(story.callout.pages):
        patience = next(step.patience for step in followed.steps if step.to is earlier.to)
        waited_from = earlier.promised_at
        if earlier.delivered_at is not None and earlier.delivered_at < later.promised_at:
            waited_from = earlier.delivered_at
        assert later.promised_at - waited_from >= patience


def ideal(followed: Policy, duty: dict[Target, PersonId]) -> list[tuple[float, PersonId]]:
    """Lay the policy out in time, as if every page arrived at once and nobody answered."""
    minute = timedelta()
    line = []
    for step in followed.steps:
        for _ in range(step.attempts):
            line.append((minute / timedelta(minutes=1), duty[step.to]))
            minute += step.patience
    return line


@given(policies())
@example(Policy("one", (Step(Target.CHIEF, 1, timedelta(minutes=1)),)))
def test_punctual_checks_and_deliveries_follow_the_ideal_time_line(followed: Policy) -> None:
    story = Story(followed)

    story.run()

    assert story.timeline == ideal(followed, story.duty)


@given(policies(), st.integers(0, 400), st.integers(1, MANY_MINUTES))
def test_an_outage_delays_pages_but_loses_nobody(
    followed: Policy, starts: int, length: int
) -> None:
    story = Story(followed)

    story.run(until=starts)
    story.minute = starts + length
    story.run(until=2 * MANY_MINUTES)

    assert story.paged == [person for _, person in ideal(followed, story.duty)]
    assert story.callout.is_exhausted


@settings(max_examples=50)
@given(policies(), st.integers(0, 8), st.sampled_from([AnswerKind.TAKEN_OVER, AnswerKind.PHONED]))
def test_an_answer_at_any_point_is_the_last_thing_that_happens(
    followed: Policy, checks: int, kind: AnswerKind
) -> None:
    story = Story(followed)
    for _ in range(checks):
        story.run_once()
    before = list(story.callout.pages)

    refused = story.say(STINA, kind)
    story.run()

    assert refused is None
    assert list(story.callout.pages) == before
    assert story.say(STINA, kind) is Refusal.SAME_ANSWER
