"""What a use case says back to the one who asked, besides what it promises to others."""

from dataclasses import dataclass

from handlers.message import Message, Text


@dataclass(frozen=True, slots=True)
class Reply:
    """Words for the person alone. `is_done`: something changed."""

    message: Message
    is_done: bool = True

    @property
    def text(self) -> str:
        return self.message.summary


def done(text: str) -> Reply:
    return Reply(Message(text, (Text(text),)))


def refused(text: str) -> Reply:
    """Say why nothing changed."""
    return Reply(Message(text, (Text(text),)), is_done=False)
