"""Fill in, by questions, what could wait when the alarm was raised."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers import amend, lead, secrecy
from handlers.amend import Amendment
from handlers.compose import words
from handlers.dialogue import taking
from handlers.dialogue.turn import BACK, Offer, Turn, begin, question
from handlers.reply import Reply, after, done
from handlers.work import Work
from storage import alarms, dialogues
from storage.model import Alarm, AlarmId, Dialogue

KIND = "amend"
FIELDS = ("deadline", "facts", "contacts", "meeting", "neighbours")
READY = "ready"

Facts = dict[str, Any]


def start(work: Work, turn: Turn, alarm: AlarmId) -> Reply:
    """Begin filling in an open alarm."""
    found = lead.look_as_lead(work, turn.identity, alarm)
    if isinstance(found, Reply):
        return found
    facts: Facts = {"alarm": alarm}
    begin(work, turn, KIND, facts)
    return _ask_which(work, turn, facts)


def objection(work: Work, turn: Turn, dialogue: Dialogue) -> Reply | None:
    """Return why it is no use to go on; None when it is."""
    found = lead.look_as_lead(work, turn.identity, AlarmId(dialogue.answers["alarm"]))
    return found if isinstance(found, Reply) else None


def step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    facts = dict(dialogue.answers)
    if turn.choice == READY:
        dialogues.drop(work.session, turn.user)
        return done(work.say("dialogue-ready"))
    if turn.choice == BACK or turn.choice in FIELDS:
        facts["asking"] = turn.choice if turn.choice != BACK else None
        dialogues.put(work.session, turn.user, KIND, facts, work.now)
        return _ask(work, turn, facts)
    if not facts.get("asking"):
        return _ask_which(work, turn, facts)
    return _take(work, turn, facts)


def _take(work: Work, turn: Turn, facts: Facts) -> Reply:
    """Put what was said in its field of the alarm, at once, and ask for more."""
    given = {"asking": facts["asking"]}
    problem = taking.take(work, turn, given, given["asking"])
    if problem is not None:
        return problem
    number = AlarmId(facts["alarm"])
    changed = _amended(alarms.get(work.session, number), given)
    reply = amend.amend(work, turn.identity, number, changed)
    if not reply.is_done:
        return reply
    facts["asking"] = None
    dialogues.put(work.session, turn.user, KIND, facts, work.now)
    return after(reply.text, _ask_which(work, turn, facts))


def _amended(alarm: Alarm, given: Mapping[str, Any]) -> Amendment:
    now = amend.as_it_is(alarm)
    match given["asking"]:
        case "deadline":
            return replace(now, reply_due_at=datetime.fromisoformat(given["deadline"]))
        case "facts":
            # What is known already stays: on a telephone nobody writes it all again.
            told = "\n".join(part for part in (alarm.facts, given["facts"]) if part)
            return replace(now, facts=told)
        case "contacts":
            return replace(now, contact_paths=given["contacts"])
        case "meeting":
            return replace(now, start_meeting=given["meeting"])
        case _:
            return replace(now, neighbours=tuple(given["neighbours"]))


def _ask(work: Work, turn: Turn, facts: Facts) -> Reply:
    field = facts.get("asking")
    if field is None:
        return _ask_which(work, turn, facts)
    alarm = alarms.get(work.session, AlarmId(facts["alarm"]))
    asked = work.say("ask-value", field=work.say(f"form-{field}"))
    known = _known(work, alarm, field)
    told = f"{asked}\n{work.say('ask-value-now', value=known)}" if known else asked
    return question(work, turn, told, [Offer(work.say("button-back"), BACK)])


def _ask_which(work: Work, turn: Turn, facts: Facts) -> Reply:
    alarm = alarms.get(work.session, AlarmId(facts["alarm"]))
    fields = [one for one in FIELDS if one != "facts" or secrecy.keeps_facts(alarm.secrecy)]
    offered = [Offer(work.say(f"form-{field}"), field) for field in fields]
    ready = Offer(work.say("button-ready"), READY, "primary")
    return question(work, turn, work.say("ask-more-of", codename=alarm.codename), [*offered, ready])


def _known(work: Work, alarm: Alarm, field: str) -> str:
    """Return what the field holds now, in words."""
    match field:
        case "deadline":
            due = alarm.reply_due_at
            return words.moment(work, due, work.desk.tongue) if due else ""
        case "neighbours":
            return ", ".join(words.municipality_name(code) for code in alarm.neighbours)
        case "facts":
            return alarm.facts
        case "contacts":
            return alarm.contact_paths
        case _:
            return alarm.start_meeting
