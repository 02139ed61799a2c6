"""A thousand broken roster files: an error with file and place, or a sound roster; no third way."""

import io
import random
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import pytest
import yaml
from openpyxl import Workbook, load_workbook

from blueprint.load import load as load_blueprint
from blueprint.text import Texts
from handlers.roster import importing
from handlers.work import Desk, Work
from roster.mistakes import Mistake, RosterError
from storage import people
from storage.engine import Database
from storage.migrate import migrate

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
DESK = Desk(load_blueprint(None), Texts.load(), ZoneInfo("Europe/Stockholm"))
GOOD = importing.EXAMPLE.read_bytes()
KINDS = ("yaml", "csv", "xlsx")
CHUNK = 34  # files of each kind in a test
CHUNKS = 10  # 34 files of three kinds, ten times: 1,020
LONGEST_LINE = 1000  # characters of an error

Change = Callable[[random.Random, bytes], bytes]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database that holds a sound roster."""
    found = Database(f"sqlite:///{tmp_path_factory.mktemp('broken') / 'larm.db'}")
    migrate(found)
    with found.transaction() as session:
        work = Work(session, DESK, NOW, NOW)
        importing.import_roster(work, importing.read(DESK, GOOD, "good.yaml"))
    yield found
    found.dispose()


class UndoneError(Exception):
    """What lets a sound import leave the database as it was."""


def held(database: Database) -> list[str]:
    """Return all that the database holds."""
    with sqlite3.connect(str(database.engine.url.database)) as connection:
        return list(connection.iterdump())


def _undo() -> NoReturn:
    raise UndoneError


def imported(database: Database, data: bytes, name: str) -> tuple[Mistake, ...]:
    """Import as `larm roster import` does; return what is wrong with the file."""
    try:
        file = importing.read(DESK, data, name)
        with database.transaction() as session:
            importing.import_roster(Work(session, DESK, NOW, NOW), file)
            stored = people.roster(session)
            again = importing.written(stored, DESK.tz, "again.yaml")
            assert importing.read(DESK, again, "again.yaml").roster == stored
            _undo()
    except RosterError as error:
        return error.mistakes
    except UndoneError:
        return ()


def sound(kind: str) -> bytes:
    if kind == "yaml":
        return GOOD
    return importing.written(importing.example(DESK), DESK.tz, f"roster.{kind}")


# Changes of any file's bytes


def cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def with_bytes_changed(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def with_a_piece_lost(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 60) :]


def with_a_piece_twice(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data))
    end = start + chance.randint(1, 200)
    return data[:end] + data[start:end] + data[end:]


def with_strange_bytes_between(chance: random.Random, data: bytes) -> bytes:
    strange = (b"\0", b"\xff\xfe", b"\r", b"\x1b", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\x85", b"\t")
    at = chance.randrange(len(data))
    return data[:at] + chance.choice(strange) * chance.randint(1, 3) + data[at:]


def empty(chance: random.Random, _data: bytes) -> bytes:
    return chance.choice(
        (b"", b"\n", b"\0" * 100, b" ", b"\xef\xbb\xbf", b"PK\x05\x06" + b"\0" * 18)
    )


BYTES: tuple[Change, ...] = (
    cut,
    with_bytes_changed,
    with_a_piece_lost,
    with_a_piece_twice,
    with_strange_bytes_between,
    empty,
)

# Changes of a text


def in_another_encoding(chance: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8-sig")
    encodings = ("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "utf-8-sig", "cp437")
    return text.encode(chance.choice(encodings), errors="replace")


def with_other_line_ends(chance: random.Random, data: bytes) -> bytes:
    return data.replace(b"\n", chance.choice((b"\r", b"\r\n", b"\n\r", b"\n\n", b"")))


def with_a_value_changed(chance: random.Random, data: bytes) -> bytes:
    """Put something strange in the place of a word or number."""
    text = data.decode("utf-8-sig")
    words = list(re.finditer(r"[\wåäö@.:+-]+", text))
    word = chance.choice(words)
    return (text[: word.start()] + chance.choice(STRANGE) + text[word.end() :]).encode()


def with_lines_shuffled(chance: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    start = chance.randrange(len(lines))
    piece = lines[start : start + 4]
    chance.shuffle(piece)
    return b"".join([*lines[:start], *piece, *lines[start + 4 :]])


def with_a_line_lost_or_twice(chance: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    return b"".join(lines[:at] + lines[at : at + 1] * chance.choice((0, 2)) + lines[at + 1 :])


STRANGE = (
    "2026-02-30", "2026-13-01", "0000-00-00", "9999-12-31T23:59", "2026-03-29T02:30", "24:00",
    "99999999999999999999999", "-1", "-99999999999999999999", "1e999", "nan", "0x10", "1_000", "0",
    "", "~", "null", "[]", "{}", "[[[]]]", "!!python/object:os.system x", "*nobody", "&x",
    "<<: *x",
    "=1+1", "=HYPERLINK(1)", "'", '"', "|", ">", "%", "@", "`", "a" * 2000, "å\u2028ä", "\u202e",
    "PT0S", "PT999999999H", "P1Y", "mon 25:00", "31 08:00", "00-00", "54-60", "2182x", "99", "SE",
    "true", "True", "ja", "\U0001f600", "- - -",
)  # fmt: skip

TEXT: tuple[Change, ...] = (
    in_another_encoding,
    with_other_line_ends,
    with_a_value_changed,
    with_a_value_changed,
    with_a_value_changed,
    with_lines_shuffled,
    with_a_line_lost_or_twice,
)

# Changes of YAML's own


def nested_deep(chance: random.Random, data: bytes) -> bytes:
    depth = chance.choice((19, 25, 2000, 20_000))
    return data + b"deep: " + chance.choice((b"[" * depth, b"{a: " * depth, b"- " * depth)) + b"\n"


def with_anchors_in_a_circle(chance: random.Random, data: bytes) -> bytes:
    circles = (
        b"groups: &g [*g]\n",
        b"absences: [&a {person: *a}]\n",
        b"absences: &a\n  - <<: *a\n",
        b"absences: [&m {<<: *m, person: anna}]\n",
        b"x: &a [" + b"*a, " * 50 + b"]\n",
        b"x: &x {" + b"y: *x}\n",
    )
    without = data.partition(b"absences:")[0]
    return without + chance.choice(circles)


def with_what_laughs(chance: random.Random, data: bytes) -> bytes:
    lines = [b"a0: &a0 [x, x]"]
    lines += [b"a%d: &a%d [*a%d, *a%d, *a%d]" % (n, n, n - 1, n - 1, n - 1) for n in range(1, 60)]
    return data + b"\n".join(lines) + b"\ncases: *a59\n"


def with_several_documents(chance: random.Random, data: bytes) -> bytes:
    return chance.choice(
        (data + b"---\n" + data, b"--- 1\n" + data, data + b"...\nx: [\n", b"%TAG\n")
    )


def with_an_entry_of_another_shape(chance: random.Random, data: bytes) -> bytes:
    """Change the file's content somewhere, and write it as sound YAML."""
    top = yaml.load(data, Loader=yaml.BaseLoader)
    place: Any = top
    for _ in range(chance.randint(1, 5)):
        inner = place.values() if isinstance(place, dict) else place
        deeper = [one for one in inner if isinstance(one, dict | list) and one]
        if not deeper:
            break
        place = chance.choice(deeper)
    odd = chance.choice(ODD)
    if isinstance(place, dict):
        place[chance.choice([*place, "okänd", "id"])] = odd
    elif isinstance(place, list):
        place[chance.randrange(len(place))] = odd
    return yaml.safe_dump(top, allow_unicode=True, sort_keys=False).encode()


