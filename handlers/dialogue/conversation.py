"""Go on with the dialogue under way, or drop it; then with the one that it interrupted."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from handlers import about
from handlers.dialogue import alarm, amending, answers, duty, endings, row
from handlers.dialogue.turn import DRAFT, Turn
from handlers.reply import Reply, done, refused
from handlers.work import Work
from storage import dialogues
from storage.model import Dialogue


def cancel(work: Work, turn: Turn) -> Reply:
    """Drop the dialogue under way; nothing of it has had any effect."""
    dialogue = dialogues.get(work.session, turn.user, work.now)
    if dialogue is None:
        return refused(work.say("dialogue-nothing"))
    dialogues.drop(work.session, turn.user)
    # A "Kan inte" stands: its dialogue asks for the reason alone.
    told = work.say("dialogue-skipped" if dialogue.kind == "no" else "dialogue-cancelled")
    return _gone_back(work, turn, done(told))


def cancel_press(work: Work, turn: Turn, name: str) -> Reply:
    """Drop the dialogue if it still waits at the question of that name."""
    dialogue = dialogues.get(work.session, turn.user, work.now)
    if dialogue is None or dialogue.asked.name != name:
        return refused(work.say("dialogue-stale"))
    return cancel(work, turn)


def choose(work: Work, turn: Turn, value: str) -> Reply:
    """Take a press on `<question>.<place>`; it counts while the dialogue waits at that question."""
    name, _, place = value.partition(".")
    dialogue = dialogues.get(work.session, turn.user, work.now)
    if dialogue is None or dialogue.asked.name != name or not _is_place(place, dialogue):
        return refused(work.say("dialogue-stale"))
    choice = dialogue.asked.offers[int(place)]
    return _step(work, replace(turn, choice=choice), dialogue)


def go_on(work: Work, turn: Turn) -> Reply | None:
    """Take what was written as the answer; None when no dialogue is under way."""
    dialogue = dialogues.get(work.session, turn.user, work.now)
    return _step(work, turn, dialogue) if dialogue is not None else None


def _is_place(place: str, dialogue: Dialogue) -> bool:
    known = {str(number) for number in range(len(dialogue.asked.offers))}
    return place in known


def _step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    refusal = OBJECTIONS.get(dialogue.kind, _none)(work, turn, dialogue)
    if refusal is not None:
        dialogues.drop(work.session, turn.user)
        return _gone_back(work, turn, refusal)
    return _gone_back(work, turn, STEPS[dialogue.kind](work, turn, dialogue))


def _gone_back(work: Work, turn: Turn, reply: Reply) -> Reply:
    """Once a dialogue is over, put the question of the alarm that it interrupted again."""
    if dialogues.get(work.session, turn.user, work.now) is not None:
        return reply
    dialogues.take_up(work.session, turn.user)
    if about.is_drill(work):
        return reply  # what is meant in earnest is not asked for in a drill's message
    draft = dialogues.get(work.session, turn.user, work.now)
    if draft is None or draft.kind != DRAFT:
        return reply
    asked = alarm.again(work, turn, draft)
    parts = (*reply.message.parts, *asked.message.parts)
    return replace(asked, message=replace(reply.message, parts=parts), is_done=reply.is_done)


def _none(_work: Work, _turn: Turn, _dialogue: Dialogue) -> Reply | None:
    return None


Step = Callable[[Work, Turn, Dialogue], Reply]
STEPS: Mapping[str, Step] = {
    "alarm": alarm.step,
    amending.KIND: amending.step,
    **answers.STEPS,
    **endings.STEPS,
    **duty.STEPS,
    row.KIND: row.step,
}
OBJECTIONS: Mapping[str, Callable[[Work, Turn, Dialogue], Reply | None]] = {
    amending.KIND: amending.objection,
    **dict.fromkeys(answers.STEPS, answers.objection),
    **dict.fromkeys(endings.STEPS, endings.objection),
}
