"""A process starts, or says in a line why not, and stops politely."""

import signal
from pathlib import Path

import pytest

from bot.demo.actors import Hands
from sandbox.faults import Fault, FaultKind
from sandbox.server import Sandbox
from tests.ordeal.installation import installed
from tests.process.conftest import Installation


async def test_a_killed_process_still_answers_what_it_was_asked(
    installation: Installation,
) -> None:
    sandbox = installation.sandbox
    process = await installation.run()
    sandbox.faults.add(Fault("hang", "telegram", "sendMessage"))
    await sandbox.telegram.send(900005, "/jour Söderhamn")
    await installation.until_confirmed()
    await installation.kill(process)
    sandbox.faults.clear()

    await installation.run()
    await installation.quiet()

    [told] = sandbox.telegram.from_bot(900005)
    assert "I beredskap: Söderhamn" in told.text


async def test_a_process_keeps_within_the_limits_together_with_the_one_before_it(
    installation: Installation,
) -> None:
    sandbox = installation.sandbox
    sandbox.slack.api.has_limits = sandbox.telegram.api.has_limits = True
    installation.changes["LARM_LIMITS"] = "on"
    process = await installation.run()
    await Hands(sandbox).raise_alarm("U0ANNA", "/larm Söderhamn etablering Lavskrika", {})
    await installation.until(lambda: _furnished(sandbox) >= 10)
    await installation.kill(process)

    await installation.run()
    await installation.until(lambda: _furnished(sandbox) >= 14)

    assert [call.method for call in sandbox.slack.calls if call.status == 429] == []
    assert [call.method for call in sandbox.telegram.calls if call.status == 429] == []


def _furnished(sandbox: Sandbox) -> int:
    """Return how many messages there are in channels."""
    return sum(len(one.messages) for one in sandbox.slack.state.channels.values() if not one.is_im)


async def test_it_stops_politely(installation: Installation) -> None:
    process = await installation.run()

    process.send_signal(signal.SIGTERM)
    _, err = await process.communicate()

    assert process.returncode == 0
    assert b"Traceback" not in err


async def test_a_second_process_on_the_same_file_is_refused(installation: Installation) -> None:
    await installation.run()

    code, _, err = await installation.command("run")

    assert code == 1
    assert "Another larm is running" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("LARM_SLACK_BOT_TOKEN", "xoxb-wrong", "LARM_SLACK_BOT_TOKEN"),
        ("LARM_SLACK_APP_TOKEN", "xapp-wrong", "LARM_SLACK_APP_TOKEN"),
        ("LARM_TELEGRAM_TOKEN", "123456:wrong", "LARM_TELEGRAM_TOKEN"),
        ("LARM_DATABASE_URL", "postgresql://u:secret@127.0.0.1:9/x", "LARM_DATABASE_URL"),
        ("LARM_TIMEZONE", "Mars", "LARM_TIMEZONE"),
        ("LARM_ROSTER_FILE", "nowhere.yaml", "LARM_ROSTER_FILE"),
        ("LARM_CLOCK_SPEED", "fast", "LARM_CLOCK_SPEED"),
    ],
)
async def test_what_keeps_it_from_starting_is_told_in_a_line_with_the_mend(
    installation: Installation, name: str, value: str, words: str
) -> None:
    installation.changes[name] = value

    code, _, err = await installation.command("run")

    told = [line for line in err.splitlines() if line.strip()]
    assert code == 1
    assert words in told[-1]
    assert "Traceback" not in err
    assert "secret" not in err


async def test_a_missing_scope_is_named(installation: Installation) -> None:
    api = installation.sandbox.slack.api
    api.scopes = api.scopes - {"pins:write"}

    code, _, err = await installation.command("run")

    assert code == 1
    assert "pins:write" in err


async def test_a_platform_that_does_not_answer_does_not_stop_the_other(
    installation: Installation,
) -> None:
    installation.changes["LARM_TELEGRAM_API_URL"] = "http://127.0.0.1:9"
    await installation.run()

    await Hands(installation.sandbox).raise_alarm(
        "U0ANNA", "/larm Söderhamn etablering Lavskrika", {}
    )
    await installation.quiet()

    assert any("behövs" in m.text for m in installation.sandbox.slack.direct("U0MARIA"))


@pytest.mark.parametrize("kind", ["429", "500"])
@pytest.mark.parametrize(("platform", "method"), [("slack", "auth.test"), ("telegram", "getMe")])
async def test_a_platform_in_passing_trouble_at_the_start_is_tried_again(
    tmp_path: Path, platform: str, method: str, kind: FaultKind
) -> None:
    async with installed(tmp_path) as town:
        town.sandbox.faults.add(Fault(kind, platform, method, times=1))

        await town.start()
        await town.introduced()

        assert town.is_whole
        assert town.connections == 2


async def test_a_broken_roster_leaves_the_database_as_it_was(installation: Installation) -> None:
    good = installation.folder / "roster.yaml"
    assert (await installation.command("roster", "import", str(good)))[0] == 0
    before = (await installation.command("roster", "export"))[1]
    broken = installation.folder / "broken.yaml"
    broken.write_text(
        good.read_text(encoding="utf-8").replace("slack: U0ANNA", "slak: U0ANNA", 1)
        + "  - {id: x, name: X}\n",
        encoding="utf-8",
    )

    code, _, err = await installation.command("roster", "import", str(broken))

    assert code == 1
    assert "broken.yaml, rad 3" in err
    assert len(err.splitlines()) > 3
    assert (await installation.command("roster", "export"))[1] == before
