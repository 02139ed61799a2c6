"""What the local Slack remembers: channels, messages, modals. In memory."""

import itertools
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

BOT_USER = "U0LARMBOT"
BOT_ID = "B0LARMBOT"
TEAM = "T0SANDBOX"
APP = "A0SANDBOX"
TRIGGER_LIFE = 3.0  # seconds
RESPONSE_LIFE = 1800.0  # seconds
RESPONSE_USES = 5


class SlackError(Exception):
    """An answer `ok: false`, with Slack's name for it."""

    def __init__(self, error: str, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.extra = extra


@dataclass(slots=True)
class Message:
    """A message as it stands now."""

    ts: str
    channel: str
    text: str
    blocks: list[dict[str, Any]]
    user: str = BOT_USER
    ephemeral_to: str | None = None
    edited: bool = False
    metadata: dict[str, Any] | None = None

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """Return every button, with the id of its block."""
        return [
            {**element, "block_id": block["block_id"]}
            for block in self.blocks
            for element in _elements(block)
            if element.get("type") == "button"
        ]

    @property
    def labels(self) -> list[str]:
        return [button["text"]["text"] for button in self.buttons]

    @property
    def plain(self) -> str:
        """Return all that can be read in the message."""
        return "\n".join([self.text, *(read for block in self.blocks for read in _texts(block))])

    def as_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "type": "message",
            "user": self.user,
            "bot_id": BOT_ID,
            "ts": self.ts,
            "text": self.text,
            "blocks": self.blocks,
        }
        if self.edited:
            shown["edited"] = {"user": self.user, "ts": self.ts}
        return shown


@dataclass(slots=True)
class Channel:
    """A private channel, or a person's direct messages with the bot."""

    id: str
    name: str
    is_im: bool = False
    user: str | None = None
    members: list[str] = field(default_factory=list)
    topic: str = ""
    is_archived: bool = False
    pins: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    def message(self, ts: str) -> Message | None:
        return next((message for message in self.messages if message.ts == ts), None)


@dataclass(slots=True)
class OpenView:
    """A modal that a person has in front of them, with what has been entered."""

    id: str
    user: str
    body: dict[str, Any]
    hash: str
    state: dict[str, dict[str, Any]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            **self.body,
            "id": self.id,
            "team_id": TEAM,
            "app_id": APP,
            "bot_id": BOT_ID,
            "hash": self.hash,
            "root_view_id": self.id,
            "state": {"values": self.state},
        }


@dataclass(slots=True)
class ResponseUrl:
    """An address that a press or a command may answer at, a few times for half an hour."""

    user: str
    channel: str
    ts: str | None
    expires_at: float
    uses: int = 0


class SlackState:
    """Everything in the workspace."""

    def __init__(self, users: Mapping[str, dict[str, Any]]) -> None:
        self.users = dict(users)
        self.channels: dict[str, Channel] = {}
        self.views: dict[str, OpenView] = {}  # by person
        self.triggers: dict[str, tuple[str, float]] = {}
        self.used_triggers: set[str] = set()
        self.responses: dict[str, ResponseUrl] = {}
        self._numbers = itertools.count(1)
        self._last_ts = 0.0

    def number(self) -> int:
        return next(self._numbers)

    def timestamp(self) -> str:
        """Return the next message time: strictly increasing, as Slack's are."""
        self._last_ts = max(time.time(), self._last_ts + 0.000001)
        return f"{self._last_ts:.6f}"

    def trigger(self, user: str) -> str:
        identifier = f"trigger.{self.number()}"
        self.triggers[identifier] = (user, time.monotonic() + TRIGGER_LIFE)
        return identifier

    def response(self, user: str, channel: str, ts: str | None) -> str:
        identifier = f"r{self.number()}"
        expires_at = time.monotonic() + RESPONSE_LIFE
        self.responses[identifier] = ResponseUrl(user, channel, ts, expires_at)
        return identifier

    def dm(self, user: str) -> Channel:
        """Return the person's direct messages with the bot, opened when needed."""
        for channel in self.channels.values():
            if channel.is_im and channel.user == user:
                return channel
        channel = Channel(f"D{self.number():08}", "larm", True, user, [user, BOT_USER])
        self.channels[channel.id] = channel
        return channel

    def by_name(self, name: str) -> Channel | None:
        named = (c for c in self.channels.values() if not c.is_im and c.name == name)
        return next(named, None)

    def post(
        self,
        channel: Channel,
        text: str,
        blocks: list[dict[str, Any]],
        *,
        user: str = BOT_USER,
        ephemeral_to: str | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> Message:
        named = self.named(blocks)
        message = Message(
            self.timestamp(), channel.id, text, named, user, ephemeral_to, metadata=metadata
        )
        channel.messages.append(message)
        return message

    def named(self, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Give every block without an id one, as Slack does."""
        return [{"block_id": f"b{self.number()}", **block} for block in blocks]


def _elements(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    if block.get("type") == "actions":
        return list(block["elements"])
    accessory = block.get("accessory")
    return [accessory] if accessory else []


def _texts(part: Any) -> list[str]:
    """Return every text in a block, in order."""
    if isinstance(part, list):
        return [text for item in part for text in _texts(item)]
    if not isinstance(part, dict):
        return []
    if part.get("type") in {"plain_text", "mrkdwn"}:
        return [str(part.get("text", ""))]
    inner = (part.get(key) for key in ("text", "fields", "elements", "accessory", "label"))
    return [text for one in inner for text in _texts(one)]
