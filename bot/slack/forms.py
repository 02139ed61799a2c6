"""Which form of Slack's is shown, filled in with what is known."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from blueprint import municipalities
from blueprint.model import CaseKind, Municipality
from bot.slack import alarm_form, fields, small_forms
from bot.slack.alarm_form import AlarmForm
from bot.slack.events import Payload
from bot.slack.presses import number_of
from escalation.case import Grade
from handlers import (
    amend,
    form,
    lead,
    secrecy,
    status,
)
from handlers.form import ProposedActor, Wish
from handlers.roster import gaps
from handlers.work import Work
from storage import alarms, callouts, people
from storage.model import Alarm, AlarmId, CalloutId

LATER_SUGGESTED = timedelta(hours=1)
SUGGESTIONS = 30


def alarm_view(work: Work, wish: Wish, facts: str, grade: Grade = Grade.ALARM) -> dict[str, Any]:
    actors: list[ProposedActor] = []
    lacking = ""
    if wish.municipality is not None and wish.kind is not None:
        actors = form.propose(work, wish.municipality, wish.kind, grade, wish.drill)
        lacking = gaps.in_the_form(work, wish.municipality, wish.kind, wish.drill)
    return alarm_form.alarm_form(work.desk, AlarmForm(wish, actors, grade, lacking), facts)


def small_form(work: Work, action: Payload, facts: str) -> dict[str, Any]:
    match action["action_id"]:
        case "later":
            view = small_forms.later_form(work.desk, work.now + LATER_SUGGESTED, facts)
        case "sub":
            view = small_forms.substitute_form(work.desk, facts)
        case "hours":
            view = small_forms.hours_form(work.desk, facts)
        case verb:
            return lead_form(work, str(verb), AlarmId(number_of(action)), facts)
    return _of_callout(work, view, CalloutId(number_of(action)))


def decline_form(work: Work, callout: CalloutId, said: str, facts: str) -> dict[str, Any]:
    return _of_callout(work, small_forms.decline_form(work.desk, said, facts), callout)


def _of_callout(work: Work, view: dict[str, Any], callout: CalloutId) -> dict[str, Any]:
    alarm = alarms.get(work.session, callouts.get(work.session, callout).alarm)
    return fields.of_drill(work.desk, view) if alarm.is_drill else view


def lead_form(work: Work, verb: str, alarm: AlarmId, facts: str) -> dict[str, Any]:
    about = status.named_line(work, alarms.get(work.session, alarm))
    if verb == "calloff":
        return small_forms.call_off_form(work.desk, about, facts)
    if verb == "finish":
        return small_forms.finish_form(work.desk, about, facts)
    if verb == "amend":
        return _amend_form(work, alarms.get(work.session, alarm), facts)
    return small_forms.hand_over_form(work.desk, about, _candidates(work, alarm), facts)


def _amend_form(work: Work, alarm: Alarm, facts: str) -> dict[str, Any]:
    now = amend.as_it_is(alarm)
    shown = fields.metadata(**json.loads(facts), shown=amend.seen(now))
    keeps_facts = secrecy.keeps_facts(alarm.secrecy)
    view = small_forms.amend_form(work.desk, now, shown, keeps_facts=keeps_facts)
    return fields.of_drill(work.desk, view) if alarm.is_drill else view


def wish_of(view: Payload, entered: Mapping[str, Any]) -> Wish:
    scope, held_in = alarm_form.drill_of(view)
    code = held_in or str(entered.get("municipality"))
    municipality: Municipality | None = municipalities.by_code(code)
    kind = entered.get("kind")
    codename = str(entered.get("codename") or "")
    return Wish(municipality, CaseKind(kind) if kind else None, codename, scope)


def _candidates(work: Work, alarm: AlarmId) -> list[ProposedActor]:
    return [
        ProposedActor(actor.id, f"{actor.name}, {actor.organisation}")
        for actor in lead.candidates(work, alarm)
    ]


def people_named(work: Work, text: str) -> list[tuple[str, str]]:
    found = people.search(work.session, text, SUGGESTIONS)
    return [(person.name, str(person.id)) for person in found]
