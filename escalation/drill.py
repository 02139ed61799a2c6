"""What a drill may touch, and what it showed: figures about actors, never about a person. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor

from blueprint.model import CaseKind, Level, Municipality, ThemeCode
from escalation.callout import AnswerKind, Callout
from escalation.case import Grade
from escalation.mobilise import coordinator_actor, proposed, serves
from roster.model import Actor, ActorId, PersonId, Roster, Target

WINDOWS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=24))
FEWEST = 3  # callouts that a share is told of: fewer would tell of a person
ANSWERS = frozenset({AnswerKind.ACKNOWLEDGED, AnswerKind.LATER, AnswerKind.SUBSTITUTE})


@dataclass(frozen=True, slots=True)
class Scope:
    """What a drill is for, besides its municipality."""

    county: str | None = None  # the two-digit code: every municipality of it
    themes: tuple[ThemeCode, ...] = ()  # empty: every theme


def starters(roster: Roster, area: str) -> tuple[Actor, ...]:
    """Return the actors that may start a drill in a municipality or county, by its code.

    They are those that may raise the alarm for all of it, and its coordinator.
    """
    over = {area, area[:2], "SE"}
    allowed = [actor for actor in roster.actors if actor.may_alarm and over & set(actor.area)]
    coordinator = coordinator_actor(roster, area)
    return tuple(dict.fromkeys(allowed if coordinator is None else [*allowed, coordinator]))


def may_start(roster: Roster, person: PersonId, area: str) -> Actor | None:
    """Return the actor by which a person may start a drill there; a local one if there is."""
    own = [actor for actor in starters(roster, area) if serves(actor, roster, person)]
    local = (actor for actor in own if actor.level is Level.LOCAL)
    return next(local, next(iter(own), None))


def held_in(roster: Roster, county: Sequence[Municipality]) -> Municipality:
    """Return the municipality that a county's drill is held in: the first that can raise alarms."""
    own = {code for actor in roster.actors if actor.may_alarm for code in actor.area}
    return next((one for one in county if one.code in own), county[0])


def drilled(
    roster: Roster,
    municipalities: Sequence[Municipality],
    kind: CaseKind,
    grade: Grade,
    scope: Scope,
) -> tuple[Actor, ...]:
    """Return the actors that a drill would summon, each once; it is held in the first place."""
    home, *others = municipalities
    found = list(proposed(roster, home, kind, grade))
    for other in others:
        found += [a for a in proposed(roster, other, kind, grade) if other.code in a.area]
    return tuple(actor for actor in dict.fromkeys(found) if _has_theme(actor, scope))


def left_out(
    roster: Roster, municipalities: Iterable[Municipality], kind: CaseKind, scope: Scope
) -> tuple[ActorId, ...]:
    """Return the actors that the drill's themes leave out.

    Where nobody has any of them the coordinator answers, and stays.
    """
    if not scope.themes:
        return ()
    there = list(municipalities)
    answering = [a for a in roster.actors if any(a.answers(one.code, kind) for one in there)]
    without = [actor for actor in answering if not _has_theme(actor, scope)]
    if len(without) == len(answering):
        kept = {coordinator_actor(roster, one.code) for one in there}
        without = [actor for actor in without if actor not in kept]
    return tuple(actor.id for actor in without)


def _has_theme(actor: Actor, scope: Scope) -> bool:
    return not scope.themes or bool(set(scope.themes) & set(actor.themes))


def people_of(roster: Roster, actors: Iterable[Actor]) -> frozenset[PersonId]:
    """Return everybody whom the actors' summonses can lead to, stand-ins included."""
    known = list(actors)
    ids = {actor.id for actor in known}
    stand_ins = (one.person for one in roster.overrides if one.actor in ids)
    return frozenset((*(p for actor in known for p in actor.people), *stand_ins))


@dataclass(frozen=True, slots=True)
class Drilled:
    """A callout of a drill, as far as figures go."""

    level: Level
    themes: tuple[ThemeCode, ...]
    callout: Callout

    @property
    def began_at(self) -> datetime | None:
        """The delivery of the first page: when the actor opened, where it was parked.

        The coordinator's list is no page: it tells that none has reached the actor's own people.
        """
        own = [page for page in self.callout.pages if page.to is not Target.COORDINATOR]
        return min((page.delivered_at for page in own if page.delivered_at), default=None)

    @property
    def answered_at(self) -> datetime | None:
        """When the actor first said that somebody comes; "Kan inte" says that nobody does yet."""
        return next((one.at for one in self.callout.answers if one.kind in ANSWERS), None)


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a group answered in time."""

    count: int  # callouts that somebody was reached for
    within: tuple[float, ...] | None  # for each of WINDOWS, 0 to 1; None: too few to tell


def share(drilled: Collection[Drilled]) -> Share:
    """Return the share of a group that answered within each window of its first page."""
    reached = [(one.began_at, one.answered_at) for one in drilled]
    waits = [
        None if answered is None else answered - began
        for began, answered in reached
        if began is not None
    ]
    if len(waits) < FEWEST:
        return Share(len(waits), None)
    within = [sum(1 for wait in waits if wait is not None and wait <= w) for w in WINDOWS]
    return Share(len(waits), tuple(count / len(waits) for count in within))


def percent(part: float) -> int:
    """Return whole per cent, a half always up: five of eight is 63."""
    return floor(part * 100 + 0.5)


def overall(drilled: Collection[Drilled]) -> Share:
    """Return the share of all, unless what the levels' shares leave of it would tell of a few."""
    untold = sum(one.count for one in by_level(drilled).values() if one.within is None)
    told = share(drilled)
    return Share(told.count, None) if 0 < untold < FEWEST else told


def by_theme(drilled: Collection[Drilled], themes: Iterable[ThemeCode]) -> dict[ThemeCode, Share]:
    """Return the share of each theme that anybody was summoned for."""
    groups = {theme: [one for one in drilled if theme in one.themes] for theme in themes}
    return {theme: share(group) for theme, group in groups.items() if group}


def by_level(drilled: Collection[Drilled]) -> dict[Level, Share]:
    """Return the share of each level that anybody was summoned at."""
    groups = {level: [one for one in drilled if one.level is level] for level in Level}
    return {level: share(group) for level, group in groups.items() if group}
