"""What is asked for by the same words and the same buttons on every platform.

A word that opens a form or begins a dialogue belongs to the platform's own listeners.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from handlers import explain, new_channel, status
from handlers.identity import Identity
from handlers.reply import Reply, refused
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

# The first word, folded: after /larm in Slack, after / in Telegram.
WORDS: Mapping[str, UseCase] = {
    "varfor": lambda work, asked: explain.explain(work, asked.by, asked.text, asked.channel),
}

# The action of a button; together with what it bears at most 64 bytes.
PRESSES: Mapping[str, UseCase] = {
    "rechannel": lambda work, asked: _on_alarm(work, asked, new_channel.try_again),
}


def _on_alarm(
    work: Work, asked: Request, use_case: Callable[[Work, Identity, AlarmId], Reply]
) -> Reply:
    """Do something with the alarm whose number the button bears."""
    alarm = status.numbered(work, asked.text)
    if alarm is None:
        return refused(work.say("refused-gone"))
    return use_case(work, asked.by, alarm.id)
