"""A roster arranged once, so that an area's actors and an actor's own part are at hand. Pure."""

from collections import defaultdict
from dataclasses import replace

from roster.model import Absence, Actor, ActorId, Override, PersonId, Roster


class Index:
    """What is asked for again and again when a whole county is looked at."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self._place = {actor.id: number for number, actor in enumerate(roster.actors)}
        self._by_area: dict[str, list[Actor]] = defaultdict(list)
        self._overrides: dict[ActorId, list[Override]] = defaultdict(list)
        self._absences: dict[PersonId, list[Absence]] = defaultdict(list)
        for actor in roster.actors:
            for area in dict.fromkeys(actor.area):
                self._by_area[area].append(actor)
        for override in roster.overrides:
            self._overrides[override.actor].append(override)
        for absence in roster.absences:
            self._absences[absence.person].append(absence)

    def of_areas(self, *areas: str) -> tuple[Actor, ...]:
        """Return the actors that name any of the areas, each once, in the roster's order."""
        found = {actor.id: actor for area in areas for actor in self._by_area.get(area, ())}
        return tuple(sorted(found.values(), key=lambda actor: self._place[actor.id]))

    def covering(self, municipality: str) -> tuple[Actor, ...]:
        """Return the actors whose area holds the municipality (four-digit code)."""
        return self.of_areas(municipality, municipality[:2], "SE")

    def part_of(self, *actors: Actor) -> Roster:
        """Return the roster with what concerns these actors, and nothing else."""
        overrides = tuple(one for a in actors for one in self._overrides.get(a.id, ()))
        named = dict.fromkeys(person for actor in actors for person in actor.people)
        concerned = named | dict.fromkeys(override.person for override in overrides)
        known = self.roster.people
        return replace(
            self.roster,
            people={person: known[person] for person in concerned if person in known},
            actors=actors,
            overrides=overrides,
            absences=tuple(one for p in concerned for one in self._absences.get(p, ())),
        )
