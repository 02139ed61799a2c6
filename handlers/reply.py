"""What a use case says back to the one who asked, besides what it promises to others."""

from dataclasses import dataclass, replace

from handlers.message import Message, Text
from handlers.work import Desk

ECHO = 60  # characters of what somebody wrote that are shown again


@dataclass(frozen=True, slots=True)
class Reply:
    """Words for the person alone. `is_done`: something changed."""

    message: Message
    is_done: bool = True
    is_question: bool = False  # a dialogue waits for what is said to it
    replaces: str = ""  # the promise of an earlier reply, which is rewritten to read this

    @property
    def text(self) -> str:
        return self.message.summary


def spoken(desk: Desk, reply: Reply) -> str:
    """Return the words alone, where no more can be shown; a drill's say so first."""
    return f"{desk.say('drill')} {reply.text}" if reply.message.is_drill else reply.text


def after(text: str, reply: Reply) -> Reply:
    """Say something first, then the reply."""
    parts = (Text(text), *reply.message.parts)
    return replace(reply, message=replace(reply.message, summary=text, parts=parts))


def quoted(text: str) -> str:
    """Return what somebody wrote, short enough to be repeated to them."""
    plain = text.strip()
    return plain if len(plain) <= ECHO else plain[: ECHO - 1].rstrip() + "…"


def done(text: str) -> Reply:
    return Reply(Message(text, (Text(text),)))


def refused(text: str) -> Reply:
    """Say why nothing changed."""
    return Reply(Message(text, (Text(text),)), is_done=False)
