"""What is wrong in a checklist is told with file, line, theme, item, field and how to mend it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprint.load import BlueprintError, Mistake, load
from blueprint.model import Deadline, DeadlineUnit
from blueprint.notation import deadline

THEME = """\
theme: TRA
sv: Transporter
en: Transport
kept_in_closure: [TRA-01]
growth:
  - id: TRA-01
    sv: Ring Trafikverket
    en: Call the transport administration
    level: lokal
    responsible: trafikplanerare
    deadline: 1h
    phase: första timmen
  - id: TRA-02
    sv: Räkna lastbilar
    en: Count the lorries
    level: regional
    responsible: regionen
    deadline: T-3
    phase: RFI-svar
closure: []
"""


def mistakes(directory: Path, text: str, name: str = "TRA.yaml") -> tuple[Mistake, ...]:
    (directory / name).write_text(text, encoding="utf-8")
    with pytest.raises(BlueprintError) as caught:
        load(directory)
    return caught.value.mistakes


def only_mistake(directory: Path, text: str) -> Mistake:
    found = mistakes(directory, text)
    assert len(found) == 1, "\n".join(str(one) for one in found)
    return found[0]


def is_read_or_told(directory: Path) -> bool:
    try:
        return len(load(directory).themes) == 11
    except BlueprintError as error:
        return all(one.problem and one.mend and one.line >= 1 for one in error.mistakes)


def test_the_theme_of_these_tests_is_right(tmp_path: Path) -> None:
    (tmp_path / "TRA.yaml").write_text(THEME, encoding="utf-8")

    assert load(tmp_path).theme("TRA").en == "Transport"


@pytest.mark.parametrize(
    ("right", "wrong", "line", "item", "field", "told"),
    [
        ("theme: TRA", "theme: TRAF", 1, "", "theme", "Menade du TRA?"),
        ("theme: TRA", "theme: Ö", 1, "", "theme", "Giltiga är: MYN, MOT"),
        ("sv: Transporter\n", "", 1, "", "sv", "Lägg till sv:"),
        ("en: Transport\n", "eng: Transport\nen: x\n", 3, "", "eng", "Menade du en?"),
        ("closure: []\n", "", 1, "", "closure", "closure: []"),
        ("closure: []", "closure: nej", 20, "", "closure", "bindestreck"),
        ("closure: []", "closure: [nej]", 20, "closure 1", "", "- id:"),
        ("[TRA-01]", "[TRA-10]", 4, "", "kept_in_closure", "Menade du TRA-01?"),
        ("[TRA-01]", "TRA-01", 4, "", "kept_in_closure", "lista"),
        ("id: TRA-02", "id: TRA-01", 13, "TRA-01", "id", "finns redan"),
        ("id: TRA-02", "id: BOS-02", 13, "BOS-02", "id", "TRA-01"),
        ("- id: TRA-02\n    sv", "- sv", 13, "growth 2", "id", "Lägg till id:"),
        ("    en: Count the lorries\n", "", 13, "TRA-02", "en", "Lägg till en:"),
        ("en: Count the lorries", "en:", 15, "TRA-02", "en", "saknas"),
        ("en: Count the lorries", "en: [a, b]", 15, "TRA-02", "en", "citattecken"),
        ("level: lokal", "level: lokla", 9, "TRA-01", "level", "Menade du lokal?"),
        ("level: lokal", "level: kommunen", 9, "TRA-01", "level", "lokal, delregional"),
        ("phase: RFI-svar", "phase: RFI svar", 19, "TRA-02", "phase", "Menade du RFI-svar?"),
        ("phase: RFI-svar", "phase: sen", 19, "TRA-02", "phase", "första timmen, första dygnet"),
        ("deadline: 1h", "deadline: 1 timme", 11, "TRA-01", "deadline", "5ad"),
        (
            "responsible: regionen",
            "ansvarig: regionen\n    responsible: x",
            17,
            "TRA-02",
            "ansvarig",
            "Giltiga är: id",
        ),
        (
            "deadline: T-3",
            "deadlin: x\n    deadline: T-3",
            18,
            "TRA-02",
            "deadlin",
            "Menade du deadline?",
        ),
        (
            "deadline: T-3",
            "deadline: T-3\n    deadline: 1h",
            19,
            "TRA-02",
            "deadline",
            "två gånger",
        ),
        ("phase: RFI-svar", "phase: RFI-svar\n    template:", 20, "TRA-02", "template", "saknas"),
    ],
)
def test_a_mistake_is_placed_and_can_be_mended(
    tmp_path: Path, right: str, wrong: str, line: int, item: str, field: str, told: str
) -> None:
    assert right in THEME

    found = only_mistake(tmp_path, THEME.replace(right, wrong))

    place = (found.file, found.line, found.theme, found.item, found.field)
    assert place == ("TRA.yaml", line, "TRA", item, field)
    assert told in f"{found.problem} {found.mend}"


def test_a_mistake_reads_as_one_line(tmp_path: Path) -> None:
    found = only_mistake(tmp_path, THEME.replace("level: lokal", "level: lokla"))

    assert str(found) == (
        "TRA.yaml, rad 9, tema TRA, punkt TRA-01, fält level: 'lokla' finns inte. Menade du lokal?"
    )


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    wrong = THEME.replace("level: lokal", "level: x").replace("T-3", "3").replace("en: T", "e: T")
    (tmp_path / "BOS.yaml").write_text("theme: BOS\n", encoding="utf-8")

    found = mistakes(tmp_path, wrong)

    assert {(one.file, one.item, one.field) for one in found} == {
        ("BOS.yaml", "", "sv"),
        ("BOS.yaml", "", "en"),
        ("BOS.yaml", "", "growth"),
        ("BOS.yaml", "", "closure"),
        ("TRA.yaml", "", "e"),
        ("TRA.yaml", "", "en"),
        ("TRA.yaml", "TRA-01", "level"),
        ("TRA.yaml", "TRA-02", "deadline"),
    }


def test_the_error_says_every_mistake_on_a_line_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "BOS.yaml").write_text("theme: BOS\n", encoding="utf-8")

    with pytest.raises(BlueprintError) as caught:
        load(tmp_path)

    assert str(caught.value).splitlines() == [str(one) for one in caught.value.mistakes]
    assert len(caught.value.mistakes) == 4


def test_broken_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    found = only_mistake(tmp_path, THEME.replace("sv: Ring", "sv: Ring: upp"))

    assert (found.file, found.line, found.theme) == ("TRA.yaml", 7, "TRA")
    assert "citattecken" in found.mend


def test_a_tab_is_told_with_its_line(tmp_path: Path) -> None:
    found = only_mistake(tmp_path, THEME.replace("    level: lokal", "\tlevel: lokal"))

    assert found.line == 9
    assert "tabb" in found.mend


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "tom"), ("# bara en kommentar\n", "tom"), ("hej", "tema"), ("- a\n- b\n", "tema")],
)
def test_a_file_without_a_theme_is_told(tmp_path: Path, text: str, told: str) -> None:
    assert told in only_mistake(tmp_path, text).problem


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / "TRA.yaml").write_text(THEME, encoding="latin-1")

    with pytest.raises(BlueprintError, match="Spara den som ren text i UTF-8"):
        load(tmp_path)


def test_two_files_for_one_theme_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(THEME, encoding="utf-8")

    found = mistakes(tmp_path, THEME, "b.yaml")

    assert [str(one) for one in found] == [
        "b.yaml, rad 1, tema TRA, fält theme: temat står redan i a.yaml. Behåll en av filerna."
    ]


@given(st.sampled_from(THEME.splitlines()), st.text(max_size=12))
def test_whatever_is_written_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, line: str, instead: str
) -> None:
    directory = tmp_path_factory.mktemp("own")
    own = THEME.replace(line, f"{line[:4]}{instead}", 1)
    (directory / "TRA.yaml").write_text(own, encoding="utf-8", errors="replace")

    assert is_read_or_told(directory)


@given(st.integers(0, 999), st.sampled_from(["h", "ad"]))
def test_an_amount_is_read_as_it_is_written(amount: int, unit: str) -> None:
    assert deadline(f"{amount}{unit}") == Deadline(DeadlineUnit(unit), amount)


@given(st.text(alphabet="tThHadAD-0123456789 .", max_size=6))
def test_no_event_begins_with_an_amount(written: str) -> None:
    found = deadline(written)

    assert not (found and found.event and any(sign.isdigit() for sign in written.split()[0]))
