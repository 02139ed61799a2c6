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
    if holds is not None and not _is_followed_up(callout, holds):
        return _follow_up(callout, holds, now)
    dropped = _drop_undelivered(_drop_unkept(callout))
    return _follow_policy(_drop_hopeless_step(dropped), now, who)


def delivered(callout: Callout, number: int, at: datetime) -> Callout:
    """Note a page's first delivery; the wait for its answer begins."""
    page = _page_number(callout, number)
    if page is None or page.delivered_at is not None:
        return callout
    arrived = _with_page(callout, replace(page, delivered_at=at, failed=False))
    if not _is_awaited(callout, page):
        return arrived
    return replace(arrived, next_due_at=at + _patience(callout))


def undeliverable(callout: Callout, number: int, now: datetime) -> Callout:
    """Note that no platform can take a page; the chain moves on at once if it waits for it."""
    page = _page_number(callout, number)
    if page is None or page.delivered_at is not None or page.failed:
        return callout
    failed = _with_page(callout, replace(page, failed=True))
    if not _is_awaited(callout, page):
        return failed
    return replace(failed, next_due_at=now)


def answer(callout: Callout, given: Answer) -> Callout | Refusal:
    """Record an answer, or say why it changes nothing."""
    refusal = _refusal(callout, given)
    if refusal is not None:
        return refusal
    if given.kind is AnswerKind.DECLINED:
        return _decline(callout, given)
    return _settle(callout, given)


def note_reason(callout: Callout, by: PersonId, note: str) -> Callout | None:
    """Write the reason on the person's newest "kan inte"; None when there is none."""
    declined = [one for one in callout.answers if one.by == by and one.kind is AnswerKind.DECLINED]
    if not declined:
        return None
    noted = replace(declined[-1], note=note)
    answers = tuple(noted if one is declined[-1] else one for one in callout.answers)
    return _changed(callout, answers=answers)


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


def has_next(callout: Callout) -> bool:
    """Whether somebody but the coordinator is called, or will be, while nobody has answered."""
    if callout.is_exhausted:
        return False
    return not callout.pages or callout.pages[-1].to is not Target.COORDINATOR


def _changed(callout: Callout, **changes: Any) -> Callout:
    return replace(callout, revision=callout.revision + 1, **changes)


def _is_followed_up(callout: Callout, holds: Answer) -> bool:
    """Whether the page that an answer calls for, a reminder or a substitute's, is promised."""
    if holds.kind is AnswerKind.LATER:
        return callout.is_reminded
    return any(
        page.person == holds.substitute and page.to is None and page.promised_at >= holds.at
        for page in callout.pages
    )


def _follow_up(callout: Callout, holds: Answer, now: datetime) -> Decision:
    """Remind whoever joins later at the moment given, or summon the substitute."""
    if holds.substitute is not None:
        return _page(callout, holds.substitute, None, 1, now)
    reminded = replace(callout, is_reminded=True)
    return _page(reminded, holds.by, None, 1, now, is_reminder=True)


def _drop_unkept(callout: Callout) -> Callout:
    """Let go of an "ansluter senare" or a substitute that came to nothing."""
    holds = callout.answer
    if holds is None:
        return callout
    gone = {person for person in (holds.by, holds.substitute) if person is not None}
    return replace(callout, answer=None, is_reminded=False, excluded=callout.excluded | gone)


def _drop_undelivered(callout: Callout) -> Callout:
    """Count a page that is still undelivered after its patience as undeliverable."""
    if not callout.pages or callout.parked_until is not None:
        return callout
    newest = callout.pages[-1]
    if newest.delivered_at is not None or newest.failed:
        return callout
    return replace(callout, pages=(*callout.pages[:-1], replace(newest, failed=True)))


