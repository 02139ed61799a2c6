"""Telegram: the same by questions, one at a time, resumable and cancellable."""

from tests.scenario.conftest import Town

ANNA, MARIA, GRETA, ZOE = 900001, 900006, 900005, 900009


async def test_the_alarm_is_raised_by_three_questions_and_a_button(town: Town) -> None:
    assert "Vilken kommun" in await town.say(ANNA, "/larm")
    assert "Vad gäller det" in await town.say(ANNA, "Söderhamn")
    await town.hands.tap(ANNA, "etablering")
    await town.eventually(lambda: "kodnamn" in town.telegram.messages(ANNA)[-1].text)
    assert "Larma?" in await town.say(ANNA, "Lavskrika")

    await town.tap(ANNA, "Larma nu")

    alarm = await town.alarm()
    assert (alarm.codename, alarm.municipality, alarm.kind) == ("Lavskrika", "2182", "etablering")
    assert len(town.summonses_to("U0MARIA")) == 1


async def test_words_behind_the_command_skip_the_questions(town: Town) -> None:
    answer = await town.say(ANNA, "/larm Söderhamn etablering Blå Lavskrika")

    assert "Larma?" in answer
    assert "Blå Lavskrika" in answer


async def test_more_can_be_filled_in_before_the_alarm(town: Town) -> None:
    await town.say(ANNA, "/larm Söderhamn etablering Lavskrika")
    await town.hands.tap(ANNA, "Fyll i mer")
    await town.eventually(lambda: "Sekretess" in town.telegram.messages(ANNA)[-1].labels)
    await town.hands.tap(ANNA, "Sekretess")
    await town.eventually(lambda: "hemlig" in town.telegram.messages(ANNA)[-1].labels)
    await town.hands.tap(ANNA, "hemlig")
    await town.eventually(lambda: "Larma nu" in town.telegram.messages(ANNA)[-1].labels)

    await town.tap(ANNA, "Larma nu")

    assert (await town.alarm()).secrecy == "hemlig"


async def test_a_dialogue_is_cancelled_without_a_trace(town: Town) -> None:
    await town.say(ANNA, "/larm Söderhamn")

    assert "Avbrutet" in await town.say(ANNA, "/avbryt")
    assert "förstår inte" in await town.say(ANNA, "etablering")


async def test_a_dialogue_goes_on_where_it_was(town: Town) -> None:
    await town.say(ANNA, "/larm Söderhamn")

    assert "Vad gäller det" in await town.say(ANNA, "/larm")


async def test_who_may_not_raise_is_told_whom_to_call(town: Town) -> None:
    answer = await town.say(ZOE, "/larm Söderhamn etablering X")

    assert "inte rätt" in answer
    assert "Anna Ek" in answer


async def test_an_unknown_word_gets_help_never_silence(town: Town) -> None:
    assert "/jour" in await town.say(GRETA, "hej på dig")
    assert "/jour" in await town.say(GRETA, "/nonsens")


async def test_start_greets_by_name_or_says_the_number(town: Town) -> None:
    assert "Greta Nät" in await town.say(GRETA, "/start")


async def test_the_situation_comes_directly_to_those_who_answered(town: Town) -> None:
    await town.raise_alarm()

    await town.tap(GRETA, "Kvittera")

    situation = town.telegram.from_bot(GRETA)[-1].text
    assert "Lägesbild: Lavskrika" in situation
    assert "Elnätet (Söderhamns kommun): kvitterad" in situation


async def test_joining_later_takes_a_button_or_a_time(town: Town) -> None:
    await town.raise_alarm()
    await town.hands.tap(GRETA, "Ansluter senare")
    await town.eventually(lambda: "när ansluter du" in town.telegram.messages(GRETA)[-1].text)

    assert "ansluter 13:30" in (await town.say(GRETA, "13:30")).lower()
    await town.quiet()

    assert "ansluter 13:30" in town.situation


async def test_a_time_that_is_none_is_asked_for_again(town: Town) -> None:
    await town.raise_alarm()
    await town.hands.tap(GRETA, "Ansluter senare")
    await town.eventually(lambda: "när ansluter du" in town.telegram.messages(GRETA)[-1].text)

    assert "förstod inte tiden" in await town.say(GRETA, "snart")
    assert "13:30" in await town.say(GRETA, "13:30")


async def test_a_substitute_is_found_by_part_of_the_name(town: Town) -> None:
    await town.raise_alarm()
    await town.hands.tap(GRETA, "Skickar ersättare")
    await town.eventually(lambda: "vem skickar du" in town.telegram.messages(GRETA)[-1].text)

    await town.say(GRETA, "karin")
    await town.quiet()

    assert len(town.pages("U0KARIN", "Elnätet")) == 1


async def test_declining_moves_on_at_once_and_asks_why_afterwards(town: Town) -> None:
    await town.raise_alarm()

    await town.tap(GRETA, "Kan inte")

    assert len(town.pages("U0BERTIL", "Elnätet")) == 1
    assert "Elnätet i Lavskrika" in town.telegram.messages(GRETA)[-1].text

    await town.tap(GRETA, "Sjuk")

    assert any("Skäl: Sjuk" in one.text for one in town.telegram.from_bot(GRETA))
    assert (await town.summons("nat")).callout.answers[-1].note == "Sjuk"


async def test_the_lead_finishes_from_telegram(town: Town) -> None:
    await town.raise_alarm()

    assert "utfallet" in await town.say(ANNA, "/avsluta")
    for number, text in enumerate(["Klart", "Ett", "Två"], start=1):
        assert f"lärdom {number}" in await town.say(ANNA, text)
    assert "Avsluta larmet Lavskrika?" in await town.say(ANNA, "Tre")
    assert (await town.alarm()).is_open
    await town.tap(ANNA, "Avsluta", "Avsluta larmet")

    alarm = await town.alarm()
    assert (alarm.outcome, alarm.lessons) == ("Klart", ("Ett", "Två", "Tre"))


async def test_status_and_oncall_are_answered(town: Town) -> None:
    await town.raise_alarm()

    assert "Elnätet (Söderhamns kommun): väntar" in await town.say(ANNA, "/lage")
    assert "Anna Ek" in await town.say(ANNA, "/jour soderhamn")
