"""Telegram: a button belongs to its question, and a dialogue loses nothing it need not lose."""

from datetime import timedelta
from pathlib import Path

from sandbox.telegram.state import Message
from storage import dialogues, outbox
from tests.scenario.conftest import Town, a_town

ANNA, MARIA, GRETA, ZOE = 900001, 900006, 900005, 900009
STALE = "Den frågan gäller inte längre."


async def asked(town: Town, user: int, words: str) -> Message:
    """Wait for a question."""
    await town.eventually(lambda: words in town.telegram.messages(user)[-1].text)
    return town.telegram.messages(user)[-1]


def newest(town: Town, user: int, words: str) -> str:
    """Return the newest message with the words in it."""
    fitting = [m.text for m in town.telegram.from_bot(user) if words in m.text]
    return fitting[-1] if fitting else ""


async def press(town: Town, user: int, message: Message, label: str) -> str:
    answered = await town.telegram.press(user, message, label)
    assert answered is not None
    return answered.text


async def test_a_button_of_an_earlier_question_changes_nothing(town: Town) -> None:
    await town.say(ANNA, "/larm Söderhamn")
    kinds = await asked(town, ANNA, "Vad gäller det")
    await press(town, ANNA, kinds, "etablering")
    await asked(town, ANNA, "kodnamn")

    assert await press(town, ANNA, kinds, "varsel") == STALE

    await town.say(ANNA, "Lavskrika")
    await town.tap(ANNA, "Larma nu")
    assert (await town.alarm()).codename == "Lavskrika"


async def test_a_doubled_press_changes_nothing(town: Town) -> None:
    await town.say(ANNA, "/larm Söderhamn etablering Lavskrika")
    whether = await asked(town, ANNA, "Larma?")
    await press(town, ANNA, whether, "Larma nu")

    assert await press(town, ANNA, whether, "Larma nu") == STALE
    assert await press(town, ANNA, whether, "Avbryt") == STALE


async def test_an_old_avbryt_does_not_drop_a_newer_dialogue(town: Town) -> None:
    await town.say(ANNA, "/larm Söderhamn")
    old = await asked(town, ANNA, "Vad gäller det")
    await town.say(ANNA, "etablering")

    assert await press(town, ANNA, old, "Avbryt") == STALE
    assert "Larma?" in await town.say(ANNA, "Lavskrika")


async def test_a_choice_for_one_summons_does_not_answer_another(tmp_path: Path) -> None:
    async with a_town(tmp_path, TWO_FOR_GRETA) as town:
        await town.raise_alarm()
        await town.hands.tap(GRETA, "Ansluter senare", "Elnätet")
        grid = await asked(town, GRETA, "Elnätet i Lavskrika: när ansluter du?")
        await town.hands.tap(GRETA, "Ansluter senare", "Fjärrvärmen")
        await asked(town, GRETA, "Fjärrvärmen i Lavskrika: när ansluter du?")

        assert await press(town, GRETA, grid, grid.labels[0]) == STALE

        await town.say(GRETA, "16:30")
        await town.quiet()
        assert (await town.summons("nat")).callout.answer is None
        assert (await town.summons("varme")).callout.answer is not None


TWO_FOR_GRETA = """
people:
  - {id: anna, name: Anna Ek, slack: U0ANNA, telegram: 900001}
  - {id: greta, name: Greta Nät, telegram: 900005}
actors:
  - {id: naringsliv, name: Kontoret, organisation: Söderhamns kommun, level: lokal, area: ["2182"],
     themes: [MOT], may_alarm: true, on_call: {people: [anna], rotation: fixed}}
  - {id: nat, name: Elnätet, organisation: Söderhamns kommun, level: lokal, area: ["2182"],
     themes: [ELV], on_call: {people: [greta], rotation: fixed}}
  - {id: varme, name: Fjärrvärmen, organisation: Söderhamns kommun, level: lokal, area: ["2182"],
     themes: [ELV], on_call: {people: [greta], rotation: fixed}}
"""


async def test_an_actor_with_a_very_long_id_can_be_unticked_and_given_the_lead(
    tmp_path: Path,
) -> None:
    roster = TWO_FOR_GRETA.replace("id: nat,", f"id: {'n' * 60},")
    async with a_town(tmp_path, roster) as town:
        await town.raise_alarm()
        await town.say(ANNA, "/lamna")

        await town.tap(ANNA, "Elnätet, Söderhamns kommun")

        assert any("Ta ledningen" in m.labels for m in town.telegram.from_bot(GRETA))


