"""What a person answers to a question for an alarm, put in its field or refused in words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC

from blueprint import municipalities
from handlers import form
from handlers.dialogue import asking, draft
from handlers.dialogue.draft import CHOICES, Answers
from handlers.dialogue.turn import Turn, too_long, unclear
from handlers.drills import rules
from handlers.reply import Reply, quoted, refused
from handlers.when import read_moment
from handlers.work import Work
from storage import dialogues
from storage.model import Dialogue

BETWEEN = re.compile(r",|;|&|\n|\b(?:och|samt|and)\b")  # the names of a list


def take(work: Work, turn: Turn, answers: Answers, field: str) -> Reply | None:
    """Put what was said in the field; return what is wrong with it."""
    return _TAKERS[field](work, turn, answers, turn.said)


def take_codename(work: Work, answers: Answers, text: str) -> Reply | None:
    return _take_words(work, answers, "codename", text)


def _take_municipality(work: Work, turn: Turn, answers: Answers, text: str) -> Reply | None:
    scope = draft.scope_of(answers)
    county, rest = municipalities.split_county(text.split())
    if scope is not None and county is not None and not rest:
        answers["municipality"] = rules.in_county(work, county).code
        answers["drill"] = draft.drill_facts(replace(scope, county=county))
        return None
    found = municipalities.find(text)
    if found is None:
        return asking.ask_nearest(work, turn, text)
    answers["municipality"] = found.code
    return None


def _take_kind(work: Work, _turn: Turn, answers: Answers, text: str) -> Reply | None:
    found = form.read_kind(work, text)
    if found is None:
        return refused(work.say("error-kind", text=quoted(text)))
    answers["kind"] = found.value
    return None


def _take_codename(work: Work, _turn: Turn, answers: Answers, text: str) -> Reply | None:
    return take_codename(work, answers, text)


def _take_text(work: Work, _turn: Turn, answers: Answers, text: str) -> Reply | None:
    return _take_words(work, answers, str(answers["asking"]), text)


def _take_words(work: Work, answers: Answers, field: str, text: str) -> Reply | None:
    problem = too_long(work, field, text)
    if problem is None:
        answers[field] = text
    return problem


def _take_deadline(work: Work, _turn: Turn, answers: Answers, text: str) -> Reply | None:
    found = read_moment(text, work.now, work.desk.tz)
    if found is None:
        return refused(work.say("error-deadline-unclear"))
    if found <= work.now:
        return refused(work.say("error-deadline-past"))
    answers["deadline"] = found.astimezone(UTC).isoformat()
    return None


def _take_neighbours(work: Work, _turn: Turn, answers: Answers, text: str) -> Reply | None:
    codes = []
    for name in filter(None, (part.strip() for part in BETWEEN.split(text))):
        found = municipalities.find(name)
        if found is None:
            near = ", ".join(one.name for one in municipalities.nearest(name))
            return refused(work.say("error-municipality", text=quoted(name), nearest=near))
        codes.append(found.code)
    answers["neighbours"] = codes
    return None


def _take_actor(work: Work, turn: Turn, answers: Answers, text: str) -> Reply | None:
    """Untick an actor, or tick it again, in the list where it stands."""
    unticked = list(answers.get("unticked", []))
    if text not in {actor.id for actor in draft.proposed(work, answers)}:
        return unclear(work, text)
    unticked.remove(text) if text in unticked else unticked.append(text)
    answers["unticked"] = unticked
    asked = dialogues.get(work.session, turn.user, work.now)
    if asked is None or turn.choice is None:
        return asking.ask_actors(work, turn, answers)
    return _tick_off(work, turn, answers, asked)


def _tick_off(work: Work, turn: Turn, answers: Answers, dialogue: Dialogue) -> Reply:
    """Change the list that was pressed: it stays the same question."""
    changed = asking.ask_actors(work, turn, answers, name=dialogue.asked.name)
    return replace(changed, replaces=dialogue.asked.message)


def _take_choice(work: Work, turn: Turn, answers: Answers, text: str) -> Reply | None:
    """Take one of a field's choices, by its value or its label."""
    field = str(answers["asking"])
    for key, value in CHOICES[field]:
        if text.lower() in {value, work.say(key).lower()}:
            answers[field] = value
            if not draft.keeps_facts(answers):
                answers.pop("facts", None)
            return None
    return asking.ask_field(work, turn, answers)


Taker = Callable[[Work, Turn, Answers, str], Reply | None]
_TAKERS: Mapping[str, Taker] = {
    "municipality": _take_municipality,
    "kind": _take_kind,
    "codename": _take_codename,
    "facts": _take_text,
    "contacts": _take_text,
    "meeting": _take_text,
    "deadline": _take_deadline,
    "neighbours": _take_neighbours,
    "actors": _take_actor,
    "grade": _take_choice,
    "tempo": _take_choice,
    "secrecy": _take_choice,
}
