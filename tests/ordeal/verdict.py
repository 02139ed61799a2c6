"""Compare what people saw with what the database promised. Pure: every mistake in words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from escalation.callout import AnswerKind, Asked
from roster.model import PersonId, Target
from storage.model import Delivery, DeliveryState, Platform, Summons
from tests.ordeal.ledger import Ledger
from tests.ordeal.witness import Seen, Sighting

MARK = "(kan vara upprepad)"
ARRIVED = {DeliveryState.DELIVERED, DeliveryState.BURIED}


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody has been told is so."""

    event: str
    codename: str
    by: str
    actor: str | None = None
    kind: AnswerKind | None = None

    def holds(self, ledger: Ledger) -> bool:
        """Whether the journal has it."""
        numbers = {alarm.id for alarm in ledger.alarms if alarm.codename == self.codename}
        actors = {summons.id: summons.actor for summons in ledger.callouts}
        return any(
            entry.alarm in numbers
            and entry.event == self.event
            and entry.facts.get("by") == self.by
            and (self.kind is None or entry.facts.get("kind") == self.kind)
            and (self.actor is None or entry.callout is None or actors[entry.callout] == self.actor)
            for entry in ledger.entries
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """The mistakes, by what was lost."""

    lost_pages: tuple[str, ...]
    lost_answers: tuple[str, ...]
    lost_ticks: tuple[str, ...]
    unmarked: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def mistakes(self) -> tuple[str, ...]:
        return (
            *self.lost_pages,
            *self.lost_answers,
            *self.lost_ticks,
            *self.unmarked,
            *self.others,
        )


def judge(ledger: Ledger, seen: Seen, told: Iterable[Claim]) -> Verdict:
    """Judge an installation that has come to rest."""
    return Verdict(
        lost_pages=(*_lost_pages(ledger), *_not_where_it_was_put(ledger, seen)),
        lost_answers=tuple(f"told but lost: {one}" for one in told if not one.holds(ledger)),
        lost_ticks=tuple(_lost_ticks(ledger)),
        unmarked=tuple(_unmarked(ledger, seen)),
        others=(
            *_unfinished(ledger),
            *_still_asking(ledger, seen),
            *_without_coordinator(ledger, seen),
            *_channels(ledger, seen),
        ),
    )


def _unfinished(ledger: Ledger) -> Iterator[str]:
    for delivery in ledger.deliveries:
        if delivery.state in {DeliveryState.WAITING, DeliveryState.SENDING}:
            yield f"{delivery.key} is still {delivery.state}: {delivery.error}"


def _lost_ticks(ledger: Ledger) -> Iterator[str]:
    """Nothing due is left undone, and whoever has not answered has a next moment."""
    if ledger.earliest_due is not None and ledger.earliest_due <= ledger.now:
        yield f"something has been due since {ledger.earliest_due}"
    if ledger.stale:
        yield f"{ledger.stale} alarms tell old news"
    for summons in ledger.callouts:
        callout = summons.callout
        is_over = callout.answer is not None or callout.is_exhausted or callout.is_ended
        if callout.next_due_at is None and not is_over:
            yield f"callout {summons.id} waits for nothing"


def _lost_pages(ledger: Ledger) -> Iterator[str]:
    for summons in ledger.callouts:
        pages = summons.callout.pages
        if not pages and not summons.callout.is_ended and summons.callout.parked_until is None:
            yield f"callout {summons.id} has paged nobody"
        if [page.number for page in pages] != list(range(1, len(pages) + 1)):
            yield f"callout {summons.id} has pages {[page.number for page in pages]}"
        yield from _out_of_order(summons)
        for page in pages:
            if page.to is not Target.COORDINATOR:  # who has one list for the whole alarm
                yield from _page_lost(ledger, summons, page)


def _out_of_order(summons: Summons) -> Iterator[str]:
    order = [step.to for step in summons.callout.policy.steps]
    walked = [
        (order.index(page.to), page.attempt)
        for page in summons.callout.pages
        if page.to is not None
    ]
    if walked != sorted(set(walked)):
        yield f"callout {summons.id} has walked its policy like this: {walked}"


def _page_lost(ledger: Ledger, summons: Summons, page: Asked) -> Iterator[str]:
    key = f"callout/{summons.id}/page/{page.number}"
    promises = [d for d in ledger.deliveries if d.key.startswith(f"{key}@") and d.target is None]
    if not promises:
        yield f"{key} was never promised"
    for promise in promises:
        if promise.state not in ARRIVED and not _is_withdrawable(summons, page):
            yield f"{promise.key} is {promise.state}"
    has_arrived = any(one.state is DeliveryState.DELIVERED for one in promises)
    if has_arrived is not (page.delivered_at is not None):
        yield f"{key} has arrived: {has_arrived}, and the callout has {page.delivered_at}"


def _is_withdrawable(summons: Summons, page: Asked) -> bool:
    """Whether somebody's answer, or the end, may have made the page pointless."""
    callout = summons.callout
    is_over = callout.is_ended or any(one.at >= page.promised_at for one in callout.answers)
    return is_over or page.person in callout.excluded


def _not_where_it_was_put(ledger: Ledger, seen: Seen) -> Iterator[str]:
    """Every message that a platform has taken is in its conversation, under its key."""
    keys = {(s.platform, s.conversation, s.id): s.key for s in seen.sightings}
    for delivery in _sent(ledger):
        place = _place(delivery)
        if place not in keys:
            yield f"{delivery.key} is not at {place}"
        elif keys[place] != delivery.key:
            yield f"{delivery.key} is said to be at {place}, where {keys[place]} is"


def _unmarked(ledger: Ledger, seen: Seen) -> Iterator[str]:
    """A message stands twice only where it was not known whether it had arrived, and says so."""
    promises = {delivery.key: delivery for delivery in ledger.deliveries}
    copies: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in seen.sightings:
        if sighting.key in promises:
            copies[sighting.key].append(sighting)
        else:
            yield f"{sighting.key} was sent without a promise: {sighting.text[:60]}"
    for key, alike in copies.items():
        if len(alike) > 1:
            yield from _repeated(promises[key], alike)


def _repeated(promise: Delivery, copies: list[Sighting]) -> Iterator[str]:
    if promise.key.startswith("digest/"):
        yield f"{promise.key} was sent {len(copies)} times"
    if not promise.is_uncertain:
        yield f"{promise.key} was repeated though its outcome was known"
    unmarked = [copy for copy in copies if MARK not in copy.text]
    if len(unmarked) > 1:  # one may be: the first, however late it came
        yield f"{promise.key} was repeated without a mark: {unmarked[0].text[:60]}"


def _still_asking(ledger: Ledger, seen: Seen) -> Iterator[str]:
    """A page whose callout is settled no longer asks for an answer."""
    settled = {s.id for s in ledger.callouts if _is_settled(s)}
    for delivery in _sent(ledger):
        callout, _ = delivery.payload.get("page", (None, None))
        if callout in settled and "Kvittera" in seen.standing[_place(delivery)].labels:
            yield f"{delivery.key} still asks, though the callout is settled"


def _is_settled(summons: Summons) -> bool:
    holds = summons.callout.answer
    return holds is not None and holds.kind is AnswerKind.ACKNOWLEDGED


def _without_coordinator(ledger: Ledger, seen: Seen) -> Iterator[str]:
    """An actor that nobody answers for stands in the coordinator's newest list."""
    for alarm in ledger.alarms:
        prefix = f"alarm/{alarm.id}/coordinator/{alarm.coordinator_sending}@"
        lists = [
            d for d in _sent(ledger) if d.key.startswith(prefix) and _place(d) in seen.standing
        ]
        text = "\n".join(seen.standing[_place(one)].text for one in lists)
        for summons in ledger.callouts:
            callout = summons.callout
            is_open = summons.alarm == alarm.id and alarm.is_open and callout.answer is None
            if is_open and callout.is_exhausted and ledger.actors[summons.actor] not in text:
                yield f"callout {summons.id} is unanswered, and no coordinator has been told"


def _channels(ledger: Ledger, seen: Seen) -> Iterator[str]:
    """Each alarm has one channel of its own, furnished as promised."""
    owned = [alarm.channel for alarm in ledger.alarms]
    if sorted(channel.id for channel in seen.channels) != sorted(one or "" for one in owned):
        yield f"the alarms have channels {owned}, and there are {[c.name for c in seen.channels]}"
        return
    channels = {channel.id: channel for channel in seen.channels}
    for alarm in ledger.alarms:
        channel = channels[alarm.channel or ""]
        if not channel.topic:
            yield f"{channel.name} has no topic"
        done = [d for d in ledger.deliveries if d.subject == f"alarm/{alarm.id}/channel"]
        for delivery in done:
            if delivery.state is DeliveryState.DELIVERED:
                yield from _undone(ledger, delivery, channel.pins, channel.members)


def _undone(
    ledger: Ledger, delivery: Delivery, pins: frozenset[str], members: frozenset[str]
) -> Iterator[str]:
    operation = delivery.payload["op"]
    if operation == "pin":
        sent = ledger.delivery(delivery.target or "")
        if sent is None or sent.receipt is None or sent.receipt["message"] not in pins:
            yield f"{delivery.key} is not pinned"
    elif operation == "invite":
        wanted = {ledger.slack[PersonId(one)] for one in delivery.payload["people"]}
        if wanted - members:
            yield f"{wanted - members} were never let in"


def _sent(ledger: Ledger) -> Iterator[Delivery]:
    for delivery in ledger.deliveries:
        if delivery.state is DeliveryState.DELIVERED and delivery.payload["op"] == "send":
            yield delivery


def _place(delivery: Delivery) -> tuple[Platform, str, str]:
    receipt = delivery.receipt or {}
    return delivery.platform, str(receipt.get("chat")), str(receipt.get("message"))
