"""Checklists: what the program ticks itself, whose an item is, and what may be filled in later."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from handlers.amend import Amendment, Seen, amend, as_it_is, seen
from handlers.identity import Identity
from handlers.reply import Reply
from storage import tasks
from storage.model import AlarmId, Platform, Task
from tests.scenario.conftest import ROSTER, Town, a_town

FRIDAY = datetime(2026, 11, 27, 14, 40, tzinfo=UTC)  # 15:40 in Stockholm
MONDAY = datetime(2026, 11, 30, 6, 58, tzinfo=UTC)
DUE = datetime(2026, 12, 18, 11, tzinfo=UTC)
GRETA = 900005
ANNA = Identity(Platform.SLACK, "U0ANNA")


async def items(town: Town) -> dict[str, Task]:
    found = await town.ask(lambda work: tasks.of_alarm(work.session, AlarmId(1)))
    return {task.item: task for task in found}


async def fill_in(
    town: Town, by: Identity = ANNA, shown: Seen | None = None, **fields: object
) -> Reply:
    amendment = Amendment(
        **{  # type: ignore[arg-type]  # the defaults and what a test gives
            "reply_due_at": None,
            "facts": "",
            "contact_paths": "",
            "start_meeting": "",
            "neighbours": (),
            **fields,
        }
    )
    reply: Reply = await town.stage.larm.runner.act(
        lambda work: amend(work, by, AlarmId(1), amendment, shown)
    )
    await town.quiet()
    return reply


async def test_what_raising_the_alarm_does_is_ticked(town: Town) -> None:
    await town.raise_alarm()

    found = await items(town)

    assert all(found[item].is_done for item in ("LAR-01", "LAR-03", "MOT-02", "FLE-01"))
    assert not found["LAR-04"].is_done


async def test_the_answers_are_ticked_when_all_have_come(town: Town) -> None:
    await town.raise_alarm()
    for user in ("U0ANNA", "U0MARIA", "U0OLLE"):
        await town.press(user, "Kvittera")
    await town.tap(900005, "Kvittera")
    assert not (await items(town))["LAR-04"].is_done

    await town.hands.press_in_channel("U0ANNA", town.channel.name, "Ringd", "Anslutning")
    await town.quiet()

    assert (await items(town))["LAR-04"].is_done
    checklist = next(m for m in town.channel.messages if m.text.startswith("Larmsystem"))
    assert "Klar 10:00 av larm" in checklist.plain


async def test_the_neighbours_are_ticked_when_they_are_called(town: Town) -> None:
    await town.raise_alarm(Grannkommuner=["2183"])

    await town.press("U0ANNA", "Larma grannkommuner")

    assert (await items(town))["FLE-03"].is_done


async def test_the_first_digest_ticks_its_item(town: Town) -> None:
    await town.raise_alarm()

    await town.until(datetime(2026, 12, 1, 7, 16, tzinfo=UTC))

    assert (await items(town))["LAR-08"].is_done


async def test_an_owner_gets_one_reminder_of_all_that_is_late(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0ANNA", "Kvittera")

    await town.forward(hours=1, minutes=2)

    reminders = [m for m in town.told("U0ANNA") if "Försenat i checklistan" in m]
    assert len(reminders) == 1
    assert "Utse ärendeägare" in reminders[0]
    assert "Fastställ vilka fakta som finns" in reminders[0]


async def test_an_owner_is_reminded_within_the_hours_of_their_actor(tmp_path: Path) -> None:
    until_eleven = ROSTER.replace("hours: kontorstid", 'hours: "08-11"')
    for roster, count in ((ROSTER, 1), (until_eleven, 0)):
        async with a_town(tmp_path, roster) as town:
            await town.raise_alarm()
            await town.press("U0OLLE", "Kvittera")
            await town.hands.press_in_channel(
                "U0OLLE", town.channel.name, "Tar den", "Mottagarkapacitet"
            )

            await town.forward(hours=1, minutes=2)

            late = [t for t in town.told("U0OLLE") if "Försenat i checklistan" in t]
            assert len(late) == count
            assert any(
                "Utse ärendeägare" in m.plain and "Olle Stat" in m.plain
                for m in town.channel.messages
            )


async def test_nobody_is_reminded_of_what_is_not_theirs(town: Town) -> None:
    await town.raise_alarm()
    for user in ("U0ANNA", "U0MARIA", "U0OLLE"):
        await town.press(user, "Kvittera")

    await town.forward(hours=5)

    told = "\n".join(t for user in ("U0MARIA", "U0OLLE") for t in town.told(user))
    assert "Underrätta regionens larmmottagare" not in told
    assert "Underrätta länsstyrelsens kontaktperson" not in told


async def test_shortly_before_the_digest_nobody_is_reminded_of_what_it_tells(
    tmp_path: Path,
) -> None:
    async with a_town(tmp_path, at=FRIDAY) as town:
        await town.raise_alarm()
        await town.press("U0ANNA", "Kvittera")
        await town.until(MONDAY)
        before = len(town.told("U0ANNA"))

        await town.forward(minutes=30)

        new = town.told("U0ANNA")[before:]
    assert not any("Försenat i checklistan" in told for told in new)
    assert sum(told.startswith("Lägessammanfattning") for told in new) == 1


async def test_an_event_is_told_in_its_own_words(town: Town) -> None:
    await town.raise_alarm()

    checklist = next(m for m in town.channel.messages if m.text.startswith("Larmsystem"))
    assert "vid avslut" in checklist.plain


async def test_a_reply_date_filled_in_later_brings_the_items_that_count_from_it(
    town: Town,
) -> None:
    await town.raise_alarm()
    before = await items(town)

    reply = await fill_in(town, reply_due_at=DUE, facts="Areal: 85 ha")

    after = await items(town)
    assert "Svar senast, Fakta" in reply.text
    assert len(after) > len(before)
    assert all(task.due_at is not None for item, task in after.items() if item not in before)
    facts = next(m.plain for m in town.channel.messages if m.text.startswith("Fakta"))
    assert "Areal: 85 ha" in facts
    assert "fre 18 dec 12:00" in town.situation
    assert any("Anna Ek har fyllt i: Svar senast" in m.plain for m in town.channel.messages)


async def test_done_items_stay_done_when_the_reply_date_moves(town: Town) -> None:
    await town.raise_alarm(due=DUE)
    await town.hands.press_in_channel(
        "U0ANNA", town.channel.name, "Klar", "Mottagarkapacitet och handlingsberedskap"
    )
    await town.quiet()
    done = {item for item, task in (await items(town)).items() if task.is_done}

    await fill_in(town, reply_due_at=datetime(2026, 12, 4, 11, tzinfo=UTC))

    after = await items(town)
    assert done <= {item for item, task in after.items() if task.is_done}
    open_and_timed = [t.due_at for t in after.values() if not t.is_done and t.due_at]
    assert max(open_and_timed) <= datetime(2026, 12, 30, tzinfo=UTC)


async def test_neighbours_named_later_can_be_called(town: Town) -> None:
    await town.raise_alarm()

    await fill_in(town, neighbours=("2183",))
    await town.hands.press_in_channel(
        "U0ANNA", town.channel.name, "Larma grannkommuner", "Lägesbild"
    )
    await town.quiet()

    assert len(town.summonses_to("U0NISSE")) == 1


async def test_only_the_lead_fills_in_and_only_what_may_be(town: Town) -> None:
    await town.raise_alarm(Sekretess="hemlig")
    stranger = Identity(Platform.SLACK, "U0OLLE")

    refused = await fill_in(town, by=stranger, facts="Areal: 85 ha")
    nothing = await fill_in(town, facts="Areal: 85 ha")
    past = await fill_in(town, reply_due_at=datetime(2026, 11, 1, tzinfo=UTC))

    assert not refused.is_done
    assert nothing.text == "Inget är ändrat."
    assert "redan varit" in past.text
    assert (await town.alarm()).facts == ""


async def test_the_pinned_rules_follow_lead_and_publication(town: Town) -> None:
    await town.raise_alarm()
    rules = next(m for m in town.channel.messages if m.text.startswith("Spelregler"))
    assert "Leder: Anna Ek" in rules.plain

    await town.hands.press_in_channel("U0ANNA", town.channel.name, "Offentligt", "Lägesbild")
    await town.quiet()

    assert "Ärendet är offentligt" in rules.plain
    assert "· offentligt" in town.situation


async def test_the_lead_fills_in_more_in_slacks_form(town: Town) -> None:
    await town.raise_alarm(Fakta="Areal: 85 ha")

    await town.hands.press_in_channel("U0ANNA", town.channel.name, "Fyll i mer", "Lägesbild")
    await town.hands.fill(
        "U0ANNA",
        "Fyll i mer",
        {"Svar senast": DUE, "Startmöte": "lör 10:00", "Grannkommuner": ["2183"]},
    )
    await town.quiet()

    alarm = await town.alarm()
    assert (alarm.reply_due_at, alarm.start_meeting) == (DUE, "lör 10:00")
    assert (alarm.facts, alarm.neighbours) == ("Areal: 85 ha", ("2183",))


async def test_the_form_shows_what_is_filled_in_already(town: Town) -> None:
    await town.raise_alarm(due=DUE, Grannkommuner=["2183"], Startmöte="lör 10:00")

    await town.hands.press_in_channel("U0ANNA", town.channel.name, "Fyll i mer", "Lägesbild")
    await town.hands.fill("U0ANNA", "Fyll i mer", {"Fakta": "Areal: 85 ha"})
    await town.quiet()

    alarm = await town.alarm()
    assert (alarm.reply_due_at, alarm.start_meeting) == (DUE, "lör 10:00")
    assert (alarm.facts, alarm.neighbours) == ("Areal: 85 ha", ("2183",))


async def test_the_lead_fills_in_more_by_questions_in_telegram(town: Town) -> None:
    anna = 900001
    await town.raise_alarm()
    await town.tap(anna, "Fyll i mer")
    await town.tap(anna, "Svar senast")

    told = await town.say(anna, "2026-12-18 12:00")
    assert "Noterat: Svar senast" in told
    await town.tap(anna, "Fakta")
    await town.say(anna, "Areal: 85 ha")
    await town.tap(anna, "Färdig")

    alarm = await town.alarm()
    assert (alarm.reply_due_at, alarm.facts) == (DUE, "Areal: 85 ha")


async def test_a_form_that_was_opened_earlier_keeps_what_others_have_filled_in(town: Town) -> None:
    await town.raise_alarm()
    opened = seen(as_it_is(await town.alarm()))
    await fill_in(town, facts="Areal: 85 ha", neighbours=("2184",))

    await fill_in(town, shown=opened, contact_paths="Via vd")

    after = await town.alarm()
    assert (after.facts, after.neighbours, after.contact_paths) == (
        "Areal: 85 ha",
        ("2184",),
        "Via vd",
    )


async def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten(town: Town) -> None:
    await town.raise_alarm()
    opened = seen(as_it_is(await town.alarm()))
    await fill_in(town, facts="Areal: 85 ha")

    refused = await fill_in(town, shown=opened, facts="Areal: 40 ha")

    assert not refused.is_done
    assert "ändrats av någon annan" in refused.message.summary
    assert (await town.alarm()).facts == "Areal: 85 ha"


async def test_a_neighbour_that_is_added_later_can_be_called_too(town: Town) -> None:
    await town.raise_alarm()
    await fill_in(town, neighbours=("2184",))
    await town.hands.press_in_channel(
        "U0ANNA", town.channel.name, "Larma grannkommuner", "Lägesbild"
    )
    await town.quiet()
    assert (await town.alarm()).are_neighbours_called

    await fill_in(town, neighbours=("2184", "2161"))

    assert not (await town.alarm()).are_neighbours_called


async def test_a_reply_date_filled_in_later_stands_in_the_summonses_that_wait(town: Town) -> None:
    await town.raise_alarm()
    await town.forward(minutes=11)
    await town.press("U0MARIA", "Kvittera")
    await town.tap(GRETA, "Kan inte")
    answered = town.summonses_to("U0MARIA")[0].plain

    await fill_in(town, reply_due_at=DUE)

    first, second = town.pages("U0ANNA", "Näringsliv")
    *_, olle = town.summonses_to("U0OLLE")
    for waiting in (second, olle):
        assert "18 dec" in waiting.plain
        assert waiting.labels[0] == "Kvittera"
    assert "18 dec" not in first.plain
    assert first.labels == []
    assert town.summonses_to("U0MARIA")[0].plain == answered
    assert not any("18 dec" in m.text for m in town.telegram.from_bot(GRETA) if "behövs" in m.text)


async def test_a_new_date_stands_in_a_copy_that_start_has_brought(town: Town) -> None:
    town.telegram.state.chats[GRETA].started = False
    await town.raise_alarm()
    await town.say(GRETA, "/start")
    await town.quiet()

    await fill_in(town, reply_due_at=DUE)

    [copy] = [m for m in town.telegram.from_bot(GRETA) if "Kvittera" in m.labels]
    assert "18 dec" in copy.text


async def test_a_reply_within_hours_makes_nobody_late_at_once(town: Town) -> None:
    await town.raise_alarm(due=town.clock.now() + timedelta(hours=3))

    soon = await due_by(town, town.clock.now() + timedelta(minutes=20))
    assert [task.item for task in soon if task.theme != "LAR"] == []

    await town.forward(minutes=50)

    late = [m.plain for m in town.channel.messages if "Försenat i checklistan" in m.plain]
    assert 0 < sum(text.count("•") for text in late) <= 5


async def test_a_near_reply_date_filled_in_later_makes_nothing_late(town: Town) -> None:
    await town.raise_alarm()
    await town.forward(days=3)
    before = {task.item for task in await due_by(town, town.clock.now())}

    await fill_in(town, reply_due_at=town.clock.now() + timedelta(hours=3))

    assert {task.item for task in await due_by(town, town.clock.now())} == before


async def due_by(town: Town, moment: datetime) -> list[Task]:
    found = (await items(town)).values()
    return [t for t in found if not t.is_done and t.due_at is not None and t.due_at <= moment]
