"""What each of a platform's refusals means for the promise behind it."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from telegram import Bot
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.slack.messenger import SlackMessenger
from bot.slack.messenger import translated as slack_translated
from bot.telegram.messenger import translated as telegram_translated
from bot.telegram.request import WatchedRequest
from handlers.delivery.port import UNTRIED, DeliveryError, Failure


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
        ("messages_tab_disabled", Failure.UNREACHABLE),
        ("is_archived", Failure.PERMANENT),
        ("channel_not_found", Failure.PERMANENT),
        ("msg_too_long", Failure.PERMANENT),
        ("invalid_blocks", Failure.PERMANENT),
        ("internal_error", Failure.PASSING),
        ("missing_scope", Failure.NOT_ALLOWED),
        ("token_revoked", Failure.SHUT_OUT),
        ("account_inactive", Failure.SHUT_OUT),
        ("access_denied", Failure.NOT_ALLOWED),
        ("accesslimited", Failure.NOT_ALLOWED),
        ("org_login_required", Failure.SHUT_OUT),
        ("not_allowed_token_type", Failure.SHUT_OUT),
        ("team_access_not_granted", Failure.NOT_ALLOWED),
        ("no_permission", Failure.NOT_ALLOWED),
        ("ekm_access_denied", Failure.NOT_ALLOWED),
        ("token_rotation_needed", Failure.SHUT_OUT),
    ],
)
def test_a_refusal_of_slacks_means(reason: str, meaning: Failure) -> None:
    assert slack_translated(slack_error(reason)).failure is meaning


def test_haste_is_told_apart_and_slacks_patience_is_kept() -> None:
    refused = slack_translated(slack_error("ratelimited", 429, **{"Retry-After": "7"}))

    assert (refused.failure, refused.retry_after, refused.is_haste) == (Failure.PASSING, 7.0, True)


def test_what_the_operator_must_mend_waits_and_is_no_haste() -> None:
    refused = slack_translated(slack_error("missing_scope"))

    assert refused.retry_after == 10
    assert not refused.is_haste


def test_a_broken_slack_leaves_the_outcome_unknown() -> None:
    assert slack_translated(slack_error("internal_error", 500)).failure is Failure.UNKNOWN


@pytest.mark.parametrize("status", [200, 403, 404, 502])
def test_a_page_that_something_between_puts_up_leaves_the_outcome_unknown(status: int) -> None:
    page = slack_error("", status)
    page.response.data = {}

    assert slack_translated(page).failure is Failure.UNKNOWN
    assert slack_translated(page).reason == f"http_{status}"


@pytest.mark.parametrize("status", [200, 401, 403, 404, 502])
async def test_a_page_in_telegrams_place_says_nothing_of_outcome_person_or_token(
    status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def page(*_args: Any, **_settings: Any) -> tuple[int, bytes]:
        return status, b"\n<html>Access denied</html>"

    refusals: list[None] = []
    monkeypatch.setattr(HTTPXRequest, "do_request", page)
    request = WatchedRequest(lambda: refusals.append(None))

    with pytest.raises(NetworkError) as raised:
        await Bot("123456:token", request=request).send_message(900001, "Larm")

    assert telegram_translated(raised.value).failure is Failure.UNKNOWN
    assert refusals == []


class Refusing(AsyncWebClient):
    """A Slack that refuses, and counts how often it was asked."""

    def __init__(self, error: SlackApiError) -> None:
        super().__init__()
        self.error, self.calls = error, 0

    async def api_call(self, *_args: Any, **_kwargs: Any) -> AsyncSlackResponse:
        self.calls += 1
        raise self.error


async def test_those_that_slack_names_are_dropped_and_the_rest_is_for_another_call() -> None:
    named = [{"user": "U2", "ok": False, "error": "cant_invite"}]
    refusal = slack_error("cant_invite")
    refusal.response.data["errors"] = named
    slack = Refusing(refusal)

    refused = await SlackMessenger(slack, "").invite("C1", ["U1", "U2", "U3"])

    assert refused == {"U1": UNTRIED, "U2": "cant_invite", "U3": UNTRIED}
    assert slack.calls == 1


async def test_nobody_is_to_blame_while_slack_names_nobody() -> None:
    slack = Refusing(slack_error("user_not_found"))

    assert await SlackMessenger(slack, "").invite("C1", ["U1", "U2"]) == {
        "U1": UNTRIED,
        "U2": UNTRIED,
    }
    assert await SlackMessenger(slack, "").invite("C1", ["U1"]) == {"U1": "user_not_found"}


async def test_a_channel_that_is_gone_is_not_the_fault_of_those_invited() -> None:
    slack = Refusing(slack_error("is_archived"))

    with pytest.raises(DeliveryError, match="is_archived"):
        await SlackMessenger(slack, "").invite("C1", ["U1", "U2"])


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
        (InvalidToken("Unauthorized"), Failure.SHUT_OUT),
    ],
)
def test_a_refusal_of_telegrams_means(error: TelegramError, meaning: Failure) -> None:
    assert telegram_translated(error).failure is meaning


def test_telegrams_patience_is_kept() -> None:
    refused = telegram_translated(RetryAfter(9))

    assert (refused.failure, refused.retry_after, refused.is_haste) == (Failure.PASSING, 9.0, True)
