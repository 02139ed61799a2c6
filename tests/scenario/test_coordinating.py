"""The coordinator's list: what it tells whom, also when it is long or somebody presses Start."""

from pathlib import Path

from sandbox.telegram.state import Message
from tests.scenario.conftest import ROSTER, Town, a_town

GRETA, MARIA = 900005, 900006
KEPT = ["naringsliv", "nat", "stat", "linje"]  # the region, which coordinates, is unticked
ONLY_TELEGRAM = ROSTER.replace("slack: U0MARIA, ", "")


def lists_to(town: Town, user: int) -> list[Message]:
    return [m for m in town.telegram.from_bot(user) if "Att samordna" in m.text]


async def test_the_list_of_a_secret_case_names_no_actor_to_who_is_not_summoned(
    town: Town,
) -> None:
    await town.slack.command("U0ANNA", "/larm Söderhamn etablering Lavskrika")
    await town.slack.wait_for_view("U0ANNA")
    await town.slack.submit("U0ANNA", {"Aktörer": KEPT, "Sekretess": "hemlig"})
    await town.quiet()
    await town.forward(hours=2)

    listed = [m for m in town.slack.direct("U0MARIA") if "Tar över" in m.labels][-1]
    assert (
        listed.plain.count("En kallad aktör har inte svarat")
        == listed.labels.count("Tar över")
        == len(KEPT)
    )
    assert set(listed.labels) == {"Tar över"}
    for name in ("kontoret", "nätet", "Söderhamn", "Länsstyrelsen", "Greta", "Anna", "070"):
        assert name not in listed.plain


async def test_a_coordinator_who_presses_start_gets_the_list_that_waits(tmp_path: Path) -> None:
    async with a_town(tmp_path, ONLY_TELEGRAM) as town:
        town.telegram.state.chats[MARIA].started = False
        await town.raise_alarm()
        assert any("Att samordna" in text for text in town.told("U0ANNA"))

        await town.say(MARIA, "/start")
        await town.quiet()

        [listed] = lists_to(town, MARIA)
        assert "Anslutning" in listed.text
        assert any(label.startswith("Tar över") for label in listed.labels)


async def test_start_pressed_again_brings_no_second_list(tmp_path: Path) -> None:
    async with a_town(tmp_path, ONLY_TELEGRAM) as town:
        await town.raise_alarm()
        before = len(lists_to(town, MARIA))

        await town.say(MARIA, "/start")
        await town.quiet()

        assert len(lists_to(town, MARIA)) == before > 0


async def test_what_was_lost_for_want_of_start_is_mended_by_it(town: Town) -> None:
    town.telegram.state.chats[GRETA].started = False
    await town.raise_alarm()
    assert "Greta Nät i Telegram" in newest_list(town)
    assert "har inte tryckt på Start" in newest_list(town)
    assert "Greta Nät i Telegram" in await town.command("U0ANNA", "/larm läge")

    await town.say(GRETA, "/start")
    await town.quiet()

    assert "Greta Nät i Telegram" not in newest_list(town)
    assert "Ej levererat" not in await town.command("U0ANNA", "/larm läge")


def newest_list(town: Town) -> str:
    return [text for text in town.told("U0MARIA") if "Att samordna" in text][-1]


async def test_a_long_list_is_shown_in_brief_with_a_button_on_every_line(tmp_path: Path) -> None:
    async with a_town(tmp_path, many(36)) as town:
        await town.raise_alarm()

        listed = lists_to(town, MARIA)[-1]
        lines = [line for line in listed.text.splitlines() if "Ringpost" in line]
        assert len(lines) == 36
        for line in lines:
            number = line.partition(".")[0]
            assert f"Tar över {number}" in listed.labels
            assert "070-" in line
        assert "Ledig mark" not in listed.text


async def test_a_short_list_tells_what_is_unanswered_in_full(tmp_path: Path) -> None:
    async with a_town(tmp_path, many(3)) as town:
        await town.raise_alarm()

        assert "Ledig mark" in lists_to(town, MARIA)[-1].text


def many(count: int) -> str:
    people = "".join(
        f"  - {{id: t{n}, name: Tel {n}, phone: '070-{n:04}'}}\n" for n in range(count)
    )
    actors = "".join(
        f"  - id: ring{n}\n    name: Ringpost {n}\n    organisation: Organisation {n}\n"
        f"    level: nationell\n    area: [SE]\n    themes: [MAR]\n"
        f"    on_call: {{people: [t{n}]}}\n"
        for n in range(count)
    )
    return ROSTER.replace("actors:", f"{people}actors:", 1) + actors


async def test_a_coordinator_without_themes_of_its_own_reads_which_it_answers_for(
    tmp_path: Path,
) -> None:
    roster = ROSTER.replace("    themes: [FLE, KOM]\n", "    themes: []\n", 1)
    async with a_town(tmp_path, roster) as town:
        await town.raise_alarm()

        [summons] = [told for told in town.told("U0MARIA") if "Du har beredskap" in told]
        assert "Era teman" not in summons
        assert "Ni svarar även för Flernivåsamverkan" in summons

        await town.press("U0MARIA", "Kan inte")
        await town.forward(minutes=2)

        line = next(told for told in town.told("U0MARIA") if "Att samordna" in told)
        _, _, about = line.partition("Jouren (Region Gävleborg)")
        assert about.splitlines()[1].startswith("Flernivåsamverkan")
