"""Import a roster file whole or not at all, and tell what it changes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.work import Work
from roster.model import Roster
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


def read(work: Work, text: str, filename: str) -> Roster:
    """Read a roster file; raises RosterError with every mistake."""
    themes = [theme.code for theme in work.desk.blueprint.themes]
    return parse(text, filename, work.desk.tz, themes)


def import_roster(
    work: Work, text: str, filename: str, *, is_rehearsal: bool = False
) -> Difference:
    """Replace the roster by the file's; a rehearsal only tells what would change."""
    new = read(work, text, filename)
    found = difference(people.roster(work.session), new)
    if is_rehearsal:
        return found
    people.replace_roster(work.session, new, work.now)
    moments.put_setting(work.session, LAST_IMPORT, _digest(text))
    journal.write(
        work.session,
        work.now,
        "roster_imported",
        people=len(new.people),
        actors=len(new.actors),
    )
    return found


def import_if_new(work: Work, text: str, filename: str) -> Difference | None:
    """Import the file unless it is the one that was imported last."""
    if moments.setting(work.session, LAST_IMPORT) == _digest(text):
        return None
    return import_roster(work, text, filename)


def difference(old: Roster, new: Roster) -> Difference:
    """Compare two rosters entry by entry."""
    before, after = _entries(old), _entries(new)
    return Difference(
        added=tuple(name for name in after if name not in before),
        changed=tuple(n for n in after if n in before and before[n] != after[n]),
        ended=tuple(name for name in before if name not in after),
    )


def _entries(roster: Roster) -> Mapping[str, Any]:
    people_entries = {f"people {one.id}": one for one in roster.people.values()}
    actors = {f"actors {one.id}": one for one in roster.actors}
    policies = {f"policies {one.name}": one for one in roster.policies.values()}
    groups = {f"groups {one.id}": one for one in roster.groups}
    overrides = {f"overrides {o.actor} {o.starts_at.isoformat()}": o for o in roster.overrides}
    absences = {f"absences {o.person} {o.starts_at.isoformat()}": o for o in roster.absences}
    return {**people_entries, **actors, **policies, **groups, **overrides, **absences}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
