"""Turn the floors' plain data into JSON and back."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import time
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Row
from sqlmodel import SQLModel

from escalation.callout import Callout
from roster.model import (
    Actor,
    AllHours,
    DailyHours,
    Group,
    Hours,
    OfficeHours,
    Policy,
    SeasonalHours,
    WeekHours,
)

T = TypeVar("T")

_ACTOR = TypeAdapter(Actor)
_POLICY = TypeAdapter(Policy)
_GROUP = TypeAdapter(Group)
_CALLOUT = TypeAdapter(Callout)


def from_row(cls: type[T], row: SQLModel | Row[Any], **given: Any) -> T:
    """Build `cls` from the row's columns of the same names; JSON lists become tuples."""
    columns = {
        field.name: getattr(row, field.name)
        for field in fields(cls)  # type: ignore[arg-type]  # T is always a dataclass here
        if field.name not in given
    }
    tuples = {k: tuple(v) for k, v in columns.items() if isinstance(v, list)}
    return cls(**{**columns, **tuples, **given})


def actor_to_json(actor: Actor) -> dict[str, Any]:
    # The classes of hours look alike to a decoder that knows only their fields.
    spec = _ACTOR.dump_python(replace(actor, hours=AllHours()), mode="json")
    return {**spec, "hours": _hours_to_json(actor.hours)}


def actor_from_json(spec: Mapping[str, Any]) -> Actor:
    plain = {key: value for key, value in spec.items() if key != "hours"}
    return replace(_ACTOR.validate_python(plain), hours=_hours_from_json(spec["hours"]))


def policy_to_json(policy: Policy) -> dict[str, Any]:
    return dict(_POLICY.dump_python(policy, mode="json"))


def policy_from_json(spec: Mapping[str, Any]) -> Policy:
    return _POLICY.validate_python(spec)


def group_to_json(group: Group) -> dict[str, Any]:
    return dict(_GROUP.dump_python(group, mode="json"))


def group_from_json(spec: Mapping[str, Any]) -> Group:
    return _GROUP.validate_python(spec)


def callout_to_json(callout: Callout) -> dict[str, Any]:
    """Encode all but the policy, which is stored once per alarm."""
    return dict(_CALLOUT.dump_python(callout, mode="json", exclude={"policy"}))


def callout_from_json(spec: Mapping[str, Any], policy: Policy) -> Callout:
    return _CALLOUT.validate_python({**spec, "policy": policy})


def _hours_to_json(hours: Hours) -> Any:
    match hours:
        case AllHours():
            return "all"
        case OfficeHours():
            return "office"
        case DailyHours(opens, closes):
            return {"opens": opens.isoformat(), "closes": closes.isoformat()}
        case SeasonalHours(weeks):
            return [[week.first, week.last, _hours_to_json(week.hours)] for week in weeks]


def _hours_from_json(spec: Any) -> Hours:
    if isinstance(spec, list):
        return SeasonalHours(
            tuple(WeekHours(first, last, _plain_hours(hours)) for first, last, hours in spec)
        )
    return _plain_hours(spec)


def _plain_hours(spec: Any) -> AllHours | OfficeHours | DailyHours:
    if spec == "all":
        return AllHours()
    if spec == "office":
        return OfficeHours()
    return DailyHours(time.fromisoformat(spec["opens"]), time.fromisoformat(spec["closes"]))
