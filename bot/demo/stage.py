"""A stage: the sandbox and a bot that plays in it, on a database that goes with it."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from bot.clock import Clock
from bot.demo import cast
from bot.settings import Settings, Switch
from bot.wiring import Larm, build
from sandbox.faults import Fault
from sandbox.server import Sandbox
from sandbox.world import SandboxPerson
from storage.model import Platform

BOT_TOKEN, APP_TOKEN, TELEGRAM_TOKEN = "xoxb-sandbox", "xapp-sandbox", "123456:sandbox"
ANY = 0  # port


@dataclass(frozen=True, slots=True)
class Stage:
    """What a play needs."""

    sandbox: Sandbox
    larm: Larm
    clock: Clock


@asynccontextmanager
async def stage(
    at: datetime,
    *,
    roster: Path = cast.ROSTER,
    people: Sequence[SandboxPerson] | None = None,
    port: int = ANY,
    speed: float = 1.0,
    limits: bool = True,
    settling: timedelta | None = None,
    platforms: Collection[Platform] = tuple(Platform),
    database_url: str | None = None,
    changes: Mapping[str, object] | None = None,
    faults: Sequence[Fault] = (),
) -> AsyncIterator[Stage]:
    """Set the stage at a moment, and clear it away afterwards."""
    clock = Clock(at, speed)
    sandbox = Sandbox(
        cast.people() if people is None else people,
        limits=limits,
        slack_bot_token=BOT_TOKEN,
        slack_app_token=APP_TOKEN,
        telegram_token=TELEGRAM_TOKEN,
        clock=clock,
    )
    for fault in faults:
        sandbox.faults.add(fault)
    await sandbox.start(port)
    with TemporaryDirectory(prefix="larm-") as folder:
        address = database_url or f"sqlite:///{Path(folder) / 'larm.db'}"
        settings = _settings(sandbox, roster, address, limits=limits)
        larm = build(_speaking(settings, platforms).model_copy(update=changes), clock)
        if settling is not None:
            larm.runner.desk = replace(larm.desk, settling=settling)
        sandbox.world.on_clock(larm.ticker.wake)
        try:
            await larm.start()
            yield Stage(sandbox, larm, clock)
        finally:
            await larm.stop()
            await sandbox.stop()


def _speaking(settings: Settings, platforms: Collection[Platform]) -> Settings:
    """Return the settings with the tokens of these platforms only."""
    silent: dict[str, None] = {}
    if Platform.SLACK not in platforms:
        silent = {**silent, "slack_bot_token": None, "slack_app_token": None}
    if Platform.TELEGRAM not in platforms:
        silent = {**silent, "telegram_token": None}
    return settings.model_copy(update=silent)


def _settings(sandbox: Sandbox, roster: Path, database_url: str, *, limits: bool) -> Settings:
    # Nothing of the operator's own environment may reach the stage.
    return Settings.model_construct(
        **{
            **Settings.model_construct().model_dump(),
            "database_url": database_url,
            "slack_bot_token": SecretStr(BOT_TOKEN),
            "slack_app_token": SecretStr(APP_TOKEN),
            "slack_api_url": sandbox.slack_api_url,
            "telegram_token": SecretStr(TELEGRAM_TOKEN),
            "telegram_api_url": sandbox.telegram_api_url,
            "roster_file": roster,
            "limits": Switch.ON if limits else Switch.OFF,
        }
    )
