"""Tell whom a step of the policy leads to at a moment. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from escalation.callout import Candidate, Who
from escalation.hours import opens_at
from roster import oncall
from roster.model import Actor, PersonId, Roster, Target


def who_for(actor: Actor, roster: Roster, municipality: str, now: datetime, tz: ZoneInfo) -> Who:
    """Return the answerer for one actor's callout; people without chat are nobody to it."""

    def who(target: Target) -> Candidate | None:
        if target is Target.COORDINATOR:
            return _coordinator(roster, municipality, now, tz)
        person = _own(target, actor, roster, now, tz)
        return _candidate(roster, actor, person, now, tz)

    return who


def _own(
    target: Target, actor: Actor, roster: Roster, now: datetime, tz: ZoneInfo
) -> PersonId | None:
    match target:
        case Target.ON_CALL:
            return oncall.on_call(actor, roster, now, tz)
        case Target.DEPUTY:
            return oncall.deputy(actor, roster, now, tz)
        case Target.NEXT_ON_CALL:
            return oncall.next_on_call(actor, roster, now, tz)
        case Target.CHIEF:
            return oncall.chief(actor, roster, now, tz)
        case Target.COORDINATOR:
            return None


def _coordinator(
    roster: Roster, municipality: str, now: datetime, tz: ZoneInfo
) -> Candidate | None:
    found = oncall.coordinator(roster, municipality, now, tz)
    return _candidate(roster, *found, now, tz) if found else None


def _candidate(
    roster: Roster, actor: Actor, person: PersonId | None, now: datetime, tz: ZoneInfo
) -> Candidate | None:
    if person is None or not roster.people[person].has_chat:
        return None
    return Candidate(person, opens_at(actor.hours, now, tz))
