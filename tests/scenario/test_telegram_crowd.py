"""Telegram: nobody's chat holds up anybody else's, and an answer is as sure as what it tells of."""

import time
from datetime import timedelta
from pathlib import Path

from handlers.work import Work
from sandbox.faults import Fault
from sandbox.telegram.state import Chat
from storage import outbox
from tests.scenario.conftest import Town, a_town

ANNA, MARIA, GRETA, ZOE, STRANGER, GROUP = 900001, 900006, 900005, 900009, 777, -100123


def stranger_in(town: Town) -> None:
    town.telegram.state.chats[STRANGER] = Chat(STRANGER, "Okänd", started=True)


def links(town: Town) -> list[str]:
    chat = town.telegram.state.chats.get(GROUP)
    return [m.text for m in chat.messages if m.from_bot] if chat else []


async def test_a_talkative_chat_does_not_delay_anothers_kvittera(tmp_path: Path) -> None:
    async with a_town(tmp_path, limits=True) as town:
        await town.raise_alarm()
        for number in range(12):
            await town.telegram.send(ZOE, f"hej {number}")

        begun = time.monotonic()
        await town.hands.tap(GRETA, "Kvittera")

        assert time.monotonic() - begun < 1.0
        assert (await town.summons("nat")).callout.answer is not None


async def test_a_stranger_is_answered_once_a_minute(town: Town) -> None:
    stranger_in(town)
    for number in range(30):
        await town.telegram.send(STRANGER, f"hej {number}")
    await town.telegram.send(GRETA, "/jour Söderhamn")
    await town.eventually(lambda: "I beredskap" in town.telegram.messages(GRETA)[-1].text)
    await town.quiet()

    assert len(town.telegram.from_bot(STRANGER)) == 1


async def test_a_chat_that_must_wait_does_not_make_others_wait(tmp_path: Path) -> None:
    async with a_town(tmp_path, limits=True) as town:
        town.faults.add(Fault("429", "telegram", "sendMessage", times=1, retry_after=20))
        await town.telegram.send(ZOE, "/hjalp")
        await town.eventually(lambda: any(c.status == 429 for c in town.telegram.calls))

        begun = time.monotonic()
        assert "/jour" in await town.say(GRETA, "/hjalp")

        assert time.monotonic() - begun < 3.0
        assert town.telegram.from_bot(ZOE) == []
        await forget_waiting(town)


async def forget_waiting(town: Town) -> None:
    def withdraw(work: Work) -> None:
        for delivery in outbox.like(work.session, outbox.REPLY):
            outbox.withdraw(work.session, delivery)

    await town.ask(withdraw)


async def test_a_press_whose_answer_hangs_does_not_delay_others(town: Town) -> None:
    await town.raise_alarm()
    town.faults.add(Fault("hang", "telegram", "answerCallbackQuery", times=1))
    summons = next(m for m in town.telegram.from_bot(GRETA) if "Kvittera" in m.labels)
    query = town.telegram.state.query()
    data = summons.rows[0][0]["callback_data"]
    person = town.telegram.state.chats[GRETA].person
    shown = {"message_id": summons.message_id, "date": 1, "chat": {"id": GRETA, "type": "private"}}
    pressed = {"id": query, "from": person, "chat_instance": "1", "message": shown, "data": data}

    begun = time.monotonic()
    await town.telegram.api.add_update({"callback_query": pressed})
    assert "I beredskap" in await town.say(ZOE, "/jour Söderhamn")

    assert time.monotonic() - begun < 2.0
    await town.quiet()
    assert (await town.summons("nat")).callout.answer is not None


async def test_an_update_told_twice_is_answered_once(town: Town) -> None:
    town.faults.add(Fault("duplicate", "telegram", "update", times=1))

    await town.say(GRETA, "/hjalp")
    await town.quiet()

    assert len(town.telegram.from_bot(GRETA)) == 1


async def test_an_answer_refused_at_first_arrives_all_the_same(town: Town) -> None:
    town.faults.add(Fault("500", "telegram", "sendMessage", times=1))

    assert "/jour" in await town.say(GRETA, "/hjalp")


async def test_what_was_answered_is_not_kept_once_it_has_arrived(town: Town) -> None:
    await town.say(GRETA, "/hjalp")
    await town.quiet()

    told = await town.ask(lambda work: outbox.like(work.session, outbox.REPLY))

    assert [delivery.payload for delivery in told] == [{"op": "send"}]


async def test_old_answers_are_forgotten(town: Town) -> None:
    await town.say(GRETA, "/hjalp")
    await town.quiet()

    later = timedelta(days=3)
    await town.ask(lambda w: outbox.forget_replies(w.session, w.real_now + later))

    assert await town.ask(lambda work: outbox.like(work.session, outbox.REPLY)) == []


async def test_forty_actors_are_all_told_of_in_several_messages(tmp_path: Path) -> None:
    async with a_town(tmp_path, many_actors()) as town:
        await town.raise_alarm()
        before = len(town.telegram.from_bot(ANNA))

        await town.telegram.send(ANNA, "/lage")
        await town.eventually(lambda: len(town.telegram.from_bot(ANNA)) > before)
        await town.quiet()

        told = [m.text for m in town.telegram.from_bot(ANNA)[before:]]
        assert len(told) > 1
        whole = "\n".join(told)
        assert all(f"Aktör {number} med ett" in whole for number in range(60))


