"""Change the roster from chat: see one's duties, give one away, swap, take it now."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.roster.importing import import_if_new
from storage import journal
from tests.scenario.conftest import MONDAY_TEN, ROSTER, Town, a_town

ANNA, ZOE, MARIA, GRETA = 900001, 900009, 900006, 900005

# Anna has the week of 30 November, Bo the next. Karin is chief, Maria the region's coordinator.
WEEKLY = ROSTER.replace(
    "on_call: {people: [anna, bo], rotation: fixed}",
    'on_call: {people: [anna, bo], rotation: weekly, handoff: "mon 08:00", from: 2026-11-30}',
)
# The same on Telegram alone.
ANNA_AND_GRETA = WEEKLY.replace("[anna, bo]", "[anna, greta]").replace(
    "name: Anna Ek, slack: U0ANNA, telegram", "name: Anna Ek, telegram"
)


OTHER_WORDS = ("byt", "byt pass", "lämna bort", "lamna bort passet")


@pytest.fixture
async def weekly(tmp_path: Path) -> AsyncIterator[Town]:
    async with a_town(tmp_path, WEEKLY) as found:
        yield found


async def newest(town: Town, user: str, words: str) -> str:
    """Wait for a message with the words in the person's direct messages in Slack."""
    await town.eventually(lambda: any(words in told for told in town.told(user)))
    return next(told for told in reversed(town.told(user)) if words in told)


async def on_call(town: Town) -> str:
    answer = await town.command("U0ZOE", "/larm jour Söderhamn")
    return next(line for line in answer.splitlines() if "Näringslivskontoret" in line)


async def give_to_bo(town: Town) -> None:
    """Let Anna offer Bo the duty that she has now."""
    await town.command("U0ANNA", "/larm mina pass")
    await town.press("U0ANNA", "Lämna bort")
    await newest(town, "U0ANNA", "vem ska ta passet")
    await town.press("U0ANNA", "Bo Lind")
    await newest(town, "U0BO", "Kan du ta ett pass?")


async def import_another_actor(town: Town) -> None:
    """Import a roster in which another actor stands in Näringslivskontoret's place."""
    renamed = WEEKLY.replace("naringsliv", "naring")
    await town.ask(lambda work: import_if_new(work, renamed.encode(), "roster.yaml"))
    town.stage.larm.ticker.wake()
    await town.quiet()


def data_of(town: Town, user: int, label: str) -> str:
    """Return what the newest button of that label bears in the person's chat."""
    buttons = (b for m in town.telegram.from_bot(user) for row in m.rows for b in row)
    return [str(one["callback_data"]) for one in buttons if one["text"] == label][-1]


async def forged(town: Town, user: int, data: str) -> str:
    """Send a press of the person's own making; return what it answers."""
    await town.say(user, "/start")
    newest = town.telegram.messages(user)[-1]
    answered = await town.telegram.press_data(user, newest, data)
    assert answered is not None
    return answered.text


async def test_my_coming_duties_are_told_with_the_present_one_first(weekly: Town) -> None:
    told = await weekly.command("U0ANNA", "/larm mina pass")

    lines = [line for line in told.splitlines() if "Näringslivskontoret" in line]
    assert lines[0].startswith("1. nu till mån 7 dec 08:00: Näringslivskontoret")
    assert lines[1].startswith("2. mån 14 dec 08:00 – mån 21 dec 08:00")


@pytest.mark.parametrize(
    "words", ["mina", "minapass", "pass", "Mina Pass", "mitt pass", *OTHER_WORDS]
)
async def test_the_words_may_be_written_in_many_ways(weekly: Town, words: str) -> None:
    assert "Dina pass" in await weekly.command("U0ANNA", f"/larm {words}")


@pytest.mark.parametrize("words", OTHER_WORDS)
async def test_the_words_are_the_same_on_telegram(weekly: Town, words: str) -> None:
    assert "Dina pass" in await weekly.say(ANNA, f"/{words}".replace("ä", "a"))
    assert "Dina pass" in await weekly.say(ANNA, f"/larm {words}")


