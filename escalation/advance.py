"""Decide what a callout does next. Pure: no clock, no database, no network.

Patience runs from a page's delivery. A page that no platform takes lets the chain move on at
once; one still undelivered after its patience counts as undeliverable. A step outside its hours
waits for their opening, and looks the person up anew when they open.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from escalation.callout import (
    Answer,
    AnswerKind,
    Asked,
    Callout,
    Candidate,
    Decision,
    Exhaust,
    Page,
    Park,
    Refusal,
    Skipped,
    State,
    Who,
)
from roster.model import PersonId, Policy, Step, Target

SETTLING = frozenset(
    {
        AnswerKind.ACKNOWLEDGED,
        AnswerKind.LATER,
        AnswerKind.SUBSTITUTE,
        AnswerKind.TAKEN_OVER,
        AnswerKind.PHONED,
    }
)
FINAL = SETTLING - {AnswerKind.LATER, AnswerKind.SUBSTITUTE}
BY_AUTHORITY = frozenset({AnswerKind.TAKEN_OVER, AnswerKind.PHONED})  # the caller has checked

STATES = {
    AnswerKind.ACKNOWLEDGED: State.ACKNOWLEDGED,
    AnswerKind.PHONED: State.ACKNOWLEDGED,
    AnswerKind.LATER: State.JOINING,
    AnswerKind.SUBSTITUTE: State.SUBSTITUTE,
    AnswerKind.TAKEN_OVER: State.TAKEN_OVER,
}


def frozen_policy(policy: Policy, factor: int) -> Policy:
    """Return the policy with every patience multiplied."""
    steps = tuple(replace(step, patience=step.patience * factor) for step in policy.steps)
    return replace(policy, steps=steps)


def open_callout(policy: Policy, now: datetime) -> Callout:
    """Return a new callout, due at once."""
    return Callout(policy=policy, next_due_at=now)


def advance(callout: Callout, now: datetime, who: Who) -> Decision:
    """Check a callout: at most one action, none before its due moment."""
    if callout.is_ended or callout.next_due_at is None or callout.next_due_at > now:
        return Decision(callout)
    holds = callout.answer
    if holds is not None and holds.kind is AnswerKind.LATER and not callout.is_reminded:
        reminded = replace(callout, is_reminded=True)
        return _page(reminded, holds.by, None, 1, now, is_reminder=True)
    if holds is not None and holds.kind is AnswerKind.SUBSTITUTE and not _is_sent(callout, holds):
        assert holds.substitute is not None
        return _page(callout, holds.substitute, None, 1, now)
    return _follow_policy(_drop_undelivered(_drop_unkept(callout)), now, who)


def delivered(callout: Callout, number: int, at: datetime) -> Callout:
    """Note a page's first delivery; the wait for its answer begins."""
    page = _page_number(callout, number)
    if page is None or page.delivered_at is not None:
        return callout
    arrived = _with_page(callout, replace(page, delivered_at=at, failed=False))
    if not _is_awaited(callout, number) or page.failed:
        return arrived
    return replace(arrived, next_due_at=at + _patience(callout))


def undeliverable(callout: Callout, number: int, now: datetime) -> Callout:
    """Note that no platform can take a page; the chain moves on at once if it waits for it."""
    page = _page_number(callout, number)
    if page is None or page.delivered_at is not None or page.failed:
        return callout
    failed = _with_page(callout, replace(page, failed=True))
    if not _is_awaited(callout, number):
        return failed
    return _give_up_step(failed, now)


def answer(callout: Callout, given: Answer) -> Callout | Refusal:
    """Record an answer, or say why it changes nothing."""
    refusal = _refusal(callout, given)
    if refusal is not None:
        return refusal
    if given.kind is AnswerKind.DECLINED:
        return _decline(callout, given)
    return _settle(callout, given)


def end(callout: Callout) -> Callout:
    """Stop a callout with its alarm; what has been answered stays."""
    if callout.is_ended:
        return callout
    return _changed(callout, is_ended=True, next_due_at=None)


