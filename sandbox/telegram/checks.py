"""What Telegram checks before it does anything: HTML, keyboards, haste."""

import html
import re
import time
from collections import defaultdict, deque
from typing import Any

from sandbox.telegram.state import TelegramError

LONGEST = 4096
MOST_BUTTONS = 100
LONGEST_DATA = 64  # bytes
TAGS = {
    "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "a", "blockquote",
    "tg-spoiler",
}  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z-]+)((?:\s+[a-z]+=\"[^\"]*\")*)\s*>")
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)")


class Haste:
    """Telegram's limits: a chat's messages a second, and all calls a second."""

    def __init__(self) -> None:
        self._calls: dict[object, deque[float]] = defaultdict(deque)

    def check(self, name: object, most: int, seconds: float) -> None:
        now = time.monotonic()
        window = self._calls[name]
        while window and window[0] <= now - seconds:
            window.popleft()
        if len(window) >= most:
            wait = int(window[0] + seconds - now) + 1
            raise TelegramError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        window.append(now)


def plain(text: str, parse_mode: str | None) -> str:
    """Return the text without its tags; raises TelegramError when they are not sound."""
    if parse_mode is None:
        shown = text
    elif parse_mode == "HTML":
        shown = _plain_html(text)
    else:
        raise _bad("unsupported parse_mode")
    if not shown.strip():
        raise _bad("message text is empty")
    if len(shown) > LONGEST:
        raise _bad("message is too long")
    return shown


def keyboard(markup: Any) -> list[list[dict[str, str]]]:
    """Return the rows of an inline keyboard."""
    if not markup:
        return []
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if not isinstance(rows, list):
        raise _bad("object expected as reply markup")
    buttons = [button for row in rows for button in row]
    if len(buttons) > MOST_BUTTONS:
        raise _bad("reply markup is too long")
    for button in buttons:
        data = button.get("callback_data")
        if not button.get("text"):
            raise _bad("text buttons are not allowed to be empty")
        if data is not None and not 1 <= len(data.encode()) <= LONGEST_DATA:
            raise _bad("BUTTON_DATA_INVALID")
    return rows


def _plain_html(text: str) -> str:
    open_tags: list[str] = []
    for found in _TAG.finditer(text):
        closes, name = bool(found[1]), found[2].lower()
        if name not in TAGS:
            raise _bad(f'can\'t parse entities: Unsupported start tag "{name}"')
        if not closes:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            raise _bad("can't parse entities: Unmatched end tag")
    if open_tags:
        raise _bad(f"can't parse entities: Can't find end tag corresponding to \"{open_tags[-1]}\"")
    rest = _TAG.sub("", text)
    if "<" in rest or ">" in rest or _ENTITY.search(rest):
        raise _bad("can't parse entities: unescaped character")
    return html.unescape(rest)


def _bad(description: str) -> TelegramError:
    return TelegramError(400, f"Bad Request: {description}")
