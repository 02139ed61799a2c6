"""The questions that raise an alarm: what is missing, what may be added, whether to send it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from blueprint import municipalities
from blueprint.model import CaseKind
from handlers import about, form
from handlers.compose import words
from handlers.dialogue import draft
from handlers.dialogue.draft import CHOICES, Answers
from handlers.dialogue.turn import BACK, DRAFT, Offer, Turn, ask, question
from handlers.message import Fields, Heading, Part, Text
from handlers.reply import Reply, quoted
from handlers.roster import gaps
from handlers.work import Work
from storage import dialogues

OPTIONAL = (
    "deadline", "grade", "tempo", "secrecy", "facts", "actors", "contacts", "meeting", "neighbours",
)  # fmt: skip
MOST_ACTORS = 90  # that a keyboard can hold beside its other buttons


def ask_next(work: Work, turn: Turn, answers: Answers) -> Reply:
    """Ask for what is missing or wanted, else whether to raise the alarm."""
    dialogues.put(work.session, turn.user, DRAFT, answers, work.now)
    municipality, scope = draft.municipality_of(answers), draft.scope_of(answers)
    if scope is not None:
        about.note_drill(work)
    if municipality is not None:
        objection = form.may_ask(work, turn.identity, form.Wish(municipality, drill=scope))
        if objection is not None:
            dialogues.drop(work.session, turn.user)
            return objection
    if answers.get("asking"):
        return ask_field(work, turn, answers)
    field = draft.missing(answers)
    if field == "kind":
        offered = [Offer(work.say(f"kind-{kind}"), kind.value) for kind in CaseKind]
        return question(work, turn, work.say("ask-kind"), offered)
    if field == "municipality" and scope is not None:
        return question(work, turn, work.say("drill-ask-place"))
    if field is not None:
        return question(work, turn, work.say(f"ask-{field}"))
    return _confirm(work, turn, answers)


def ask_more(work: Work, turn: Turn, answers: Mapping[str, Any]) -> Reply:
    left_out = set() if draft.keeps_facts(answers) else {"facts"}
    if draft.scope_of(answers) is not None:
        left_out.add("neighbours")  # a drill calls no others
    fields = [field for field in OPTIONAL if field not in left_out]
    offered = [Offer(work.say(f"form-{field}"), f"fill:{field}") for field in fields]
    return question(work, turn, work.say("ask-more"), [*offered, _back(work)])


def ask_nearest(work: Work, turn: Turn, text: str) -> Reply:
    near = municipalities.nearest(text)
    names = ", ".join(one.name for one in near)
    told = work.say("error-municipality", text=quoted(text), nearest=names)
    asked = question(work, turn, told, [Offer(one.name, one.code) for one in near])
    return replace(asked, is_done=False)


def ask_field(work: Work, turn: Turn, answers: Mapping[str, Any]) -> Reply:
    field = str(answers["asking"])
    label = work.say(f"form-{field}")
    if field == "actors":
        return ask_actors(work, turn, answers)
    if field in CHOICES:
        offered = [Offer(work.say(key), value) for key, value in CHOICES[field]]
        told = work.say("ask-choice", field=label)
        return question(work, turn, told, [*offered, _back(work)])
    return question(work, turn, work.say("ask-value", field=label), [_back(work)])


def ask_actors(work: Work, turn: Turn, answers: Mapping[str, Any], name: str = "") -> Reply:
    unticked = answers.get("unticked", [])
    offered = [
        Offer(quoted(f"{'☐' if actor.id in unticked else '☑'} {actor.label}"), str(actor.id))
        for actor in draft.proposed(work, answers)[:MOST_ACTORS]
    ]
    parts = (Text(work.say("form-actors-hint")),)
    return ask(work, turn, parts, [*offered, _back(work, "button-ok")], name=name)


def _back(work: Work, label: str = "button-back") -> Offer:
    return Offer(work.say(label), BACK)


def _confirm(work: Work, turn: Turn, answers: Mapping[str, Any]) -> Reply:
    fields = tuple((work.say(key), value) for key, value in _rows(work, answers))
    is_drill = draft.scope_of(answers) is not None
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
    municipality = draft.municipality_of(answers)
    if municipality is None:
        return ""
    return gaps.in_the_form(work, municipality, CaseKind(answers["kind"]), draft.scope_of(answers))


def _rows(work: Work, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    rows = [
        _place_row(answers),
        ("form-kind", work.say(f"kind-{answers['kind']}")),
        ("form-codename", str(answers["codename"])),
    ]
    scope = draft.scope_of(answers)
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
    municipality, scope = draft.municipality_of(answers), draft.scope_of(answers)
    if scope is not None and scope.county is not None:
        return "drill-county", municipalities.county_name(scope.county) or scope.county
    return "form-municipality", municipality.name if municipality else ""
