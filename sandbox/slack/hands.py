"""What a person does and sees in the local Slack: commands, presses, forms, messages."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sandbox.slack import methods
from sandbox.slack.api import Call, WebApi
from sandbox.slack.checks import number_problem
from sandbox.slack.socket import Socket
from sandbox.slack.state import APP, TEAM, Channel, Message, OpenView, SlackState
from sandbox.world import World

PATIENCE = 5.0  # seconds that a person waits for a form


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a submitted form: the mistakes by block, none when it was taken."""

    errors: Mapping[str, str] = field(default_factory=dict)


class Slack:
    """The people's side of the local Slack."""

    def __init__(self, world: World, *, bot_token: str, app_token: str) -> None:
        self._world = world
        users = {
            person.slack: {
                "id": person.slack,
                "name": person.name.lower().replace(" ", "."),
                "real_name": person.name,
                "deleted": False,
                "profile": {"real_name": person.name, "email": person.email or ""},
            }
            for person in world.people
            if person.slack
        }
        self.state = SlackState(users)
        self.socket = Socket(world, self.state)
        self.api = WebApi(world, self.state, self.socket, bot_token=bot_token, app_token=app_token)

    @property
    def calls(self) -> list[Call]:
        return self.api.calls

    # What a person does

    async def command(self, user: str, text: str, *, channel: str | None = None) -> Message | None:
        """Type a slash command; return the answer that only the person sees, if any."""
        word, _, rest = text.partition(" ")
        where = self.state.channels[channel] if channel else self.state.dm(user)
        response = self._response_url(user, where.id, None)
        answer = await self.socket.send(
            "slash_commands",
            {
                "command": word,
                "text": rest.strip(),
                "user_id": user,
                "user_name": self.state.users[user]["name"],
                "channel_id": where.id,
                "channel_name": where.name,
                "team_id": TEAM,
                "api_app_id": APP,
                "response_url": response,
                "trigger_id": self.state.trigger(user),
                "is_enterprise_install": "false",
            },
        )
        if not answer.get("text") and not answer.get("blocks"):
            return None
        message = self.state.post(
            where, str(answer.get("text") or ""), answer.get("blocks") or [], ephemeral_to=user
        )
        self._changed(user, where)
        return message

    async def press(self, user: str, message: Message, label: str, *, nth: int = 0) -> None:
        """Press a button by its label."""
        found = [b for b in message.buttons if b["text"]["text"] == label]
        if len(found) <= nth:
            problem = f"no button {label!r} among {message.labels}"
            raise LookupError(problem)
        button = found[nth]
        await self.act(
            user,
            {
                "type": "button",
                "action_id": button["action_id"],
                "block_id": button["block_id"],
                "value": button.get("value"),
                "text": button["text"],
            },
            message=message,
        )

    async def act(
        self,
        user: str,
        action: Mapping[str, Any],
        *,
        message: Message | None = None,
        view: OpenView | None = None,
    ) -> None:
        """Send a block action from a message or a form."""
        payload: dict[str, Any] = {
            **self._envelope("block_actions", user),
            "actions": [{**action, "action_ts": self.state.timestamp()}],
            "state": {"values": {}},
        }
        if message is not None:
            channel = self.state.channels[message.channel]
            payload |= {
                "channel": {"id": channel.id, "name": channel.name},
                "message": message.as_json(),
                "container": {
                    "type": "message",
                    "message_ts": message.ts,
                    "channel_id": channel.id,
                    "is_ephemeral": message.ephemeral_to is not None,
                },
                "response_url": self._response_url(user, channel.id, message.ts),
            }
        if view is not None:
            payload |= {"view": view.as_json(), "container": {"type": "view", "view_id": view.id}}
        await self.socket.send("interactive", payload)

    async def suggest(self, user: str, view: OpenView, block: str, text: str) -> list[Any]:
        """Type into a field that suggests; return the options."""
        element = _element(view, block)
        answer = await self.socket.send(
            "interactive",
            {
                **self._envelope("block_suggestion", user),
                "action_id": element["action_id"],
                "block_id": block,
                "value": text,
                "view": view.as_json(),
            },
        )
        return list(answer.get("options", []))

    async def fill(self, user: str, label: str, value: object) -> None:
        """Fill in a field by its label; fields that dispatch tell the bot at once."""
        view = self.view(user)
        if view is None:
            raise LookupError(label)
        block = _block(view, label)
        entered = await self._entered(user, view, block, value)
        element = block["element"]
        view.state[block["block_id"]] = {element["action_id"]: entered}
        if block.get("dispatch_action"):
            action = {**entered, "action_id": element["action_id"], "block_id": block["block_id"]}
            await self.act(user, action, view=view)

    async def submit(self, user: str, values: Mapping[str, object] | None = None) -> Submitted:
        """Fill in fields by their labels and press the form's button."""
        for label, value in (values or {}).items():
            await self.fill(user, label, value)
        view = self.view(user)
        if view is None:
            raise LookupError(user)
        objections = _objections(view)
        if objections:
            return Submitted(objections)
        answer = await self.socket.send(
            "interactive",
            {
                **self._envelope("view_submission", user),
                "view": view.as_json(),
                "response_urls": [],
            },
        )
        return self._submitted(user, view, answer)

    def close(self, user: str) -> None:
        """Close the form without submitting it."""
        self.state.views.pop(user, None)
        self._world.publish({"platform": "slack", "user": user})

    # What a person sees

    def view(self, user: str) -> OpenView | None:
        return self.state.views.get(user)

    async def wait_for_view(self, user: str, title: str | None = None) -> OpenView:
        """Wait until a form is open; raises TimeoutError."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            view = self.view(user)
            if view is not None and title in {None, view.body["title"]["text"]}:
                return view
            await asyncio.sleep(0.01)
        raise TimeoutError(title)

    def direct(self, user: str) -> list[Message]:
        """Return what the person sees of the direct messages with the bot, oldest first."""
        return self.seen(user, self.state.dm(user))

    def seen(self, user: str, channel: Channel) -> list[Message]:
        return [m for m in channel.messages if m.ephemeral_to in {None, user}]

    def channel(self, name: str) -> Channel | None:
        return self.state.by_name(name)

    def channels_of(self, user: str) -> list[Channel]:
        return [channel for channel in self.state.channels.values() if user in channel.members]

    # Inside

    async def _entered(
        self, user: str, view: OpenView, block: Mapping[str, Any], value: object
    ) -> dict[str, Any]:
        kind = str(block["element"]["type"])
        if kind.endswith("_select"):
            wanted = value if isinstance(value, list | tuple) else [value]
            chosen = [await self._option(user, view, block, str(one)) for one in wanted]
            if kind.startswith("multi_"):
                return {"type": kind, "selected_options": chosen}
            return {"type": kind, "selected_option": chosen[0] if chosen else None}
        if isinstance(value, datetime):
            return {"type": kind, "selected_date_time": int(value.timestamp())}
        if isinstance(value, date):
            return {"type": kind, "selected_date": value.isoformat()}
        return {"type": kind, "value": str(value)}

    async def _option(
        self, user: str, view: OpenView, block: Mapping[str, Any], wanted: str
    ) -> dict[str, Any]:
        element = block["element"]
        if "external" in element["type"]:
            options = await self.suggest(user, view, str(block["block_id"]), wanted)
        else:
            options = element["options"]
        matching = [o for o in options if wanted in {o["value"], o["text"]["text"]}]
        starting = [o for o in options if str(o["text"]["text"]).startswith(wanted)]
        for option in (*matching, *starting):
            return dict(option)
        problem = f"no option {wanted!r} among {[o['text']['text'] for o in options]}"
        raise LookupError(problem)

    def _submitted(self, user: str, view: OpenView, answer: Mapping[str, Any]) -> Submitted:
        action = answer.get("response_action")
        if action == "errors":
            return Submitted(dict(answer["errors"]))
        if action == "update":
            methods.replace_view(self.state, view, answer["view"])
        elif self.state.views.get(user) is view:
            del self.state.views[user]
        self._world.publish({"platform": "slack", "user": user})
        return Submitted()

    def _envelope(self, kind: str, user: str) -> dict[str, Any]:
        return {
            "type": kind,
            "team": {"id": TEAM, "domain": "sandbox"},
            "user": {"id": user, "name": self.state.users[user]["name"], "team_id": TEAM},
            "api_app_id": APP,
            "token": "legacy",
            "trigger_id": self.state.trigger(user),
            "is_enterprise_install": False,
        }

    def _response_url(self, user: str, channel: str, ts: str | None) -> str:
        return f"{self.api.url}/response/{self.state.response(user, channel, ts)}"

    def _changed(self, user: str, channel: Channel) -> None:
        self._world.publish({"platform": "slack", "user": user, "channel": channel.id})


def _block(view: OpenView, label: str) -> dict[str, Any]:
    for block in view.body["blocks"]:
        if block["type"] == "input" and block["label"]["text"] == label:
            return dict(block)
    labels = [b["label"]["text"] for b in view.body["blocks"] if b["type"] == "input"]
    problem = f"no field {label!r} among {labels}"
    raise LookupError(problem)


def _element(view: OpenView, block_id: str) -> dict[str, Any]:
    for block in view.body["blocks"]:
        if block["block_id"] == block_id:
            return dict(block["element"])
    raise LookupError(block_id)


def _objections(view: OpenView) -> dict[str, str]:
    """Return what Slack's own form objects to, by block: it does not send such a form."""
    inputs = [block for block in view.body["blocks"] if block["type"] == "input"]
    told = {str(block["block_id"]): _objection(view, block) for block in inputs}
    return {block: objection for block, objection in told.items() if objection is not None}


def _objection(view: OpenView, block: Mapping[str, Any]) -> str | None:
    entered: dict[str, Any] = next(iter(view.state.get(block["block_id"], {}).values()), {})
    if not any(value for key, value in entered.items() if key != "type"):
        return None if block.get("optional") else "Please complete this required field."
    if block["element"]["type"] == "number_input":
        return number_problem(block["element"], str(entered["value"]))
    return None
