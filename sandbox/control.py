"""The page's own interface: be anybody, see what they see, do what they do."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from sandbox.faults import KINDS, Fault
from sandbox.slack.hands import Slack
from sandbox.slack.socket import NoAckError
from sandbox.slack.state import BOT_USER, Channel, Message
from sandbox.telegram.hands import Telegram
from sandbox.world import World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def routes(world: World, slack: Slack, telegram: Telegram) -> list[web.RouteDef]:
    """Return the routes under /sandbox/."""
    shared, slack_side = _Shared(world), _SlackSide(world, slack)
    telegram_side = _TelegramSide(telegram)
    return [
        web.get("/sandbox/people", shared.people),
        web.get("/sandbox/events", shared.events),
        web.get("/sandbox/clock", shared.clock),
        web.post("/sandbox/clock", shared.set_clock),
        web.post("/sandbox/faults", shared.add_fault),
        web.delete("/sandbox/faults", shared.clear_faults),
        web.get("/sandbox/slack/{user}", slack_side.overview),
        web.get("/sandbox/slack/{user}/{channel}/messages", slack_side.messages),
        web.post("/sandbox/slack/{user}/command", _patient(slack_side.command)),
        web.post("/sandbox/slack/{user}/action", _patient(slack_side.action)),
        web.post("/sandbox/slack/{user}/suggest", _patient(slack_side.suggest)),
        web.post("/sandbox/slack/{user}/submit", _patient(slack_side.submit)),
        web.post("/sandbox/slack/{user}/close", slack_side.close),
        web.get("/sandbox/telegram/{user}", telegram_side.overview),
        web.post("/sandbox/telegram/{user}/send", telegram_side.send),
        web.post("/sandbox/telegram/{user}/press", telegram_side.press),
        web.post("/sandbox/telegram/{user}/block", telegram_side.block),
    ]


def _patient(handler: Handler) -> Handler:
    """Tell the page when the bot did not answer in time, as Slack tells a person."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except NoAckError:
            return web.json_response({"error": "operation_timeout"}, status=504)

    return handle


