"""Raise an alarm by questions: three that must be answered, the rest when wanted."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from blueprint import municipalities
from blueprint.model import CaseKind, Municipality
from escalation.case import Grade, Secrecy, Tempo
from escalation.drill import Scope
from handlers import about, form, secrecy, status
from handlers.compose import words
from handlers.dialogue.turn import BACK, DRAFT, Offer, Turn, ask, question, too_long, unclear
from handlers.drills import rules
from handlers.message import Fields, Heading, Part, Text
from handlers.open_alarm import Mistake, OpenAlarm, open_alarm, reply
from handlers.reply import Reply, after, quoted, refused
from handlers.roster import gaps
from handlers.when import read_moment
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
MOST_ACTORS = 90  # that a keyboard can hold beside its other buttons
BETWEEN = re.compile(r",|;|&|\n|\b(?:och|samt|and)\b")  # the names of a list

Answers = dict[str, Any]


def start(work: Work, turn: Turn) -> Reply:
    """Begin `/larm`, with what the words behind it already say; go on with one under way."""
    given = turn.text.strip()
    read = form.read_wish(work, given)
    place = read.municipality if isinstance(read, form.Wish) else None
    objection = form.may_ask(work, turn.identity, form.Wish(place))
    if objection is not None:
        return objection
    draft = _draft(work, turn)
    if draft is not None and not place:
        asked = again(work, turn, draft)
        return after(read.text, asked) if isinstance(read, Reply) else asked
    if isinstance(read, Reply):
        return _start_nowhere(work, turn, given)
    return _start(work, turn, read)


def start_drill(work: Work, turn: Turn) -> Reply:
    """Begin `/ovning`: the same questions, each marked; what was half-filled is let go."""
    read = form.read_drill(work, turn.text.strip())
    if isinstance(read, Reply):
        return read
    objection = form.may_ask(work, turn.identity, read)
    return objection or _start(work, turn, read)


def step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    answers = dict(dialogue.answers)
    if _scope(answers) is not None:
        about.note_drill(work)
    if turn.choice is None or answers.get("asking") or _missing(answers):
        return _fill_in(work, turn, answers)
    if turn.choice == "raise":
        return _raise(work, turn, answers)
    if turn.choice == "more":
        return _ask_more(work, turn, answers)
    if turn.choice.startswith("fill:"):
        answers["asking"] = turn.choice.removeprefix("fill:")
    return _ask(work, turn, answers)


def take(work: Work, turn: Turn, answers: Answers) -> Reply | None:
    """Put what was said in the field that is asked for; return what is wrong with it."""
    return _TAKERS[str(answers["asking"])](work, turn, answers, turn.said)


def again(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    """Put the question that the draft waits at once more."""
    return _ask(work, turn, dict(dialogue.answers))


def _draft(work: Work, turn: Turn) -> Dialogue | None:
    """Return the half-filled alarm, also one that another dialogue has interrupted."""
    dialogues.take_up(work.session, turn.user)
    found = dialogues.get(work.session, turn.user, work.now)
    is_draft = found is not None and found.kind == DRAFT
    # Nobody who means it goes on with a drill.
    return found if is_draft and found is not None and not found.answers.get("drill") else None


def _start(work: Work, turn: Turn, wish: form.Wish) -> Reply:
    known = {
        "municipality": wish.municipality.code if wish.municipality else None,
        "kind": wish.kind.value if wish.kind else None,
        "drill": _drill_facts(wish.drill),
    }
    answers: Answers = {key: value for key, value in known.items() if value}
    problem = _take_codename(work, turn, answers, wish.codename) if wish.codename else None
    asked = _ask(work, turn, answers)
    return after(problem.text, asked) if problem is not None else asked


def _start_nowhere(work: Work, turn: Turn, given: str) -> Reply:
    """Begin with a municipality that we do not know: name the nearest, explain the commands."""
    asked = _start(work, turn, form.read_rest(work, given))
    near = _ask_nearest(work, turn, given.split()[0])
    explained = status.help_text(work, telegram=True).message.parts
    told, *offered = near.message.parts
    parts = (told, *explained, *offered)
    return replace(asked, message=replace(near.message, parts=parts), is_done=False)


def _fill_in(work: Work, turn: Turn, answers: Answers) -> Reply:
    """Put what was said where it belongs, and ask for what comes next."""
    field = answers.get("asking") or _missing(answers)
    if field is None:
        return unclear(work, turn.text)
    if turn.choice == BACK:
        answers.pop("asking", None)
        return _ask(work, turn, answers)
    problem = _TAKERS[str(field)](work, turn, answers, turn.said)
    if problem is None:
        answers.pop("asking", None)
    dialogues.put(work.session, turn.user, DRAFT, answers, work.now)
    return problem or _after_taking(work, turn, answers, str(field))


def _after_taking(work: Work, turn: Turn, answers: Answers, field: str) -> Reply:
    is_secret = field == "secrecy" and not _keeps_facts(answers)
    asked = _ask(work, turn, answers)
    return after(work.say("facts-not-here"), asked) if is_secret else asked


def _take_municipality(work: Work, turn: Turn, answers: Answers, text: str) -> Reply | None:
    scope = _scope(answers)
    county, rest = municipalities.split_county(text.split())
    if scope is not None and county is not None and not rest:
        answers["municipality"] = rules.in_county(work, county).code
        answers["drill"] = _drill_facts(replace(scope, county=county))
        return None
    found = municipalities.find(text)
    if found is None:
        return _ask_nearest(work, turn, text)
    answers["municipality"] = found.code
    return None


def _ask_nearest(work: Work, turn: Turn, text: str) -> Reply:
    near = municipalities.nearest(text)
    names = ", ".join(one.name for one in near)
    told = work.say("error-municipality", text=quoted(text), nearest=names)
    asked = question(work, turn, told, [Offer(one.name, one.code) for one in near])
    return replace(asked, is_done=False)


def _take_kind(work: Work, _turn: Turn, answers: Answers, text: str) -> Reply | None:
    found = form.read_kind(work, text)
    if found is None:
        return refused(work.say("error-kind", text=quoted(text)))
    answers["kind"] = found.value
    return None


def _take_codename(work: Work, _turn: Turn, answers: Answers, text: str) -> Reply | None:
    return _take_words(work, answers, "codename", text)


def _take_text(work: Work, _turn: Turn, answers: Answers, text: str) -> Reply | None:
    return _take_words(work, answers, str(answers["asking"]), text)


def _take_words(work: Work, answers: Answers, field: str, text: str) -> Reply | None:
    problem = too_long(work, field, text)
    if problem is None:
        answers[field] = text
    return problem


def _take_deadline(work: Work, _turn: Turn, answers: Answers, text: str) -> Reply | None:
    found = read_moment(text, work.now, work.desk.tz)
    if found is None:
        return refused(work.say("error-deadline-unclear"))
    if found <= work.now:
        return refused(work.say("error-deadline-past"))
    answers["deadline"] = found.astimezone(UTC).isoformat()
    return None


def _take_neighbours(work: Work, _turn: Turn, answers: Answers, text: str) -> Reply | None:
    codes = []
    for name in filter(None, (part.strip() for part in BETWEEN.split(text))):
        found = municipalities.find(name)
        if found is None:
            near = ", ".join(one.name for one in municipalities.nearest(name))
            return refused(work.say("error-municipality", text=quoted(name), nearest=near))
        codes.append(found.code)
    answers["neighbours"] = codes
    return None


def _take_actor(work: Work, turn: Turn, answers: Answers, text: str) -> Reply | None:
    """Untick an actor, or tick it again, in the list where it stands."""
    unticked = list(answers.get("unticked", []))
    if text not in {actor.id for actor in _proposed(work, answers)}:
        return unclear(work, text)
    unticked.remove(text) if text in unticked else unticked.append(text)
    answers["unticked"] = unticked
    asked = dialogues.get(work.session, turn.user, work.now)
    if asked is None or turn.choice is None:
        return _ask_actors(work, turn, answers)
    return _tick_off(work, turn, answers, asked)


def _tick_off(work: Work, turn: Turn, answers: Answers, dialogue: Dialogue) -> Reply:
    """Change the list that was pressed: it stays the same question."""
    changed = _ask_actors(work, turn, answers, name=dialogue.asked.name)
    return replace(changed, replaces=dialogue.asked.message)


def _take_choice(work: Work, turn: Turn, answers: Answers, text: str) -> Reply | None:
    """Take one of a field's choices, by its value or its label."""
    field = str(answers["asking"])
    for key, value in CHOICES[field]:
        if text.lower() in {value, work.say(key).lower()}:
            answers[field] = value
            if not _keeps_facts(answers):
                answers.pop("facts", None)
            return None
    return _ask_field(work, turn, answers)


