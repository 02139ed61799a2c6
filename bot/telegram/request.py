"""Requests to Telegram, watched for the one refusal that concerns all of them.

And for answers that are not Telegram's: what stands between may put up a page of its own, and
whatever its status says, it says nothing of what became of the request.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from telegram.error import NetworkError
from telegram.request import HTTPXRequest

# What Telegram answers, whatever was asked, when it does not know the token.
REFUSALS = {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}


class StrangerError(NetworkError):
    """Something else than Telegram has answered."""


class WatchedRequest(HTTPXRequest):
    """Tells at once that the token is refused: a poll may be waiting for news that long yet."""

    def __init__(self, on_refusal: Callable[[], None], **settings: Any) -> None:
        super().__init__(**settings)
        self._on_refusal = on_refusal

    async def do_request(self, *args: Any, **settings: Any) -> tuple[int, bytes]:
        status, payload = await super().do_request(*args, **settings)
        if status < HTTPStatus.INTERNAL_SERVER_ERROR and not payload.lstrip().startswith(b"{"):
            raise StrangerError(f"HTTP {status}, and the answer is not Telegram's")
        if status in REFUSALS:
            self._on_refusal()
        return status, payload
