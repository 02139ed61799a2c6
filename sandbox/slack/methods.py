"""The Web API methods that the bot calls, as Slack answers them."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.slack import checks
from sandbox.slack.state import (
    BOT_ID,
    BOT_USER,
    TEAM,
    Channel,
    OpenView,
    SlackError,
    SlackState,
)

Args = Mapping[str, Any]
Answer = dict[str, Any]
MOST_INVITED = 1000


def auth_test(_state: SlackState, _args: Args) -> Answer:
    return {
        "url": "https://sandbox.slack.com/",
        "team": "Sandlådan",
        "user": "larm",
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def chat_post_message(state: SlackState, args: Args) -> Answer:
    channel = _destination(state, str(args["channel"]))
    text, blocks = _content(args)
    message = state.post(channel, text, blocks, metadata=args.get("metadata"))
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json()}


def chat_update(state: SlackState, args: Args) -> Answer:
    channel = _member_channel(state, str(args["channel"]))
    message = channel.message(str(args["ts"]))
    if message is None or message.ephemeral_to is not None:
        raise SlackError("message_not_found")
    if message.user != BOT_USER:
        raise SlackError("cant_update_message")
    text, blocks = _content(args)
    message.text, message.blocks, message.edited = text, state.named(blocks), True
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": message.as_json()}


def conversations_create(state: SlackState, args: Args) -> Answer:
    name = str(args["name"])
    checks.check_name(name)
    if state.by_name(name) is not None:
        raise SlackError("name_taken")
    channel = Channel(f"C{state.number():08}", name, members=[BOT_USER])
    state.channels[channel.id] = channel
    return {"channel": _shown(channel)}


def conversations_invite(state: SlackState, args: Args) -> Answer:
    channel = _member_channel(state, str(args["channel"]))
    users = [user for user in str(args["users"]).split(",") if user]
    if not users or len(users) > MOST_INVITED:
        raise SlackError("no_user")
    errors = [
        {"user": user, "ok": False, "error": problem}
        for user in users
        if (problem := _cannot_join(state, channel, user))
    ]
    is_forced = str(args.get("force", "")).lower() in {"true", "1"}
    if errors and (not is_forced or len(errors) == len(users)):
        raise SlackError(str(errors[0]["error"]), errors=errors)
    refused = {error["user"] for error in errors}
    channel.members += [user for user in users if user not in refused]
    return {"channel": _shown(channel), **({"errors": errors} if errors else {})}


def conversations_set_topic(state: SlackState, args: Args) -> Answer:
    channel = _member_channel(state, str(args["channel"]))
    if len(str(args["topic"])) > 250:
        raise SlackError("too_long")
    channel.topic = str(args["topic"])
    return {"channel": _shown(channel)}


def conversations_archive(state: SlackState, args: Args) -> Answer:
    channel = _channel(state, str(args["channel"]))
    if channel.is_im:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("already_archived")
    channel.is_archived = True
    return {}


def conversations_open(state: SlackState, args: Args) -> Answer:
    user = str(args.get("users", ""))
    if user not in state.users:
        raise SlackError("user_not_found")
    return {"channel": {"id": state.dm(user).id}}


def conversations_history(state: SlackState, args: Args) -> Answer:
    channel = _channel(state, str(args["channel"]))
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    limit = int(args.get("limit", 100))
    kept = [m for m in reversed(channel.messages) if m.ephemeral_to is None][:limit]
    with_metadata = str(args.get("include_all_metadata", "")).lower() in {"true", "1"}
    return {
        "messages": [
            {**m.as_json(), **({"metadata": m.metadata} if with_metadata and m.metadata else {})}
            for m in kept
        ],
        "has_more": len(kept) < len(channel.messages),
    }


def users_lookup_by_email(state: SlackState, args: Args) -> Answer:
    wanted = str(args["email"]).lower()
    for user in state.users.values():
        if wanted == user["profile"]["email"].lower() and not user["deleted"]:
            return {"user": user}
    raise SlackError("users_not_found")


def users_conversations(state: SlackState, args: Args) -> Answer:
    user = str(args.get("user") or BOT_USER)
    is_exclusive = str(args.get("exclude_archived", "")).lower() in {"true", "1"}
    found = [
        channel
        for channel in state.channels.values()
        if user in channel.members and not channel.is_im
        if not (is_exclusive and channel.is_archived)
    ]
    return {
        "channels": [_shown(channel) for channel in found],
        "response_metadata": {"next_cursor": ""},
    }


def pins_add(state: SlackState, args: Args) -> Answer:
    channel = _member_channel(state, str(args["channel"]))
    ts = str(args.get("timestamp", ""))
    if not ts:
        raise SlackError("no_item_specified")
    if channel.message(ts) is None:
        raise SlackError("message_not_found")
    if ts in channel.pins:
        raise SlackError("already_pinned")
    channel.pins.append(ts)
    return {}


def views_open(state: SlackState, args: Args) -> Answer:
    user = _exchange(state, str(args["trigger_id"]))
    view = OpenView(
        f"V{state.number():08}", user, checks.check_view(args["view"]), str(state.number())
    )
    view.body["blocks"] = state.named(view.body["blocks"])
    view.state = initial_state(view.body)
    state.views[user] = view
    return {"view": view.as_json()}


def views_update(state: SlackState, args: Args) -> Answer:
    wanted = str(args.get("view_id", ""))
    view = next((one for one in state.views.values() if one.id == wanted), None)
    if view is None:
        raise SlackError("not_found")
    if args.get("hash") and args["hash"] != view.hash:
        raise SlackError("hash_conflict")
    replace_view(state, view, args["view"])
    return {"view": view.as_json()}


def replace_view(state: SlackState, view: OpenView, body: Any) -> None:
    """Show another body; what was entered in fields of the same ids stays."""
    view.body = checks.check_view(body)
    view.body["blocks"] = state.named(view.body["blocks"])
    view.hash = str(state.number())
    fresh = initial_state(view.body)
    view.state = {
        block: {action: view.state.get(block, {}).get(action, value) for action, value in e.items()}
        for block, e in fresh.items()
    }


def initial_state(body: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what an untouched view would submit."""
    state: dict[str, dict[str, Any]] = {}
    for block in body["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            state[block["block_id"]] = {element["action_id"]: initial_value(element)}
    return state


def initial_value(element: Mapping[str, Any]) -> dict[str, Any]:
    """Return an element's state before anybody has touched it."""
    kind = str(element["type"])
    value: dict[str, Any] = {"type": kind}
    if kind.startswith("multi_") or kind == "checkboxes":
        value["selected_options"] = element.get("initial_options", [])
    elif kind.endswith("_select") or kind == "radio_buttons":
        value["selected_option"] = element.get("initial_option")
    elif kind == "datetimepicker":
        value["selected_date_time"] = element.get("initial_date_time")
    else:
        value["value"] = element.get("initial_value")
    return value


def _exchange(state: SlackState, trigger: str) -> str:
    if trigger in state.used_triggers:
        raise SlackError("exchanged_trigger_id")
    user, expires_at = state.triggers.pop(trigger, ("", 0.0))
    if not user:
        raise SlackError("invalid_trigger_id")
    if time.monotonic() > expires_at:
        raise SlackError("expired_trigger_id")
    state.used_triggers.add(trigger)
    return user


def _content(args: Args) -> tuple[str, list[dict[str, Any]]]:
    text = str(args.get("text") or "")
    blocks = checks.check_blocks(args["blocks"]) if args.get("blocks") else []
    checks.check_text(text, blocks)
    return text, blocks


def _destination(state: SlackState, address: str) -> Channel:
    if address.startswith(("U", "W")):
        if address not in state.users:
            raise SlackError("channel_not_found")
        return state.dm(address)
    return _member_channel(state, address)


def _channel(state: SlackState, channel: str) -> Channel:
    found = state.channels.get(channel)
    if found is None:
        raise SlackError("channel_not_found")
    return found


def _member_channel(state: SlackState, channel: str) -> Channel:
    found = _channel(state, channel)
    if found.is_archived:
        raise SlackError("is_archived")
    if BOT_USER not in found.members:
        raise SlackError("not_in_channel")
    return found


def _cannot_join(state: SlackState, channel: Channel, user: str) -> str | None:
    if user == BOT_USER:
        return "cant_invite_self"
    if user not in state.users:
        return "user_not_found"
    if state.users[user].get("deleted"):
        return "cant_invite"
    return "already_in_channel" if user in channel.members else None


def _shown(channel: Channel) -> Answer:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_private": True,
        "is_archived": channel.is_archived,
        "topic": {"value": channel.topic},
    }


METHODS: Mapping[str, Callable[[SlackState, Args], Answer]] = {
    "auth.test": auth_test,
    "chat.postMessage": chat_post_message,
    "chat.update": chat_update,
    "conversations.create": conversations_create,
    "conversations.invite": conversations_invite,
    "conversations.setTopic": conversations_set_topic,
    "conversations.archive": conversations_archive,
    "conversations.open": conversations_open,
    "conversations.history": conversations_history,
    "users.conversations": users_conversations,
    "users.lookupByEmail": users_lookup_by_email,
    "pins.add": pins_add,
    "views.open": views_open,
    "views.update": views_update,
}
