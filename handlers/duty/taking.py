"""Take an actor's duty now: from this moment until the present shift ends."""

from collections.abc import Iterator, Sequence

from blueprint.municipalities import fold
from handlers.compose import shifts as compose
from handlers.compose import words
from handlers.duty import changing, meaning, shifts
from handlers.duty.meaning import Station, person_of
from handlers.identity import Identity
from handlers.message import Button, Buttons, Message, Note, Part, Text
from handlers.reply import Reply, refused
from handlers.work import Work
from roster import duty as pure
from roster.duty import Duty, digest
from roster.feeds import concerning
from roster.keeper import belongs
from roster.model import ActorId, Person, Roster
from storage import register


def press(work: Work, by: Identity, pressed: str) -> Reply:
    """Take an actor's present duty, from now until it ends."""
    person = person_of(work, by)
    if isinstance(person, Reply):
        return person
    found = meaning.actor_of(work, pressed)
    station = meaning.station(work, person, found) if found else None
    if station is None:
        return refused(work.say("shift-changed"))
    return _take(work, station)


def word(work: Work, by: Identity, text: str) -> Reply:
    """Take the present duty of the actor that is named; of one's only actor without a name."""
    person = person_of(work, by)
    if isinstance(person, Reply):
        return person
    first, _, rest = text.strip().partition(" ")
    if fold(first) not in {"pass", "passet", "over"} and text.strip():
        rest = text
    if rest.strip():
        station = shifts.named(work, person, rest)
        return station if isinstance(station, Reply) else _take(work, station)
    return _own(work, person)


def buttons(work: Work, by: Identity, roster: Roster) -> Iterator[Part]:
    """Offer the present duty of the asker's own actors among those that were asked about."""
    person = person_of(work, by)
    if isinstance(person, Reply):
        return
    own = [actor for actor in roster.actors if belongs(actor, roster, person.id)]
    for actor in own:
        present = _present(work, Station(person, actor, concerning(actor, roster)))
        if present.person == person.id:
            continue
        yield Text(work.say("shift-take-ask", actor=words.titled(actor)))
        yield Buttons((_take_button(work, actor.id),))


def _own(work: Work, person: Person) -> Reply:
    """Take the duty at one's only actor; of several, ask at which of those one has not."""
    ids = register.read(work.session).of_person.get(person.id, ())
    met = [one for actor in ids if (one := meaning.station(work, person, actor))]
    if not met:
        return refused(work.say("shift-take-none"))
    if len(met) == 1:
        return _take(work, met[0])
    open_to = [one for one in met if _present(work, one).person != person.id]
    if not open_to:
        return refused(work.say("shift-take-all"))
    return _ask_which(work, open_to)


def _ask_which(work: Work, stations: Sequence[Station]) -> Reply:
    asked = work.say("shift-take-which")
    parts: list[Part] = [Text(asked)]
    for number, one in enumerate(stations[: compose.MOST], start=1):
        who = one.name(_present(work, one).person) or work.say("oncall-nobody")
        parts.append(Text(f"{number}. {words.titled(one.actor)}: {who}"))
        parts.append(Buttons((_take_button(work, one.actor.id),), tag=str(number)))
    left = len(stations) - compose.MOST
    if left > 0:
        parts.append(Note(work.say("shift-take-more", count=left)))
    return Reply(Message(asked, tuple(parts)), is_done=False)


def _take_button(work: Work, actor: ActorId) -> Button:
    return Button(work.say("button-take-now"), "dutytake", digest(actor, meaning.ACTOR))


def _present(work: Work, station: Station) -> Duty:
    return pure.present(station.actor, station.roster, work.now, work.desk.tz)


def _take(work: Work, station: Station) -> Reply:
    """Take what is left of the present duty; whoever had it is told."""
    asker, present = station.asker, _present(work, station)
    actor = station.actor
    if not belongs(actor, station.roster, asker.id) and not station.is_for_asker:
        return refused(work.say("shift-take-not-yours", actor=words.titled(actor)))
    if present.person == asker.id:
        return refused(work.say("shift-take-already", actor=words.titled(actor)))
    wanted = [pure.given(present, asker.id, work.now)]
    if pure.hindered(actor, station.roster, wanted, work.desk.tz) is not None:
        return refused(work.say("shift-hindered-self"))
    number = changing.put(work, station, wanted, event="shift_taken", by=asker.id)
    changing.tell_given(work, station, present, asker.id, number=number, by=asker.id)
    until = words.clock(work, present.ends_at)
    who = station.name(present.person)
    key = "shift-taken" if who else "shift-taken-gap"
    return Reply(compose.plain(work.say(key, actor=words.titled(actor), until=until, who=who)))
