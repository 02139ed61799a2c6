"""What a person says in a dialogue, and how a question is put."""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Literal

from handlers import form
from handlers.identity import Identity
from handlers.message import Button, Buttons, Heading, Message, Part, Text
from handlers.reply import Reply, quoted, refused
from handlers.work import Work
from storage import dialogues
from storage.model import Asked

DRAFT = "alarm"  # the kind of dialogue that is worth keeping when another interrupts it
NAME = 4  # bytes of a question's name
BACK = "back"


@dataclass(frozen=True, slots=True)
class Turn:
    """Something a person wrote or chose in a dialogue."""

    identity: Identity
    text: str
    choice: str | None = None  # what the pressed button of the question means
    event: str = ""

    @property
    def user(self) -> str:
        return self.identity.account

    @property
    def said(self) -> str:
        """What was chosen, else what was written."""
        return self.choice if self.choice is not None else self.text.strip()


@dataclass(frozen=True, slots=True)
class Offer:
    """A button of a question: what it reads, and what it means."""

    label: str
    value: str
    style: Literal["", "primary", "danger"] = ""


def begin(work: Work, turn: Turn, kind: str, facts: dict[str, Any]) -> None:
    """Open a dialogue; a half-filled alarm that it interrupts is kept aside, a drill is not."""
    open_now = dialogues.get(work.session, turn.user, work.now)
    is_draft = open_now is not None and open_now.kind == DRAFT and kind != DRAFT
    if is_draft and open_now is not None and not open_now.answers.get("drill"):
        dialogues.set_aside(work.session, turn.user)
    dialogues.put(work.session, turn.user, kind, facts, work.now)


def question(work: Work, turn: Turn, text: str, offers: Sequence[Offer] = ()) -> Reply:
    """Put a question in words, with a way out."""
    way_out = Offer(work.say("button-cancel"), "")
    return ask(work, turn, (Text(text),), offers, way_out=way_out)


def ask(
    work: Work,
    turn: Turn,
    parts: Sequence[Part],
    offers: Sequence[Offer],
    *,
    way_out: Offer | None = None,
    name: str = "",
) -> Reply:
    """Put a question. Its buttons carry its name, and count until the next one is put."""
    asked = Asked(name or token_hex(NAME), tuple(offer.value for offer in offers))
    dialogues.ask(work.session, turn.user, asked)
    buttons = [
        Button(offer.label, "say", f"{asked.name}.{index}", offer.style)
        for index, offer in enumerate(offers)
    ]
    if way_out is not None:
        buttons.append(Button(way_out.label, "cancel", asked.name))
    summary = next((part.text for part in parts if isinstance(part, Text | Heading)), "")
    return Reply(Message(summary, (*parts, Buttons(tuple(buttons)))), is_question=True)


def too_long(work: Work, field: str, text: str) -> Reply | None:
    """Refuse what does not fit in a field of the form; the dialogue goes on."""
    told = form.too_long(work, field, text)
    return refused(told) if told is not None else None


def unclear(work: Work, text: str) -> Reply:
    return refused(work.say("help-unknown", text=quoted(text)))
