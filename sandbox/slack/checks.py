"""What Slack checks before it does anything: blocks, views, names, haste."""

import time
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from sandbox.slack.state import SlackError

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
LONGEST_NAME = 80
LONGEST_TEXT = 40_000
CHANNEL_CALLS, CHANNEL_SECONDS = 12, 10.0
MINUTE = 60.0
NAME_CHARACTERS = set("abcdefghijklmnopqrstuvwxyz0123456789-_")


class Haste:
    """Counts calls in sliding windows; refuses the one too many."""

    def __init__(self) -> None:
        self._calls: dict[str, deque[float]] = defaultdict(deque)

    def check(self, name: str, most: int, seconds: float) -> None:
        """Note a call; raises SlackError `ratelimited` when the window is full."""
        now = time.monotonic()
        window = self._calls[name]
        while window and window[0] <= now - seconds:
            window.popleft()
        if len(window) >= most:
            wait = int(window[0] + seconds - now) + 1
            raise SlackError("ratelimited", retry_after=wait)
        window.append(now)


def check_blocks(blocks: Any, most: int = MESSAGE_BLOCKS) -> list[dict[str, Any]]:
    """Return the blocks if Slack would take them; raises SlackError `invalid_blocks`."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if len(blocks) > most:
        raise SlackError("invalid_blocks", detail="too many blocks")
    try:
        for block in blocks:
            parsed = Block.parse(block)
            if parsed is None:
                raise SlackError("invalid_blocks", detail="unknown block type")
            parsed.to_dict()
    except (SlackObjectFormationError, TypeError, KeyError, ValueError) as error:
        raise SlackError("invalid_blocks", detail=str(error)) from error
    _check_ids(blocks)
    return blocks


def check_view(view: Any) -> dict[str, Any]:
    """Return the view if Slack would take it."""
    if not isinstance(view, dict) or view.get("type") != "modal":
        raise SlackError("invalid_arguments")
    try:
        View(**{**view, "blocks": [{"type": "divider"}]}).to_dict()  # the blocks' turn comes below
    except (SlackObjectFormationError, TypeError, ValueError) as error:
        raise SlackError("invalid_arguments", detail=str(error)) from error
    check_blocks(view.get("blocks"), VIEW_BLOCKS)
    has_input = any(block.get("type") == "input" for block in view["blocks"])
    if has_input and not view.get("submit"):
        raise SlackError("invalid_arguments", detail="a view with inputs needs submit")
    return view


def check_name(name: str) -> None:
    """Raise SlackError unless the name is one that a channel may have."""
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > LONGEST_NAME:
        raise SlackError("invalid_name_maxlength")
    if not set(name) <= NAME_CHARACTERS:
        raise SlackError("invalid_name_specials")
    if not any(character.isalnum() for character in name):
        raise SlackError("invalid_name_punctuation")


def check_text(text: str, blocks: Sequence[Any]) -> None:
    if not text and not blocks:
        raise SlackError("no_text")
    if len(text) > LONGEST_TEXT:
        raise SlackError("msg_too_long")


def number_problem(element: Mapping[str, Any], written: str) -> str | None:
    """Return what Slack's own form says of a number; it does not send such a form."""
    try:
        number = Decimal(written)
    except InvalidOperation:
        return "Please enter a valid number."
    if not number.is_finite():
        return "Please enter a valid number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Please enter a number no less than {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Please enter a number no more than {element['max_value']}."
    return None


def _check_ids(blocks: list[dict[str, Any]]) -> None:
    named = [block["block_id"] for block in blocks if "block_id" in block]
    if len(named) != len(set(named)):
        raise SlackError("invalid_blocks", detail="duplicate block_id")
    for block in blocks:
        actions = [e["action_id"] for e in block.get("elements", []) if "action_id" in e]
        if len(actions) != len(set(actions)):
            raise SlackError("invalid_blocks", detail="duplicate action_id")
