"""One's shifts in one's own calendar: the address in chat, and what a calendar reads there."""

import logging
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
import vobject

from bot.feed_page import FeedPage
from bot.http import HealthServer
from handlers import figures
from handlers.roster import importing
from roster.oncall import shifts
from sandbox.slack.state import Message
from storage import journal, people
from tests.scenario.conftest import ROSTER, Town, a_town

MARIA, GRETA, ZOE = 900006, 900005, 900009
ADDRESS = re.compile(r"http://\S+?\.ics")
WEEKLY = ROSTER.replace(
    "{people: [anna, bo], rotation: fixed}",
    '{people: [anna, bo], rotation: weekly, handoff: "mon 08:00"}',
).replace("{people: [greta], rotation: fixed}", "{people: [anna], rotation: fixed}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a calendar gets."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def summaries(self) -> set[str]:
        found = vobject.readOne(self.body.decode(), validate=True)
        return {event.summary.value for event in found.contents.get("vevent", [])}


async def fetched(url: str, **headers: str) -> Answer:
    async with (
        aiohttp.ClientSession() as session,
        session.get(url, headers={name.replace("_", "-"): v for name, v in headers.items()}) as got,
    ):
        return Answer(got.status, got.headers, await got.read())


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose pages are served over real HTTP, under the address that the bot gives."""
    async with a_town(tmp_path, WEEKLY) as found:
        runner = found.stage.larm.runner

        async def ready() -> bool:
            return True

        server = HealthServer(
            ready, lambda: runner.look(figures.look), pages=[FeedPage(runner).route]
        )
        port = server.listen(0, "127.0.0.1")
        await server.start()
        runner.desk = replace(runner.desk, public_url=f"http://127.0.0.1:{port}")
        yield found
        await server.stop()


def address_in(text: str) -> str:
    found = ADDRESS.search(text)
    assert found is not None, text
    return found[0]


async def asked(town: Town, user: str, words: str) -> Message:
    answer = await town.slack.command(user, f"/larm {words}")
    assert answer is not None
    return answer


async def pressed(town: Town, user: str, message: Message, label: str) -> str:
    """Press a button in an answer; return what is answered to that."""
    before = len(town.channel_of(user).messages)
    await town.slack.press(user, message, label)
    await town.eventually(lambda: len(town.channel_of(user).messages) > before)
    return town.channel_of(user).messages[-1].plain


async def test_my_calendar_has_my_shifts_at_every_actor_and_nothing_else(town: Town) -> None:
    answer = await asked(town, "U0ANNA", "kalender")

    assert answer.ephemeral_to == "U0ANNA"
    got = await fetched(address_in(answer.plain))
    assert got.status == 200
    assert got.headers["Content-Type"] == "text/calendar; charset=utf-8"
    start, end = datetime(2026, 9, 30, 22, tzinfo=UTC), datetime(2027, 5, 31, 22, tzinfo=UTC)
    roster = await town.ask(lambda work: people.roster(work.session))
    expected = {
        (f"Beredskap: {actor.name}, {actor.organisation}", shift.starts_at, shift.ends_at)
        for actor in roster.actors
        for shift in shifts(actor, roster, start, end, town.stage.larm.desk.tz)
        if shift.person == "anna"
    }
    events = vobject.readOne(got.body.decode(), validate=True).vevent_list
    assert {(one.summary.value, one.dtstart.value, one.dtend.value) for one in events} == expected
    assert {name for name, _, _ in expected} == {
        "Beredskap: Näringslivskontoret, Söderhamns kommun",
        "Beredskap: Elnätet, Söderhamns kommun",
    }


async def test_asked_again_the_address_is_the_same(town: Town) -> None:
    first = address_in((await asked(town, "U0ANNA", "kalender")).plain)

    assert address_in((await asked(town, "U0ANNA", "kalender")).plain) == first
    assert address_in(await town.say(900001, "/kalender")) == first


async def test_a_new_address_stops_the_old_one_at_once(town: Town) -> None:
    answer = await asked(town, "U0ANNA", "kalender")

    told = await pressed(town, "U0ANNA", answer, "Ny adress")

    assert "Den gamla gäller inte längre" in told
    old, new = address_in(answer.plain), address_in(told)
    assert old != new
    gone = await fetched(old)
    assert (gone.status, gone.body) == (404, b"")
    assert (await fetched(new)).status == 200


async def test_a_stopped_address_is_as_if_it_had_never_been(town: Town) -> None:
    answer = await asked(town, "U0ANNA", "kalender")
    address = address_in(answer.plain)

    told = await pressed(town, "U0ANNA", answer, "Stäng av")

    assert "avstängd" in told
    stopped, unknown = await fetched(address), await fetched(re.sub(r"\w{40}", "0" * 40, address))
    assert (stopped.status, stopped.body) == (unknown.status, unknown.body) == (404, b"")
    assert stopped.headers.keys() == unknown.headers.keys()
    assert "gäller inte längre" in await pressed(town, "U0ANNA", answer, "Ny adress")


@pytest.mark.parametrize("token", ["", "x", "%00", "0" * 39, "0" * 41, "A" * 40, "..%2fmetrics"])
async def test_what_is_no_address_is_not_there(town: Town, token: str) -> None:
    base = town.stage.larm.runner.desk.public_url

    assert (await fetched(f"{base}/kalender/{token}.ics")).status == 404


async def test_on_telegram_the_same_with_buttons(town: Town) -> None:
    told = await town.say(MARIA, "/kalender")
    old = address_in(told)
    assert (await fetched(old)).summaries == {"Beredskap: Jouren, Region Gävleborg"}

    await town.tap(MARIA, "Ny adress")
    new = address_in(await town.answer_to(MARIA))
    await town.tap(MARIA, "Stäng av", new)

    assert [(await fetched(one)).status for one in (old, new)] == [404, 404]


@pytest.mark.parametrize("user", ["U0ANNA", "U0BERTIL", "U0KARIN", "U0MARIA"])
async def test_everybodys_shifts_are_for_the_actors_people_and_the_coordinator(
    town: Town, user: str
) -> None:
    answer = await asked(town, user, "kalender naringslivskontoret")

    got = await fetched(address_in(answer.plain))

    assert got.summaries == {
        "Anna Ek: beredskap för Näringslivskontoret, Söderhamns kommun",
        "Bo Lind: beredskap för Näringslivskontoret, Söderhamns kommun",
    }


@pytest.mark.parametrize("user", ["U0ZOE", "U0OLLE", "U0NISSE"])
async def test_others_are_refused_everybodys_shifts(town: Town, user: str) -> None:
    told = (await asked(town, user, "kalender Näringslivskontoret")).plain

    assert "visas för dem som hör till aktören" in told
    assert ADDRESS.search(told) is None


async def test_of_several_actors_one_is_chosen_by_a_button(town: Town) -> None:
    answer = await asked(town, "U0MARIA", "kalender söderhamns")

    told = await pressed(town, "U0MARIA", answer, "Elnätet, Söderhamns kommun")

    assert "Allas pass i din kalender: Elnätet" in told
    assert (await fetched(address_in(told))).status == 200


async def test_an_unknown_actor_is_told(town: Town) -> None:
    assert 'ingen aktör "brandkåren"' in await town.command("U0ANNA", "/larm kalender brandkåren")


async def test_ones_own_actor_is_meant_when_others_have_the_name_too(tmp_path: Path) -> None:
    twin = ROSTER.replace("name: Grannkontoret", "name: Näringslivskontoret")
    async with a_town(tmp_path, twin) as town:
        runner = town.stage.larm.runner
        runner.desk = replace(runner.desk, public_url="http://127.0.0.1:1")

        told = await town.command("U0NISSE", "/larm kalender näringslivskontoret")

    assert "Näringslivskontoret, Bollnäs kommun" in told


async def test_nobodys_button_works_for_another(town: Town) -> None:
    answer = await asked(town, "U0ANNA", "kalender")
    address = address_in(answer.plain)
    [button] = [one for one in answer.buttons if one["text"]["text"] == "Stäng av"]
    theirs = await asked(town, "U0BO", "kalender")
    before = len(town.channel_of("U0BO").messages)

    await town.slack.act("U0BO", {"type": "button", **button}, message=theirs)

    await town.eventually(lambda: len(town.channel_of("U0BO").messages) > before)
    assert "gäller inte längre" in town.channel_of("U0BO").messages[-1].plain
    assert (await fetched(address)).status == 200


async def test_what_changes_shows_at_once_and_what_does_not_is_not_sent_again(town: Town) -> None:
    address = address_in((await asked(town, "U0BO", "kalender")).plain)
    first = await fetched(address)
    again = await fetched(address, If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    await town.forward(minutes=5)
    assert (await fetched(address)).body == first.body  # the same to the byte

    swap = "\noverrides:\n  - {actor: nat, person: bo, from: 2026-12-24T08:00, until: 2026-12-27}\n"
    changed = WEEKLY + swap.replace("2026-12-27}", "2026-12-27T08:00}")
    await town.ask(lambda work: importing.import_if_new(work, changed.encode(), "r.yaml"))

    second = await fetched(address, If_None_Match=first.headers["ETag"])
    assert second.status == 200
    assert second.summaries - first.summaries == {"Beredskap: Elnätet, Söderhamns kommun"}
    assert b"DTSTAMP:20261130T0905" in second.body


async def test_an_address_stops_when_its_person_has_left(town: Town) -> None:
    own = address_in((await asked(town, "U0BO", "kalender")).plain)
    actors = address_in((await asked(town, "U0BO", "kalender näringslivskontoret")).plain)
    without = WEEKLY.replace("  - {id: bo, name: Bo Lind, slack: U0BO}\n", "")
    without = without.replace("[anna, bo]", "[anna]")

    await town.ask(lambda work: importing.import_if_new(work, without.encode(), "r.yaml"))

    assert [(await fetched(one)).status for one in (own, actors)] == [404, 404]


async def test_everybodys_shifts_stop_for_whoever_no_longer_belongs(town: Town) -> None:
    own = address_in((await asked(town, "U0BO", "kalender")).plain)
    actors = address_in((await asked(town, "U0BO", "kalender näringslivskontoret")).plain)
    moved = WEEKLY.replace("[anna, bo]", "[anna]")

    await town.ask(lambda work: importing.import_if_new(work, moved.encode(), "r.yaml"))

    assert [(await fetched(one)).status for one in (own, actors)] == [200, 404]
    assert (await fetched(own)).summaries == set()


async def test_the_token_is_in_no_log_and_no_journal(
    town: Town, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = await asked(town, "U0ANNA", "kalender")
        address = address_in(answer.plain)
        await fetched(address)
        await pressed(town, "U0ANNA", answer, "Stäng av")
        await fetched(address)

    token = address.rpartition("/")[2].removesuffix(".ics")
    assert re.fullmatch(r"[0-9a-f]{40}", token)
    lines = [record for record in caplog.records if record.name.split(".")[0] != "aiohttp"]
    ours = [one for one in lines if not one.name.startswith(("slack", "telegram", "httpcore"))]
    assert token not in " ".join(one.getMessage() for one in ours)
    assert token not in capsys.readouterr().err
    for event in ("feed_opened", "feed_stopped"):
        written = await town.ask(lambda work, event=event: journal.of_event(work.session, event))
        assert [entry.facts for entry in written] == [
            {"kind": "person", "subject": "anna", "by": "anna"}
        ]


async def test_without_a_public_address_the_operator_is_named(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        assert "LARM_PUBLIC_URL" in await town.command("U0ANNA", "/larm kalender")


async def test_a_stranger_gets_no_address(town: Town) -> None:
    town.slack.state.users["U0FRAMLING"] = {"id": "U0FRAMLING", "name": "framling"}

    told = await town.command("U0FRAMLING", "/larm kalender")

    assert ADDRESS.search(told) is None


async def test_a_day_passes_and_the_feed_is_the_same(town: Town) -> None:
    address = address_in((await asked(town, "U0ANNA", "kalender")).plain)
    first = await fetched(address)

    town.clock.jump(timedelta(hours=12).total_seconds())

    assert (await fetched(address, If_None_Match=first.headers["ETag"])).status == 304
