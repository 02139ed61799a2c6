"""The demonstration's cases from alarm to archive, and how they are told."""

from datetime import timedelta

import pytest

from bot.demo.play import PLAYS, Outcome, perform

MOST_LINES = 1_500  # of a transcript that somebody may read


async def played(name: str, **how: str) -> Outcome:
    return await perform(name, lambda _act, _count: None, **how)


@pytest.mark.parametrize("name", PLAYS)
async def test_a_case_ends_as_it_should_and_is_told_as_people_saw_it(name: str) -> None:
    outcome = await played(name)

    told = "\n".join(outcome.transcript)
    assert outcome.mistakes == ()
    assert 200 < len(outcome.transcript) < MOST_LINES
    assert "&amp;" not in told
    assert "*" not in told
    assert outcome.matrix[-1] in told


async def test_lavskrika_ends_as_it_should_when_it_is_secret() -> None:
    assert (await played("lavskrika", secrecy="hemlig")).mistakes == ()


async def test_lavskrika_ends_as_it_should_on_postgresql(postgres_url: str) -> None:
    assert (await played("lavskrika", database_url=postgres_url)).mistakes == ()


async def test_the_union_is_summoned_when_the_notice_is_public() -> None:
    outcome = await played("strandskata")

    opened = outcome.picture.alarm.opened_at
    [union] = [one for one in outcome.picture.summonses if one.actor == "fackklubben"]
    assert union.callout.pages[0].promised_at - opened >= timedelta(minutes=54)
