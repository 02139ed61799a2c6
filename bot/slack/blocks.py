"""Render messages as Block Kit. Pure; slack_sdk's models check every length."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
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
MOST_IN_A_ROW = 25  # buttons in a block


def escape(text: str) -> str:
    """Make any text harmless in mrkdwn: no links, no mentions."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def rendered(message: Message, drill: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the notification text and the blocks; a drill says so first."""
    prefix = f"{drill} " if message.is_drill else ""
    blocks = _roomy(message, prefix)
    if len(blocks) > MOST_BLOCKS:
        blocks = _compact(message, prefix)
    if message.is_drill and not _starts_with_heading(message):
        blocks.insert(0, _section(f"*{escape(drill)}*"))
    return prefix + escape(message.summary), [b.to_dict() for b in blocks[:MOST_BLOCKS]]


def _roomy(message: Message, prefix: str) -> list[Block]:
    return [
        block
        for number, part in enumerate(message.parts)
        for block in _blocks(part, prefix if number == 0 else "")
    ]


def _compact(message: Message, prefix: str) -> list[Block]:
    """Put a line's first button beside it, and gather the others below, each with its line's tag.

    Slack takes 50 blocks in a message; a line with buttons of its own would be two of them.
    """
    blocks: list[Block] = []
    gathered: list[ButtonElement] = []
    for number, part in enumerate(message.parts):
        if isinstance(part, Buttons) and part.tag and _stands_beside(blocks, part.buttons[0]):
            gathered += [_tagged(button, part.tag) for button in part.buttons[1:]]
        else:
            blocks += _blocks(part, prefix if number == 0 else "")
    rows = range(0, len(gathered), MOST_IN_A_ROW)
    return blocks + [ActionsBlock(elements=gathered[n : n + MOST_IN_A_ROW]) for n in rows]


def _stands_beside(blocks: list[Block], button: Button) -> bool:
    """Put the button beside the newest section, if there is one with room for it."""
    newest = blocks[-1] if blocks else None
    if not isinstance(newest, SectionBlock) or newest.accessory is not None:
        return False
    newest.accessory = _button(button)
    return True


def _tagged(button: Button, tag: str) -> ButtonElement:
    """A block holds no two buttons of the same action id."""
    labelled = replace(button, label=f"{button.label} {tag}")
    return _button(replace(labelled, action=f"{button.action}.{button.value}"))


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
        case Buttons(buttons=buttons):
            return [ActionsBlock(elements=[_button(button) for button in _told_apart(buttons)])]
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


def _told_apart(buttons: Sequence[Button]) -> Iterator[Button]:
    """A block holds no two buttons of the same action id: of several each bears its value too."""
    often = Counter(button.action for button in buttons)
    for button in buttons:
        action = f"{button.action}.{button.value}" if often[button.action] > 1 else button.action
        yield replace(button, action=action)


def _button(button: Button) -> ButtonElement:
    return ButtonElement(
        text=PlainTextObject(text=button.label[:75], emoji=False),
        action_id=button.action,
        value=button.value,
        style=button.style or None,
    )
