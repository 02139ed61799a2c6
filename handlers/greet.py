"""Greet somebody who presses Start: from then on the account can be reached."""

from collections.abc import Iterator
from dataclasses import dataclass

from escalation.callout import Asked, awaited
from handlers import identity, promise, show
from handlers.identity import Identity, reachable
from handlers.promise import Live, Post
from handlers.reply import Reply, done, refused
from handlers.rounds import copy_prefix, page_key, subject_of
from handlers.work import Work
from roster.model import Person, PersonId
from storage import alarms, backlog, callouts, journal, outbox, people
from storage.model import AlarmId, DeliveryState, Platform, Priority, Summons


def greet(work: Work, by: Identity, event: str) -> Reply:
    """Note that the account can be reached, and say whose it is and what one can do.

    What waits for the person's answer is sent again: it may never have arrived.
    """
    person = identity.person_of(work, by)
    if person is None:
        return refused(work.say("start-unknown", account=by.user))
    people.set_reach(work.session, by.platform, person.id, "started")
    journal.write(work.session, work.now, "started", person=person.id, platform=by.platform)
    for alarm in alarms.open_alarms(work.session):
        show.offer_list(work, alarm.id, person.id)
        if _has_lost_anything(work, alarm.id, person.id):
            show.refresh(work, alarm.id)  # what was lost for want of Start is mended now
    for page in _unanswered(work, person.id):
        if not _is_on_its_way(work, by.platform, page):
            _send_again(work, by.platform, person, page, event)
    return done(work.say("start-known", work.desk.language_of(person), name=person.name))


def _has_lost_anything(work: Work, alarm: AlarmId, person: PersonId) -> bool:
    lost = backlog.buried(work.session, f"alarm/{alarm}")
    return any(one.address == f"person/{person}" for one in lost)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that the person has not answered, the newest of its callout."""

    summons: Summons
    asked: Asked


def _unanswered(work: Work, person: PersonId) -> Iterator[_Page]:
    """Yield the newest page of each open callout that waits for the person."""
    for alarm in alarms.open_alarms(work.session):
        for summons in callouts.of_alarm(work.session, alarm.id):
            asked = awaited(summons.callout, person)
            if asked is not None:
                yield _Page(summons, asked)


def _is_on_its_way(work: Work, platform: Platform, page: _Page) -> bool:
    promised = outbox.get(work.session, f"{page_key(page.summons, page.asked)}@{platform}")
    return promised is not None and promised.state in {DeliveryState.WAITING, DeliveryState.SENDING}


def _send_again(work: Work, platform: Platform, person: Person, page: _Page, event: str) -> None:
    """Promise a copy of a page: nothing about the callout changes when it arrives."""
    summons, number = page.summons, page.asked.number
    post = Post(
        key=f"{copy_prefix(summons, page.asked)}/{event}",
        subject=subject_of(summons),
        priority=Priority.PAGE,
        content=Live("page", summons.alarm, f"{summons.id}.{number}"),
    )
    promise.to_person(work, reachable(work, person), post, only=[platform])