Taker = Callable[[Work, Turn, Answers, str], Reply | None]
_TAKERS: Mapping[str, Taker] = {
    "municipality": _take_municipality,
    "kind": _take_kind,
    "codename": _take_codename,
    "facts": _take_text,
    "contacts": _take_text,
    "meeting": _take_text,
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


def _keeps_facts(answers: Mapping[str, Any]) -> bool:
    return secrecy.keeps_facts(Secrecy(answers.get("secrecy", Secrecy.RESTRICTED)))


def _ask(work: Work, turn: Turn, answers: Answers) -> Reply:
    """Ask for what is missing or wanted, else whether to raise the alarm."""
    dialogues.put(work.session, turn.user, DRAFT, answers, work.now)
    municipality, scope = _municipality(answers), _scope(answers)
    if scope is not None:
        about.note_drill(work)
    if municipality is not None:
        objection = form.may_ask(work, turn.identity, form.Wish(municipality, drill=scope))
        if objection is not None:
            dialogues.drop(work.session, turn.user)
            return objection
    if answers.get("asking"):
        return _ask_field(work, turn, answers)
    field = _missing(answers)
    if field == "kind":
        offered = [Offer(work.say(f"kind-{kind}"), kind.value) for kind in CaseKind]
        return question(work, turn, work.say("ask-kind"), offered)
    if field == "municipality" and scope is not None:
        return question(work, turn, work.say("drill-ask-place"))
    if field is not None:
        return question(work, turn, work.say(f"ask-{field}"))
    return _confirm(work, turn, answers)


def _ask_more(work: Work, turn: Turn, answers: Mapping[str, Any]) -> Reply:
    left_out = set() if _keeps_facts(answers) else {"facts"}
    if _scope(answers) is not None:
        left_out.add("neighbours")  # a drill calls no others
    fields = [field for field in OPTIONAL if field not in left_out]
    offered = [Offer(work.say(f"form-{field}"), f"fill:{field}") for field in fields]
    return question(work, turn, work.say("ask-more"), [*offered, _back(work)])


def _ask_field(work: Work, turn: Turn, answers: Mapping[str, Any]) -> Reply:
    field = str(answers["asking"])
    label = work.say(f"form-{field}")
    if field == "actors":
        return _ask_actors(work, turn, answers)
    if field in CHOICES:
        offered = [Offer(work.say(key), value) for key, value in CHOICES[field]]
        told = work.say("ask-choice", field=label)
        return question(work, turn, told, [*offered, _back(work)])
    return question(work, turn, work.say("ask-value", field=label), [_back(work)])


def _ask_actors(work: Work, turn: Turn, answers: Mapping[str, Any], name: str = "") -> Reply:
    unticked = answers.get("unticked", [])
    offered = [
        Offer(quoted(f"{'☐' if actor.id in unticked else '☑'} {actor.label}"), str(actor.id))
        for actor in _proposed(work, answers)[:MOST_ACTORS]
    ]
    parts = (Text(work.say("form-actors-hint")),)
    return ask(work, turn, parts, [*offered, _back(work, "button-ok")], name=name)


def _back(work: Work, label: str = "button-back") -> Offer:
    return Offer(work.say(label), BACK)


def _proposed(work: Work, answers: Mapping[str, Any]) -> list[form.ProposedActor]:
    municipality = _municipality(answers)
    if municipality is None:
        return []
    grade = Grade(answers.get("grade", Grade.ALARM))
    kind = CaseKind(answers["kind"])
    return form.propose(work, municipality, kind, grade, _scope(answers))


def _confirm(work: Work, turn: Turn, answers: Mapping[str, Any]) -> Reply:
    fields = tuple((work.say(key), value) for key, value in _rows(work, answers))
    is_drill = _scope(answers) is not None
    heading = work.say("drill-ask-confirm" if is_drill else "ask-confirm-heading")
    parts: list[Part] = [Heading(heading), Fields(fields)]
    lacking = _lacking(work, answers)
    if lacking:
        parts.append(Text(lacking))
    label = work.say("button-start-drill" if is_drill else "button-send-alarm")
    offered = [
        Offer(label, "raise", "primary" if is_drill else "danger"),
        Offer(work.say("button-fill-more"), "more"),
    ]
    way_out = Offer(work.say("button-cancel"), "")
    return ask(work, turn, tuple(parts), offered, way_out=way_out)


def _lacking(work: Work, answers: Mapping[str, Any]) -> str:
    """Say what an alarm there would lack, before it is raised."""
    municipality = _municipality(answers)
    if municipality is None:
        return ""
    return gaps.in_the_form(work, municipality, CaseKind(answers["kind"]), _scope(answers))


def _rows(work: Work, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    rows = [
        _place_row(answers),
        ("form-kind", work.say(f"kind-{answers['kind']}")),
        ("form-codename", str(answers["codename"])),
    ]
    scope = _scope(answers)
    if scope is not None and scope.themes:
        rows.append(("drill-themes", words.themes(work, scope.themes, work.desk.tongue)))
    for field, offered in CHOICES.items():
        chosen = [key for key, value in offered if value == answers.get(field)]
        rows += [(f"form-{field}", work.say(key)) for key in chosen]
    plain = ("facts", "contacts", "meeting")
    rows += [(f"form-{field}", str(answers[field])) for field in plain if answers.get(field)]
    if answers.get("deadline"):
        due = datetime.fromisoformat(answers["deadline"])
        rows.append(("form-deadline", words.moment(work, due, work.desk.tongue)))
    if answers.get("neighbours"):
        names = ", ".join(words.municipality_name(code) for code in answers["neighbours"])
        rows.append(("form-neighbours", names))
    if answers.get("unticked"):
        rows.append(("form-unticked", str(len(answers["unticked"]))))
    return rows


def _place_row(answers: Mapping[str, Any]) -> tuple[str, str]:
    municipality, scope = _municipality(answers), _scope(answers)
    if scope is not None and scope.county is not None:
        return "drill-county", municipalities.county_name(scope.county) or scope.county
    return "form-municipality", municipality.name if municipality else ""


def _scope(answers: Mapping[str, Any]) -> Scope | None:
    """Return what the drill is for; None when an alarm is asked for in earnest."""
    given = answers.get("drill")
    return Scope(given["county"], tuple(given["themes"])) if given else None


def _drill_facts(scope: Scope | None) -> dict[str, Any] | None:
    return {"county": scope.county, "themes": list(scope.themes)} if scope is not None else None


def _raise(work: Work, turn: Turn, answers: Answers) -> Reply:
    outcome = open_alarm(work, _command(turn, answers))
    if isinstance(outcome, Mistake):
        return _mend(work, turn, answers, outcome)
    dialogues.drop(work.session, turn.user)
    return reply(work, outcome)


def _mend(work: Work, turn: Turn, answers: Answers, mistake: Mistake) -> Reply:
    """Keep the draft, and ask again for what was wrong in it."""
    if not mistake.field:
        return refused(mistake.text)
    if mistake.field in {"municipality", "codename"}:
        answers.pop(mistake.field, None)
    elif mistake.field == "deadline":
        answers.pop(mistake.field, None)
        answers["asking"] = mistake.field
    asked = after(mistake.text, _ask(work, turn, answers))
    return replace(asked, is_done=False)


def _command(turn: Turn, answers: Mapping[str, Any]) -> OpenAlarm:
    due = answers.get("deadline")
    return OpenAlarm(
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
        drill=_scope(answers),
    )


def _municipality(answers: Mapping[str, Any]) -> Municipality | None:
    return municipalities.by_code(str(answers.get("municipality")))