async def test_who_is_in_no_roster_hears_why_there_is_no_list(weekly: Town) -> None:
    weekly.slack.state.users["U0OKÄND"] = {**weekly.slack.state.users["U0ZOE"], "id": "U0OKÄND"}

    assert "finns inte i beredskapslistan" in await weekly.command("U0OKÄND", "/larm mina pass")


async def test_a_duty_that_is_given_away_stays_until_the_other_takes_it(weekly: Town) -> None:
    await give_to_bo(weekly)

    assert "Anna Ek" in await on_call(weekly)
    assert "Du har passet tills" in await newest(weekly, "U0ANNA", "har fått frågan")

    await weekly.press("U0BO", "Ta passet")

    assert "Bo Lind" in await on_call(weekly)
    assert "Du har det inte längre" in await newest(weekly, "U0ANNA", "Bo Lind har tagit ditt pass")
    asked = next(m for m in weekly.slack.direct("U0BO") if "Svar: ja" in m.plain)
    assert asked.labels == []


async def test_who_declines_changes_nothing_and_the_asker_hears_it(weekly: Town) -> None:
    await give_to_bo(weekly)

    await weekly.press("U0BO", "Nej tack")

    assert "Anna Ek" in await on_call(weekly)
    await newest(weekly, "U0ANNA", "Bo Lind tackade nej till passet")


async def test_an_offer_is_withdrawn_and_can_no_longer_be_taken(weekly: Town) -> None:
    await give_to_bo(weekly)
    question = next(m for m in weekly.slack.direct("U0BO") if "Ta passet" in m.labels)
    await newest(weekly, "U0ANNA", "har fått frågan")

    await weekly.press("U0ANNA", "Dra tillbaka")

    await newest(weekly, "U0BO", "Frågan är återtagen")
    assert question.labels == []
    assert "Anna Ek" in await on_call(weekly)


async def test_an_offer_is_not_taken_twice(weekly: Town) -> None:
    await give_to_bo(weekly)
    question = next(m for m in weekly.slack.direct("U0BO") if "Ta passet" in m.labels)
    yes = next(button for button in question.buttons if button["text"]["text"] == "Ta passet")

    await weekly.press("U0BO", "Ta passet")
    press = {"type": "button", "action_id": yes["action_id"], "value": yes["value"]}
    await weekly.slack.act("U0BO", {**press, "block_id": yes["block_id"]}, message=question)

    assert "Svar: ja" in await newest(weekly, "U0BO", "Passet har bytt ägare")
    given = await weekly.ask(lambda work: journal.of_event(work.session, "shift_given"))
    assert len(given) == 1


async def test_another_cannot_answer_for_the_one_who_is_asked(weekly: Town) -> None:
    await give_to_bo(weekly)
    question = next(m for m in weekly.slack.direct("U0BO") if "Ta passet" in m.labels)

    await weekly.slack.press("U0ZOE", question, "Ta passet")

    await weekly.eventually(
        lambda: any("inte ställd till dig" in m.plain for m in weekly.channel_of("U0BO").messages)
    )
    assert "Anna Ek" in await on_call(weekly)


async def test_an_offer_lapses_when_its_duty_begins(weekly: Town) -> None:
    await weekly.command("U0BO", "/larm mina pass")
    await weekly.press("U0BO", "Lämna bort")
    await newest(weekly, "U0BO", "vem ska ta passet")
    await weekly.press("U0BO", "Anna Ek")
    await newest(weekly, "U0ANNA", "Bo Lind vill lämna ett pass till Anna Ek: mån 7 dec 08:00")

    await weekly.forward(days=7)

    await newest(weekly, "U0BO", "gäller inte längre, passet har börjat")
    assert "Bo Lind" in await on_call(weekly)


