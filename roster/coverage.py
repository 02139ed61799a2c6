"""What a municipality's part of the roster covers, and what it lacks. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from blueprint.model import CaseKind, Level, ThemeCode
from roster import oncall
from roster.model import Actor, ActorId, PersonId, Roster, Turn

STAND_INS = (Level.SUBREGIONAL, Level.REGIONAL, Level.NATIONAL)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix theme x level, and the weak points behind it."""

    cells: Mapping[tuple[ThemeCode, Level], tuple[Actor, ...]]
    on_call: Mapping[ActorId, PersonId | None]
    without_local: Mapping[ThemeCode, Actor | None]  # theme -> who would stand in
    unmanned: tuple[Actor, ...]  # nobody on call now
    without_chat: tuple[Actor, ...]  # nobody of theirs has chat
    on_one_person: tuple[Actor, ...]  # no deputy, and alone in the rotation


def coverage(
    roster: Roster,
    municipality: str,
    kind: CaseKind,
    themes: Sequence[ThemeCode],
    at: datetime,
    tz: ZoneInfo,
) -> Coverage:
    """Compute what covers a municipality at a moment; nothing of it is ever stored."""
    actors = [actor for actor in roster.actors if actor.answers(municipality, kind)]
    serving = {actor.id: oncall.on_call(actor, roster, at, tz) for actor in actors}
    found = oncall.coordinator(roster, municipality, at, tz)
    return Coverage(
        cells=_cells(actors, themes),
        on_call=serving,
        without_local=_without_local(actors, themes, found[0] if found else None),
        unmanned=tuple(actor for actor in actors if serving[actor.id] is None),
        without_chat=tuple(actor for actor in actors if not _has_chat(actor, roster)),
        on_one_person=tuple(actor for actor in actors if _hangs_on_one(actor)),
    )


def people_of(actor: Actor) -> tuple[PersonId, ...]:
    """Return everybody the actor's own steps can lead to, the rotation first."""
    named = (*actor.rotation.people, actor.deputy, actor.chief)
    return tuple(dict.fromkeys(person for person in named if person is not None))


def _cells(
    actors: Sequence[Actor], themes: Sequence[ThemeCode]
) -> dict[tuple[ThemeCode, Level], tuple[Actor, ...]]:
    return {
        (theme, level): tuple(a for a in actors if a.level is level and theme in a.themes)
        for theme in themes
        for level in Level
    }


def _without_local(
    actors: Sequence[Actor], themes: Sequence[ThemeCode], coordinator: Actor | None
) -> dict[ThemeCode, Actor | None]:
    missing = {}
    for theme in themes:
        having = [actor for actor in actors if theme in actor.themes]
        if any(actor.level is Level.LOCAL for actor in having):
            continue
        nearest = (a for level in STAND_INS for a in having if a.level is level)
        missing[theme] = next(nearest, coordinator)
    return missing


def _has_chat(actor: Actor, roster: Roster) -> bool:
    return any(roster.people[p].has_chat for p in people_of(actor) if p in roster.people)


def _hangs_on_one(actor: Actor) -> bool:
    alone = len(set(actor.rotation.people)) <= 1 or actor.rotation.turn is Turn.FIXED
    return alone and len(people_of(actor)) <= 1
