"""Look for people's accounts in Slack by e-mail address, slowly, in the background.

Nothing depends on it and nothing waits for it: whatever Slack answers, the next batch tries again.
"""

import asyncio
from functools import partial

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.runner import Runner
from handlers.roster import link
from handlers.roster.link import Sought

log = structlog.get_logger()

BATCH = 100
PAUSE = 2.0  # seconds between calls: half of what Slack takes
NOBODY = "users_not_found"
FOR_GOOD = {"unknown_method", "missing_scope", "not_allowed_token_type", "deprecated_endpoint"}


class Lookup:
    """Asks for one person after the other."""

    def __init__(self, client: AsyncWebClient, runner: Runner, pause: float = PAUSE) -> None:
        self._client = client
        self._runner = runner
        self._pause = pause
        self._is_refused = False

    async def look_up(self) -> None:
        """Look for a batch; a refusal ends it, and one that will not change all others too."""
        if self._is_refused:
            return
        for sought in await self._runner.look(partial(link.wanted, limit=BATCH)):
            try:
                account = await self._account(sought)
            except SlackApiError as error:
                reason = str(error.response.get("error"))
                self._is_refused = reason in FOR_GOOD
                log.info("looking for accounts was refused", reason=reason)
                return
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                log.info("looking for accounts failed", error=type(error).__name__)
                return
            await self._runner.act(partial(link.looked_up, sought=sought, account=account))
            await asyncio.sleep(self._pause)

    async def _account(self, sought: Sought) -> str | None:
        """Return the person's account; None when nobody, or nobody any longer, has the address."""
        try:
            answer = await self._client.api_call(
                "users.lookupByEmail", params={"email": sought.email}
            )
        except SlackApiError as error:
            if error.response.get("error") == NOBODY:
                return None
            raise
        user = answer.get("user") or {}
        return None if user.get("deleted") or user.get("is_bot") else user.get("id")
