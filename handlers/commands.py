"""What is asked for by the same words and the same buttons on every platform.

A word that opens a form or begins a dialogue belongs to the platform's own listeners.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from blueprint.municipalities import fold
from handlers import explain, new_channel, status
from handlers.drills import planning
from handlers.duty import absences, offers, shifts, taking
from handlers.identity import Identity
from handlers.reply import Reply, refused
from handlers.roster import confirm, gaps, link, subscribe
from handlers.work import Work
from storage.model import AlarmId


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody has asked for: by a word and what stood behind it, or by a press."""

    by: Identity
    text: str  # behind the word, or what the pressed button bears
    event: str  # the same when the platform tells it twice, and never the same otherwise
    channel: str | None = None  # where it was asked, if that may mean an alarm


UseCase: TypeAlias = Callable[[Work, Request], Reply]


def _mine(work: Work, asked: Request) -> Reply:
    """Answer `mina pass`, whatever stands behind the first word."""
    return shifts.mine(work, asked.by)


def _on_alarm(
    work: Work, asked: Request, use_case: Callable[[Work, Identity, AlarmId], Reply]
) -> Reply:
    """Do something with the alarm whose number the button bears."""
    alarm = status.numbered(work, asked.text)
    if alarm is None:
        return refused(work.say("refused-gone"))
    return use_case(work, asked.by, alarm.id)


# The first word, folded: after /larm in Slack, after / in Telegram.
WORDS: Mapping[str, UseCase] = {
    "varfor": lambda work, asked: explain.explain(work, asked.by, asked.text, asked.channel),
    "mina": _mine,
    "minapass": _mine,
    "mitt": _mine,
    "byt": _mine,
    "bytpass": _mine,
    "pass": lambda work, asked: shifts.of_actor(work, asked.by, asked.text),
    "ta": lambda work, asked: taking.word(work, asked.by, asked.text),
    "borta": lambda work, asked: absences.word(work, asked.by, asked.text),
    "franvaro": lambda work, asked: absences.word(work, asked.by, asked.text),
    "tapasset": lambda work, asked: taking.word(work, asked.by, asked.text),
    "gaps": lambda work, asked: gaps.gaps(work, asked.by, asked.text, asked.channel),
    "luckor": lambda work, asked: gaps.gaps(work, asked.by, asked.text, asked.channel),
    "koppla": lambda work, asked: link.make(work, asked.by, asked.text),
    "uppgifter": lambda work, asked: confirm.show(work, asked.by),
    "kalender": lambda work, asked: subscribe.subscribe(work, asked.by, asked.text),
    "ovningar": lambda work, asked: planning.listed(work, asked.by),
}


def found(word: str, rest: str) -> UseCase | None:
    """Return what a folded first word means; `lämna bort` is a shift's, `lämna` alone a lead's."""
    if word == "lamna" and fold(rest).split()[:1] == ["bort"]:
        return _mine
    return WORDS.get(word)


# The second word, folded, behind "övning"; without one a form opens or a dialogue begins.
DRILL_WORDS: Mapping[str, UseCase] = {
    "planera": lambda work, asked: planning.plan(work, asked.by, asked.text),
}

# The action of a button; together with what it bears at most 64 bytes.
PRESSES: Mapping[str, UseCase] = {
    "rechannel": lambda work, asked: _on_alarm(work, asked, new_channel.try_again),
    "dutymore": lambda work, asked: shifts.more(work, asked.by, asked.text),
    "dutygive": lambda work, asked: shifts.give(work, asked.by, asked.text),
    "dutyto": lambda work, asked: shifts.give_to(work, asked.by, asked.text),
    "dutyswap": lambda work, asked: shifts.swap(work, asked.by, asked.text),
    "dutywith": lambda work, asked: shifts.swap_with(work, asked.by, asked.text),
    "dutytake": lambda work, asked: taking.press(work, asked.by, asked.text),
    "awayyes": lambda work, asked: absences.save(work, asked.by, asked.text),
    "awayback": lambda work, asked: absences.take_back(work, asked.by, asked.text),
    "offeryes": lambda work, asked: offers.accept(work, asked.by, asked.text),
    "offerno": lambda work, asked: offers.decline(work, asked.by, asked.text),
    "offerback": lambda work, asked: offers.withdraw(work, asked.by, asked.text),
    "gaps": lambda work, asked: gaps.gaps_press(work, asked.by, asked.text),
    "gapsall": lambda work, asked: gaps.matrix_press(work, asked.by, asked.text),
    "rowok": lambda work, asked: confirm.right(work, asked.by, asked.text),
    "feednew": lambda work, asked: subscribe.renew(work, asked.by, asked.text),
    "feedoff": lambda work, asked: subscribe.stop(work, asked.by, asked.text),
    "feedof": lambda work, asked: subscribe.choose(work, asked.by, asked.text),
    "undrill": lambda work, asked: planning.drop(work, asked.by, asked.text),
}
