"""A roster as a spreadsheet: CSV with its section on each row, XLSX with a sheet for each."""

import csv
import io
import struct
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from roster.mistakes import Mistake, RosterError
from roster.rows import Row, Sheet

SECTION = "section"  # the column that says which section a row of a CSV belongs to
DAYS = {"people.until", "actors.on_call.from"}  # columns that hold a day and no time
# What openpyxl lets out of a spoilt file is whatever its parts ran into.
BROKEN = (
    BadZipFile,
    InvalidFileException,
    zlib.error,
    struct.error,
    ParseError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    OSError,
    EOFError,
    RuntimeError,  # a password, or a way of packing that Python does not know
)

MEGABYTE = 1024 * 1024
LARGEST = 200 * MEGABYTE  # unpacked: twenty thousand people are fifteen
MOST_ROWS = 200_000
MOST_COLUMNS = 100

Cells = Sequence[Any]


def is_spreadsheet(name: str) -> bool:
    return PurePath(name).suffix.lower() in _READERS


def read(name: str, content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a file; raises RosterError when it is no such file."""
    return _READERS[PurePath(name).suffix.lower()](PurePath(name).name, content)


def write(name: str, sheets: Iterable[Sheet]) -> bytes:
    """Return the file of that name's kind."""
    return _WRITERS[PurePath(name).suffix.lower()](sheets)


def _read_csv(name: str, content: bytes) -> tuple[Sheet, ...]:
    text = _decoded(content)
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise _refused(name, 1, f"filen är ingen giltig CSV ({error}).") from error
    if not records or SECTION not in _names(records[0]):
        problem = f"kolumnen {SECTION!r} saknas i första raden."
        raise _refused(name, 1, problem, "Utgå från `larm roster template`.")
    _refuse_stray(name, "", records)
    return _by_section(records)


def _decoded(content: bytes) -> str:
    """Decode UTF-8, or what Excel in Sweden writes."""
    try:
        return content.decode("utf_8_sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _by_section(records: Sequence[Cells]) -> tuple[Sheet, ...]:
    columns = _names(records[0])
    found: dict[str, list[Row]] = {}
    for number, record in enumerate(records[1:], start=2):
        cells = dict(zip(columns, (str(cell) for cell in record), strict=False))
        section = cells.pop(SECTION, "").strip()
        if section or any(cell.strip() for cell in cells.values()):
            found.setdefault(section, []).append(Row(number, cells))
    return tuple(
        Sheet(section, tuple(_used(columns, rows)), tuple(rows)) for section, rows in found.items()
    )


def _used(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield the columns that say anything in the section: the header is all sections' own."""
    filled = {name for row in rows for name, cell in row.cells.items() if cell.strip()}
    return (name for name in columns if name in filled)


def _read_xlsx(name: str, content: bytes) -> tuple[Sheet, ...]:
    try:
        _refuse_bomb(name, content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about looks, which nobody here sees
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheets = {one.title: _rows(name, one) for one in book.worksheets}
    except BROKEN as error:
        if isinstance(error, RosterError):
            raise
        raise _refused(name, 1, "filen är inget kalkylark i formatet XLSX.") from error
    for title, rows in sheets.items():
        _refuse_stray(name, title, rows)
    return tuple(_of_tab(title, rows) for title, rows in sheets.items() if rows)


def _refuse_stray(name: str, section: str, rows: Sequence[Cells]) -> None:
    """Refuse what would be lost: cells without a name above them, and failed formulas."""
    columns = _names(rows[0]) if rows else []
    found = [
        mistake
        for number, row in enumerate(rows[1:], start=2)
        for place, value in enumerate(row)
        if (mistake := _stray(name, section, number, place, columns, value)) is not None
    ]
    if found:
        raise RosterError(tuple(found))


def _stray(
    name: str, section: str, number: int, place: int, columns: Sequence[str], value: Any
) -> Mistake | None:
    written = "" if value is None else str(value).strip()
    column = columns[place] if place < len(columns) else ""
    if written in ERROR_CODES:
        problem, mend = f"{written!r} är en formel som gått fel.", "Skriv värdet i stället."
        return Mistake(name, number, section, column, problem, mend)
    if not written or column:
        return None
    problem, mend = "cellen har inget kolumnnamn över sig.", "Skriv namnet i rad 1, eller töm den."
    return Mistake(name, number, section, f"kolumn {place + 1}", problem, mend)


def _refuse_bomb(name: str, content: bytes) -> None:
    """Refuse a file that is small only while it is packed."""
    with ZipFile(io.BytesIO(content)) as packed:
        size = sum(one.file_size for one in packed.infolist())
    if size > LARGEST:
        problem = f"filen är {size // MEGABYTE} MB uppackad, mer än {LARGEST // MEGABYTE}."
        raise _refused(name, 1, problem)


def _rows(name: str, tab: Any) -> list[Cells]:
    """Return a tab's rows, whatever size it says that it has."""
    tab.reset_dimensions()
    limits = {"max_row": MOST_ROWS + 1, "max_col": MOST_COLUMNS + 1}
    rows = list(tab.iter_rows(**limits, values_only=True))
    if len(rows) > MOST_ROWS:
        problem = f"bladet {tab.title!r} har fler än {MOST_ROWS} rader."
        raise _refused(name, MOST_ROWS + 1, problem, "Ta bort de tomma raderna längst ner.")
    if any(row[MOST_COLUMNS] is not None for row in rows[:1]):
        problem = f"bladet {tab.title!r} har fler än {MOST_COLUMNS} kolumner."
        raise _refused(name, 1, problem, "Ta bort de kolumner som formatet inte känner.")
    return rows


def _of_tab(title: str, rows: Sequence[Cells]) -> Sheet:
    section, columns = title.strip().lower(), _names(rows[0])
    found = []
    for number, values in enumerate(rows[1:], start=2):
        pairs = zip(columns, values, strict=False)
        cells = {column: _written(section, column, value) for column, value in pairs if column}
        if any(cells.values()):
            found.append(Row(number, cells))
    return Sheet(section, tuple(columns), tuple(found))


def _names(header: Cells) -> list[str]:
    return [str(name or "").strip().lower() for name in header]


def _written(section: str, column: str, value: Any) -> str:
    """Return a cell as the roster file would write it, whatever the program made of it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return _number(column, int(value))
        case int():
            return _number(column, value)
        case date() | time():
            return _moment(value, is_day=f"{section}.{column}" in DAYS)
        case _:
            return str(value)


def _moment(value: date | time, *, is_day: bool) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, datetime):
        return value.date().isoformat() if is_day else value.isoformat(timespec="minutes")
    return value.isoformat()


def _number(column: str, value: int) -> str:
    """Give an area's code the zeros back that a spreadsheet takes from a number."""
    return f"{value:0{2 if value < 100 else 4}}" if column == "area" else str(value)


def _write_csv(sheets: Iterable[Sheet]) -> bytes:
    everything = list(sheets)
    columns = list(dict.fromkeys(column for sheet in everything for column in sheet.columns))
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";")
    writer.writerow([SECTION, *columns])
    for sheet in everything:
        for row in sheet.rows:
            writer.writerow([sheet.section, *(row.cells.get(column, "") for column in columns)])
    return target.getvalue().encode("utf_8_sig")


def _write_xlsx(sheets: Iterable[Sheet]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book.create_sheet(sheet.section), sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(tab: Worksheet, sheet: Sheet) -> None:
    tab.append(list(sheet.columns))
    for row in sheet.rows:
        tab.append([row.cells.get(column, "") for column in sheet.columns])
    for line in tab.iter_rows():
        for cell in line:
            cell.number_format = "@"  # text: no code loses its zeros, nothing is a formula
            if cell.value is not None:
                cell.data_type = "s"
    tab.freeze_panes = "A2"


def _refused(name: str, number: int, problem: str, mend: str = "") -> RosterError:
    told = mend or "Spara den på nytt från kalkylprogrammet, eller utgå från en mall."
    return RosterError((Mistake(name, number, "", "", problem, told),))


_READERS: Mapping[str, Callable[[str, bytes], tuple[Sheet, ...]]] = {
    ".csv": _read_csv,
    ".xlsx": _read_xlsx,
}
_WRITERS: Mapping[str, Callable[[Iterable[Sheet]], bytes]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
}
