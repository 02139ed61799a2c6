"""What a person does and sees in the local Telegram."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from sandbox.telegram.api import BotApi, Call, shown_message
from sandbox.telegram.state import Chat, Message, TelegramState
from sandbox.world import World

PATIENCE = 5.0  # seconds that a person waits for a press to be answered


@dataclass(frozen=True, slots=True)
class Answered:
    """What a press answered: a short text, perhaps in a box."""

    text: str
    is_alert: bool


class Telegram:
    """The people's side of the local Telegram."""

    def __init__(self, world: World, *, token: str) -> None:
        self._world = world
        self.state = TelegramState(world)
        self.api = BotApi(world, self.state, token)

    @property
    def calls(self) -> list[Call]:
        return self.api.calls

    async def send(self, user: int, text: str) -> None:
        """Write to the bot; /start also allows it to answer, and no text is a sticker."""
        chat = self.state.chats[user]
        if text.startswith("/start"):
            chat.started = True
        message = self.state.post(chat, text, text, from_bot=False)
        self._changed(user)
        await self.api.add_update({"message": shown_message(chat, message)})

    async def send_in_group(self, user: int, group: int, text: str) -> None:
        """Write in a group that the bot is in."""
        chat = self.state.chats.setdefault(group, Chat(group, "Gruppen", started=True))
        message = self.state.post(chat, text, text, from_bot=False)
        person = self.state.chats[user].person
        await self.api.add_update({"message": {**shown_message(chat, message), "from": person}})

    async def press(self, user: int, message: Message, label: str) -> Answered | None:
        """Press a button by its label; return what it answered, None if it did not in time."""
        for row in message.rows:
            for button in row:
                if button["text"] == label:
                    return await self.press_data(user, message, button["callback_data"])
        problem = f"no button {label!r} among {message.labels}"
        raise LookupError(problem)

    async def press_data(self, user: int, message: Message, data: str) -> Answered | None:
        """Press what a button says, in the chat where the message stands."""
        chat, person = self.state.chats[message.chat], self.state.chats[user].person
        query = self.state.query()
        self.state.queries[query] = time.monotonic()
        content: dict[str, Any] = {
            "id": query,
            "from": person,
            "message": shown_message(chat, message),
            "chat_instance": str(user),
            "data": data,
        }
        await self.api.add_update({"callback_query": content})
        return await self._answer_to(query)

    def block(self, user: int, *, is_blocked: bool = True) -> None:
        self.state.chats[user].blocked = is_blocked
        self._changed(user)

    def messages(self, user: int) -> list[Message]:
        return list(self.state.chats[user].messages)

    def from_bot(self, user: int) -> list[Message]:
        return [message for message in self.messages(user) if message.from_bot]

    async def _answer_to(self, query: str) -> Answered | None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            answer = self.api.answers.pop(query, None)
            if answer is not None:
                alert = str(answer.get("show_alert", "")).lower() == "true"
                return Answered(str(answer.get("text") or ""), alert)
            await asyncio.sleep(0.01)
        return None

    def _changed(self, user: int) -> None:
        self._world.publish({"platform": "telegram", "user": user})
