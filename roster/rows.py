"""A roster as rows: read them as the sections of a roster file, and write a roster as rows. Pure.

A row's cells go by the keys of the roster file; a key within another is written with a point,
`on_call.people`. What is a list of its own in the file, such as `on_call.layers`, is written in
its cell as the file would write it on one line.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from roster.dump import sections as dumped
from roster.mistakes import Mistake, nearest
from roster.model import Roster
from roster.parse import read_top
from roster.reading import too_deep

LISTS = {"area", "themes", "cases", "on_call.people"}
STRUCTURES = {"on_call.layers", "on_call.serving", "hours"}  # as the file writes them on one line
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "people": ("id", "name", "slack", "telegram", "email", "phone", "language", "until"),
    "actors": (
        "id", "name", "organisation", "role", "mandate", "level", "area", "themes", "cases",
        "may_alarm", "hours", "policy", "on_call.people", "on_call.rotation", "on_call.every",
        "on_call.handoff", "on_call.from", "on_call.serving", "on_call.layers", "deputy", "chief",
        "coordinator", "after_publication", "offers", "entry", "expects",
    ),
    "overrides": ("actor", "person", "from", "until", "kind"),
    "absences": ("person", "from", "until"),
    "policies": ("policy", "to", "attempts", "patience"),
    "groups": ("id", "name", "area", "slack", "telegram"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: its number there, and what its cells hold, by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one section, with the columns that stand above them."""

    section: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    header: int = 1  # the row of the columns' names


def parse_sheets(
    sheets: Iterable[Sheet], filename: str, tz: ZoneInfo, known_themes: Collection[str]
) -> Roster:
    """Return the roster that the rows describe; raises RosterError with every mistake."""
    mistakes: list[Mistake] = []
    found = list(sheets)
    for sheet in found:
        _check_columns(sheet, filename, mistakes)
    pairs = [(_scalar(one.section, one.header), _section(one)) for one in found if one.rows]
    top = yaml.MappingNode("tag:yaml.org,2002:map", pairs, _mark(1), _mark(1))
    return read_top(top, filename, tz, known_themes, mistakes)


def sheets_of(roster: Roster, tz: ZoneInfo) -> tuple[Sheet, ...]:
    """Return every section of a roster as rows, also those that are empty."""
    written = dumped(roster, tz)
    return tuple(_sheet(section, written.get(section) or []) for section in COLUMNS)


def _check_columns(sheet: Sheet, filename: str, mistakes: list[Mistake]) -> None:
    known = COLUMNS.get(sheet.section)
    if known is None:
        problem = f"avsnittet {sheet.section!r} finns inte."
        mend = nearest(sheet.section, list(COLUMNS))
        mistakes.append(Mistake(filename, sheet.header, sheet.section, "", problem, mend))
        return
    for number, column in enumerate(sheet.columns):
        if column and column in sheet.columns[:number]:
            problem, mend = f"kolumnen {column!r} står två gånger.", "Ta bort den ena."
            mistakes.append(Mistake(filename, sheet.header, sheet.section, column, problem, mend))
        elif column and column not in known:
            problem = f"kolumnen {column!r} finns inte i formatet."
            mend = nearest(column, known)
            place = sheet.section
            mistakes.append(Mistake(filename, sheet.header, place, column, problem, mend))


def _section(sheet: Sheet) -> yaml.Node:
    if sheet.section == "policies":
        return _policies(sheet.rows)
    known = COLUMNS.get(sheet.section, ())
    return _list([_entry(row, known) for row in sheet.rows], sheet.rows[0].number)


def _policies(rows: Sequence[Row]) -> yaml.MappingNode:
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_name[row.cells.get("policy", "")].append(row)
    step = COLUMNS["policies"][1:]
    pairs: list[tuple[yaml.Node, yaml.Node]] = [
        (_scalar(name, steps[0].number), _list([_entry(s, step) for s in steps], steps[0].number))
        for name, steps in by_name.items()
    ]
    first = _mark(rows[0].number)
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, first, first)


