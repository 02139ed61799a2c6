"""Slack's sending side: the Web API in, our words for its refusals out."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackObjectFormationError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.blocks import rendered
from handlers.delivery.port import (
    OPERATORS_PATIENCE,
    SLACKS_HASTE,
    UNTRIED,
    DeliveryError,
    Failure,
    Receipt,
)
from handlers.message import Message
from storage.model import Platform

# The person's account is the reason; another platform, or the next person, must do.
UNREACHABLE = {
    "user_not_found",
    "users_not_found",
    "cannot_dm_bot",
    "messages_tab_disabled",
    "user_disabled",
    "is_inactive",
}
PASSING = {
    "ratelimited",
    "rate_limited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
}
# An operator mends these and nothing is lost meanwhile; `larm check` names them. Slack's word for
# a token whose app or workspace is gone, account_inactive, is one of them: never a person's.
SHUT_OUT = {
    "account_inactive",
    "invalid_auth",
    "not_allowed_token_type",
    "not_authed",
    "org_login_required",
    "two_factor_setup_required",
}
OF_TOKENS = "token_"  # how Slack's other words for a token that is no good begin
NOT_ALLOWED = {
    "access_denied",
    "accesslimited",
    "ekm_access_denied",
    "enterprise_is_restricted",
    "missing_scope",
    "no_permission",
    "team_access_not_granted",
}
# Of one who is invited, rather than of the channel or of us.
OF_INVITED = {
    "cant_invite",
    "cant_invite_self",
    "invitee_cant_see_channel",
    "no_external_invite_permission",
    "org_user_not_in_team",
    "ura_max_channels",
    "user_is_restricted",
    "user_is_ultra_restricted",
}
ALREADY = {"already_pinned", "already_archived", "already_in_channel"}
READS = {"conversations.history", "users.conversations"}  # Slack takes no JSON body here
PEOPLE = ("U", "W")  # how the id of a person begins, rather than a conversation's
METADATA_EVENT = "larm_delivery"


class SlackMessenger:
    """Carries out deliveries through the Web API. It never retries by itself."""

    platform = Platform.SLACK

    def __init__(self, client: AsyncWebClient, drill: str) -> None:
        self._client = client
        self._drill = drill
        self._refused: set[str] = set()  # the methods that our token was refused for last

    @property
    def is_let_in(self) -> bool:
        """Whether our token is good, as far as is known."""
        return not self._refused

    async def send(self, address: str, message: Message, *, key: str) -> Receipt:
        text, blocks = self._rendered(message)
        metadata = {"event_type": METADATA_EVENT, "event_payload": {"key": key}}
        try:
            answer = await self._call(
                "chat.postMessage", channel=address, text=text, blocks=blocks, metadata=metadata
            )
        except DeliveryError as error:
            # Slack's word for a user that does not exist, when a user was the address.
            if error.reason == "channel_not_found" and address.startswith(PEOPLE):
                raise DeliveryError(Failure.UNREACHABLE, "user_not_found") from error
            raise
        return Receipt(str(answer["channel"]), str(answer["ts"]))

    async def edit(self, receipt: Receipt, message: Message, *, response_url: str | None) -> None:
        text, blocks = self._rendered(message)
        if response_url is not None:
            await self._respond(response_url, text, blocks)
            return
        await self._call(
            "chat.update", channel=receipt.chat, ts=receipt.message, text=text, blocks=blocks
        )

    async def find_sent(self, address: str, *, key: str) -> Receipt | None:
        """Look through the newest messages of the conversation for the key."""
        channel = address
        if address.startswith(PEOPLE):
            opened = await self._call("conversations.open", users=address)
            channel = str(opened["channel"]["id"])
        history = await self._call(
            "conversations.history", channel=channel, limit=100, include_all_metadata=True
        )
        for found in history["messages"]:
            payload = found.get("metadata", {}).get("event_payload", {})
            if payload.get("key") == key:
                return Receipt(channel, str(found["ts"]))
        return None

    async def create_channel(self, name: str, *, may_be_there: Collection[str] | None) -> str:
        if may_be_there is not None:
            found = await self._find_channel(name, but=may_be_there)
            if found is not None:
                return found
        answer = await self._call("conversations.create", name=name, is_private=True)
        return str(answer["channel"]["id"])

    async def invite(self, channel: str, users: Sequence[str]) -> Mapping[str, str]:
        """Invite all in one call; those whom Slack refuses come back with its reason."""
        if not users:
            return {}
        arguments = {"channel": channel, "users": ",".join(users), "force": True}
        try:
            answer = await self._ask_slack("conversations.invite", arguments)
        except SlackApiError as error:
            return _not_invited(users, error)
        return _refused(answer.get("errors", []))

    async def set_topic(self, channel: str, topic: str) -> None:
        await self._call("conversations.setTopic", channel=channel, topic=topic)

    async def pin(self, receipt: Receipt) -> None:
        await self._call("pins.add", channel=receipt.chat, timestamp=receipt.message)

    async def archive(self, channel: str) -> None:
        await self._call("conversations.archive", channel=channel)

    async def try_token(self) -> bool:
        """Find out whether the token is good, for the times when nothing is to be sent."""
        with suppress(DeliveryError):
            await self._call("auth.test")
            self._refused.clear()
        return self.is_let_in

    async def _find_channel(self, name: str, *, but: Collection[str]) -> str | None:
        """Return a channel of ours made under the name by a call whose answer was lost."""
        answer = await self._call(
            "users.conversations", types="private_channel", exclude_archived=True, limit=999
        )
        found = [c for c in answer["channels"] if c["name"] == name and c["id"] not in but]
        return str(found[0]["id"]) if found else None

    async def _respond(self, url: str, text: str, blocks: list[dict[str, Any]]) -> None:
        client = AsyncWebhookClient(url, timeout=5, retry_handlers=[])
        try:
            answer = await client.send(text=text, blocks=blocks, replace_original=True)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise DeliveryError(Failure.PASSING, "response_url", retry_after=0) from error
        if answer.status_code != 200:  # used up or expired: the next attempt goes the long way
            raise DeliveryError(Failure.PASSING, "response_url", retry_after=0)

    def _rendered(self, message: Message) -> tuple[str, list[dict[str, Any]]]:
        try:
            return rendered(message, self._drill)
        except SlackObjectFormationError as error:
            raise DeliveryError(Failure.PERMANENT, f"unrenderable: {error}") from error

    async def _call(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        try:
            return await self._ask_slack(method, arguments)
        except SlackApiError as error:
            if _data(error).get("error") in ALREADY:
                return {}
            raise translated(error) from error

    async def _ask_slack(self, method: str, arguments: dict[str, Any]) -> Mapping[str, Any]:
        """Ask; raises SlackApiError when Slack refuses, DeliveryError when it does not answer."""
        try:
            answer = await self._ask(method, arguments)
        except SlackApiError as error:
            if not isinstance(error.response, AsyncSlackResponse):  # it cannot even be read
                raise DeliveryError(Failure.UNKNOWN, "unreadable") from error
            if translated(error).failure is Failure.SHUT_OUT:
                self._refused.add(method)
            raise
        except (aiohttp.ClientConnectorError, ConnectionRefusedError) as error:
            raise DeliveryError(Failure.PASSING, "unreachable", is_unheard=True) from error
        except (TimeoutError, aiohttp.ClientError, SlackRequestError, OSError) as error:
            raise DeliveryError(Failure.UNKNOWN, type(error).__name__) from error
        self._refused.discard(method)
        return dict(answer.data) if isinstance(answer.data, dict) else {}

    async def _ask(self, method: str, arguments: dict[str, Any]) -> AsyncSlackResponse:
        if method in READS:
            return await self._client.api_call(method, params=arguments)
        return await self._client.api_call(method, json=arguments)


def translated(error: SlackApiError) -> DeliveryError:
    """Say in our words what a refusal means for the promise.

    What is not in Slack's own words comes from something between: it says nothing of the outcome.
    """
    response = error.response
    is_slacks = "error" in _data(error)
    reason = str(_data(error)["error"]) if is_slacks else f"http_{response.status_code}"
    if response.status_code == 429 or reason in {"ratelimited", "rate_limited"}:
        patience = float(response.headers.get("Retry-After", 1))
        return DeliveryError(Failure.PASSING, SLACKS_HASTE, retry_after=patience)
    if reason in SHUT_OUT or reason.startswith(OF_TOKENS):
        return DeliveryError(Failure.SHUT_OUT, reason, retry_after=OPERATORS_PATIENCE)
    if reason in NOT_ALLOWED:
        return DeliveryError(Failure.NOT_ALLOWED, reason, retry_after=OPERATORS_PATIENCE)
    if reason in UNREACHABLE:
        return DeliveryError(Failure.UNREACHABLE, reason)
    if response.status_code >= 500 or not is_slacks:
        return DeliveryError(Failure.UNKNOWN, reason)
    if reason in PASSING:
        return DeliveryError(Failure.PASSING, reason)
    return DeliveryError(Failure.PERMANENT, reason)


def _data(error: SlackApiError) -> Mapping[str, Any]:
    data = error.response.data
    return data if isinstance(data, dict) else {}


def _not_invited(users: Sequence[str], error: SlackApiError) -> Mapping[str, str]:
    """Return whom Slack names in its refusal; the others are untried, and it took none of them."""
    named = _named(_data(error).get("errors") or [])
    if named:
        untried = dict.fromkeys((user for user in users if user not in named), UNTRIED)
        return {**untried, **_refused(_data(error)["errors"])}
    reason = str(_data(error).get("error"))
    refusal = translated(error)
    if reason not in ALREADY | OF_INVITED and refusal.failure is not Failure.UNREACHABLE:
        raise refusal
    if len(users) > 1:
        return dict.fromkeys(users, UNTRIED)  # somebody among them, and Slack does not say who
    return {} if reason in ALREADY else {users[0]: reason}


def _named(errors: Sequence[Mapping[str, Any]]) -> set[str]:
    return {str(one["user"]) for one in errors if "user" in one}


def _refused(errors: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {
        str(one["user"]): str(one["error"])
        for one in errors
        if "user" in one and one.get("error") not in ALREADY
    }
