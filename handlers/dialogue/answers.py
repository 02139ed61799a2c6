"""What an answer to a summons needs to know: when, whom, why, or how many hours."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from escalation.callout import AnswerKind
from handlers import answer, form
from handlers.answer import Press, Said
from handlers.compose import words
from handlers.dialogue.turn import Turn, choices, question
from handlers.reply import Reply, refused
from handlers.work import Work
from roster.coverage import people_of
from roster.model import PersonId
from storage import callouts, dialogues, people
from storage.model import CalloutId, Dialogue

MOST_CHOICES = 8
HOURS = (2, 4, 8, 16, 24, 40)
LATER = (timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2), timedelta(hours=4))


def start(work: Work, turn: Turn, name: str, press: Press) -> Reply:
    """Begin what an answer needs to know: when, whom, why, or how many hours."""
    objection = answer.objection(work, press) if name != "hours" else None
    if objection is not None:
        return objection
    facts = {"callout": press.callout, "page": press.page}
    dialogues.put(work.session, turn.user, name, facts, work.now)
    return QUESTIONS[name](work, turn, facts)


def _ask_later(work: Work, _turn: Turn, _facts: Mapping[str, Any]) -> Reply:
    moments = [(work.now + ahead).replace(second=0, microsecond=0) for ahead in LATER]
    offered = [(words.clock(work, one), one.isoformat()) for one in moments]
    return question(work, work.say("later-ask"), choices(offered))


def _later_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    moment = _pressed_moment(turn.text) or form.read_moment(turn.text, work.now, work.desk.tz)
    if moment is None:
        return refused(work.say("refused-moment-unclear"))
    return _answer(work, turn, dialogue, Said(AnswerKind.LATER, moment=moment.astimezone(UTC)))


def _pressed_moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _ask_substitute(work: Work, turn: Turn, facts: Mapping[str, Any]) -> Reply:
    """Offer the actor's other people first; anybody else is found by name."""
    summons = callouts.get(work.session, CalloutId(facts["callout"]))
    actor = people.actors(work.session, [summons.actor])[summons.actor]
    known = people.people(work.session, people_of(actor))
    own = [
        (one.name, str(one.id))
        for one in known.values()
        if one.has_chat and turn.identity.user not in {one.slack, str(one.telegram)}
    ]
    return question(work, work.say("substitute-ask"), choices(own[:MOST_CHOICES]))


def _substitute_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    chosen = people.person(work.session, PersonId(turn.text.strip()))
    if chosen is None:
        found = people.search(work.session, turn.text, MOST_CHOICES)
        if not found:
            return refused(work.say("substitute-none", text=turn.text.strip()))
        if len(found) > 1:
            offered = [(one.name, str(one.id)) for one in found]
            return question(work, work.say("substitute-ask"), choices(offered))
        chosen = found[0]
    return _answer(work, turn, dialogue, Said(AnswerKind.SUBSTITUTE, substitute=chosen.id))


def _ask_decline(work: Work, _turn: Turn, _facts: Mapping[str, Any]) -> Reply:
    reasons = ("decline-ill", "decline-away", "decline-busy", "decline-wrong")
    offered = [(work.say(key), work.say(key)) for key in reasons]
    return question(work, work.say("decline-ask"), choices(offered))


def _decline_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    return _answer(work, turn, dialogue, Said(AnswerKind.DECLINED, note=turn.text.strip()[:500]))


def _answer(work: Work, turn: Turn, dialogue: Dialogue, said: Said) -> Reply:
    reply = answer.answer(work, _press(turn, dialogue), said)
    if reply.is_done or said.kind is AnswerKind.DECLINED:
        dialogues.drop(work.session, turn.user)
    return reply


def _ask_hours(work: Work, _turn: Turn, _facts: Mapping[str, Any]) -> Reply:
    offered = [(f"{hours} h", str(hours)) for hours in HOURS]
    return question(work, work.say("hours-ask"), choices(offered))


def _hours_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    text = turn.text.strip()
    if not text.isdecimal() or int(text[:4]) > 80:
        return refused(work.say("hours-unclear"))
    dialogues.drop(work.session, turn.user)
    return answer.commit_hours(work, _press(turn, dialogue), int(text))


def _press(turn: Turn, dialogue: Dialogue) -> Press:
    callout = CalloutId(dialogue.answers["callout"])
    return Press(turn.identity, callout, dialogue.answers["page"])


QUESTIONS: Mapping[str, Callable[[Work, Turn, Mapping[str, Any]], Reply]] = {
    "later": _ask_later,
    "sub": _ask_substitute,
    "no": _ask_decline,
    "hours": _ask_hours,
}
STEPS: Mapping[str, Callable[[Work, Turn, Dialogue], Reply]] = {
    "later": _later_step,
    "sub": _substitute_step,
    "no": _decline_step,
    "hours": _hours_step,
}