def state(callout: Callout) -> State:
    """Return where the callout stands, in the matrix's words."""
    if callout.answer is not None:
        return STATES[callout.answer.kind]
    if callout.is_exhausted:
        return State.UNANSWERED
    if callout.parked_until is not None:
        return State.PARKED
    if _last_word_is_a_decline(callout):
        return State.DECLINED
    return State.WAITING


def _changed(callout: Callout, **changes: Any) -> Callout:
    return replace(callout, revision=callout.revision + 1, **changes)


def _is_sent(callout: Callout, holds: Answer) -> bool:
    """Whether the substitute has been paged since the answer was given."""
    return any(
        page.person == holds.substitute and page.to is None and page.promised_at >= holds.at
        for page in callout.pages
    )


def _drop_unkept(callout: Callout) -> Callout:
    """Let go of an "ansluter senare" or a substitute that came to nothing."""
    holds = callout.answer
    if holds is None:
        return callout
    gone = {person for person in (holds.by, holds.substitute) if person is not None}
    return replace(
        callout,
        answer=None,
        is_reminded=False,
        excluded=callout.excluded | gone,
        attempt=_attempts(callout),
    )


def _drop_undelivered(callout: Callout) -> Callout:
    """Count a page that is still undelivered after its patience as undeliverable."""
    if not callout.pages or callout.parked_until is not None:
        return callout
    newest = callout.pages[-1]
    if newest.delivered_at is not None or newest.failed:
        return callout
    pages = (*callout.pages[:-1], replace(newest, failed=True))
    return replace(callout, pages=pages, attempt=_attempts(callout))


def _follow_policy(callout: Callout, now: datetime, who: Who) -> Decision:
    skipped: list[Skipped] = []
    step, attempt = callout.step, callout.attempt
    while step < len(callout.policy.steps):
        current = callout.policy.steps[step]
        if attempt >= current.attempts:
            step, attempt = step + 1, 0
            continue
        candidate = who(current.to)
        if candidate is None or not _may_be_asked(callout, candidate.person, step, attempt):
            skipped.append(Skipped(current.to, candidate.person if candidate else None))
            step, attempt = step + 1, 0
            continue
        there = replace(callout, step=step, attempt=attempt)
        return _reach(there, current, candidate, now, tuple(skipped))
    exhausted = _changed(
        callout,
        step=step,
        attempt=0,
        next_due_at=None,
        parked_until=None,
        is_exhausted=True,
    )
    return Decision(exhausted, Exhaust(), tuple(skipped))


def _reach(
    callout: Callout, step: Step, candidate: Candidate, now: datetime, skipped: tuple[Skipped, ...]
) -> Decision:
    if candidate.opens_at > now:
        return _park(callout, candidate.opens_at, skipped)
    advanced = replace(callout, attempt=callout.attempt + 1)
    decision = _page(advanced, candidate.person, step.to, advanced.attempt, now)
    return replace(decision, skipped=skipped)


def _park(callout: Callout, until: datetime, skipped: tuple[Skipped, ...]) -> Decision:
    action = None if callout.parked_until == until else Park(until)
    return Decision(_changed(callout, next_due_at=until, parked_until=until), action, skipped)


def _page(
    callout: Callout,
    person: PersonId,
    to: Target | None,
    attempt: int,
    now: datetime,
    *,
    is_reminder: bool = False,
) -> Decision:
    asked = Asked(len(callout.pages) + 1, person, to, attempt, now)
    paged = _changed(
        callout,
        pages=(*callout.pages, asked),
        next_due_at=now + _patience(callout),
        parked_until=None,
    )
    return Decision(paged, Page(asked, is_reminder))


def _may_be_asked(callout: Callout, person: PersonId, step: int, attempt: int) -> bool:
    """Nobody is asked twice but by the further attempts of the step that asked first."""
    if person in callout.excluded:
        return False
    asked = [page for page in callout.pages if page.person == person]
    if not asked:
        return True
    if step != callout.step or attempt == 0:
        return False
    return all(page in _pages_of_step(callout) and not page.failed for page in asked)


