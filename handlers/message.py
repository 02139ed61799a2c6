"""Messages as every platform can show them: plain text in parts, and buttons."""

import hashlib
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Button:
    """A press does `action` to `value`; together at most 64 bytes, Telegram's limit."""

    label: str
    action: str
    value: str
    style: Literal["", "primary", "danger"] = ""


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    part: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    part: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels and values, one line each."""

    lines: tuple[tuple[str, str], ...]
    part: Literal["fields"] = "fields"


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that belong together; a title in bold stands above when there is one."""

    lines: tuple[str, ...]
    title: str = ""
    part: Literal["lines"] = "lines"


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    text: str
    part: Literal["note"] = "note"


@dataclass(frozen=True, slots=True)
class Buttons:
    """What can be pressed; with a tag they belong to the text right before, which bears it too."""

    buttons: tuple[Button, ...]
    part: Literal["buttons"] = "buttons"
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between what belongs apart."""

    part: Literal["rule"] = "rule"


Part: TypeAlias = Heading | Text | Fields | Lines | Note | Buttons | Rule


@dataclass(frozen=True, slots=True)
class Message:
    """What people read. `summary` stands alone in notifications and for screen readers."""

    summary: str
    parts: tuple[Part, ...] = ()
    is_drill: bool = False


def as_text(message: Message) -> str:
    """Return all that is read in a message, for a terminal or a log."""
    pieces = [piece for part in message.parts if (piece := _part_as_text(part))]
    return "\n".join(pieces) or message.summary


def _part_as_text(part: Part) -> str:
    match part:
        case Heading(text) | Text(text) | Note(text):
            return text
        case Fields(lines):
            return "\n".join(f"{label}: {value}" for label, value in lines)
        case Lines(lines, title):
            return "\n".join([title, *lines] if title else lines)
        case Buttons(buttons):
            return " ".join(f"[{button.label}]" for button in buttons)
        case Rule():
            return ""


_MESSAGE = TypeAdapter(Message)
DIGEST = 32  # characters


def to_json(message: Message) -> dict[str, Any]:
    return dict(_MESSAGE.dump_python(message, mode="json"))


def digest(message: Message) -> str:
    """Return a short name for what a message says: the same name, the same words and buttons."""
    return hashlib.sha256(_MESSAGE.dump_json(message)).hexdigest()[:DIGEST]


def from_json(spec: Any) -> Message:
    return _MESSAGE.validate_python(spec)