async def test_a_standing_situation_that_is_too_long_says_where_the_rest_is(tmp_path: Path) -> None:
    async with a_town(tmp_path, many_actors()) as town:
        await town.raise_alarm()
        await town.quiet()

        standing = next(m for m in town.telegram.from_bot(ANNA) if "Lägesbild" in m.text)

        assert "/lage visar resten" in standing.text
        assert "Avblås" in standing.labels


def many_actors() -> str:
    people = "\n".join(
        f"  - {{id: p{n}, name: Person Nummer {n}, slack: U0P{n}}}" for n in range(60)
    )
    actors = "\n".join(
        f"""  - id: a{n}
    name: Aktör {n} med ett ganska långt och utförligt namn
    organisation: Söderhamns kommun & Co <AB>
    level: lokal
    area: ["2182"]
    themes: [MOT]
    on_call: {{people: [p{n}], rotation: fixed}}"""
        for n in range(60)
    )
    return f"""
people:
  - {{id: anna, name: Anna Ek, slack: U0ANNA, telegram: 900001}}
{people}
actors:
  - id: naringsliv
    name: Näringslivskontoret
    organisation: Söderhamns kommun
    level: lokal
    area: ["2182"]
    themes: [MOT]
    may_alarm: true
    on_call: {{people: [anna], rotation: fixed}}
{actors}
"""


async def test_in_a_group_a_command_for_us_is_told_to_come_and_no_more(town: Town) -> None:
    await town.raise_alarm()
    chat = town.telegram
    for text in ("/lage", "/larm@larm_sandbox_bot Söderhamn", "/nonsens@larm_sandbox_bot"):
        await chat.send_in_group(GRETA, GROUP, text)
    await town.eventually(lambda: len(links(town)) == 3)

    assert set(links(town)) == {"Skriv till mig direkt: https://t.me/larm_sandbox_bot"}


async def test_in_a_group_nothing_else_is_heard(town: Town) -> None:
    for text in ("hej på er", "/nonsens", "/larm@annan_bot Söderhamn", "/lage@annan_bot", ""):
        await town.telegram.send_in_group(GRETA, GROUP, text)
    await town.say(GRETA, "/hjalp")
    await town.quiet()

    assert links(town) == []


async def test_a_press_in_a_group_changes_nothing_and_says_where_to_go(town: Town) -> None:
    await town.raise_alarm()
    await town.telegram.send_in_group(GRETA, GROUP, "x")
    message = town.telegram.state.chats[GROUP].messages[0]

    answered = await town.telegram.press_data(GRETA, message, "ack:2.1")

    assert answered is not None
    assert "https://t.me/larm_sandbox_bot" in answered.text
    assert (await town.summons("nat")).callout.answer is None


async def test_a_photo_or_a_voice_gets_the_short_help(town: Town) -> None:
    assert "/hjalp" in await town.say(GRETA, "")


async def test_commands_are_understood_with_their_dots_and_rings(town: Town) -> None:
    await town.raise_alarm()

    assert "Lägesbild" in await town.say(ANNA, "/läge")
    assert "/jour" in await town.say(ANNA, "/hjälp")
    assert "Varför" in await town.say(ANNA, "/varför elnätet")
    assert "varför blåses" in await town.say(ANNA, "/avblås")
    assert "vilken aktör" in await town.say(ANNA, "/lämna över")
    assert "Lägesbild" in await town.say(ANNA, "/larm läge")


async def test_a_number_too_large_for_any_alarm_is_told_so(town: Town) -> None:
    for number in ("99999999999999999999", "²", "#99999999999999999999"):
        assert "hittar inget larm" in await town.say(ANNA, f"/lage {number}")


async def test_a_press_that_no_button_of_ours_says_is_refused(town: Town) -> None:
    await town.say(GRETA, "/hjalp")
    message = town.telegram.from_bot(GRETA)[-1]
    for data in ("ack:99999999999999999999.1", "ack:²", "status:7", "done:7", "calloff:7", "x"):
        answered = await town.telegram.press_data(GRETA, message, data)
        assert answered is not None, data
        assert answered.is_alert


async def test_start_sends_what_waits_for_an_answer_again(town: Town) -> None:
    await town.raise_alarm()
    pages = (await town.summons("nat")).callout.pages

    await town.telegram.send(GRETA, "/start")
    await town.eventually(
        lambda: len([m for m in town.telegram.from_bot(GRETA) if "Kvittera" in m.labels]) == 2
    )
    await town.quiet()

    assert (await town.summons("nat")).callout.pages == pages
    await town.tap(GRETA, "Kvittera")
    assert (await town.summons("nat")).callout.answer is not None
    before = len(town.telegram.from_bot(GRETA))
    assert "/lage" in await town.say(GRETA, "/start")
    await town.quiet()
    assert len(town.telegram.from_bot(GRETA)) == before + 1


async def test_several_open_alarms_are_offered_as_buttons(town: Town) -> None:
    await town.raise_alarm()
    await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn varsel Skatan", {})
    await town.quiet()

    await town.say(ANNA, "/lage")
    await town.hands.tap(ANNA, "#2 Skatan")

    await town.eventually(lambda: "Lägesbild: Skatan" in town.telegram.messages(ANNA)[-1].text)


async def test_without_slack_no_channel_is_promised(tmp_path: Path) -> None:
    async with a_town(tmp_path, platforms=["telegram"]) as town:  # type: ignore[list-item]
        await town.say(ANNA, "/larm Söderhamn etablering Lavskrika")
        await town.tap(ANNA, "Larma nu")

        assert not [m for m in town.telegram.from_bot(ANNA) if "Kanalen" in m.text]
