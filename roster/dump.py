"""Write a roster in the file's own format."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from blueprint.model import CaseKind
from roster import notation
from roster.model import (
    STANDARD,
    Absence,
    Actor,
    AllHours,
    Group,
    Hours,
    Override,
    OverrideKind,
    Person,
    Policy,
    Roster,
    Rotation,
    SeasonalHours,
    ServingHours,
    Turn,
)


class _Dumper(yaml.SafeDumper):
    """Indents lists under their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def dump(roster: Roster, tz: ZoneInfo) -> str:
    """Return the roster as YAML; reading it again gives the same roster."""
    return yaml.dump(
        sections(roster, tz), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100
    )


def sections(roster: Roster, tz: ZoneInfo) -> dict[str, Any]:
    """Return the roster as the file's sections, those that hold anything."""
    written = {
        "people": [_person(person) for person in roster.people.values()],
        "actors": [_actor(actor) for actor in roster.actors],
        "overrides": [_override(override, tz) for override in roster.overrides],
        "absences": [_absence(absence, tz) for absence in roster.absences],
        "policies": {
            policy.name: _policy(policy)
            for policy in roster.policies.values()
            if policy != STANDARD
        },
        "groups": [_group(group) for group in roster.groups],
    }
    return _present(written)


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, [], {}, False)}


def _person(person: Person) -> dict[str, Any]:
    return _present(
        {
            "id": str(person.id),
            "name": person.name,
            "slack": person.slack,
            "telegram": person.telegram,
            "email": person.email,
            "phone": person.phone,
            "language": person.language,
            "until": person.until.isoformat() if person.until else None,
        }
    )


def _actor(actor: Actor) -> dict[str, Any]:
    is_limited = actor.cases != tuple(CaseKind)
    return _present(
        {
            "id": str(actor.id),
            "name": actor.name,
            "organisation": actor.organisation,
            "role": actor.role,
            "mandate": actor.mandate.value if actor.mandate else None,
            "level": actor.level.value,
            "area": list(actor.area),
            "themes": [str(theme) for theme in actor.themes],
            "cases": [kind.value for kind in actor.cases] if is_limited else None,
            "may_alarm": actor.may_alarm,
            "hours": _hours(actor.hours),
            "policy": actor.policy if actor.policy != STANDARD.name else None,
            "on_call": _on_call(actor),
            "deputy": actor.deputy,
            "chief": actor.chief,
            "coordinator": actor.is_coordinator,
            "after_publication": actor.after_publication,
            "offers": actor.offers,
            "entry": actor.entry,
            "expects": actor.expects,
        }
    )


def _hours(hours: Hours) -> Any:
    if isinstance(hours, AllHours):
        return None
    if not isinstance(hours, SeasonalHours):
        return notation.write_plain_hours(hours)
    return [
        {"weeks": notation.write_weeks(week), "hours": notation.write_plain_hours(week.hours)}
        for week in hours.weeks
    ]


def _on_call(actor: Actor) -> dict[str, Any]:
    layers = [_rotation(layer) for layer in actor.layers]
    return _rotation(actor.rotation) | ({"layers": layers} if layers else {})


def _rotation(rotation: Rotation) -> dict[str, Any]:
    written = {
        "people": [str(person) for person in rotation.people],
        "rotation": rotation.turn.value,
        "every": rotation.every if rotation.every != 1 else None,
        "handoff": _handoff(rotation),
        "from": rotation.starts_on.isoformat(),
        "serving": [_serving(hours) for hours in rotation.serving],
    }
    return {key: value for key, value in written.items() if value not in (None, [])} | {
        "people": written["people"]
    }


def _serving(hours: ServingHours) -> dict[str, Any]:
    return {
        "days": notation.write_weekdays(hours.weekdays),
        "hours": notation.write_serving(hours.opens, hours.closes),
    }


def _handoff(rotation: Rotation) -> str:
    clock = f"{rotation.handoff_time:%H:%M}"
    if rotation.turn is Turn.MONTHLY or rotation.handoff_day != 1:
        return f"{rotation.handoff_day} {clock}"
    if rotation.turn in {Turn.DAILY, Turn.HOURLY} and not rotation.handoff_weekday:
        return clock
    return f"{notation.WEEKDAYS[rotation.handoff_weekday]} {clock}"


def _override(override: Override, tz: ZoneInfo) -> dict[str, Any]:
    return {
        "actor": str(override.actor),
        "person": str(override.person),
        "from": notation.write_moment(override.starts_at, tz),
        "until": notation.write_moment(override.ends_at, tz),
        **({} if override.kind is OverrideKind.REPLACE else {"kind": override.kind.value}),
    }


def _absence(absence: Absence, tz: ZoneInfo) -> dict[str, Any]:
    return {
        "person": str(absence.person),
        "from": notation.write_moment(absence.starts_at, tz),
        "until": notation.write_moment(absence.ends_at, tz),
    }


def _policy(policy: Policy) -> list[dict[str, Any]]:
    return [
        {
            "to": step.to.value,
            "attempts": step.attempts,
            "patience": notation.write_duration(step.patience),
        }
        for step in policy.steps
    ]


def _group(group: Group) -> dict[str, Any]:
    return _present(
        {
            "id": group.id,
            "name": group.name,
            "area": list(group.area),
            "slack": group.slack,
            "telegram": group.telegram,
        }
    )