async def test_calling_off_takes_a_last_press(town: Town) -> None:
    await town.raise_alarm()
    await town.say(ANNA, "/avblas")

    assert "Avblås larmet Lavskrika?" in await town.say(ANNA, "Fel kommun")
    assert "förstår inte" in await town.say(ANNA, "ja")
    assert (await town.alarm()).is_open

    await town.tap(ANNA, "Avblås", "Avblås larmet")
    assert (await town.alarm()).outcome == "Fel kommun"


async def test_lessons_may_be_skipped(town: Town) -> None:
    await town.raise_alarm()
    await town.say(ANNA, "/avsluta")
    await town.say(ANNA, "Klart")
    for number in (1, 2, 3):
        await asked(town, ANNA, f"lärdom {number}")
        await town.hands.tap(ANNA, "Hoppa över", f"lärdom {number}")
    await asked(town, ANNA, "Avsluta larmet Lavskrika?")

    await town.tap(ANNA, "Avsluta", "Avsluta larmet")

    alarm = await town.alarm()
    assert (alarm.outcome, alarm.lessons) == ("Klart", ())


async def test_too_long_texts_are_refused_and_the_dialogue_goes_on(town: Town) -> None:
    await town.say(ANNA, "/larm Söderhamn etablering Lavskrika")
    for label, most in (("Fakta", 3000), ("Kontaktvägar", 1000), ("Startmöte", 200)):
        await town.hands.tap(ANNA, "Fyll i mer")
        await asked(town, ANNA, "Vad vill du fylla i")
        await town.hands.tap(ANNA, label)
        await asked(town, ANNA, "skriv ett värde")
        assert f"högst {most} tecken" in await town.say(ANNA, "å<&" * 1334)
        await town.say(ANNA, "å" * most)
        await town.eventually(lambda: "Larma nu" in town.telegram.messages(ANNA)[-1].labels)
    await town.tap(ANNA, "Larma nu")

    alarm = await town.alarm()
    lengths = (len(alarm.facts), len(alarm.contact_paths), len(alarm.start_meeting))
    assert lengths == (3000, 1000, 200)
    assert "högst 500 tecken" in await too_long(town, "/avblas", [])
    assert "högst 1000 tecken" in await too_long(town, "/avsluta", [])
    assert "högst 500 tecken" in await too_long(town, "/avsluta", ["Klart"])


async def too_long(town: Town, command: str, before: list[str]) -> str:
    await town.say(ANNA, command)
    for text in before:
        await town.say(ANNA, text)
    return await town.say(ANNA, "x" * 4000)


async def test_a_code_name_too_long_is_asked_for_again_at_once(town: Town) -> None:
    answer = await town.say(ANNA, f"/larm Söderhamn etablering {'x' * 61}")
    assert "högst 60 tecken" in answer
    assert "kodnamn" in answer
    assert "högst 60 tecken" in await town.say(ANNA, "y" * 61)

    assert "Larma?" in await town.say(ANNA, "Lavskrika")


async def test_an_alarm_already_open_keeps_the_draft(town: Town) -> None:
    await town.raise_alarm()
    await town.say(ANNA, "/larm Söderhamn varsel Lavskrika")
    await town.hands.tap(ANNA, "Larma nu")
    await asked(town, ANNA, "redan öppet")

    assert "varsel" in await town.say(ANNA, "Skatan")
    await town.tap(ANNA, "Larma nu")
    assert (await town.alarm(2)).codename == "Skatan"


async def test_a_deadline_that_passes_meanwhile_is_asked_for_again(town: Town) -> None:
    await town.say(ANNA, "/larm Söderhamn etablering Lavskrika")
    await fill(town, "Svar senast", "om en timme")
    await town.forward(hours=2)

    await town.hands.tap(ANNA, "Larma nu")
    await asked(town, ANNA, "har redan varit")
    await town.say(ANNA, "imorgon 8")
    await town.tap(ANNA, "Larma nu")

    assert (await town.alarm()).codename == "Lavskrika"


