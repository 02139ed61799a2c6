"""End an alarm, call it off, or hand over its lead, by questions. The last one asks whether to."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from handlers import lead
from handlers.compose import words
from handlers.dialogue.turn import Offer, Turn, ask, begin, question, too_long, unclear
from handlers.end_alarm import EndAlarm, end_alarm, may_end
from handlers.message import Fields, Heading
from handlers.reply import Reply, quoted
from handlers.work import Work
from roster.model import ActorId
from storage import alarms, dialogues
from storage.model import AlarmId, Dialogue, Ending

LESSONS = 3
GO = "go"
SKIP = "skip"

Facts = dict[str, Any]


def start(work: Work, turn: Turn, name: str, alarm: AlarmId) -> Reply:
    """Begin ending an alarm, calling it off, or handing over its lead."""
    refusal = _objection(work, turn, name, alarm)
    if refusal is not None:
        return refusal
    facts: Facts = {"alarm": alarm}
    begin(work, turn, name, facts)
    return QUESTIONS[name](work, turn, facts)


def objection(work: Work, turn: Turn, dialogue: Dialogue) -> Reply | None:
    """Return why it is no use to go on; None when it is."""
    return _objection(work, turn, dialogue.kind, AlarmId(dialogue.answers["alarm"]))


def _objection(work: Work, turn: Turn, name: str, alarm: AlarmId) -> Reply | None:
    look = lead.look_as_lead if name == "handover" else may_end
    found = look(work, turn.identity, alarm)
    return found if isinstance(found, Reply) else None


def _codename(work: Work, facts: Mapping[str, Any]) -> str:
    return alarms.get(work.session, AlarmId(facts["alarm"])).codename


def _ask_finish(work: Work, turn: Turn, facts: Facts) -> Reply:
    """Ask for the outcome, then for each lesson, then whether to."""
    told = facts.get("told", [])
    codename = _codename(work, facts)
    if not told:
        return question(work, turn, work.say("finish-ask-outcome", codename=codename))
    if len(told) <= LESSONS:
        asked = work.say("finish-ask-lesson", number=str(len(told)))
        return question(work, turn, asked, [Offer(work.say("button-skip"), SKIP)])
    labels = ("finish-outcome", "finish-lesson-1", "finish-lesson-2", "finish-lesson-3")
    rows = [(work.say(label), text) for label, text in zip(labels, told, strict=True) if text]
    heading = work.say("finish-confirm", codename=codename)
    return _ask_whether(work, turn, heading, rows, "button-finish")


def _finish_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    facts = dict(dialogue.answers)
    told = list(facts.get("told", []))
    if len(told) > LESSONS:
        return _end(work, turn, dialogue, Ending.FINISHED, told)
    problem = too_long(work, "lesson" if told else "outcome", turn.said)
    if problem is not None:
        return problem
    facts["told"] = [*told, "" if turn.choice == SKIP else turn.said]
    dialogues.put(work.session, turn.user, "finish", facts, work.now)
    return _ask_finish(work, turn, facts)


def _ask_call_off(work: Work, turn: Turn, facts: Facts) -> Reply:
    """Ask for the reason, then whether to."""
    codename = _codename(work, facts)
    if not facts.get("told"):
        return question(work, turn, work.say("call-off-ask", codename=codename))
    rows = [(work.say("call-off-reason"), facts["told"][0])]
    heading = work.say("call-off-confirm", codename=codename)
    return _ask_whether(work, turn, heading, rows, "button-call-off")


def _call_off_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    facts = dict(dialogue.answers)
    if facts.get("told"):
        return _end(work, turn, dialogue, Ending.CALLED_OFF, facts["told"])
    problem = too_long(work, "reason", turn.said)
    if problem is not None:
        return problem
    facts["told"] = [turn.said]
    dialogues.put(work.session, turn.user, "calloff", facts, work.now)
    return _ask_call_off(work, turn, facts)


def _ask_whether(
    work: Work, turn: Turn, heading: str, rows: Sequence[tuple[str, str]], label: str
) -> Reply:
    go = Offer(work.say(label), GO, "danger")
    way_out = Offer(work.say("button-cancel"), "")
    return ask(work, turn, (Heading(heading), Fields(tuple(rows))), [go], way_out=way_out)


def _end(work: Work, turn: Turn, dialogue: Dialogue, ending: Ending, told: Sequence[str]) -> Reply:
    """End it on the press that says so; nothing that is written does."""
    if turn.choice != GO:
        return unclear(work, turn.text)
    dialogues.drop(work.session, turn.user)
    alarm = AlarmId(dialogue.answers["alarm"])
    return end_alarm(work, EndAlarm(turn.identity, alarm, ending, told[0], tuple(told[1:])))


def _ask_hand_over(work: Work, turn: Turn, facts: Facts) -> Reply:
    actors = lead.candidates(work, AlarmId(facts["alarm"]))
    offered = [Offer(quoted(words.titled(actor)), str(actor.id)) for actor in actors]
    told = work.say("hand-over-ask", codename=_codename(work, facts))
    return question(work, turn, told, offered)


def _hand_over_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    alarm = AlarmId(dialogue.answers["alarm"])
    reply = lead.offer_lead(work, turn.identity, alarm, ActorId(turn.said))
    if reply.is_done:
        dialogues.drop(work.session, turn.user)
    return reply


QUESTIONS: Mapping[str, Callable[[Work, Turn, Facts], Reply]] = {
    "finish": _ask_finish,
    "calloff": _ask_call_off,
    "handover": _ask_hand_over,
}
STEPS: Mapping[str, Callable[[Work, Turn, Dialogue], Reply]] = {
    "finish": _finish_step,
    "calloff": _call_off_step,
    "handover": _hand_over_step,
}
