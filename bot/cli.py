"""The command line: `larm` and what it does."""

import asyncio
import json
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer
from sqlalchemy.exc import OperationalError

from blueprint import kinds, municipalities
from blueprint.load import BlueprintError
from blueprint.model import CaseKind
from bot import log, settings
from bot.check import check as run_checks
from bot.clock import real_now
from bot.demo.play import play
from bot.demo.serve import serve
from bot.http import HealthServer
from bot.settings import Settings, SettingsError
from bot.slack.manifest import manifest as slack_manifest
from bot.trouble import PlatformRefusedError, database_trouble
from bot.wiring import Larm, build, clock_of, desk_of
from handlers import digest as digests
from handlers import figures, roster_import, roster_report
from handlers.roster_import import Difference
from handlers.work import Work
from roster.dump import dump
from roster.mistakes import RosterError
from storage import outbox, people
from storage.engine import Database
from storage.lock import DatabaseBusyError, DatabaseFolderError, ProcessLock
from storage.migrate import SchemaTooNewError
from storage.migrate import migrate as migrate_database

T = TypeVar("T")

TROUBLE = (
    SettingsError,
    BlueprintError,
    RosterError,
    PlatformRefusedError,
    DatabaseBusyError,
    DatabaseFolderError,
    SchemaTooNewError,
)

