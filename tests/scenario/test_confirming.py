"""Rows are confirmed every six months with one press, chased, reported, and flagged in an alarm."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from handlers.roster import importing
from handlers.work import Work
from roster.model import PersonId
from sandbox.slack.state import Message
from storage import confirmations
from tests.scenario.conftest import ROSTER, Town, a_town

GRETA = 900005
QUESTION = "Stämmer din rad i beredskapslistan?"
IN_MAY = datetime(2027, 5, 31, 6, 59, tzinfo=UTC)  # Monday, 08:59 in Stockholm
QUIET = ROSTER.replace(", telegram: 900006", "").replace(", telegram: 900001", "")


async def jump(town: Town, to: datetime) -> None:
    """Let time pass in one leap."""
    town.clock.jump((to - town.clock.now()).total_seconds())
    town.stage.larm.ticker.wake()
    await town.quiet()


@asynccontextmanager
async def half_a_year_later(folder: Path, text: str = QUIET) -> AsyncIterator[Town]:
    """Set up a town on 30 November, and wait until nine o'clock on 31 May."""
    async with a_town(folder, text) as town:
        await jump(town, IN_MAY)
        await town.forward(minutes=2)
        yield town


def questions(town: Town, user: str) -> list[Message]:
    return [m for m in town.slack.direct(user) if "rad i beredskapslistan" in m.text]


async def statement(town: Town, person: str) -> confirmations.Vouched:
    found = await town.ask(lambda work: confirmations.of(work.session, PersonId(person)))
    assert isinstance(found, confirmations.Vouched)
    return found