async def test_both_have_the_others_duty_after_a_swap(weekly: Town) -> None:
    await weekly.command("U0ANNA", "/larm mina pass")
    await weekly.press("U0ANNA", "Byt")
    await newest(weekly, "U0ANNA", "vilket pass vill du ha i stället")
    await weekly.press("U0ANNA", "Byt", "vilket pass")
    await newest(weekly, "U0BO", "Anna Ek vill byta pass med Bo Lind")
    assert "Anna Ek" in await on_call(weekly)

    await weekly.press("U0BO", "Byt", "Kan du ta ett pass?")

    assert "Bo Lind" in await on_call(weekly)
    told = await newest(weekly, "U0ANNA", "Bytt pass")
    assert "du har nu mån 7 dec 08:00 – mån 14 dec 08:00" in told
    await weekly.forward(days=7)
    assert "Anna Ek" in await on_call(weekly)


async def test_a_chief_gives_a_duty_at_once_and_both_are_told(weekly: Town) -> None:
    told = await weekly.command("U0KARIN", "/larm pass näringslivskontoret")
    assert "1. nu till mån 7 dec 08:00: Anna Ek" in told

    await weekly.press("U0KARIN", "Lämna bort")
    await newest(weekly, "U0KARIN", "vem ska ta passet")
    await weekly.press("U0KARIN", "Bo Lind")

    assert "Bo Lind" in await on_call(weekly)
    await newest(weekly, "U0ANNA", "Karin Ö har gett ditt pass")
    await newest(weekly, "U0BO", "Karin Ö har gett dig ett pass")


async def test_a_coordinator_changes_the_duties_of_the_area_on_telegram(weekly: Town) -> None:
    assert "1. nu till" in await weekly.say(MARIA, "/pass näringslivskontoret")

    await weekly.tap(MARIA, "Lämna bort 1")
    await weekly.tap(MARIA, "Bo Lind")

    assert "Bo Lind" in await on_call(weekly)


@pytest.mark.parametrize("user", ["U0BO", "U0ZOE"])
async def test_who_answers_for_no_actor_cannot_change_its_duties(weekly: Town, user: str) -> None:
    told = await weekly.command(user, "/larm pass näringslivskontoret")

    assert "Bara chefen och områdets samordnare" in told


async def test_who_answers_for_no_actor_cannot_on_telegram_either(weekly: Town) -> None:
    told = await weekly.say(ZOE, "/pass näringslivskontoret")

    assert "Bara chefen och områdets samordnare" in told


@pytest.mark.parametrize("label", ["Lämna bort", "Byt"])
async def test_a_button_in_anothers_list_gives_no_right(weekly: Town, label: str) -> None:
    await weekly.command("U0ANNA", "/larm mina pass")
    listed = next(m for m in weekly.slack.direct("U0ANNA") if "Dina pass" in m.plain)

    await weekly.slack.press("U0ZOE", listed, label)

    channel = weekly.channel_of("U0ANNA")
    await weekly.eventually(lambda: any("Passet är inte ditt" in m.plain for m in channel.messages))


async def test_a_list_that_has_grown_old_says_that_the_shift_has_changed(weekly: Town) -> None:
    await weekly.command("U0ANNA", "/larm mina pass")
    await weekly.command("U0BO", "/larm ta passet")

    await weekly.press("U0ANNA", "Lämna bort")

    await newest(weekly, "U0ANNA", "Passet har ändrats")


async def test_the_duty_is_taken_now_and_whoever_had_it_is_told(weekly: Town) -> None:
    told = await weekly.command("U0BO", "/larm ta passet")

    assert "Du har passet hos Näringslivskontoret" in told
    assert "till mån 7 dec 08:00" in told
    assert "Bo Lind" in await on_call(weekly)
    await newest(weekly, "U0ANNA", "Bo Lind har tagit ditt pass: nu till mån 7 dec 08:00")


async def test_the_answer_about_who_is_on_call_lets_me_take_the_duty(weekly: Town) -> None:
    await weekly.command("U0BO", "/larm jour Söderhamn")

    await weekly.press("U0BO", "Jag tar passet nu")

    assert "Bo Lind" in await on_call(weekly)


