"""What the local Telegram remembers: chats, messages, updates. In memory."""

import itertools
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sandbox.world import World

BOT = {
    "id": 123456,
    "is_bot": True,
    "first_name": "larm",
    "username": "larm_sandbox_bot",
    "can_join_groups": False,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}


class TelegramError(Exception):
    """An answer `ok: false`, in Telegram's own words."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after


@dataclass(slots=True)
class Message:
    """A message as it stands now."""

    message_id: int
    chat: int
    from_bot: bool
    text: str  # without tags
    html: str
    rows: list[list[dict[str, str]]] = field(default_factory=list)
    edited: bool = False
    date: int = 0

    @property
    def labels(self) -> list[str]:
        return [button["text"] for row in self.rows for button in row]


@dataclass(slots=True)
class Chat:
    """A person's private chat with the bot; a group has a number below nought."""

    user: int
    name: str
    started: bool
    blocked: bool = False
    messages: list[Message] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        return self.user < 0

    def message(self, number: int) -> Message | None:
        return next((one for one in self.messages if one.message_id == number), None)

    @property
    def person(self) -> dict[str, Any]:
        first, _, last = self.name.partition(" ")
        shown = {"id": self.user, "is_bot": False, "first_name": first or "?"}
        return {**shown, "last_name": last} if last else shown

    @property
    def shown(self) -> dict[str, Any]:
        if self.is_group:
            return {"id": self.user, "type": "supergroup", "title": self.name}
        return {"id": self.user, "type": "private", "first_name": self.person["first_name"]}


class TelegramState:
    """All chats, and the updates that the bot has yet to confirm."""

    def __init__(self, world: World) -> None:
        self.chats = {
            person.telegram: Chat(person.telegram, person.name, person.has_started)
            for person in world.people
            if person.telegram is not None
        }
        self.updates: deque[dict[str, Any]] = deque()
        self.queries: dict[str, float] = {}
        self.commands: list[dict[str, str]] = []
        self._messages = itertools.count(1)
        self._updates = itertools.count(1)
        self._queries = itertools.count(1)

    def post(self, chat: Chat, text: str, html: str, *, from_bot: bool) -> Message:
        now = int(datetime.now(UTC).timestamp())
        message = Message(next(self._messages), chat.user, from_bot, text, html, date=now)
        chat.messages.append(message)
        return message

    def update(self, content: dict[str, Any], *, twice: bool = False) -> None:
        update = {"update_id": next(self._updates), **content}
        self.updates.append(update)
        if twice:
            self.updates.append(update)

    def query(self) -> str:
        return f"query-{next(self._queries)}"