def _drop_hopeless_step(callout: Callout) -> Callout:
    """Give up the rest of a step whose person has declined, been replaced or is out of reach."""
    if callout.attempt == 0:
        return callout
    last = _pages_of_step(callout)[-1]
    if not last.failed and last.person not in callout.excluded:
        return callout
    return replace(callout, attempt=_step(callout).attempts)


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
        if candidate.opens_at > now:
            decision = _park(callout, candidate.opens_at)
        else:
            there = replace(callout, step=step, attempt=attempt + 1)
            decision = _page(there, candidate.person, current.to, attempt + 1, now)
        return replace(decision, skipped=tuple(skipped))
    return replace(_exhaust(callout), skipped=tuple(skipped))


def _park(callout: Callout, until: datetime) -> Decision:
    """Wait for an opening. The cursor stays: by then a step passed over may find somebody."""
    action = None if callout.parked_until == until else Park(until)
    return Decision(_changed(callout, next_due_at=until, parked_until=until), action)


def _exhaust(callout: Callout) -> Decision:
    exhausted = _changed(
        callout,
        step=len(callout.policy.steps),
        attempt=0,
        next_due_at=None,
        parked_until=None,
        is_exhausted=True,
    )
    return Decision(exhausted, Exhaust())


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


def _pages_of_step(callout: Callout) -> list[Asked]:
    """Return the pages that a step under way has made: the last so many attempts."""
    return [page for page in callout.pages if page.to is not None][-callout.attempt :]


def _step(callout: Callout) -> Step:
    last = len(callout.policy.steps) - 1
    return callout.policy.steps[min(callout.step, last)]


def _patience(callout: Callout) -> timedelta:
    return _step(callout).patience


def _page_number(callout: Callout, number: int) -> Asked | None:
    return next((page for page in callout.pages if page.number == number), None)


def _with_page(callout: Callout, changed: Asked) -> Callout:
    pages = tuple(changed if page.number == changed.number else page for page in callout.pages)
    return _changed(callout, pages=pages)


def _is_awaited(callout: Callout, page: Asked) -> bool:
    """Whether the callout's next due moment is about this page."""
    is_waiting = callout.next_due_at is not None and callout.parked_until is None
    is_newest = page.number == len(callout.pages)
    is_over = page.failed or page.person in callout.excluded
    if not is_waiting or not is_newest or is_over:
        return False
    return callout.answer is None or _is_followed_up(callout, callout.answer)


def _refusal(callout: Callout, given: Answer) -> Refusal | None:
    if callout.is_ended:
        return Refusal.ENDED
    if not _may_answer(callout, given):
        return Refusal.NOT_SUMMONED
    if _is_same(callout, given):
        return Refusal.SAME_ANSWER
    holds = callout.answer
    if holds is None or given.by in {holds.by, holds.substitute}:
        return None
    return Refusal.ALREADY_ANSWERED


def _may_answer(callout: Callout, given: Answer) -> bool:
    """Whoever was asked may, and whoever took it over unasked may change that."""
    heard = {page.person for page in callout.pages} | {past.by for past in callout.answers}
    return given.by in heard or given.kind in BY_AUTHORITY


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
        excluded=(callout.excluded | _replaced(callout, given)) - {given.by, given.substitute},
        next_due_at=due,
        parked_until=None,
        is_reminded=False,
        is_exhausted=False,
    )


def _decline(callout: Callout, given: Answer) -> Callout:
    declined = _changed(
        callout,
        answer=None,
        answers=(*callout.answers, given),
        excluded=callout.excluded | _replaced(callout, given) | {given.by},
        is_reminded=False,
    )
    is_holder = callout.answer is not None
    is_newest = bool(callout.pages) and callout.pages[-1].person == given.by
    if callout.is_exhausted or not (is_holder or is_newest):
        return declined  # nobody, or somebody else, is being waited for
    return replace(declined, next_due_at=given.at)


def _replaced(callout: Callout, given: Answer) -> set[PersonId]:
    """Return whoever sent the person who answers: the chain does not go back to them."""
    holds = callout.answer
    return {holds.by} if holds is not None and holds.substitute == given.by else set()


def _last_word_is_a_decline(callout: Callout) -> bool:
    if not callout.answers or callout.answers[-1].kind is not AnswerKind.DECLINED:
        return False
    return not callout.pages or callout.pages[-1].promised_at < callout.answers[-1].at
