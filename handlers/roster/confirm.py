"""Ask a person whether their row is right, and take the answer."""

from datetime import date

from handlers import promise
from handlers.compose import row as compose
from handlers.compose.notices import line
from handlers.identity import Identity, one_way, person_of
from handlers.promise import Post
from handlers.reply import Reply, done, refused
from handlers.roster import keepers
from handlers.work import Work
from roster.model import Person, PersonId
from roster.upkeep import QUESTIONS
from storage import confirmations, journal, outbox, register
from storage.confirmations import Vouched
from storage.model import Priority

MOST_SAID = 500  # characters, as the forms say


def ask(work: Work, one: Vouched, today: date, *, is_again: bool = False) -> None:
    """Promise the question on one platform that answers; nobody is asked where there is none."""
    person = one.person
    language = work.desk.language_of(person)
    heading = work.say("row-ask-again" if is_again else "row-ask", language)
    post = Post(
        key=f"{_questions(person.id)}{today.isoformat()}",
        subject=f"upkeep/{person.id}",
        priority=Priority.DIGEST,
        content=compose.question(work, _row(work, person), heading, language),
    )
    if promise.to_person(work, person, post, only=one_way(work, person)):
        confirmations.note_asked(work.session, person.id, work.now)
        journal.write(work.session, work.now, "row_asked", person=person.id)


def show(work: Work, by: Identity) -> Reply:
    """Show a person's own row, to vouch for at any time."""
    person = person_of(work, by)
    if person is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    heading = work.say("row-heading")
    return Reply(compose.question(work, _row(work, person), heading, work.desk.tongue))


def right(work: Work, by: Identity, mark: str) -> Reply:
    """Let the person vouch for the row, if it still reads as what the button stood under."""
    person = person_of(work, by)
    if person is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    row = _row(work, person)
    if mark != row.mark:
        heading = work.say("row-has-changed")
        shown = compose.question(work, row, heading, work.desk.tongue)
        return Reply(shown, is_done=False)
    confirmations.confirm(work.session, person.id, work.now)
    journal.write(work.session, work.now, "row_confirmed", person=person.id)
    told = work.say("row-confirmed")
    _rewrite_questions(work, person, told)
    return done(told)


def objection(work: Work, by: Identity) -> Reply | None:
    """Return why somebody can't tell what is wrong with their row: there is none."""
    if person_of(work, by) is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    return None


def wrong(work: Work, by: Identity, said: str) -> Reply:
    """Ask the keeper to mend the row, with the person's own words about it."""
    person = person_of(work, by)
    if person is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    if not said.strip():
        return refused(work.say("row-wrong-empty"))
    confirmations.dispute(work.session, person.id, work.now)
    journal.write(work.session, work.now, "row_disputed", person=person.id)
    told = _ask_for_mend(work, person, said.strip()[:MOST_SAID])
    _rewrite_questions(work, person, told)
    return done(told)


def wrong_by_form(work: Work, by: Identity, said: str) -> Reply:
    """As `wrong`, from a form, which closes without a word: where no question is left to show
    what was answered, the person is written to.
    """
    person = person_of(work, by)
    known = confirmations.of(work.session, person.id) if person is not None else None
    reply = wrong(work, by, said)
    if person is not None and reply.is_done and not (known and known.statement.asked):
        post = Post(
            key=f"row-answer/{person.id}/{work.now.isoformat()}",
            subject=f"upkeep/{person.id}",
            priority=Priority.ANSWER,
            content=line(reply.text),
        )
        promise.to_person(work, person, post, only=[by.platform])
    return reply


def _ask_for_mend(work: Work, person: Person, said: str) -> str:
    reader = keepers.keeper_of(work, person.id)
    if reader is None:
        return work.say("mend-asked-nobody")
    language = work.desk.language_of(reader)
    keepers.tell(
        work,
        reader,
        f"wrong-row/{person.id}/{work.now.isoformat()}",
        "wrong_row",
        who=person.name,
        said=said,
        row=compose.on_a_line(work, _row(work, person), language),
    )
    return work.say("mend-asked", who=reader.name)


def _row(work: Work, person: Person) -> compose.Row:
    return compose.Row(person, register.actors_of(work.session, person.id))


def _rewrite_questions(work: Work, person: Person, told: str) -> None:
    """Let the questions that led here say how it ended, and bear no buttons."""
    asked = [one for one in outbox.like(work.session, _questions(person.id)) if not one.target]
    language = work.desk.language_of(person)
    for question in asked[-QUESTIONS:]:
        message = compose.answered(work, _row(work, person), told, language)
        promise.edit(work, question.key, message, priority=Priority.ANSWER)


def _questions(person: PersonId) -> str:
    return f"confirm/{person}/"
