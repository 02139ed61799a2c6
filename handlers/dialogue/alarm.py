"""Raise an alarm by questions: three that must be answered, the rest when wanted."""

from dataclasses import replace

from handlers import about, form, status
from handlers.dialogue import asking, draft, taking
from handlers.dialogue.draft import Answers
from handlers.dialogue.turn import BACK, DRAFT, Turn, unclear
from handlers.open_alarm import Mistake, open_alarm, reply
from handlers.reply import Reply, after, refused
from handlers.work import Work
from storage import dialogues
from storage.model import Dialogue


def start(work: Work, turn: Turn) -> Reply:
    """Begin `/larm`, with what the words behind it already say; go on with one under way."""
    given = turn.text.strip()
    read = form.read_wish(work, given)
    place = read.municipality if isinstance(read, form.Wish) else None
    objection = form.may_ask(work, turn.identity, form.Wish(place))
    if objection is not None:
        return objection
    begun = _begun(work, turn)
    if begun is not None and not place:
        asked = again(work, turn, begun)
        return after(read.text, asked) if isinstance(read, Reply) else asked
    if isinstance(read, Reply):
        return _start_nowhere(work, turn, given)
    return _start(work, turn, read)


def start_drill(work: Work, turn: Turn) -> Reply:
    """Begin `/ovning`: the same questions, each marked; what was half-filled is let go."""
    read = form.read_drill(work, turn.text.strip())
    if isinstance(read, Reply):
        return read
    objection = form.may_ask(work, turn.identity, read)
    return objection or _start(work, turn, read)


def step(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    answers = dict(dialogue.answers)
    if draft.scope_of(answers) is not None:
        about.note_drill(work)
    if turn.choice is None or answers.get("asking") or draft.missing(answers):
        return _fill_in(work, turn, answers)
    if turn.choice == "raise":
        return _raise(work, turn, answers)
    if turn.choice == "more":
        return asking.ask_more(work, turn, answers)
    if turn.choice.startswith("fill:"):
        answers["asking"] = turn.choice.removeprefix("fill:")
    return asking.ask_next(work, turn, answers)


def again(work: Work, turn: Turn, dialogue: Dialogue) -> Reply:
    """Put the question that the draft waits at once more."""
    return asking.ask_next(work, turn, dict(dialogue.answers))


def _begun(work: Work, turn: Turn) -> Dialogue | None:
    """Return the half-filled alarm, also one that another dialogue has interrupted."""
    dialogues.take_up(work.session, turn.user)
    found = dialogues.get(work.session, turn.user, work.now)
    is_draft = found is not None and found.kind == DRAFT
    # Nobody who means it goes on with a drill.
    return found if is_draft and found is not None and not found.answers.get("drill") else None


def _start(work: Work, turn: Turn, wish: form.Wish) -> Reply:
    known = {
        "municipality": wish.municipality.code if wish.municipality else None,
        "kind": wish.kind.value if wish.kind else None,
        "drill": draft.drill_facts(wish.drill),
    }
    answers: Answers = {key: value for key, value in known.items() if value}
    problem = taking.take_codename(work, answers, wish.codename) if wish.codename else None
    asked = asking.ask_next(work, turn, answers)
    return after(problem.text, asked) if problem is not None else asked


def _start_nowhere(work: Work, turn: Turn, given: str) -> Reply:
    """Begin with a municipality that we do not know: name the nearest, explain the commands."""
    asked = _start(work, turn, form.read_rest(work, given))
    near = asking.ask_nearest(work, turn, given.split()[0])
    explained = status.help_text(work, telegram=True).message.parts
    told, *offered = near.message.parts
    parts = (told, *explained, *offered)
    return replace(asked, message=replace(near.message, parts=parts), is_done=False)


def _fill_in(work: Work, turn: Turn, answers: Answers) -> Reply:
    """Put what was said where it belongs, and ask for what comes next."""
    field = answers.get("asking") or draft.missing(answers)
    if field is None:
        return unclear(work, turn.text)
    if turn.choice == BACK:
        answers.pop("asking", None)
        return asking.ask_next(work, turn, answers)
    problem = taking.take(work, turn, answers, str(field))
    if problem is None:
        answers.pop("asking", None)
    dialogues.put(work.session, turn.user, DRAFT, answers, work.now)
    return problem or _after_taking(work, turn, answers, str(field))


def _after_taking(work: Work, turn: Turn, answers: Answers, field: str) -> Reply:
    is_secret = field == "secrecy" and not draft.keeps_facts(answers)
    asked = asking.ask_next(work, turn, answers)
    return after(work.say("facts-not-here"), asked) if is_secret else asked


def _raise(work: Work, turn: Turn, answers: Answers) -> Reply:
    outcome = open_alarm(work, draft.command(turn, answers))
    if isinstance(outcome, Mistake):
        return _mend(work, turn, answers, outcome)
    dialogues.drop(work.session, turn.user)
    return reply(work, outcome)


def _mend(work: Work, turn: Turn, answers: Answers, mistake: Mistake) -> Reply:
    """Keep the draft, and ask again for what was wrong in it."""
    if not mistake.field:
        return refused(mistake.text)
    if mistake.field in {"municipality", "codename"}:
        answers.pop(mistake.field, None)
    elif mistake.field == "deadline":
        answers.pop(mistake.field, None)
        answers["asking"] = mistake.field
    asked = after(mistake.text, asking.ask_next(work, turn, answers))
    return replace(asked, is_done=False)