async def test_who_does_not_belong_to_the_actor_cannot_take_its_duty(weekly: Town) -> None:
    told = await weekly.command("U0ZOE", "/larm ta passet näringslivskontoret")

    assert "Du hör inte till Näringslivskontoret" in told
    answer = await weekly.slack.command("U0ZOE", "/larm jour Söderhamn")
    assert answer is not None
    assert answer.labels == []


async def test_the_next_page_of_a_running_alarm_goes_to_whoever_has_the_duty_by_then(
    weekly: Town,
) -> None:
    await weekly.raise_alarm("U0MARIA")
    assert len(weekly.pages("U0ANNA", "Näringslivskontoret")) == 1

    await weekly.command("U0BO", "/larm ta passet")
    await weekly.forward(minutes=11)

    assert len(weekly.pages("U0BO", "Näringslivskontoret")) == 1
    assert len(weekly.pages("U0ANNA", "Näringslivskontoret")) == 1


async def test_a_duty_changes_hands_on_telegram(tmp_path: Path) -> None:
    async with a_town(tmp_path, ANNA_AND_GRETA) as town:
        assert "1. nu till mån 7 dec 08:00" in await town.say(ANNA, "/mina pass")
        await town.tap(ANNA, "Lämna bort 1")
        await town.tap(ANNA, "Greta Nät", "vem ska ta passet")

        await town.tap(GRETA, "Ta passet")

        assert "Greta Nät" in await on_call(town)
        said = [m.text for m in town.telegram.from_bot(ANNA)]
        assert any("Greta Nät har tagit ditt pass" in text for text in said)


async def test_a_swap_on_telegram_waits_for_the_other(tmp_path: Path) -> None:
    async with a_town(tmp_path, ANNA_AND_GRETA) as town:
        await town.say(ANNA, "/mina pass")
        await town.tap(ANNA, "Byt 1")
        await town.tap(ANNA, "Byt 1", "vilket pass")
        assert "Anna Ek" in await on_call(town)

        await town.tap(GRETA, "Byt", "Kan du ta ett pass?")

        assert "Greta Nät" in await on_call(town)


async def test_the_duty_is_taken_now_on_telegram(tmp_path: Path) -> None:
    async with a_town(tmp_path, ANNA_AND_GRETA) as town:
        assert "Du hör inte till" in await town.say(ZOE, "/ta passet näringslivskontoret")
        assert "Du har passet" in await town.say(GRETA, "/ta passet näringslivskontoret")

        assert "Greta Nät" in await on_call(town)


async def test_who_has_ended_is_offered_no_duty(tmp_path: Path) -> None:
    ended = WEEKLY.replace("name: Bo Lind,", "name: Bo Lind, until: 2026-12-02,")
    async with a_town(tmp_path, ended, MONDAY_TEN) as town:
        await town.command("U0ANNA", "/larm mina pass")
        await town.press("U0ANNA", "Lämna bort")

        await newest(town, "U0ANNA", "vem ska ta passet")
        asked = next(m for m in town.slack.direct("U0ANNA") if "vem ska ta" in m.plain)
        assert "Bo Lind" not in asked.labels


async def test_an_offer_that_others_have_overtaken_lapses_and_the_asker_hears_it(
    weekly: Town,
) -> None:
    await give_to_bo(weekly)

    await weekly.command("U0KARIN", "/larm ta passet näringslivskontoret")
    await weekly.quiet()

    await newest(weekly, "U0ANNA", "gäller inte längre, passet har börjat eller ändrats")
    asked = next(m for m in weekly.slack.direct("U0BO") if "vill lämna ett pass" in m.plain)
    assert asked.labels == []


async def test_who_has_become_absent_meanwhile_cannot_take_the_duty(weekly: Town) -> None:
    await give_to_bo(weekly)
    await weekly.command("U0BO", "/larm borta imorgon")
    await weekly.press("U0BO", "Spara")

    await weekly.press("U0BO", "Ta passet")

    await newest(weekly, "U0BO", "Bo Lind kan inte ta hela passet")
    assert "Anna Ek" in await on_call(weekly)


