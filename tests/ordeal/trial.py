"""One trial: a story, a process that dies at one step of it, and the verdict afterwards."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from escalation.callout import AnswerKind
from tests.ordeal import steps
from tests.ordeal.installation import installed
from tests.ordeal.steps import Step
from tests.ordeal.story import People
from tests.ordeal.verdict import Verdict, judge

Part = Callable[[People], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the story in which a process may die, and what leads up to it."""

    act: Part
    prepare: Part | None = None
    from_start: bool = False  # the steps count from the start of the process


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a trial."""

    passed: list[Step]
    deaths: int
    verdict: Verdict


async def attempt(
    folder: Path, phase: Phase, doom: Step | None = None, database_url: str | None = None
) -> Outcome:
    """Play a phase in an empty folder, die at a step of it, go on, come to rest, and be judged."""
    async with installed(folder, database_url) as installation:
        people = People(installation)
        if phase.from_start:
            installation.arm()
        await installation.start(doom)
        if phase.prepare is not None:
            await installation.introduced()
            await phase.prepare(people)
            await installation.quiet()
            installation.arm()
        await phase.act(people)
        await installation.quiet()
        ledger = installation.books.read(installation.clock.now())
        verdict = judge(ledger, installation.witness.seen(), people.told)
        return Outcome(steps.read(folder), installation.deaths, verdict)


async def _raised(people: People) -> None:
    await people.raise_alarm()


async def _raised_on_telegram(people: People) -> None:
    await people.raise_on_telegram()


async def _answered(people: People) -> None:
    for person, actor, kind in ANSWERS:
        await people.answer(person, actor, kind)


async def _answered_on_telegram(people: People) -> None:
    for person, actor, kind in ANSWERS:
        await people.answer_on_telegram(person, actor, kind)


async def _nobody_answers(people: People) -> None:
    await people.let_time_pass(timedelta(minutes=45))


async def _morning_comes(people: People) -> None:
    await people.let_time_pass(timedelta(minutes=12))


async def _finished(people: People) -> None:
    await people.finish()
    await people.let_time_pass(timedelta(hours=25))


async def _nothing(_people: People) -> None:
    """Stand by."""


ANSWERS = (
    ("maria", "region", AnswerKind.ACKNOWLEDGED),
    ("greta", "nat", AnswerKind.LATER),
    ("olle", "stat", AnswerKind.SUBSTITUTE),
    ("anna", "naringsliv", AnswerKind.DECLINED),
)
PHASES: Mapping[str, Phase] = {
    "starting": Phase(_raised, from_start=True),
    "raising and delivering": Phase(_raised, _nothing),
    "raising on Telegram": Phase(_raised_on_telegram, _nothing),
    "answering": Phase(_answered, _raised),
    "answering on Telegram": Phase(_answered_on_telegram, _raised),
    "chasing": Phase(_nobody_answers, _raised),
    "digest": Phase(_morning_comes, _raised),
    "ending": Phase(_finished, _raised),
}
