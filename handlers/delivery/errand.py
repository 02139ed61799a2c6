"""An errand: a claimed promise made ready for a platform, and carried out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, TypeAlias

from handlers import picture as pictures
from handlers.delivery import live, settle
from handlers.delivery.port import (
    AT_ONCE,
    UNTRIED,
    Call,
    DeliveryError,
    Failure,
    Messenger,
    Receipt,
)
from handlers.message import Message, digest, from_json
from handlers.picture import Picture
from handlers.work import Work
from storage import alarms, claims, outbox
from storage.model import AlarmId, Delivery

PictureOf: TypeAlias = Callable[[AlarmId], Picture]


@dataclass(frozen=True, slots=True)
class Errand:
    """A claimed promise with its address and words resolved."""

    delivery: Delivery
    address: str
    message: Message | None = None
    target: Receipt | None = None
    users: Mapping[str, str] | None = None  # account -> person
    channels: frozenset[str] | None = None  # other alarms', where ours may have been made already
    goes_at: float = AT_ONCE  # when its place is free, by the monotonic clock in seconds


def prepare_all(work: Work, deliveries: Iterable[Delivery]) -> list[Errand]:
    """Resolve address, words and target; drop what has become pointless or impossible.

    What is told of one alarm in several messages is looked up once.
    """
    picture_of = cache(partial(pictures.load, work))
    prepared = (_prepare(work, delivery, picture_of) for delivery in deliveries)
    return [errand for errand in prepared if errand is not None]


def _prepare(work: Work, delivery: Delivery, picture_of: PictureOf) -> Errand | None:
    address = settle.resolve(work, delivery)
    if address is None:
        settle.give_up(work, delivery, "no_address")
        return None
    target = _target(work, delivery)
    if delivery.target is not None and target is None:
        claims.drop(work.session, delivery, "its message was never sent")
        return None
    message = _message(work, delivery, picture_of)
    if message is None and delivery.method in {"send", "edit"}:
        claims.drop(work.session, delivery, "it has become pointless")
        return None
    if message is not None and delivery.target is not None:
        if _says_already(work, delivery.target, message):
            claims.delivered(work.session, delivery, {claims.UNSENT: True}, work.real_now)
            return None
        # Until this is answered, and for good if its sender dies, nobody can tell what it says.
        claims.note_said(work.session, delivery.target, None)
    return Errand(
        delivery=delivery,
        address=address,
        message=message,
        target=target,
        users=settle.accounts(work, delivery),
        channels=settle.channels_of_others(work, delivery),
    )


async def carry_out(messenger: Messenger, errand: Errand) -> Mapping[str, Any]:
    """Ask the platform to do it; return what is worth knowing of it. Raises DeliveryError."""
    delivery = errand.delivery
    match delivery.payload["op"]:
        case "send" if errand.message is not None:
            sent = await messenger.send(errand.address, errand.message, key=delivery.key)
            return {**receipt_facts(sent), **_said(delivery, errand.message)}
        case "edit" if errand.message is not None and errand.target is not None:
            is_quick = answers_press(delivery, attempt=delivery.attempts)
            url = delivery.payload["response_url"] if is_quick else None
            await messenger.edit(errand.target, errand.message, response_url=url)
            return _said(delivery, errand.message)
        case "pin" if errand.target is not None:
            await messenger.pin(errand.target)
        case "create_channel":
            created = await messenger.create_channel(
                _channel_name(delivery), may_be_there=errand.channels
            )
            return {"channel": created}
        case "invite":
            people = errand.users or {}
            refused = await messenger.invite(errand.address, list(people))
            return _invitation_facts({people[user]: why for user, why in refused.items()})
        case "set_topic":
            await messenger.set_topic(errand.address, delivery.payload["topic"])
        case "archive":
            await messenger.archive(errand.address)
        case unknown:
            raise DeliveryError(Failure.PERMANENT, f"unknown operation {unknown}")
    return {}


def answers_press(delivery: Delivery, *, attempt: int) -> bool:
    """Whether this attempt goes to a press's response address, which is tried only once."""
    return bool(delivery.payload.get("response_url")) and attempt == 1


def is_looked_for(delivery: Delivery) -> bool:
    """Whether it is looked for before it is sent: an earlier attempt may have arrived."""
    return delivery.is_uncertain and delivery.method == "send"


def _said(delivery: Delivery, message: Message) -> dict[str, str]:
    """Return what the message says now, unless an earlier attempt may yet arrive and undo it."""
    is_kept = not delivery.is_uncertain and not delivery.key.startswith(outbox.REPLY)
    return {claims.SAID: digest(message)} if is_kept else {}


def _says_already(work: Work, target: str, message: Message) -> bool:
    sent = outbox.get(work.session, target)
    receipt = (sent.receipt if sent else None) or {}
    return receipt.get(claims.SAID) == digest(message)


def call_of(delivery: Delivery) -> Call:
    """Return the request that carries it out, as the limits count it."""
    return Call(delivery.method, delivery.address, looks_first=is_looked_for(delivery))


def _channel_name(delivery: Delivery) -> str:
    """Return the channel's name, with a number behind it when others have taken the name."""
    taken = int(delivery.payload.get("taken", 0))
    return f"{delivery.payload['name']}-{taken + 1}" if taken else str(delivery.payload["name"])


def _invitation_facts(refused: Mapping[str, str]) -> dict[str, Any]:
    untried = [person for person, why in refused.items() if why == UNTRIED]
    return {
        "refused": {person: why for person, why in refused.items() if why != UNTRIED},
        "untried": untried,
    }


def receipt_facts(receipt: Receipt) -> dict[str, str]:
    return {"chat": receipt.chat, "message": receipt.message}


def _message(work: Work, delivery: Delivery, picture_of: PictureOf) -> Message | None:
    """Return the words; whatever is said for the sake of a drill is marked here, once for all."""
    message = _composed(work, delivery, picture_of)
    if message is None or message.is_drill or not _is_of_drill(work, delivery):
        return message
    return replace(message, is_drill=True)


def _is_of_drill(work: Work, delivery: Delivery) -> bool:
    found = alarms.find(work.session, delivery.alarm) if delivery.alarm is not None else None
    return found is not None and found.is_drill


def _composed(work: Work, delivery: Delivery, picture_of: PictureOf) -> Message | None:
    payload = delivery.payload
    message: Message | None
    if "message" in payload:
        message = from_json(payload["message"])
    elif "live" in payload:
        message = live.compose(work, delivery, picture_of)
    else:
        return None
    is_sent_again = delivery.is_uncertain and payload["op"] == "send"
    if message is not None and is_sent_again and not payload.get("at_most_once"):
        return live.maybe_repeated(work, message)
    return message


def _target(work: Work, delivery: Delivery) -> Receipt | None:
    if delivery.target is None:
        return None
    sent = outbox.get(work.session, delivery.target)
    if sent is None or sent.receipt is None or "chat" not in sent.receipt:
        return None
    return Receipt(sent.receipt["chat"], sent.receipt["message"])
