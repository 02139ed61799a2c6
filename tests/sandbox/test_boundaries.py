"""The sandbox's boundaries: exactly what the bot calls, as strict as the real ones."""

import asyncio
import re
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter

from bot.telegram.markup import Wording
from bot.telegram.messenger import TelegramMessenger
from handlers.delivery.port import DeliveryError, Failure
from handlers.message import Message, Text
from sandbox.faults import Fault
from sandbox.server import Sandbox
from sandbox.slack.api import FACTS as SLACK
from sandbox.telegram.api import FACTS as TELEGRAM
from sandbox.world import SandboxPerson

BOT = Path(__file__).parents[2] / "bot"
ANNA = SandboxPerson("Anna Ek", "U0ANNA", 900001)


@pytest.fixture
async def sandbox():  # type: ignore[no-untyped-def]
    found = Sandbox([ANNA, SandboxPerson("Bo", "U0BO", 900002, has_started=False)])
    await found.start()
    yield found
    await found.stop()


@pytest.fixture
def slack(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient("xoxb-sandbox", base_url=sandbox.slack_api_url, retry_handlers=[])


@pytest.fixture
async def telegram(sandbox: Sandbox):  # type: ignore[no-untyped-def]
    async with Bot("123456:sandbox", base_url=f"{sandbox.telegram_api_url}/bot") as bot:
        yield bot


def test_slack_has_exactly_the_methods_that_the_bot_calls() -> None:
    source = "\n".join(path.read_text() for path in (BOT / "slack").glob("*.py"))
    called = set(re.findall(r'"([a-z]+\.[a-zA-Z]+)"', source))
    called |= {"auth.test", "apps.connections.open", "views.open", "views.update"}

    assert set(SLACK) == {name for name in called if name in SLACK or "." in name}


def test_telegram_has_exactly_the_methods_that_the_bot_calls() -> None:
    source = "\n".join(path.read_text() for path in (BOT / "telegram").glob("*.py"))
    named = {
        "getMe": "initialize",
        "getUpdates": "get_updates",
        "deleteWebhook": "delete_webhook",
        "sendMessage": "send_message",
        "editMessageText": "edit_message_text",
        "answerCallbackQuery": "query.answer",
        "setMyCommands": "set_my_commands",
    }

    assert set(TELEGRAM) == set(named)
    assert all(call in source for call in named.values())


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("files.upload", {}, "unknown_method"),
        ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": "C1", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "U0ANNA"}, "no_text"),
        ("conversations.create", {"name": "Åtgärd"}, "invalid_name_specials"),
        ("conversations.create", {"name": "a" * 81}, "invalid_name_maxlength"),
        ("views.open", {"trigger_id": "t", "view": {"type": "modal"}}, "invalid_trigger_id"),
    ],
)
async def test_slack_refuses_in_its_own_words(
    slack: AsyncWebClient, method: str, arguments: dict[str, object], error: str
) -> None:
    with pytest.raises(SlackApiError) as refusal:
        await slack.api_call(method, json=arguments)

    assert refusal.value.response["error"] == error


async def test_slack_refuses_blocks_that_are_too_long(slack: AsyncWebClient) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}

    for blocks in ([section], [{"type": "divider"}] * 51, [{"type": "marquee"}]):
        with pytest.raises(SlackApiError) as refusal:
            await slack.chat_postMessage(channel="U0ANNA", text="x", blocks=blocks)
        assert refusal.value.response["error"] == "invalid_blocks"


async def test_slack_names_the_scope_that_is_missing(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    sandbox.slack.api.scopes = frozenset()

    with pytest.raises(SlackApiError) as refusal:
        await slack.chat_postMessage(channel="U0ANNA", text="x")

    assert refusal.value.response["error"] == "missing_scope"
    assert refusal.value.response["needed"] == "chat:write"


async def test_slack_keeps_its_limits(slack: AsyncWebClient) -> None:
    for _ in range(12):
        await slack.chat_postMessage(channel="U0ANNA", text="x")

    with pytest.raises(SlackApiError) as refusal:
        await slack.chat_postMessage(channel="U0ANNA", text="x")

    assert refusal.value.response.status_code == 429
    assert int(refusal.value.response.headers["Retry-After"]) >= 1


async def test_a_dropped_answer_has_done_its_work(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    sandbox.faults.add(Fault("drop", "slack", "chat.postMessage", times=1))

    with pytest.raises(aiohttp.ClientError):
        await slack.chat_postMessage(channel="U0ANNA", text="x")

    assert [message.text for message in sandbox.slack.direct("U0ANNA")] == ["x"]


async def test_telegram_refuses_in_its_own_words(telegram: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await telegram.send_message(1, "x")
    with pytest.raises(Forbidden, match="initiate conversation"):
        await telegram.send_message(900002, "x")
    with pytest.raises(BadRequest, match="parse entities"):
        await telegram.send_message(900001, "<b>x", parse_mode="HTML")


async def test_telegram_keeps_its_limits(telegram: Bot) -> None:
    await telegram.send_message(900001, "x")

    with pytest.raises(RetryAfter):
        await telegram.send_message(900001, "y")


async def test_telegram_refuses_a_button_with_too_much_behind_it(telegram: Bot) -> None:
    button = InlineKeyboardButton("x", callback_data="å" * 33)

    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await telegram.send_message(900001, "x", reply_markup=InlineKeyboardMarkup([[button]]))


async def test_telegram_refuses_a_wrong_token(sandbox: Sandbox) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("1:wrong", base_url=f"{sandbox.telegram_api_url}/bot"):
            pass


async def test_a_second_poller_ends_the_first(sandbox: Sandbox, telegram: Bot) -> None:
    first = asyncio.create_task(telegram.get_updates(timeout=5))
    await asyncio.sleep(0.1)

    async with Bot("123456:sandbox", base_url=f"{sandbox.telegram_api_url}/bot") as other:
        second = asyncio.create_task(other.get_updates(timeout=0))
        with pytest.raises(Conflict):
            await first
        assert await second == ()


async def test_our_messenger_hears_how_long_telegram_asks_it_to_wait(telegram: Bot) -> None:
    messenger = TelegramMessenger(telegram, Wording("ÖVNING", "mer"))
    message = Message("Larm", (Text("Larm"),))
    await messenger.send("900001", message, key="a")

    with pytest.raises(DeliveryError) as refusal:
        await messenger.send("900001", message, key="b")

    assert refusal.value.failure is Failure.PASSING
    assert refusal.value.retry_after is not None
    assert refusal.value.retry_after >= 1


async def test_our_messenger_knows_an_account_that_cannot_be_reached(telegram: Bot) -> None:
    messenger = TelegramMessenger(telegram, Wording("ÖVNING", "mer"))

    for address in ("900002", "1"):
        with pytest.raises(DeliveryError) as refusal:
            await messenger.send(address, Message("x", (Text("x"),)), key=address)
        assert refusal.value.failure is Failure.UNREACHABLE
