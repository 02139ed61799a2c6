"""Slack as a whole: its client, its listeners and its connections."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import structlog
from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.runner import Runner
from bot.settings import Settings, Switch
from bot.slack import lookup
from bot.slack.listeners import SlackListeners
from bot.slack.manifest import SCOPES
from bot.slack.messenger import SlackMessenger
from bot.trouble import missing_scope, not_slack, slack_trouble, unreachable

log = structlog.get_logger()

CONNECTIONS = 2  # a refresh closes one of them, and loses what was on it
TIME_OUT = 10  # seconds


class SlackPlatform:
    """Connects to Slack by Socket Mode."""

    def __init__(self, settings: Settings, token: SecretStr, runner: Runner) -> None:
        self._settings = settings
        self._client = self._web_client(token.get_secret_value())
        # Without a token of its own: Bolt warns that it would be ignored.
        self._app = AsyncApp(client=self._web_client(None), authorize=_trusting(token))
        SlackListeners(self._app, self._client, runner)
        pause = lookup.PAUSE if settings.limits is Switch.ON else 0.0
        self.lookup = lookup.Lookup(self._client, runner, pause)
        self.messenger = SlackMessenger(self._client, runner.desk.say("drill"))
        self._handlers: list[AsyncSocketModeHandler] = []

    @property
    def is_connected(self) -> bool:
        sessions = [handler.client.current_session for handler in self._handlers]
        is_heard = any(session is not None and not session.closed for session in sessions)
        return is_heard and self.messenger.is_let_in

    async def start(self) -> None:
        """Connect.

        Raises PlatformRefusedError when Slack refuses a token or lacks a scope, and
        PlatformUnreachableError when it does not answer.
        """
        await self._asking(self._introduce())
        await self._asking(self._listen())

    async def check(self) -> None:
        """Ask Slack whether it knows both tokens; raises as `start` does, but changes nothing."""
        await self._asking(self._introduce())
        await self._asking(self._may_connect())

    async def _asking(self, request: Awaitable[None]) -> None:
        try:
            await request
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            url = self._settings.slack_api_url
            raise unreachable("Slack", url, "LARM_SLACK_API_URL") from error

    async def _introduce(self) -> None:
        try:
            answer = await self._client.auth_test()
        except SlackApiError as error:
            raise slack_trouble(error, "LARM_SLACK_BOT_TOKEN") from error
        except AttributeError as error:  # the SDK takes any page for an answer of Slack's
            raise not_slack() from error
        granted = answer.headers.get("x-oauth-scopes")
        if granted is None:
            return
        missing = [scope for scope in SCOPES if scope not in granted.replace(" ", "").split(",")]
        if missing:
            raise missing_scope(", ".join(missing))

    async def _may_connect(self) -> None:
        """Ask for a connection as `_listen` does, and leave it alone."""
        if not self._settings.slack_app_token:
            return
        token = self._settings.slack_app_token.get_secret_value()
        try:
            await self._web_client(token).apps_connections_open(app_token=token)
        except SlackApiError as error:
            raise slack_trouble(error, "LARM_SLACK_APP_TOKEN") from error

    async def _listen(self) -> None:
        if not self._settings.slack_app_token:
            log.warning("LARM_SLACK_APP_TOKEN is not set: messages go out, presses do not come in")
            return
        token = self._settings.slack_app_token.get_secret_value()
        client = self._web_client(token)
        await self._may_connect()
        while len(self._handlers) < CONNECTIONS:
            self._handlers.append(await self._connection(token, client))

    async def _connection(self, token: str, client: AsyncWebClient) -> AsyncSocketModeHandler:
        """Open one connection; the library would try for ever, and everybody else would wait."""
        handler = AsyncSocketModeHandler(self._app, token, web_client=client)
        try:
            await asyncio.wait_for(handler.connect_async(), TIME_OUT)  # type: ignore[no-untyped-call]
        except TimeoutError:
            await handler.close_async()  # type: ignore[no-untyped-call]
            raise
        return handler

    async def stop(self) -> None:
        """Stop taking work in; what is being handled is finished by whoever holds it."""
        for handler in self._handlers:
            await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt's own gap

    def _web_client(self, token: str | None) -> AsyncWebClient:
        # No retry handlers: the default one posts twice when an answer is lost.
        return AsyncWebClient(
            token=token,
            base_url=self._settings.slack_api_url,
            retry_handlers=[],
            timeout=TIME_OUT,
        )


def _trusting(token: SecretStr) -> Callable[..., Awaitable[AuthorizeResult]]:
    """Let in whatever comes over our own connections, without asking Slack who we are.

    Bolt by itself asks at the first press; when Slack will not say, it acknowledges the press and
    drops it.
    """

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        secret = token.get_secret_value()
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=secret)

    return authorize
