"""Raise an alarm by questions: three that must be answered, the rest when wanted."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from blueprint import kinds, municipalities
from blueprint.model import CaseKind, Municipality
from escalation.case import Grade, Secrecy, Tempo
from handlers import form
from handlers.compose import words
from handlers.dialogue.turn import Turn, choices, question
from handlers.message import Button, Buttons, Fields, Heading, Message, Text
from handlers.open_alarm import Mistake, OpenAlarm, open_alarm
from handlers.reply import Reply, done, refused
from handlers.work import Work
from roster.model import ActorId
from storage import dialogues
from storage.model import Dialogue

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


def start(work: Work, turn: Turn) -> Reply:
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
        return _ask(work, turn, dict(open_now.answers))
    known = {
        "municipality": read.municipality.code if read.municipality else None,
        "kind": read.kind.value if read.kind else None,
        "codename": read.codename or None,
    }
    return _ask(work, turn, {key: value for key, value in known.items() if value})


def step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    answers = dict(dialogue.answers)
    text = turn.text.strip()
    if text == "raise" and _is_complete(answers):
        return _raise(work, turn, answers)
    if text == "more":
        return _ask_more(work)
    if text.startswith("fill:"):
        answers["asking"] = text.removeprefix("fill:")
        dialogues.put(work.session, turn.user, "alarm", answers, work.now)
        return _ask_field(work, answers)
    problem = _take(work, answers, text)
    if problem is not None:
        dialogues.put(work.session, turn.user, "alarm", answers, work.now)
        return problem
    return _ask(work, turn, answers)


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
    buttons = choices([(one.name, one.code) for one in near])
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


def _take_choice(work: Work, answers: dict[str, Any], text: str) -> Reply | None:
    """Take one of a field's choices, by its value or its label."""
    field = str(answers["asking"])
    for key, value in CHOICES[field]:
        if text.lower() in {value, work.say(key).lower()}:
            answers[field] = value
            return None
    return _ask_field(work, answers)


Taker = Callable[[Work, dict[str, Any], str], Reply | None]
_TAKERS: Mapping[str, Taker] = {
    "municipality": _take_municipality,
    "kind": _take_kind,
    "deadline": _take_deadline,
    "neighbours": _take_neighbours,
    "actors": _take_actor,
    "grade": _take_choice,
    "tempo": _take_choice,
    "secrecy": _take_choice,
}


def _missing(answers: Mapping[str, Any]) -> str | None:
    mandatory = ("municipality", "kind", "codename")
    return next((field for field in mandatory if not answers.get(field)), None)


def _is_complete(answers: Mapping[str, Any]) -> bool:
    return _missing(answers) is None


def _ask(work: Work, turn: Turn, answers: dict[str, Any]) -> Reply:
    dialogues.put(work.session, turn.user, "alarm", answers, work.now)
    municipality = _municipality(answers)
    if municipality is not None:
        objection = form.may_raise(work, turn.identity, municipality)
        if objection is not None:
            dialogues.drop(work.session, turn.user)
            return objection
    if answers.get("asking"):
        return _ask_field(work, answers)
    field = _missing(answers)
    if field == "kind":
        offered = [(work.say(f"kind-{kind}"), kind.value) for kind in CaseKind]
        return question(work, work.say("ask-kind"), choices(offered))
    if field is not None:
        return question(work, work.say(f"ask-{field}"))
    return _confirm(work, answers)


def _ask_more(work: Work) -> Reply:
    offered = [(work.say(f"form-{field}"), f"fill:{field}") for field in OPTIONAL]
    return question(work, work.say("ask-more"), choices(offered))


def _ask_field(work: Work, answers: Mapping[str, Any]) -> Reply:
    field = str(answers["asking"])
    label = work.say(f"form-{field}")
    if field == "actors":
        return _ask_actors(work, answers)
    if field in CHOICES:
        offered = [(work.say(key), value) for key, value in CHOICES[field]]
        return question(work, work.say("ask-choice", field=label), choices(offered))
    return question(work, work.say("ask-value", field=label))


def _ask_actors(work: Work, answers: Mapping[str, Any]) -> Reply:
    unticked = answers.get("unticked", [])
    offered = [
        (f"{'☐' if actor.id in unticked else '☑'} {actor.label}"[:60], str(actor.id))
        for actor in _proposed(work, answers)
    ]
    buttons = choices([*offered, ("OK", "ok")])
    return question(work, work.say("form-actors-hint"), buttons)


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
