"""Telegram as a whole: its application, its listeners and its long polling."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any

import structlog
from pydantic import SecretStr
from sqlalchemy.exc import SQLAlchemyError
from telegram import BotCommand, Update
from telegram.error import (
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import Application, CallbackContext

from bot.runner import Runner
from bot.settings import Settings
from bot.telegram.listeners import COMMANDS, TelegramListeners
from bot.telegram.markup import Wording
from bot.telegram.messenger import TelegramMessenger, patience_of
from bot.telegram.request import StrangerError, WatchedRequest
from bot.trouble import (
    PlatformRefusedError,
    PlatformUnreachableError,
    not_telegram,
    unreachable,
)
from handlers.roster import link

log = structlog.get_logger()

POLL = 25  # seconds that a request waits for news
ATTEMPTS = 3  # CONTRACT: an update that fails three times is passed
TURN = 0.5  # seconds between looks whether it is our turn to poll
PAUSE = 3.0  # seconds after a failed poll
TIME_OUT = 10.0  # seconds
CONNECTIONS = 32  # at once
# What is raised when something else than Telegram answers; the last ones by the library.
NOT_TELEGRAM = (StrangerError, AttributeError, KeyError, TypeError)


class TelegramPlatform:
    """Polls by its own loop: an update is confirmed only after its use case has committed."""

    def __init__(
        self,
        settings: Settings,
        token: SecretStr,
        runner: Runner,
        speaks: Callable[[], bool] = lambda: True,
    ) -> None:
        self._speaks = speaks  # whether this process is the one that polls
        base = f"{settings.telegram_api_url.rstrip('/')}/bot"
        self._application: Application[Any, Any, Any, Any, Any, Any] = (
            Application.builder()
            .token(token.get_secret_value())
            .base_url(base)
            .request(
                WatchedRequest(
                    self._note_refusal,
                    connection_pool_size=CONNECTIONS,
                    read_timeout=TIME_OUT,
                    write_timeout=TIME_OUT,
                )
            )
            .updater(None)
            .build()
        )
        self._runner = runner
        self._settings = settings
        self._listeners = TelegramListeners(self._application, runner)
        say = runner.desk.say
        wording = Wording(drill=say("drill"), more=say("more-elsewhere"))
        self.messenger = TelegramMessenger(self._application.bot, wording)
        self._application.add_error_handler(self._note_failure)
        self._failures: dict[int, int] = defaultdict(int)
        self._failed: set[int] = set()
        self._handled: set[int] = set()  # handled, though an earlier one must come again
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = asyncio.Event()
        self.is_connected = False

    def _note_refusal(self) -> None:
        """Note that the token is refused; the next poll that succeeds finds it good again."""
        self.is_connected = False

    async def start(self) -> None:
        """Connect: from here on we listen, and introduce ourselves as soon as Telegram lets us.

        Raises PlatformRefusedError when Telegram refuses the token, and
        PlatformUnreachableError when it does not answer.
        """
        await self.check()
        address = f"https://t.me/{self._application.bot.username}?start="
        note = partial(link.note_address, platform=self.messenger.platform, address=address)
        await self._runner.look(note)
        await self._application.start()
        self.is_connected = True
        self._tasks = [
            asyncio.create_task(self._poll()),
            asyncio.create_task(self._introduce()),
        ]

    async def check(self) -> None:
        """Ask Telegram who we are; raises as `start` does, but changes nothing."""
        await self._asking(self._application.initialize())

    async def _introduce(self) -> None:
        """Let go of a webhook and put up the menu; nobody waits for it, and it is tried again."""
        bot, say = self._application.bot, self._runner.desk.say
        while not self._stopping.is_set():
            try:
                await bot.delete_webhook()
                await bot.set_my_commands(
                    [BotCommand(name, say(f"command-{name}")) for name in COMMANDS]
                )
            except TelegramError as error:
                log.warning("introducing ourselves to Telegram failed", error=error.message)
                await self._rest(patience_of(error) or PAUSE)
            else:
                return

    async def _asking(self, request: Awaitable[None]) -> None:
        try:
            await request
        except (InvalidToken, Forbidden) as error:
            message = (
                "Telegram refuses the token in LARM_TELEGRAM_TOKEN. Copy it again from BotFather, "
                "and see that LARM_TELEGRAM_API_URL, if it is set, leads to Telegram."
            )
            raise PlatformRefusedError(message) from error
        except NOT_TELEGRAM as error:
            raise not_telegram() from error
        except NetworkError as error:
            url = self._settings.telegram_api_url
            raise unreachable("Telegram", url, "LARM_TELEGRAM_API_URL") from error
        except TelegramError as error:
            message = f"Telegram does not let us in for now ({error.message})."
            raise PlatformUnreachableError(message, patience_of(error)) from error

    async def stop_taking(self) -> None:
        """Stop polling; an update being handled is finished, the rest come again later."""
        self._stopping.set()
        await asyncio.gather(*self._tasks)
        await self._listeners.finish()

    async def close(self) -> None:
        if self._application.running:
            await self._application.stop()
        await self._application.shutdown()

    async def _poll(self) -> None:
        offset = 0
        while not self._stopping.is_set():
            if not self._speaks():
                offset = 0  # whoever polls meanwhile confirms what it has handled
                await self._rest(TURN)
                continue
            updates = await self._news(offset)
            by_chat: dict[int, list[Update]] = defaultdict(list)
            for update in updates:
                by_chat[update.effective_chat.id if update.effective_chat else 0].append(update)
            passed = await asyncio.gather(*(self._handle(group) for group in by_chat.values()))
            failed = [update_id for ids in passed for update_id in ids]
            if updates:
                offset = min(failed, default=updates[-1].update_id + 1)
                self._handled = {number for number in self._handled if number >= offset}
            if failed:
                await self._rest(PAUSE)

    async def _news(self, offset: int) -> tuple[Update, ...]:
        """Wait for updates; a stop interrupts the wait, since nothing is lost by it."""
        request = asyncio.create_task(
            self._application.bot.get_updates(
                offset=offset,
                timeout=POLL,
                read_timeout=POLL + TIME_OUT,
                allowed_updates=["message", "callback_query"],
            )
        )
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({request, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not request.done():
            request.cancel()
            return ()
        try:
            found: tuple[Update, ...] = request.result()
        except TelegramError as error:
            await self._rest_after(error)
            return ()
        except NOT_TELEGRAM as error:
            self.is_connected = False
            log.warning("what answers is not Telegram", error=type(error).__name__)
            await self._rest(PAUSE)
            return ()
        self.is_connected = True
        return found

    async def _rest_after(self, error: TelegramError) -> None:
        self.is_connected = isinstance(error, Conflict | RetryAfter)
        log.warning("polling Telegram failed", error=error.message)
        if isinstance(error, InvalidToken):
            log.error("Telegram refuses the token; check LARM_TELEGRAM_TOKEN")
        await self._rest(patience_of(error) or PAUSE)

    async def _rest(self, seconds: float) -> None:
        """Wait; a stop interrupts it."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), timeout=seconds)

    async def _handle(self, updates: list[Update]) -> list[int]:
        """Handle one chat's updates in order; return those that must come again."""
        for number, update in enumerate(updates):
            if update.update_id in self._handled:
                continue
            self._failed.discard(update.update_id)
            await self._application.process_update(update)
            if update.update_id in self._failed:
                if self._is_worth_another(update):
                    return [later.update_id for later in updates[number:]]
                await self._apologise(update)
            self._handled.add(update.update_id)
        return []

    async def _apologise(self, update: Update) -> None:
        try:
            await self._listeners.apologise(update)
        except SQLAlchemyError:
            log.exception("no apology could be promised", update=update.update_id)

    def _is_worth_another(self, update: Update) -> bool:
        self._failures[update.update_id] += 1
        if self._failures[update.update_id] < ATTEMPTS:
            return True
        log.error("an update was passed after failing", update=update.update_id)
        return False

    async def _note_failure(
        self, update: object, context: CallbackContext[Any, Any, Any, Any]
    ) -> None:
        if isinstance(update, Update):
            self._failed.add(update.update_id)
        log.error("an update failed", exc_info=context.error)
