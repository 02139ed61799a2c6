"""What a calendar reads behind a secret address: somebody's shifts, as they stand now."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.compose import calendar as compose
from handlers.compose import words
from handlers.compose.calendar import Entry
from handlers.work import Desk, Work
from roster import feeds as rules
from roster.feeds import Post
from roster.model import Actor, ActorId, Person, PersonId, Roster
from storage import feeds, people, register
from storage.feeds import Feed, FeedKind

PATH = "/kalender"  # what stands before the token in an address
TOKEN_LENGTH = 40  # hexadecimal digits: 160 bits


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is needed to tell a feed's shifts without the database."""

    feed: Feed
    reader: Person
    roster: Roster
    now: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What a feed tells."""

    name: str
    entries: tuple[Entry, ...]
    version: str


def address(desk: Desk, token: str) -> str:
    """Return where a feed is read from outside."""
    return f"{desk.public_url}{PATH}/{token}.ics"


def look(work: Work, token: str) -> Reading | None:
    """Return what a feed is told from; None when there is nothing that may be read.

    An address stops by itself when its person leaves the roster or may no longer read the actor.
    """
    feed = feeds.get(work.session, token)
    if feed is None:
        return None
    roster = _roster(work, feed)
    reader = roster.people.get(feed.created_by)
    if reader is None or not _may_read(work, feed, roster):
        return None
    return Reading(feed, reader, roster, work.now)


def told(desk: Desk, reading: Reading) -> Told:
    """Return the shifts of a feed, in its reader's language. Takes long; needs no database."""
    language = desk.language_of(reading.reader)
    if reading.feed.kind is FeedKind.PERSON:
        name = desk.say("feed-name", language, whose=reading.reader.name)
        found = rules.posts_of(reading.reader.id, reading.roster, reading.now, desk.tz)
        return _told(name, [_own(desk, post, language) for post in found])
    [actor] = (one for one in reading.roster.actors if one.id == reading.feed.subject)
    name = desk.say("feed-name", language, whose=words.titled(actor))
    found = rules.posts([actor], reading.roster, reading.now, desk.tz)
    return _told(name, [_anybodys(desk, reading.roster, post, language) for post in found])


def note_told(work: Work, feed: Feed, told: Told) -> datetime:
    """Return since when the feed has told this; remember it, if that is now."""
    stored = feeds.get(work.session, feed.token) or feed
    if stored.told == told.version and stored.told_at is not None:
        return stored.told_at
    feeds.note_told(work.session, feed, told.version, work.now)
    return work.now


def written(told: Told, since: datetime) -> bytes:
    """Return what a calendar is given."""
    return compose.calendar(told.name, told.entries, since)


def may_read_actor(work: Work, actor: Actor, roster: Roster, person: PersonId) -> bool:
    """Whether the person may read the actor's shifts, and has not left."""
    return rules.may_read(actor, roster, person) and _is_in_role(
        roster.people[person], work.now, work.desk.tz
    )


def _roster(work: Work, feed: Feed) -> Roster:
    """Return the part of the roster that a feed is about, and that says who may read it."""
    if feed.kind is FeedKind.PERSON:
        person = PersonId(feed.subject)
        actors = register.read(work.session).of_person.get(person, ())
        return people.roster_of(work.session, actors, also=[person])
    actor = people.roster_of(work.session, [ActorId(feed.subject)]).actor(ActorId(feed.subject))
    return people.roster_for(work.session, actor.area if actor is not None else ())


def _may_read(work: Work, feed: Feed, roster: Roster) -> bool:
    if feed.kind is FeedKind.PERSON:
        return True
    actor = roster.actor(ActorId(feed.subject))
    return actor is not None and may_read_actor(work, actor, roster, feed.created_by)


def _is_in_role(person: Person, now: datetime, tz: ZoneInfo) -> bool:
    return person.until is None or now.astimezone(tz).date() <= person.until


def _told(name: str, entries: list[Entry]) -> Told:
    return Told(name, tuple(entries), compose.version(name, entries))


def _own(desk: Desk, post: Post, language: str) -> Entry:
    return _entry(post, desk.say("feed-shift", language, actor=words.titled(post.actor)))


def _anybodys(desk: Desk, roster: Roster, post: Post, language: str) -> Entry:
    who = roster.people[post.person].name
    actor = words.titled(post.actor)
    return _entry(post, desk.say("feed-shift-of", language, who=who, actor=actor))


def _entry(post: Post, summary: str) -> Entry:
    uid = compose.uid(post.actor.id, post.person, post.starts_at.isoformat())
    return Entry(uid, summary, post.starts_at, post.ends_at)
