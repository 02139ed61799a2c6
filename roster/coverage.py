"""What a municipality's part of the roster covers, and what it lacks. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from blueprint.model import CaseKind, Level, ThemeCode
from roster import oncall
from roster.model import Actor, ActorId, PersonId, Roster

STAND_INS = (Level.SUBREGIONAL, Level.REGIONAL, Level.NATIONAL)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix theme x level, and the weak points behind it."""

    cells: Mapping[tuple[ThemeCode, Level], tuple[Actor, ...]]
    on_call: Mapping[ActorId, PersonId | None]
    without_local: Mapping[ThemeCode, Actor | None]  # theme -> who would stand in
    unmanned: tuple[Actor, ...]  # nobody on call now
    without_chat: tuple[Actor, ...]  # nobody of theirs has chat
    on_one_person: tuple[Actor, ...]  # no deputy, and only one in the rotation
    people_without_chat: tuple[PersonId, ...]  # summoned by telephone or e-mail at best


def coverage(
    roster: Roster,
    municipality: str,
    kind: CaseKind,
    themes: Sequence[ThemeCode],
    at: datetime,
    tz: ZoneInfo,
) -> Coverage:
    """Compute what covers a municipality at a moment; nothing of it is ever stored.

    A theme's stand-in is the one that a new alarm would give it to: the first actor of
    delregional, regional, nationell that has the theme, else the coordinator. Actors that wait
    for publication stand in the matrix, but cover nothing before it.
    """
    actors = [actor for actor in roster.actors if actor.answers(municipality, kind)]
    at_once = [actor for actor in actors if not actor.after_publication]
    serving = {actor.id: oncall.on_call(actor, roster, at, tz) for actor in actors}
    reached = {actor.id: _serving(people_of(actor), roster, at, tz) for actor in actors}
    found = oncall.coordinator(roster, municipality, at, tz)
    return Coverage(
        cells=_cells(actors, themes),
        on_call=serving,
        without_local=_without_local(at_once, themes, found[0] if found else None),
        unmanned=tuple(actor for actor in actors if serving[actor.id] is None),
        without_chat=tuple(a for a in actors if not _have_chat(reached[a.id], roster)),
        on_one_person=tuple(a for a in actors if len(_serving(_own(a), roster, at, tz)) == 1),
        people_without_chat=_chatless(reached.values(), roster),
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


def _own(actor: Actor) -> tuple[PersonId, ...]:
    """Return who shares the actor's duty. A chief is called last, and shares nothing."""
    return tuple(dict.fromkeys(p for p in (*actor.rotation.people, actor.deputy) if p is not None))


def _serving(
    people: Iterable[PersonId], roster: Roster, at: datetime, tz: ZoneInfo
) -> tuple[PersonId, ...]:
    return tuple(person for person in people if oncall.serves(roster, person, at, tz))


def _have_chat(people: Iterable[PersonId], roster: Roster) -> bool:
    return any(roster.people[person].has_chat for person in people)


def _chatless(groups: Iterable[Iterable[PersonId]], roster: Roster) -> tuple[PersonId, ...]:
    everybody = dict.fromkeys(person for people in groups for person in people)
    return tuple(person for person in everybody if not roster.people[person].has_chat)
