"""The verdict on an ordeal finds every message that stands where, or as often as, it should not."""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from storage.model import Delivery, DeliveryState, Platform
from tests.ordeal.ledger import Ledger
from tests.ordeal.verdict import MARK, Verdict, judge
from tests.ordeal.witness import Seen, Sighting, Standing

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
LIST = "alarm/1/coordinator/1@telegram"
NEXT_LIST = "alarm/1/coordinator/2@telegram"
WORDS = "Att samordna: Lavskrika"

platforms = pytest.mark.parametrize("platform", list(Platform))


def promise(
    key: str,
    message: str | None,
    *,
    platform: Platform = Platform.TELEGRAM,
    state: DeliveryState = DeliveryState.DELIVERED,
    is_uncertain: bool = False,
) -> Delivery:
    """Promise a message, which the platform took under this id; None: it never said so."""
    return Delivery(
        id=1,
        key=key,
        platform=platform,
        priority=1,
        lane="",
        subject="alarm/1",
        method="send",
        address="person/maria",
        target=None,
        payload={"op": "send"},
        state=state,
        attempts=2,
        is_uncertain=is_uncertain,
        receipt={"chat": "900005", "message": message} if message else None,
        error=None,
        created_at=NOW,
        due_at=NOW,
    )


def ledger(*promises: Delivery) -> Ledger:
    return Ledger(
        now=NOW,
        earliest_due=None,
        stale=0,
        alarms=(),
        callouts=(),
        deliveries=promises,
        entries=(),
        actors={},
        slack={},
    )


def seen(copies: Sequence[tuple[str | None, str]], platform: Platform = Platform.TELEGRAM) -> Seen:
    """Let these have appeared, numbered from 1: whose each says it is, and what it says."""
    numbers = (str(number) for number in itertools.count(1))
    sightings = tuple(
        Sighting(platform, "900005", next(numbers), text, key) for key, text in copies
    )
    standing = {(s.platform, s.conversation, s.id): Standing(s.text, ()) for s in sightings}
    return Seen(sightings, standing, ())


def verdict_on(
    promises: Sequence[Delivery],
    copies: Sequence[tuple[str | None, str]],
    platform: Platform = Platform.TELEGRAM,
) -> Verdict:
    return judge(ledger(*promises), seen(copies, platform), ())


@platforms
def test_a_message_that_stands_once_is_right(platform: Platform) -> None:
    verdict = verdict_on([promise(LIST, "1", platform=platform)], [(LIST, WORDS)], platform)

    assert verdict.mistakes == ()


@platforms
@pytest.mark.parametrize("named", ["1", "2"])
def test_a_repeat_is_right_when_the_outcome_was_unknown_and_it_is_marked(
    platform: Platform, named: str
) -> None:
    """The first attempt may even arrive after the second, and without a mark."""
    uncertain = promise(LIST, named, platform=platform, is_uncertain=True)
    copies = [(LIST, WORDS), (LIST, f"{WORDS}\n\n{MARK}")]

    assert verdict_on([uncertain], copies, platform).mistakes == ()
    assert verdict_on([uncertain], copies[::-1], platform).mistakes == ()


@platforms
def test_a_repeat_without_a_mark_is_a_mistake(platform: Platform) -> None:
    uncertain = promise(LIST, "2", platform=platform, is_uncertain=True)

    verdict = verdict_on([uncertain], [(LIST, WORDS), (LIST, WORDS)], platform)

    assert verdict.mistakes == (f"{LIST} was repeated without a mark: {WORDS}",)


@platforms
def test_a_repeat_whose_words_have_changed_meanwhile_is_a_mistake_without_a_mark(
    platform: Platform,
) -> None:
    uncertain = promise(LIST, "2", platform=platform, is_uncertain=True)

    verdict = verdict_on([uncertain], [(LIST, WORDS), (LIST, f"{WORDS}, färre")], platform)

    assert verdict.unmarked == (f"{LIST} was repeated without a mark: {WORDS}",)


@platforms
def test_a_repeat_of_what_was_known_to_have_arrived_is_a_mistake(platform: Platform) -> None:
    certain = promise(LIST, "1", platform=platform)

    verdict = verdict_on([certain], [(LIST, WORDS), (LIST, f"{WORDS}\n\n{MARK}")], platform)

    assert verdict.mistakes == (f"{LIST} was repeated though its outcome was known",)


def test_two_promises_may_say_the_same() -> None:
    """A list that is composed when it is sent reads as the one before it while nothing happens."""
    promises = [promise(LIST, "1"), promise(NEXT_LIST, "3", is_uncertain=True)]
    changed = f"{WORDS}, färre\n\n{MARK}"

    verdict = verdict_on(promises, [(LIST, WORDS), (NEXT_LIST, WORDS), (NEXT_LIST, changed)])

    assert verdict.mistakes == ()


def test_what_was_given_up_may_stand_once_but_not_twice_unmarked() -> None:
    given_up = promise(LIST, None, state=DeliveryState.CANCELLED, is_uncertain=True)

    assert verdict_on([given_up], [(LIST, WORDS)]).mistakes == ()
    assert verdict_on([given_up], [(LIST, WORDS), (LIST, WORDS)]).unmarked == (
        f"{LIST} was repeated without a mark: {WORDS}",
    )


def test_a_digest_is_never_repeated_marked_or_not() -> None:
    digest = "digest/2026-11-30/person/maria@telegram"

    verdict = verdict_on(
        [promise(digest, "1", is_uncertain=True)], [(digest, WORDS), (digest, f"{WORDS} {MARK}")]
    )

    assert verdict.mistakes == (f"{digest} was sent 2 times",)


@pytest.mark.parametrize("key", [None, "alarm/9/raised@telegram"])
def test_a_message_that_nobody_promised_is_a_mistake(key: str | None) -> None:
    assert verdict_on([], [(key, WORDS)]).mistakes == (
        f"{key} was sent without a promise: {WORDS}",
    )


@platforms
def test_a_receipt_for_what_is_not_there_is_a_mistake(platform: Platform) -> None:
    verdict = verdict_on([promise(LIST, "2", platform=platform)], [(LIST, WORDS)], platform)

    assert verdict.mistakes == (f"{LIST} is not at {(platform, '900005', '2')}",)


@platforms
def test_a_receipt_for_another_promises_message_is_a_mistake(platform: Platform) -> None:
    promises = [promise(LIST, "2", platform=platform), promise(NEXT_LIST, "1", platform=platform)]

    verdict = verdict_on(promises, [(LIST, WORDS), (NEXT_LIST, WORDS)], platform)

    assert verdict.mistakes == (
        f"{LIST} is said to be at {(platform, '900005', '2')}, where {NEXT_LIST} is",
        f"{NEXT_LIST} is said to be at {(platform, '900005', '1')}, where {LIST} is",
    )
