"""Slack's alarm form: the contract's fields, also for a drill. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    DateTimePickerElement,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    SectionBlock,
    StaticSelectElement,
)

from blueprint import municipalities
from blueprint.model import CaseKind
from bot.slack import fields
from escalation.case import Grade, Secrecy, Tempo
from escalation.drill import Scope
from handlers.form import ProposedActor, Wish
from handlers.work import Desk

MOST_OPTIONS = 100


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
        fields.field(say("form-kind"), "kind", _kind(desk, form.wish.kind), dispatch=True),
        *([fields.about(form.gaps)] if form.gaps else []),
        fields.field(
            say("form-codename"),
            "codename",
            PlainTextInputElement(initial_value=form.wish.codename or None, max_length=60),
            hint=say("form-codename-hint"),
        ),
        fields.field(say("form-deadline"), "deadline", DateTimePickerElement(), optional=True),
        fields.field(
            say("form-grade"),
            "grade",
            fields.choice(_grades(desk), int(form.grade is Grade.ADVANCE)),
            optional=True,
            dispatch=True,
        ),
        fields.field(say("form-tempo"), "tempo", fields.choice(_tempos(desk), 0), optional=True),
        fields.field(
            say("form-secrecy"), "secrecy", fields.choice(_secrecies(desk), 1), optional=True
        ),
        fields.text(desk, "facts"),
        _actors(desk, form),
        fields.text(desk, "contacts"),
        fields.text(desk, "meeting", multiline=False),
        *([] if form.wish.drill is not None else [fields.neighbours(desk)]),
    ]
    return fields.view("alarm", say(f"{name}-title"), say(f"{name}-submit"), desk, blocks, metadata)


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


def _where(desk: Desk, form: AlarmForm) -> list[Block]:
    """Return what the form is for; a county is chosen by the command, and stands fast."""
    scope, say = form.wish.drill, desk.say
    municipality = fields.field(
        say("form-municipality"), "municipality", _municipality(desk, form), dispatch=True
    )
    if scope is None:
        return [SectionBlock(text=fields.plain(say("form-intro"))), municipality]
    told = [say("drill-intro")]
    if scope.themes:
        names = ", ".join(desk.blueprint.theme(code).name(desk.tongue) for code in scope.themes)
        told.append(say("drill-intro-themes", themes=names))
    if scope.county is None:
        return [fields.about(" ".join(told)), municipality]
    told.append(say("drill-intro-county", county=municipalities.county_name(scope.county) or ""))
    return [fields.about(" ".join(told))]


def _municipality(desk: Desk, form: AlarmForm) -> ExternalDataSelectElement:
    chosen = form.wish.municipality
    return ExternalDataSelectElement(
        placeholder=desk.say("form-municipality-hint"),
        initial_option=fields.option(f"{chosen.name} ({chosen.code})", chosen.code)
        if chosen
        else None,
        min_query_length=1,
    )


def _kind(desk: Desk, chosen: CaseKind | None) -> StaticSelectElement:
    options = [fields.option(desk.say(f"kind-{kind}"), kind.value) for kind in CaseKind]
    initial = [option for option in options if option.value == chosen]
    return StaticSelectElement(options=options, initial_option=next(iter(initial), None))


def _actors(desk: Desk, form: AlarmForm) -> InputBlock | dict[str, Any]:
    wish = form.wish
    if not form.actors or wish.municipality is None or wish.kind is None:
        empty = ExternalDataMultiSelectElement(
            placeholder=desk.say("form-actors-empty"), min_query_length=0
        )
        return fields.field(desk.say("form-actors"), "actors", empty, optional=True)
    ticked = [
        fields.option(actor.label, actor.id).to_dict() for actor in form.actors[:MOST_OPTIONS]
    ]
    # Plain data: the models would check each of the options, twice, for every form.
    return {
        "type": "input",
        # A new block id for each proposal, so that Slack does not keep the ticks of the last one.
        "block_id": f"actors:{wish.municipality.code}:{wish.kind}:{form.grade}",
        "label": fields.plain(desk.say("form-actors")).to_dict(),
        "hint": fields.plain(desk.say("form-actors-hint")).to_dict(),
        "optional": True,
        "element": {
            "type": "multi_static_select",
            "action_id": fields.VALUE,
            "options": ticked,
            "initial_options": ticked,
        },
    }


def _grades(desk: Desk) -> list[Option]:
    return [
        fields.option(desk.say("form-grade-alarm"), Grade.ALARM),
        fields.option(desk.say("form-grade-advance"), Grade.ADVANCE),
    ]


def _tempos(desk: Desk) -> list[Option]:
    return [
        fields.option(desk.say("form-tempo-acute"), Tempo.ACUTE),
        fields.option(desk.say("form-tempo-drawn-out"), Tempo.DRAWN_OUT),
    ]


def _secrecies(desk: Desk) -> list[Option]:
    return [
        fields.option(desk.say("form-secrecy-open"), Secrecy.OPEN),
        fields.option(desk.say("form-secrecy-restricted"), Secrecy.RESTRICTED),
        fields.option(desk.say("form-secrecy-secret"), Secrecy.SECRET),
    ]
