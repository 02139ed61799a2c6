"""Give people the addresses of calendar feeds; renew an address, and stop it."""

import hashlib
import secrets
from collections.abc import Sequence

from blueprint.municipalities import fold
from handlers.compose import words
from handlers.identity import Identity, person_of
from handlers.message import Button, Buttons, Heading, Message, Note, Text
from handlers.reply import Reply, after, done, quoted, refused
from handlers.roster import feed as pages
from handlers.work import Work
from roster.model import Actor, ActorId, Person
from storage import feeds, journal, people, register
from storage.feeds import Feed, FeedKind

MOST = 6  # actors to choose between; more are told by number only


def subscribe(work: Work, by: Identity, text: str) -> Reply:
    """Give the address of the person's own shifts, or of the actor's that the words mean."""
    person = person_of(work, by)
    if person is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    if work.desk.public_url is None:
        return refused(work.say("feed-no-public-url"))
    if not text.strip():
        return _given(work, _mine(work, person, FeedKind.PERSON, person.id))
    found = _meant(work, person, text)
    if len(found) == 1:
        return _given_actor(work, person, found[0])
    return _which(work, text.strip(), found)


def choose(work: Work, by: Identity, value: str) -> Reply:
    """Give the address of the actor whose button was pressed."""
    found = [one for one in register.read(work.session).actors if _short(one) == value]
    return subscribe(work, by, found[0]) if found else refused(work.say("feed-gone"))


def renew(work: Work, by: Identity, value: str) -> Reply:
    """Stop an address and give another in its place."""
    found = _pressed(work, by, value)
    if isinstance(found, Reply):
        return found
    person, feed = found
    _stop(work, feed)
    given = _given(work, _opened(work, person, feed.kind, feed.subject))
    return after(work.say("feed-renewed"), given)


def stop(work: Work, by: Identity, value: str) -> Reply:
    """Stop an address."""
    found = _pressed(work, by, value)
    if isinstance(found, Reply):
        return found
    _stop(work, found[1])
    return done(work.say("feed-stopped"))


def _given_actor(work: Work, person: Person, wanted: ActorId) -> Reply:
    actor = people.roster_of(work.session, [wanted]).actor(wanted)
    if actor is None:
        return refused(work.say("feed-gone"))
    roster = people.roster_for(work.session, actor.area)
    if not pages.may_read_actor(work, actor, roster, person.id):
        return refused(work.say("feed-not-yours", actor=words.titled(actor)))
    return _given(work, _mine(work, person, FeedKind.ACTOR, actor.id), actor)


def _mine(work: Work, person: Person, kind: FeedKind, subject: str) -> Feed:
    """Return the person's address of a feed, the one given before if there is one."""
    known = (
        feed
        for feed in feeds.of_person(work.session, person.id)
        if (feed.kind, feed.subject) == (kind, subject)
    )
    return next(known, None) or _opened(work, person, kind, subject)


def _opened(work: Work, person: Person, kind: FeedKind, subject: str) -> Feed:
    token = secrets.token_hex(pages.TOKEN_LENGTH // 2)
    feed = feeds.open_feed(work.session, token, kind, subject, person.id, work.now)
    _note(work, "feed_opened", feed)
    return feed


def _stop(work: Work, feed: Feed) -> None:
    feeds.revoke(work.session, feed, work.now)
    _note(work, "feed_stopped", feed)


def _note(work: Work, event: str, feed: Feed) -> None:
    journal.write(
        work.session,
        work.now,
        event,
        kind=feed.kind.value,
        subject=feed.subject,
        by=feed.created_by,
    )


def _pressed(work: Work, by: Identity, value: str) -> tuple[Person, Feed] | Reply:
    """Return whose address a button is about; only one's own can be meant."""
    person = person_of(work, by)
    if person is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    own = feeds.of_person(work.session, person.id)
    feed = next((one for one in own if _short(one.token) == value), None)
    return (person, feed) if feed is not None else refused(work.say("feed-gone"))


def _given(work: Work, feed: Feed, actor: Actor | None = None) -> Reply:
    heading = _heading(work, feed, actor)
    value = _short(feed.token)
    buttons = (
        Button(work.say("button-feed-renew"), "feednew", value),
        Button(work.say("button-feed-stop"), "feedoff", value),
    )
    parts = (
        Heading(heading),
        Text(pages.address(work.desk, feed.token)),
        Text(work.say("feed-how")),
        Note(work.say("feed-secret")),
        Buttons(buttons),
    )
    return Reply(Message(heading, parts))


def _heading(work: Work, feed: Feed, actor: Actor | None) -> str:
    if feed.kind is FeedKind.PERSON:
        return work.say("feed-heading-own")
    actor = actor or people.actors(work.session, [ActorId(feed.subject)])[ActorId(feed.subject)]
    return work.say("feed-heading-actor", actor=words.titled(actor))


def _meant(work: Work, person: Person, text: str) -> list[ActorId]:
    """Return the actors that hold all the words; the person's own, when some of them do."""
    known, wanted = register.read(work.session), fold(text.strip()).split()
    if ActorId(text.strip()) in known.actors:
        return [ActorId(text.strip())]
    listed = known.actors.values()
    found = [one.id for one in listed if all(word in one.folded for word in wanted)]
    own = known.of_person.get(person.id, ())
    return [actor for actor in found if actor in own] or found


def _which(work: Work, text: str, found: Sequence[ActorId]) -> Reply:
    if not found:
        return refused(work.say("feed-unknown-actor", text=quoted(text)))
    if len(found) > MOST:
        return refused(work.say("feed-too-many", text=quoted(text), count=len(found)))
    told = work.say("feed-which")
    actors = people.roster_of(work.session, found).actors
    buttons = tuple(Button(words.titled(one), "feedof", _short(one.id)) for one in actors)
    return Reply(Message(told, (Text(told), Buttons(buttons))), is_done=False)


def _short(name: str) -> str:
    """Return what a button bears for a name that it must not tell, or that is too long."""
    return hashlib.sha256(name.encode()).hexdigest()[:16]
