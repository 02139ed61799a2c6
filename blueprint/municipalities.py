"""Sweden's municipalities: find them as people write them. Source of the codes: SCB."""

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from unicodedata import combining, normalize

from rapidfuzz import fuzz, process

from blueprint.model import Municipality

COUNTRY = "SE"
_FILE = Path(__file__).with_name("municipalities.csv")
_SWEDISH_ORDER = str.maketrans("åäö", "{|}")  # the three characters after z
_LONGEST_NAME = 4  # words, "kommun" included
_GUESSES = 3  # what to show somebody whose words begin no name
_OFFICES = ("kommun", "stad")
# Names in use that the rule for "kommun" does not give.
_OTHER_NAMES = {"0980": "region gotland", "2080": "falu kommun"}


def fold(text: str) -> str:
    """Return the text in lower case with å, ä as a, ö as o, and no other accents either."""
    letters = normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not combining(letter))


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
    """Return a county's name by its two-digit code: "Gävleborgs län"."""
    county = _counties().get(code)
    return county.county if county else None


def region_name(code: str) -> str | None:
    """Return the region's own name by its county's two-digit code: "Region Gävleborg"."""
    county = _counties().get(code)
    return county.region if county else None


def find(text: str) -> Municipality | None:
    """Return the municipality that the text names: by name or code, with or without "kommun".

    å, ä and ö may be left out; written out they count, for Håbo is not Habo.
    """
    written = _plain(text)
    return _by_code().get(written) or _by_name().get(written) or _by_name().get(fold(written))


def nearest(text: str, count: int = 3) -> tuple[Municipality, ...]:
    """Return the municipalities whose names are most like the text, best first."""
    written = _without_office(fold(_plain(text)))
    found = process.extract(written, _folded_names(), scorer=_likeness, limit=count)
    return tuple(_by_code()[code] for _name, _score, code in found)


def suggest(text: str, count: int = 100) -> tuple[Municipality, ...]:
    """Return what somebody who has typed this much may mean, likeliest first."""
    written = _plain(text)
    folded = fold(written)
    by_likelihood = (
        [one for one in _in_order() if _plain(one.name).startswith(written)],
        [one for one in _in_order() if _folded_names()[one.code].startswith(folded)],
        [one for one in _in_order() if written.isdigit() and one.code.startswith(written)],
        [one for one in _in_order() if f" {folded}" in _folded_names()[one.code]],
    )
    found = dict.fromkeys(one for likely in by_likelihood for one in likely)
    return tuple(found)[:count] or nearest(text, min(count, _GUESSES))


def split(words: Sequence[str]) -> tuple[Municipality | None, list[str]]:
    """Take the longest leading run of words that names a municipality; return the rest."""
    for length in range(min(len(words), _LONGEST_NAME), 0, -1):
        found = find(" ".join(words[:length]))
        if found is not None:
            return found, list(words[length:])
    return None, list(words)


def of_county(code: str) -> tuple[Municipality, ...]:
    """Return the municipalities of a county by its two-digit code, in the order of their codes."""
    return tuple(one for one in everyone() if one.county_code == code)


def split_county(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Take the longest leading run of words that names a county; return its code and the rest.

    A name that is a municipality's too, such as Stockholm, needs "län" to mean the county.
    """
    for length in range(min(len(words), _LONGEST_NAME), 0, -1):
        code = _county_names().get(fold(_plain(" ".join(words[:length]))))
        if code is not None:
            return code, list(words[length:])
    return None, list(words)


def _plain(text: str) -> str:
    """Return the text in lower case, its words apart by one space, hyphens as spaces."""
    return " ".join(normalize("NFC", text).lower().replace("-", " ").split())


def _likeness(written: str, name: str, **_options: object) -> float:
    """Score the whole as it stands, or word by word: "väsby" is all of Upplands Väsby's last."""
    return max(fuzz.ratio(written, name), fuzz.token_ratio(written, name))


def _without_office(name: str) -> str:
    for office in _OFFICES:
        name = name.removesuffix(f" {office}")
    return name


@cache
def _by_code() -> dict[str, Municipality]:
    return {one.code: one for one in everyone()}


@cache
def _counties() -> dict[str, Municipality]:
    """Return one municipality of each county, which knows the county's names."""
    return {one.county_code: one for one in everyone()}


@cache
def _county_names() -> dict[str, str]:
    """Return the counties' codes by every form of their names that is no municipality's."""
    forms = {}
    for code, one in _counties().items():
        name = _plain(one.county).removesuffix(" län")
        short = name.removesuffix("s")
        for form in (code, f"{name} län", f"{short} län", short, _plain(one.region)):
            if find(form) is None:
                forms[fold(form)] = code
    return forms


@cache
def _in_order() -> tuple[Municipality, ...]:
    """Return all municipalities in Swedish alphabetical order, which ends in å ä ö."""
    return tuple(sorted(everyone(), key=lambda one: _plain(one.name).translate(_SWEDISH_ORDER)))


@cache
def _folded_names() -> dict[str, str]:
    return {one.code: fold(_plain(one.name)) for one in everyone()}


@cache
def _by_name() -> dict[str, Municipality]:
    """Return the municipalities by every form of their names; proper spelling comes first."""
    spelt = {form: one for one in everyone() for form in _forms(one)}
    folded = {fold(form): one for form, one in spelt.items()}
    return folded | spelt


def _forms(municipality: Municipality) -> Iterator[str]:
    """Yield the ways a name is written: plain, with the s, and as kommun or stad."""
    name = _plain(municipality.name)
    genitive = name if name.endswith(("s", "x", "z")) else f"{name}s"
    for form in (name, genitive):
        yield form
        yield from (f"{form} {office}" for office in _OFFICES)
    if municipality.code in _OTHER_NAMES:
        yield _OTHER_NAMES[municipality.code]
