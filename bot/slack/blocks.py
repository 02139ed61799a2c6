"""Render messages as Block Kit. Pure; slack_sdk's models check every length."""

from collections.abc import Iterable, Iterator
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from handlers.message import (
    Button,
    Buttons,
    Fields,
    Heading,
    Lines,
    Message,
    Note,
    Part,
    Rule,
    Text,
)

SECTION = 2900  # Slack allows 3000 characters
HEADER = 150
MOST_BLOCKS = 50


def escape(text: str) -> str:
    """Make any text harmless in mrkdwn: no links, no mentions."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def rendered(message: Message, drill: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the notification text and the blocks; a drill says so first."""
    prefix = f"{drill} " if message.is_drill else ""
    blocks: list[Block] = []
    if message.is_drill and not _starts_with_heading(message):
        blocks.append(_section(f"*{escape(drill)}*"))
    for number, part in enumerate(message.parts):
        blocks += _blocks(part, prefix if number == 0 else "")
    return prefix + escape(message.summary), [b.to_dict() for b in blocks[:MOST_BLOCKS]]


def _starts_with_heading(message: Message) -> bool:
    return bool(message.parts) and isinstance(message.parts[0], Heading)


def _blocks(part: Part, prefix: str) -> list[Block]:
    match part:
        case Heading(text):
            return [HeaderBlock(text=PlainTextObject(text=(prefix + text)[:HEADER], emoji=False))]
        case Text(text):
            return [_section(piece) for piece in _pieces([escape(text)])]
        case Fields(lines):
            told = [f"*{escape(label)}:* {escape(value)}" for label, value in lines]
            return [_section(piece) for piece in _pieces(told)]
        case Lines(lines, title):
            told = [escape(line) for line in lines if line]
            titled = [f"*{escape(title)}*", *told] if title else told
            return [_section(piece) for piece in _pieces(titled)]
        case Note(text):
            return [ContextBlock(elements=[MarkdownTextObject(text=escape(text)[:SECTION])])]
        case Buttons(buttons):
            return [ActionsBlock(elements=[_button(button) for button in buttons])]
        case Rule():
            return [DividerBlock()]


def _section(text: str) -> SectionBlock:
    return SectionBlock(text=MarkdownTextObject(text=text))


def _pieces(lines: Iterable[str]) -> Iterator[str]:
    """Join lines into as few sections as their greatest length allows."""
    piece = ""
    for line in (part for whole in lines for part in _chopped(whole)):
        if piece and len(piece) + 1 + len(line) > SECTION:
            yield piece
            piece = line
        else:
            piece = f"{piece}\n{line}" if piece else line
    if piece:
        yield piece


def _chopped(line: str) -> Iterator[str]:
    for start in range(0, len(line), SECTION):
        yield line[start : start + SECTION]


def _button(button: Button) -> ButtonElement:
    return ButtonElement(
        text=PlainTextObject(text=button.label[:75], emoji=False),
        action_id=button.action,
        value=button.value,
        style=button.style or None,
    )
