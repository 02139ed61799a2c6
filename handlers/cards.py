"""Take the buttons off messages that have been overtaken, and say why."""

from dataclasses import replace

from handlers import promise
from handlers.message import Buttons, Note, from_json
from handlers.work import Work
from storage import outbox
from storage.model import Priority


def take_buttons(work: Work, prefix: str, note: str) -> None:
    """Take the buttons off the messages whose keys begin so; those without stay as they are."""
    for sent in outbox.like(work.session, prefix):
        if sent.target is not None or "message" not in sent.payload:
            continue
        message = from_json(sent.payload["message"])
        kept = tuple(part for part in message.parts if not isinstance(part, Buttons))
        if kept != message.parts:
            changed = replace(message, parts=(*kept, Note(note)))
            promise.edit(work, sent.key, changed, priority=Priority.SITUATION)
