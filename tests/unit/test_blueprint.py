"""The built-in blueprint is whole, and a municipality may put its own themes in its place."""

from pathlib import Path

import pytest

from blueprint import kinds
from blueprint.load import ORDER, BlueprintError, load
from blueprint.model import (
    Blueprint,
    CaseKind,
    ChecklistItem,
    Deadline,
    DeadlineUnit,
    Phase,
)
from blueprint.notation import deadline

OWN_THEME = """
theme: BOS
sv: Bostäder
en: Homes
kept_in_closure: [BOS-01]
growth:
  - id: BOS-01
    sv: Räkna lediga bostäder
    en: Count vacant homes
    level: alla
    responsible: bostadsbolaget
    deadline: 2ad
    phase: första veckan
    template: |
      Hej,
      hur många har ni?
closure: []
"""


@pytest.fixture(scope="module")
def built_in() -> Blueprint:
    return load()


def items(blueprint: Blueprint) -> list[ChecklistItem]:
    return [item for theme in blueprint.themes for item in (*theme.growth, *theme.closure)]


def test_the_eleven_themes_come_in_their_order(built_in: Blueprint) -> None:
    assert " ".join(theme.code for theme in built_in.themes) == (
        "MYN MOT FLE LAR KOM MAR ELV BOS TRA TIL INF"
    )


@pytest.mark.parametrize(
    ("code", "sv", "growth", "closure"),
    [
        ("MYN", "Myndighetssamverkan", 10, 4),
        ("MOT", "Mottagarkapacitet och handlingsberedskap", 12, 5),
        ("FLE", "Flernivåsamverkan", 9, 3),
        ("LAR", "Larmsystem", 10, 2),
        ("KOM", "Kompetensförsörjning", 12, 5),
        ("MAR", "Ledig mark och fastigheter", 9, 3),
        ("ELV", "El, vatten och annan infrastruktur", 10, 2),
        ("BOS", "Bostadsbyggande", 8, 2),
        ("TRA", "Transportinfrastruktur och kollektivtrafik", 8, 2),
        ("TIL", "Tillstånds- och planeringsfrågor", 10, 2),
        ("INF", "Kommunikation", 9, 4),
    ],
)
def test_a_theme_has_its_name_and_all_its_items(
    built_in: Blueprint, code: str, sv: str, growth: int, closure: int
) -> None:
    theme = built_in.theme(code)

    assert (theme.sv, len(theme.growth), len(theme.closure)) == (sv, growth, closure)


def test_every_item_id_stands_once(built_in: Blueprint) -> None:
    ids = [item.id for item in items(built_in)]

    assert len(ids) == len(set(ids)) == 141


def test_items_are_numbered_without_gaps(built_in: Blueprint) -> None:
    for theme in built_in.themes:
        growth = [f"{theme.code}-{n:02}" for n in range(1, len(theme.growth) + 1)]
        closure = [f"{theme.code}-V{n:02}" for n in range(1, len(theme.closure) + 1)]

        assert [item.id for item in theme.growth] == growth
        assert [item.id for item in theme.closure] == closure


def test_every_item_speaks_english_that_is_not_its_swedish(built_in: Blueprint) -> None:
    assert [item.id for item in items(built_in) if not item.en or item.en == item.sv] == []


def test_every_theme_speaks_both_languages(built_in: Blueprint) -> None:
    assert all(theme.name("en") != theme.name("sv") for theme in built_in.themes)


def test_only_five_items_wait_for_an_event(built_in: Blueprint) -> None:
    waiting = {
        item.deadline.event for item in items(built_in) if item.deadline.unit is DeadlineUnit.EVENT
    }

    assert waiting == {"10ad efter avslut", "vid avslut", "före beslut", "5ad efter"}


def test_only_acknowledging_is_for_everyone(built_in: Blueprint) -> None:
    assert [item.id for item in items(built_in) if item.level is None] == ["LAR-04"]


def test_a_closure_keeps_the_growth_items_that_still_hold(built_in: Blueprint) -> None:
    kept = {theme.code: theme.kept_in_closure for theme in built_in.themes if theme.kept_in_closure}

    assert kept == {
        "MYN": ("MYN-01", "MYN-02", "MYN-03", "MYN-04"),
        "MOT": ("MOT-01", "MOT-02", "MOT-03", "MOT-12"),
        "FLE": ("FLE-01", "FLE-02", "FLE-03"),
        "LAR": tuple(f"LAR-{number:02}" for number in range(1, 11)),
        "INF": ("INF-01", "INF-02", "INF-03"),
    }


def test_a_notice_shows_the_kept_items_and_then_the_closure_ones(built_in: Blueprint) -> None:
    listed = built_in.theme("FLE").checklist(CaseKind.NOTICE)

    assert " ".join(item.id for item in listed) == "FLE-01 FLE-02 FLE-03 FLE-V01 FLE-V02 FLE-V03"


def test_the_quick_answer_has_a_text_in_both_languages(built_in: Blueprint) -> None:
    quick = next(item for item in built_in.theme("MOT").growth if item.id == "MOT-04")

    assert quick.deadline == Deadline(DeadlineUnit.HOURS, 24)
    assert quick.template.index("Vi har tagit emot") < quick.template.index("We have received")


