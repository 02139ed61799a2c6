"""The command line and what operators look at, on a real installation."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.demo.actors import Hands
from tests.process.conftest import Installation


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@asynccontextmanager
async def watcher(
    handler: Callable[[web.Request], Awaitable[web.Response]],
) -> AsyncIterator[str]:
    """Listen on an address, as whoever watches over the bot does."""
    app = web.Application()
    app.add_routes([web.get("/ping", handler)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/ping"
    await runner.cleanup()


async def fetched(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


async def eventually(url: str) -> tuple[int, str]:
    for _ in range(200):
        try:
            return await fetched(url)
        except aiohttp.ClientError:
            await asyncio.sleep(0.05)
    raise TimeoutError(url)


async def test_health_readiness_and_figures(installation: Installation) -> None:
    port = a_free_port()
    installation.changes["LARM_HTTP_PORT"] = str(port)
    await installation.run()
    await Hands(installation.sandbox).raise_alarm(
        "U0ANNA", "/larm Söderhamn etablering Lavskrika", {}
    )
    await installation.quiet()

    assert await eventually(f"http://127.0.0.1:{port}/healthz") == (200, "ok\n")
    assert await fetched(f"http://127.0.0.1:{port}/readyz") == (200, "ready\n")
    status, figures = await fetched(f"http://127.0.0.1:{port}/metrics")
    assert status == 200
    assert 'larm_sent_total{platform="slack",priority="first_page"}' in figures
    assert 'larm_sent_total{platform="telegram",priority="first_page"} 3.0' in figures
    assert 'larm_presses_total{heard="new",platform="slack"} 1.0' in figures
    assert "larm_due_lag_seconds 0.0" in figures
    assert "larm_ticks_total" in figures
    unknown = f"http://127.0.0.1:{port}/kalender/{'0' * 40}.ics"
    assert await fetched(unknown) == (404, "")


async def test_a_watcher_is_pinged_while_deliveries_flow(installation: Installation) -> None:
    pings = 0

    async def ping(_request: web.Request) -> web.Response:
        nonlocal pings
        pings += 1
        return web.Response()

    async with watcher(ping) as address:
        installation.changes["LARM_HEARTBEAT_URL"] = address
        await installation.run()
        for _ in range(100):
            if pings:
                break
            await asyncio.sleep(0.05)

    assert pings == 1


async def test_logs_name_alarm_and_callout_but_nobody(installation: Installation) -> None:
    installation.sandbox.telegram.block(900005)
    process = await installation.run()
    await Hands(installation.sandbox).raise_alarm(
        "U0ANNA", "/larm Söderhamn etablering Lavskrika", {}
    )
    await installation.quiet()
    process.terminate()
    _, err = await process.communicate()

    log = err.decode()
    assert "event='opened' alarm=1" in log
    assert "event='paged' alarm=1 callout=1 number=1 attempt=1" in log
    assert "event='buried' reason='Forbidden: bot was blocked by the user'" in log
    for secret in ("xoxb-", "xapp-", "123456:", "Greta", "greta", "Anna", "anna", "900005", "070-"):
        assert secret not in log


async def test_a_platform_that_does_not_answer_makes_it_alive_but_not_ready(
    installation: Installation,
) -> None:
    port = a_free_port()
    installation.changes["LARM_HTTP_PORT"] = str(port)
    installation.changes["LARM_TELEGRAM_API_URL"] = "http://127.0.0.1:9"
    await installation.run()

    assert (await eventually(f"http://127.0.0.1:{port}/healthz"))[0] == 200
    assert (await fetched(f"http://127.0.0.1:{port}/readyz"))[0] == 503


async def test_digests_are_printed_and_nothing_is_sent(installation: Installation) -> None:
    process = await installation.run()
    await Hands(installation.sandbox).raise_alarm(
        "U0ANNA", "/larm Söderhamn etablering Lavskrika", {}
    )
    await installation.quiet()
    process.terminate()
    await process.communicate()
    before = len(installation.sandbox.slack.calls)

    code, out, err = await installation.command("digest", "--dry-run")

    assert (code, err) == (0, "")
    assert "Lägessammanfattning" in out
    assert len(installation.sandbox.slack.calls) == before


async def test_digests_forced_twice_are_promised_once(installation: Installation) -> None:
    process = await installation.run()
    await Hands(installation.sandbox).raise_alarm(
        "U0ANNA", "/larm Söderhamn etablering Lavskrika", {}
    )
    await installation.quiet()
    process.terminate()
    await process.communicate()

    _, first, _ = await installation.command("digest", "--now")
    _, second, _ = await installation.command("digest", "--now")

    assert "digests promised" in first
    assert second == "Nothing due.\n"


async def test_the_roster_is_imported_shown_and_exported(installation: Installation) -> None:
    file = str(installation.folder / "roster.yaml")

    code, rehearsed, _ = await installation.command("roster", "import", file, "--dry-run")
    assert (code, "+ people anna" in rehearsed) == (0, True)
    assert "Inget har ändrats" in rehearsed
    code, imported, _ = await installation.command("roster", "import", file)
    assert (code, "Listan är inläst." in imported) == (0, True)
    _, on_call, _ = await installation.command("roster", "oncall", "Söderhamn", "--json")
    assert {row["actor"]: row["person"] for row in json.loads(on_call)}["naringsliv"] == "anna"
    _, gaps, _ = await installation.command("roster", "gaps", "--json")
    assert json.loads(gaps)[0]["municipality"] == "2182"
    exported = installation.folder / "out.yaml"
    await installation.command("roster", "export", str(exported))
    code, again, _ = await installation.command("roster", "import", str(exported))
    assert (code, "Inget ändras." in again) == (0, True)


async def test_check_says_what_is_well_and_what_is_not(installation: Installation) -> None:
    await installation.command("roster", "import", str(installation.folder / "roster.yaml"))

    code, out, _ = await installation.command("check", "--json")

    levels = {(finding["about"], finding["level"]) for finding in json.loads(out)}
    assert code == 0
    assert {("slack", "ok"), ("telegram", "ok"), ("database", "ok"), ("reach", "warning")} <= levels


async def test_the_manifest_asks_for_the_scopes(installation: Installation) -> None:
    _, out, _ = await installation.command("manifest")

    scopes = json.loads(out)["oauth_config"]["scopes"]["bot"]
    assert {"commands", "chat:write", "groups:write", "im:write", "pins:write"} <= set(scopes)


@pytest.mark.parametrize("word", ["varför", "katalog"])
async def test_a_word_it_does_not_know_is_told(installation: Installation, word: str) -> None:
    code, _, err = await installation.command(word)

    assert code == 2
    assert "No such command" in err


async def test_check_finds_a_wrong_app_token(installation: Installation) -> None:
    installation.changes = {"LARM_SLACK_APP_TOKEN": "xapp-wrong"}
    await installation.command("migrate")

    code, out, _ = await installation.command("check")

    assert code == 1
    assert "LARM_SLACK_APP_TOKEN" in out


async def test_check_warns_of_a_missing_app_token(installation: Installation) -> None:
    installation.changes = {"LARM_SLACK_APP_TOKEN": ""}
    await installation.command("migrate")

    _, out, _ = await installation.command("check")

    assert "WARNING slack: no app token" in out


async def test_check_says_that_there_is_no_platform(installation: Installation) -> None:
    installation.changes = {
        "LARM_SLACK_BOT_TOKEN": "",
        "LARM_SLACK_APP_TOKEN": "",
        "LARM_TELEGRAM_TOKEN": "",
    }
    await installation.command("migrate")

    code, out, _ = await installation.command("check")

    assert code == 1
    assert "no platform" in out


@pytest.mark.parametrize("name", ["list.yaml", "list.csv", "list.xlsx"])
async def test_a_template_is_read_as_it_is_and_a_roster_comes_back(
    installation: Installation, name: str
) -> None:
    template, again = installation.folder / name, installation.folder / f"again-{name}"

    assert (await installation.command("roster", "template", str(template)))[0] == 0
    assert (await installation.command("roster", "import", str(template)))[0] == 0
    assert (await installation.command("roster", "export", str(again)))[0] == 0
    _, told, _ = await installation.command("roster", "import", str(again))

    assert "Inget ändras." in told


async def test_a_broken_spreadsheet_is_told_with_row_and_column(
    installation: Installation,
) -> None:
    broken = installation.folder / "broken.csv"
    broken.write_text("section;id;name;slack\npeople;anna;Anna;hej\n", encoding="utf-8")

    code, _, err = await installation.command("roster", "import", str(broken))

    assert code == 1
    assert "broken.csv, rad 2, people[0] \"anna\", slack: 'hej'" in err
