"""Stämmer inte: what is wrong with one's own row of the roster."""

from handlers.dialogue.turn import Offer, Turn, begin, question, too_long
from handlers.reply import Reply
from handlers.roster import confirm
from handlers.work import Work
from storage import dialogues
from storage.model import Dialogue

KIND = "rowno"
WRONG = ("row-phone", "row-email", "row-places", "row-until")


def start(work: Work, turn: Turn) -> Reply:
    """Ask what is wrong; nothing has any effect before it is said."""
    objection = confirm.objection(work, turn.identity)
    if objection is not None:
        return objection
    begin(work, turn, KIND, {})
    offers = [Offer(work.say(key), work.say(key)) for key in WRONG]
    return question(work, turn, work.say("row-wrong-ask"), offers)


def step(work: Work, turn: Turn, _dialogue: Dialogue) -> Reply:
    """Take what is wrong, and ask for the mend."""
    problem = too_long(work, "wrong", turn.said)
    if problem is not None:
        return problem
    reply = confirm.wrong(work, turn.identity, turn.said)
    if reply.is_done:
        dialogues.drop(work.session, turn.user)
    return reply
