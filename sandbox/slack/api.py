"""The Web API over HTTP: tokens, scopes, limits and faults first, then the method."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.slack import checks, methods
from sandbox.slack.socket import Socket
from sandbox.slack.state import RESPONSE_USES, SlackError, SlackState
from sandbox.world import World

FACTS: Mapping[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("methods.json").read_text(encoding="utf-8")
)
SCOPES = frozenset(
    [
        "commands",
        "chat:write",
        "groups:write",
        "groups:read",
        "groups:history",
        "im:write",
        "im:history",
        "users:read",
        "users:read.email",
        "pins:write",
        "bookmarks:write",
    ]
)
HANG = 30.0  # seconds
HIDDEN = ("token", "blocks", "view", "metadata")


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it was answered. `at` is the monotonic clock's, in seconds."""

    at: float
    method: str
    args: Mapping[str, Any]
    status: int
    error: str | None


class WebApi:
    """Answers calls; keeps a list of them."""

    def __init__(
        self, world: World, state: SlackState, socket: Socket, *, bot_token: str, app_token: str
    ) -> None:
        self._world = world
        self._state = state
        self._socket = socket
        self._tokens = {bot_token: "bot", app_token: "app"}
        self._haste = checks.Haste()
        self.scopes = SCOPES
        self.has_limits = True
        self.calls: list[Call] = []
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        """Answer POST or GET /api/<method>."""
        method = request.match_info["method"]
        args = await _arguments(request)
        fault = self._world.faults.draw("slack", method)
        if fault is not None and fault.kind == "429":
            return self._refused(
                method, args, SlackError("ratelimited", retry_after=fault.retry_after)
            )
        if fault is not None and fault.kind == "500":
            self._note(method, args, 500, "internal_error")
            return web.Response(status=500, text="<html>Internal Server Error</html>")
        if fault is not None and fault.kind == "refuse":
            return self._refused(method, args, SlackError(fault.error))
        if fault is not None and fault.kind == "hang":
            await asyncio.sleep(HANG)
        try:
            answer = self._answer(method, args, _token(request, args))
        except SlackError as error:
            return self._refused(method, args, error)
        self._note(method, args, 200, None)
        self._publish(answer)
        if fault is not None and fault.kind == "drop":
            assert request.transport is not None
            request.transport.close()
        headers = {"X-OAuth-Scopes": ",".join(sorted(self.scopes))}
        return web.json_response({"ok": True, **answer}, headers=headers)

    async def respond(self, request: web.Request) -> web.Response:
        """Answer POST /response/<id>: the address that a press or a command got."""
        response = self._state.responses.get(request.match_info["id"])
        if response is None or time.monotonic() > response.expires_at:
            return web.Response(status=404, text="expired_url")
        if response.uses >= RESPONSE_USES:
            return web.Response(status=404, text="used_url")
        response.uses += 1
        body = await request.json()
        try:
            blocks = checks.check_blocks(body["blocks"]) if body.get("blocks") else []
            checks.check_text(str(body.get("text") or ""), blocks)
        except SlackError as error:
            return web.Response(status=400, text=error.error)
        channel = self._state.channels[response.channel]
        original = channel.message(response.ts) if response.ts else None
        if body.get("delete_original") and original is not None:
            channel.messages.remove(original)
        elif body.get("replace_original") and original is not None:
            original.text = str(body.get("text") or "")
            original.blocks = self._state.named(blocks)
            original.edited = True
        else:
            is_private = body.get("response_type", "ephemeral") == "ephemeral"
            self._state.post(
                channel,
                str(body.get("text") or ""),
                blocks,
                ephemeral_to=response.user if is_private else None,
            )
        self._world.publish({"platform": "slack", "channel": channel.id})
        return web.Response(text="ok")

    def _answer(self, method: str, args: Mapping[str, Any], token: str) -> dict[str, Any]:
        facts = FACTS.get(method)
        if facts is None:
            raise SlackError("unknown_method", req_method=method)
        if not token:
            raise SlackError("not_authed")
        kind = self._tokens.get(token)
        if kind is None:
            raise SlackError("invalid_auth")
        if (kind == "app") is not (method == "apps.connections.open"):
            raise SlackError("not_allowed_token_type")
        self._check_scopes(facts["scopes"])
        if any(args.get(name) in (None, "") for name in facts["required"] if name != "view"):
            raise SlackError("invalid_arguments")
        if self.has_limits:
            self._check_haste(method, args, facts["per_minute"])
        if method == "apps.connections.open":
            ticket = self._socket.ticket()
            return {"url": f"{self.url.replace('http', 'ws', 1)}/socket?ticket={ticket}"}
        return methods.METHODS[method](self._state, args)

    def _check_scopes(self, needed: list[str]) -> None:
        for scope in needed:
            if scope not in self.scopes:
                provided = ",".join(sorted(self.scopes))
                raise SlackError("missing_scope", needed=scope, provided=provided)

    def _check_haste(self, method: str, args: Mapping[str, Any], per_minute: int | None) -> None:
        if method == "chat.postMessage":
            address = str(args["channel"])
            self._haste.check(f"channel:{address}", checks.CHANNEL_CALLS, checks.CHANNEL_SECONDS)
        elif per_minute is not None:
            self._haste.check(method, per_minute, checks.MINUTE)

    def _refused(self, method: str, args: Mapping[str, Any], error: SlackError) -> web.Response:
        if error.error == "ratelimited":
            self._note(method, args, 429, error.error)
            headers = {"Retry-After": str(error.extra["retry_after"])}
            body = {"ok": False, "error": "ratelimited"}
            return web.json_response(body, status=429, headers=headers)
        self._note(method, args, 200, error.error)
        return web.json_response({"ok": False, "error": error.error, **error.extra})

    def _note(self, method: str, args: Mapping[str, Any], status: int, error: str | None) -> None:
        kept = {key: value for key, value in args.items() if key not in HIDDEN}
        self.calls.append(Call(time.monotonic(), method, kept, status, error))

    def _publish(self, answer: Mapping[str, Any]) -> None:
        channel = answer.get("channel")
        named = channel["id"] if isinstance(channel, Mapping) else channel
        found = self._state.channels.get(str(named))
        user = found.user if found is not None else None
        self._world.publish({"platform": "slack", "channel": named, "user": user})


async def _arguments(request: web.Request) -> dict[str, Any]:
    """Gather the arguments from query, form and JSON body, as the SDKs send them."""
    args: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        args |= await request.json()
    elif request.can_read_body:
        args.update(await request.post())
    return {key: _decoded(key, value) for key, value in args.items()}


def _decoded(key: str, value: Any) -> Any:
    if key in {"blocks", "view", "metadata"} and isinstance(value, str):
        return json.loads(value)
    return value


def _token(request: web.Request, args: Mapping[str, Any]) -> str:
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bearer ").strip() or str(args.get("token", ""))
