"""What the alarm form needs while somebody fills it in: proposals, and reading of words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from blueprint import kinds, municipalities
from blueprint.model import CaseKind, Municipality
from blueprint.text import LANGUAGES
from escalation import drill
from escalation.case import Grade
from escalation.drill import Scope
from escalation.mobilise import callers, may_alarm, proposed, serves
from handlers import about, contact, identity
from handlers.compose import words
from handlers.drills import rules
from handlers.identity import Identity
from handlers.message import Text
from handlers.open_alarm import CODENAME_LENGTH, may_not
from handlers.reply import Reply, quoted, refused
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
    drill: Scope | None = None  # what a drill is for; None: it is in earnest


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


def read_drill(work: Work, text: str) -> Wish | Reply:
    """Read the words behind "övning": a municipality or a county, and perhaps "tema ELV"."""
    about.note_drill(work)
    taken = rules.take_themes(work, text.split())
    if isinstance(taken, Reply):
        return taken
    themes, given = taken
    county, rest = municipalities.split_county(given)
    if county is None:
        wish = read_wish(work, " ".join(given))
        if isinstance(wish, Reply):
            return refused(wish.text)  # the nearest names are enough
        return replace(wish, drill=Scope(None, themes))
    kind, codename = _split_kind(work, rest) if rest else (None, [])
    held_in = rules.in_county(work, county)
    return Wish(held_in, kind, " ".join(codename), Scope(county, themes))


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


def may_ask(work: Work, by: Identity, wish: Wish) -> Reply | None:
    """Return why the person may not have what they wish for, or None when they may."""
    if wish.drill is not None:
        return _may_drill(work, by, wish.municipality, wish.drill)
    if wish.municipality is not None:
        return may_raise(work, by, wish.municipality)
    return may_raise_anywhere(work, by)


def _may_drill(
    work: Work, by: Identity, municipality: Municipality | None, scope: Scope
) -> Reply | None:
    about.note_drill(work)
    person = identity.person_of(work, by)
    if person is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    if municipality is None:
        may = rules.may_anywhere(work, person.id)
        return None if may else refused(work.say("drill-may-not-at-all"))
    there = rules.place(work, municipality, scope)
    if drill.may_start(there.roster, person.id, there.area) is not None:
        return None
    return refused(rules.may_not(work, there))


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
    work: Work,
    municipality: Municipality,
    kind: CaseKind,
    grade: Grade,
    scope: Scope | None = None,
) -> list[ProposedActor]:
    """Return the actors that would be summoned, for the person to untick."""
    if scope is not None:
        found = rules.proposed(rules.place(work, municipality, scope), kind, grade)
    else:
        roster = people.roster_for(work.session, [municipality.code])
        found = proposed(roster, municipality, kind, grade)
    return [ProposedActor(actor.id, _label(work, actor)) for actor in found]


def _unknown(work: Work, given: list[str]) -> Reply:
    """Neither a command nor a municipality: name the nearest, and explain the commands."""
    near = ", ".join(found.name for found in municipalities.nearest(given[0]))
    told = work.say("error-municipality", text=quoted(given[0]), nearest=near)
    explained = help_text(work).message
    return Reply(
        replace(explained, summary=told, parts=(Text(told), *explained.parts)), is_done=False
    )


def _label(work: Work, actor: Actor) -> str:
    level = words.level(work, actor.level, work.desk.tongue)
    return f"{words.titled(actor)} ({level})"