class _Shared:
    def __init__(self, world: World) -> None:
        self._world = world

    async def people(self, _request: web.Request) -> web.Response:
        return web.json_response(
            [
                {
                    "name": person.name,
                    "title": person.title,
                    "slack": person.slack,
                    "telegram": person.telegram,
                    "has_started": person.has_started,
                }
                for person in self._world.people
            ]
        )

    async def events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        await response.write(b": hello\n\n")
        try:
            async for change in self._world.changes():
                await response.write(f"data: {json.dumps(change)}\n\n".encode())
        except ConnectionError:
            pass
        return response

    async def clock(self, _request: web.Request) -> web.Response:
        clock = self._world.clock
        if clock is None:
            return web.json_response({"now": None, "speed": 1})
        return web.json_response({"now": clock.now().isoformat(), "speed": clock.speed()})

    async def set_clock(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        clock = self._world.clock
        if clock is not None and wanted.get("speed"):
            clock.set_speed(float(wanted["speed"]))
        if clock is not None and wanted.get("jump"):
            clock.jump(float(wanted["jump"]))
        self._world.clock_was_set()
        return await self.clock(request)

    async def add_fault(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        if wanted.get("kind") not in KINDS:
            return web.json_response({"error": f"kind is one of {', '.join(KINDS)}"}, status=400)
        self._world.faults.add(Fault(**wanted))
        return web.json_response({})

    async def clear_faults(self, _request: web.Request) -> web.Response:
        self._world.faults.clear()
        return web.json_response({})


class _SlackSide:
    def __init__(self, world: World, slack: Slack) -> None:
        self._world = world
        self._slack = slack

    async def overview(self, request: web.Request) -> web.Response:
        user = request.match_info["user"]
        if user not in self._slack.state.users:
            raise web.HTTPNotFound
        self._slack.state.dm(user)
        view = self._slack.view(user)
        return web.json_response(
            {
                "channels": [self._channel(one) for one in self._slack.channels_of(user)],
                "view": view.as_json() if view else None,
            }
        )

    async def messages(self, request: web.Request) -> web.Response:
        user, channel = request.match_info["user"], self._open_channel(request)
        seen = self._slack.seen(user, channel)
        return web.json_response([self._message(channel, message) for message in seen])

    async def command(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        user = request.match_info["user"]
        answer = await self._slack.command(user, wanted["text"], channel=wanted.get("channel"))
        return web.json_response({"answer": answer.plain if answer else None})

    async def action(self, request: web.Request) -> web.Response:
        wanted: dict[str, Any] = await request.json()
        user = request.match_info["user"]
        where = {key: wanted.pop(key, None) for key in ("channel", "ts", "view_id")}
        view = self._slack.view(user) if where["view_id"] else None
        message = None
        if where["channel"] and where["ts"]:
            message = self._slack.state.channels[where["channel"]].message(where["ts"])
        if view is not None:
            kept = {k: v for k, v in wanted.items() if k not in {"block_id", "action_id"}}
            view.state[wanted["block_id"]] = {wanted["action_id"]: kept}
        await self._slack.act(user, wanted, message=message, view=view)
        return web.json_response({})

    async def suggest(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        user = request.match_info["user"]
        view = self._slack.view(user)
        if view is None:
            return web.json_response({"options": []})
        options = await self._slack.suggest(user, view, wanted["block_id"], wanted["value"])
        return web.json_response({"options": options})

    async def submit(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        user = request.match_info["user"]
        view = self._slack.view(user)
        if view is None:
            return web.json_response({})
        entered: Mapping[str, Any] = wanted["state"]["values"]
        # The page may still show the form as it was before its last change.
        view.state.update({b: dict(values) for b, values in entered.items() if b in view.state})
        submitted = await self._slack.submit(user)
        return web.json_response({"errors": submitted.errors} if submitted.errors else {})

    async def close(self, request: web.Request) -> web.Response:
        self._slack.close(request.match_info["user"])
        return web.json_response({})

    def _open_channel(self, request: web.Request) -> Channel:
        channel = self._slack.state.channels.get(request.match_info["channel"])
        if channel is None or request.match_info["user"] not in channel.members:
            raise web.HTTPNotFound
        return channel

    def _channel(self, channel: Channel) -> dict[str, Any]:
        return {
            "id": channel.id,
            "name": channel.name,
            "kind": "dm" if channel.is_im else "channel",
            "topic": channel.topic,
            "members": [self._name(member) for member in channel.members],
            "is_archived": channel.is_archived,
            "pins": channel.pins,
        }

    def _message(self, channel: Channel, message: Message) -> dict[str, Any]:
        return {
            "ts": message.ts,
            "text": message.text,
            "blocks": message.blocks,
            "from": self._name(message.user),
            "ephemeral": message.ephemeral_to is not None,
            "edited": message.edited,
            "pinned": message.ts in channel.pins,
        }

    def _name(self, user: str) -> str:
        if user == BOT_USER:
            return "larm"
        person = self._world.by_slack(user)
        return person.name if person else user


class _TelegramSide:
    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    async def overview(self, request: web.Request) -> web.Response:
        chat = self._telegram.state.chats.get(int(request.match_info["user"]))
        if chat is None:
            raise web.HTTPNotFound
        return web.json_response(
            {
                "started": chat.started,
                "blocked": chat.blocked,
                "commands": self._telegram.state.commands,
                "messages": [
                    {
                        "id": message.message_id,
                        "from_bot": message.from_bot,
                        "text": message.text,
                        "html": message.html,
                        "rows": [
                            [
                                {"label": button["text"], "data": button["callback_data"]}
                                for button in row
                            ]
                            for row in message.rows
                        ],
                        "edited": message.edited,
                        "at": message.date,
                    }
                    for message in chat.messages
                ],
            }
        )

    async def send(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        text = str(wanted.get("text", "")).strip()
        if text:
            await self._telegram.send(int(request.match_info["user"]), text)
        return web.json_response({})

    async def press(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        user = int(request.match_info["user"])
        message = self._telegram.state.chats[user].message(int(wanted["message_id"]))
        if message is None:
            raise web.HTTPNotFound
        answer = await self._telegram.press_data(user, message, wanted["data"])
        if answer is None:
            return web.json_response({"error": "no answer"}, status=504)
        return web.json_response({"text": answer.text, "alert": answer.is_alert})

    async def block(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        self._telegram.block(
            int(request.match_info["user"]), is_blocked=bool(wanted.get("blocked"))
        )
        return web.json_response({})
