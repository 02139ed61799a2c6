"""The command line: `larm` and what it does."""

import asyncio
import json
import logging
import signal
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from sqlalchemy.exc import DatabaseError

from blueprint.load import BlueprintError
from bot import log, offline, roster_commands, settings
from bot.check import check as run_checks
from bot.clock import FASTEST
from bot.demo.play import PLAYS, play
from bot.demo.serve import serve
from bot.feed_page import FeedPage
from bot.http import HealthServer, PortError
from bot.roster_commands import Json
from bot.settings import Settings, SettingsError
from bot.slack.manifest import manifest as slack_manifest
from bot.trouble import PlatformRefusedError, database_trouble
from bot.wiring import Larm, build, desk_of
from handlers import digest as digests
from handlers import figures
from roster.mistakes import RosterError
from storage import backlog
from storage.engine import Database
from storage.lock import DatabaseBusyError, DatabasePlaceError
from storage.migrate import SchemaError
from storage.migrate import migrate as migrate_database

TROUBLE = (
    SettingsError,
    BlueprintError,
    RosterError,
    PlatformRefusedError,
    DatabaseBusyError,
    DatabasePlaceError,
    SchemaError,
    PortError,
)

FIRST_CASE = next(iter(PLAYS))
CASES = ", ".join(PLAYS)

app = typer.Typer(
    help="Alarm, call-out and checklists in chat for large establishments and closures.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(roster_commands.app, name="roster")


def _case(case: str | None) -> str | None:
    if case is None or case.casefold() in PLAYS:
        return case and case.casefold()
    raise typer.BadParameter(f"There is no case {case!r}. Cases: {CASES}.")


def _speed(speed: float) -> float:
    if not 0 < speed <= FASTEST:
        raise typer.BadParameter(f"{speed:g} is not above 0 and at most {FASTEST}.")
    return speed


@app.command()
def run() -> None:
    """Run the bot on every platform whose tokens are set."""
    log.configure()
    found = settings.load()
    if not (found.slack_bot_token or found.telegram_token):
        offline.fail("No token is set. Set LARM_SLACK_BOT_TOKEN, LARM_TELEGRAM_TOKEN or both.")
    asyncio.run(_run(found))


@app.command()
def demo(
    play_case: Annotated[
        str | None,
        typer.Option(
            "--play",
            metavar="[CASE]",
            callback=_case,
            help=f"Play a case in the terminal: {CASES}; {FIRST_CASE} when left out.",
        ),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where the page is.")] = 8765,
    speed: Annotated[
        float, typer.Option(callback=_speed, help="Simulated seconds in a real one.")
    ] = 1.0,
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
        texts = offline.look(digests.rehearse)
        print("\n\n".join(texts) if texts else "No alarm is open: there is nothing to send.")
        return
    count = offline.change(
        lambda work: digests.send_today(work, is_forced=now),
        instead=(
            "A larm is running on the database: it sends today's digests itself, at "
            "LARM_DIGEST_AT. To send them now beside it, use PostgreSQL (LARM_DATABASE_URL)."
        ),
    )
    print(f"{count} digests promised; a running larm delivers them." if count else "Nothing due.")


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    database = Database(settings.load().database_url)
    try:
        migrate_database(database)
    finally:
        database.dispose()
    print("The database has the newest schema.")


@app.command()
def manifest() -> None:
    """Print the Slack app manifest to paste."""
    desk = desk_of(settings.load())
    print(json.dumps(slack_manifest(desk.say("command-larm")), ensure_ascii=False, indent=2))


def main() -> None:
    """Run the program; whatever goes wrong outside is told in a line or two."""
    log.configure(level=logging.WARNING)
    try:
        app(_with_case(sys.argv[1:]), prog_name="larm")
    except TROUBLE as error:
        offline.fail(str(error))
    except DatabaseError as error:
        offline.fail(database_trouble(error, settings.load().database_url))
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _with_case(arguments: Sequence[str]) -> list[str]:
    """Let `--play` stand without a case: the first is meant."""
    given = list(arguments)
    for place, word in enumerate(arguments):
        is_last = place + 1 == len(arguments)
        if word == "--play" and (is_last or arguments[place + 1].startswith("-")):
            given.insert(place + 1, FIRST_CASE)
    return given


async def _run(found: Settings) -> None:
    larm = build(found)
    health = HealthServer(
        lambda: _is_ready(larm),
        lambda: larm.runner.look(figures.look),
        pages=[FeedPage(larm.runner).route],
    )
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    try:
        larm.lock.take()  # before the port: whoever runs larm twice hears of the database
        health.listen(found.http_port)
        await larm.start()
        await health.start()
        await stopping.wait()
    finally:
        await health.stop()
        await larm.stop()


async def _is_ready(larm: Larm) -> bool:
    try:
        await larm.runner.look(lambda work: backlog.undone(work.session))
    except DatabaseError:
        return False
    return larm.is_ready
