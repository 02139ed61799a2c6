"""`larm roster`: the list of who answers. Speaks Swedish, as the file and its mistakes do."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from blueprint import kinds, municipalities, places
from blueprint.model import CaseKind, Municipality
from blueprint.places import Place
from bot import offline, settings
from bot.clock import YEARS, is_in_calendar
from bot.wiring import desk_of
from handlers.reply import Reply
from handlers.roster import importing, link, report
from handlers.roster.gaps import WEEKS
from handlers.roster.importing import Difference, RosterFile
from roster.dump import dump
from roster.model import PersonId, Roster
from storage import people
from storage.migrate import NoDatabaseError

app = typer.Typer(help="The list of who answers.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON; its schema is in docs/.")]
Row = Mapping[str, Any]

GAPS = {
    "nobody_on_call": "ingen i beredskap",
    "without_chat": "nås inte i någon chatt",
    "on_one_person": "hänger på en enda person",
    "unreachable": "konton som inte svarar",
}


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="A roster file: YAML, CSV or XLSX.")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change.")
    ] = False,
) -> None:
    """Replace the roster by a file's: whole, or not at all."""
    new = importing.read(desk_of(settings.load()), _read(file), file.name)
    if dry_run:
        _rehearse(new)
        return
    found = offline.found(
        lambda work: importing.import_roster(work, new),
        instead=(
            f"Boten kör på databasen. Sätt LARM_ROSTER_FILE={file} och starta om den, "
            "eller byt till PostgreSQL (LARM_DATABASE_URL)."
        ),
    )
    _print_difference(found)
    print("Inget ändras." if found.is_empty else "Listan är inläst.")


@app.command("export")
def export_command(
    file: Annotated[Path | None, typer.Argument(help="Standard output without one.")] = None,
) -> None:
    """Write the roster in the same format: CSV or XLSX by the file's name, else YAML."""
    tz = settings.load().tz
    roster = offline.look(lambda work: people.roster(work.session))
    if file is None:
        print(dump(roster, tz), end="")
        return
    _write(file, importing.written(roster, tz, file.name))


@app.command("link")
def link_command(
    person: Annotated[str, typer.Argument(help="The person's id in the roster.")],
) -> None:
    """Print a one-time address by which a person links a Telegram account to their row."""
    made = offline.change(
        lambda work: link.address_for(work, PersonId(person)),
        instead=(
            "Boten kör på databasen. Be om länken i chatten, med /larm koppla NAMN, "
            "eller byt till PostgreSQL (LARM_DATABASE_URL)."
        ),
    )
    if isinstance(made, Reply):
        offline.fail(made.text)
    print(made)


@app.command("template")
def template_command(
    file: Annotated[Path, typer.Argument(help="Its name's ending says which: yaml, csv or xlsx.")],
) -> None:
    """Write a file to start from, with one example in every section."""
    desk = desk_of(settings.load())
    _write(file, importing.written(importing.example(desk), desk.tz, file.name))


@app.command("gaps")
def gaps_command(
    place: Annotated[
        str | None,
        typer.Argument(help="A municipality's or county's name or code; all without one."),
    ] = None,
    *,
    weeks: Annotated[
        int, typer.Option(min=1, max=52, help="How many weeks ahead gaps are looked for.")
    ] = WEEKS,
    as_json: Json = False,
) -> None:
    """Show what the roster lacks now and in the weeks to come, municipality by municipality."""
    where = _place(place) if place is not None else None
    gaps = offline.look(lambda work: report.gaps(work, where, weeks))
    if as_json:
        print(json.dumps(gaps, ensure_ascii=False, indent=2))
        return
    for line in _gap_lines(gaps):
        print(line)
    if not gaps:
        print("Listan har ingen aktör i någon kommun.")