async def fill(town: Town, label: str, text: str) -> None:
    """Fill in a field that is written."""
    await town.hands.tap(ANNA, "Fyll i mer")
    await asked(town, ANNA, "Vad vill du fylla i")
    await town.hands.tap(ANNA, label)
    await asked(town, ANNA, "skriv ett värde")
    await town.say(ANNA, text)
    await town.eventually(lambda: "Larma nu" in town.telegram.messages(ANNA)[-1].labels)


async def test_a_half_filled_alarm_survives_an_answer_meanwhile(town: Town) -> None:
    await town.raise_alarm("U0MARIA")
    await town.say(ANNA, "/larm Söderhamn varsel")
    await town.hands.tap(ANNA, "Ansluter senare")
    await asked(town, ANNA, "när ansluter du")

    await town.telegram.send(ANNA, "16:30")
    await town.eventually(lambda: "kodnamn" in newest(town, ANNA, "ansluter 16:30. Du får"))
    await town.quiet()

    assert "Larma?" in await town.say(ANNA, "Skatan")


async def test_a_half_filled_alarm_is_taken_up_again_by_the_command(town: Town) -> None:
    await town.raise_alarm("U0MARIA")
    await town.say(ANNA, "/larm Söderhamn varsel")
    await town.hands.tap(ANNA, "Ansluter senare")
    await asked(town, ANNA, "när ansluter du")

    assert "kodnamn" in await town.say(ANNA, "/larm")


async def test_an_unknown_word_behind_the_command_does_not_lose_a_draft(town: Town) -> None:
    await town.say(ANNA, "/larm Söderhamn varsel")

    answer = await town.say(ANNA, "/larm hoppsan")

    assert "Menade du" in answer
    assert "kodnamn" in answer
    assert "Larma?" in await town.say(ANNA, "Skatan")


async def test_an_optional_field_can_be_left(town: Town) -> None:
    await town.say(ANNA, "/larm Söderhamn etablering Lavskrika")
    await town.hands.tap(ANNA, "Fyll i mer")
    await asked(town, ANNA, "Vad vill du fylla i")
    await town.hands.tap(ANNA, "Startmöte")
    await asked(town, ANNA, "Startmöte: skriv")
    await town.hands.tap(ANNA, "Tillbaka", "Startmöte: skriv")
    await asked(town, ANNA, "Larma?")
    await town.hands.tap(ANNA, "Fyll i mer")
    await asked(town, ANNA, "Vad vill du fylla i")
    await town.hands.tap(ANNA, "Tillbaka", "Vad vill du fylla i")

    await asked(town, ANNA, "Larma?")


async def test_a_dialogue_about_an_alarm_that_has_ended_is_dropped(town: Town) -> None:
    await town.raise_alarm()
    await town.hands.tap(GRETA, "Ansluter senare")
    await asked(town, GRETA, "när ansluter du")
    await town.say(ANNA, "/avblas")
    await town.say(ANNA, "Fel")
    await town.tap(ANNA, "Avblås", "Avblås larmet")

    assert "avslutat" in await town.say(GRETA, "16:30")
    assert "förstår inte" in await town.say(GRETA, "16:30")


async def test_hours_are_asked_only_of_the_one_who_answered(town: Town) -> None:
    await town.raise_alarm()
    await town.tap(GRETA, "Kvittera")
    message = next(m for m in town.telegram.from_bot(GRETA) if "Timmar denna vecka" in m.labels)
    theirs = next(m for m in town.telegram.messages(MARIA) if m.from_bot)
    data = next(
        b["callback_data"] for row in message.rows for b in row if b["text"].startswith("Timmar")
    )

    answered = await town.telegram.press_data(MARIA, theirs, data)
    assert answered is not None
    assert "inte kallad" in answered.text

    await town.hands.tap(GRETA, "Timmar denna vecka")
    await asked(town, GRETA, "hur många timmar")
    assert "mellan 0 och 80" in await town.say(GRETA, "00000099")
    await town.say(GRETA, "40 h")
    await town.quiet()
    assert (await town.summons("nat")).hours == 40


async def test_a_dialogue_is_forgotten_after_a_day(town: Town) -> None:
    await town.say(ANNA, "/larm Söderhamn")
    kinds = await asked(town, ANNA, "Vad gäller det")
    await town.forward(hours=25)

    assert await press(town, ANNA, kinds, "varsel") == STALE
    assert "förstår inte" in await town.say(ANNA, "etablering")
    await town.ask(lambda w: dialogues.forget(w.session, w.now - dialogues.LIFE))
    assert await town.ask(lambda w: dialogues.get(w.session, "telegram/900001", w.now)) is None


