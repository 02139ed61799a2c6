"""Join accounts to rows of the roster: by a one-time address, or found by e-mail address."""

from dataclasses import dataclass

from blueprint.text import format_day
from handlers.compose import words
from handlers.greet import greet
from handlers.identity import Identity, person_of
from handlers.message import Message, Text
from handlers.reply import Reply, quoted, refused
from handlers.roster import keepers
from handlers.work import Work
from roster.model import Person, PersonId
from storage import confirmations, journal, links, moments, people
from storage.links import LIFE, Link
from storage.model import Platform

ADDRESS = "address/"  # the setting that holds what a token stands behind, with the platform
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Sought:
    """A person whose account is to be looked for by e-mail address."""

    person: PersonId
    email: str


def note_address(work: Work, platform: Platform, address: str) -> None:
    """Remember where a platform's one-time addresses lead; a token is put behind it."""
    if moments.setting(work.session, f"{ADDRESS}{platform}") != address:
        moments.put_setting(work.session, f"{ADDRESS}{platform}", address)


def address_for(work: Work, person: PersonId) -> str | Reply:
    """Make a one-time address for a row, or say why there can be none."""
    if Platform.TELEGRAM not in work.desk.platforms:
        return refused(work.say("link-no-platform"))
    address = moments.setting(work.session, f"{ADDRESS}{Platform.TELEGRAM}")
    if address is None:
        return refused(work.say("link-no-name"))
    if confirmations.of(work.session, person) is None:
        return refused(work.say("link-nobody", text=person))
    token = links.make(work.session, person, Platform.TELEGRAM, work.now)
    journal.write(work.session, work.now, "link_made", person=person)
    return f"{address}{token}"


def make(work: Work, by: Identity, text: str) -> Reply:
    """Give whoever keeps a row, or whose it is, the address to hand over."""
    asker = person_of(work, by)
    if asker is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    wanted = _named(work, text) if text.strip() else asker
    if isinstance(wanted, Reply):
        return wanted
    if wanted.id != asker.id and not keepers.keeps(work, asker.id, wanted.id):
        return refused(work.say("link-not-yours", who=wanted.name))
    address = address_for(work, wanted.id)
    if isinstance(address, Reply):
        return address
    until = format_day((work.now + LIFE).astimezone(work.desk.tz).date(), work.desk.tongue)
    told = work.say("link-made", who=wanted.name, until=until)
    return Reply(Message(told, (Text(told), Text(address))))


def start(work: Work, by: Identity, token: str, event: str) -> Reply:
    """Greet whoever presses Start; behind an address their account is joined to its row first."""
    if not token:
        return greet(work, by, event)
    link = links.find(work.session, token)
    if link is None or link.platform is not by.platform:
        return refused(work.say("link-unknown"))
    known = person_of(work, by)
    if link.used_at is not None and known is not None and known.id == link.person:
        return greet(work, by, event)  # pressed once more
    objection = _objection(work, link, known)
    if objection is not None:
        return refused(objection)
    _join(work, link, by)
    return greet(work, by, event)


def wanted(work: Work, limit: int) -> list[Sought]:
    """Return whose account is to be looked for by e-mail address, the longest ago first."""
    found = links.to_look_up(work.session, work.real_now, limit)
    return [Sought(person.id, person.email) for person in found if person.email]


def looked_up(work: Work, sought: Sought, account: str | None) -> None:
    """Join the account that was found, unless it is somebody else's; note that it was sought."""
    links.note_looked_up(work.session, sought.person, work.real_now)
    found = confirmations.of(work.session, sought.person)
    if account is None or found is None or found.person.slack is not None:
        return
    if found.person.email != sought.email:
        return
    if people.by_account(work.session, Platform.SLACK, account) is not None:
        return
    links.join(work.session, sought.person, Platform.SLACK, account, work.now)
    people.set_account(work.session, Platform.SLACK, sought.person, account)
    journal.write(work.session, work.now, "linked", person=sought.person, platform=Platform.SLACK)


def _named(work: Work, text: str) -> Person | Reply:
    """Find the person in force whom an id or a part of a name means."""
    exact = confirmations.of(work.session, PersonId(text.strip()))
    if exact is not None:
        return exact.person
    found = people.search(work.session, text, MOST_NAMED)
    if not found:
        return refused(work.say("link-nobody", text=quoted(text)))
    if len(found) > 1:
        names = ", ".join(f"{one.name} ({one.id})" for one in found)
        return refused(work.say("link-several", names=names))
    return found[0]


def _objection(work: Work, link: Link, known: Person | None) -> str | None:
    """Return why the address joins nothing for this account."""
    if link.used_at is not None:
        return work.say("link-used")
    if link.ended_at is not None:
        return work.say("link-replaced")
    if link.expires_at is not None and link.expires_at <= work.now:
        return work.say("link-expired")
    if confirmations.of(work.session, link.person) is None:
        return work.say("link-row-gone")
    if known is not None and known.id != link.person:
        return work.say("link-other", who=known.name)
    return None


def _join(work: Work, link: Link, by: Identity) -> None:
    links.use(work.session, link, by.user, work.now)
    people.set_account(work.session, by.platform, link.person, by.user)
    journal.write(work.session, work.now, "linked", person=link.person, platform=by.platform)
    reader = keepers.keeper_of(work, link.person)
    person = people.person(work.session, link.person)
    if reader is not None and person is not None:
        platform = words.platform(by.platform)
        keepers.tell(
            work, reader, f"linked/{link.id}", "linked", who=person.name, platform=platform
        )
