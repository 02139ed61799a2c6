"""Import a roster file whole or not at all, and tell what it changes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.work import Desk, Work
from roster.model import Override, Roster
from roster.parse import parse
from storage import journal, moments, people

LAST_IMPORT = "roster_file"


@dataclass(frozen=True, slots=True)
class Difference:
    """What an import changes, by name."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    ended: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.ended)


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A roster file without a mistake in it."""

    roster: Roster
    digest: str


def read(desk: Desk, text: str, filename: str) -> RosterFile:
    """Read a roster file; raises RosterError with every mistake."""
    themes = [theme.code for theme in desk.blueprint.themes]
    return RosterFile(parse(text, filename, desk.tz, themes), _digest(text))


def rehearse(work: Work, file: RosterFile) -> Difference:
    """Tell what an import would change."""
    lasting = people.lasting_overrides(work.session)
    return difference(people.roster(work.session), file.roster, lasting)


def import_roster(work: Work, file: RosterFile) -> Difference:
    """Replace the roster by the file's, and tell what that changes."""
    found = rehearse(work, file)
    people.replace_roster(work.session, file.roster, work.now)
    moments.put_setting(work.session, LAST_IMPORT, file.digest)
    journal.write(
        work.session,
        work.now,
        "roster_imported",
        people=len(file.roster.people),
        actors=len(file.roster.actors),
    )
    return found


def import_if_new(work: Work, text: str, filename: str) -> Difference | None:
    """Import the file unless it is the one that was imported last."""
    if moments.setting(work.session, LAST_IMPORT) == _digest(text):
        return None
    return import_roster(work, read(work.desk, text, filename))


def difference(old: Roster, new: Roster, lasting: frozenset[Override] = frozenset()) -> Difference:
    """Compare two rosters entry by entry; what is `lasting` does not end with the old one."""
    before, after = _entries(old), _entries(new)
    kept = {name for name, entry in before.items() if entry in lasting}
    return Difference(
        added=tuple(name for name in after if name not in before),
        changed=tuple(n for n in after if n in before and before[n] != after[n]),
        ended=tuple(name for name in before if name not in after and name not in kept),
    )


def _entries(roster: Roster) -> Mapping[str, Any]:
    people_entries = {f"people {one.id}": one for one in roster.people.values()}
    actors = {f"actors {one.id}": one for one in roster.actors}
    policies = {f"policies {one.name}": one for one in roster.policies.values()}
    groups = {f"groups {one.id}": one for one in roster.groups}
    overrides = {_named(one): one for one in roster.overrides}
    absences = {f"absences {o.person} {o.starts_at.isoformat()}": o for o in roster.absences}
    return {**people_entries, **actors, **policies, **groups, **overrides, **absences}


def _named(override: Override) -> str:
    """Return an override's name: all that it says, for two may begin together."""
    starts, ends = override.starts_at.isoformat(), override.ends_at.isoformat()
    return f"overrides {override.actor} {override.person} {starts} {ends}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
