"""Read a roster file whole or not at all: every mistake at once, each with its place and mend."""

from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

import yaml

from roster.mistakes import Mistake, RosterError
from roster.model import STANDARD, Policy, Roster
from roster.reading import Reader, entries, note_repeated
from roster.sections import (
    Context,
    read_absence,
    read_actor,
    read_group,
    read_override,
    read_person,
    read_policy,
)

SECTIONS = ("people", "actors", "overrides", "absences", "policies", "groups")


def parse(text: str, filename: str, tz: ZoneInfo, known_themes: Collection[str]) -> Roster:
    """Return the roster that the text describes; raises RosterError with every mistake.

    `tz` is the zone of times without an offset. Of overrides that overlap the one furthest down
    wins, so they are no mistake.
    """
    mistakes: list[Mistake] = []
    top = entries(text, filename, mistakes)
    if top is None:
        raise RosterError(tuple(mistakes))
    return read_top(top, filename, tz, known_themes, mistakes)


def read_top(
    top: yaml.MappingNode,
    filename: str,
    tz: ZoneInfo,
    known_themes: Collection[str],
    mistakes: list[Mistake],
) -> Roster:
    """Return the roster of a file's top mapping; raises RosterError with every mistake."""
    roster = _read(Reader(top, filename, "", mistakes), tz, known_themes)
    if mistakes:
        raise RosterError(tuple(sorted(dict.fromkeys(mistakes), key=lambda one: one.line)))
    return roster


def _read(top: Reader, tz: ZoneInfo, known_themes: Collection[str]) -> Roster:
    """Read all that can be read; what has a mistake noted is left out."""
    top.only(SECTIONS)
    people, actors, groups = (
        list(top.items(name, "id")) for name in ("people", "actors", "groups")
    )
    _note_all_repeated(people, actors, groups)
    policies = top.inner("policies")
    names = policies.fields() if policies else ()
    context = Context(
        tz,
        themes=frozenset(known_themes),
        people=_ids(people),
        actors=_ids(actors),
        policies=frozenset({*names, STANDARD.name}),
    )
    return Roster(
        people={person.id: person for one in people if (person := read_person(one))},
        actors=tuple(actor for one in actors if (actor := read_actor(one, context))),
        overrides=tuple(
            override
            for one in top.items("overrides", "actor")
            if (override := read_override(one, context))
        ),
        absences=tuple(
            absence
            for one in top.items("absences", "person")
            if (absence := read_absence(one, context))
        ),
        policies={STANDARD.name: STANDARD} | _policies(policies),
        groups=tuple(group for one in groups if (group := read_group(one))),
    )


def _policies(section: Reader | None) -> dict[str, Policy]:
    if section is None:
        return {}
    return {name: policy for name in section.fields() if (policy := read_policy(section, name))}


def _note_all_repeated(
    people: Sequence[Reader], actors: Sequence[Reader], groups: Sequence[Reader]
) -> None:
    for entries_of_a_kind in (people, actors, groups):
        note_repeated(entries_of_a_kind, "id")
    note_repeated(people, "slack")
    note_repeated(people, "telegram")


def _ids(readers: Sequence[Reader]) -> frozenset[str]:
    """Return what the entries are called, also of those with other mistakes."""
    return frozenset(name for reader in readers if (name := reader.peek("id")))
