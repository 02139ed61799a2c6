"""Everything that a drill lets people read, on both platforms, as it was when it was sent."""

from collections.abc import Iterator
from typing import Any

from sandbox.slack.state import Message
from tests.scenario.conftest import Town

WORD = "ÖVNING"
SLACK_MESSAGES = {"chat.postMessage", "chat.update"}
TELEGRAM_MESSAGES = {"sendMessage", "editMessageText", "answerCallbackQuery"}


def read(town: Town) -> list[str]:
    """Return every text that anybody has been shown: messages, changes, answers to presses."""
    return [*_in_slack(town), *_in_telegram(town)]


def unmarked(town: Town) -> list[str]:
    """Return what does not begin with the word."""
    return [text for text in read(town) if not text.startswith(WORD)]


def _in_slack(town: Town) -> Iterator[str]:
    for call in town.slack.calls:
        if call.method in SLACK_MESSAGES:
            yield str(call.args["text"])
    for channel in town.slack.state.channels.values():
        for message in channel.messages:  # also what came by a response address, for one alone
            yield message.text
            yield _first_block(message)


def _first_block(message: Message) -> str:
    block: dict[str, Any] = message.blocks[0]
    text: dict[str, str] = block["text"] if "text" in block else block["elements"][0]
    return text["text"].lstrip("*")


def _in_telegram(town: Town) -> Iterator[str]:
    for call in town.telegram.calls:
        if call.method in TELEGRAM_MESSAGES and call.text:
            yield call.text.removeprefix("<b>")
