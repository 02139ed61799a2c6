"""Put the process together: database, desk, platforms, ticker; start it and stop it in order."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

import structlog
from pydantic import HttpUrl, SecretStr

from blueprint.load import load as load_blueprint
from blueprint.text import Texts
from bot.bell import Bell
from bot.clock import Clock
from bot.housekeeping import Chore, Housekeeping
from bot.lease import Lease
from bot.limits import NoLimits, PlatformLimits, slack_limits, telegram_limits
from bot.queue import Rank
from bot.runner import Runner
from bot.settings import Settings, SettingsError, Switch
from bot.slack.messenger import SlackMessenger
from bot.slack.platform import SlackPlatform
from bot.telegram.platform import TelegramPlatform
from bot.ticker import Ticker
from bot.trouble import PlatformUnreachableError
from handlers import access, digest
from handlers.delivery.deliver import Deliverer
from handlers.delivery.port import Messenger
from handlers.delivery.recall import recall
from handlers.duty import handoff
from handlers.roster import importing, upkeep, weekly
from handlers.work import Desk, Work
from storage import claims, leases
from storage.engine import Database
from storage.lock import ProcessLock
from storage.migrate import migrate
from storage.model import Platform

log = structlog.get_logger()

LOOK_UP = timedelta(minutes=10)  # between batches of accounts looked for by e-mail address
TRY_TOKEN = timedelta(seconds=30)
LOOK_UP_AFTER = timedelta(seconds=30)  # from the start, so that what is urgent comes first
RECONNECT = 5.0  # seconds between attempts to reach a platform that does not answer


def desk_of(settings: Settings) -> Desk:
    """Read the blueprint and the texts; raises BlueprintError with every mistake."""
    platforms = {Platform.SLACK} if settings.slack_bot_token else set()
    if settings.telegram_token:
        platforms.add(Platform.TELEGRAM)
    return Desk(
        blueprint=load_blueprint(settings.blueprint_dir),
        texts=Texts.load(),
        tz=settings.tz,
        language=settings.language.value,
        digest_at=settings.digest_at,
        confirm_months=settings.confirm_months,
        platforms=frozenset(platforms),
        public_url=settings.public_url and settings.public_url.rstrip("/"),
    )


def clock_of(settings: Settings) -> Clock:
    start = settings.clock_start
    if start is not None and start.tzinfo is None:
        start = start.replace(tzinfo=settings.tz)
    return Clock(start, settings.clock_speed)


@dataclass
class Larm:
    """A running bot."""

    settings: Settings
    clock: Clock
    desk: Desk
    database: Database
    lock: ProcessLock
    runner: Runner = field(init=False)
    ticker: Ticker = field(init=False)
    housekeeping: Housekeeping = field(init=False)
    deliverers: list[Deliverer] = field(init=False, default_factory=list)
    slack: SlackPlatform | None = field(init=False, default=None)
    telegram: TelegramPlatform | None = field(init=False, default=None)
    _stopping: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _tasks: list[asyncio.Task[None]] = field(init=False, default_factory=list)
    _leases: dict[Lease, asyncio.Task[None]] = field(init=False, default_factory=dict)
    _bell: asyncio.Task[None] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.runner = Runner(self.database, self.desk, self.clock)
        self.ticker = Ticker(self.runner, self.clock)
        self.housekeeping = Housekeeping(self.runner, _text(self.settings.heartbeat_url))

    async def start(self) -> None:
        """Migrate, take up what a dead process left, connect, and begin to deliver and chase."""
        await asyncio.to_thread(self.lock.take)
        await asyncio.to_thread(migrate, self.database)
        if self.database.is_sqlite:
            await self.runner.look(take_up)
        await self.runner.look(schedule)
        if self.settings.roster_file is not None:
            await self._import(self.settings.roster_file)
        self.runner.on_change(self.ticker.wake)
        self._tasks.append(asyncio.create_task(self.ticker.run()))
        self.housekeeping.start()
        if not self.database.is_sqlite:
            self._bell = asyncio.create_task(Bell(self.runner).listen())
        await self._start_platforms()

    async def stop(self) -> None:
        """Stop taking work, finish what is held, and close everything."""
        self._stopping.set()
        self.housekeeping.stop()
        if self.slack is not None:
            await self.slack.stop()
        if self.telegram is not None:
            await self.telegram.stop_taking()
        self.ticker.stop()
        for deliverer in self.deliverers:
            deliverer.stop()
        await asyncio.gather(*self._tasks)
        await self._let_go()
        if self.telegram is not None:
            await self.telegram.close()
        self.runner.close()
        self.database.dispose()
        self.lock.release()

    @property
    def is_ready(self) -> bool:
        """Whether every configured platform is connected."""
        platforms = [one for one in (self.slack, self.telegram) if one is not None]
        return all(one.is_connected for one in platforms)

    @property
    def in_flight(self) -> int:
        return sum(deliverer.in_flight for deliverer in self.deliverers)

    async def _connect(self, platform: SlackPlatform | TelegramPlatform) -> None:
        """Connect; a platform that does not answer is tried again and delays nobody else."""
        try:
            await platform.start()
        except PlatformUnreachableError as error:
            log.warning(str(error))
            waits = error.retry_after or RECONNECT
            self._tasks.append(asyncio.create_task(self._keep_connecting(platform, waits)))
        else:
            await self._note_let_in(platform)

    async def _keep_connecting(
        self, platform: SlackPlatform | TelegramPlatform, waits: float
    ) -> None:
        while not self._stopping.is_set():
            await asyncio.wait({asyncio.ensure_future(self._stopping.wait())}, timeout=waits)
            try:
                await platform.start()
            except PlatformUnreachableError as error:
                waits = error.retry_after or RECONNECT
                continue
            log.info("connected at last", platform=platform.messenger.platform)
            await self._note_let_in(platform)
            return

    async def _try_token(self, messenger: SlackMessenger) -> None:
        if await messenger.try_token():
            await self.runner.look(partial(access.note_good_token, platform=messenger.platform))

    async def _note_let_in(self, platform: SlackPlatform | TelegramPlatform) -> None:
        """Note that the token is good: it may have been replaced since it was refused."""
        let_in = partial(access.note, platform=platform.messenger.platform, found=None)
        await self.runner.act(let_in)

    async def _import(self, path: Path) -> None:
        try:
            data = await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            message = (
                f"LARM_ROSTER_FILE={path} cannot be read ({error.strerror}). "
                "Name a roster file, or unset it."
            )
            raise SettingsError(message) from error
        name = path.name
        await self.runner.look(lambda work: importing.import_if_new(work, data, name))

    async def _start_platforms(self) -> None:
        """Connect to all at once: one that hangs delays nobody else."""
        starting = []
        if self.settings.slack_bot_token:
            starting.append(self._start_slack(self.settings.slack_bot_token))
        if self.settings.telegram_token:
            starting.append(self._start_telegram(self.settings.telegram_token))
        outcomes = await asyncio.gather(*starting, return_exceptions=True)
        for outcome in outcomes:
            if outcome is not None:
                raise outcome

    async def _start_slack(self, token: SecretStr) -> None:
        self.slack = SlackPlatform(self.settings, token, self.runner)
        limits: PlatformLimits | NoLimits = NoLimits()
        if self.settings.limits is Switch.ON:
            per_second, burst = self.settings.slack_per_second, self.settings.slack_burst
            limits = slack_limits(per_second, burst, time.monotonic)
        lease = await self._keep(Platform.SLACK, limits)
        self._deliver(self.slack.messenger, limits, lease)
        await self._connect(self.slack)
        look_up = partial(_if, lambda: lease.is_held, self.slack.lookup.look_up)
        self.housekeeping.every(LOOK_UP, look_up, after=LOOK_UP_AFTER)
        try_token = partial(self._try_token, self.slack.messenger)
        self.housekeeping.every(TRY_TOKEN, try_token, after=TRY_TOKEN)

    async def _start_telegram(self, token: SecretStr) -> None:
        limits: PlatformLimits | NoLimits = NoLimits()
        if self.settings.limits is Switch.ON:
            limits = telegram_limits(self.settings.telegram_per_second, time.monotonic)
        lease = await self._keep(Platform.TELEGRAM, limits)
        self.telegram = TelegramPlatform(
            self.settings, token, self.runner, speaks=lambda: lease.is_held
        )
        self._deliver(self.telegram.messenger, limits, lease)
        await self._connect(self.telegram)

    async def _keep(self, platform: Platform, limits: PlatformLimits | NoLimits) -> Lease:
        take_over = partial(recall, platform=platform, limits=limits)
        if self.database.is_sqlite:
            await self.runner.look(take_over)  # from the process before this one
        lease = Lease(platform, self.runner, take_over)
        self._leases[lease] = asyncio.create_task(lease.keep())
        return lease

    async def _let_go(self) -> None:
        """Give up what other processes may want, once nothing of ours is on the wire."""
        for lease in self._leases:
            lease.stop()
        await asyncio.gather(*self._leases.values())
        if self._bell is not None:
            self._bell.cancel()
            await asyncio.wait({self._bell})

    def _deliver(
        self, messenger: Messenger, limits: PlatformLimits | NoLimits, lease: Lease
    ) -> None:
        look = partial(self.runner.look, rank=Rank.CLAIM)
        act = partial(self.runner.act, rank=Rank.DELIVERY)
        deliverer = Deliverer(messenger, limits, look, act, speaks=lambda: lease.is_held)
        self.deliverers.append(deliverer)
        self.runner.on_change(deliverer.wake)
        self._tasks.append(asyncio.create_task(deliverer.run()))


def build(settings: Settings, clock: Clock | None = None) -> Larm:
    """Build a bot from its settings; nothing is connected or changed yet."""
    return Larm(
        settings=settings,
        clock=clock or clock_of(settings),
        desk=desk_of(settings),
        database=Database(settings.database_url),
        lock=ProcessLock(settings.database_url),
    )


def take_up(work: Work) -> None:
    """Take up what a process that died may have left half-way: right for the only process."""
    recovered = sum(
        claims.recover(work.session, work.real_now, platform=platform) for platform in Platform
    )
    if recovered:
        log.info("took up deliveries with an unknown outcome", count=recovered)


def schedule(work: Work) -> None:
    """Set the moments of what is done every day or week; of several processes one at a time."""
    leases.wait_for_turn(work.session, leases.ROSTER_LOCK)
    for kind in (digest, handoff, weekly, upkeep):
        kind.schedule(work)


async def _if(may: Callable[[], bool], chore: Chore) -> None:
    if may():
        await chore()


def _text(url: HttpUrl | None) -> str | None:
    return str(url) if url is not None else None