async def test_a_chief_can_let_somebody_stand_in_who_is_in_no_chat(weekly: Town) -> None:
    await weekly.say(MARIA, "/pass näringslivskontoret")
    await weekly.tap(MARIA, "Lämna bort 1")
    await weekly.tap(MARIA, "Någon annan")

    assert "Ring och berätta" in await weekly.say(MARIA, "sven linje")
    assert "Sven Linje" in await on_call(weekly)


@pytest.mark.parametrize("label", ["Lämna bort 1", "Byt 1"])
async def test_a_press_that_another_sends_in_telegram_changes_nothing(
    weekly: Town, label: str
) -> None:
    await weekly.say(ANNA, "/mina pass")
    data = data_of(weekly, ANNA, label)

    assert "Passet är inte ditt" in await forged(weekly, ZOE, data)


async def test_another_cannot_answer_in_telegram_for_the_one_who_is_asked(tmp_path: Path) -> None:
    async with a_town(tmp_path, ANNA_AND_GRETA) as town:
        await town.say(ANNA, "/mina pass")
        await town.tap(ANNA, "Lämna bort 1")
        await town.tap(ANNA, "Greta Nät", "vem ska ta passet")

        assert "inte ställd till dig" in await forged(town, ZOE, data_of(town, GRETA, "Ta passet"))
        withdraw = data_of(town, ANNA, "Dra tillbaka")
        assert "inte ställd till dig" in await forged(town, ZOE, withdraw)
        assert "Anna Ek" in await on_call(town)


@pytest.mark.parametrize(
    "data", ["dutygive:", "dutyto:abc", "dutywith:00", "offeryes:x", "dutytake:"]
)
async def test_a_press_that_no_button_of_ours_bears_gets_a_line(weekly: Town, data: str) -> None:
    told = await forged(weekly, ANNA, data)

    assert "har ändrats" in told or "finns inte längre" in told


async def test_each_reads_their_own_language(tmp_path: Path) -> None:
    english = WEEKLY.replace("name: Bo Lind,", "name: Bo Lind, language: en,")
    async with a_town(tmp_path, english) as town:
        await town.command("U0ANNA", "/larm mina pass")
        await town.press("U0ANNA", "Lämna bort")
        await newest(town, "U0ANNA", "vem ska ta passet")
        await town.press("U0ANNA", "Bo Lind")

        await town.press("U0BO", "Take the shift")

        assert "Your shifts" in await town.command("U0BO", "/larm mina pass")
        await newest(town, "U0ANNA", "Bo Lind har tagit ditt pass")


async def test_an_import_lets_questions_to_those_who_have_left_go_and_the_asker_hears_it(
    weekly: Town,
) -> None:
    await give_to_bo(weekly)
    without_bo = WEEKLY.replace("  - {id: bo, name: Bo Lind, slack: U0BO}\n", "")
    without_bo = without_bo.replace("people: [anna, bo]", "people: [anna]")

    await weekly.ask(lambda work: import_if_new(work, without_bo.encode(), "roster.yaml"))
    weekly.stage.larm.ticker.wake()
    await weekly.quiet()

    told = await newest(weekly, "U0ANNA", "Bo Lind har slutat enligt beredskapslistan")
    assert "Du har det fortfarande" in told
    question = next(m for m in weekly.slack.direct("U0BO") if "vill lämna" in m.plain)
    assert question.labels == []


async def test_an_import_without_the_actor_lets_its_questions_go_and_the_asker_hears_it(
    weekly: Town,
) -> None:
    await give_to_bo(weekly)

    await import_another_actor(weekly)

    await newest(weekly, "U0ANNA", "finns inte kvar i beredskapslistan, så passet")
    question = next(m for m in weekly.slack.direct("U0BO") if "vill lämna" in m.plain)
    assert question.labels == []


