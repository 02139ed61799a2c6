"""Municipalities are found however people write them, and never taken for one another."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprint import municipalities
from blueprint.model import Municipality
from blueprint.municipalities import (
    area_exists,
    by_code,
    county_name,
    everyone,
    find,
    fold,
    nearest,
    region_name,
    split,
    suggest,
)

# Håbo without its ring is Habo, which is another municipality.
TAKEN = {"Håbo"}
any_municipality = st.sampled_from(everyone())


def names(found: tuple[Municipality, ...]) -> list[str]:
    return [one.name for one in found]


def found_name(text: str) -> str | None:
    found = find(text)
    return found.name if found else None


def misspellings(name: str) -> list[str]:
    """Return the name with one letter left out, each in turn."""
    return [name[:at] + name[at + 1 :] for at in range(len(name))]


def test_sweden_has_290_municipalities_in_21_counties() -> None:
    assert len({one.code for one in everyone()}) == 290
    assert len({one.county_code for one in everyone()}) == 21


def test_every_code_begins_with_its_county() -> None:
    assert all(one.code.startswith(one.county_code) and len(one.code) == 4 for one in everyone())


def test_a_county_has_one_name_and_one_region() -> None:
    named = {(one.county_code, one.county, one.region) for one in everyone()}

    assert max(Counter(code for code, _county, _region in named).values()) == 1


@pytest.mark.parametrize(
    ("county", "region"),
    [
        ("01", "Region Stockholm"),
        ("03", "Region Uppsala"),
        ("04", "Region Sörmland"),
        ("05", "Region Östergötland"),
        ("06", "Region Jönköpings län"),
        ("07", "Region Kronoberg"),
        ("08", "Region Kalmar län"),
        ("09", "Region Gotland"),
        ("10", "Region Blekinge"),
        ("12", "Region Skåne"),
        ("13", "Region Halland"),
        ("14", "Västra Götalandsregionen"),
        ("17", "Region Värmland"),
        ("18", "Region Örebro län"),
        ("19", "Region Västmanland"),
        ("20", "Region Dalarna"),
        ("21", "Region Gävleborg"),
        ("22", "Region Västernorrland"),
        ("23", "Region Jämtland Härjedalen"),
        ("24", "Region Västerbotten"),
        ("25", "Region Norrbotten"),
    ],
)
def test_a_region_has_its_own_name(county: str, region: str) -> None:
    assert region_name(county) == region


def test_a_county_is_named_by_its_code() -> None:
    assert county_name("21") == "Gävleborgs län"


def test_an_unknown_county_has_no_names() -> None:
    assert (county_name("99"), region_name("99")) == (None, None)


def test_every_municipality_is_found_by_name_code_and_office() -> None:
    for one in everyone():
        genitive = one.name if one.name[-1] in "sxz" else f"{one.name}s"
        written = [one.name, one.name.upper(), one.code, f"{one.name} kommun", genitive]
        written += [f"{genitive} kommun", f"{genitive} stad", f" {genitive}  KOMMUN "]

        assert [found_name(text) for text in written] == [one.name] * len(written)


def test_every_municipality_is_found_without_its_dots_unless_that_is_another() -> None:
    lost = {one.name for one in everyone() if found_name(fold(one.name)) != one.name}

    assert lost == TAKEN


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Håbo", "Håbo"),
        ("HÅBO kommun", "Håbo"),
        ("Habo", "Habo"),
        ("habo", "Habo"),
        ("upplands bro", "Upplands-Bro"),
        ("dals ed", "Dals-Ed"),
        ("Falu kommun", "Falun"),
        ("Region Gotland", "Gotland"),
        ("lilla edets kommun", "Lilla Edet"),
        ("Go\N{COMBINING DIAERESIS}teborgs stad", "Göteborg"),
        ("goteborgs stad", "Göteborg"),
    ],
)
def test_a_name_is_understood(written: str, name: str) -> None:
    assert found_name(written) == name


@pytest.mark.parametrize("written", ["", " ", "kommun", "21", "SE", "9999", "Sverige", "Söderham"])
def test_what_names_no_municipality_is_not_found(written: str) -> None:
    assert find(written) is None


def test_every_municipality_is_near_its_name_with_a_letter_left_out() -> None:
    missed = [
        (one.name, written)
        for one in everyone()
        for written in misspellings(one.name)
        if one not in nearest(written)
    ]

    assert missed == []


def test_the_nearest_comes_first() -> None:
    assert names(nearest("Sodermham"))[0] == "Söderhamn"


def test_one_word_of_a_name_is_near_the_whole() -> None:
    assert names(nearest("väsby"))[0] == "Upplands Väsby"


def test_the_word_kommun_makes_nothing_nearer() -> None:
    assert nearest("Lilla Ed kommun") == nearest("Lilla Ed")


@pytest.mark.parametrize("count", [1, 3, 7])
def test_as_many_are_near_as_one_asks_for(count: int) -> None:
    assert len(set(nearest("Norr", count))) == count


def test_typing_nothing_shows_the_alphabet_from_its_start() -> None:
    assert names(suggest("", 3)) == ["Ale", "Alingsås", "Alvesta"]


def test_the_swedish_alphabet_ends_in_its_own_letters() -> None:
    everybody = names(suggest("", 290))

    assert everybody[-1] == "Övertorneå"
    assert everybody.index("Ystad") < everybody.index("Åmål") < everybody.index("Älmhult")


def test_at_most_a_hundred_are_suggested() -> None:
    assert len(suggest("")) == 100


def test_what_is_typed_with_dots_comes_before_what_is_like_it() -> None:
    found = names(suggest("sö"))

    assert found[:4] == ["Söderhamn", "Söderköping", "Södertälje", "Sölvesborg"]
    assert "Solna" in found[4:]


def test_beginnings_come_before_beginnings_of_later_words() -> None:
    assert names(suggest("bro")) == ["Bromölla", "Upplands-Bro"]


def test_a_code_is_suggested_as_it_is_typed() -> None:
    assert names(suggest("2182")) == ["Söderhamn"]


def test_a_misspelling_still_suggests() -> None:
    assert "Söderhamn" in names(suggest("sderham"))


@given(any_municipality, st.data())
def test_every_beginning_of_a_name_suggests_it(one: Municipality, data: st.DataObject) -> None:
    written = one.name[: data.draw(st.integers(0, len(one.name)))]

    assert one in suggest(written, 290)
    assert one in suggest(fold(written), 290)


@pytest.mark.parametrize(
    ("written", "name", "rest"),
    [
        ("Söderhamn etablering Lavskrika", "Söderhamn", "etablering Lavskrika"),
        ("Söderhamns kommun etablering Lavskrika", "Söderhamn", "etablering Lavskrika"),
        ("Upplands Väsby etablering X", "Upplands Väsby", "etablering X"),
        ("upplands vasby kommun varsel X Y", "Upplands Väsby", "varsel X Y"),
        ("2182 varsel X", "Söderhamn", "varsel X"),
        ("Håbo etablering Habo", "Håbo", "etablering Habo"),
        ("Falun", "Falun", ""),
    ],
)
def test_the_longest_name_is_taken_from_the_front(written: str, name: str, rest: str) -> None:
    found, left = split(written.split())

    assert found is not None
    assert (found.name, " ".join(left)) == (name, rest)


def test_words_that_begin_with_no_municipality_are_left_whole() -> None:
    assert split(["etablering", "Falun"]) == (None, ["etablering", "Falun"])


def test_no_words_name_nothing() -> None:
    assert split([]) == (None, [])


@given(any_municipality, st.sampled_from(["etablering", "nedlaggning"]), st.text(min_size=1))
def test_a_name_is_taken_from_what_follows_it(one: Municipality, kind: str, word: str) -> None:
    rest = [kind, word]

    assert split([*one.name.split(), *rest]) == (one, rest)


@given(st.text())
def test_any_text_is_found_or_not_and_has_its_nearest(text: str) -> None:
    assert find(text) in (None, *everyone())
    assert len(nearest(text)) == 3


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_leaves_plain_small_letters() -> None:
    assert fold("ÅÄÖÉÈÜ åäöéèü Lavskrika") == "aaoeeu aaoeeu lavskrika"


@pytest.mark.parametrize("code", ["2182", "21", "SE"])
def test_an_area_is_a_municipality_a_county_or_the_country(code: str) -> None:
    assert area_exists(code)


@pytest.mark.parametrize("code", ["", "2", "99", "0000", "se", "Söderhamn"])
def test_other_codes_are_no_area(code: str) -> None:
    assert not area_exists(code)


def test_an_unknown_code_is_nobodys() -> None:
    assert by_code("9999") is None


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("Gävleborg etablering X", "21", ["etablering", "X"]),
        ("gavleborgs län", "21", []),
        ("Region Gävleborg varsel", "21", ["varsel"]),
        ("21 varsel", "21", ["varsel"]),
        ("Västra Götaland varsel", "14", ["varsel"]),
        ("Stockholms län varsel", "01", ["varsel"]),
        ("Stockholm varsel", None, ["Stockholm", "varsel"]),  # the municipality
        ("Gotland varsel", None, ["Gotland", "varsel"]),
        ("", None, []),
    ],
)
def test_a_county_is_found_at_the_beginning(text: str, code: str | None, rest: list[str]) -> None:
    assert municipalities.split_county(text.split()) == (code, rest)


def test_every_county_is_found_by_its_name_and_code() -> None:
    for one in municipalities.everyone():
        for written in (one.county_code, one.county):
            assert municipalities.split_county(written.split()) == (one.county_code, [])
        assert one in municipalities.of_county(one.county_code)
