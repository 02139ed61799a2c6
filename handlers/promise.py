"""Promise messages and channel operations, in the transaction of the facts they tell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal, TypeAlias

from handlers.message import Message, to_json
from handlers.work import Work
from roster.model import Person, PersonId
from storage import outbox
from storage.model import AlarmId, DeliveryState, Platform, Priority
from storage.outbox import Promise

MOST_INVITED = 100  # people in one call: Slack takes no more

LiveKind: TypeAlias = Literal[
    "page",
    "rules",
    "facts",
    "situation",
    "earlier_situation",
    "checklist",
    "coordinator",
    "calls",
    "digest",
    "personal_digest",
]


@dataclass(frozen=True, slots=True)
class Live:
    """A message whose words are found when it is sent, so that it is never stale."""

    kind: LiveKind
    alarm: AlarmId
    detail: str = ""  # which page, theme, reader, sending or day


Content: TypeAlias = Message | Live


@dataclass(frozen=True, slots=True)
class Post:
    """A message to somebody or somewhere. The key names it for good."""

    key: str
    subject: str
    priority: Priority
    content: Content
    facts: dict[str, Any] | None = None  # carried to the moment of delivery
    gate: str | None = None
    turn: int = 0
    lane: str = ""  # where messages must keep their order; otherwise its own


def platforms_of(work: Work, person: Person) -> tuple[Platform, ...]:
    """Return where we can write to the person: the accounts on platforms that we speak."""
    accounts = ((Platform.SLACK, person.slack), (Platform.TELEGRAM, person.telegram))
    return tuple(
        platform
        for platform, account in accounts
        if account is not None and platform in work.desk.platforms
    )


def to_person(
    work: Work, person: Person, post: Post, *, only: Sequence[Platform] = tuple(Platform)
) -> int:
    """Promise a direct message on every platform the person has; return how many are new."""
    promises = for_person(work, person, post, only=only)
    return sum(outbox.put(work.session, one, work.real_now) for one in promises)


def add_alarm(
    work: Work, person: Person, post: Post, alarm: AlarmId, *, only: Sequence[Platform]
) -> None:
    """Let a direct message that still waits tell of one more alarm."""
    for promised in for_person(work, person, post, only=only):
        outbox.add_alarm(work.session, promised.key, alarm)


def for_person(
    work: Work, person: Person, post: Post, *, only: Sequence[Platform] = tuple(Platform)
) -> list[Promise]:
    """Return the promises of a direct message, one for every platform the person has."""
    return [
        _message(post, platform, f"person/{person.id}")
        for platform in platforms_of(work, person)
        if platform in only
    ]


def to_address(work: Work, platform: Platform, address: str, post: Post) -> str:
    """Promise a message to a person's account, or a chat, on one platform; return its key."""
    promise = _message(post, platform, address)
    outbox.put(work.session, promise, work.real_now)
    return promise.key


def to_channel(work: Work, alarm: AlarmId, post: Post) -> int:
    """Promise a message in the alarm's channel, where it waits until the channel stands.

    Return how many are new: none when it has been promised before, or there is no channel.
    """
    if Platform.SLACK not in work.desk.platforms:
        return 0
    gated = replace(post, gate=post.gate or channel_key(alarm))
    promise = _message(gated, Platform.SLACK, channel_address(alarm))
    return int(outbox.put(work.session, promise, work.real_now))


def edit(
    work: Work,
    target: str,
    content: Content,
    *,
    priority: Priority,
    response_url: str | None = None,
    settling: timedelta = timedelta(0),
) -> None:
    """Promise a change of a message that was promised before; the newest change wins."""
    sent = outbox.get(work.session, target)
    if sent is None or sent.state in {DeliveryState.CANCELLED, DeliveryState.BURIED}:
        return
    number = outbox.edits_of(work.session, target) + 1
    promise = Promise(
        key=f"{target}/edit/{number}",
        platform=sent.platform,
        priority=priority,
        lane=sent.lane,
        subject=sent.subject,
        method="edit",
        address=sent.address,
        payload={"op": "edit", "response_url": response_url, **_content(content)},
        target=target,
    )
    outbox.put_edit(work.session, promise, work.real_now + settling)


def channel_address(alarm: AlarmId) -> str:
    """Return the symbolic address of an alarm's channel."""
    return f"alarm/{alarm}/channel"


def channel_key(alarm: AlarmId) -> str:
    return f"alarm/{alarm}/channel"


def create_channel(work: Work, alarm: AlarmId, name: str) -> None:
    _channel_operation(
        work, alarm, channel_key(alarm), "create_channel", {"name": name, "alarm": alarm}
    )


def invite(work: Work, alarm: AlarmId, people: Sequence[PersonId]) -> None:
    """Promise to bring people with a Slack account into the alarm's channel, so many a call."""
    first = len(outbox.like(work.session, f"alarm/{alarm}/invite/")) + 1
    for number, start in enumerate(range(0, len(people), MOST_INVITED), start=first):
        facts = {"people": list(people[start : start + MOST_INVITED]), "alarm": alarm}
        _channel_operation(work, alarm, f"alarm/{alarm}/invite/{number}", "invite", facts)


def invited(work: Work, alarm: AlarmId) -> set[PersonId]:
    """Return whom we have promised to bring into the alarm's channel."""
    invitations = outbox.like(work.session, f"alarm/{alarm}/invite/")
    return {PersonId(one) for invitation in invitations for one in invitation.payload["people"]}


def set_topic(work: Work, alarm: AlarmId, topic: str) -> None:
    number = len(outbox.like(work.session, f"alarm/{alarm}/topic/")) + 1
    _channel_operation(work, alarm, f"alarm/{alarm}/topic/{number}", "set_topic", {"topic": topic})


def archive(work: Work, alarm: AlarmId) -> None:
    _channel_operation(work, alarm, f"alarm/{alarm}/archive", "archive", {"alarm": alarm})


def pin(work: Work, alarm: AlarmId, target: str) -> None:
    """Promise to pin a message of the alarm's channel once it is there."""
    if Platform.SLACK not in work.desk.platforms:
        return
    promise = Promise(
        key=f"{target}/pin",
        platform=Platform.SLACK,
        priority=Priority.CHANNEL,
        lane=f"{target}/pin",
        subject=f"alarm/{alarm}/channel",
        method="pin",
        address=channel_address(alarm),
        payload={"op": "pin"},
        target=target,
        gate=target,
    )
    outbox.put(work.session, promise, work.real_now)


def _channel_operation(
    work: Work, alarm: AlarmId, key: str, operation: str, facts: dict[str, Any]
) -> None:
    if Platform.SLACK not in work.desk.platforms:
        return
    creates = operation == "create_channel"
    promise = Promise(
        key=key,
        platform=Platform.SLACK,
        priority=Priority.CHANNEL,
        lane=key,
        subject=f"alarm/{alarm}/channel",
        method=operation,
        address=channel_address(alarm),
        payload={"op": operation, **facts},
        gate=None if creates else channel_key(alarm),
    )
    outbox.put(work.session, promise, work.real_now)


def _message(post: Post, platform: Platform, address: str) -> Promise:
    key = f"{post.key}@{platform}"
    return Promise(
        key=key,
        platform=platform,
        priority=post.priority,
        lane=post.lane or key,
        subject=post.subject,
        method="send",
        address=address,
        payload={"op": "send", **_content(post.content), **(post.facts or {})},
        gate=post.gate,
        turn=post.turn,
    )


def _content(content: Content) -> dict[str, Any]:
    if isinstance(content, Live):
        return {"live": [content.kind, content.alarm, content.detail]}
    return {"message": to_json(content)}