def _pages_of_step(callout: Callout) -> tuple[Asked, ...]:
    """Return the pages that the step under way has made: the last so many attempts."""
    by_policy = [page for page in callout.pages if page.to is not None]
    return tuple(by_policy[len(by_policy) - callout.attempt :]) if callout.attempt else ()


def _step(callout: Callout) -> Step:
    last = len(callout.policy.steps) - 1
    return callout.policy.steps[min(callout.step, last)]


def _patience(callout: Callout) -> timedelta:
    return _step(callout).patience


def _attempts(callout: Callout) -> int:
    return _step(callout).attempts


def _page_number(callout: Callout, number: int) -> Asked | None:
    return next((page for page in callout.pages if page.number == number), None)


def _with_page(callout: Callout, changed: Asked) -> Callout:
    pages = tuple(changed if page.number == changed.number else page for page in callout.pages)
    return _changed(callout, pages=pages)


def _is_awaited(callout: Callout, number: int) -> bool:
    """Whether the callout's next due moment is about this page."""
    is_newest = number == len(callout.pages)
    is_final = callout.answer is not None and callout.answer.kind in FINAL
    waits_for_moment = (
        callout.answer is not None
        and callout.answer.kind is AnswerKind.LATER
        and not callout.is_reminded
    )
    return (
        is_newest
        and callout.next_due_at is not None
        and callout.parked_until is None
        and not is_final
        and not waits_for_moment
    )


def _give_up_step(callout: Callout, now: datetime) -> Callout:
    """Make the chain due now, past the rest of the step under way."""
    return replace(callout, attempt=_attempts(callout), next_due_at=now, parked_until=None)


def _refusal(callout: Callout, given: Answer) -> Refusal | None:
    if callout.is_ended:
        return Refusal.ENDED
    was_asked = any(page.person == given.by for page in callout.pages)
    if not was_asked and given.kind not in BY_AUTHORITY:
        return Refusal.NOT_SUMMONED
    if _is_same(callout, given):
        return Refusal.SAME_ANSWER
    holds = callout.answer
    if holds is None or given.by in {holds.by, holds.substitute}:
        return None
    return Refusal.ALREADY_ANSWERED


def _is_same(callout: Callout, given: Answer) -> bool:
    mine = [earlier for earlier in callout.answers if earlier.by == given.by]
    if not mine:
        return False
    last = mine[-1]
    is_same = (last.kind, last.moment, last.substitute) == (
        given.kind,
        given.moment,
        given.substitute,
    )
    if given.kind is AnswerKind.DECLINED:
        return is_same
    return is_same and callout.answer == last


def _settle(callout: Callout, given: Answer) -> Callout:
    due = {AnswerKind.LATER: given.moment, AnswerKind.SUBSTITUTE: given.at}.get(given.kind)
    return _changed(
        callout,
        answer=given,
        answers=(*callout.answers, given),
        excluded=callout.excluded - {given.by},
        next_due_at=due,
        parked_until=None,
        is_reminded=False,
        is_exhausted=False,
    )


def _decline(callout: Callout, given: Answer) -> Callout:
    holds = callout.answer
    gone = {given.by}
    if holds is not None and holds.substitute is not None:
        gone |= {holds.by, holds.substitute}
    declined = _changed(
        callout,
        answer=None,
        answers=(*callout.answers, given),
        excluded=callout.excluded | gone,
        is_reminded=False,
    )
    if callout.is_exhausted:
        return declined
    newest = callout.pages[-1].person
    if holds is None and newest != given.by:
        return declined  # somebody else is being waited for
    return _give_up_step(declined, given.at)


def _last_word_is_a_decline(callout: Callout) -> bool:
    if not callout.answers or callout.answers[-1].kind is not AnswerKind.DECLINED:
        return False
    return not callout.pages or callout.pages[-1].promised_at < callout.answers[-1].at
