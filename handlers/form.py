"""What the alarm form needs while somebody fills it in: proposals, and reading of words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from blueprint import kinds, municipalities
from blueprint.model import CaseKind, Municipality
from blueprint.text import LANGUAGES
from escalation.case import Grade
from escalation.mobilise import callers, may_alarm, proposed, serves
from handlers import contact, identity
from handlers.compose import words
from handlers.identity import Identity
from handlers.message import Text
from handlers.open_alarm import CODENAME_LENGTH, may_not
from handlers.reply import Reply, refused
from handlers.status import help_text
from handlers.work import Work
from roster.model import Actor, ActorId, Roster
from storage import people

MOST_CALLERS = 4  # whom one is told to contact
# What a field is called, and how many characters it takes.
FIELDS: Mapping[str, tuple[str, int]] = {
    "codename": ("form-codename", CODENAME_LENGTH),
    "facts": ("form-facts", 3000),
    "contacts": ("form-contacts", 1000),
    "meeting": ("form-meeting", 200),
    "outcome": ("finish-outcome", 1000),
    "lesson": ("ended-lessons", 500),
    "reason": ("call-off-reason", 500),
    "wrong": ("row-wrong-field", 500),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What `/larm Söderhamn etablering Lavskrika` says; anything may be missing."""

    municipality: Municipality | None = None
    kind: CaseKind | None = None
    codename: str = ""


@dataclass(frozen=True, slots=True)
class ProposedActor:
    """An actor that would be summoned, as the form shows it."""

    id: ActorId
    label: str


def read_wish(work: Work, text: str) -> Wish | Reply:
    """Read the words behind the command; an unknown municipality gets the nearest three."""
    words_given = text.split()
    if not words_given:
        return Wish()
    municipality, rest = municipalities.split(words_given)
    if municipality is None:
        return _unknown(work, words_given)
    if not rest:
        return Wish(municipality)
    kind, codename = _split_kind(work, rest)
    return Wish(municipality, kind, " ".join(codename))


def read_rest(work: Work, text: str) -> Wish:
    """Read kind and code name behind a municipality that we do not know."""
    words_given = text.split()
    for start in range(1, len(words_given)):
        kind, codename = _split_kind(work, words_given[start:])
        if kind is not None:
            return Wish(None, kind, " ".join(codename))
    return Wish()


def _split_kind(work: Work, given: list[str]) -> tuple[CaseKind | None, list[str]]:
    """Take the leading words that name a kind; return the rest."""
    for length in (2, 1):  # a "redundancy notice" is two
        kind = read_kind(work, " ".join(given[:length]))
        if kind is not None:
            return kind, given[length:]
    return None, given


def read_kind(work: Work, text: str) -> CaseKind | None:
    """Return the kind that is meant, in any language; None when it is none."""
    found = kinds.find_kind(text)
    if found is not None:
        return found
    written = municipalities.fold(text.strip())
    for kind in CaseKind:
        named = {municipalities.fold(work.say(f"kind-{kind}", one)) for one in LANGUAGES}
        if written in named:
            return kind
    return None


def too_long(work: Work, field: str, text: str) -> str | None:
    """Return why a text does not fit in a field, or None when it does."""
    label, most = FIELDS[field]
    if len(text) <= most:
        return None
    told = work.say(label)
    return work.say("error-too-long", field=told, most=str(most), length=str(len(text)))


def may_raise(work: Work, by: Identity, municipality: Municipality | None) -> Reply | None:
    """Return why the person may not raise an alarm, or None when they may."""
    person = identity.person_of(work, by)
    if person is None:
        return _to_stranger(work, by, municipality)
    if municipality is None:
        return None  # the form will ask, and the submission checks
    roster = people.roster_for(work.session, [municipality.code])
    if may_alarm(roster, person.id, municipality) is not None:
        return None
    return refused(may_not(work, roster, municipality))


def may_raise_anywhere(work: Work, by: Identity) -> Reply | None:
    """Return why the person may not raise any alarm at all, or None when they may."""
    person = identity.person_of(work, by)
    if person is None:
        return _to_stranger(work, by, None)
    roster = people.roster(work.session)
    allowed = [actor for actor in roster.actors if actor.may_alarm]
    if any(serves(actor, roster, person.id) for actor in allowed):
        return None
    listed = contact.listed(work, roster, allowed[:MOST_CALLERS])
    return refused(work.say("error-may-not-at-all", callers=listed or work.say("nobody")))


def _to_stranger(work: Work, by: Identity, municipality: Municipality | None) -> Reply:
    """Say that the account is unknown, and who can raise the alarm instead."""
    told = work.say("refused-unknown-person", account=by.user)
    roster, able = _able(work, municipality)
    listed = contact.listed(work, roster, able[:MOST_CALLERS])
    return refused(f"{told} {work.say('error-whom-to-call', callers=listed)}" if listed else told)


def _able(work: Work, municipality: Municipality | None) -> tuple[Roster, tuple[Actor, ...]]:
    """Return who may raise an alarm there; where nobody may, or anywhere, the coordinators."""
    if municipality is not None:
        roster = people.roster_for(work.session, [municipality.code])
        able = callers(roster, municipality)
        if able:
            return roster, able
    roster = people.roster(work.session)
    coordinating = tuple(actor for actor in roster.actors if actor.is_coordinator)
    return roster, coordinating or tuple(actor for actor in roster.actors if actor.may_alarm)


def propose(
    work: Work, municipality: Municipality, kind: CaseKind, grade: Grade
) -> list[ProposedActor]:
    """Return the actors that would be summoned, for the person to untick."""
    roster = people.roster_for(work.session, [municipality.code])
    return [
        ProposedActor(actor.id, _label(work, actor))
        for actor in proposed(roster, municipality, kind, grade)
    ]


def _unknown(work: Work, given: list[str]) -> Reply:
    """Neither a command nor a municipality: name the nearest, and explain the commands."""
    near = ", ".join(found.name for found in municipalities.nearest(given[0]))
    told = work.say("error-municipality", text=given[0], nearest=near)
    explained = help_text(work).message
    return Reply(
        replace(explained, summary=told, parts=(Text(told), *explained.parts)), is_done=False
    )


def _label(work: Work, actor: Actor) -> str:
    level = words.level(work, actor.level, work.desk.tongue)
    return f"{words.titled(actor)} ({level})"
