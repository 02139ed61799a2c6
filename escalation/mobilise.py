"""Decide which actors an alarm summons, who answers for which theme, and who leads. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from blueprint import municipalities
from blueprint.model import CaseKind, Level, Municipality, ThemeCode
from escalation.case import Grade
from roster.model import Actor, ActorId, PersonId, Roster

STAND_INS = (Level.SUBREGIONAL, Level.REGIONAL, Level.NATIONAL)
MUNICIPAL_WORDS = frozenset({"stad", "stads", "stadshus", "stadsledningskontor"})
CROSS_LEVEL_THEME = "FLE"  # collaboration across levels: the region's own theme


@dataclass(frozen=True, slots=True)
class Summoned:
    """An actor to summon, its themes, and those it answers for in a local actor's place."""

    actor: Actor
    themes: tuple[ThemeCode, ...]
    stands_in_for: tuple[ThemeCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Mobilisation:
    """Whom an alarm summons, and what nobody but the coordinator has."""

    summoned: tuple[Summoned, ...]
    orphaned: tuple[ThemeCode, ...]
    coordinator: Actor | None


def mobilise(
    roster: Roster,
    *,
    municipality: Municipality,
    kind: CaseKind,
    grade: Grade,
    themes: Sequence[ThemeCode],
    unticked: Collection[ActorId] = (),
    is_public: bool = False,
    already: Collection[ActorId] = (),
) -> Mobilisation:
    """Apply the contract's rule of who is summoned; `already` have a callout and get no other."""
    called = [
        actor
        for actor in _matching(roster, municipality, kind, grade, is_public=is_public)
        if actor.id not in unticked or actor.id in already
    ]
    coordinator = coordinator_actor(roster, municipality.code)
    later = themes_for_later(roster, municipality, kind, grade, unticked)
    wanting = [theme for theme in themes if theme not in later]
    stand_ins, orphaned = _stand_ins(called, coordinator, wanting)
    summoned = [
        Summoned(actor, actor.themes, tuple(stand_ins.get(actor.id, ()))) for actor in called
    ]
    if coordinator is not None and orphaned and coordinator.id not in unticked:
        is_heard = grade is Grade.ALARM or _hears_early(coordinator, municipality)
        if is_heard and coordinator not in called:
            # It takes no such cases, but what nobody has is the last resort's all the same.
            summoned.append(Summoned(coordinator, (), orphaned))
    new = tuple(one for one in summoned if one.actor.id not in already)
    return Mobilisation(new, orphaned, coordinator)


def themes_for_later(
    roster: Roster,
    municipality: Municipality,
    kind: CaseKind,
    grade: Grade,
    unticked: Collection[ActorId],
) -> frozenset[ThemeCode]:
    """Return the themes whose local actors are all summoned only when a förvarning is raised."""
    all_of_them = _matching(roster, municipality, kind, Grade.ALARM, is_public=False)
    local = [a for a in all_of_them if a.level is Level.LOCAL and a.id not in unticked]
    early = [a for a in local if grade is Grade.ALARM or _hears_early(a, municipality)]
    return _themes_of(local) - _themes_of(early)


def proposed(
    roster: Roster, municipality: Municipality, kind: CaseKind, grade: Grade
) -> tuple[Actor, ...]:
    """Return the actors that an alarm would summon now, for the form to show."""
    return tuple(_matching(roster, municipality, kind, grade, is_public=False))


def may_alarm(roster: Roster, person: PersonId, municipality: Municipality) -> Actor | None:
    """Return the actor by which a person may raise an alarm there; a local one if there is."""
    allowed = [actor for actor in callers(roster, municipality) if serves(actor, roster, person)]
    return next((actor for actor in allowed if actor.level is Level.LOCAL), None) or next(
        iter(allowed), None
    )


def callers(roster: Roster, municipality: Municipality) -> tuple[Actor, ...]:
    """Return the actors that may raise an alarm for the municipality, nearest level first."""
    allowed = [a for a in roster.actors if a.may_alarm and a.covers(municipality.code)]
    return tuple(sorted(allowed, key=lambda actor: list(Level).index(actor.level)))


def serves(actor: Actor, roster: Roster, person: PersonId) -> bool:
    """Whether the person belongs to the actor: its rotation, deputy, chief or a stand-in."""
    stand_ins = [o.person for o in roster.overrides if o.actor == actor.id]
    return person in (*actor.people, *stand_ins)


def lead_for(roster: Roster, raised_by: Actor, municipality: Municipality) -> Actor | None:
    """Return who leads: the municipality's actor that raised it, else the one to be asked."""
    if _is_own(raised_by, municipality):
        return raised_by
    local = [a for a in callers(roster, municipality) if _is_own(a, municipality)]
    return next(iter(local), None)


def region_contact(roster: Roster, municipality: Municipality) -> Actor | None:
    """Return the region's post that hears of every case: its coordinator if it has one."""
    own = [
        actor
        for actor in roster.actors
        if actor.covers(municipality.code) and _is_region(actor, municipality)
    ]
    by_rank = sorted(
        own, key=lambda actor: (not actor.is_coordinator, CROSS_LEVEL_THEME not in actor.themes)
    )
    return next(iter(by_rank), None)


def coordinator_actor(roster: Roster, municipality: str) -> Actor | None:
    """Return the area's coordinator; the narrowest area counts."""
    for area in (municipality, municipality[:2], "SE"):
        for actor in roster.actors:
            if actor.is_coordinator and area in actor.area:
                return actor
    return None


def _matching(
    roster: Roster,
    municipality: Municipality,
    kind: CaseKind,
    grade: Grade,
    *,
    is_public: bool,
) -> list[Actor]:
    return [
        actor
        for actor in roster.actors
        if actor.answers(municipality.code, kind)
        and (is_public or not actor.after_publication)
        and (grade is Grade.ALARM or _hears_early(actor, municipality))
    ]


def _hears_early(actor: Actor, municipality: Municipality) -> bool:
    """Whether a förvarning reaches it: the municipality's, the region's, länsstyrelsen's."""
    is_central = actor.may_alarm or actor.is_coordinator
    if actor.level is Level.LOCAL:
        return is_central or _is_municipal(actor)
    if actor.level is Level.REGIONAL:
        is_state = actor.organisation.lower().startswith("länsstyrelsen")
        return is_central or is_state or _is_region(actor, municipality)
    return False


def _is_municipal(actor: Actor) -> bool:
    """Whether the organisation is a municipality, whatever it calls itself."""
    name = actor.organisation.lower()
    is_office = "kommun" in name or not MUNICIPAL_WORDS.isdisjoint(name.replace(",", " ").split())
    return is_office or municipalities.find(name) is not None


def _is_region(actor: Actor, municipality: Municipality) -> bool:
    name = actor.organisation.lower()
    return actor.level is Level.REGIONAL and (
        name == municipality.region.lower()
        or name.startswith("region")
        or name.endswith("regionen")
    )


def _is_own(actor: Actor, municipality: Municipality) -> bool:
    return actor.level is Level.LOCAL and municipality.code in actor.area


def _themes_of(actors: Iterable[Actor]) -> frozenset[ThemeCode]:
    return frozenset(theme for actor in actors for theme in actor.themes)


def _stand_ins(
    called: Iterable[Actor], coordinator: Actor | None, themes: Sequence[ThemeCode]
) -> tuple[dict[ActorId, list[ThemeCode]], tuple[ThemeCode, ...]]:
    """Give each theme without a local actor to the nearest level that has it."""
    given: dict[ActorId, list[ThemeCode]] = {}
    orphaned: list[ThemeCode] = []
    actors = list(called)
    for theme in themes:
        having = [actor for actor in actors if theme in actor.themes]
        if any(actor.level is Level.LOCAL for actor in having):
            continue
        substitute = _nearest(having) or coordinator
        if substitute is not None:
            given.setdefault(substitute.id, []).append(theme)
        if _nearest(having) is None:
            orphaned.append(theme)
    return given, tuple(orphaned)


def _nearest(having: Sequence[Actor]) -> Actor | None:
    for level in STAND_INS:
        for actor in having:
            if actor.level is level:
                return actor
    return None
