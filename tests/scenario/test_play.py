"""Lavskrika from alarm to archive, as the demonstration plays it."""

import pytest

from bot.demo.play import perform


@pytest.mark.parametrize("secrecy", ["begränsad", "hemlig"])
async def test_lavskrika_ends_as_it_should(secrecy: str) -> None:
    outcome = await perform(secrecy, lambda _act: None)

    assert outcome.mistakes == ()
    assert len(outcome.transcript) > 100


async def test_lavskrika_ends_as_it_should_on_postgresql(postgres_url: str) -> None:
    outcome = await perform("begränsad", lambda _act: None, database_url=postgres_url)

    assert outcome.mistakes == ()
