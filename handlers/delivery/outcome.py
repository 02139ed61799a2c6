"""Write down how deliveries went, and decide what becomes of those that were refused."""

import random
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, TypeAlias

import structlog

from handlers import access, figures
from handlers.delivery import settle
from handlers.delivery.errand import Errand, answers_press, is_looked_for
from handlers.delivery.port import HASTE, NAME_TAKEN, DeliveryError, Failure
from handlers.work import Work
from storage import backlog, claims, outbox
from storage.access import Barred, Lack, barred
from storage.model import Delivery, Platform

log = structlog.get_logger()

FIRST_RETRY = 1.0  # seconds; doubled each time, with jitter
LONGEST_RETRY = 60.0  # seconds
LONGEST_OF_PAGE = 10.0  # seconds, where trying again cannot reach anybody twice
OUTAGE = timedelta(seconds=10)  # without a delivery: the next one says that it may be over
STRAGGLERS = 3.0  # seconds: what was cut off has arrived by then, as a rule
LATEST_ARRIVAL = 30.0  # seconds: by then surely, and what is sent only once can be looked for
CAN_BE_ASKED = frozenset({Platform.SLACK})  # where we can look for what may have arrived
MOST_NAMES = 50  # names that are tried for a channel, with a number behind

LACKS = {Failure.SHUT_OUT: Lack.TOKEN, Failure.NOT_ALLOWED: Lack.SCOPE}

Outcome: TypeAlias = Mapping[str, Any] | DeliveryError
Settled: TypeAlias = tuple[Errand, Outcome]


def settle_all(work: Work, batch: Iterable[Settled]) -> None:
    """Write down how several went, in one order everywhere, so that processes do not lock horns."""
    told = sorted(batch, key=lambda one: one[0].delivery.subject)
    for errand, outcome in told:
        settle_errand(work, errand, outcome)
    for platform in {e.delivery.platform for e, o in told if not isinstance(o, DeliveryError)}:
        _note_flow(work, platform)
    for platform in {errand.delivery.platform for errand, _ in told}:
        _note_access(work, platform, told)


def _note_flow(work: Work, platform: Platform) -> None:
    """Note that the platform takes what it gets; after an outage, all that waits tries again."""
    last = backlog.last_delivered(work.session).get(platform)
    backlog.note_flow(work.session, platform, work.real_now)
    if last is not None and work.real_now - last > OUTAGE:
        soon = work.real_now + timedelta(seconds=STRAGGLERS)
        claims.hasten(work.session, platform, soon, but=HASTE)


def _note_access(work: Work, platform: Platform, told: Iterable[Settled]) -> None:
    """Note that the platform refuses us, or does not any more."""
    found = barred(work.session).get(platform)
    for errand, outcome in told:
        if errand.delivery.platform is platform:
            found = _access_after(found, errand, outcome)
    access.note(work, platform, found)


def _access_after(known: Barred | None, errand: Errand, outcome: Outcome) -> Barred | None:
    """Return what is refused to us after an attempt."""
    if not isinstance(outcome, DeliveryError):
        return None if known is not None and _disproves(known, errand) else known
    lack = LACKS.get(outcome.failure)
    if lack is None or (known is not None and known.reason == outcome.reason):
        return known
    method = claims.LOOK if outcome.is_of_look else errand.delivery.method
    return Barred(lack, method, outcome.reason)


def _disproves(known: Barred, errand: Errand) -> bool:
    """Whether what was refused has been allowed, now that the errand is done."""
    delivery = errand.delivery
    if answers_press(delivery, attempt=delivery.attempts):
        return False  # it went to the press's own address, which asks for no token
    if known.method == delivery.method:
        return True
    return known.method == claims.LOOK and is_looked_for(delivery)


def settle_errand(work: Work, errand: Errand, outcome: Outcome) -> None:
    """Write down how it went, and let the facts follow."""
    if not claims.settles(work.session, errand.delivery):
        log.warning("settled elsewhere", **errand.delivery.log_context())
        return
    if not isinstance(outcome, DeliveryError):
        claims.delivered(work.session, errand.delivery, outcome, work.real_now)
        figures.count(figures.SENT, errand.delivery)
        settle.arrived(work, errand.delivery, outcome)
        return
    _refused(work, errand.delivery, outcome)


def _refused(work: Work, delivery: Delivery, refusal: DeliveryError) -> None:
    log.warning("delivery refused", reason=refusal.reason, **delivery.log_context())
    if refusal.is_haste:
        figures.HASTY.labels(delivery.platform.value).inc()
    if refusal.reason == NAME_TAKEN and delivery.payload.get("taken", 0) < MOST_NAMES:
        claims.note_name_taken(work.session, delivery, work.real_now)
    elif refusal.failure in {Failure.PERMANENT, Failure.UNREACHABLE}:
        settle.give_up(work, delivery, refusal.reason, refusal.failure)
    elif _must_be_looked_for(delivery, refusal) and delivery.platform not in CAN_BE_ASKED:
        settle.give_up(work, delivery, claims.INTERRUPTED)
    else:
        _try_again(work, delivery, refusal)


def _must_be_looked_for(delivery: Delivery, refusal: DeliveryError) -> bool:
    """Whether it may never be sent twice, and may have arrived."""
    is_once = bool(delivery.payload.get("at_most_once"))
    return is_once and refusal.failure is Failure.UNKNOWN


def _for_late_arrival(delivery: Delivery, refusal: DeliveryError) -> float:
    """Return for how many seconds the next attempt waits for what may still be on the wire."""
    if _must_be_looked_for(delivery, refusal):
        return LATEST_ARRIVAL
    is_edit = delivery.method == "edit" and refusal.failure is Failure.UNKNOWN
    return STRAGGLERS if is_edit else 0.0  # it might undo what follows


def _try_again(work: Work, delivery: Delivery, refusal: DeliveryError) -> None:
    figures.count(figures.FAILED, delivery)
    asked = refusal.retry_after
    wait = asked if asked is not None else back_off(delivery.attempts, _longest(delivery, refusal))
    wait = max(wait, _for_late_arrival(delivery, refusal))
    claims.retry(
        work.session,
        delivery,
        work.real_now + timedelta(seconds=wait),
        refusal.reason,
        is_uncertain=refusal.failure is Failure.UNKNOWN,
        counted_at=work.real_now if _counts(delivery, refusal) else None,
    )


def _counts(delivery: Delivery, refusal: DeliveryError) -> bool:
    """Whether the platform counts the attempt towards its limits."""
    return not refusal.is_unheard and not answers_press(delivery, attempt=delivery.attempts)


def _longest(delivery: Delivery, refusal: DeliveryError) -> float:
    """Return how many seconds it may wait at most: a page not long after an outage has ended."""
    may_arrive_twice = refusal.failure is Failure.UNKNOWN and delivery.platform not in CAN_BE_ASKED
    is_page = delivery.priority <= outbox.LAST_PAGE_RANK
    return LONGEST_OF_PAGE if is_page and not may_arrive_twice else LONGEST_RETRY


def back_off(attempts: int, longest: float) -> float:
    """Return how many seconds to wait before the next attempt, with jitter."""
    wait: float = min(longest, FIRST_RETRY * 2.0 ** (attempts - 1))
    return wait * random.uniform(0.5, 1.0)  # noqa: S311  # jitter, not a secret
