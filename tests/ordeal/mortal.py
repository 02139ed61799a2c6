"""Run `larm run` in this process, and let it die at one of its steps.

Everything is wrapped from outside, in a process that exists for this: larm itself knows nothing
of it. The steps are counted only while the file `armed` lies in the installation's folder, so
that a story can be brought to the moment that matters first.
"""

import asyncio
import importlib
import inspect
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from sqlalchemy import Connection, Engine, event
from telegram.request import HTTPXRequest

from bot import cli, wiring
from bot.runner import Runner
from bot.settings import Settings
from bot.telegram.messenger import TelegramMessenger
from bot.wiring import Larm
from handlers.delivery.port import Receipt
from handlers.message import Message
from tests.ordeal.clock import SharedClock
from tests.ordeal.steps import ARMED, PASSED, Side, Step

CLOCK, OUTPUT = "clock", "output"  # files in an installation's folder
WRITING = ("INSERT", "UPDATE", "DELETE")
POLL = "getUpdates"
PROMISE = "promise"  # the field in which a message to Telegram says whose it is

# What would only make an ordeal slow. Nothing but the length of a wait changes.
HURRY: Mapping[str, Mapping[str, object]] = {
    "bot.lease": {"LIFE": timedelta(seconds=1.5), "RENEWAL": 0.4, "MARGIN": 0.2},
    "bot.slack.platform": {"TIME_OUT": 2},
    "bot.telegram.platform": {"TIME_OUT": 2.0, "PAUSE": 0.3, "TURN": 0.1},
    "bot.wiring": {"RECONNECT": 0.5},
    "handlers.delivery.deliver": {"REQUEST_TIME_OUT": 2.5, "RECOVERY": 1.0},
    "handlers.delivery.outcome": {
        "FIRST_RETRY": 0.2,
        "LONGEST_RETRY": 1.0,
        "LONGEST_OF_PAGE": 1.0,
        "LATEST_ARRIVAL": 3.0,
    },
    "storage.claims": {"LEASE": timedelta(seconds=4)},
}
SETTLING = timedelta(milliseconds=50)


@dataclass(frozen=True, slots=True)
class Life:
    """One process's life: where, with what environment, and at which step it ends."""

    folder: Path
    environment: Mapping[str, str]
    doom: Step | None = None


def live(life: Life) -> None:
    """Be `larm run`."""
    _settle_in(life)
    for name, constants in HURRY.items():
        module = importlib.import_module(name)
        for constant, value in constants.items():
            getattr(module, constant)  # one that has moved away would hurry nothing
            setattr(module, constant, value)
    watch = Watch(life)
    _watch_commits(watch)
    _sign_messages()
    _watch_requests(watch)
    cli.build = partial(_build, life.folder)  # type: ignore[attr-defined]
    sys.argv = ["larm", "run"]
    cli.main()


class Watch:
    """Counts the steps that are passed while armed; at the last one, the process is no more."""

    def __init__(self, life: Life) -> None:
        self._armed = life.folder / ARMED
        self._doom = life.doom
        self._passed: Counter[tuple[Side, str]] = Counter()
        self._lock = threading.Lock()
        self._log = os.open(life.folder / PASSED, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def passes(self, side: Side, label: str) -> None:
        if not self._armed.exists():
            return
        with self._lock:
            self._passed[side, label] += 1
            step = Step(side, label, self._passed[side, label])
            os.write(self._log, f"{step}\n".encode())
            if step == self._doom:
                os.kill(os.getpid(), signal.SIGKILL)


def _settle_in(life: Life) -> None:
    os.environ.clear()
    os.environ.update(life.environment)
    os.chdir(life.folder)
    output = os.open(life.folder / OUTPUT, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)


def _build(folder: Path, settings: Settings) -> Larm:
    """Build larm as ever, on the clock that outlives it; SIGUSR1 says that the clock was set."""
    larm = wiring.build(settings, SharedClock(folder / CLOCK))
    larm.runner.desk = replace(larm.desk, settling=SETTLING)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, larm.ticker.wake)
    return larm


