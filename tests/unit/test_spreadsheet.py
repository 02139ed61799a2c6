"""A roster as rows: the same roster comes back, and every mistake has its row and column."""

import io
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook

from blueprint.load import ORDER
from handlers.roster import spreadsheet
from roster.mistakes import RosterError
from roster.model import PersonId, Roster
from roster.rows import COLUMNS, parse_sheets, sheets_of
from tests.unit.test_roster_parse_dump import SAMPLE, rosters

TZ = ZoneInfo("Europe/Stockholm")


def read(name: str, content: bytes) -> Roster:
    return parse_sheets(spreadsheet.read(name, content), name, TZ, ORDER)


def written(name: str, roster: Roster = SAMPLE) -> bytes:
    return spreadsheet.write(name, sheets_of(roster, TZ))


def mistakes(name: str, content: bytes) -> str:
    with pytest.raises(RosterError) as caught:
        read(name, content)
    return str(caught.value)


@given(rosters())
@settings(max_examples=60)
def test_a_roster_comes_back_from_csv_and_xlsx(roster: Roster) -> None:
    for name in ("roster.csv", "roster.xlsx"):
        assert read(name, written(name, roster)) == roster


def test_a_csv_as_excel_in_sweden_saves_it_is_read() -> None:
    text = "section;id;name;phone\npeople;anna;Åsa Öberg;070-1\n"

    for content in (text.encode("cp1252"), text.encode("utf-8-sig"), text.encode()):
        assert read("list.csv", content).people[PersonId("anna")].name == "Åsa Öberg"
    assert read("list.csv", text.replace(";", ",").encode()).people


def test_what_a_spreadsheet_makes_of_codes_days_and_times_is_undone() -> None:
    book = Workbook()
    people, actors, overrides = (
        book.create_sheet(name) for name in ("people", "actors", "overrides")
    )
    people.append(["id", "name", "telegram", "until"])
    people.append(["anna", "Anna Ek", 900001.0, datetime.fromisoformat("2027-06-30")])
    columns = ["id", "name", "organisation", "level", "area", "themes", "may_alarm"]
    actors.append([*columns, "on_call.people", "on_call.rotation", "on_call.handoff"])
    row = ["post", "Posten", "Nässjö kommun", "lokal", 682, "MOT", True]
    actors.append([*row, "anna", "daily", time(8)])
    overrides.append(["actor", "person", "from", "until"])
    overrides.append(
        [
            "post",
            "anna",
            datetime.fromisoformat("2026-12-24T08:00"),
            datetime.fromisoformat("2026-12-27T08:00"),
        ]
    )
    target = io.BytesIO()
    book.save(target)

    found = read("list.xlsx", target.getvalue())

    anna = found.people[PersonId("anna")]
    assert (anna.telegram, anna.until) == (900001, date(2027, 6, 30))
    [post] = found.actors
    assert (post.area, post.may_alarm, post.rotation.handoff_time) == (("0682",), True, time(8))
    assert found.overrides[0].starts_at.astimezone(TZ).hour == 8


def test_every_mistake_has_its_row_and_column() -> None:
    text = (
        "section;id;name;slack;phone;nonsense\n"
        "people;anna;Anna Ek;U0ANNA;;\n"
        "people;Bo!;Bo Lind;hej;070-1;\n"
        "people;cem;;;070-2;x\n"
        "persons;disa;Disa;;070-3;\n"
    )

    told = mistakes("list.csv", text.encode())

    assert "list.csv, rad 3, people[1] \"Bo!\", id: 'Bo!' är inget id" in told
    assert "list.csv, rad 3, people[1] \"Bo!\", slack: 'hej' är inget Slack-id" in told
    assert 'list.csv, rad 4, people[2] "cem", name: saknas' in told
    assert "kolumnen 'nonsense' finns inte i formatet" in told
    assert "avsnittet 'persons' finns inte. Menade du absences" not in told
    assert "avsnittet 'persons' finns inte" in told


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("list.xlsx", b"", "inget kalkylark"),
        ("list.xlsx", b"PK\x03\x04 broken", "inget kalkylark"),
        ("list.csv", b"", "section"),
        ("list.csv", b"id;name\nanna;Anna\n", "section"),
        ("list.csv", b'section;id\npeople;"anna\n', "giltig CSV"),
    ],
)
def test_what_is_no_such_file_is_told_in_a_line(name: str, content: bytes, words: str) -> None:
    told = mistakes(name, content)

    assert words in told
    assert "\n" not in told


def test_nothing_in_a_workbook_is_a_formula() -> None:
    person = next(iter(SAMPLE.people.values()))
    sheets = sheets_of(Roster({person.id: person}, ()), TZ)
    content = spreadsheet.write("list.xlsx", sheets)

    book = load_workbook(io.BytesIO(content))

    assert "f" not in {cell.data_type for row in book["people"].iter_rows() for cell in row}


def test_every_section_stands_in_a_template() -> None:
    book = load_workbook(io.BytesIO(written("roster.xlsx")))

    assert book.sheetnames == list(COLUMNS)
    assert [cell.value for cell in book["people"][1]] == list(COLUMNS["people"])