def _entry(row: Row, columns: Iterable[str]) -> yaml.MappingNode:
    """Return a row as one mapping; empty cells are keys that were left out."""
    inner: dict[str, list[tuple[yaml.Node, yaml.Node]]] = defaultdict(list)
    pairs: list[tuple[yaml.Node, yaml.Node]] = []
    for column in columns:
        written = row.cells.get(column, "").strip()
        if not written:
            continue
        outer, _, key = column.rpartition(".")
        at = inner[outer] if outer else pairs
        at.append((_scalar(key, row.number), _value(column, written, row.number)))
    for outer, within in inner.items():
        pairs.append((_scalar(outer, row.number), _mapping(within, row.number)))
    return _mapping(pairs, row.number)


def _value(column: str, written: str, number: int) -> yaml.Node:
    if column in LISTS:
        parts = [part.strip() for part in written.replace(";", ",").split(",")]
        return _list([_scalar(part, number) for part in parts if part], number)
    if column in STRUCTURES and written.startswith(("[", "{")):
        return _composed(written, number)
    return _scalar(written, number)


def _composed(written: str, number: int) -> yaml.Node:
    """Return a cell read as the file's own notation; what cannot be read so stays a word."""
    try:
        node = yaml.compose(written, Loader=yaml.CSafeLoader) if _is_plain(written) else None
    except (yaml.YAMLError, UnicodeError):
        return _scalar(written, number)
    return _placed(node, number) if node is not None else _scalar(written, number)


def _is_plain(written: str) -> bool:
    """Whether a cell neither goes too deep nor refers to itself, without an end."""
    events = yaml.parse(written, Loader=yaml.CSafeLoader)
    return not too_deep(written) and not any(isinstance(one, yaml.AliasEvent) for one in events)


def _placed(node: yaml.Node, number: int) -> yaml.Node:
    """Let every part of a cell stand at the cell's row."""
    if isinstance(node, yaml.MappingNode):
        return _mapping([(_placed(k, number), _placed(v, number)) for k, v in node.value], number)
    if isinstance(node, yaml.SequenceNode):
        return _list([_placed(one, number) for one in node.value], number)
    return _scalar(str(node.value), number)


def _mark(number: int) -> yaml.Mark:
    return yaml.Mark("", 0, number - 1, 0, None, 0)


def _scalar(written: str, number: int) -> yaml.ScalarNode:
    # Quoted, so that no word of YAML's own, such as null or ~, is read as nothing.
    mark = _mark(number)
    return yaml.ScalarNode("tag:yaml.org,2002:str", written, mark, mark, style='"')


def _list(nodes: list[Any], number: int) -> yaml.SequenceNode:
    return yaml.SequenceNode("tag:yaml.org,2002:seq", nodes, _mark(number), _mark(number))


def _mapping(pairs: list[tuple[yaml.Node, yaml.Node]], number: int) -> yaml.MappingNode:
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, _mark(number), _mark(number))


def _sheet(section: str, entries: Any) -> Sheet:
    columns = COLUMNS[section]
    flat = list(_policy_rows(entries)) if section == "policies" else map(_flat, entries)
    rows = tuple(Row(number, cells) for number, cells in enumerate(flat, start=2))
    return Sheet(section, columns, rows)


def _policy_rows(policies: Mapping[str, list[dict[str, Any]]]) -> Iterator[dict[str, str]]:
    for name, steps in (policies or {}).items():
        for step in steps:
            yield {"policy": name, **_flat(step)}


def _flat(entry: Mapping[str, Any], within: str = "") -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, value in entry.items():
        column = f"{within}{key}"
        if isinstance(value, Mapping):
            cells |= _flat(value, f"{column}.")
        else:
            cells[column] = _cell(column, value)
    return cells


def _cell(column: str, value: Any) -> str:
    if column in LISTS:
        return ", ".join(str(one) for one in value)
    if isinstance(value, list):
        flow = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000)
        return flow.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
