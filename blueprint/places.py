"""Municipalities, counties and the country by the names that people give them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from blueprint import municipalities
from blueprint.model import Municipality
from blueprint.municipalities import COUNTRY, fold

COUNTRY_NAME = "Sverige"
_COUNTRY_FORMS = frozenset({"se", "sverige", "sweden", "landet"})


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality (four digits), a county (two digits) or the country (SE)."""

    code: str
    name: str

    @property
    def is_municipality(self) -> bool:
        return len(self.code) == 4

    @property
    def is_county(self) -> bool:
        return len(self.code) == 2 and self.code != COUNTRY


def by_code(code: str) -> Place | None:
    """Return the place of a code: a municipality's, a county's, or SE."""
    if code == COUNTRY:
        return Place(COUNTRY, COUNTRY_NAME)
    municipality = municipalities.by_code(code)
    name = municipality.name if municipality else municipalities.county_name(code)
    return Place(code, name) if name else None


def find(text: str) -> Place | None:
    """Return the place that the text names, with or without "kommun" or "län", å ä ö or not.

    Where a municipality and a county share a name, the plain name means the municipality.
    """
    municipality = municipalities.find(text)
    if municipality is not None:
        return Place(municipality.code, municipality.name)
    written = " ".join(fold(text).replace("-", " ").split())
    if written in _COUNTRY_FORMS:
        return by_code(COUNTRY)
    code = _county_codes().get(written)
    return by_code(code) if code else None


def nearest(text: str, count: int = 3) -> tuple[Place, ...]:
    """Return the places whose names are most like the text: counties if it speaks of one."""
    written = fold(text).strip()
    if not written.endswith(" lan"):
        return tuple(Place(one.code, one.name) for one in municipalities.nearest(text, count))
    found = process.extract(written, _folded_counties(), scorer=fuzz.ratio, limit=count)
    places = (by_code(code) for _name, _score, code in found)
    return tuple(place for place in places if place is not None)


def municipalities_of(county: str) -> tuple[Municipality, ...]:
    """Return a county's municipalities, by code."""
    return tuple(one for one in municipalities.everyone() if one.county_code == county)


@cache
def _folded_counties() -> dict[str, str]:
    return {one.county_code: fold(one.county) for one in municipalities.everyone()}


@cache
def _county_codes() -> dict[str, str]:
    """Return the counties' codes by every form of their names, folded."""
    firsts = {one.county_code: one for one in municipalities.everyone()}
    return {form: code for code, one in firsts.items() for form in _forms(code, one)}


def _forms(code: str, municipality: Municipality) -> Iterator[str]:
    """Yield 21, "gavleborgs lan", "gavleborgs", "gavleborg", "region gavleborg"."""
    yield code
    county = fold(municipality.county)
    yield county
    stem = county.removesuffix(" lan")
    yield from (stem, stem.removesuffix("s"), f"{stem.removesuffix('s')} lan")
    yield fold(municipality.region)
