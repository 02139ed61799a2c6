"""One trial: a story, a process that dies at one step of it, and the verdict afterwards."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from escalation.callout import AnswerKind
from tests.ordeal import steps
from tests.ordeal.installation import installed
from tests.ordeal.ledger import Ledger
from tests.ordeal.steps import Step
from tests.ordeal.story import People
from tests.ordeal.verdict import Claim, Verdict, judge
from tests.ordeal.witness import Seen

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
    ledger: Ledger
    seen: Seen
    told: tuple[Claim, ...]

    @property
    def verdict(self) -> Verdict:
        return judge(self.ledger, self.seen, self.told)


async def attempt(
    folder: Path, phase: Phase, dooms: Sequence[Step] = (), database_url: str | None = None
) -> Outcome:
    """Play a phase in an empty folder until it comes to rest.

    The first process dies at the first of the steps, the one that replaces it at the second.
    """
    async with installed(folder, database_url) as installation:
        people = People(installation)
        installation.dooms += dooms
        if phase.from_start:
            installation.arm()
        await installation.start()
        if phase.prepare is not None:
            await installation.introduced()
            await phase.prepare(people)
            await installation.quiet()
            installation.arm()
        await phase.act(people)
        ledger = await installation.quiet()
        return Outcome(
            passed=steps.read(folder),
            deaths=installation.deaths,
            ledger=ledger,
            seen=installation.witness.seen(),
            told=tuple(people.told),
        )


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
