"""What the alarm form needs while somebody fills it in: proposals, and reading of words."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from blueprint import kinds, municipalities
from blueprint.model import CaseKind, Municipality
from escalation.case import Grade
from escalation.mobilise import callers, may_alarm, proposed, serves
from handlers import contact, identity
from handlers.compose import words
from handlers.identity import Identity
from handlers.message import Text
from handlers.open_alarm import may_not
from handlers.reply import Reply, refused
from handlers.status import help_text
from handlers.work import Work
from roster.model import Actor, ActorId, Roster
from storage import people

MOST_CALLERS = 4  # whom one is told to contact


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
    kind = kinds.find_kind(rest[0])
    if kind is None:
        return Wish(municipality, None, " ".join(rest))
    return Wish(municipality, kind, " ".join(rest[1:]))


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


def read_moment(text: str, now: datetime, tz: ZoneInfo) -> datetime | None:
    """Read a moment in local wall time: 16:30, 2026-11-30 08:00, or 2026-11-30.

    A time alone means the next such time; a day alone means noon.
    """
    cleaned = text.strip().replace("T", " ").replace(".", ":")
    local = now.astimezone(tz)
    for pattern in ("%Y-%m-%d %H:%M", "%Y-%m-%d"):
        found = _parsed(cleaned, pattern, tz)
        if found is not None:
            return found if "%H" in pattern else found.replace(hour=12)
    clock = _parsed(cleaned, "%H:%M", tz)
    if clock is None:
        return None
    today = local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return today if today > local else today + timedelta(days=1)


def _parsed(text: str, pattern: str, tz: ZoneInfo) -> datetime | None:
    try:
        return datetime.strptime(text, pattern).replace(tzinfo=tz)
    except ValueError:
        return None


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
