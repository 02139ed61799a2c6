"""Tell one event of Slack's from another."""

from collections.abc import Mapping
from typing import Any, TypeAlias

Payload: TypeAlias = Mapping[str, Any]


def event_of(body: Payload) -> str | None:
    """Name what happened, the same when Slack tells it twice and never the same otherwise.

    None when Slack has given it nothing to be told by.
    """
    trigger = body.get("trigger_id")
    if trigger is None:
        return None
    actions = [f"{one.get('action_id')}:{one.get('action_ts')}" for one in body.get("actions", [])]
    view = body.get("view") or {}
    user = body.get("user_id") or body["user"]["id"]
    parts = ("slack", user, trigger, *actions, view.get("id"))
    return "/".join(str(part) for part in parts if part)
