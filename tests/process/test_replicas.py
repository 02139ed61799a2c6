"""Several processes on one PostgreSQL: one sends, all listen, a dead one is replaced."""

import asyncio
import signal
import time

import pytest

from bot.demo.actors import Hands
from tests.process.conftest import Installation

FAILOVER = 10.0  # CONTRACT: seconds


@pytest.fixture
def shared(installation: Installation, postgres_url: str) -> Installation:
    installation.changes["LARM_DATABASE_URL"] = postgres_url
    return installation


async def test_a_dead_sender_is_replaced_and_nothing_is_lost(shared: Installation) -> None:
    sandbox = shared.sandbox
    first = await shared.run()
    await shared.run()
    before = len(sandbox.slack.calls)
    await Hands(sandbox).raise_alarm("U0ANNA", "/larm Söderhamn etablering Lavskrika", {})
    await shared.until_calls(before + 6)
    first.send_signal(signal.SIGKILL)
    await first.communicate()
    begun = time.monotonic()
    calls = len(sandbox.slack.calls)

    await shared.until_calls(calls + 1)
    taken = time.monotonic() - begun
    await shared.quiet()

    assert taken < FAILOVER
    for user in ("U0ANNA", "U0MARIA", "U0OLLE"):
        pages = [m for m in sandbox.slack.direct(user) if "behövs" in m.text]
        certain = [m for m in pages if "(kan vara upprepad)" not in m.text]
        assert len(certain) <= 1
        assert len(pages) >= 1
    assert any("Kvittera" in m.labels for m in sandbox.telegram.from_bot(900005))
    [channel] = [c for c in sandbox.slack.state.channels.values() if not c.is_im]
    headings = {message.text for message in channel.messages}
    assert sum("(Lavskrika)" in heading for heading in headings) == 11


async def test_a_paused_sender_repeats_at_most_what_was_on_the_wire(
    shared: Installation,
) -> None:
    sandbox = shared.sandbox
    first = await shared.run()
    await shared.run()
    before = len(sandbox.slack.calls)
    await Hands(sandbox).raise_alarm("U0ANNA", "/larm Söderhamn etablering Lavskrika", {})
    await shared.until_calls(before + 4)
    first.send_signal(signal.SIGSTOP)
    await asyncio.sleep(7)  # its lease has run out by now
    await shared.quiet()
    first.send_signal(signal.SIGCONT)
    await shared.quiet()

    for user in ("U0ANNA", "U0MARIA", "U0OLLE"):
        pages = [m for m in sandbox.slack.direct(user) if "behövs" in m.text]
        certain = [m for m in pages if "(kan vara upprepad)" not in m.text]
        assert len(certain) <= 1
        assert len(pages) >= 1


async def test_replicas_that_start_together_migrate_once(shared: Installation) -> None:
    await asyncio.gather(shared.command("migrate"), shared.command("migrate"))

    code, _, err = await shared.command("migrate")

    assert code == 0, err


async def test_replicas_that_start_together_on_an_empty_database_all_stand(
    shared: Installation,
) -> None:
    connections = shared.sandbox.slack.socket
    processes = [await shared.begin() for _ in range(3)]
    for _ in range(3000):
        if connections.connections >= 2 * len(processes):
            break
        await asyncio.sleep(0.01)

    assert [process.returncode for process in processes] == [None, None, None]
    assert connections.connections == 2 * len(processes)