async def test_shifts_that_one_list_cannot_hold_are_shown_with_a_press(tmp_path: Path) -> None:
    daily = WEEKLY.replace("rotation: weekly", "rotation: daily").replace('"mon 08:00"', '"08:00"')
    async with a_town(tmp_path, daily) as town:
        told = await town.command("U0ANNA", "/larm mina pass")
        assert "21 pass till, längre fram" in told

        await town.press("U0ANNA", "Visa fler")
        second = await newest(town, "U0ANNA", "9. ons 16 dec 08:00")
        assert "13 pass till" in second

        await town.press("U0ANNA", "Lämna bort", "9. ons 16 dec 08:00")
        await newest(town, "U0ANNA", "ons 16 dec 08:00 – tors 17 dec 08:00: vem ska ta passet")

        await town.say(MARIA, "/pass näringslivskontoret")
        await town.tap(MARIA, "Visa fler")
        assert "9. tis 8 dec 08:00" in town.telegram.messages(MARIA)[-1].text


async def test_duties_to_swap_with_that_one_list_cannot_hold_are_shown_with_a_press(
    tmp_path: Path,
) -> None:
    daily = WEEKLY.replace("rotation: weekly", "rotation: daily").replace('"mon 08:00"', '"08:00"')
    async with a_town(tmp_path, daily) as town:
        await town.command("U0ANNA", "/larm mina pass")
        await town.press("U0ANNA", "Byt")
        await newest(town, "U0ANNA", "vilket pass vill du ha i stället")
        await town.press("U0ANNA", "Visa fler", "vilket pass")

        second = await newest(town, "U0ANNA", "9. ")
        assert "Bo Lind" in second
        await town.press("U0ANNA", "Byt", "9. ")
        asked = await newest(town, "U0BO", "Kan du ta ett pass?")
        assert "byta" in asked


async def test_who_takes_a_shift_is_asked_only_about_those_that_others_have(
    tmp_path: Path,
) -> None:
    both = WEEKLY.replace("on_call: {people: [greta]", "on_call: {people: [bo, anna]")
    async with a_town(tmp_path, both) as town:
        told = await town.slack.command("U0BO", "/larm ta passet")

        assert told is not None
        assert "1. Näringslivskontoret, Söderhamns kommun: Anna Ek" in told.plain
        assert told.labels == ["Jag tar passet nu"]
        await town.press("U0BO", "Jag tar passet nu")
        assert "Du har redan passet hos alla" in await town.command("U0BO", "/larm ta passet")


async def test_a_name_written_in_full_means_that_actor_though_others_begin_so(
    tmp_path: Path,
) -> None:
    alike = WEEKLY.replace("name: Anslutning", "name: Elnätet 2")
    alike = alike.replace("coordinator: true", "coordinator: false")
    async with a_town(tmp_path, alike) as town:
        assert "Du hör inte till Elnätet, Söder" in await town.command(
            "U0ZOE", "/larm ta passet elnätet"
        )


async def test_of_several_who_are_asked_the_first_has_it_and_the_asker_hears_it_once(
    tmp_path: Path,
) -> None:
    three = WEEKLY.replace("people: [anna, bo]", "people: [anna, bo, fia]")
    async with a_town(tmp_path, three) as town:
        await give_to_bo(town)
        asked = next(m for m in town.slack.direct("U0ANNA") if "vem ska ta passet" in m.plain)
        await town.slack.press("U0ANNA", asked, "Fia Fack")
        await newest(town, "U0FIA", "Kan du ta ett pass?")

        await town.press("U0BO", "Ta passet")

        await newest(town, "U0ANNA", "Bo Lind har tagit ditt pass")
        assert not any("Frågan till Fia Fack" in told for told in town.told("U0ANNA"))
        assert "Frågan gäller inte längre" in town.told("U0FIA")[-1]
        assert next(m for m in town.slack.direct("U0FIA")).labels == []
