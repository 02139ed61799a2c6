"""The Bot API over HTTP: token, limits and faults first, then the method."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.telegram import checks
from sandbox.telegram.state import BOT, Chat, Message, TelegramError, TelegramState
from sandbox.world import World

FACTS: Mapping[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("methods.json").read_text(encoding="utf-8")
)
QUERY_LIFE = 15.0  # seconds
STICKER = {
    "file_id": "sticker",
    "file_unique_id": "sticker",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "type": "regular",
}
HANG = 30.0  # seconds
LONGEST_POLL = 50.0  # seconds
NESTED = ("reply_markup", "commands", "allowed_updates", "link_preview_options", "scope")


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it was answered. `at` is the monotonic clock's, in seconds."""

    at: float
    method: str
    chat: object
    status: int
    description: str | None
    text: str = ""  # what it let somebody read, with tags


class BotApi:
    """Answers the bot's calls; keeps a list of them."""

    def __init__(self, world: World, state: TelegramState, token: str) -> None:
        self._world = world
        self._state = state
        self._token = token
        self._haste = checks.Haste()
        self._news = asyncio.Condition()
        self._poll: asyncio.Task[Any] | None = None
        self.has_limits = True
        self.calls: list[Call] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self._methods: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
            "getMe": lambda _args: BOT,
            "deleteWebhook": lambda _args: True,
            "setMyCommands": self._set_commands,
            "sendMessage": self._send,
            "editMessageText": self._edit,
            "answerCallbackQuery": self._answer_query,
        }

    async def handle(self, request: web.Request) -> web.Response:
        """Answer POST or GET /bot<token>/<method>."""
        method = request.match_info["method"]
        args = await _arguments(request)
        fault = self._world.faults.draw("telegram", method)
        try:
            self._check_token(request.match_info["token"])
            if fault is not None:
                await _strike(fault.kind, fault.retry_after)
            result = await self._answer(method, args)
        except TelegramError as error:
            return self._refused(method, args, error)
        if method != "getUpdates":
            self._note(method, args, 200, None)
        if fault is not None and fault.kind == "drop":
            assert request.transport is not None
            request.transport.close()
        return web.json_response({"ok": True, "result": result})

    @property
    def is_polled(self) -> bool:
        """Whether somebody waits for updates."""
        return self._poll is not None and not self._poll.done()

    def close(self) -> None:
        """Let go of whoever waits for updates."""
        if self._poll is not None:
            self._poll.cancel()

    def _check_token(self, token: str) -> None:
        if token != self._token:
            raise TelegramError(401, "Unauthorized")

    async def add_update(self, content: dict[str, Any]) -> None:
        fault = self._world.faults.draw("telegram", "update")
        self._state.update(content, twice=fault is not None and fault.kind == "duplicate")
        async with self._news:
            self._news.notify_all()

    async def _answer(self, method: str, args: Mapping[str, Any]) -> Any:
        if method not in FACTS:
            raise TelegramError(404, "Not Found: method not found")
        for name in FACTS[method]["required"]:
            if args.get(name) in (None, ""):
                raise TelegramError(400, f"Bad Request: {name} is empty")
        if self.has_limits and method.startswith(("send", "edit")):
            self._haste.check("overall", 30, 1.0)
        if method == "getUpdates":
            return await self._updates(args)
        return self._methods[method](args)

    def _set_commands(self, args: Mapping[str, Any]) -> bool:
        self._state.commands = list(args["commands"])
        return True

    async def _updates(self, args: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Long polling; a second poller makes the first one fail, as the real one does."""
        if self._poll is not None and not self._poll.done():
            self._poll.cancel()
        self._poll = asyncio.current_task()
        offset = int(args.get("offset") or 0)
        while self._state.updates and self._state.updates[0]["update_id"] < offset:
            self._state.updates.popleft()
        timeout = min(float(args.get("timeout") or 0), LONGEST_POLL)
        try:
            await asyncio.wait_for(self._any_update(), timeout)
        except TimeoutError:
            return []
        except asyncio.CancelledError as error:
            description = "Conflict: terminated by other getUpdates request"
            raise TelegramError(409, description) from error
        return list(self._state.updates)[: int(args.get("limit") or 100)]

    async def _any_update(self) -> None:
        async with self._news:
            await self._news.wait_for(lambda: bool(self._state.updates))

    def _send(self, args: Mapping[str, Any]) -> dict[str, Any]:
        chat = self._chat(args)
        if self.has_limits:
            self._haste.check(("chat", chat.user), 1, 1.0)
            if chat.is_group:
                self._haste.check(("group", chat.user), 20, 60.0)
        text = str(args["text"])
        shown = checks.plain(text, args.get("parse_mode"))
        rows = checks.keyboard(args.get("reply_markup"))
        message = self._state.post(chat, shown, text, from_bot=True)
        message.rows = rows
        self._changed(chat)
        return shown_message(chat, message)

    def _edit(self, args: Mapping[str, Any]) -> dict[str, Any]:
        chat = self._chat(args)
        message = chat.message(int(args.get("message_id") or 0))
        if message is None:
            raise TelegramError(400, "Bad Request: message to edit not found")
        if not message.from_bot:
            raise TelegramError(400, "Bad Request: message can't be edited")
        rows = checks.keyboard(args.get("reply_markup"))
        html = str(args["text"])
        shown = checks.plain(html, args.get("parse_mode"))
        if (html, rows) == (message.html, message.rows):
            raise TelegramError(
                400,
                "Bad Request: message is not modified: specified new message content and reply "
                "markup are exactly the same as a current content and reply markup of the message",
            )
        message.text, message.html, message.rows, message.edited = shown, html, rows, True
        self._changed(chat)
        return shown_message(chat, message)

    def _answer_query(self, args: Mapping[str, Any]) -> bool:
        asked_at = self._state.queries.pop(str(args["callback_query_id"]), None)
        if asked_at is None or time.monotonic() - asked_at > QUERY_LIFE:
            description = "query is too old and response timeout expired or query ID is invalid"
            raise TelegramError(400, f"Bad Request: {description}")
        if len(str(args.get("text") or "")) > 200:
            raise TelegramError(400, "Bad Request: MESSAGE_TOO_LONG")
        self.answers[str(args["callback_query_id"])] = dict(args)
        return True

    def _chat(self, args: Mapping[str, Any]) -> Chat:
        chat = self._state.chats.get(int(args.get("chat_id") or 0))
        if chat is None:
            raise TelegramError(400, "Bad Request: chat not found")
        if not chat.started:
            raise TelegramError(403, "Forbidden: bot can't initiate conversation with a user")
        if chat.blocked:
            raise TelegramError(403, "Forbidden: bot was blocked by the user")
        return chat

    def _refused(self, method: str, args: Mapping[str, Any], error: TelegramError) -> web.Response:
        self._note(method, args, error.code, error.description)
        body: dict[str, Any] = {
            "ok": False,
            "error_code": error.code,
            "description": error.description,
        }
        if error.retry_after is not None:
            body["parameters"] = {"retry_after": error.retry_after}
        return web.json_response(body, status=error.code)

    def _note(
        self, method: str, args: Mapping[str, Any], status: int, description: str | None
    ) -> None:
        text = str(args.get("text") or "")
        call = Call(time.monotonic(), method, args.get("chat_id"), status, description, text)
        self.calls.append(call)

    def _changed(self, chat: Chat) -> None:
        self._world.publish({"platform": "telegram", "user": chat.user})


def shown_message(chat: Chat, message: Message) -> dict[str, Any]:
    """Return the message as the Bot API shows it."""
    shown: dict[str, Any] = {
        "message_id": message.message_id,
        "date": message.date,
        "chat": chat.shown,
        "from": BOT if message.from_bot else chat.person,
    }
    shown["text" if message.text else "sticker"] = message.text or STICKER
    if message.rows:
        shown["reply_markup"] = {"inline_keyboard": message.rows}
    if message.text.startswith("/") and not message.from_bot:
        length = len(message.text.split()[0])
        shown["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return shown


async def _strike(kind: str, retry_after: int) -> None:
    if kind == "429":
        raise TelegramError(429, f"Too Many Requests: retry after {retry_after}", retry_after)
    if kind == "500":
        raise TelegramError(500, "Internal Server Error")
    if kind == "hang":
        await asyncio.sleep(HANG)


async def _arguments(request: web.Request) -> dict[str, Any]:
    """Gather the arguments from query, form and JSON body; nested ones are JSON texts."""
    args: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        args |= await request.json()
    elif request.can_read_body:
        args.update(await request.post())
    return {
        key: json.loads(value) if key in NESTED and isinstance(value, str) else value
        for key, value in args.items()
    }
