"""`larm demo --play`: play a case at speed, print what people saw, and judge the outcome."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.demo import cast, lavskrika, strandskata
from bot.demo.lavskrika import Lavskrika
from bot.demo.player import Act, Player
from bot.demo.script import Ends, Script, channel_of, judge
from bot.demo.stage import stage
from bot.demo.strandskata import Strandskata
from bot.demo.transcript import seen_in_slack
from handlers import picture as pictures
from handlers.picture import Picture
from handlers.show import situation_key
from handlers.work import Work
from sandbox.server import Sandbox
from storage import alarms, outbox
from storage.model import AlarmId, Platform

SETTLING = timedelta(milliseconds=50)
PLAYS: dict[str, tuple[type[Script], Ends]] = {
    "lavskrika": (Lavskrika, lavskrika.ENDS),
    "strandskata": (Strandskata, strandskata.ENDS),
}
Tell = Callable[[Act, int], None]  # an act, and how many there are


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a play ended."""

    transcript: tuple[str, ...]
    picture: Picture
    matrix: tuple[str, ...]  # the last that the alarm's channel showed
    mistakes: tuple[str, ...]


async def perform(
    name: str, tell: Tell, *, secrecy: str | None = None, database_url: str | None = None
) -> Outcome:
    """Play a case, under another secrecy than its own if one is given, and judge it."""
    script, ends = PLAYS[name]
    case = cast.case(name)
    case = replace(case, secrecy=secrecy or case.secrecy)
    async with stage(
        case.alarm_at, limits=False, settling=SETTLING, database_url=database_url
    ) as set_up:
        player = Player(set_up)
        acts = script(player, case).acts()
        await player.play(acts, lambda act: tell(act, len(acts)))

        def outcome(work: Work) -> Outcome:
            picture = pictures.load(work, alarms.get(work.session, AlarmId(1)).id)
            return Outcome(
                transcript=tuple(player.transcript.lines),
                picture=picture,
                matrix=_matrix(work, set_up.sandbox, picture),
                mistakes=tuple(judge(work, set_up.sandbox, picture, ends)),
            )

        return await set_up.larm.runner.look(outcome)


async def play(name: str) -> int:
    """Play a case in the terminal; return 0 only if the mobilisation ended as it should."""
    console = Console()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task(name.capitalize(), total=None)

        def tell(act: Act, count: int) -> None:
            progress.update(bar, total=count, advance=1, description=act.told)

        outcome = await perform(name, tell)
    _print(console, outcome)
    return 1 if outcome.mistakes else 0


def _matrix(work: Work, sandbox: Sandbox, picture: Picture) -> tuple[str, ...]:
    """Return the situation as it stands in the alarm's channel, which is what people saw last."""
    channel = channel_of(sandbox, picture)
    sent = outbox.get(work.session, f"{situation_key(picture.alarm.id, 1)}@{Platform.SLACK}")
    if channel is None or sent is None or sent.receipt is None:
        return ()
    message = channel.message(str(sent.receipt["message"]))
    return seen_in_slack(message) if message else ()


def _print(console: Console, outcome: Outcome) -> None:
    _print_lines(console, outcome.transcript)
    console.rule("Slutläge")
    _print_lines(console, outcome.matrix)
    console.rule("Utfall")
    _print_lines(console, (f"FEL: {mistake}" for mistake in outcome.mistakes))
    if not outcome.mistakes:
        place, count = outcome.picture.municipality.name, len(outcome.picture.summonses)
        console.print(f"Mobiliseringen i {place} slutade som den skulle: {count} aktörer.")


def _print_lines(console: Console, lines: Iterable[str]) -> None:
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
