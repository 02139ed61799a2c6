"""Import a roster file whole or not at all, and tell what it changes."""

import gc
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from handlers.duty import changing, handoff
from handlers.roster import spreadsheet
from handlers.work import Desk, Work
from roster import model
from roster.dump import dump
from roster.model import Override, Roster
from roster.parse import parse
from roster.reading import decoded
from roster.rows import parse_sheets, sheets_of
from storage import confirmations, journal, leases, links, moments, offers, people, replacement

LAST_IMPORT = "roster_file"
EXAMPLE = Path(model.__file__).parent / "example.yaml"


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


def read(desk: Desk, data: bytes, filename: str) -> RosterFile:
    """Read a roster file, YAML or a spreadsheet; raises RosterError with every mistake."""
    with _without_collecting():
        return RosterFile(_parsed(desk, data, filename), _digest(data))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Keep the garbage collector from going through a growing heap again and again.

    It would take twice as long as the reading itself, and find nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _parsed(desk: Desk, data: bytes, filename: str) -> Roster:
    themes = [theme.code for theme in desk.blueprint.themes]
    if spreadsheet.is_spreadsheet(filename):
        return parse_sheets(spreadsheet.read(filename, data), filename, desk.tz, themes)
    return parse(decoded(data, filename), filename, desk.tz, themes)


def written(roster: Roster, tz: ZoneInfo, filename: str) -> bytes:
    """Return the roster as a file of that name: CSV, XLSX, else YAML."""
    if spreadsheet.is_spreadsheet(filename):
        return spreadsheet.write(filename, sheets_of(roster, tz))
    return dump(roster, tz).encode()


def example(desk: Desk) -> Roster:
    """Return a roster with one entry in every section, for a template."""
    return read(desk, EXAMPLE.read_bytes(), EXAMPLE.name).roster


def rehearse(work: Work, file: RosterFile) -> Difference:
    """Tell what an import would change."""
    return _difference(work, links.applied(work.session, file.roster))


def _difference(work: Work, new: Roster) -> Difference:
    lasting = people.lasting_overrides(work.session)
    return difference(people.roster(work.session), new, work.desk.tz, lasting)


def import_roster(work: Work, file: RosterFile) -> Difference:
    """Replace the roster by the file's, and tell what that changes."""
    leases.wait_for_turn(work.session, leases.ROSTER_LOCK)
    new = links.applied(work.session, file.roster)
    found = _difference(work, new)
    links.note_file(work.session, file.roster, work.now)
    restated = confirmations.restated(work.session, new)
    replacement.replace_roster(work.session, new, work.now)
    confirmations.note_stated(work.session, restated, work.now)
    handoff.look_again(work, is_new=moments.setting(work.session, LAST_IMPORT) is None)
    moments.put_setting(work.session, LAST_IMPORT, file.digest)
    changing.settle(work, offers.actors_with_open(work.session))
    journal.write(
        work.session,
        work.now,
        "roster_imported",
        people=len(file.roster.people),
        actors=len(file.roster.actors),
    )
    return found


def import_if_new(work: Work, data: bytes, filename: str) -> Difference | None:
    """Import the file unless it is the one that was imported last, maybe a moment ago."""
    leases.wait_for_turn(work.session, leases.ROSTER_LOCK)
    if moments.setting(work.session, LAST_IMPORT) == _digest(data):
        return None
    return import_roster(work, read(work.desk, data, filename))


def difference(
    old: Roster, new: Roster, tz: ZoneInfo, lasting: frozenset[Override] = frozenset()
) -> Difference:
    """Compare two rosters entry by entry; what is `lasting` does not end with the old one."""
    before, after = _entries(old, tz), _entries(new, tz)
    kept = {name for name, entry in before.items() if entry in lasting}
    return Difference(
        added=tuple(name for name in after if name not in before),
        changed=tuple(n for n in after if n in before and before[n] != after[n]),
        ended=tuple(name for name in before if name not in after and name not in kept),
    )


def _entries(roster: Roster, tz: ZoneInfo) -> Mapping[str, Any]:
    people_entries = {f"people {one.id}": one for one in roster.people.values()}
    actors = {f"actors {one.id}": one for one in roster.actors}
    policies = {f"policies {one.name}": one for one in roster.policies.values()}
    groups = {f"groups {one.id}": one for one in roster.groups}
    overrides = {_named(one, tz): one for one in roster.overrides}
    absences = {f"absences {o.person} {_local(o.starts_at, tz)}": o for o in roster.absences}
    return {**people_entries, **actors, **policies, **groups, **overrides, **absences}


def _named(override: Override, tz: ZoneInfo) -> str:
    """Return an override's name: all that it says, for two may begin together."""
    starts, ends = _local(override.starts_at, tz), _local(override.ends_at, tz)
    return f"overrides {override.actor} {override.person} {starts} {ends}"


def _local(at: datetime, tz: ZoneInfo) -> str:
    return at.astimezone(tz).isoformat()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
