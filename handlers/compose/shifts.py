"""Compose lists of duties and what is asked and told about them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta

from blueprint.text import format_day
from handlers.compose import words
from handlers.duty.meaning import ACTOR, Sight, Station, reference
from handlers.message import Button, Buttons, Heading, Message, Note, Part, Text
from handlers.work import Work
from roster.duty import Duty, digest
from roster.model import Absence, Actor, Person, PersonId
from storage import people
from storage.duty import StoredAbsence
from storage.offers import Offer, Span

MOST = 8  # duties, or people, in one list


def when(work: Work, span: Duty | Span, language: str) -> str:
    return between(work, span.starts_at, span.ends_at, language)


def between(work: Work, start: datetime, end: datetime, language: str) -> str:
    """Say from when until when: the day once if it is one day, "now" for what has begun."""
    tz = work.desk.tz
    until = words.moment(work, end, language)
    if start <= work.now:
        return work.say("shift-now", language, until=words.clock(work, end, language))
    if start.astimezone(tz).date() == end.astimezone(tz).date():
        until = f"{end.astimezone(tz):%H:%M}"
    return work.say("shift-span", language, start=words.moment(work, start, language), until=until)


def absent(work: Work, absence: Absence, language: str) -> str:
    """Say from when until when somebody is away: whole days by their names, the last one too."""
    last = absence.ends_at - timedelta(minutes=1)
    tz = work.desk.tz
    if absence.ends_at.astimezone(tz).time() != time():
        return between(work, absence.starts_at, absence.ends_at, language)
    until = _day(work, last, language)
    if absence.starts_at <= work.now:
        return work.say("away-days-now", language, until=until)
    if absence.starts_at.astimezone(tz).time() != time():
        return between(work, absence.starts_at, absence.ends_at, language)
    start = _day(work, absence.starts_at, language)
    return start if start == until else work.say("shift-span", language, start=start, until=until)


def _day(work: Work, at: datetime, language: str) -> str:
    """Name a day, with the year when it is another: who mistypes a month sees it."""
    day, today = (one.astimezone(work.desk.tz).date() for one in (at, work.now))
    return format_day(day, language, with_year=day.year != today.year)


def listed(
    work: Work, coming: Sequence[Duty], station: Station | None, language: str, first: int = 0
) -> Iterator[Part]:
    """Tell duties one by one, each with its buttons; of a whole actor with whose it is.

    So many as go into a message, from the one at `first`; the rest is counted.
    """
    for number, duty in enumerate(coming[first : first + MOST], start=first + 1):
        what = words.titled(duty.actor)
        if station is not None:
            what = station.name(duty.person) or work.say("oncall-nobody", language)
        told = work.say("shift-line", language, when=when(work, duty, language), what=what)
        yield Text(f"{number}. {told}")
        yield Buttons(tuple(_changes(work, duty, language)), tag=str(number))
    left = len(coming) - first - MOST
    if left > 0:
        yield Note(work.say("shift-more", language, count=left))


def further(
    work: Work, coming: Sequence[Duty], station: Station | None, language: str, first: int = 0
) -> Iterator[Part]:
    """Offer the rest of a list, where there is more of it."""
    if len(coming) > first + MOST:
        whose = digest(station.actor.id, ACTOR) if station else ""
        button = Button(
            work.say("button-more-shifts", language), "dutymore", f"{whose}.{first + MOST}"
        )
        yield Buttons((button,))


def _changes(work: Work, duty: Duty, language: str) -> Iterator[Button]:
    named = reference(duty)
    if duty.person is None:
        yield Button(work.say("button-fill", language), "dutygive", named)
        return
    yield Button(work.say("button-give", language), "dutygive", named)
    yield Button(work.say("button-swap", language), "dutyswap", named)


def absences(work: Work, away: Iterable[StoredAbsence], language: str) -> Iterator[Part]:
    for one in away:
        span = absent(work, one.absence, language)
        yield Text(work.say("away-line", language, when=span))
        if one.is_from_chat:
            yield Buttons((undo_absence(work, one.id, language),))


def undo_absence(work: Work, number: int, language: str) -> Button:
    return Button(work.say("button-returned", language), "awayback", str(number))


def to_whom(work: Work, sight: Sight, able: Sequence[Person], language: str) -> Message:
    """Ask who is to take a duty."""
    named, actor = reference(sight.duty), sight.station.actor
    span = when(work, sight.duty, language)
    asked = work.say("shift-give-ask", language, when=span, actor=actor.name)
    parts: list[Part] = [Text(asked)]
    if not able:
        parts.append(Text(work.say("shift-give-nobody", language, actor=actor.name)))
    if not sight.counts_at_once:
        parts.append(Note(work.say("shift-give-note", language)))
    buttons = [Button(one.name, "dutyto", named + digest(one.id, 8)) for one in able[:MOST]]
    buttons.append(Button(work.say("button-someone-else", language), "dutyelse", named))
    parts.append(Buttons(tuple(buttons)))
    return Message(asked, tuple(parts))


def for_which(
    work: Work, sight: Sight, theirs: Sequence[Duty], language: str, first: int = 0
) -> Message:
    """Ask for which of the colleagues' duties; so many as go into a message, from `first`."""
    named, station = reference(sight.duty), sight.station
    span = when(work, sight.duty, language)
    asked = work.say("shift-swap-ask", language, when=span, actor=station.actor.name)
    parts: list[Part] = [Text(asked)]
    if not sight.counts_at_once:
        parts.append(Note(work.say("shift-swap-note", language)))
    for number, duty in enumerate(theirs[first : first + MOST], start=first + 1):
        who, span = station.name(duty.person), when(work, duty, language)
        parts.append(Text(f"{number}. {work.say('shift-line', language, when=span, what=who)}"))
        button = Button(work.say("button-swap", language), "dutywith", named + duty.digest)
        parts.append(Buttons((button,), tag=str(number)))
    if len(theirs) > first + MOST:
        label = work.say("button-more-shifts", language)
        parts.append(Buttons((Button(label, "dutyswap", f"{named}{first + MOST}"),)))
    return Message(asked, tuple(parts))


