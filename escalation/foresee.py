"""Foresee what a callout does next if nobody answers. Pure: no clock, no database, no network."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from escalation.advance import advance
from escalation.callout import Callout, Decision, Who


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a callout will do by itself, and when."""

    at: datetime
    decision: Decision


def foresee(callout: Callout, now: datetime, who_at: Callable[[datetime], Who]) -> Foreseen | None:
    """Return the next check of the callout that is due; None when nothing more is.

    `who_at` answers as the roster stands now for a later moment; a swap made meanwhile changes it.
    """
    if callout.is_ended or callout.next_due_at is None:
        return None
    at = max(callout.next_due_at, now)
    return Foreseen(at, advance(callout, at, who_at(at)))
