"""What a person says in a dialogue, and how a question is put."""

from dataclasses import dataclass

from handlers.identity import Identity
from handlers.message import Button, Buttons, Message, Part, Text
from handlers.reply import Reply
from handlers.work import Work


@dataclass(frozen=True, slots=True)
class Turn:
    """Something a person wrote or pressed in a dialogue."""

    identity: Identity
    text: str

    @property
    def user(self) -> str:
        return f"{self.identity.platform}/{self.identity.user}"


def question(work: Work, text: str, offered: Buttons | None = None) -> Reply:
    parts: list[Part] = [Text(text)]
    cancel_button = Button(work.say("button-cancel"), "cancel", "0")
    buttons = offered.buttons if offered else ()
    parts.append(Buttons((*buttons, cancel_button)))
    return Reply(Message(text, tuple(parts)))


def choices(offered: list[tuple[str, str]]) -> Buttons:
    return Buttons(tuple(Button(label, "say", value) for label, value in offered))
