"""Load the blueprint from its files; every mistake at once, with file, theme, item and field."""

from collections.abc import Iterable
from pathlib import Path

import yaml

from blueprint.mistakes import BlueprintError, Mistake, nearest
from blueprint.model import (
    Blueprint,
    ChecklistItem,
    Deadline,
    DeadlineUnit,
    DoneWhen,
    FactField,
    Level,
    Phase,
    Theme,
    ThemeCode,
)
from blueprint.notation import NOTATION, deadline
from blueprint.reading import Entry, Page, entries

__all__ = ["ORDER", "BlueprintError", "Mistake", "load"]

ORDER = ("MYN", "MOT", "FLE", "LAR", "KOM", "MAR", "ELV", "BOS", "TRA", "TIL", "INF")
EVERYBODY = "alla"
SUFFIXES = {".yaml", ".yml"}
_HERE = Path(__file__).parent
_THEME_KEYS = ("theme", "sv", "en", "kept_in_closure", "growth", "closure")
_ITEM_KEYS = (
    "id", "sv", "en", "level", "responsible", "deadline", "phase", "template", "done_when",
)  # fmt: skip
_DONE_WHEN = tuple(DoneWhen)
_FACT_KEYS = ("key", "group", "sv", "unit", "theme")
_LEVELS = (*(level.value for level in Level), EVERYBODY)
_PHASES = tuple(phase.value for phase in Phase)
# These stand in for what could not be read, until the mistakes are raised.
_NO_DEADLINE = Deadline(DeadlineUnit.EVENT)
_NO_PHASE = Phase.FIRST_HOUR


def load(directory: Path | None = None) -> Blueprint:
    """Return the built-in blueprint, overridden theme by theme by the files in `directory`.

    Raises BlueprintError with every mistake in any of the files.
    """
    mistakes: list[Mistake] = []
    themes = _themes((_HERE / "themes" / f"{code}.yaml" for code in ORDER), mistakes)
    themes |= _themes(_own_files(directory, mistakes), mistakes)
    facts = _fact_fields(_HERE / "fact_fields.yaml", mistakes)
    if mistakes:
        raise BlueprintError(sorted(mistakes, key=lambda one: (one.file, one.line)))
    return Blueprint(tuple(themes[code] for code in ORDER), facts)


def _own_files(directory: Path | None, mistakes: list[Mistake]) -> list[Path]:
    if directory is None:
        return []
    if directory.is_dir():
        return sorted(path for path in directory.iterdir() if path.suffix.lower() in SUFFIXES)
    mend = "Rätta LARM_BLUEPRINT_DIR."
    mistakes.append(Mistake(str(directory), 1, "", "", "", "mappen finns inte.", mend))
    return []


def _themes(paths: Iterable[Path], mistakes: list[Mistake]) -> dict[str, Theme]:
    """Return the themes by code; two files for the same theme are a mistake."""
    themes: dict[str, Theme] = {}
    sources: dict[str, str] = {}
    for path in paths:
        page = Page(path, path.stem.upper() if path.stem.upper() in ORDER else "", mistakes)
        theme = _theme(page)
        if theme is None:
            continue
        if theme.code in themes:
            problem = f"temat står redan i {sources[theme.code]}."
            page.note(1, "", "theme", problem, "Behåll en av filerna.")
        themes[theme.code] = theme
        sources[theme.code] = path.name
    return themes


def _theme(page: Page) -> Theme | None:
    node = page.top()
    if not isinstance(node, yaml.MappingNode):
        if node is not None:
            page.note(1, "", "", "filen beskriver inget tema.", "Börja den med raden theme:")
        return None
    entry = Entry(page, node)
    code = entry.chosen("theme", ORDER)
    page.theme = code or page.theme
    entry.only(_THEME_KEYS)
    seen: set[str] = set()
    growth = _items(entry, "growth", page.theme, seen)
    closure = _items(entry, "closure", page.theme, seen)
    sv, en, kept = entry.text("sv"), entry.text("en"), _kept(entry, growth)
    return Theme(ThemeCode(code), sv, en, growth, closure, kept) if code else None


def _kept(entry: Entry, growth: tuple[ChecklistItem, ...]) -> tuple[str, ...]:
    kept = entry.words("kept_in_closure")
    known = [item.id for item in growth]
    for word in kept:
        if word not in known:
            problem = f"punkten {word!r} finns inte i growth."
            entry.note("kept_in_closure", problem, nearest(word, known))
    return kept


def _items(entry: Entry, field: str, theme: str, seen: set[str]) -> tuple[ChecklistItem, ...]:
    return tuple(_item(item, theme, seen) for item in entry.entries(field, "id"))


def _item(entry: Entry, theme: str, seen: set[str]) -> ChecklistItem:
    entry.only(_ITEM_KEYS)
    level = entry.chosen("level", _LEVELS)
    phase = entry.chosen("phase", _PHASES)
    done_when = entry.chosen("done_when", _DONE_WHEN) if entry.optional("done_when") else None
    return ChecklistItem(
        id=_id(entry, theme, seen),
        sv=entry.text("sv"),
        en=entry.text("en"),
        level=Level(level) if level and level != EVERYBODY else None,
        responsible=entry.text("responsible"),
        deadline=entry.read("deadline", deadline, "är ingen frist.", NOTATION) or _NO_DEADLINE,
        phase=Phase(phase) if phase else _NO_PHASE,
        template=entry.optional("template"),
        done_when=DoneWhen(done_when) if done_when else None,
    )


def _id(entry: Entry, theme: str, seen: set[str]) -> str:
    """Return the item's id: unique, and begun by its theme so that no other theme has it."""
    written = entry.text("id")
    if not written:
        return ""
    if theme and not written.startswith(f"{theme}-"):
        mend = f"Börja med temats kod: {theme}-01."
        entry.note("id", f"{written!r} hör inte till temat.", mend)
    if written in seen:
        entry.note("id", "en punkt med detta id finns redan.", "Ge varje punkt ett eget nummer.")
    seen.add(written)
    return written


def _fact_fields(path: Path, mistakes: list[Mistake]) -> tuple[FactField, ...]:
    page = Page(path, "", mistakes)
    node = page.top()
    return tuple(_fact_field(entry) for entry in entries(page, node, "key")) if node else ()


def _fact_field(entry: Entry) -> FactField:
    entry.only(_FACT_KEYS)
    key, group, sv, unit = (entry.text(name) for name in ("key", "group", "sv", "unit"))
    return FactField(key, group, sv, unit, ThemeCode(entry.chosen("theme", ORDER) or ""))
