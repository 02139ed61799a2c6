"""Tell who is on call and what the roster lacks, for the command line."""

from datetime import datetime
from typing import Any

from blueprint import municipalities
from blueprint.model import CaseKind, Municipality
from escalation.hours import opens_at
from handlers.work import Work
from roster import coverage, oncall
from roster.model import Actor, Roster
from storage import people


def on_call(
    work: Work, municipality: Municipality, kind: CaseKind, at: datetime
) -> list[dict[str, Any]]:
    """Return a row per actor that such a case would concern, the nearest level first."""
    roster = people.roster_for(work.session, [municipality.code])
    return [
        _row(work, roster, actor, at)
        for actor in roster.nearest_first
        if actor.answers(municipality.code, kind)
    ]


def gaps(work: Work) -> list[dict[str, Any]]:
    """Return what is missing for each municipality that has an actor of its own."""
    roster = people.roster(work.session)
    codes = sorted({area for actor in roster.actors for area in actor.area if len(area) == 4})
    themes = tuple(theme.code for theme in work.desk.blueprint.themes)
    found = []
    for code in codes:
        covered = coverage.coverage(
            roster, code, CaseKind.ESTABLISHMENT, themes, work.now, work.desk.tz
        )
        municipality = municipalities.by_code(code)
        found.append(
            {
                "municipality": code,
                "name": municipality.name if municipality else code,
                "without_local": {
                    theme: actor.id if actor else None
                    for theme, actor in covered.without_local.items()
                },
                "nobody_on_call": [actor.id for actor in covered.unmanned],
                "without_chat": [actor.id for actor in covered.without_chat],
                "on_one_person": [actor.id for actor in covered.on_one_person],
            }
        )
    return found


def _row(work: Work, roster: Roster, actor: Actor, at: datetime) -> dict[str, Any]:
    tz = work.desk.tz
    person = oncall.on_call(actor, roster, at, tz)
    found = roster.people.get(person) if person else None
    return {
        "actor": actor.id,
        "actor_name": actor.name,
        "organisation": actor.organisation,
        "level": actor.level.value,
        "themes": list(actor.themes),
        "person": person,
        "person_name": found.name if found else None,
        "at": at.astimezone(tz).isoformat(),
        "opens_at": opens_at(actor.hours, at, tz).astimezone(tz).isoformat(),
    }
