"""Tell who is on call and what the roster lacks, for the command line."""

from datetime import datetime
from typing import Any

from blueprint import municipalities, places
from blueprint.model import CaseKind, Municipality
from blueprint.municipalities import COUNTRY
from blueprint.places import Place
from escalation.hours import opens_at
from escalation.outlook import Gap, Outlook, Prospect, Survey
from handlers.roster import gaps as gaps_in_chat
from handlers.work import Work
from roster import oncall
from roster.model import Actor, Roster
from storage import people, posts
from storage.model import Platform


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


def gaps(
    work: Work, place: Place | None = None, weeks: int = gaps_in_chat.WEEKS
) -> list[dict[str, Any]]:
    """Return what each municipality of a place lacks, now and in the weeks to come.

    Without a place: each municipality that has an actor of its own.
    """
    roster = people.roster(work.session)
    codes = _codes(roster, place)
    unreachable = posts.out_of_reach(work.session, tuple(Platform))
    window = gaps_in_chat.window(work, weeks)
    survey = Survey(roster, window, unreachable=unreachable)
    return [_gaps_of(work, survey.of(code)) for code in codes]


def _codes(roster: Roster, place: Place | None) -> list[str]:
    if place is None or place.code == COUNTRY:
        return sorted({area for actor in roster.actors for area in actor.area if len(area) == 4})
    if place.is_municipality:
        return [place.code]
    return [one.code for one in places.municipalities_of(place.code)]


def _gaps_of(work: Work, outlook: Outlook) -> dict[str, Any]:
    covered = outlook.coverage
    municipality = municipalities.by_code(outlook.municipality)
    return {
        "municipality": outlook.municipality,
        "name": municipality.name if municipality else outlook.municipality,
        "without_local": {
            theme: actor.id if actor else None for theme, actor in covered.without_local.items()
        },
        "without_anybody": list(covered.without_anybody),
        "nobody_on_call": [actor.id for actor in covered.unmanned],
        "without_chat": [actor.id for actor in covered.without_chat],
        "on_one_person": [actor.id for actor in covered.on_one_person],
        "unreachable": list(outlook.unreachable),
        "matrix": _matrix(work, outlook),
        "gaps": [_gap(work, gap) for gap in outlook.gaps],
    }


def _matrix(work: Work, outlook: Outlook) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return theme -> level -> who is on call now and next; only levels that have an actor."""
    known = {one.post.actor.id: one for one in outlook.prospects}
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for (theme, level), actors in outlook.coverage.cells.items():
        row = found.setdefault(theme, {})
        if actors:
            row[level.value] = [_cell(work, known[actor.id]) for actor in actors]
    return found


def _cell(work: Work, prospect: Prospect) -> dict[str, Any]:
    follows = prospect.follows
    return {
        "actor": prospect.post.actor.id,
        "person": prospect.post.on_call,
        "next": follows.person if follows else None,
        "next_from": _local(work, follows.starts_at) if follows else None,
    }


def _gap(work: Work, gap: Gap) -> dict[str, Any]:
    fallback = gap.fallback
    return {
        "actor": gap.actor.id,
        "themes": list(gap.actor.themes),
        "from": _local(work, gap.starts_at),
        "until": _local(work, gap.ends_at),
        "instead": fallback.person if fallback else None,
        "instead_actor": fallback.actor.id if fallback else None,
    }


def _local(work: Work, at: datetime) -> str:
    return at.astimezone(work.desk.tz).isoformat()


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
        "at": _local(work, at),
        "opens_at": _local(work, opens_at(actor.hours, at, tz)),
    }