async def test_actors_are_ticked_off_in_the_list_where_it_stands(town: Town) -> None:
    await town.say(ANNA, "/larm Söderhamn etablering Lavskrika")
    await town.hands.tap(ANNA, "Fyll i mer")
    await asked(town, ANNA, "Vad vill du fylla i")
    await town.hands.tap(ANNA, "Aktörer")
    listed = await asked(town, ANNA, "Ta bort dem")
    before = len(town.telegram.messages(ANNA))
    grid, area = (
        next(one for one in listed.labels if name in one) for name in ("Elnätet", "Jouren")
    )

    await press(town, ANNA, listed, grid)
    await town.eventually(lambda: any(one.startswith("☐ Elnätet") for one in listed.labels))
    await press(town, ANNA, listed, area)
    await town.eventually(lambda: any(one.startswith("☐ Jouren") for one in listed.labels))

    assert len(town.telegram.messages(ANNA)) == before
    await press(town, ANNA, listed, "OK")
    await asked(town, ANNA, "Bortvalda aktörer: 2")
    await town.tap(ANNA, "Larma nu")
    assert set((await town.alarm()).unticked) == {"nat", "region"}


async def test_the_nearest_municipalities_are_buttons_behind_the_command_too(town: Town) -> None:
    answer = await town.say(ANNA, "/larm Sderhamn etablering Lavskrika")
    assert "Menade du" in answer
    assert "/jour" in answer
    assert "/larm läge" not in answer

    await town.hands.tap(ANNA, "Söderhamn")

    assert "Lavskrika" in (await asked(town, ANNA, "Larma?")).text


async def test_jour_without_a_municipality_hints_as_telegram_does(town: Town) -> None:
    assert "/jour Söderhamn" in await town.say(GRETA, "/jour")
    assert "/larm jour" not in town.telegram.messages(GRETA)[-1].text


async def test_a_secret_cases_facts_are_neither_asked_for_nor_kept(town: Town) -> None:
    await town.say(ANNA, "/larm Söderhamn etablering Lavskrika")
    await fill(town, "Fakta", "Effekt: 25 MW")
    await town.hands.tap(ANNA, "Fyll i mer")
    await asked(town, ANNA, "Vad vill du fylla i")
    await town.hands.tap(ANNA, "Sekretess")
    await asked(town, ANNA, "Sekretess: välj")
    await town.hands.tap(ANNA, "hemlig")

    whether = await asked(town, ANNA, "kommunens eget system")
    assert "25 MW" not in whether.text
    await town.hands.tap(ANNA, "Fyll i mer")
    assert "Fakta" not in (await asked(town, ANNA, "Vad vill du fylla i")).labels
    kept = await town.ask(lambda w: dialogues.get(w.session, "telegram/900001", w.now))
    assert "25 MW" not in str(kept)
    await town.quiet()
    told = await town.ask(lambda w: outbox.like(w.session, outbox.REPLY))
    assert "25 MW" not in str([delivery.payload for delivery in told])


async def test_neighbours_may_be_listed_with_och(town: Town) -> None:
    await town.say(ANNA, "/larm Söderhamn etablering Lavskrika")

    await fill(town, "Grannkommuner", "Hudiksvall och Bollnäs")
    await town.tap(ANNA, "Larma nu")

    assert set((await town.alarm()).neighbours) == {"2184", "2183"}


async def test_a_kind_is_understood_in_english_too(town: Town) -> None:
    assert "Larma?" in await town.say(ANNA, "/larm Söderhamn redundancy notice Skatan")
    await town.say(ANNA, "/larm Söderhamn")
    assert "kodnamn" in await town.say(ANNA, "closure")


async def test_a_reason_may_be_skipped_and_the_decline_stands(town: Town) -> None:
    await town.raise_alarm()
    await town.tap(GRETA, "Kan inte")

    await town.tap(GRETA, "Hoppa över")

    assert len(town.pages("U0BERTIL", "Elnätet")) == 1
    assert "förstår inte" in await town.say(GRETA, "hej")
    await town.forward(minutes=timedelta(minutes=1).seconds // 60)
    assert (await town.summons("nat")).callout.answers[-1].note == ""
