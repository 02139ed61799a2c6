"""Render messages as Telegram HTML and inline keyboards. Pure."""

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

LONGEST = 4000  # Telegram allows 4096 characters after its tags are taken away
ROW = 2  # two buttons side by side can still be read on a phone


def rendered(message: Message, drill: str) -> tuple[str, InlineKeyboardMarkup | None]:
    """Return HTML and the keyboard; a drill says so first."""
    pieces = [text for part in message.parts if (text := _text(part))]
    if not pieces:
        pieces = [escape(message.summary)]
    if message.is_drill:
        pieces[0] = f"<b>{escape(drill)}</b> {pieces[0]}"
    return _joined(pieces), _keyboard(message)


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


def _joined(pieces: list[str]) -> str:
    """Join the pieces; whole lines at the end give way when it gets too long."""
    text = "\n\n".join(pieces)
    if len(text) <= LONGEST:
        return text
    kept: list[str] = []
    for line in text.split("\n"):
        if sum(len(one) + 1 for one in kept) + len(line) > LONGEST - 2:
            break
        kept.append(line)
    return "\n".join([*kept, "…"])


def _keyboard(message: Message) -> InlineKeyboardMarkup | None:
    groups = [part for part in message.parts if isinstance(part, Buttons)]
    labelled = len(groups) > 1
    rows: list[list[InlineKeyboardButton]] = []
    for number, group in enumerate(groups, start=1):
        tag = group.tag or (str(number) if labelled else "")
        buttons = [_button(button, f" {tag}" if tag else "") for button in group.buttons]
        rows += [buttons[start : start + ROW] for start in range(0, len(buttons), ROW)]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(button: Button, suffix: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        text=button.label + suffix, callback_data=f"{button.action}:{button.value}"
    )
