"""Note that what somebody asked about was a drill, so that the answer begins with the word.

The use cases that look an alarm up note it; whatever hands their reply on asks here. Messages
that are promised for an alarm need no note: `errand` marks them as they go out.
"""

from dataclasses import replace
from typing import TypeVar

from handlers.reply import Reply
from handlers.work import Work
from storage.model import Alarm

T = TypeVar("T")

_NOTE = "answers_about_a_drill"


def note(work: Work, alarm: Alarm) -> None:
    """Note which alarm this transaction's answer is about."""
    if alarm.is_drill:
        note_drill(work)


def note_drill(work: Work) -> None:
    """Note that this transaction's answer is about a drill."""
    work.session.info[_NOTE] = True


def is_drill(work: Work) -> bool:
    """Whether this transaction's answer is about a drill."""
    return bool(work.session.info.get(_NOTE))


def marked(work: Work, outcome: T) -> T:
    """Return what a use case came to: a reply as a drill's, if it is about one."""
    if not isinstance(outcome, Reply) or not is_drill(work):
        return outcome
    return replace(outcome, message=replace(outcome.message, is_drill=True))
