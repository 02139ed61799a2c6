"""One actor's summons in one alarm, as data. Pure: no clock, no database, no network."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from roster.model import PersonId, Policy, Target


class AnswerKind(StrEnum):
    """What somebody has said to a summons."""

    ACKNOWLEDGED = "acknowledged"
    LATER = "later"  # joins at `Answer.moment`
    SUBSTITUTE = "substitute"  # sends `Answer.substitute`
    DECLINED = "declined"
    TAKEN_OVER = "taken_over"  # the coordinator has taken it over
    PHONED = "phoned"  # reached by telephone and ticked off by hand


class State(StrEnum):
    """Where a callout stands; the value is the word people read in the matrix."""

    WAITING = "väntar"
    PARKED = "parkerad"
    ACKNOWLEDGED = "kvitterad"
    JOINING = "ansluter"
    SUBSTITUTE = "ersättare"
    TAKEN_OVER = "övertagen"
    DECLINED = "kan inte"
    UNANSWERED = "obesvarad"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person said, and when."""

    kind: AnswerKind
    by: PersonId
    at: datetime
    moment: datetime | None = None
    substitute: PersonId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A page that has been promised to somebody. Numbers count from 1 within the callout."""

    number: int
    person: PersonId
    to: Target | None  # None: not a step of the policy but a substitute or a reminder
    attempt: int
    promised_at: datetime
    delivered_at: datetime | None = None
    failed: bool = False  # no platform could take it


@dataclass(frozen=True, slots=True)
class Callout:
    """One actor's summons in one alarm; its policy is frozen when the alarm opens."""

    policy: Policy
    next_due_at: datetime | None  # None: settled, exhausted or ended
    step: int = 0  # index into the policy: the step under way
    attempt: int = 0  # attempts already promised in that step
    parked_until: datetime | None = None
    pages: tuple[Asked, ...] = ()
    excluded: frozenset[PersonId] = frozenset()  # declined, or replaced: never asked again
    answer: Answer | None = None  # the one that holds now
    answers: tuple[Answer, ...] = ()  # all of them, oldest first
    is_reminded: bool = False  # the one reminder of `ansluter senare` has been promised
    is_exhausted: bool = False
    is_ended: bool = False
    revision: int = 0  # grows with every change; a delivery that carries an older one is stale


@dataclass(frozen=True, slots=True)
class Candidate:
    """The person a step leads to now, and from when that person may be disturbed."""

    person: PersonId
    opens_at: datetime  # not later than now: within hours


Who: TypeAlias = Callable[[Target], Candidate | None]
"""Answers whom a step leads to at this moment; None when nobody who has chat."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A step that found nobody, or only people already asked."""

    to: Target
    person: PersonId | None


@dataclass(frozen=True, slots=True)
class Page:
    """Summon a person; `asked` is the entry that the callout has gained."""

    asked: Asked
    is_reminder: bool = False  # of "ansluter senare"


@dataclass(frozen=True, slots=True)
class Park:
    """Nothing may be sent before `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Exhaust:
    """The policy has ended unanswered; the coordinator must take over."""


Action: TypeAlias = Page | Park | Exhaust


@dataclass(frozen=True, slots=True)
class Decision:
    """What one check of a callout led to: at most one action, and the steps it skipped."""

    callout: Callout
    action: Action | None = None
    skipped: tuple[Skipped, ...] = ()


class Refusal(StrEnum):
    """Why a press changed nothing."""

    NOT_SUMMONED = "not_summoned"
    ALREADY_ANSWERED = "already_answered"  # by somebody else
    SAME_ANSWER = "same_answer"  # the same press again
    ENDED = "ended"


def awaited(callout: Callout, person: PersonId) -> Asked | None:
    """Return the newest page that the person has yet to answer; the coordinator has a list."""
    is_settled = callout.answer is not None and callout.answer.substitute != person
    if is_settled or callout.is_ended or person in callout.excluded:
        return None
    mine = [page for page in callout.pages if page.person == person]
    sent = [page for page in mine if page.to is not Target.COORDINATOR]
    return sent[-1] if sent else None
