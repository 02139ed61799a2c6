"""Go on with the dialogue under way, or drop it."""

from collections.abc import Callable, Mapping

from handlers.dialogue import alarm, answers, endings
from handlers.dialogue.turn import Turn
from handlers.reply import Reply, done, refused
from handlers.work import Work
from storage import dialogues
from storage.model import Dialogue


def cancel(work: Work, turn: Turn) -> Reply:
    """Drop the dialogue under way; nothing of it has had any effect."""
    if dialogues.get(work.session, turn.user) is None:
        return refused(work.say("dialogue-nothing"))
    dialogues.drop(work.session, turn.user)
    return done(work.say("dialogue-cancelled"))


def go_on(work: Work, turn: Turn) -> Reply | None:
    """Take what was written or pressed as the answer; None when no dialogue is under way."""
    dialogue = dialogues.get(work.session, turn.user)
    if dialogue is None:
        return None
    return STEPS[dialogue.kind](work, turn, dialogue)


STEPS: Mapping[str, Callable[[Work, Turn, Dialogue], Reply]] = {
    "alarm": alarm.step,
    **answers.STEPS,
    **endings.STEPS,
}
