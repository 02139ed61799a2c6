"""What people saw in a play: each message whole the first time, then what changed in it."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from sandbox.server import Sandbox
from sandbox.slack.state import Message as SlackMessage
from sandbox.telegram.state import Message as TelegramMessage

LONG = 15  # lines: what is longer is not read again for what is new in it
BOLD = re.compile(r"\*([^*\n]+)\*")

Key = tuple[str, str, str]
Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A message as it stands somewhere."""

    key: Key
    where: str
    lines: Lines


class Transcript:
    """What appeared or changed, in that order; what several saw at once stands once."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._seen: dict[Key, Lines] = {}
        self._told: dict[str, Lines] = {}  # the newest of each heading
        self.lines: list[str] = []

    def look(self, at: str) -> None:
        """Write down what is new since the last look."""
        found: dict[Lines, list[str]] = {}
        for sighting in self._sightings():
            for told in self._news(sighting):
                found.setdefault(told, []).append(sighting.where)
        entries: dict[str, list[str]] = {}
        for (sign, heading, *rest), places in found.items():
            where = ", ".join(dict.fromkeys(places))
            entries.setdefault(f"{at} {sign} {where}: {heading}", []).extend(rest)
        for heading, rest in entries.items():
            self.lines += _joined([heading, *rest])

    def _news(self, sighting: Sighting) -> Iterator[Lines]:
        """Yield what is to be told of a message, a sign before it; nothing when it is as before."""
        before = self._seen.get(sighting.key)
        if before == sighting.lines:
            return
        self._seen[sighting.key] = sighting.lines
        heading = sighting.lines[0]
        sign = "~" if before is not None else "+"
        known = before or (self._told.get(heading) if len(sighting.lines) >= LONG else None)
        self._told[heading] = sighting.lines
        if known is None:
            yield (sign, *sighting.lines)
        else:
            yield (sign, heading, *(_changes(known, sighting.lines) or ("(som ovan)",)))

    def _sightings(self) -> Iterator[Sighting]:
        for channel in list(self._sandbox.slack.state.channels.values()):
            where = f"Slack {self._name(channel.user) if channel.user else '#' + channel.name}"
            for message in channel.messages:
                key = ("slack", channel.id, message.ts)
                yield Sighting(key, where, seen_in_slack(message))
        for chat in self._sandbox.telegram.state.chats.values():
            for written in chat.messages:
                key = ("telegram", str(chat.user), str(written.message_id))
                yield Sighting(key, f"Telegram {chat.name}", _seen_in_telegram(written))

    def _name(self, user: str | None) -> str:
        person = self._sandbox.world.by_slack(user) if user else None
        return person.name if person else str(user)


def seen_in_slack(message: SlackMessage) -> Lines:
    """Return a message's lines as Slack shows them, a row of buttons as a line."""
    lines = [line for block in message.blocks for line in _shown(block)]
    return _read(lines) or (_plain(message.text),)


def _shown(block: dict[str, Any]) -> Iterator[str]:
    if block["type"] == "actions":
        yield _buttons(element["text"]["text"] for element in block["elements"])
        return
    texts = [block.get("text"), *block.get("fields", ()), *block.get("elements", ())]
    for text in texts:
        if text:
            yield from _readable(text).splitlines()


def _read(lines: Iterable[str]) -> Lines:
    return tuple(line.strip() for line in lines if line.strip())


def _readable(text: dict[str, Any]) -> str:
    written = str(text["text"])
    return _plain(BOLD.sub(r"\1", written)) if text["type"] == "mrkdwn" else written


def _plain(escaped: str) -> str:
    return html.unescape(escaped)


def _seen_in_telegram(message: TelegramMessage) -> Lines:
    sender = "" if message.from_bot else "» "
    return _read([*f"{sender}{message.text}".splitlines(), _buttons(message.labels)])


def _buttons(labels: Iterable[str]) -> str:
    return " ".join(f"[{label}]" for label in labels)


def _joined(lines: Iterable[str]) -> list[str]:
    """Return the lines with buttons behind what they stand under."""
    joined: list[str] = []
    for line in lines:
        if joined and line.removeprefix("+ ").startswith("["):
            joined[-1] += f" {line}"
        else:
            joined.append(f"      {line}" if joined else line)
    return joined


def _changes(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """Return the lines that are new, and those gone without another in their place."""
    return tuple(_compared(before, after))


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "delete":
            yield from (f"– {line}" for line in before[start:end])
        elif kind != "equal":
            yield from (f"+ {line}" for line in after[new_start:new_end])
