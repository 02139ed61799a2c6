"""Load the blueprint from its files; every mistake at once, with file, theme, item and field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from blueprint.model import (
    Blueprint,
    ChecklistItem,
    Deadline,
    DeadlineUnit,
    FactField,
    Level,
    Phase,
    Theme,
    ThemeCode,
)

ORDER = ("MYN", "MOT", "FLE", "LAR", "KOM", "MAR", "ELV", "BOS", "TRA", "TIL", "INF")
EVERYBODY = "alla"
_HERE = Path(__file__).parent
_THEME_KEYS = ("theme", "sv", "en", "kept_in_closure", "growth", "closure")
_ITEM_KEYS = ("id", "sv", "en", "level", "responsible", "deadline", "phase", "template")
_FACT_KEYS = ("key", "group", "sv", "unit", "theme")
_COUNTED = re.compile(r"(\d{1,3})(h|ad)", re.ASCII)
_BEFORE = re.compile(r"T-(\d{1,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a blueprint file, and how to mend it."""

    file: str
    theme: str
    item: str
    field: str
    problem: str
    mend: str = ""

    def __str__(self) -> str:
        labelled = (("tema", self.theme), ("punkt", self.item), ("fält", self.field))
        place = ", ".join([self.file, *(f"{label} {value}" for label, value in labelled if value)])
        return f"{place}: {self.problem} {self.mend}".rstrip()


