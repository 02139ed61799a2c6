"""Render messages as Telegram HTML and inline keyboards. Pure."""

from collections import Counter
from dataclasses import dataclass
from html import escape as html_escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

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
from handlers.pieces import shortened

LONGEST = 4000  # Telegram allows 4096 characters, tags and entities not counted
ROW = 2  # two buttons side by side can still be read on a phone
MOST_BUTTONS = 100  # Telegram refuses a keyboard with more


@dataclass(frozen=True, slots=True)
class Wording:
    """What every message may need to say besides its own words."""

    drill: str
    more: str  # that the rest is to be had elsewhere


def rendered(message: Message, wording: Wording) -> tuple[str, InlineKeyboardMarkup | None]:
    """Return HTML and the keyboard. A drill says so first; what is too long says so last."""
    message = shortened(message, LONGEST, wording.more)
    pieces = [text for part in message.parts if (text := _text(part))]
    if not pieces:
        pieces = [escape(message.summary[:LONGEST])]
    if message.is_drill:
        pieces[0] = f"<b>{escape(wording.drill)}</b> {pieces[0]}"
    return "\n\n".join(pieces), _keyboard(message)


def escape(text: str) -> str:
    return html_escape(text, quote=False)


def _text(part: Part) -> str:
    match part:
        case Heading(text):
            return f"<b>{escape(text)}</b>"
        case Text(text):
            return escape(text)
        case Fields(lines):
            return "\n".join(f"<b>{escape(label)}:</b> {escape(value)}" for label, value in lines)
        case Lines(lines, title):
            told = [escape(line) for line in lines if line]
            return "\n".join([f"<b>{escape(title)}</b>", *told] if title else told)
        case Note(text):
            return f"<i>{escape(text)}</i>"
        case Buttons() | Rule():
            return ""


def _keyboard(message: Message) -> InlineKeyboardMarkup | None:
    groups = [part for part in message.parts if isinstance(part, Buttons) and part.buttons]
    often = Counter(label for group in groups for label in {b.label for b in group.buttons})
    rows: list[list[InlineKeyboardButton]] = []
    for number, group in enumerate(groups, start=1):
        is_repeated = any(often[button.label] > 1 for button in group.buttons)
        tag = group.tag or (str(number) if is_repeated else "")
        buttons = [_button(button, f" {tag}" if tag else "") for button in group.buttons]
        rows += [buttons[start : start + ROW] for start in range(0, len(buttons), ROW)]
    return InlineKeyboardMarkup(rows[: MOST_BUTTONS // ROW]) if rows else None


def _button(button: Button, suffix: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        text=button.label + suffix, callback_data=f"{button.action}:{button.value}"
    )