async def test_nobody_is_asked_in_the_first_half_year(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        await jump(town, IN_MAY - timedelta(days=3))
        await town.forward(hours=4)

        assert questions(town, "U0ANNA") == []


async def test_everybody_is_shown_what_the_roster_says_of_them(tmp_path: Path) -> None:
    async with half_a_year_later(tmp_path) as town:
        [asked] = questions(town, "U0ANNA")

        assert "070-1740605" in asked.plain
        assert "Näringslivskontoret, Söderhamns kommun: i beredskap, en av 2" in asked.plain
        assert "E-post:* saknas" in asked.plain
        assert asked.labels == ["Stämmer", "Stämmer inte"]
        [on_telegram] = [m for m in town.telegram.from_bot(GRETA) if QUESTION in m.text]
        assert on_telegram.labels == ["Stämmer", "Stämmer inte"]


async def test_one_press_confirms_and_keeps_quiet_for_another_half_year(tmp_path: Path) -> None:
    async with half_a_year_later(tmp_path) as town:
        await town.press("U0ANNA", "Stämmer")
        await town.tap(GRETA, "Stämmer")

        [asked] = questions(town, "U0ANNA")
        assert "Din rad är bekräftad" in asked.plain
        assert asked.labels == []
        await jump(town, IN_MAY + timedelta(days=7))
        await town.forward(minutes=2)
        assert len(questions(town, "U0ANNA")) == 1
        assert len([m for m in town.telegram.from_bot(GRETA) if "Påminnelse" in m.text]) == 0
        assert len(questions(town, "U0BO")) == 2


async def test_a_press_on_a_row_that_has_changed_shows_the_row_anew(tmp_path: Path) -> None:
    async with half_a_year_later(tmp_path) as town:
        await imported(town, QUIET.replace("070-1740605", "070-999"))

        await town.hands.press("U0ANNA", "Stämmer")

        await town.eventually(lambda: "har ändrats" in town.told("U0ANNA")[-1])
        assert "070-999" in town.told("U0ANNA")[-1]
        assert (await statement(town, "anna")).statement.confirmed_at is None


async def test_whoever_says_that_the_row_is_wrong_is_quoted_to_the_chief(tmp_path: Path) -> None:
    async with half_a_year_later(tmp_path) as town:
        await town.hands.press("U0ANNA", "Stämmer inte")
        await town.hands.fill(
            "U0ANNA", "Stämmer inte", {"Vad stämmer inte?": "Nytt nummer 070-999"}
        )
        await town.quiet()

        [told] = [one for one in town.told("U0KARIN") if "inte stämmer:" in one]
        assert 'Anna Ek säger att raden i beredskapslistan inte stämmer: "Nytt nummer' in told
        assert "Telefon: 070-1740605" in told
        [asked] = questions(town, "U0ANNA")
        assert "Karin Ö ombeds rätta" in asked.plain


async def test_in_telegram_the_word_is_asked_for_and_the_coordinator_mends(
    tmp_path: Path,
) -> None:
    async with half_a_year_later(tmp_path) as town:
        await town.hands.tap(GRETA, "Stämmer inte")
        await town.eventually(lambda: "Vad stämmer inte" in town.telegram.messages(GRETA)[-1].text)

        answer = await town.say(GRETA, "Jag slutade i mars")
        await town.quiet()

        assert "Maria Region ombeds rätta" in answer
        assert any('"Jag slutade i mars"' in told for told in town.told("U0MARIA"))


async def test_a_strangers_press_changes_nothing(tmp_path: Path) -> None:
    text = QUIET.replace("  - {id: zoe, name: Zoe Utan Rätt, slack: U0ZOE, telegram: 900009}\n", "")
    async with half_a_year_later(tmp_path, text) as town:
        town.slack.state.users["U0ZOE"] = {**town.slack.state.users["U0ANNA"], "id": "U0ZOE"}
        [asked] = questions(town, "U0ANNA")

        await town.slack.press("U0ZOE", asked, "Stämmer")
        await town.slack.press("U0ZOE", asked, "Stämmer inte")

        assert (await statement(town, "anna")).statement.asked == 1
        assert town.slack.view("U0ZOE") is None


async def test_somebody_elses_press_does_not_confirm_a_row(tmp_path: Path) -> None:
    async with half_a_year_later(tmp_path) as town:
        [asked] = questions(town, "U0ANNA")

        await town.slack.press("U0BO", asked, "Stämmer")

        assert (await statement(town, "anna")).statement.confirmed_at is None
        assert (await statement(town, "bo")).statement.confirmed_at is None


async def test_the_silent_are_chased_twice_and_then_reported_to_the_chief_once_a_week(
    tmp_path: Path,
) -> None:
    async with half_a_year_later(tmp_path) as town:
        for week in (1, 2, 3):
            await jump(town, IN_MAY + timedelta(days=7 * week))
            await town.forward(minutes=2)
            await town.forward(hours=30)

        assert len(questions(town, "U0ANNA")) == 3
        assert "Påminnelse" in questions(town, "U0ANNA")[-1].text
        [report] = [told for told in town.told("U0KARIN") if "trots påminnelser" in told]
        assert "Anna Ek: obekräftad sedan november 2026" in report
        assert "Bo Lind: obekräftad sedan november 2026" in report


async def test_an_import_that_changes_the_row_counts_as_a_fresh_statement(tmp_path: Path) -> None:
    async with half_a_year_later(tmp_path) as town:
        await imported(town, QUIET.replace("070-1740605", "070-999"))
        await jump(town, IN_MAY + timedelta(days=7))
        await town.forward(minutes=2)

        assert len(questions(town, "U0ANNA")) == 1
        assert len(questions(town, "U0BO")) == 2


async def test_an_alarm_marks_whom_nobody_vouches_for(tmp_path: Path) -> None:
    async with half_a_year_later(tmp_path) as town:
        await town.press("U0ANNA", "Stämmer")
        await town.forward(days=1)

        await town.raise_alarm()

        [confirmed] = [told for told in town.told("U0ANNA") if "Obekräftade rader" in told]
        assert "Greta Nät (obekräftad sedan november 2026)" in confirmed
        assert "Anna Ek (obek" not in confirmed
        assert "väntar på Greta Nät (obekräftad sedan november 2026)" in town.situation
        found = await town.ask(unconfirmed)
        assert "greta" in found
        assert "anna" not in found


async def test_ones_own_row_is_shown_and_confirmed_at_any_time(town: Town) -> None:
    assert "i beredskap, en av 2" in await town.command("U0ANNA", "/larm uppgifter")
    assert "i beredskap, ensam" in await town.say(GRETA, "/uppgifter")

    await town.tap(GRETA, "Stämmer")

    assert (await statement(town, "greta")).statement.confirmed_at is not None


async def test_with_no_months_set_nobody_is_asked(tmp_path: Path) -> None:
    async with a_town(tmp_path, changes={"confirm_months": 0}) as town:
        await jump(town, IN_MAY)
        await town.forward(minutes=2)

        assert questions(town, "U0ANNA") == []


async def test_whoever_is_away_is_not_asked(tmp_path: Path) -> None:
    away = "absences:\n  - {person: olle, from: 2027-05-20T00:00, until: 2027-06-02T00:00}\n"
    async with half_a_year_later(tmp_path, QUIET + away) as town:
        assert questions(town, "U0OLLE") == []

        await town.forward(days=2)

        assert len(questions(town, "U0OLLE")) == 1


async def test_what_is_wrong_can_be_told_at_any_time_and_is_answered(town: Town) -> None:
    shown = await town.slack.command("U0BO", "/larm uppgifter")
    assert shown is not None

    await town.slack.press("U0BO", shown, "Stämmer inte")
    await town.hands.fill("U0BO", "Stämmer inte", {"Vad stämmer inte?": "Ny e-post"})
    await town.quiet()

    assert town.told("U0BO")[-1].startswith("Karin Ö ombeds rätta beredskapslistan.")
    assert any('"Ny e-post"' in told for told in town.told("U0KARIN"))


async def test_whoever_opens_later_is_asked_then(tmp_path: Path) -> None:
    text = QUIET.replace("hours: kontorstid", 'hours: "13-17"')
    async with half_a_year_later(tmp_path, text) as town:
        assert questions(town, "U0OLLE") == []

        await town.forward(hours=4)

        assert len(questions(town, "U0OLLE")) == 1


async def imported(town: Town, text: str) -> None:
    def use_case(work: Work) -> None:
        file = importing.read(work.desk, text.encode(), "roster.yaml")
        importing.import_roster(work, file)

    await town.ask(use_case)


def unconfirmed(work: Work) -> set[PersonId]:
    return set(confirmations.unconfirmed(work.session, work.now, work.desk.tz))


# The last day in the role


def ending(text: str, person: str, until: str) -> str:
    return text.replace(f"{{id: {person}, ", f"{{id: {person}, until: {until}, ")


async def test_an_end_is_warned_of_once_thirty_days_ahead(tmp_path: Path) -> None:
    async with a_town(tmp_path, ending(QUIET, "bo", "2027-01-08")) as town:
        await jump(town, datetime(2026, 12, 8, 12, tzinfo=UTC))
        assert not any("sista dag" in told for told in town.told("U0BO"))

        await town.forward(days=2)

        [warned] = [told for told in town.told("U0BO") if "sista dag" in told]
        assert "fre 8 jan 2027" in warned
        assert "säg till Karin Ö" in warned
        [told] = [told for told in town.told("U0KARIN") if "sista dag" in told]
        assert "Bo Lind har sin sista dag" in told
        assert not any("sista dag" in told for told in town.told("U0MARIA"))


async def test_where_a_duty_hangs_on_one_the_coordinator_hears_it_too(tmp_path: Path) -> None:
    text = ending(QUIET, "olle", "2026-12-20")
    async with a_town(tmp_path, text) as town:
        await town.forward(days=1)

        [told] = [told for told in town.told("U0MARIA") if "sista dag" in told]
        assert "utse en efterträdare" in told
        assert "Etableringskontakten" in told


async def test_who_heads_many_silent_people_hears_of_them_all_in_one_message(
    tmp_path: Path,
) -> None:
    many = "\n".join(f"  - {{id: p{n}, name: Person {n}, slack: U0P{n}}}" for n in range(23))
    named = ", ".join(f"p{n}" for n in range(23))
    text = QUIET.replace("actors:\n", f"{many}\nactors:\n", 1)
    text = text.replace("people: [anna, bo]", f"people: [{named}, anna, bo]")
    async with half_a_year_later(tmp_path, text) as town:
        for week in (1, 2, 3):
            await jump(town, IN_MAY + timedelta(days=7 * week))
            await town.forward(minutes=2)

        [report] = [told for told in town.told("U0KARIN") if "inte bekräftade" in told]
        assert "Beredskapslistan: 26 saker att se över" in report
