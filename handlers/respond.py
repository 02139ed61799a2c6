"""Promise what a person is told in answer, where a platform takes no answer to its event.

The promise commits with what the use case has changed: an answer is as sure as the change, keeps
the limits with everything else to the chat, and nobody waits while it is sent.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from handlers import about, promise
from handlers.identity import Identity, person_of
from handlers.pieces import in_pieces
from handlers.promise import Post
from handlers.reply import Reply
from handlers.work import Work
from storage import dialogues, heard
from storage.model import Priority
from storage.outbox import REPLY

REST = timedelta(minutes=1)  # somebody that we do not know is answered once in so long


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that a person said or pressed, and where."""

    by: Identity
    chat: str
    event: str  # the same when the platform tells it twice, and never the same otherwise
    longest: int  # characters that a message there can hold


def respond(work: Work, to: Heard, reply: Reply) -> None:
    """Promise the reply, in several messages when it is long; a stranger is answered seldom."""
    reply = about.marked(work, reply)
    person = person_of(work, to.by)
    stranger = f"stranger/{to.by.platform}/{to.chat}"
    if person is None and not heard.note_again(work.session, stranger, work.real_now, REST):
        return
    if reply.replaces:
        promise.edit(work, reply.replaces, reply.message, priority=Priority.ANSWER)
        _note_where(work, to.by, reply.replaces)
        return
    is_private = to.chat == to.by.user
    # A person's summonses go to the same address, so that they share the chat's limit.
    address = f"person/{person.id}" if person is not None and is_private else f"chat/{to.chat}"
    key = _promise(work, to, address, reply)
    if reply.is_question:
        _note_where(work, to.by, key)


def _promise(work: Work, to: Heard, address: str, reply: Reply) -> str:
    """Return the key of the last message, which bears the buttons."""
    subject = f"{REPLY}{to.event}"
    pieces = in_pieces(reply.message, to.longest)
    keys = [
        promise.to_address(
            work,
            to.by.platform,
            address,
            Post(f"{subject}/{number}", subject, Priority.ANSWER, piece, lane=subject),
        )
        for number, piece in enumerate(pieces, start=1)
    ]
    return keys[-1]


def _note_where(work: Work, by: Identity, key: str) -> None:
    dialogue = dialogues.get(work.session, by.account, work.now)
    if dialogue is not None:
        dialogues.ask(work.session, by.account, replace(dialogue.asked, message=key))
