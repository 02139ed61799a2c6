"""Socket Mode: several connections, each envelope to one of them, answered within 3 seconds."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.slack.state import APP, SlackState
from sandbox.world import World

ACK_TIME = 3.0  # seconds, as the real one allows


class NoAckError(Exception):
    """Nobody acknowledged in time; a person would see Slack's own error."""


class Socket:
    """The connections and the envelopes on their way."""

    def __init__(self, world: World, state: SlackState) -> None:
        self._world = world
        self._state = state
        self._tickets: set[str] = set()
        self._connections: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._turn = 0

    @property
    def connections(self) -> int:
        return len(self._connections)

    def ticket(self) -> str:
        ticket = f"ticket-{self._state.number()}"
        self._tickets.add(ticket)
        return ticket

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden
        self._tickets.discard(ticket)
        connection = web.WebSocketResponse(heartbeat=None)
        await connection.prepare(request)
        hello = {"type": "hello", "num_connections": self.connections + 1}
        await connection.send_json({**hello, "connection_info": {"app_id": APP}})
        self._connections.append(connection)
        try:
            async for message in connection:
                if message.type is WSMsgType.TEXT:
                    self._answered(message.data)
        finally:
            self._connections.remove(connection)
        return connection

    async def send(self, kind: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Send an envelope to one connection; return what it was acknowledged with."""
        fault = self._world.faults.draw("slack", f"envelope:{kind}")
        envelope_id = f"envelope-{self._state.number()}"
        answer = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = answer
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "accepts_response_payload": True,
            "payload": payload,
        }
        try:
            if fault is not None and fault.kind == "disconnect":
                await self.disconnect("refresh_requested")
            await self._push(envelope)
            if fault is not None and fault.kind == "duplicate":
                await self._push(envelope)
            acknowledged = await asyncio.wait_for(answer, ACK_TIME)
        except TimeoutError as error:
            raise NoAckError(kind) from error
        finally:
            self._waiting.pop(envelope_id, None)
        return dict(acknowledged or {})

    async def disconnect(self, reason: str) -> None:
        """Ask one connection to go, as Slack does before it refreshes."""
        if self._connections:
            connection = self._connections[0]
            await connection.send_json({"type": "disconnect", "reason": reason})

    async def close(self) -> None:
        for connection in list(self._connections):
            await connection.close()

    async def _push(self, envelope: dict[str, Any]) -> None:
        usable = [one for one in self._connections if not one.closed]
        if not usable:
            raise NoAckError("no connection")
        self._turn += 1
        try:
            await usable[self._turn % len(usable)].send_json(envelope)
        except ConnectionError as error:
            raise NoAckError("the connection is lost") from error

    def _answered(self, data: str) -> None:
        acknowledged = json.loads(data)
        waiting = self._waiting.get(acknowledged.get("envelope_id", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(acknowledged.get("payload"))
