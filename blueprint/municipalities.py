"""Sweden's municipalities: find them as people write them. Source of the codes: SCB."""

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from blueprint.model import Municipality

COUNTRY = "SE"
_FILE = Path(__file__).with_name("municipalities.csv")
_FOLDED = str.maketrans("åäöéèüÅÄÖÉÈÜ", "aaoeeuAAOEEU")
_SWEDISH_ORDER = str.maketrans("åäö", "{|}")  # the three characters after z
_LONGEST_NAME = 4  # words, "kommun" included


def fold(text: str) -> str:
    """Return the text in lower case with å, ä as a and ö as o."""
    return text.translate(_FOLDED).lower()


@cache
def everyone() -> tuple[Municipality, ...]:
    """Return all municipalities, by code."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(Municipality(**row) for row in csv.DictReader(file))


def by_code(code: str) -> Municipality | None:
    return _by_code().get(code)


def area_exists(code: str) -> bool:
    """Whether the code is a municipality's, a county's, or SE."""
    return code == COUNTRY or code in _by_code() or code in _counties()


def county_name(code: str) -> str | None:
    return _counties().get(code)


def find(text: str) -> Municipality | None:
    """Return the municipality that the text names: by name or code, with or without "kommun"."""
    written = fold(" ".join(text.split()))
    return _by_code().get(written) or _by_name().get(written)


def nearest(text: str, count: int = 3) -> tuple[Municipality, ...]:
    """Return the municipalities whose names are most like the text, best first."""
    names = {one.code: fold(one.name) for one in everyone()}
    found = process.extract(fold(text), names, scorer=fuzz.WRatio, limit=count)
    return tuple(_by_code()[code] for _name, _score, code in found)


def suggest(text: str, count: int = 100) -> tuple[Municipality, ...]:
    """Return what somebody who has typed this much may mean, likeliest first."""
    written = fold(text.strip())
    ordered = sorted(everyone(), key=lambda one: one.name.lower().translate(_SWEDISH_ORDER))
    exactly = [one for one in ordered if one.name.lower().startswith(text.strip().lower())]
    starting = [one for one in ordered if fold(one.name).startswith(written)]
    coded = [one for one in ordered if written.isdigit() and one.code.startswith(written)]
    inside = [one for one in ordered if f" {written}" in fold(one.name)]
    found = dict.fromkeys([*exactly, *starting, *coded, *inside])
    return tuple(found)[:count] or nearest(text, min(count, 5))


def split(words: Sequence[str]) -> tuple[Municipality | None, list[str]]:
    """Take the longest leading run of words that names a municipality; return the rest."""
    for length in range(min(len(words), _LONGEST_NAME), 0, -1):
        found = find(" ".join(words[:length]))
        if found is not None:
            return found, list(words[length:])
    return None, list(words)


@cache
def _by_code() -> dict[str, Municipality]:
    return {one.code: one for one in everyone()}


@cache
def _counties() -> dict[str, str]:
    return {one.county_code: one.county for one in everyone()}


@cache
def _by_name() -> dict[str, Municipality]:
    return {form: one for one in everyone() for form in _forms(fold(one.name))}


def _forms(name: str) -> tuple[str, ...]:
    """Return the ways a name is written: plain, and as kommun or stad with or without the s."""
    genitive = name if name.endswith(("s", "x", "z")) else f"{name}s"
    bases = dict.fromkeys((name, genitive))
    return (name, *(f"{base} {kind}" for base in bases for kind in ("kommun", "stad")))
