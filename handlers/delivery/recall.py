"""What a sender must know of the one before it, so that together they keep within the limits."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from handlers.delivery.errand import answers_press, call_of
from handlers.delivery.port import HASTE, Attempt, Limits
from handlers.work import Work
from storage import backlog, claims
from storage.backlog import Tried
from storage.claims import LONGEST_WINDOW
from storage.model import Delivery, DeliveryState, Platform

LONGEST_REQUEST = timedelta(seconds=10)  # when it was answered is not known, but at the latest


def recall(work: Work, platform: Platform, limits: Limits) -> None:
    """Count towards the limits what has just been sent, and keep the patience asked for."""
    limits.recall(list(_attempts(work, platform)))


def _attempts(work: Work, platform: Platform) -> Iterator[Attempt]:
    since = work.real_now - LONGEST_WINDOW - LONGEST_REQUEST
    for tried in backlog.lately(work.session, platform, since):
        if tried.is_last and _went_past(tried.delivery):
            continue
        ago = (work.real_now - _answered_at(work, tried)).total_seconds()
        yield Attempt(call_of(tried.delivery), ago, _patience(work, tried))


def _went_past(delivery: Delivery) -> bool:
    """Whether the last attempt met no limit: it was to a press's own address, or needless."""
    is_unsent = claims.UNSENT in (delivery.receipt or {})
    return is_unsent or answers_press(delivery, attempt=delivery.attempts)


def _answered_at(work: Work, tried: Tried) -> datetime:
    return tried.ended_at or min(work.real_now, tried.begun_at + LONGEST_REQUEST)


def _patience(work: Work, tried: Tried) -> float:
    delivery = tried.delivery
    if delivery.state is not DeliveryState.WAITING or delivery.error not in HASTE:
        return 0.0
    return max(0.0, (delivery.due_at - work.real_now).total_seconds())
