"""End an alarm, call it off, or hand over its lead, by questions."""

from collections.abc import Callable, Mapping
from typing import Any

from handlers import lead
from handlers.compose import words
from handlers.dialogue.turn import Turn, choices, question
from handlers.end_alarm import EndAlarm, end_alarm, may_end
from handlers.reply import Reply
from handlers.work import Work
from roster.model import ActorId
from storage import dialogues
from storage.model import AlarmId, Dialogue, Ending


def start(work: Work, turn: Turn, name: str, alarm: AlarmId) -> Reply:
    """Begin ending an alarm, calling it off, or handing over its lead."""
    look = lead.look_as_lead if name == "handover" else may_end
    found = look(work, turn.identity, alarm)
    if isinstance(found, Reply):
        return found
    facts = {"alarm": alarm}
    dialogues.put(work.session, turn.user, name, facts, work.now)
    return QUESTIONS[name](work, turn, facts)


def _ask_finish(work: Work, _turn: Turn, _facts: Mapping[str, Any]) -> Reply:
    return question(work, work.say("finish-ask-outcome"))


def _finish_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    answers = dict(dialogue.answers)
    told = [*answers.get("told", []), turn.text.strip()]
    if len(told) < 4:
        answers["told"] = told
        dialogues.put(work.session, turn.user, "finish", answers, work.now)
        return question(work, work.say("finish-ask-lesson", number=str(len(told))))
    dialogues.drop(work.session, turn.user)
    alarm = AlarmId(answers["alarm"])
    command = EndAlarm(turn.identity, alarm, Ending.FINISHED, told[0], tuple(told[1:]))
    return end_alarm(work, command)


def _ask_call_off(work: Work, _turn: Turn, _facts: Mapping[str, Any]) -> Reply:
    return question(work, work.say("call-off-ask"))


def _call_off_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    dialogues.drop(work.session, turn.user)
    alarm = AlarmId(dialogue.answers["alarm"])
    return end_alarm(work, EndAlarm(turn.identity, alarm, Ending.CALLED_OFF, turn.text.strip()))


def _ask_hand_over(work: Work, _turn: Turn, facts: Mapping[str, Any]) -> Reply:
    actors = lead.candidates(work, AlarmId(facts["alarm"]))
    offered = [(words.titled(actor)[:60], str(actor.id)) for actor in actors]
    return question(work, work.say("hand-over-ask"), choices(offered))


def _hand_over_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    alarm = AlarmId(dialogue.answers["alarm"])
    reply = lead.offer_lead(work, turn.identity, alarm, ActorId(turn.text.strip()))
    if reply.is_done:
        dialogues.drop(work.session, turn.user)
    return reply


QUESTIONS: Mapping[str, Callable[[Work, Turn, Mapping[str, Any]], Reply]] = {
    "finish": _ask_finish,
    "calloff": _ask_call_off,
    "handover": _ask_hand_over,
}
STEPS: Mapping[str, Callable[[Work, Turn, Dialogue], Reply]] = {
    "finish": _finish_step,
    "calloff": _call_off_step,
    "handover": _hand_over_step,
}
