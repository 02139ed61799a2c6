"""Slack's forms: the alarm form and the small ones around answers. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    DateTimePickerElement,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement

from blueprint import municipalities
from blueprint.model import CaseKind, Municipality
from escalation.case import Grade, Secrecy, Tempo
from escalation.drill import Scope
from handlers.amend import Amendment
from handlers.form import ProposedActor, Wish
from handlers.work import Desk

VALUE = "value"  # the action_id of every field
MOST_OPTIONS = 100
MOST_LABEL = 75  # characters of an option


@dataclass(frozen=True, slots=True)
class AlarmForm:
    """What the alarm form shows when it opens or changes."""

    wish: Wish
    actors: Sequence[ProposedActor]
    grade: Grade = Grade.ALARM
    gaps: str = ""  # what an alarm there would lack


def alarm_form(desk: Desk, form: AlarmForm, metadata: str) -> dict[str, Any]:
    """Return the form of the contract: three mandatory fields, the rest can wait."""
    say = desk.say
    name = "form" if form.wish.drill is None else "drill"
    blocks = [
        *_where(desk, form),
        _field(say("form-kind"), "kind", _kind(desk, form.wish.kind), dispatch=True),
        *([_about(form.gaps)] if form.gaps else []),
        _field(
            say("form-codename"),
            "codename",
            PlainTextInputElement(initial_value=form.wish.codename or None, max_length=60),
            hint=say("form-codename-hint"),
        ),
        _field(say("form-deadline"), "deadline", DateTimePickerElement(), optional=True),
        _field(
            say("form-grade"),
            "grade",
            _choice(_grades(desk), int(form.grade is Grade.ADVANCE)),
            optional=True,
            dispatch=True,
        ),
        _field(say("form-tempo"), "tempo", _choice(_tempos(desk), 0), optional=True),
        _field(say("form-secrecy"), "secrecy", _choice(_secrecies(desk), 1), optional=True),
        _text(desk, "facts"),
        _actors(desk, form),
        _text(desk, "contacts"),
        _text(desk, "meeting", multiline=False),
        *([] if form.wish.drill is not None else [_neighbours(desk)]),
    ]
    return _view("alarm", say(f"{name}-title"), say(f"{name}-submit"), desk, blocks, metadata)


def _where(desk: Desk, form: AlarmForm) -> list[Block]:
    """Return what the form is for; a county is chosen by the command, and stands fast."""
    scope, say = form.wish.drill, desk.say
    municipality = _field(
        say("form-municipality"), "municipality", _municipality(desk, form), dispatch=True
    )
    if scope is None:
        return [SectionBlock(text=_plain(say("form-intro"))), municipality]
    told = [say("drill-intro")]
    if scope.themes:
        names = ", ".join(desk.blueprint.theme(code).name(desk.tongue) for code in scope.themes)
        told.append(say("drill-intro-themes", themes=names))
    if scope.county is None:
        return [_about(" ".join(told)), municipality]
    told.append(say("drill-intro-county", county=municipalities.county_name(scope.county) or ""))
    return [_about(" ".join(told))]


def drill_facts(wish: Wish) -> dict[str, Any] | None:
    """Return what a drill's form has to remember; None for an alarm in earnest."""
    scope = wish.drill
    if scope is None:
        return None
    held_in = wish.municipality.code if scope.county and wish.municipality else None
    return {"county": scope.county, "themes": list(scope.themes), "held_in": held_in}


def drill_of(view: Mapping[str, Any]) -> tuple[Scope | None, str | None]:
    """Return what a drill's form is for, and of a county the municipality that it is held in."""
    facts = json.loads(view["private_metadata"]).get("drill")
    if facts is None:
        return None, None
    return Scope(facts["county"], tuple(facts["themes"])), facts["held_in"]


def later_form(desk: Desk, suggested: datetime, metadata: str) -> dict[str, Any]:
    field = _field(
        desk.say("later-field"),
        "moment",
        DateTimePickerElement(initial_date_time=int(suggested.timestamp())),
    )
    return _small(desk, "later", [field], metadata)


