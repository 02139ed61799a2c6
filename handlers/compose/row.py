"""A person's row of the roster, as the person is asked to vouch for it."""

import hashlib
from dataclasses import dataclass

from blueprint.text import format_day
from handlers.compose import words
from handlers.message import Button, Buttons, Fields, Heading, Lines, Message, Part, Text
from handlers.work import Work
from roster.model import Actor, Person, Rotation, Turn

MARK = 12  # characters of a row's digest: enough that a changed row has another


@dataclass(frozen=True, slots=True)
class Row:
    """What the roster says of a person, at which actors."""

    person: Person
    actors: tuple[Actor, ...]

    @property
    def mark(self) -> str:
        """Return the same as long as the row says the same, and fits behind a button."""
        places = [(a.id, a.rotation, a.layers, a.deputy, a.chief) for a in self.actors]
        told = repr((self.person, places)).encode()
        return hashlib.sha256(told).hexdigest()[:MARK]


def question(work: Work, row: Row, heading: str, language: str) -> Message:
    """Compose the row with its two buttons."""
    buttons = (
        Button(work.say("button-row-right", language), "rowok", row.mark, "primary"),
        Button(work.say("button-row-wrong", language), "rowno", row.mark),
    )
    parts = (*_row(work, row, heading, language), Buttons(buttons))
    return Message(heading, parts)


def answered(work: Work, row: Row, told: str, language: str) -> Message:
    """Compose the row after the answer."""
    heading = work.say("row-heading", language)
    return Message(heading, (*_row(work, row, heading, language), Text(told)))


def on_a_line(work: Work, row: Row, language: str) -> str:
    """Return the row in a few words, for whoever keeps it."""
    told = [f"{label}: {value}" for label, value in _fields(work, row, language)[1:]]
    return "; ".join([*_places(work, row, language), *told])


def _row(work: Work, row: Row, heading: str, language: str) -> tuple[Part, ...]:
    places = _places(work, row, language) or (work.say("row-no-place", language),)
    return (
        Heading(heading),
        Fields(_fields(work, row, language)),
        Lines(tuple(f"• {place}" for place in places), title=work.say("row-places", language)),
    )


def _fields(work: Work, row: Row, language: str) -> tuple[tuple[str, str], ...]:
    person = row.person
    missing = work.say("row-missing", language)
    linked = work.say("row-linked", language)
    until = format_day(person.until, language, with_year=True) if person.until else None
    spoken = work.say(f"row-language-{work.desk.language_of(person)}", language)
    rows = (
        ("row-name", person.name),
        ("row-phone", person.phone or missing),
        ("row-email", person.email or missing),
        ("row-accounts-slack", linked if person.slack else missing),
        ("row-accounts-telegram", linked if person.telegram else missing),
        ("row-language", spoken),
        ("row-until", until or work.say("row-until-none", language)),
    )
    return tuple((work.say(key, language), value) for key, value in rows)


def _places(work: Work, row: Row, language: str) -> tuple[str, ...]:
    """Return a line for each actor: in which roles, and how the shifts are shared."""
    return tuple(
        work.say(
            "row-place",
            language,
            actor=words.titled(actor),
            roles=", ".join(_roles(work, row.person, actor, language)),
        )
        for actor in row.actors
    )


def _roles(work: Work, person: Person, actor: Actor, language: str) -> list[str]:
    shared = [one for one in (actor.rotation, *actor.layers) if person.id in one.people]
    roles = [_shifts(work, one, language) for one in shared]
    if actor.deputy == person.id:
        roles.append(work.say("why-step-deputy", language))
    if actor.chief == person.id:
        roles.append(work.say("why-step-chief", language))
    return roles or [work.say("row-stands-in", language)]


def _shifts(work: Work, rotation: Rotation, language: str) -> str:
    """Tell the form of the shifts: how long a turn is, and among how many."""
    sharing = len(dict.fromkeys(rotation.people))
    if sharing == 1:
        return work.say("row-shifts-alone", language)
    if rotation.turn is Turn.FIXED:
        return work.say("row-shifts-fixed", language, sharing=str(sharing))
    turn = work.say(f"row-turn-{rotation.turn}", language, every=rotation.every)
    return work.say("row-shifts", language, turn=turn, sharing=str(sharing))
