"""The daily digest: on working days at 08:15, to channel and people, never twice."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from handlers import digest
from handlers.delivery import outcome
from sandbox.faults import Fault
from tests.scenario.conftest import ROSTER, Town, a_town

GRETA = 900005


async def test_the_digest_comes_at_a_quarter_past_eight_on_working_days(town: Town) -> None:
    await town.raise_alarm(due=datetime(2026, 12, 11, 11, tzinfo=UTC))

    await town.until(datetime(2026, 12, 1, 7, 14, tzinfo=UTC))
    assert _digests(town) == []
    await town.until(datetime(2026, 12, 1, 7, 16, tzinfo=UTC))

    [text] = _digests(town)
    assert "10 dagar kvar till svaret" in text
    assert "Etableringskontakten" in text


async def test_no_digest_comes_on_a_weekend(tmp_path: Path) -> None:
    async with a_town(tmp_path, at=datetime(2026, 11, 27, 12, 0, tzinfo=UTC)) as town:
        await town.raise_alarm()

        await town.until(datetime(2026, 11, 30, 7, 10, tzinfo=UTC))
        assert _digests(town) == []
        await town.until(datetime(2026, 11, 30, 7, 20, tzinfo=UTC))

        assert len(_digests(town)) == 1


async def test_a_person_is_told_what_waits(town: Town) -> None:
    await town.raise_alarm()

    await town.until(datetime(2026, 12, 1, 7, 16, tzinfo=UTC))

    texts = [t for t in town.told("U0OLLE") if t.startswith("Lägessammanfattning")]
    assert len(texts) == 1
    assert "väntar på ditt svar" in texts[0]


async def test_the_digest_of_a_day_is_never_sent_twice(town: Town) -> None:
    await town.raise_alarm()
    await town.until(datetime(2026, 12, 1, 7, 16, tzinfo=UTC))

    await town.stage.larm.runner.act(lambda work: digest.send(work, date(2026, 12, 1)))
    await town.quiet()

    assert len(_digests(town)) == 1


async def test_a_digest_missed_in_the_morning_goes_out_before_noon(town: Town) -> None:
    await town.raise_alarm()
    await town.quiet()

    town.clock.jump((datetime(2026, 12, 1, 10, 30, tzinfo=UTC) - town.clock.now()).total_seconds())
    town.stage.larm.ticker.wake()
    await town.quiet()

    assert len(_digests(town)) == 1


async def test_a_digest_missed_past_noon_is_left_for_the_next_day(town: Town) -> None:
    await town.raise_alarm()
    await town.quiet()

    town.clock.jump((datetime(2026, 12, 1, 12, 30, tzinfo=UTC) - town.clock.now()).total_seconds())
    town.stage.larm.ticker.wake()
    await town.quiet()

    assert _digests(town) == []


async def test_a_digest_waits_until_one_of_the_persons_actors_opens(tmp_path: Path) -> None:
    late = ROSTER.replace("hours: kontorstid", 'hours: "10-16"')
    async with a_town(tmp_path, late) as town:
        await town.raise_alarm()

        await town.until(datetime(2026, 12, 1, 8, 50, tzinfo=UTC))
        assert not any(text.startswith("Lägessammanfattning") for text in town.told("U0OLLE"))
        await town.until(datetime(2026, 12, 1, 9, 1, tzinfo=UTC))

        mine = [t for t in town.told("U0OLLE") if t.startswith("Lägessammanfattning")]
        assert len(mine) == 1


async def test_a_digest_that_slack_fails_to_take_once_comes_all_the_same(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcome, "LATEST_ARRIVAL", 0.05)
    await town.raise_alarm()
    await town.until(datetime(2026, 12, 1, 7, 14, tzinfo=UTC))
    town.faults.add(Fault("500", "slack", "chat.postMessage", times=3))

    await town.until(datetime(2026, 12, 1, 7, 16, tzinfo=UTC))

    [text] = _digests(town)
    assert "kan vara upprepad" not in text


async def test_a_digest_whose_answer_is_lost_is_not_sent_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcome, "LATEST_ARRIVAL", 0.05)
    await town.raise_alarm()
    await town.until(datetime(2026, 12, 1, 7, 14, tzinfo=UTC))
    town.faults.add(Fault("drop", "slack", "chat.postMessage", times=3))

    await town.until(datetime(2026, 12, 1, 7, 16, tzinfo=UTC))

    assert len(_digests(town)) == 1


async def test_a_digest_that_telegram_may_not_have_taken_is_told_to_the_coordinator_that_day(
    town: Town,
) -> None:
    await town.raise_alarm()
    await town.until(datetime(2026, 12, 1, 7, 14, tzinfo=UTC))
    town.faults.add(Fault("drop", "telegram", "sendMessage", times=3))  # three readers
    await town.until(datetime(2026, 12, 1, 7, 16, tzinfo=UTC))

    lost = "Greta Nät i Telegram: ett utskick gick inte fram"
    assert lost in await town.command("U0ANNA", "/larm läge")
    assert lost in [told for told in town.told("U0MARIA") if "Att samordna" in told][-1]
    greta = [m.text for m in town.telegram.messages(GRETA) if "Lägessammanfattning" in m.text]
    assert len(greta) == 1

    await town.until(datetime(2026, 12, 2, 6, 0, tzinfo=UTC))
    assert lost not in await town.command("U0ANNA", "/larm läge")


def _digests(town: Town) -> list[str]:
    return [m.plain for m in town.channel.messages if m.text.startswith("Lägessammanfattning")]
