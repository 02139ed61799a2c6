"""A town that has only one of the platforms mobilises by that one."""

from pathlib import Path

from storage.model import Platform
from tests.scenario.conftest import Town, a_town


async def test_with_telegram_alone_those_on_telegram_are_summoned(tmp_path: Path) -> None:
    async with a_town(tmp_path, platforms=[Platform.TELEGRAM]) as town:
        await _raise_on_telegram(town)

        assert "Kvittera" in town.telegram.from_bot(900005)[0].labels
        assert town.slack.calls == []
        assert await town.buried() == []


async def test_with_telegram_alone_those_without_it_stand_on_the_coordinators_list(
    tmp_path: Path,
) -> None:
    async with a_town(tmp_path, platforms=[Platform.TELEGRAM]) as town:
        await _raise_on_telegram(town)

        listed = [m.text for m in town.telegram.from_bot(900006) if "Att samordna" in m.text]
        assert "Etableringskontakten" in listed[-1]


async def test_with_slack_alone_nobody_is_sought_on_telegram(tmp_path: Path) -> None:
    async with a_town(tmp_path, platforms=[Platform.SLACK]) as town:
        await town.raise_alarm()

        assert len(town.summonses_to("U0MARIA")) == 1
        assert town.telegram.calls == []
        assert len(town.pages("U0BERTIL", "Elnätet")) == 1  # whose person has only Telegram


async def _raise_on_telegram(town: Town) -> None:
    await town.say(900001, "/larm Söderhamn etablering Lavskrika")
    await town.tap(900001, "Larma nu")
