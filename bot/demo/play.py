"""`larm demo --play`: play a case at speed, print what people saw, and judge the outcome."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from blueprint import municipalities
from bot.demo import cast, lavskrika
from bot.demo.player import Act, Player
from bot.demo.stage import stage
from handlers import picture as pictures
from handlers.compose import situation
from handlers.message import as_text
from handlers.picture import Picture
from handlers.work import Work
from storage import alarms
from storage.model import AlarmId

SETTLING = timedelta(milliseconds=50)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a play ended."""

    transcript: tuple[str, ...]
    picture: Picture
    matrix: str
    mistakes: tuple[str, ...]


async def perform(
    secrecy: str, tell: Callable[[Act], None], *, database_url: str | None = None
) -> Outcome:
    """Play Lavskrika under a secrecy level and judge it."""
    case = replace(cast.case("lavskrika"), secrecy=secrecy)
    async with stage(
        case.alarm_at, limits=False, settling=SETTLING, database_url=database_url
    ) as set_up:
        player = Player(set_up)
        await player.play(lavskrika.acts(player, case), tell)
        picture, matrix = await set_up.larm.runner.look(_ending)
        mistakes = await set_up.larm.runner.look(
            lambda work: tuple(lavskrika.judge(work, set_up.sandbox, picture))
        )
        return Outcome(tuple(player.transcript.lines), picture, matrix, mistakes)


async def play(name: str) -> int:
    """Play a case in the terminal; return 0 only if the mobilisation ended as it should."""
    console = Console()
    if name != "lavskrika":
        console.print(f"There is no play {name!r}; there is lavskrika.")
        return 1
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("Lavskrika", total=lavskrika.LENGTH)

        def tell(act: Act) -> None:
            progress.update(bar, advance=1, description=act.told)

        outcome = await perform("begränsad", tell)
    _print(console, outcome)
    return 1 if outcome.mistakes else 0


def _ending(work: Work) -> tuple[Picture, str]:
    alarm = alarms.get(work.session, AlarmId(1))
    picture = pictures.load(work, alarm.id)
    return picture, as_text(situation.situation(work, picture, "sv", for_lead=False))


def _print(console: Console, outcome: Outcome) -> None:
    for line in outcome.transcript:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    console.rule("Slutläge")
    console.print(outcome.matrix, markup=False, highlight=False, soft_wrap=True)
    console.rule("Utfall")
    for mistake in outcome.mistakes:
        console.print(f"FEL: {mistake}", markup=False, highlight=False)
    if not outcome.mistakes:
        place = municipalities.by_code(outcome.picture.alarm.municipality)
        name = place.name if place else ""
        count = len(outcome.picture.summonses)
        console.print(f"Mobiliseringen i {name} slutade som den skulle: {count} aktörer.")