@app.command("oncall")
def oncall_command(
    kommun: Annotated[str, typer.Argument(help="A municipality's name or code.")],
    *,
    at: Annotated[str | None, typer.Option(help="A moment, local wall time.")] = None,
    case: Annotated[str, typer.Option(help="The kind of case.")] = "etablering",
    as_json: Json = False,
) -> None:
    """Show who is on call for a municipality, the nearest level first."""
    municipality, kind, moment = _municipality(kommun), _kind(case), _moment(at)
    rows = offline.look(lambda work: report.on_call(work, municipality, kind, moment or work.now))
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        print(_on_call_line(row))
    if not rows:
        print(f"Ingen aktör i listan svarar för {municipality.name} vid {kind.value}.")


def _rehearse(new: RosterFile) -> None:
    try:
        found = offline.look(lambda work: importing.rehearse(work, new))
    except NoDatabaseError:
        found = importing.difference(Roster({}, ()), new.roster, settings.load().tz)
        print("Databasen finns inte än; larm roster import utan --dry-run skapar den.")
    _print_difference(found)
    print("Inget har ändrats: det här var en repetition.")


def _place(written: str) -> Place:
    found = places.find(written)
    if found is None:
        near = ", ".join(one.name for one in places.nearest(written))
        offline.fail(f"{written!r} är varken kommun eller län. Närmast: {near}.")
    return found


def _municipality(written: str) -> Municipality:
    found = municipalities.find(written)
    if found is None:
        offline.fail(f"Kommunen {written!r} finns inte. {_municipality_mend(written)}")
    return found


def _municipality_mend(written: str) -> str:
    if not any(letter.isalpha() for letter in written):
        return "Skriv namnet, eller koden med fyra siffror, som 2182."
    near = ", ".join(one.name for one in municipalities.nearest(written))
    return f"Närmast: {near}."


def _kind(written: str) -> CaseKind:
    found = kinds.find_kind(written)
    if found is None:
        offline.fail(f"Slaget {written!r} finns inte. Giltiga är: {', '.join(CaseKind)}.")
    return found


def _moment(written: str | None) -> datetime | None:
    if written is None:
        return None
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        offline.fail(f"{written!r} är ingen tid. Skriv som 2026-11-27T15:40.")
    if not is_in_calendar(found):
        offline.fail(
            f"{written!r} går inte att räkna på. Ange ett år från {YEARS[0]} till {YEARS[-1]}."
        )
    return found if found.tzinfo else found.replace(tzinfo=settings.load().tz)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        offline.fail(f"{file} kan inte läsas ({error.strerror}). Ange en fil med listan.")


def _write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        offline.fail(f"{file} kan inte skrivas ({error.strerror}). Ange en annan fil.")


def _print_difference(found: Difference) -> None:
    for sign, names in (("+", found.added), ("~", found.changed), ("-", found.ended)):
        for name in names:
            print(sign, name)


def _on_call_line(row: Row) -> str:
    who = row["person_name"] or "ingen"
    opens = str(row["opens_at"])[:16].replace("T", " ")
    since = f" (från {opens})" if row["opens_at"] != row["at"] else ""
    themes = " ".join(row["themes"])
    return f"{row['level']:<15} {row['organisation']}, {row['actor_name']}: {who}{since}  {themes}"


def _gap_lines(gaps: Sequence[Row]) -> Iterator[str]:
    for row in gaps:
        yield f"{row['name']} ({row['municipality']})"
        for theme, actor in row["without_local"].items():
            lacks = "ingen aktör alls" if theme in row["without_anybody"] else "ingen lokal aktör"
            yield f"  {theme}: {lacks}; går till {actor or 'ingen'}"
        for key, told in GAPS.items():
            if row[key]:
                yield f"  {told}: {', '.join(row[key])}"
        for gap in row["gaps"]:
            yield f"  {_gap_line(gap)}"


def _gap_line(gap: Row) -> str:
    begins, ends = (gap[key][:16].replace("T", " ") for key in ("from", "until"))
    instead = gap["instead"] or "ingen"
    return f"{begins} till {ends}: {gap['actor']} utan beredskap; i stället kallas {instead}"