def _watch_commits(watch: Watch) -> None:
    """Tell the watch of every commit that has something to store."""
    here = threading.local()
    run = Runner._run

    def watched(runner: Runner, use_case: Callable[..., Any], *rest: Any) -> Any:
        here.label, here.has_written = name_of(use_case), False
        outcome = run(runner, use_case, *rest)
        if here.has_written:
            watch.passes("after", here.label)
        return outcome

    def note(_connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        here.has_written = getattr(here, "has_written", False) or is_writing(statement)

    def commit(_connection: Connection) -> None:
        if getattr(here, "has_written", False):
            watch.passes("before", f"{getattr(here, 'label', 'migrate')}")

    Runner._run = watched  # type: ignore[method-assign,assignment]
    event.listen(Engine, "before_cursor_execute", note)
    event.listen(Engine, "commit", commit)


def is_writing(statement: str) -> bool:
    return statement.lstrip().upper().startswith(WRITING)


def name_of(use_case: Callable[..., Any]) -> str:
    """Name a use case: the innermost one, and the rarest that it settles, if it settles."""
    if isinstance(use_case, partial):
        return name_of(use_case.func)
    known = inspect.getclosurevars(use_case).nonlocals if inspect.isfunction(use_case) else {}
    if callable(known.get("use_case")):
        return name_of(known["use_case"])
    name = use_case.__qualname__.replace(".<locals>", "").replace(".<lambda>", "")
    operations = {errand.delivery.payload["op"] for errand, _ in known.get("batch", [])}
    return " ".join([name, *sorted(operations)[:1]])


def _sign_messages() -> None:
    """Let each message to Telegram name its promise, as each to Slack does in its metadata.

    Larm does not, for Telegram would not keep it: this is for the witness alone.
    """
    signature: ContextVar[str | None] = ContextVar("signature", default=None)
    send, request = TelegramMessenger.send, HTTPXRequest.do_request

    async def signed(
        messenger: TelegramMessenger, address: str, message: Message, *, key: str
    ) -> Receipt:
        before = signature.set(key)
        try:
            return await send(messenger, address, message, key=key)
        finally:
            signature.reset(before)

    async def do_request(client: HTTPXRequest, url: str, *rest: Any, **more: Any) -> Any:
        key = signature.get()
        query = f"?{urlencode({PROMISE: key})}" if key else ""
        return await request(client, url + query, *rest, **more)

    TelegramMessenger.send = signed  # type: ignore[method-assign,assignment]
    HTTPXRequest.do_request = do_request  # type: ignore[method-assign,assignment]


def _watch_requests(watch: Watch) -> None:
    """Tell the watch of every request to a platform but those that only listen."""
    call, send, request = (
        AsyncWebClient.api_call,
        AsyncWebhookClient.send_dict,
        HTTPXRequest.do_request,
    )

    async def api_call(client: AsyncWebClient, api_method: str, **rest: Any) -> Any:
        return await _watched(watch, api_method, call(client, api_method, **rest))

    async def send_dict(client: AsyncWebhookClient, *rest: Any, **more: Any) -> Any:
        return await _watched(watch, "response_url", send(client, *rest, **more))

    async def do_request(client: HTTPXRequest, url: str, *rest: Any, **more: Any) -> Any:
        label = url.rpartition("/")[2]
        asked = request(client, url, *rest, **more)
        return await (asked if label == POLL else _watched(watch, label, asked))

    AsyncWebClient.api_call = api_call  # type: ignore[method-assign,assignment]
    AsyncWebhookClient.send_dict = send_dict  # type: ignore[method-assign,assignment]
    HTTPXRequest.do_request = do_request  # type: ignore[method-assign,assignment]


async def _watched(watch: Watch, label: str, request: Any) -> Any:
    watch.passes("before", label)
    try:
        return await request
    finally:
        watch.passes("after", label)
