"""What an answer to a summons needs to know: when, whom, why, or how many hours."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from escalation.callout import AnswerKind
from handlers import answer
from handlers.answer import Press, Said, Scene
from handlers.compose import words
from handlers.dialogue.turn import Offer, Turn, ask, begin, question, too_long
from handlers.message import Text
from handlers.reply import ECHO, Reply, done, quoted, refused
from handlers.roster import wrong_person
from handlers.when import read_moment
from handlers.work import Work
from roster.model import PersonId
from storage import callouts, dialogues, people
from storage.model import CalloutId, Dialogue

MOST_CHOICES = 8
HOURS = (2, 4, 8, 16, 24, 40)
MOST_HOURS = 80
LATER = (timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2), timedelta(hours=4))
SKIP = "skip"

Facts = Mapping[str, Any]


def start(work: Work, turn: Turn, name: str, press: Press) -> Reply:
    """Begin what an answer needs to know. "Kan inte" counts at once; its reason is asked after."""
    if name == "no":
        declined = answer.answer(work, press, Said(AnswerKind.DECLINED))
        if not declined.is_done:
            return declined
    refusal = _objection(work, name, press)
    if refusal is not None:
        return refusal
    facts = {"callout": press.callout, "page": press.page}
    begin(work, turn, name, facts)
    return QUESTIONS[name](work, turn, facts)


def objection(work: Work, turn: Turn, dialogue: Dialogue) -> Reply | None:
    """Return why it is no use to go on; None when it is."""
    return _objection(work, dialogue.kind, _press(turn, dialogue))


def _objection(work: Work, name: str, press: Press) -> Reply | None:
    match name:
        case "hours":
            return _objection_to_hours(work, press)
        case "no":
            scene = answer.look(work, press)
            return scene if isinstance(scene, Reply) else None
        case _:
            return answer.objection(work, press)


def _objection_to_hours(work: Work, press: Press) -> Reply | None:
    scene = answer.look(work, press)
    if isinstance(scene, Reply):
        return scene
    holds = scene.summons.callout.answer
    if holds is not None and holds.by == scene.person.id:
        return None
    return refused(work.say("refused-not-summoned", actor=scene.actor_name))


def _about(work: Work, turn: Turn, facts: Facts) -> dict[str, str]:
    """Name what a question is about: people may have several summonses."""
    scene = answer.look(work, Press(turn.identity, CalloutId(facts["callout"]), facts["page"]))
    if not isinstance(scene, Scene):
        return {"actor": "", "codename": ""}
    return {"actor": scene.actor_name, "codename": scene.picture.alarm.codename}


def _ask_later(work: Work, turn: Turn, facts: Facts) -> Reply:
    moments = [(work.now + ahead).replace(second=0, microsecond=0) for ahead in LATER]
    offered = [Offer(words.clock(work, one), one.isoformat()) for one in moments]
    return question(work, turn, work.say("later-ask", **_about(work, turn, facts)), offered)


def _later_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    chosen = datetime.fromisoformat(turn.choice) if turn.choice is not None else None
    moment = chosen or read_moment(turn.text, work.now, work.desk.tz)
    if moment is None:
        return refused(work.say("refused-moment-unclear"))
    return _answer(work, turn, dialogue, Said(AnswerKind.LATER, moment=moment.astimezone(UTC)))


def _ask_substitute(work: Work, turn: Turn, facts: Facts) -> Reply:
    """Offer the actor's other people first; anybody else is found by name."""
    summons = callouts.get(work.session, CalloutId(facts["callout"]))
    actor = people.actors(work.session, [summons.actor])[summons.actor]
    known = people.people(work.session, actor.people)
    own = [
        Offer(one.name, str(one.id))
        for one in known.values()
        if one.has_chat
        and turn.identity.user not in {one.slack, str(one.telegram)}
        and not people.is_out_of_reach(work.session, one.id)
    ]
    told = work.say("substitute-ask", **_about(work, turn, facts))
    return question(work, turn, told, own[:MOST_CHOICES])


def _substitute_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    chosen = people.person(work.session, PersonId(turn.said))
    if chosen is None:
        found = people.search(work.session, turn.text[:ECHO], MOST_CHOICES)
        if not found:
            return refused(work.say("substitute-none", text=quoted(turn.text)))
        if len(found) > 1:
            told = work.say("substitute-ask", **_about(work, turn, dialogue.answers))
            return question(work, turn, told, [Offer(one.name, str(one.id)) for one in found])
        chosen = found[0]
    return _answer(work, turn, dialogue, Said(AnswerKind.SUBSTITUTE, substitute=chosen.id))


def _ask_reason(work: Work, turn: Turn, facts: Facts) -> Reply:
    reasons = ("decline-ill", "decline-away", "decline-busy", "decline-wrong")
    offered = [Offer(work.say(reason), work.say(reason)) for reason in reasons]
    skip = Offer(work.say("button-skip"), SKIP)
    told = work.say("decline-ask", **_about(work, turn, facts))
    return ask(work, turn, (Text(told),), [*offered, skip])


def _reason_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    problem = too_long(work, "reason", turn.said)
    if problem is not None:
        return problem
    dialogues.drop(work.session, turn.user)
    if turn.choice == SKIP:
        return done(work.say("dialogue-skipped"))
    is_wrong_person = turn.choice == work.say("decline-wrong")
    give = wrong_person.reason if is_wrong_person else answer.give_reason
    return give(work, _press(turn, dialogue), turn.said)


def _answer(work: Work, turn: Turn, dialogue: Dialogue, said: Said) -> Reply:
    reply = answer.answer(work, _press(turn, dialogue), said)
    if reply.is_done:
        dialogues.drop(work.session, turn.user)
    return reply


def _ask_hours(work: Work, turn: Turn, facts: Facts) -> Reply:
    offered = [Offer(f"{hours} h", str(hours)) for hours in HOURS]
    return question(work, turn, work.say("hours-ask", **_about(work, turn, facts)), offered)


def _hours_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    text = turn.said.lower().removesuffix("timmar").removesuffix("h").strip()
    is_number = text.isdecimal() and len(text) <= len(str(MOST_HOURS))
    if not is_number or int(text) > MOST_HOURS:
        return refused(work.say("hours-unclear"))
    dialogues.drop(work.session, turn.user)
    return answer.commit_hours(work, _press(turn, dialogue), int(text))


def _press(turn: Turn, dialogue: Dialogue) -> Press:
    callout = CalloutId(dialogue.answers["callout"])
    return Press(turn.identity, callout, dialogue.answers["page"])


QUESTIONS: Mapping[str, Callable[[Work, Turn, Facts], Reply]] = {
    "later": _ask_later,
    "sub": _ask_substitute,
    "no": _ask_reason,
    "hours": _ask_hours,
}
STEPS: Mapping[str, Callable[[Work, Turn, Dialogue], Reply]] = {
    "later": _later_step,
    "sub": _substitute_step,
    "no": _reason_step,
    "hours": _hours_step,
}