def test_no_text_breaks_its_lines_within_a_sentence(built_in: Blueprint) -> None:
    lines = [line for item in items(built_in) for line in item.template.splitlines() if line]

    assert lines
    assert all(line.endswith((".", ",", ":", "?", "!")) for line in lines)


def test_the_fact_fields_are_81_with_keys_of_their_own(built_in: Blueprint) -> None:
    keys = {field.key for field in built_in.fact_fields}

    assert len(built_in.fact_fields) == len(keys) == 81


def test_every_fact_field_belongs_to_a_theme(built_in: Blueprint) -> None:
    assert {field.theme for field in built_in.fact_fields} <= set(ORDER)


def test_a_theme_that_does_not_exist_is_a_key_error(built_in: Blueprint) -> None:
    with pytest.raises(KeyError, match="XXX"):
        built_in.theme("XXX")


@pytest.mark.parametrize("name", ["bostad.yml", "BOS.yaml", "BOS.YAML", "bos.Yml"])
def test_an_own_file_takes_the_place_of_its_theme(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(OWN_THEME, encoding="utf-8")

    theme = load(tmp_path).theme("BOS")

    assert theme.sv == "Bostäder"
    assert theme.growth == (
        ChecklistItem(
            id="BOS-01",
            sv="Räkna lediga bostäder",
            en="Count vacant homes",
            level=None,
            responsible="bostadsbolaget",
            deadline=Deadline(DeadlineUnit.WORKING_DAYS, 2),
            phase=Phase.FIRST_WEEK,
            template="Hej,\nhur många har ni?",
        ),
    )


def test_an_own_file_leaves_the_other_themes_and_the_order_alone(
    built_in: Blueprint, tmp_path: Path
) -> None:
    (tmp_path / "BOS.yaml").write_text(OWN_THEME, encoding="utf-8")

    overridden = load(tmp_path)

    assert [theme.code for theme in overridden.themes] == list(ORDER)
    assert [theme for theme in overridden.themes if theme.code != "BOS"] == [
        theme for theme in built_in.themes if theme.code != "BOS"
    ]


def test_files_of_other_kinds_are_passed_over(built_in: Blueprint, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Våra checklistor", encoding="utf-8")

    assert load(tmp_path) == built_in


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "BOS.yaml").write_text(OWN_THEME.lstrip(), encoding="utf-8-sig")

    assert load(tmp_path).theme("BOS").en == "Homes"


def test_words_that_yaml_takes_for_other_things_stay_words(tmp_path: Path) -> None:
    own = OWN_THEME.replace("responsible: bostadsbolaget", "responsible: no")
    (tmp_path / "BOS.yaml").write_text(own, encoding="utf-8")

    assert load(tmp_path).theme("BOS").growth[0].responsible == "no"


def test_a_directory_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BlueprintError, match="mappen finns inte"):
        load(tmp_path / "borta")


@pytest.mark.parametrize(
    ("written", "unit", "amount"),
    [
        ("0h", DeadlineUnit.HOURS, 0),
        ("24h", DeadlineUnit.HOURS, 24),
        ("24 h", DeadlineUnit.HOURS, 24),
        ("5ad", DeadlineUnit.WORKING_DAYS, 5),
        ("5 AD", DeadlineUnit.WORKING_DAYS, 5),
        ("T-3", DeadlineUnit.BEFORE_ANSWER, 3),
        ("t-10", DeadlineUnit.BEFORE_ANSWER, 10),
    ],
)
def test_a_deadline_counts(written: str, unit: DeadlineUnit, amount: int) -> None:
    assert deadline(written) == Deadline(unit, amount)


@pytest.mark.parametrize(
    "words",
    [
        "vid avslut",
        "10ad efter avslut",
        "5ad efter",
        "före beslut",
        "i samband med mötet",
        "RFI-dag",
    ],
)
def test_a_deadline_may_be_the_words_of_an_event(words: str) -> None:
    assert deadline(words) == Deadline(DeadlineUnit.EVENT, event=words)


@pytest.mark.parametrize(
    "written",
    ["5 dagar", "h5", "T3", "T 3", "T--3", "-3", "1000h", "1.5h", "5", "ad", "2028-01-01"],
)
def test_what_only_looks_like_a_deadline_is_none(written: str) -> None:
    assert deadline(written) is None


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("etablering", CaseKind.ESTABLISHMENT),
        ("Expansion", CaseKind.EXPANSION),
        ("nedläggning", CaseKind.CLOSURE),
        ("NEDLÄGGNING", CaseKind.CLOSURE),
        ("nedlaggning", CaseKind.CLOSURE),
        (" varsel ", CaseKind.NOTICE),
        ("lågkonjunktur", CaseKind.DOWNTURN),
        ("lagkonjunktur", CaseKind.DOWNTURN),
    ],
)
def test_a_kind_is_understood_with_and_without_its_dots(word: str, kind: CaseKind) -> None:
    assert kinds.find_kind(word) is kind


def test_another_word_is_no_kind() -> None:
    assert kinds.find_kind("flytt") is None