app = typer.Typer(
    help="Alarm, call-out and checklists in chat for large establishments and closures.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
roster_app = typer.Typer(help="The list of who answers.", no_args_is_help=True)
app.add_typer(roster_app, name="roster")

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON; its schema is in docs/.")]


@app.command()
def run() -> None:
    """Run the bot on every platform whose tokens are set."""
    log.configure()
    found = settings.load()
    if not (found.slack_bot_token or found.telegram_token):
        _fail("No token is set. Set LARM_SLACK_BOT_TOKEN, LARM_TELEGRAM_TOKEN or both.")
    asyncio.run(_run(found))


@app.command()
def demo(
    play_case: Annotated[
        str | None,
        typer.Option("--play", metavar="[CASE]", help="Play a case in the terminal: lavskrika."),
    ] = None,
    port: Annotated[int, typer.Option(help="Where the page is.")] = 8765,
    speed: Annotated[float, typer.Option(help="Simulated seconds in a real one.")] = 1.0,
) -> None:
    """Start the bot against a local Slack and Telegram, with a page to play in."""
    log.configure(level=logging.ERROR)
    if play_case is None:
        asyncio.run(serve(port, speed))
        return
    raise typer.Exit(asyncio.run(play(play_case)))


@app.command()
def check(*, as_json: Json = False) -> None:
    """Say what is wrong, without changing anything; exit 1 if any of it is an error."""
    log.configure(level=logging.CRITICAL)
    findings = asyncio.run(run_checks())
    if as_json:
        print(json.dumps([finding.as_json() for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            print(finding)
    raise typer.Exit(int(any(finding.is_error for finding in findings)))


@app.command()
def digest(
    *,
    now: Annotated[bool, typer.Option("--now", help="Whatever the time is.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only print them.")] = False,
) -> None:
    """Send, or only print, today's digests."""
    if dry_run:
        for text in _use(digests.rehearse):
            print(text, end="\n\n")
        return
    count = _use(
        lambda work: digests.send_today(work, is_forced=now),
        writes=True,
        instead="the running larm sends them at LARM_DIGEST_AT; --dry-run shows them now",
    )
    print(f"{count} digests promised; a running larm delivers them." if count else "Nothing due.")


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    database = Database(settings.load().database_url)
    migrate_database(database)
    database.dispose()
    print("The database has the newest schema.")


@app.command()
def manifest() -> None:
    """Print the Slack app manifest to paste."""
    desk = desk_of(settings.load())
    print(json.dumps(slack_manifest(desk.say("command-larm")), ensure_ascii=False, indent=2))


@roster_app.command("import")
def roster_import_command(
    file: Annotated[Path, typer.Argument(help="A roster file in YAML.")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change.")
    ] = False,
) -> None:
    """Replace the roster by a file's: whole, or not at all."""
    text = _read(file)
    found = _use(
        lambda work: roster_import.import_roster(work, text, file.name, is_rehearsal=dry_run),
        writes=not dry_run,
        instead="name the file in LARM_ROSTER_FILE and restart larm, which imports it then",
    )
    _print_difference(found, is_rehearsal=dry_run)


@roster_app.command("export")
def roster_export(
    file: Annotated[Path | None, typer.Argument(help="Standard output without one.")] = None,
) -> None:
    """Write the roster in the same format."""
    tz = settings.load().tz
    text = _use(lambda work: dump(people.roster(work.session), tz))
    if file is None:
        print(text, end="")
        return
    file.write_text(text, encoding="utf-8")


@roster_app.command("gaps")
def roster_gaps(*, as_json: Json = False) -> None:
    """Show what the roster lacks, municipality by municipality."""
    gaps = _use(roster_report.gaps)
    if as_json:
        print(json.dumps(gaps, ensure_ascii=False, indent=2))
        return
    for line in roster_report.gap_lines(gaps):
        print(line)


@roster_app.command("oncall")
def roster_oncall(
    kommun: Annotated[str, typer.Argument(help="A municipality's name or code.")],
    *,
    at: Annotated[str | None, typer.Option(help="A moment, local wall time.")] = None,
    case: Annotated[str, typer.Option(help="The kind of case.")] = "etablering",
    as_json: Json = False,
) -> None:
    """Show who is on call for a municipality."""
    municipality = municipalities.find(kommun)
    if municipality is None:
        near = ", ".join(found.name for found in municipalities.nearest(kommun))
        _fail(f"There is no municipality {kommun!r}. Nearest: {near}.")
    kind = kinds.find_kind(case)
    if kind is None:
        _fail(f"There is no kind of case {case!r}. Kinds: {', '.join(CaseKind)}.")
    moment = _moment(at)
    rows = _use(lambda work: roster_report.on_call(work, municipality, kind, moment or work.now))
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        print(roster_report.on_call_line(row))


def main() -> None:
    """Run the program; whatever goes wrong outside is told in a line or two."""
    log.configure(level=logging.WARNING)
    try:
        app(_with_case(sys.argv[1:]), prog_name="larm")
    except TROUBLE as error:
        _fail(str(error))
    except OperationalError as error:
        _fail(database_trouble(error, settings.load().database_url))
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _with_case(arguments: Sequence[str]) -> list[str]:
    """Let `--play` stand without a case: lavskrika is meant."""
    given = list(arguments)
    for place, word in enumerate(arguments):
        is_last = place + 1 == len(arguments)
        if word == "--play" and (is_last or arguments[place + 1].startswith("-")):
            given.insert(place + 1, "lavskrika")
    return given


async def _run(found: Settings) -> None:
    larm = build(found)
    health = HealthServer(lambda: _is_ready(larm), lambda: larm.runner.look(figures.look))
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    try:
        await _open_port(health, found.http_port)  # first: a start that fails should fail early
        await larm.start()
        await stopping.wait()
    finally:
        await health.stop()
        await larm.stop()


async def _open_port(health: HealthServer, port: int) -> None:
    try:
        await health.start(port)
    except OSError as error:
        why = f"LARM_HTTP_PORT={port} cannot be opened ({error.strerror})."
        raise SettingsError(f"{why} Stop what uses it, or set another port.") from error


async def _is_ready(larm: Larm) -> bool:
    try:
        await larm.runner.look(lambda work: outbox.undone(work.session))
    except OperationalError:
        return False
    return larm.is_ready


def _use(use_case: Callable[[Work], T], *, writes: bool = False, instead: str = "") -> T:
    """Run one use case on the database; a writer must be the only process on a SQLite file.

    While it is not, `instead` says what to do.
    """
    found = settings.load()
    lock = ProcessLock(found.database_url)
    database = Database(found.database_url)
    try:
        if writes:
            _take(lock, instead)
        migrate_database(database)
        with database.transaction() as session:
            return use_case(Work(session, desk_of(found), clock_of(found).now(), real_now()))
    finally:
        database.dispose()
        lock.release()


def _take(lock: ProcessLock, instead: str) -> None:
    try:
        lock.take()
    except DatabaseBusyError as error:
        _fail(f"{error} Nothing was changed. Instead: {instead}.")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        _fail(f"{file} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        _fail(f"{file} is not text in UTF-8. Save it again as UTF-8.")


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        _fail(f"{text!r} is no moment. Write 2026-11-27T15:40.")
    return found if found.tzinfo else found.replace(tzinfo=settings.load().tz)


def _print_difference(found: Difference, *, is_rehearsal: bool) -> None:
    for sign, names in (("+", found.added), ("~", found.changed), ("-", found.ended)):
        for name in names:
            print(sign, name)
    if found.is_empty:
        print("Nothing changes.")
    elif is_rehearsal:
        print("Nothing was changed: this was a rehearsal.")
    else:
        print("Imported.")


def _fail(explanation: str) -> NoReturn:
    print(explanation, file=sys.stderr)
    raise SystemExit(1)
