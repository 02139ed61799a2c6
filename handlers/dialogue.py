"""Conversations in a chat without forms: one question at a time, resumable, cancellable.

A dialogue is a row: what it is about, what has been answered. Each step asks for the first thing
that is missing; whatever a person writes or presses next is taken as its answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from blueprint import kinds, municipalities
from blueprint.model import CaseKind, Municipality
from escalation.callout import AnswerKind
from escalation.case import Grade, Secrecy, Tempo
from handlers import answer, form, lead
from handlers.answer import Press, Said
from handlers.compose import words
from handlers.end_alarm import EndAlarm, end_alarm, may_end
from handlers.identity import Identity
from handlers.message import Button, Buttons, Fields, Heading, Message, Part, Text
from handlers.open_alarm import Mistake, OpenAlarm, open_alarm
from handlers.reply import Reply, done, refused
from handlers.work import Work
from roster.coverage import people_of
from roster.model import ActorId, PersonId
from storage import callouts, dialogues, people
from storage.model import AlarmId, CalloutId, Dialogue, Ending

MOST_CHOICES = 8
HOURS = (2, 4, 8, 16, 24, 40)
LATER = (timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2), timedelta(hours=4))
OPTIONAL = (
    "deadline", "grade", "tempo", "secrecy", "facts", "actors", "contacts", "meeting", "neighbours",
)  # fmt: skip
CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "grade": (("form-grade-alarm", Grade.ALARM), ("form-grade-advance", Grade.ADVANCE)),
    "tempo": (("form-tempo-acute", Tempo.ACUTE), ("form-tempo-drawn-out", Tempo.DRAWN_OUT)),
    "secrecy": (
        ("form-secrecy-open", Secrecy.OPEN),
        ("form-secrecy-restricted", Secrecy.RESTRICTED),
        ("form-secrecy-secret", Secrecy.SECRET),
    ),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """Something a person wrote or pressed in a dialogue."""

    identity: Identity
    text: str

    @property
    def user(self) -> str:
        return f"{self.identity.platform}/{self.identity.user}"


def start_alarm(work: Work, turn: Turn) -> Reply:
    """Begin `/larm`, with what the words behind it already say; go on with one under way."""
    read = form.read_wish(work, turn.text)
    if isinstance(read, Reply):
        return read
    objection = (
        form.may_raise(work, turn.identity, read.municipality)
        if read.municipality
        else form.may_raise_anywhere(work, turn.identity)
    )
    if objection is not None:
        return objection
    open_now = dialogues.get(work.session, turn.user)
    if open_now is not None and open_now.kind == "alarm" and not turn.text.strip():
        return _ask_alarm(work, turn, dict(open_now.answers))
    known = {
        "municipality": read.municipality.code if read.municipality else None,
        "kind": read.kind.value if read.kind else None,
        "codename": read.codename or None,
    }
    return _ask_alarm(work, turn, {key: value for key, value in known.items() if value})


def start_answer(work: Work, turn: Turn, name: str, press: Press) -> Reply:
    """Begin what an answer needs to know: when, whom, why, or how many hours."""
    objection = answer.objection(work, press) if name != "hours" else None
    if objection is not None:
        return objection
    facts = {"callout": press.callout, "page": press.page}
    dialogues.put(work.session, turn.user, name, facts, work.now)
    return _QUESTIONS[name](work, turn, facts)


def start_about_alarm(work: Work, turn: Turn, name: str, alarm: AlarmId) -> Reply:
    """Begin ending an alarm, calling it off, or handing over its lead."""
    look = lead.look_as_lead if name == "handover" else may_end
    found = look(work, turn.identity, alarm)
    if isinstance(found, Reply):
        return found
    facts = {"alarm": alarm}
    dialogues.put(work.session, turn.user, name, facts, work.now)
    return _QUESTIONS[name](work, turn, facts)


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
    return _STEPS[dialogue.kind](work, turn, dialogue)


# Raising an alarm


def _alarm_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    answers = dict(dialogue.answers)
    text = turn.text.strip()
    if text == "raise" and _is_complete(answers):
        return _raise(work, turn, answers)
    if text == "more":
        return _ask_more(work)
    if text.startswith("fill:"):
        answers["asking"] = text.removeprefix("fill:")
        dialogues.put(work.session, turn.user, "alarm", answers, work.now)
        return _ask_field(work, turn, answers)
    problem = _take(work, answers, text)
    if problem is not None:
        return problem
    return _ask_alarm(work, turn, answers)


def _take(work: Work, answers: dict[str, Any], text: str) -> Reply | None:
    """Put the text where it belongs; return what is wrong with it."""
    field = answers.get("asking") or _missing(answers)
    taker = _TAKERS.get(str(field))
    if field is None:
        return refused(work.say("help-unknown", text=text))
    if taker is None:
        answers[str(field)] = text
        answers.pop("asking", None)
        return None
    problem = taker(work, answers, text)
    if problem is None:
        answers.pop("asking", None)
    return problem


def _take_municipality(work: Work, answers: dict[str, Any], text: str) -> Reply | None:
    found = municipalities.find(text)
    if found is not None:
        answers["municipality"] = found.code
        return None
    near = municipalities.nearest(text)
    buttons = _choices([(one.name, one.code) for one in near])
    told = work.say("error-municipality", text=text, nearest=", ".join(m.name for m in near))
    return Reply(Message(told, (Text(told), buttons)), is_done=False)


def _take_kind(work: Work, answers: dict[str, Any], text: str) -> Reply | None:
    found = kinds.find_kind(text)
    if found is None:
        return refused(work.say("error-kind", text=text))
    answers["kind"] = found.value
    return None


def _take_deadline(work: Work, answers: dict[str, Any], text: str) -> Reply | None:
    found = form.read_moment(text, work.now, work.desk.tz)
    if found is None:
        return refused(work.say("error-deadline-unclear"))
    if found <= work.now:
        return refused(work.say("error-deadline-past"))
    answers["deadline"] = found.astimezone(UTC).isoformat()
    return None


def _take_neighbours(work: Work, answers: dict[str, Any], text: str) -> Reply | None:
    codes = []
    for name in (part.strip() for part in text.split(",")):
        found = municipalities.find(name)
        if found is None:
            near = ", ".join(one.name for one in municipalities.nearest(name))
            return refused(work.say("error-municipality", text=name, nearest=near))
        codes.append(found.code)
    answers["neighbours"] = codes
    return None


def _take_actor(work: Work, answers: dict[str, Any], text: str) -> Reply | None:
    """Untick an actor, or tick it again; "ok" is enough."""
    if text == "ok":
        return None
    unticked = list(answers.get("unticked", []))
    known = {actor.id for actor in _proposed(work, answers)}
    if text not in known:
        return refused(work.say("help-unknown", text=text))
    unticked.remove(text) if text in unticked else unticked.append(text)
    answers["unticked"] = unticked
    answers["asking"] = "actors"
    return _ask_actors(work, answers)


Taker = Callable[[Work, dict[str, Any], str], Reply | None]
_TAKERS: Mapping[str, Taker] = {
    "municipality": _take_municipality,
    "kind": _take_kind,
    "deadline": _take_deadline,
    "neighbours": _take_neighbours,
    "actors": _take_actor,
}


def _missing(answers: Mapping[str, Any]) -> str | None:
    mandatory = ("municipality", "kind", "codename")
    return next((field for field in mandatory if not answers.get(field)), None)


def _is_complete(answers: Mapping[str, Any]) -> bool:
    return _missing(answers) is None


def _ask_alarm(work: Work, turn: Turn, answers: dict[str, Any]) -> Reply:
    dialogues.put(work.session, turn.user, "alarm", answers, work.now)
    municipality = _municipality(answers)
    if municipality is not None:
        objection = form.may_raise(work, turn.identity, municipality)
        if objection is not None:
            dialogues.drop(work.session, turn.user)
            return objection
    if answers.get("asking"):
        return _ask_field(work, turn, answers)
    field = _missing(answers)
    if field == "kind":
        offered = [(work.say(f"kind-{kind}"), kind.value) for kind in CaseKind]
        return _question(work, work.say("ask-kind"), _choices(offered))
    if field is not None:
        return _question(work, work.say(f"ask-{field}"))
    return _confirm(work, answers)


def _ask_more(work: Work) -> Reply:
    offered = [(work.say(f"form-{field}"), f"fill:{field}") for field in OPTIONAL]
    return _question(work, work.say("ask-more"), _choices(offered))


def _ask_field(work: Work, _turn: Turn, answers: Mapping[str, Any]) -> Reply:
    field = str(answers["asking"])
    label = work.say(f"form-{field}")
    if field == "actors":
        return _ask_actors(work, answers)
    if field in CHOICES:
        offered = [(work.say(key), value) for key, value in CHOICES[field]]
        return _question(work, work.say("ask-choice", field=label), _choices(offered))
    return _question(work, work.say("ask-value", field=label))


def _ask_actors(work: Work, answers: Mapping[str, Any]) -> Reply:
    unticked = answers.get("unticked", [])
    offered = [
        (f"{'☐' if actor.id in unticked else '☑'} {actor.label}"[:60], str(actor.id))
        for actor in _proposed(work, answers)
    ]
    buttons = _choices([*offered, ("OK", "ok")])
    return _question(work, work.say("form-actors-hint"), buttons)


def _proposed(work: Work, answers: Mapping[str, Any]) -> list[form.ProposedActor]:
    municipality = _municipality(answers)
    if municipality is None:
        return []
    grade = Grade(answers.get("grade", Grade.ALARM))
    return form.propose(work, municipality, CaseKind(answers["kind"]), grade)


def _confirm(work: Work, answers: Mapping[str, Any]) -> Reply:
    municipality = _municipality(answers)
    rows = [
        ("form-municipality", municipality.name if municipality else ""),
        ("form-kind", work.say(f"kind-{answers['kind']}")),
        ("form-codename", str(answers["codename"])),
    ]
    plain = ("grade", "tempo", "secrecy", "facts", "contacts", "meeting")
    rows += [(f"form-{field}", str(answers[field])) for field in plain if answers.get(field)]
    if answers.get("deadline"):
        due = datetime.fromisoformat(answers["deadline"])
        rows.append(("form-deadline", words.moment(work, due, work.desk.language)))
    if answers.get("neighbours"):
        names = ", ".join(words.municipality_name(code) for code in answers["neighbours"])
        rows.append(("form-neighbours", names))
    heading = work.say("ask-confirm-heading")
    buttons = Buttons(
        (
            Button(work.say("button-send-alarm"), "say", "raise", "danger"),
            Button(work.say("button-fill-more"), "say", "more"),
            Button(work.say("button-cancel"), "cancel", "0"),
        )
    )
    fields = Fields(tuple((work.say(key), value) for key, value in rows))
    return Reply(Message(heading, (Heading(heading), fields, buttons)))


def _raise(work: Work, turn: Turn, answers: Mapping[str, Any]) -> Reply:
    due = answers.get("deadline")
    outcome = open_alarm(
        work,
        OpenAlarm(
            identity=turn.identity,
            municipality=answers["municipality"],
            kind=CaseKind(answers["kind"]),
            codename=answers["codename"],
            reply_due_at=datetime.fromisoformat(due) if due else None,
            grade=Grade(answers.get("grade", Grade.ALARM)),
            tempo=Tempo(answers.get("tempo", Tempo.ACUTE)),
            secrecy=Secrecy(answers.get("secrecy", Secrecy.RESTRICTED)),
            facts=answers.get("facts", ""),
            unticked=tuple(ActorId(actor) for actor in answers.get("unticked", [])),
            contact_paths=answers.get("contacts", ""),
            start_meeting=answers.get("meeting", ""),
            neighbours=tuple(answers.get("neighbours", [])),
        ),
    )
    dialogues.drop(work.session, turn.user)
    if isinstance(outcome, Mistake):
        return refused(outcome.text)
    heading = work.say("raised-heading", number=str(outcome.id), codename=outcome.codename)
    return done(heading)


def _municipality(answers: Mapping[str, Any]) -> Municipality | None:
    return municipalities.by_code(str(answers.get("municipality")))


# Answering a summons


def _ask_later(work: Work, _turn: Turn, _facts: Mapping[str, Any]) -> Reply:
    moments = [(work.now + ahead).replace(second=0, microsecond=0) for ahead in LATER]
    offered = [(words.clock(work, one), one.isoformat()) for one in moments]
    return _question(work, work.say("later-ask"), _choices(offered))


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
    return _question(work, work.say("substitute-ask"), _choices(own[:MOST_CHOICES]))


def _substitute_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    chosen = people.person(work.session, PersonId(turn.text.strip()))
    if chosen is None:
        found = people.search(work.session, turn.text, MOST_CHOICES)
        if not found:
            return refused(work.say("substitute-none", text=turn.text.strip()))
        if len(found) > 1:
            offered = [(one.name, str(one.id)) for one in found]
            return _question(work, work.say("substitute-ask"), _choices(offered))
        chosen = found[0]
    return _answer(work, turn, dialogue, Said(AnswerKind.SUBSTITUTE, substitute=chosen.id))


def _ask_decline(work: Work, _turn: Turn, _facts: Mapping[str, Any]) -> Reply:
    reasons = ("decline-ill", "decline-away", "decline-busy", "decline-wrong")
    offered = [(work.say(key), work.say(key)) for key in reasons]
    return _question(work, work.say("decline-ask"), _choices(offered))


def _decline_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    return _answer(work, turn, dialogue, Said(AnswerKind.DECLINED, note=turn.text.strip()[:500]))


def _answer(work: Work, turn: Turn, dialogue: Dialogue, said: Said) -> Reply:
    reply = answer.answer(work, _press(turn, dialogue), said)
    if reply.is_done or said.kind is AnswerKind.DECLINED:
        dialogues.drop(work.session, turn.user)
    return reply


def _ask_hours(work: Work, _turn: Turn, _facts: Mapping[str, Any]) -> Reply:
    offered = [(f"{hours} h", str(hours)) for hours in HOURS]
    return _question(work, work.say("hours-ask"), _choices(offered))


def _hours_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    text = turn.text.strip()
    if not text.isdecimal() or int(text[:4]) > 80:
        return refused(work.say("hours-unclear"))
    dialogues.drop(work.session, turn.user)
    return answer.commit_hours(work, _press(turn, dialogue), int(text))


def _press(turn: Turn, dialogue: Dialogue) -> Press:
    callout = CalloutId(dialogue.answers["callout"])
    return Press(turn.identity, callout, dialogue.answers["page"])


# Ending and handing over


def _ask_finish(work: Work, _turn: Turn, _facts: Mapping[str, Any]) -> Reply:
    return _question(work, work.say("finish-ask-outcome"))


def _finish_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    answers = dict(dialogue.answers)
    told = [*answers.get("told", []), turn.text.strip()]
    if len(told) < 4:
        answers["told"] = told
        dialogues.put(work.session, turn.user, "finish", answers, work.now)
        return _question(work, work.say("finish-ask-lesson", number=str(len(told))))
    dialogues.drop(work.session, turn.user)
    alarm = AlarmId(answers["alarm"])
    command = EndAlarm(turn.identity, alarm, Ending.FINISHED, told[0], tuple(told[1:]))
    return end_alarm(work, command)


def _ask_call_off(work: Work, _turn: Turn, _facts: Mapping[str, Any]) -> Reply:
    return _question(work, work.say("call-off-ask"))


def _call_off_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    dialogues.drop(work.session, turn.user)
    alarm = AlarmId(dialogue.answers["alarm"])
    return end_alarm(work, EndAlarm(turn.identity, alarm, Ending.CALLED_OFF, turn.text.strip()))


def _ask_hand_over(work: Work, _turn: Turn, facts: Mapping[str, Any]) -> Reply:
    actors = lead.candidates(work, AlarmId(facts["alarm"]))
    offered = [(words.titled(actor)[:60], str(actor.id)) for actor in actors]
    return _question(work, work.say("hand-over-ask"), _choices(offered))


def _hand_over_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    alarm = AlarmId(dialogue.answers["alarm"])
    reply = lead.offer_lead(work, turn.identity, alarm, ActorId(turn.text.strip()))
    if reply.is_done:
        dialogues.drop(work.session, turn.user)
    return reply


# Questions


def _question(work: Work, text: str, choices: Buttons | None = None) -> Reply:
    parts: list[Part] = [Text(text)]
    cancel_button = Button(work.say("button-cancel"), "cancel", "0")
    offered = choices.buttons if choices else ()
    parts.append(Buttons((*offered, cancel_button)))
    return Reply(Message(text, tuple(parts)))


def _choices(offered: list[tuple[str, str]]) -> Buttons:
    return Buttons(tuple(Button(label, "say", value) for label, value in offered))


_QUESTIONS: Mapping[str, Callable[[Work, Turn, Mapping[str, Any]], Reply]] = {
    "later": _ask_later,
    "sub": _ask_substitute,
    "no": _ask_decline,
    "hours": _ask_hours,
    "finish": _ask_finish,
    "calloff": _ask_call_off,
    "handover": _ask_hand_over,
}
_STEPS: Mapping[str, Callable[[Work, Turn, Dialogue], Reply]] = {
    "alarm": _alarm_step,
    "later": _later_step,
    "sub": _substitute_step,
    "no": _decline_step,
    "hours": _hours_step,
    "finish": _finish_step,
    "calloff": _call_off_step,
    "handover": _hand_over_step,
}
