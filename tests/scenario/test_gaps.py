"""What is lacking: asked for in chat on both platforms, before the press, and on Mondays."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from blueprint.load import load
from bot.limits import is_group
from handlers.roster import weekly
from sandbox.slack.state import BOT_USER, Channel
from sandbox.telegram.state import Chat
from storage import backlog, moments, outbox
from storage.model import DeliveryState
from tests.scenario.conftest import MONDAY_TEN, ROSTER, Town, a_town

NETWORK = -100123
STRANGER, STRANGERS_CHAT = "U0FRAMLING", 900404
AWAY = """
absences:
  - {person: nisse, from: 2026-12-08T08:00, until: 2026-12-10T08:00}
  - {person: greta, from: 2026-11-30T06:00, until: 2026-12-01T08:00}
"""
GROUPS = """
groups:
  - {id: natverk, name: Näringslivsnätverket, area: ["21"], slack: C0NATVERK, telegram: -100123}
"""


@asynccontextmanager
async def town_with(
    folder: Path, tail: str, at: datetime = MONDAY_TEN, roster: str = ROSTER
) -> AsyncIterator[Town]:
    """Set a town up whose standing group has a channel and a chat that the bot is in."""
    async with a_town(folder, roster + tail, at) as found:
        network = Channel("C0NATVERK", "natverket", members=["U0ANNA", BOT_USER])
        found.slack.state.channels[network.id] = network
        found.telegram.state.chats[NETWORK] = Chat(NETWORK, "Nätverket", started=True)
        yield found


async def pressed(town: Town, user: str, command: str, label: str) -> str:
    """Press a button in the answer to a command; return what only the person sees then."""
    answer = await town.slack.command(user, command)
    assert answer is not None
    await town.slack.press(user, answer, label)
    await town.eventually(lambda: town.slack.direct(user)[-1] is not answer)
    return town.slack.direct(user)[-1].plain


def about_gaps(town: Town) -> list[str]:
    """Return what the open alarm form says of what is lacking."""
    view = town.slack.view("U0ANNA")
    assert view is not None
    told = [b["text"]["text"] for b in view.body["blocks"] if b["type"] == "section"]
    return [text for text in told if "saknar lokal jour" in text]


def in_the_network(town: Town) -> list[str]:
    return [message.plain for message in town.slack.state.channels["C0NATVERK"].messages]


def in_the_chat(town: Town) -> list[str]:
    return [message.text for message in town.telegram.state.chats[NETWORK].messages]


def reports_to(town: Town, user: str) -> list[str]:
    return [told for told in town.told(user) if told.startswith("Luckor")]


async def test_the_conclusion_comes_first_then_only_what_is_lacking(tmp_path: Path) -> None:
    async with town_with(tmp_path, AWAY) as town:
        told = await town.command("U0ANNA", "/larm gaps Söderhamn")

        first = told.splitlines()[0]
        assert first == (
            "Luckor: Söderhamn. 7 teman saknar lokal jour, varav 3 saknar allt. "
            "1 aktör har ingen i beredskap nu."
        )
        assert "Kompetensförsörjning: Jouren, Region Gävleborg (Maria Region)" in told
        assert "Bostadsbyggande\n" in told
        assert "Dessa går till samordnaren: Jouren, Region Gävleborg (Maria Region)" in told
        assert (
            "Elnätet, Söderhamns kommun: till tis 1 dec 08:00. Bertil Ås kallas i stället." in told
        )
        assert "Mottagarkapacitet" not in told  # it has a local actor


async def test_weaknesses_of_people_are_told_after_what_is_missing(town: Town) -> None:
    told = await town.command("U0ANNA", "/larm luckor söderhamns kommun")

    assert "Hänger på en person: " in told
    assert "Jouren (Maria Region)" in told
    assert "Nås bara per telefon eller e-post: Anslutning" in told
    assert told.index("Saknar lokal jour") < told.index("Sårbart")


async def test_coming_gaps_are_told_with_actor_theme_and_who_is_called(tmp_path: Path) -> None:
    async with town_with(tmp_path, AWAY) as town:
        told = await town.command("U0ANNA", "/larm gaps Bollnäs")

        line = next(line for line in told.splitlines() if "Grannkontoret, Bollnäs" in line)
        assert "tis 8 dec 08:00 till tors 10 dec 08:00" in line
        assert line.endswith("Maria Region (Jouren, Region Gävleborg) kallas i stället.")


async def test_the_whole_matrix_is_a_press_away(town: Town) -> None:
    told = await pressed(town, "U0ANNA", "/larm gaps Söderhamn", "Visa hela")

    assert "Tema och nivå: Söderhamn" in told
    assert "lokal: Näringslivskontoret – Anna Ek" in told
    assert "nationell: Anslutning – Sven Linje" in told
    assert "saknas: delregional" in told


async def test_a_county_has_a_line_for_each_municipality_and_buttons_for_the_worst(
    tmp_path: Path,
) -> None:
    async with town_with(tmp_path, AWAY) as town:
        answer = await town.slack.command("U0ANNA", "/larm gaps Gävleborgs län")

        assert answer is not None
        told = answer.plain
        assert "10 av 10 kommuner har luckor." in told
        lines = [line for line in told.splitlines() if line.startswith("• ")]
        assert len(lines) == 10
        assert lines.index(next(x for x in lines if "Söderhamn" in x)) > 0  # others are worse
        bollnas = next(line for line in lines if line.startswith("• Bollnäs"))
        assert bollnas.endswith("nästa lucka tis 8 dec 08:00")
        assert len(answer.labels) == 5
        actions = [button["action_id"] for button in answer.buttons]
        assert len(set(actions)) == 5  # Slack takes no two of the same in a row

        opened = await pressed(town, "U0ANNA", "/larm gaps Gävleborgs län", answer.labels[1])
        assert opened.startswith(f"Luckor: {answer.labels[1]}")


async def test_without_words_ones_own_area_is_meant(town: Town) -> None:
    assert (await town.command("U0NISSE", "/larm gaps")).startswith("Luckor: Bollnäs")
    assert (await town.command("U0MARIA", "/larm gaps")).startswith("Luckor: Gävleborgs län")


async def test_whoever_serves_nowhere_is_asked_which_place(town: Town) -> None:
    told = await town.command("U0ZOE", "/larm gaps")

    assert "Vilken kommun eller vilket län?" in told


async def test_in_an_alarms_channel_its_municipality_is_meant(town: Town) -> None:
    await town.raise_alarm()

    answer = await town.slack.command("U0NISSE", "/larm gaps", channel=town.channel.id)

    assert answer is not None
    assert answer.plain.startswith("Luckor: Söderhamn")


async def test_an_unknown_place_gets_the_nearest_three(town: Town) -> None:
    answer = await town.slack.command("U0ANNA", "/larm gaps Söderham")

    assert answer is not None
    assert 'varken kommun eller län för "Söderham"' in answer.plain
    assert answer.labels[0] == "Söderhamn"
    assert len(answer.labels) == 3


async def test_a_stranger_is_told_nothing_of_the_roster(town: Town) -> None:
    town.slack.state.users[STRANGER] = {**town.slack.state.users["U0ZOE"], "id": STRANGER}

    told = await town.command(STRANGER, "/larm gaps Söderhamn")

    assert "Anna" not in told
    assert "Luckor" not in told
    assert STRANGER in told


async def test_in_telegram_the_same_is_asked_and_opened(tmp_path: Path) -> None:
    async with town_with(tmp_path, AWAY) as town:
        county = await town.say(900006, "/gaps Gävleborgs län")
        assert "10 av 10 kommuner har luckor." in county
        button = town.telegram.messages(900006)[-1].labels[0]
        await town.tap(900006, button)
        opened = town.telegram.messages(900006)[-1]
        assert opened.text.startswith(f"Luckor: {button}")

        await town.tap(900006, "Visa hela")

        assert town.telegram.messages(900006)[-1].text.startswith(f"Tema och nivå: {button}")


async def test_in_telegram_it_is_asked_by_either_word_and_also_as_in_slack(town: Town) -> None:
    for text in ("/gaps Bollnäs", "/luckor Bollnäs", "/larm gaps Bollnäs"):
        assert (await town.say(900001, text)).startswith("Luckor: Bollnäs")


async def test_in_telegram_a_stranger_is_told_nothing(town: Town) -> None:
    town.telegram.state.chats[STRANGERS_CHAT] = Chat(STRANGERS_CHAT, "Främling", started=True)

    told = await town.say(STRANGERS_CHAT, "/gaps Söderhamn")

    assert "Anna" not in told
    assert str(STRANGERS_CHAT) in told


# Before the press


async def test_the_alarm_form_says_what_is_lacking_before_the_press(tmp_path: Path) -> None:
    async with town_with(tmp_path, AWAY) as town:
        await town.slack.command("U0ANNA", "/larm Söderhamn etablering Lavskrika")
        await town.slack.wait_for_view("U0ANNA")

        [told] = about_gaps(town)

        assert "teman saknar lokal jour: " in told
        assert "Region Gävleborg" in told
        assert "Ingen i beredskap nu: Elnätet, Söderhamns kommun." in told
        assert len(told.splitlines()) <= 3


async def test_the_form_says_so_as_soon_as_municipality_and_kind_are_chosen(town: Town) -> None:
    await town.slack.command("U0ANNA", "/larm")
    await town.slack.wait_for_view("U0ANNA")
    assert about_gaps(town) == []

    await town.slack.fill("U0ANNA", "Kommun", "Söderhamn")
    await town.slack.fill("U0ANNA", "Slag", "etablering")
    await town.eventually(lambda: bool(about_gaps(town)))

    assert "saknar lokal jour" in about_gaps(town)[0]


async def test_the_dialogue_says_what_is_lacking_before_larma_nu(tmp_path: Path) -> None:
    async with town_with(tmp_path, AWAY) as town:
        told = await town.say(900001, "/larm Söderhamn etablering Lavskrika")

        assert "Larma nu" in town.telegram.messages(900001)[-1].labels
        assert "teman saknar lokal jour: " in told
        assert "Ingen i beredskap nu: Elnätet, Söderhamns kommun." in told


# On Mondays


async def test_on_mondays_the_standing_group_is_told_on_both_platforms(tmp_path: Path) -> None:
    async with town_with(tmp_path, GROUPS) as town:
        await town.until(at(7, 14))
        assert in_the_network(town) == []

        await town.until(at(7, 16))

        [posted] = in_the_network(town)
        [sent] = in_the_chat(town)
        assert posted.startswith("Luckor: Gävleborgs län")
        assert sent.startswith("Luckor: Gävleborgs län")
        assert "10 av 10 kommuner har luckor." in posted
        assert town.slack.state.channels["C0NATVERK"].messages[0].labels == []
        delivery = await town.ask(
            lambda work: outbox.get(work.session, "weekly/2026-W50/group/natverk@telegram")
        )
        assert is_group(delivery.address)  # at most twenty messages a minute


async def test_the_coordinator_on_call_is_told_directly_too(town: Town) -> None:
    await town.until(at(7, 16))

    [told] = reports_to(town, "U0MARIA")
    assert told.startswith("Luckor: Gävleborgs län")
    assert reports_to(town, "U0ANNA") == []


async def test_a_week_is_told_once_however_often_the_bot_starts(tmp_path: Path) -> None:
    async with town_with(tmp_path, GROUPS) as town:
        await town.until(at(7, 16))

        for _restart in range(2):
            await town.stage.larm.runner.act(weekly.schedule)
            await town.stage.larm.runner.act(
                lambda work: moments.put(work.session, weekly.MOMENT, at(7, 15))
            )
            await town.quiet()

        assert len(in_the_network(town)) == 1
        assert len(in_the_chat(town)) == 1
        assert len(reports_to(town, "U0MARIA")) == 1


async def test_the_week_after_is_told_anew(tmp_path: Path) -> None:
    async with town_with(tmp_path, GROUPS) as town:
        await town.until(at(7, 16))
        await town.until(at(14, 16))

        assert len(in_the_network(town)) == 2


async def test_on_a_holiday_monday_it_comes_the_next_working_day(tmp_path: Path) -> None:
    thursday = datetime(2027, 3, 25, 9, tzinfo=UTC)  # before Easter; Monday the 29th is a holiday
    async with town_with(tmp_path, GROUPS, thursday) as town:
        await town.until(datetime(2027, 3, 29, 20, tzinfo=UTC))
        assert in_the_network(town) == []

        await town.until(datetime(2027, 3, 30, 6, 16, tzinfo=UTC))  # 08:16, summer time

        assert len(in_the_network(town)) == 1


async def test_missed_on_monday_it_comes_on_tuesday(tmp_path: Path) -> None:
    async with town_with(tmp_path, GROUPS) as town:
        town.clock.jump((at(7, 15, hour=14) - town.clock.now()).total_seconds())
        town.stage.larm.ticker.wake()
        await town.quiet()
        assert in_the_network(town) == []

        await town.until(at(8, 16))

        assert len(in_the_network(town)) == 1


async def test_without_groups_and_coordinators_nobody_is_told(tmp_path: Path) -> None:
    alone = ROSTER.replace("    coordinator: true\n", "")
    async with town_with(tmp_path, "", roster=alone) as town:
        await town.until(at(7, 16))

        assert in_the_network(town) == []
        assert reports_to(town, "U0MARIA") == []


async def test_a_week_without_gaps_is_one_line(tmp_path: Path) -> None:
    every = ", ".join(theme.code for theme in load(None).themes)
    full = ROSTER.replace("themes: [MOT, LAR, MAR]", f"themes: [{every}]")
    group = GROUPS.replace('["21"]', '["2182"]')
    async with town_with(tmp_path, group, roster=full) as town:
        await town.until(at(7, 16))

        assert [m.text for m in town.slack.state.channels["C0NATVERK"].messages] == [
            "Inga luckor den här veckan: Söderhamn."
        ]


async def test_a_channel_that_the_bot_is_not_in_is_buried_and_the_others_are_told(
    tmp_path: Path,
) -> None:
    async with town_with(tmp_path, GROUPS) as town:
        town.slack.state.channels["C0NATVERK"].members.remove(BOT_USER)

        await town.until(at(7, 16))

        lost = await town.ask(
            lambda work: outbox.get(work.session, "weekly/2026-W50/group/natverk@slack")
        )
        assert lost.state is DeliveryState.BURIED
        assert len(in_the_chat(town)) == 1
        assert len(reports_to(town, "U0MARIA")) == 1
        noted = await town.ask(lambda work: backlog.buried(work.session, "weekly"))
        assert [one.key for one in noted] == [lost.key]


async def test_of_an_area_with_two_coordinators_the_first_on_call_hears(tmp_path: Path) -> None:
    second = """
  - id: reserv
    name: Reserven
    organisation: Region Gävleborg
    level: regional
    area: ["21"]
    themes: [FLE]
    coordinator: true
    on_call: {people: [olle], rotation: fixed}
"""
    away = "absences:\n  - {person: maria, from: 2026-12-14T00:00, until: 2026-12-15T00:00}\n"
    async with town_with(tmp_path, second + away) as town:
        await town.until(at(7, 16))
        assert (len(reports_to(town, "U0MARIA")), len(reports_to(town, "U0OLLE"))) == (1, 0)

        await town.until(at(14, 16))

        assert (len(reports_to(town, "U0MARIA")), len(reports_to(town, "U0OLLE"))) == (1, 1)


async def test_a_coordinator_hears_when_the_post_opens(tmp_path: Path) -> None:
    late = ROSTER.replace("    coordinator: true\n", '    coordinator: true\n    hours: "10-16"\n')
    async with town_with(tmp_path, "", roster=late) as town:
        await town.until(at(7, 16))
        assert reports_to(town, "U0MARIA") == []

        await town.until(at(7, 1, hour=9))

        assert len(reports_to(town, "U0MARIA")) == 1


def at(day: int, minute: int, *, hour: int = 7) -> datetime:
    """Return a moment of December 2026, in UTC; 07:15 is 08:15 in Stockholm."""
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)