def offer_line(work: Work, offer: Offer, actor: Actor, language: str) -> str:
    """Tell an offer in a line, as anybody may read it."""
    key = "offer-swap-line" if offer.returned else "offer-give-line"
    returned = when(work, offer.returned, language) if offer.returned else ""
    return work.say(
        key,
        language,
        who=named(work, offer.from_person),
        other=named(work, offer.to_person),
        when=when(work, offer.given, language),
        returned=returned,
        actor=actor.name,
    )


def named(work: Work, person: PersonId) -> str:
    """Return a person's name, also when they have left the roster since."""
    found = people.person(work.session, person)
    return found.name if found else person


def offer_buttons(work: Work, offer: Offer, language: str, *, is_receiver: bool) -> Buttons:
    number = str(offer.id)
    if not is_receiver:
        button = Button(work.say("button-withdraw", language), "offerback", number)
        return Buttons((button,))
    yes = work.say("button-swap" if offer.returned else "button-take-shift", language)
    return Buttons(
        (
            Button(yes, "offeryes", number, "primary"),
            Button(work.say("button-no-thanks", language), "offerno", number),
        )
    )


def offered(work: Work, offer: Offer, station: Station, language: str) -> Message:
    """Put an offer to the one whom it is made to."""
    heading = work.say("offer-heading", language)
    line = offer_line(work, offer, station.actor, language)
    lapses = words.clock(work, offer.lapses_at, language)
    note = Note(work.say("offer-lapses", language, at=lapses))
    buttons = offer_buttons(work, offer, language, is_receiver=True)
    return Message(line, (Heading(heading), Text(line), note, buttons))


def plain(text: str) -> Message:
    return Message(text, (Text(text),))