def substitute_form(desk: Desk, metadata: str) -> dict[str, Any]:
    field = _field(
        desk.say("substitute-field"),
        "person",
        ExternalDataSelectElement(min_query_length=0),
        hint=desk.say("substitute-hint"),
    )
    return _small(desk, "substitute", [field], metadata)


def away_form(desk: Desk, today: date) -> dict[str, Any]:
    """Ask from which day to which, both included."""
    fields = [
        _field(desk.say("away-from"), "from", DatePickerElement(initial_date=today.isoformat())),
        _field(
            desk.say("away-until"), "until", DatePickerElement(), hint=desk.say("away-form-hint")
        ),
    ]
    return _small(desk, "away", fields, metadata())


def duty_else_form(desk: Desk, about: str, metadata: str) -> dict[str, Any]:
    """Ask who else is to have a duty at an actor."""
    field = _field(
        desk.say("shift-else-field"),
        "person",
        ExternalDataSelectElement(min_query_length=0),
        hint=desk.say("substitute-hint"),
    )
    return _small(desk, "duty-else", [_about(about), field], metadata)


def decline_form(desk: Desk, said: str, metadata: str) -> dict[str, Any]:
    """Ask why; `said` tells that the answer counts already."""
    field = _field(
        desk.say("decline-field"),
        "reason",
        PlainTextInputElement(multiline=True, max_length=500),
        optional=True,
        hint=desk.say("decline-hint"),
    )
    return _small(desk, "decline", [_about(said), field], metadata)


def wrong_row_form(desk: Desk, metadata: str) -> dict[str, Any]:
    """Ask what is wrong with the person's own row of the roster."""
    field = _field(
        desk.say("row-wrong-field"),
        "wrong",
        PlainTextInputElement(multiline=True, max_length=500),
        hint=desk.say("row-wrong-hint"),
    )
    return _small(desk, "row-wrong", [field], metadata)


def hours_form(desk: Desk, metadata: str) -> dict[str, Any]:
    number = NumberInputElement(is_decimal_allowed=False, min_value="0", max_value="80")
    field = _field(desk.say("hours-field"), "hours", number)
    return _small(desk, "hours", [field], metadata)


def hand_over_form(
    desk: Desk, about: str, actors: Sequence[ProposedActor], metadata: str
) -> dict[str, Any]:
    options = [_option(actor.label, actor.id) for actor in actors[:MOST_OPTIONS]]
    field = _field(desk.say("hand-over-field"), "actor", StaticSelectElement(options=options))
    return _small(desk, "hand-over", [_about(about), field], metadata)


def call_off_form(desk: Desk, about: str, metadata: str) -> dict[str, Any]:
    field = _field(
        desk.say("call-off-reason"),
        "reason",
        PlainTextInputElement(multiline=True, max_length=1000),
        hint=desk.say("call-off-reason-hint"),
    )
    return _small(desk, "call-off", [_about(about), field], metadata)


def finish_form(desk: Desk, about: str, metadata: str) -> dict[str, Any]:
    outcome = _field(
        desk.say("finish-outcome"),
        "outcome",
        PlainTextInputElement(multiline=True, max_length=2000),
        hint=desk.say("finish-outcome-hint"),
    )
    lessons = [
        _field(
            desk.say(f"finish-lesson-{number}"),
            f"lesson-{number}",
            PlainTextInputElement(multiline=True, max_length=1000),
        )
        for number in (1, 2, 3)
    ]
    return _small(desk, "finish", [_about(about), outcome, *lessons], metadata)


def amend_form(desk: Desk, now: Amendment, metadata: str, *, keeps_facts: bool) -> dict[str, Any]:
    """Return what may be filled in later, as it stands now."""
    due = now.reply_due_at
    picker = DateTimePickerElement(initial_date_time=int(due.timestamp()) if due else None)
    fields = [
        _field(desk.say("form-deadline"), "deadline", picker, optional=True),
        *([_text(desk, "facts", now.facts)] if keeps_facts else []),
        _text(desk, "contacts", now.contact_paths),
        _text(desk, "meeting", now.start_meeting, multiline=False),
        _neighbours(desk, now.neighbours),
    ]
    return _small(desk, "amend", fields, metadata)


