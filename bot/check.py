"""`larm check`: what is wrong with the installation, a line each, with the mend."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from blueprint.load import BlueprintError
from bot import settings
from bot.clock import Clock, real_now
from bot.runner import Runner
from bot.settings import Settings, SettingsError
from bot.slack.platform import SlackPlatform
from bot.telegram.platform import TelegramPlatform
from bot.trouble import PlatformRefusedError, PlatformUnreachableError, database_trouble
from bot.wiring import desk_of
from handlers.roster import importing, report
from handlers.work import Desk, Work
from roster.mistakes import RosterError
from storage import links, people
from storage.engine import Database
from storage.migrate import SchemaError, require_newest
from storage.model import Platform

Step = Callable[[], Awaitable[None]]


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARNING = "warning"  # works, but somebody may be out of reach
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str
    level: Level
    text: str

    @property
    def is_error(self) -> bool:
        return self.level is Level.ERROR

    def __str__(self) -> str:
        return f"{self.level.upper():<7} {self.about}: {self.text}"

    def as_json(self) -> dict[str, object]:
        return {"about": self.about, "level": self.level.value, "text": self.text}


async def check() -> list[Finding]:
    """Look at settings, blueprint, roster, database, reach and platforms; change nothing."""
    try:
        found = settings.load()
        desk = desk_of(found)
    except SettingsError as error:
        return [Finding("settings", Level.ERROR, line) for line in str(error).splitlines()]
    except BlueprintError as error:
        return [Finding("blueprint", Level.ERROR, str(mistake)) for mistake in error.mistakes]
    database = Database(found.database_url)
    try:
        return [
            _settings(desk),
            Finding("blueprint", Level.OK, f"{len(desk.blueprint.themes)} themes"),
            *_roster_file(found, desk),
            *_database(found, database, desk),
            *await _platforms(found, database, desk),
        ]
    finally:
        database.dispose()


def _settings(desk: Desk) -> Finding:
    if not desk.platforms:
        mend = "Set LARM_SLACK_BOT_TOKEN, LARM_TELEGRAM_TOKEN or both."
        return Finding("settings", Level.ERROR, f"no platform: no token is set. {mend}")
    return Finding("settings", Level.OK, f"platforms: {', '.join(sorted(desk.platforms))}")


def _roster_file(found: Settings, desk: Desk) -> list[Finding]:
    path = found.roster_file
    if path is None:
        return []
    try:
        roster = importing.read(desk, path.read_bytes(), path.name).roster
    except RosterError as error:
        return [Finding("roster", Level.ERROR, str(mistake)) for mistake in error.mistakes]
    except OSError as error:
        told = f"{path} cannot be read ({error.strerror}). Correct LARM_ROSTER_FILE."
        return [Finding("roster", Level.ERROR, told)]
    told = f"{len(roster.people)} people, {len(roster.actors)} actors"
    return [Finding("roster", Level.OK, told)]


def _database(found: Settings, database: Database, desk: Desk) -> list[Finding]:
    try:
        require_newest(database)
        return [Finding("database", Level.OK, "newest schema"), *_reach(database, desk)]
    except SchemaError as error:
        return [Finding("database", Level.ERROR, str(error))]
    except DatabaseError as error:
        return [Finding("database", Level.ERROR, database_trouble(error, found.database_url))]


def _reach(database: Database, desk: Desk) -> list[Finding]:
    with database.transaction() as session:
        work = Work(session, desk, real_now(), real_now())
        findings = [
            Finding(
                "reach", Level.WARNING, f"{person.name} cannot be reached on {platform}: {mend}"
            )
            for platform, mend in (
                (Platform.TELEGRAM, "has not pressed Start, or has blocked the bot; ask for it"),
                (Platform.SLACK, "the account is unknown to Slack"),
            )
            if platform in desk.platforms
            for person in people.unreachable(session, platform)
        ]
        findings += _without_slack(session, desk)
        gaps = report.gaps(work)
    unmanned = [(row["name"], actor) for row in gaps for actor in row["nobody_on_call"]]
    return findings + [
        Finding("roster", Level.ERROR, f"{actor} ({name}) has nobody on call; mend its on_call")
        for name, actor in unmanned
    ]


def _without_slack(session: Session, desk: Desk) -> list[Finding]:
    if Platform.SLACK not in desk.platforms:
        return []
    mend = "correct the address, or give the person's id in Slack"
    return [
        Finding("reach", Level.WARNING, f"{one.name}: no account in Slack has {one.email}; {mend}")
        for one in links.not_found(session)
    ]


async def _platforms(found: Settings, database: Database, desk: Desk) -> list[Finding]:
    runner = Runner(database, desk, Clock())
    findings = []
    if found.slack_bot_token:
        slack = SlackPlatform(found, found.slack_bot_token, runner)
        findings.append(await _platform("slack", slack.check, slack.stop))
        findings += _presses(found)
    if found.telegram_token:
        telegram = TelegramPlatform(found, found.telegram_token, runner)
        findings.append(await _platform("telegram", telegram.check, telegram.close))
    runner.close()
    return findings


def _presses(found: Settings) -> list[Finding]:
    if found.slack_app_token:
        return []
    why = "messages go out, but no press and no command comes in"
    mend = "Set LARM_SLACK_APP_TOKEN (xapp-…, scope connections:write)."
    return [Finding("slack", Level.WARNING, f"no app token: {why}. {mend}")]


async def _platform(name: str, look: Step, close: Step) -> Finding:
    try:
        await look()
    except (PlatformRefusedError, PlatformUnreachableError) as error:
        return Finding(name, Level.ERROR, str(error))
    finally:
        await close()
    return Finding(name, Level.OK, "answers, and knows the token")
