"""What people saw: every message of the bot at the moment it appeared, and what stands now."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.server import Sandbox
from sandbox.slack.state import BOT_USER
from sandbox.slack.state import Channel as SlackChannel
from sandbox.slack.state import Message as SlackMessage
from sandbox.telegram.state import Chat
from sandbox.telegram.state import Message as TelegramMessage
from storage.model import Platform
from tests.ordeal.mortal import PROMISE


@dataclass(frozen=True, slots=True)
class Sighting:
    """A message as it appeared, and the key of the promise that it says it carries out."""

    platform: Platform
    conversation: str
    id: str
    text: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of Slack's as it stands."""

    id: str
    name: str
    topic: str
    members: frozenset[str]
    pins: frozenset[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """A message as it stands: what it says, and which buttons it has."""

    text: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """All that people have in front of them."""

    sightings: tuple[Sighting, ...]
    standing: Mapping[tuple[Platform, str, str], Standing]
    channels: tuple[Channel, ...]


class Witness:
    """Watches a sandbox from before it listens."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._sightings: list[Sighting] = []
        self._watch_slack()
        self._watch_telegram()

    def seen(self) -> Seen:
        state = self._sandbox.slack.state
        channels = [c for c in state.channels.values() if not c.is_im]
        return Seen(
            tuple(self._sightings),
            self._standing(),
            tuple(
                Channel(c.id, c.name, c.topic, frozenset(c.members), frozenset(c.pins))
                for c in channels
            ),
        )

    def _standing(self) -> dict[tuple[Platform, str, str], Standing]:
        slack, telegram = self._sandbox.slack.state, self._sandbox.telegram.state
        return {
            (Platform.SLACK, channel.id, message.ts): Standing(message.plain, tuple(message.labels))
            for channel in slack.channels.values()
            for message in channel.messages
        } | {
            (Platform.TELEGRAM, str(chat.user), str(message.message_id)): Standing(
                message.text, tuple(message.labels)
            )
            for chat in telegram.chats.values()
            for message in chat.messages
        }

    def _watch_slack(self) -> None:
        post = self._sandbox.slack.state.post

        def watched(channel: SlackChannel, *rest: Any, **more: Any) -> SlackMessage:
            message = post(channel, *rest, **more)
            if message.user == BOT_USER and message.ephemeral_to is None:
                self._sightings.append(
                    Sighting(Platform.SLACK, channel.id, message.ts, message.plain, _key(message))
                )
            return message

        self._sandbox.slack.state.post = watched  # type: ignore[method-assign]

    def _watch_telegram(self) -> None:
        handle, post = self._sandbox.telegram.api.handle, self._sandbox.telegram.state.post
        signature: ContextVar[str | None] = ContextVar("signature", default=None)

        async def handled(request: web.Request) -> web.Response:
            signature.set(request.query.get(PROMISE))
            return await handle(request)

        def watched(chat: Chat, *rest: Any, **more: Any) -> TelegramMessage:
            message = post(chat, *rest, **more)
            if message.from_bot:
                place = (Platform.TELEGRAM, str(chat.user), str(message.message_id))
                self._sightings.append(Sighting(*place, message.text, signature.get()))
            return message

        self._sandbox.telegram.api.handle = handled  # type: ignore[method-assign]
        self._sandbox.telegram.state.post = watched  # type: ignore[method-assign]


def _key(message: SlackMessage) -> str | None:
    payload = (message.metadata or {}).get("event_payload", {})
    return str(payload["key"]) if "key" in payload else None
