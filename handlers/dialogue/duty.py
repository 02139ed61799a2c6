"""Ask in words what a change of duties needs to know: when one is away, or who else."""

from collections.abc import Callable, Mapping

from handlers.dialogue.turn import Offer, Turn, begin, question
from handlers.duty import absences, meaning, shifts
from handlers.duty.span import read_span
from handlers.reply import ECHO, Reply, quoted, refused
from handlers.work import Work
from roster.model import PersonId
from storage import dialogues, people
from storage.model import Dialogue

AWAY = "away"
ELSE = "dutyelse"
MOST_CHOICES = 8


def start_away(work: Work, turn: Turn) -> Reply:
    """Ask from when until when; what stands behind the command is the answer already."""
    person = meaning.person_of(work, turn.identity)
    if isinstance(person, Reply):
        return person
    if turn.text.strip():
        return absences.word(work, turn.identity, turn.text)
    begin(work, turn, AWAY, {})
    return question(work, turn, work.say("away-ask"))


def start_else(work: Work, turn: Turn, duty: str) -> Reply:
    """Ask who else is to have a duty."""
    sight = meaning.look(work, turn.identity, duty)
    if isinstance(sight, Reply):
        return sight
    begin(work, turn, ELSE, {"duty": duty})
    return question(work, turn, work.say("shift-else-ask", actor=sight.station.actor.name))


def _away_step(work: Work, turn: Turn, _dialogue: Dialogue) -> Reply:
    span = read_span(turn.text, work.now, work.desk.tz)
    if span is None:
        return refused(work.say("away-unclear"))
    reply = absences.preview(work, turn.identity, *span)
    if reply.is_done:
        dialogues.drop(work.session, turn.user)
    return reply


def _else_step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    chosen = people.person(work.session, PersonId(turn.said))
    if chosen is None:
        found = people.search(work.session, turn.text[:ECHO], MOST_CHOICES)
        if not found:
            return refused(work.say("substitute-none", text=quoted(turn.text)))
        if len(found) > 1:
            asked = work.say("shift-else-which")
            return question(work, turn, asked, [Offer(one.name, str(one.id)) for one in found])
        chosen = found[0]
    duty = str(dialogue.answers["duty"])
    reply = shifts.give_to_person(work, turn.identity, duty, chosen.id)
    if reply.is_done:
        dialogues.drop(work.session, turn.user)
    return reply


STEPS: Mapping[str, Callable[[Work, Turn, Dialogue], Reply]] = {
    AWAY: _away_step,
    ELSE: _else_step,
}
