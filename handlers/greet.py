"""Greet somebody who presses Start: from then on the account can be reached."""

from handlers import identity
from handlers.identity import Identity
from handlers.reply import Reply, done, refused
from handlers.work import Work
from storage import journal, people


def greet(work: Work, by: Identity) -> Reply:
    """Note that the account can be reached, and say whose it is."""
    person = identity.person_of(work, by)
    if person is None:
        return refused(work.say("start-unknown", account=by.user))
    people.set_reach(work.session, by.platform, person.id, "started")
    journal.write(work.session, work.now, "started", person=person.id, platform=by.platform)
    return done(work.say("start-known", work.desk.language_of(person), name=person.name))