def municipality_options(found: Sequence[Municipality]) -> list[dict[str, Any]]:
    return [_option(f"{one.name} ({one.code})", one.code).to_dict() for one in found]


def options(found: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return options of (label, value) for a field that suggests."""
    return [_option(label, value).to_dict() for label, value in found]


def values(view: Mapping[str, Any]) -> dict[str, Any]:
    """Return field -> what was entered: a text, a value, a list of values, or None."""
    state: Mapping[str, Mapping[str, Any]] = view["state"]["values"]
    return {
        str(block["block_id"]).partition(":")[0]: _entered(_shown(block, state))
        for block in view["blocks"]
        if block["type"] == "input"
    }


def unticked(view: Mapping[str, Any], chosen: Sequence[str]) -> tuple[str, ...]:
    """Return the actors that were proposed ticked and are no longer."""
    for block in view["blocks"]:
        if str(block.get("block_id", "")).startswith("actors:"):
            proposed = block["element"].get("initial_options", [])
            return tuple(o["value"] for o in proposed if o["value"] not in chosen)
    return ()


def block_of(view: Mapping[str, Any], field: str) -> str:
    """Return the id of a field's block, for an error to stand at."""
    for block in view["blocks"]:
        if str(block.get("block_id", "")).partition(":")[0] == field:
            return str(block["block_id"])
    return field


def first_field(view: Mapping[str, Any]) -> str:
    """Return the field where what concerns the whole form is told."""
    fields = (str(b["block_id"]) for b in view["blocks"] if b["type"] == "input")
    return next(fields).partition(":")[0]


def metadata(**facts: Any) -> str:
    return json.dumps(facts, ensure_ascii=False)


def _shown(block: Mapping[str, Any], state: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return what a field shows: what was entered, else what it was opened with."""
    elements = state.get(str(block["block_id"]))
    if elements:
        return next(iter(elements.values()))
    element = block["element"]
    opened_with = (
        "initial_options", "initial_option", "initial_date_time", "initial_date", "initial_value",
    )  # fmt: skip
    as_entered = (
        "selected_options", "selected_option", "selected_date_time", "selected_date", "value",
    )  # fmt: skip
    return {
        entered: element[initial]
        for initial, entered in zip(opened_with, as_entered, strict=True)
        if initial in element
    }


def _entered(element: Mapping[str, Any]) -> Any:
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"] or []]
    if "selected_option" in element:
        option = element["selected_option"]
        return option["value"] if option else None
    if "selected_date_time" in element:
        return element["selected_date_time"]
    if "selected_date" in element:
        return element["selected_date"]
    return element.get("value")


def _small(desk: Desk, name: str, blocks: Sequence[Block], private_metadata: str) -> dict[str, Any]:
    title, submit = desk.say(f"{name}-title"), desk.say(f"{name}-submit")
    return _view(name, title, submit, desk, blocks, private_metadata)


def _view(
    callback: str,
    title: str,
    submit: str,
    desk: Desk,
    blocks: Sequence[Block | dict[str, Any]],
    private_metadata: str,
) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": callback,
        "title": _plain(title).to_dict(),
        "submit": _plain(submit).to_dict(),
        "close": _plain(desk.say("form-close")).to_dict(),
        "private_metadata": private_metadata,
        "blocks": [b if isinstance(b, dict) else b.to_dict() for b in blocks],
    }


def _field(
    label: str,
    name: str,
    element: InputInteractiveElement,
    *,
    optional: bool = False,
    hint: str | None = None,
    dispatch: bool | None = None,
) -> InputBlock:
    element.action_id = VALUE
    return InputBlock(
        block_id=name,
        label=_plain(label),
        element=element,
        optional=optional,
        hint=_plain(hint) if hint else None,
        dispatch_action=dispatch,
    )


def _neighbours(desk: Desk, chosen: Sequence[str] = ()) -> InputBlock:
    known = [one for code in chosen if (one := municipalities.by_code(code))]
    select = ExternalDataMultiSelectElement(
        min_query_length=1,
        initial_options=[_option(f"{one.name} ({one.code})", one.code) for one in known] or None,
    )
    hint = desk.say("form-neighbours-hint")
    return _field(desk.say("form-neighbours"), "neighbours", select, optional=True, hint=hint)


def _text(desk: Desk, name: str, initial: str = "", *, multiline: bool = True) -> InputBlock:
    return _field(
        desk.say(f"form-{name}"),
        name,
        PlainTextInputElement(initial_value=initial or None, multiline=multiline, max_length=3000),
        optional=True,
        hint=desk.say(f"form-{name}-hint"),
    )


def _municipality(desk: Desk, form: AlarmForm) -> ExternalDataSelectElement:
    chosen = form.wish.municipality
    return ExternalDataSelectElement(
        placeholder=desk.say("form-municipality-hint"),
        initial_option=_option(f"{chosen.name} ({chosen.code})", chosen.code) if chosen else None,
        min_query_length=1,
    )


def _kind(desk: Desk, chosen: CaseKind | None) -> StaticSelectElement:
    options = [_option(desk.say(f"kind-{kind}"), kind.value) for kind in CaseKind]
    initial = [option for option in options if option.value == chosen]
    return StaticSelectElement(options=options, initial_option=next(iter(initial), None))


def _actors(desk: Desk, form: AlarmForm) -> InputBlock | dict[str, Any]:
    wish = form.wish
    if not form.actors or wish.municipality is None or wish.kind is None:
        empty = ExternalDataMultiSelectElement(
            placeholder=desk.say("form-actors-empty"), min_query_length=0
        )
        return _field(desk.say("form-actors"), "actors", empty, optional=True)
    ticked = [_option(actor.label, actor.id).to_dict() for actor in form.actors[:MOST_OPTIONS]]
    # Plain data: the models would check each of the options, twice, for every form.
    return {
        "type": "input",
        # A new block id for each proposal, so that Slack does not keep the ticks of the last one.
        "block_id": f"actors:{wish.municipality.code}:{wish.kind}:{form.grade}",
        "label": _plain(desk.say("form-actors")).to_dict(),
        "hint": _plain(desk.say("form-actors-hint")).to_dict(),
        "optional": True,
        "element": {
            "type": "multi_static_select",
            "action_id": VALUE,
            "options": ticked,
            "initial_options": ticked,
        },
    }


def _choice(options: Sequence[Option], initial: int) -> StaticSelectElement:
    return StaticSelectElement(options=list(options), initial_option=options[initial])


def _grades(desk: Desk) -> list[Option]:
    return [
        _option(desk.say("form-grade-alarm"), Grade.ALARM),
        _option(desk.say("form-grade-advance"), Grade.ADVANCE),
    ]


def _tempos(desk: Desk) -> list[Option]:
    return [
        _option(desk.say("form-tempo-acute"), Tempo.ACUTE),
        _option(desk.say("form-tempo-drawn-out"), Tempo.DRAWN_OUT),
    ]


def _secrecies(desk: Desk) -> list[Option]:
    return [
        _option(desk.say("form-secrecy-open"), Secrecy.OPEN),
        _option(desk.say("form-secrecy-restricted"), Secrecy.RESTRICTED),
        _option(desk.say("form-secrecy-secret"), Secrecy.SECRET),
    ]


def _about(text: str) -> SectionBlock:
    return SectionBlock(text=_plain(text))


def _option(label: str, value: str) -> Option:
    return Option(text=_plain(label[:MOST_LABEL]), value=str(value))


def _plain(text: str) -> PlainTextObject:
    return PlainTextObject(text=text, emoji=False)
