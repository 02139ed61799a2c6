"""What each of a platform's refusals means for the promise behind it."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from telegram.error import (
    BadRequest,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.slack.messenger import translated as slack_translated
from bot.telegram.messenger import translated as telegram_translated
from handlers.port import Failure


def slack_error(reason: str, status: int = 200, **headers: str) -> SlackApiError:
    data: dict[str, Any] = {"ok": False, "error": reason}
    response = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="",
        req_args={},
        data=data,
        headers=headers,
        status_code=status,
    )
    return SlackApiError("refused", response)  # type: ignore[no-untyped-call]  # the SDK's own gap


@pytest.mark.parametrize(
    ("reason", "meaning"),
    [
        ("user_not_found", Failure.UNREACHABLE),
        ("account_inactive", Failure.UNREACHABLE),
        ("messages_tab_disabled", Failure.UNREACHABLE),
        ("is_archived", Failure.PERMANENT),
        ("channel_not_found", Failure.PERMANENT),
        ("msg_too_long", Failure.PERMANENT),
        ("invalid_blocks", Failure.PERMANENT),
        ("internal_error", Failure.PASSING),
        ("missing_scope", Failure.PASSING),
        ("token_revoked", Failure.PASSING),
    ],
)
def test_a_refusal_of_slacks_means(reason: str, meaning: Failure) -> None:
    assert slack_translated(slack_error(reason)).failure is meaning


def test_haste_is_told_apart_and_slacks_patience_is_kept() -> None:
    refused = slack_translated(slack_error("ratelimited", 429, **{"Retry-After": "7"}))

    assert (refused.failure, refused.retry_after, refused.is_haste) == (Failure.PASSING, 7.0, True)


def test_what_the_operator_must_mend_waits_and_is_no_haste() -> None:
    refused = slack_translated(slack_error("missing_scope"))

    assert refused.retry_after == 30
    assert not refused.is_haste


def test_a_broken_slack_leaves_the_outcome_unknown() -> None:
    assert slack_translated(slack_error("internal_error", 500)).failure is Failure.UNKNOWN


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Failure.UNREACHABLE),
        (BadRequest("Chat not found"), Failure.UNREACHABLE),
        (Forbidden("Forbidden: user is deactivated"), Failure.UNREACHABLE),
        (BadRequest("Message is too long"), Failure.PERMANENT),
        (TimedOut(), Failure.UNKNOWN),
        (NetworkError("httpx.ConnectError: refused"), Failure.PASSING),
        (NetworkError("httpx.ReadError: "), Failure.UNKNOWN),
    ],
)
def test_a_refusal_of_telegrams_means(error: TelegramError, meaning: Failure) -> None:
    assert telegram_translated(error).failure is meaning


def test_telegrams_patience_is_kept() -> None:
    refused = telegram_translated(RetryAfter(9))

    assert (refused.failure, refused.retry_after, refused.is_haste) == (Failure.PASSING, 9.0, True)