class BlueprintError(ValueError):
    """Everything that is wrong with the blueprint's files."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


def load(directory: Path | None = None) -> Blueprint:
    """Return the built-in blueprint, overridden theme by theme by the files in `directory`.

    Raises BlueprintError with every mistake in any of the files.
    """
    mistakes: list[Mistake] = []
    themes = {code: _theme(_HERE / "themes" / f"{code}.yaml", mistakes) for code in ORDER}
    for path in _overrides(directory, mistakes):
        theme = _theme(path, mistakes)
        if theme is not None:
            themes[theme.code] = theme
    facts = _fact_fields(_HERE / "fact_fields.yaml", mistakes)
    found = tuple(theme for theme in themes.values() if theme is not None)
    mistakes += _repeated_ids(found)
    if mistakes:
        raise BlueprintError(tuple(mistakes))
    return Blueprint(found, facts)


def _overrides(directory: Path | None, mistakes: list[Mistake]) -> list[Path]:
    if directory is None:
        return []
    if not directory.is_dir():
        problem = "mappen finns inte."
        mend = "Rätta LARM_BLUEPRINT_DIR."
        mistakes.append(Mistake(str(directory), "", "", "", problem, mend))
        return []
    return sorted(path for path in directory.iterdir() if path.suffix in {".yaml", ".yml"})


@dataclass(slots=True)
class _Place:
    """Where the reading stands, and the mistakes found so far."""

    file: str
    mistakes: list[Mistake]
    theme: str = ""
    item: str = ""

    def note(self, name: str, problem: str, mend: str = "") -> None:
        self.mistakes.append(Mistake(self.file, self.theme, self.item, name, problem, mend))


def _theme(path: Path, mistakes: list[Mistake]) -> Theme | None:
    place = _Place(path.name, mistakes)
    spec = _read(path, place)
    if not isinstance(spec, Mapping):
        if spec is not None:
            place.note("", "filen ska vara nycklar med värden.", "Börja med theme:")
        return None
    place.theme = str(spec.get("theme", ""))
    _only(spec, _THEME_KEYS, place)
    code = _text(spec, "theme", place)
    if code and code not in ORDER:
        place.note("theme", f"temat {code!r} finns inte.", f"Teman är: {', '.join(ORDER)}.")
    growth, closure = (_items(spec, key, place) for key in ("growth", "closure"))
    kept = _kept(spec, growth, place)
    return Theme(
        ThemeCode(code), _text(spec, "sv", place), _text(spec, "en", place), growth, closure, kept
    )


def _kept(
    spec: Mapping[Any, Any], growth: tuple[ChecklistItem, ...], place: _Place
) -> tuple[str, ...]:
    kept = spec.get("kept_in_closure") or []
    if not isinstance(kept, list):
        place.note("kept_in_closure", "ska vara en lista av id.", "Skriv [MOT-01, MOT-02].")
        return ()
    known = [item.id for item in growth]
    for item in kept:
        if item not in known:
            place.note("kept_in_closure", f"punkten {item!r} finns inte.", _near(str(item), known))
    return tuple(str(item) for item in kept)


def _items(spec: Mapping[Any, Any], key: str, place: _Place) -> tuple[ChecklistItem, ...]:
    listed = spec.get(key) or []
    if not isinstance(listed, list):
        place.note(key, "ska vara en lista av punkter.", "Börja varje punkt med - id:")
        return ()
    found = []
    for number, item in enumerate(listed, start=1):
        place.item = f"{key} {number}"
        if isinstance(item, Mapping):
            found.append(_item(item, place))
        else:
            place.note("", "ska ha nycklar med värden.", "Börja med - id:")
    place.item = ""
    return tuple(found)


def _item(spec: Mapping[Any, Any], place: _Place) -> ChecklistItem:
    place.item = str(spec.get("id") or place.item)
    _only(spec, _ITEM_KEYS, place)
    return ChecklistItem(
        id=_text(spec, "id", place),
        sv=_text(spec, "sv", place),
        en=_text(spec, "en", place),
        level=_level(spec, place),
        responsible=_text(spec, "responsible", place),
        deadline=_deadline(spec, place),
        phase=_phase(spec, place),
        template=str(spec.get("template") or ""),
    )


def _level(spec: Mapping[Any, Any], place: _Place) -> Level | None:
    word = _text(spec, "level", place)
    words = [level.value for level in Level]
    if word in words:
        return Level(word)
    if word and word != EVERYBODY:
        place.note("level", f"nivån {word!r} finns inte.", _near(word, [*words, EVERYBODY]))
    return None


def _phase(spec: Mapping[Any, Any], place: _Place) -> Phase:
    word = _text(spec, "phase", place)
    words = [phase.value for phase in Phase]
    if word in words:
        return Phase(word)
    if word:
        place.note("phase", f"fasen {word!r} finns inte.", _near(word, words))
    return Phase.FIRST_HOUR


def _deadline(spec: Mapping[Any, Any], place: _Place) -> Deadline:
    written = _text(spec, "deadline", place)
    counted, before = _COUNTED.fullmatch(written), _BEFORE.fullmatch(written)
    if counted is not None:
        return Deadline(DeadlineUnit(counted[2]), int(counted[1]))
    if before is not None:
        return Deadline(DeadlineUnit.BEFORE_ANSWER, int(before[1]))
    if " " not in written and any(letter.isdigit() for letter in written):
        mend = "Skriv 1h, 5ad, T-3, eller ord för händelsen."
        place.note("deadline", f"{written!r} är ingen frist.", mend)
    return Deadline(DeadlineUnit.EVENT, event=written)


def _fact_fields(path: Path, mistakes: list[Mistake]) -> tuple[FactField, ...]:
    place = _Place(path.name, mistakes)
    listed = _read(path, place)
    found = []
    for spec in listed if isinstance(listed, list) else []:
        place.item = str(spec.get("key", ""))
        _only(spec, _FACT_KEYS, place)
        key, group, sv, unit, theme = (_text(spec, name, place) for name in _FACT_KEYS)
        if theme not in ORDER:
            place.note("theme", f"temat {theme!r} finns inte.", f"Teman är: {', '.join(ORDER)}.")
        found.append(FactField(key, group, sv, unit, ThemeCode(theme)))
    return tuple(found)


def _read(path: Path, place: _Place) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = f"rad {line} är inte giltig YAML ({error.problem})."
        place.note("", problem, "Kontrollera indrag, kolon och citattecken.")
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError) as error:
        problem = f"filen kan inte läsas ({type(error).__name__})."
        place.note("", problem, "Spara den som text i UTF-8.")
    return None


def _only(spec: Mapping[Any, Any], known: tuple[str, ...], place: _Place) -> None:
    for key in spec:
        if key not in known:
            place.note(str(key), "nyckeln finns inte.", _near(str(key), known))


def _text(spec: Mapping[Any, Any], key: str, place: _Place) -> str:
    value = spec.get(key)
    if value is None or not str(value).strip():
        place.note(key, "saknas.", f"Lägg till {key}:")
        return ""
    if isinstance(value, list | Mapping):
        place.note(key, "ska vara en text.", "Skriv den inom citattecken.")
        return ""
    return str(value).strip()


def _repeated_ids(themes: tuple[Theme, ...]) -> list[Mistake]:
    seen: set[str] = set()
    mistakes = []
    for theme in themes:
        for item in (*theme.growth, *theme.closure):
            if item.id in seen:
                mend = "Varje punkt behöver ett eget."
                file = f"{theme.code}.yaml"
                mistakes.append(Mistake(file, theme.code, item.id, "id", "finns redan.", mend))
            seen.add(item.id)
    return mistakes


def _near(word: str, known: tuple[str, ...] | list[str]) -> str:
    close = get_close_matches(word, known, n=1)
    return f"Menade du {close[0]}?" if close else f"Giltiga är: {', '.join(known)}."
