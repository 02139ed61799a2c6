"""Greet somebody who presses Start: from then on the account can be reached."""

from collections.abc import Iterator

from handlers import identity, promise
from handlers.identity import Identity, reachable
from handlers.promise import Live, Post
from handlers.reply import Reply, done, refused
from handlers.rounds import subject_of
from handlers.work import Work
from roster.model import Person, PersonId, Target
from storage import alarms, callouts, journal, people
from storage.model import Priority, Summons


def greet(work: Work, by: Identity, event: str) -> Reply:
    """Note that the account can be reached, and say whose it is and what one can do.

    What waits for the person's answer is sent again: it may never have arrived.
    """
    person = identity.person_of(work, by)
    if person is None:
        return refused(work.say("start-unknown", account=by.user))
    people.set_reach(work.session, by.platform, person.id, "started")
    journal.write(work.session, work.now, "started", person=person.id, platform=by.platform)
    for summons, number in _unanswered(work, person.id):
        _send_again(work, by, person, summons, number, event)
    return done(work.say("start-known", work.desk.language_of(person), name=person.name))


def _unanswered(work: Work, person: PersonId) -> Iterator[tuple[Summons, int]]:
    """Yield each open callout that waits for the person, with their newest page's number."""
    for alarm in alarms.open_alarms(work.session):
        for summons in callouts.of_alarm(work.session, alarm.id):
            number = _awaited_page(summons, person)
            if number is not None:
                yield summons, number


def _awaited_page(summons: Summons, person: PersonId) -> int | None:
    callout = summons.callout
    is_settled = callout.answer is not None and callout.answer.substitute != person
    if is_settled or callout.is_ended or person in callout.excluded:
        return None
    mine = [page for page in callout.pages if page.person == person]
    numbers = [page.number for page in mine if page.to is not Target.COORDINATOR]
    return numbers[-1] if numbers else None


def _send_again(
    work: Work, by: Identity, person: Person, summons: Summons, number: int, event: str
) -> None:
    """Promise a copy of a page: nothing about the callout changes when it arrives."""
    post = Post(
        key=f"copy/{summons.id}.{number}/{event}",
        subject=subject_of(summons),
        priority=Priority.PAGE,
        content=Live("page", summons.alarm, f"{summons.id}.{number}"),
    )
    promise.to_person(work, reachable(work, person), post, only=[by.platform])
