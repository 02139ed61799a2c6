"""Municipalities, counties and the country by the names that people give them."""

import pytest

from blueprint import municipalities, places


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2182", "2182"),
        ("Söderhamns kommun", "2182"),
        ("21", "21"),
        ("Gävleborgs län", "21"),
        ("gavleborgs lan", "21"),
        ("Gävleborg", "21"),
        ("region gävleborg", "21"),
        ("Västra Götaland", "14"),
        ("Västra Götalandsregionen", "14"),
        ("Kalmar", "0880"),
        ("Kalmar län", "08"),
        ("Gotland", "0980"),
        ("Gotlands län", "09"),
        ("SE", "SE"),
        ("Sverige", "SE"),
    ],
)
def test_a_place_is_found_by_what_people_write(text: str, code: str) -> None:
    found = places.find(text)

    assert found is not None
    assert found.code == code


def test_every_county_is_found_by_its_name_its_code_and_its_region() -> None:
    for one in municipalities.everyone():
        assert places.find(one.county) == places.find(one.county_code)
        found = places.find(one.region)
        assert found is not None
        assert found.code[:2] == one.county_code


def test_what_is_no_place_is_not_found() -> None:
    assert places.find("Atlantis") is None
    assert places.find("") is None
    assert places.by_code("99") is None


def test_the_nearest_are_counties_when_a_county_is_spoken_of() -> None:
    assert places.nearest("Gevleborgs län")[0].code == "21"
    assert places.nearest("Söderhanm")[0].code == "2182"
    assert len(places.nearest("x län")) == 3


def test_a_county_has_its_municipalities_and_each_has_one_county() -> None:
    counties = {one.county_code for one in municipalities.everyone()}
    found = [one for county in counties for one in places.municipalities_of(county)]

    assert len(places.municipalities_of("21")) == 10
    assert sorted(one.code for one in found) == [one.code for one in municipalities.everyone()]
