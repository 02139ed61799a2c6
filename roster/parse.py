"""Read a roster file whole or not at all: every mistake at once, each with its place and mend."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

from roster.mistakes import Mistake, RosterError
from roster.model import STANDARD, Actor, Group, Override, Person, Policy, Roster
from roster.reading import Reader, entries
from roster.sections import (
    Context,
    read_actor,
    read_group,
    read_override,
    read_person,
    read_policy,
)

SECTIONS = ("people", "actors", "overrides", "policies", "groups")


def parse(text: str, filename: str, tz: ZoneInfo, known_themes: Collection[str]) -> Roster:
    """Return the roster that the text describes; raises RosterError with every mistake."""
    mistakes: list[Mistake] = []
    top = entries(text, filename, mistakes)
    if top is None:
        raise RosterError(tuple(mistakes))
    reader = Reader(top, filename, "", mistakes)
    reader.only(SECTIONS)
    context = Context(
        tz,
        themes=frozenset(known_themes),
        people=reader.names("people", "id"),
        actors=reader.names("actors", "id"),
        policies=reader.keys("policies") | {STANDARD.name},
    )
    people = [read_person(item, context) for item in reader.items("people", "id")]
    policies = [read_policy(item) for item in reader.named("policies")]
    actors = [read_actor(item, context) for item in reader.items("actors", "id")]
    overrides = [read_override(item, context) for item in reader.items("overrides", "actor")]
    groups = [read_group(item) for item in reader.items("groups", "id")]
    _unique(reader, people, actors, groups)
    if mistakes:
        raise RosterError(tuple(sorted(mistakes, key=lambda mistake: mistake.line)))
    return _assemble(people, actors, overrides, policies, groups)


def _assemble(
    people: list[Person | None],
    actors: list[Actor | None],
    overrides: list[Override | None],
    policies: list[Policy | None],
    groups: list[Group | None],
) -> Roster:
    named = {policy.name: policy for policy in policies if policy}
    return Roster(
        people={person.id: person for person in people if person},
        actors=tuple(actor for actor in actors if actor),
        overrides=tuple(override for override in overrides if override),
        policies={STANDARD.name: STANDARD, **named},
        groups=tuple(group for group in groups if group),
    )


def _unique(
    reader: Reader,
    people: list[Person | None],
    actors: list[Actor | None],
    groups: list[Group | None],
) -> None:
    reader.unique("people", "id", [p.id if p else None for p in people])
    reader.unique("people", "slack", [p.slack if p else None for p in people])
    reader.unique("people", "telegram", [p.telegram if p else None for p in people])
    reader.unique("actors", "id", [a.id if a else None for a in actors])
    reader.unique("groups", "id", [g.id if g else None for g in groups])
