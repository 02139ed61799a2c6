"""Chasing: along the policy, within hours, through unreachable people, to the coordinator."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from handlers.delivery import deliver, outcome
from handlers.work import Work
from sandbox.faults import Fault
from storage import outbox
from storage.model import Platform, Priority
from storage.outbox import Promise
from tests.scenario.conftest import ROSTER, Town, a_town


async def test_the_chain_follows_the_standard_policy_to_the_coordinator(town: Town) -> None:
    await town.raise_alarm()

    pages = [
        (0, "U0ANNA", 1), (10, "U0ANNA", 2), (20, "U0BERTIL", 1), (30, "U0BO", 1),
        (40, "U0BO", 2), (50, "U0KARIN", 1),
    ]  # fmt: skip
    start = town.clock.now()
    for minute, user, count in pages:
        await town.until(start + timedelta(minutes=minute, seconds=30))
        mine = town.pages(user, "Näringsliv")
        assert len(mine) == count, (minute, user)
    await town.forward(minutes=15)

    listed = [text for text in town.told("U0MARIA") if text.startswith("Lavskrika:")]
    assert "Näringslivskontoret" in listed[-1]


async def test_a_further_page_takes_the_buttons_off_the_earlier_one(town: Town) -> None:
    await town.raise_alarm()

    await town.forward(minutes=11)

    first, second = town.pages("U0ANNA", "Näringsliv")
    assert first.labels == []
    assert second.labels[0] == "Kvittera"
    assert "Påminnelse" in second.plain


async def test_the_coordinator_takes_over_what_nobody_answered(town: Town) -> None:
    await town.raise_alarm()
    await town.forward(minutes=70)

    await town.press("U0MARIA", "Tar över", "Näringslivskontoret")

    assert "övertagen" in town.situation


async def test_outside_hours_a_callout_is_parked_and_goes_out_at_opening(tmp_path: Path) -> None:
    async with a_town(tmp_path, at=datetime(2026, 11, 27, 17, 0, tzinfo=UTC)) as town:
        await town.raise_alarm()
        assert town.summonses_to("U0OLLE") == []
        assert "parkerad till mån 30 nov 08:00" in town.situation
        assert any("ingen inom arbetstid" in text for text in town.told("U0MARIA"))

        await town.until(datetime(2026, 11, 30, 7, 1, tzinfo=UTC))

        assert len(town.summonses_to("U0OLLE")) == 1


async def test_a_page_parked_on_friday_goes_to_who_is_on_call_on_monday(tmp_path: Path) -> None:
    swapped = ROSTER.replace(
        "hours: kontorstid\n    on_call: {people: [olle], rotation: fixed}",
        "hours: kontorstid\n    on_call: {people: [olle, karin], rotation: weekly, "
        'handoff: "mon 07:30", from: 2026-11-23}',
    )
    async with a_town(tmp_path, swapped, datetime(2026, 11, 27, 17, 0, tzinfo=UTC)) as town:
        await town.raise_alarm()

        await town.until(datetime(2026, 11, 30, 7, 1, tzinfo=UTC))

        assert town.summonses_to("U0OLLE") == []
        assert len(town.pages("U0KARIN", "Etablering")) == 1


async def test_drawn_out_cases_have_four_times_the_patience(town: Town) -> None:
    await town.raise_alarm(Tempo="utdragen")

    await town.forward(minutes=39)
    assert len(town.pages("U0ANNA", "Näringsliv")) == 1
    await town.forward(minutes=2)

    assert len(town.pages("U0ANNA", "Näringsliv")) == 2


async def test_who_has_blocked_the_bot_is_passed_at_once(town: Town) -> None:
    town.telegram.block(900005)

    await town.raise_alarm()

    assert len(town.pages("U0BERTIL", "Elnätet")) == 1


async def test_who_never_pressed_start_is_reached_on_the_other_platform(town: Town) -> None:
    town.telegram.state.chats[900006].started = False

    await town.raise_alarm()

    assert len(town.summonses_to("U0MARIA")) == 1
    assert town.telegram.from_bot(900006) == []
    assert "Jouren (Region Gävleborg): väntar på Maria Region" in town.situation


async def test_a_dead_slack_does_not_delay_telegram(town: Town) -> None:
    town.faults.add(Fault("500", "slack", "chat.postMessage"))
    await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Lavskrika", {})

    await town.eventually(lambda: bool(town.telegram.from_bot(900005)))

    assert town.telegram.from_bot(900005)[0].labels[0] == "Kvittera"
    town.faults.clear()


async def test_a_passing_refusal_is_tried_again(town: Town) -> None:
    town.faults.add(Fault("429", "slack", "chat.postMessage", times=3))

    await town.raise_alarm()

    assert len(town.summonses_to("U0MARIA")) == 1
    assert await town.buried() == []


async def test_a_send_whose_answer_was_lost_is_found_and_not_repeated(town: Town) -> None:
    town.faults.add(Fault("drop", "slack", "chat.postMessage", times=2))

    await town.raise_alarm()

    for user in ("U0ANNA", "U0MARIA", "U0OLLE"):
        assert len(town.summonses_to(user)) == 1


async def test_a_platform_that_hangs_is_given_up_and_asked_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "REQUEST_TIME_OUT", 0.3)
    town.faults.add(Fault("hang", "slack", "chat.postMessage", times=1))
    town.faults.add(Fault("hang", "telegram", "sendMessage", times=1))

    await town.raise_alarm()

    assert await town.buried() == []
    for user in ("U0ANNA", "U0MARIA", "U0OLLE"):
        assert len(town.summonses_to(user)) >= 1
    assert town.telegram.from_bot(900005)


async def test_what_could_not_be_written_down_together_is_written_one_by_one(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([True, True])

    def broken(work: Work, batch: list[outcome.Settled]) -> None:
        if next(failures, False):
            raise RuntimeError("the disk is full")
        together(work, batch)

    together = outcome.settle_all
    monkeypatch.setattr(deliver, "settle_all", broken)

    await town.raise_alarm()

    assert len(town.summonses_to("U0MARIA")) == 1
    assert await town.buried() == []


async def test_a_repeat_on_telegram_that_cannot_be_ruled_out_is_marked(town: Town) -> None:
    town.faults.add(Fault("drop", "telegram", "sendMessage", times=1))

    await town.raise_alarm()

    texts = [m.text for user in (900001, 900005, 900006) for m in town.telegram.from_bot(user)]
    assert sum(text.endswith("(kan vara upprepad)") for text in texts) == 1


async def test_an_overdue_item_is_chased_in_the_channel_and_to_its_owner(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0ANNA", "Kvittera", "Näringslivskontoret")

    await town.forward(hours=1, minutes=2)

    overdue = [m.plain for m in town.channel.messages if "Försenat i checklistan" in m.plain]
    assert any("Utse ärendeägare" in text for text in overdue)
    assert any("Utse ärendeägare" in text and "försenad" in text for text in town.told("U0ANNA"))


async def test_a_done_item_is_not_chased(town: Town) -> None:
    await town.raise_alarm()
    await town.hands.press_in_channel(
        "U0ANNA", town.channel.name, "Klar", "Mottagarkapacitet och handlingsberedskap"
    )
    await town.quiet()

    await town.forward(hours=1, minutes=2)

    overdue = [m.plain for m in town.channel.messages if "Försenat i checklistan" in m.plain]
    assert not any("Utse ärendeägare" in text for text in overdue)


async def test_the_situation_is_renewed_as_new_along_the_beat(town: Town) -> None:
    await town.raise_alarm()

    await town.forward(minutes=61)

    fresh = [m for m in town.channel.messages if m.text.startswith("Lägesbild")]
    assert len(fresh) == 5  # the pinned one, and four quarters


async def test_a_change_dropped_before_it_is_sent_leaves_its_place_to_the_next(
    tmp_path: Path,
) -> None:
    pointless = Promise(
        key="a change of nothing",
        platform=Platform.TELEGRAM,
        priority=Priority.ANSWER,
        lane="a change of nothing",
        subject="alarm/1/raised",
        method="edit",
        address="person/greta",
        payload={"op": "edit", "live": ["situation", 1, ""]},
        target="nothing",
    )
    async with a_town(tmp_path, limits=True) as town:
        await town.stage.larm.runner.act(
            lambda work: outbox.put(work.session, pointless, work.real_now)
        )
        await town.quiet()

        assert "Hej Greta Nät" in await town.say(900005, "/start")


def _many(count: int) -> str:
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


async def test_a_list_of_many_lines_hides_none(tmp_path: Path) -> None:
    async with a_town(tmp_path, _many(60)) as town:
        await town.raise_alarm()

        newest = [m for m in town.slack.direct("U0MARIA") if "Att samordna" in m.plain][-1]
        assert newest.labels.count("Tar över") >= 30
        assert all(f"Ringpost {n}" in newest.plain for n in range(60))
        assert "och" in newest.plain

        told = [m.text for m in town.telegram.from_bot(900006) if "Att samordna" in m.text][-1]
        assert "till: " in told
        calls = next(m for m in town.channel.messages if m.text.startswith("Ringlista"))
        assert calls.labels.count("Ringd") == 40
        assert all(f"070-{n:04}" in calls.plain for n in range(60))


async def test_a_lines_number_stays_while_others_are_taken(tmp_path: Path) -> None:
    async with a_town(tmp_path, _many(3)) as town:
        await town.raise_alarm()
        [before] = [m for m in town.slack.direct("U0MARIA") if "Ringpost 2" in m.plain]
        number = next(line for line in before.plain.splitlines() if "Ringpost 2" in line)[:3]

        await town.tap(900006, _label(town))

        newest = [m for m in town.slack.direct("U0MARIA") if "Att samordna" in m.plain][-1]
        after = next(line for line in newest.plain.splitlines() if "Ringpost 2" in line)
        assert after.startswith(number)


def _label(town: Town) -> str:
    """Return the label of the first line's button on Telegram."""
    listed = [m for m in town.telegram.from_bot(900006) if "Att samordna" in m.text][-1]
    return next(label for label in listed.labels if label.startswith("Tar över"))