ODD: tuple[Any, ...] = (
    "x", [], {}, ["a", ["b"]], {"a": {"b": "c"}}, "", [{}], {"": ""}, [[]], "1",
)  # fmt: skip
YAML: tuple[Change, ...] = (
    *TEXT,
    nested_deep,
    with_anchors_in_a_circle,
    with_what_laughs,
    with_several_documents,
    with_an_entry_of_another_shape,
    with_an_entry_of_another_shape,
    with_an_entry_of_another_shape,
)

# Changes of a table's own


def with_columns_moved(chance: random.Random, data: bytes) -> bytes:
    """Let two columns change their names, or one be called otherwise."""
    head, _, rest = data.partition(b"\r\n")
    names = head.split(b";")
    one, other = chance.sample(range(len(names)), 2)
    names[one], names[other] = (
        names[other],
        chance.choice((names[one], b"okand", b"", names[other])),
    )
    return b";".join(names) + b"\r\n" + rest


def with_a_strange_cell(chance: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\r\n")
    at = chance.randrange(1, len(lines) - 1)
    cells = lines[at].split(b";")
    cells[chance.randrange(len(cells))] = chance.choice(CELLS).encode(errors="replace")
    return b"\r\n".join([*lines[:at], b";".join(cells), *lines[at + 1 :]])


CELLS = (
    *STRANGE,
    "[" * 5000,
    "[" * 100_000,
    '"[{a: &a [*a]}]"',
    '"[&a {<<: *a}]"',
    "[{people: [anna], layers: [{people: [bo]}]}]",
    '"' + "x" * 200_000 + '"',
    '"two\nlines"',
    "\0",
    "[{people: anna}]",
    "{weeks: 1}",
)
CSV: tuple[Change, ...] = (*TEXT, with_columns_moved, with_a_strange_cell, with_a_strange_cell)


def with_cells_of_a_workbook(chance: random.Random, data: bytes) -> bytes:
    book = load_workbook(io.BytesIO(data))
    tab = chance.choice(book.worksheets)
    for _ in range(chance.randint(1, 3)):
        cell = tab.cell(chance.randint(1, tab.max_row + 1), chance.randint(1, tab.max_column + 1))
        cell.number_format = "General"
        cell.value = chance.choice(VALUES)
    return saved(book)


def with_a_tab_changed(chance: random.Random, data: bytes) -> bytes:
    book = load_workbook(io.BytesIO(data))
    tab = chance.choice(book.worksheets)
    match chance.randrange(8):
        case 0:
            tab.merge_cells(start_row=1, start_column=1, end_row=3, end_column=3)
        case 1:
            tab.delete_rows(1)
        case 2:
            tab.delete_rows(1, tab.max_row)
        case 3:
            tab.title = chance.choice(("persons", "People ", "X" * 31, "åäö", "people2"))
        case 4:
            tab.insert_cols(1, 3)
        case 5:
            book.remove(tab)
        case 6:
            tab.cell(1_048_576, 16_384).value = "far away"
        case _:
            tab.insert_rows(2, 500)
    return saved(book)


def packed_otherwise(chance: random.Random, data: bytes) -> bytes:
    """Leave out or spoil a part of the archive."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    parts = source.namelist()
    hit = chance.choice(parts)
    spoilt = chance.choice(
        (None, b"", b"<x/>", b"<", b"\0" * 1000, b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for part in parts:
            if part != hit:
                written.writestr(part, source.read(part))
            elif spoilt is not None:
                written.writestr(part, spoilt)
    return target.getvalue()


def saved(book: Workbook) -> bytes:
    if not book.worksheets:
        book.create_sheet("tomt")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


VALUES = (
    "=1/0", "=A1", "#REF!", "#N/A", 1e300, -1, 10**20, True, 3.5, datetime(2026, 2, 28),  # noqa: DTZ001
    "x" * 30_000, "[" * 5000, "[&a [*a]]", "", None, "anna, anna;;bo", "2026-02-30", "'", "\t\n",
)  # fmt: skip
XLSX: tuple[Change, ...] = (
    with_cells_of_a_workbook,
    with_cells_of_a_workbook,
    with_a_tab_changed,
    packed_otherwise,
)
CHANGES = {"yaml": YAML, "csv": CSV, "xlsx": XLSX}


def broken(kind: str, seed: int) -> tuple[str, bytes]:
    """Return a file of a seed, and what was done to it."""
    chance = random.Random(f"{kind} {seed}")
    change = chance.choice(BYTES if chance.random() < 0.3 else CHANGES[kind])
    return change.__name__, change(chance, sound(kind))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_broken_file_is_told_with_its_place_and_changes_nothing(
    database: Database, kind: str, chunk: int
) -> None:
    before = held(database)
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        change, data = broken(kind, seed)
        print(f"{kind} seed {seed}: {change}")  # noqa: T201  # shown when it fails
        name = f"list{seed}.{kind}"

        mistakes = imported(database, data, name)

        for mistake in mistakes:
            assert mistake.filename == name
            assert mistake.line >= 1
            assert mistake.problem
            assert str(mistake).isprintable(), str(mistake)
            assert len(str(mistake)) < LONGEST_LINE, len(str(mistake))
            assert str(mistake).startswith(f"{name}, rad {mistake.line}")
        assert held(database) == before


@pytest.mark.parametrize("kind", KINDS)
def test_the_unbroken_file_is_sound(database: Database, kind: str) -> None:
    assert imported(database, sound(kind), f"list.{kind}") == ()


def test_what_is_small_only_while_it_is_packed_is_not_unpacked(database: Database) -> None:
    target = io.BytesIO(sound("xlsx"))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/huge.xml", b" " * (201 * 1024 * 1024), compresslevel=1)

    [mistake] = imported(database, target.getvalue(), "list.xlsx")

    assert "201 MB uppackad" in str(mistake)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2027-06-30", "2026-02-30", "people[0] \"anna\", until: '2026-02-30' är inget datum"),
        ("deputy: bo", "deputy: boo", "deputy: 'boo' finns inte. Menade du bo?"),
        ("  - {id: bo,", "  - {id: anna,", "id: 'anna' står redan i posten på rad 2."),
        ("telegram: 900001", "telegram: -1", "telegram: '-1' är inget Telegram-id"),
        ("attempts: 2", "attempts: 9999999", "attempts: '9999999' är inget antal försök"),
        ("language: sv", "langauge: sv", "'langauge' finns inte i formatet. Menade du language?"),
        ("on_call:", "on_call: [anna]\n    x:", "on_call: ska ha underrader"),
        ("2026-12-27T08:00", "2026-12-23T08:00", "until: ligger inte efter from"),
    ],
)
def test_what_is_wrong_with_a_field_names_it_and_suggests_a_mend(
    database: Database, old: str, new: str, told: str
) -> None:
    before = held(database)
    text = GOOD.decode()
    line = text[: text.index(old)].count("\n") + 1

    mistakes = imported(database, text.replace(old, new, 1).encode(), "list.yaml")

    fitting = [one for one in mistakes if told in str(one)]
    assert [one.line for one in fitting] == [line]
    assert held(database) == before


def test_all_that_is_wrong_is_told_at_once(database: Database) -> None:
    text = GOOD.decode().replace("2027-06-30", "i sommar").replace("[MOT, LAR", "[MOTT, LAR")
    text = text.replace("person: bo, from", "person: cia, from")

    told = "\n".join(str(one) for one in imported(database, text.encode(), "list.yaml"))

    assert told.count("\n") == 2
    for part in ("until: 'i sommar'", "themes: temat 'MOTT'", "person: 'cia'"):
        assert part in told


def test_a_cell_that_would_be_lost_is_told(database: Database) -> None:
    table = "section;id;name;phone;phone;\npeople;anna;Anna;1;2;x\npeople;bo;#N/A;1;;;y\n"

    stray = [str(one) for one in imported(database, table.encode(), "list.csv")]
    twice = imported(database, table.replace("x", "").partition("people;bo")[0].encode(), "b.csv")

    assert stray == [
        "list.csv, rad 2, kolumn 6: cellen har inget kolumnnamn över sig. "
        "Skriv namnet i rad 1, eller töm den.",
        "list.csv, rad 3, name: '#N/A' är en formel som gått fel. Skriv värdet i stället.",
        "list.csv, rad 3, kolumn 7: cellen har inget kolumnnamn över sig. "
        "Skriv namnet i rad 1, eller töm den.",
    ]
    assert [str(one) for one in twice] == [
        "b.csv, rad 1, people, phone: kolumnen 'phone' står två gånger. Ta bort den ena."
    ]


def test_yaml_is_the_same_to_the_byte_after_out_in_and_out(database: Database) -> None:
    with database.transaction() as session:
        first = importing.written(people.roster(session), DESK.tz, "a.yaml")
        file = importing.read(DESK, first, "a.yaml")
        importing.import_roster(Work(session, DESK, NOW, NOW), file)
        second = importing.written(people.roster(session), DESK.tz, "b.yaml")

    assert second == first


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_template_has_an_example_in_every_section_and_gives_the_same_rows_out(kind: str) -> None:
    rows = importing.read(DESK, sound(kind), f"a.{kind}").roster

    assert rows == importing.example(DESK)
    assert rows.people
    assert rows.actors
    assert rows.overrides
    assert rows.absences
    assert len(rows.policies) > 1
    assert rows.groups
