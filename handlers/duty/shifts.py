"""See one's coming duties, give one away, swap it, or take the duty now."""

from collections.abc import Iterator, Sequence

from blueprint.municipalities import fold
from handlers import promise
from handlers.compose import shifts as compose
from handlers.compose import words
from handlers.duty import changing, meaning, offers
from handlers.duty.meaning import PERSON, SHIFT, Sight, Station, own, person_of
from handlers.identity import Identity
from handlers.message import Button, Buttons, Heading, Message, Part, Text
from handlers.reply import Reply, quoted, refused
from handlers.work import Work
from roster import duty as pure
from roster.duty import Duty, digest
from roster.model import Person, PersonId
from storage import duty as store
from storage import register

REFERENCE = meaning.ACTOR + SHIFT
LONGEST_NUMBER = 4  # digits of a place in a list
MOST_NAMED = 6  # actors that are named when a word means several


def mine(work: Work, by: Identity) -> Reply:
    """Tell the person's duties, offers and absences, with what can be done about each."""
    person = person_of(work, by)
    if isinstance(person, Reply):
        return person
    language = work.desk.tongue
    heading = work.say("shift-mine-heading")
    coming = own(work, person)
    parts: list[Part] = [Heading(heading), *_listed(work, coming, None)]
    if not coming:
        parts.append(Text(work.say("shift-mine-none")))
    parts += _waiting(work, person)
    away = store.absences_of(work.session, person.id, work.now)
    parts += compose.absences(work, away, language)
    parts.append(Buttons((Button(work.say("button-away"), "away", "0"),)))
    return Reply(Message(heading, tuple(parts)))


def of_actor(work: Work, by: Identity, text: str) -> Reply:
    """Tell the coming duties of an actor that the person answers for; without a name, one's own."""
    person = person_of(work, by)
    if isinstance(person, Reply):
        return person
    if not text.strip():
        return mine(work, by)
    station = named(work, person, text)
    if isinstance(station, Reply):
        return station
    if not station.is_for_asker:
        return refused(work.say("shift-not-for-you", actor=words.titled(station.actor)))
    return _of_actor(work, station, 0)


def more(work: Work, by: Identity, pressed: str) -> Reply:
    """Tell the rest of a list: one's own, or an actor's that the person answers for."""
    person = person_of(work, by)
    if isinstance(person, Reply):
        return person
    whose, _, number = pressed.partition(".")
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return refused(work.say("shift-changed"))
    if not whose:
        heading = work.say("shift-mine-heading")
        told = _listed(work, own(work, person), None, int(number))
        return Reply(Message(heading, (Heading(heading), *told)))
    actor = meaning.actor_of(work, whose)
    station = meaning.station(work, person, actor) if actor else None
    if station is None or not station.is_for_asker:
        return refused(work.say("shift-changed"))
    return _of_actor(work, station, int(number))


def _of_actor(work: Work, station: Station, first: int) -> Reply:
    heading = work.say("shift-actor-heading", actor=words.titled(station.actor))
    coming = pure.duties(station.actor, station.roster, work.now, work.desk.tz)
    return Reply(Message(heading, (Heading(heading), *_listed(work, coming, station, first))))


def _listed(
    work: Work, coming: Sequence[Duty], station: Station | None, first: int = 0
) -> tuple[Part, ...]:
    language = work.desk.tongue
    told = compose.listed(work, coming, station, language, first)
    return (*told, *compose.further(work, coming, station, language, first))


def named(work: Work, person: Person, text: str) -> Station | Reply:
    """Return the actor that the words mean; of several the one the person may change."""
    wanted = fold(text).split()
    listed = register.read(work.session).actors.values()
    found = [one for one in listed if all(word in one.folded for word in wanted)]
    exact = [one for one in found if fold(text.strip()) in {fold(one.id), one.folded_name}]
    met = [
        s for one in (exact or found)[:MOST_NAMED] if (s := meaning.station(work, person, one.id))
    ]
    theirs = [station for station in met if station.is_for_asker]
    chosen = theirs if len(theirs) == 1 else met
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        return refused(work.say("shift-actor-unknown", text=quoted(text)))
    told = "; ".join(words.titled(station.actor) for station in chosen)
    return refused(work.say("shift-actor-several", text=quoted(text), actors=told))


def give(work: Work, by: Identity, pressed: str) -> Reply:
    """Ask who is to have the duty: the actor's other people; anybody else by name."""
    sight = meaning.look(work, by, pressed)
    if isinstance(sight, Reply):
        return sight
    able = [one for one in _colleagues(sight) if _can(work, sight, one)]
    return Reply(compose.to_whom(work, sight, able, work.desk.tongue))


def give_to(work: Work, by: Identity, pressed: str) -> Reply:
    """Give the duty to the colleague whose button was pressed."""
    sight = meaning.look(work, by, pressed)
    if isinstance(sight, Reply):
        return sight
    wanted = pressed[REFERENCE : REFERENCE + PERSON]
    found = next((one for one in _colleagues(sight) if digest(one.id, PERSON) == wanted), None)
    if found is None:
        return refused(work.say("shift-changed"))
    return _give(work, sight, found)


def give_to_person(work: Work, by: Identity, pressed: str, to: PersonId) -> Reply:
    """Give the duty to anybody of the roster."""
    sight = meaning.look(work, by, pressed, [to])
    if isinstance(sight, Reply):
        return sight
    found = sight.station.roster.people.get(to)
    if found is None:
        return refused(work.say("shift-person-unknown"))
    return _give(work, sight, found)


def swap(work: Work, by: Identity, pressed: str) -> Reply:
    """Ask for which of the colleagues' coming duties at the actor; a number says from where on."""
    sight = meaning.look(work, by, pressed)
    if isinstance(sight, Reply):
        return sight
    theirs = [one for one in _others(work, sight) if _can_swap(work, sight, one)]
    if not theirs:
        return refused(work.say("shift-swap-none", actor=sight.station.actor.name))
    number = pressed[REFERENCE:]
    first = int(number) if number.isdecimal() and len(number) <= LONGEST_NUMBER else 0
    return Reply(compose.for_which(work, sight, theirs, work.desk.tongue, first))


def swap_with(work: Work, by: Identity, pressed: str) -> Reply:
    """Offer to swap with the duty whose button was pressed; who decides swaps at once."""
    sight = meaning.look(work, by, pressed)
    if isinstance(sight, Reply):
        return sight
    wanted = pressed[REFERENCE : REFERENCE + SHIFT]
    theirs = next((one for one in _others(work, sight) if one.digest == wanted), None)
    other = sight.station.roster.people.get(theirs.person) if theirs and theirs.person else None
    if theirs is None or other is None:
        return refused(work.say("shift-changed"))
    if not sight.counts_at_once:
        return offers.make(work, sight, other, theirs)
    return _swap(work, sight, theirs)


def _give(work: Work, sight: Sight, to: Person) -> Reply:
    station, duty = sight.station, sight.duty
    if to.id == duty.person:
        return refused(work.say("shift-give-same", who=to.name))
    wanted = [pure.given(duty, to.id, work.now)]
    if pure.hindered(station.actor, station.roster, wanted, work.desk.tz) is not None:
        return refused(work.say("shift-hindered", who=to.name))
    if not sight.counts_at_once:
        return offers.make(work, sight, to, None)
    by = station.asker.id
    number = changing.put(work, station, wanted, event="shift_given", by=by)
    changing.tell_given(work, station, duty, to.id, number=number, by=by)
    span = compose.when(work, duty, work.desk.tongue)
    key = "shift-given" if promise.platforms_of(work, to) else "shift-given-unheard"
    told = work.say(key, who=to.name, when=span, actor=station.actor.name)
    return Reply(compose.plain(told))


def _swap(work: Work, sight: Sight, theirs: Duty) -> Reply:
    station, duty = sight.station, sight.duty
    wanted = pure.swapped(duty, theirs, work.now)
    hindered = pure.hindered(station.actor, station.roster, wanted, work.desk.tz)
    if hindered is not None:
        return refused(work.say("shift-hindered", who=station.name(hindered)))
    by = station.asker.id
    number = changing.put(work, station, wanted, event="shift_swapped", by=by)
    changing.tell_swapped(work, station, (duty, theirs), number=number, by=by)
    told = work.say(
        "shift-swapped", who=station.name(duty.person), other=station.name(theirs.person)
    )
    return Reply(compose.plain(told))


def _waiting(work: Work, person: Person) -> Iterator[Part]:
    language = work.desk.tongue
    for scene in offers.waiting_for(work, person):
        is_receiver = scene.offer.to_person == person.id
        yield Text(compose.offer_line(work, scene.offer, scene.station.actor, language))
        yield compose.offer_buttons(work, scene.offer, language, is_receiver=is_receiver)


def _colleagues(sight: Sight) -> list[Person]:
    """Return the actor's people, and whoever has stood in, but the one who has the duty."""
    station = sight.station
    stand_ins = [one.person for one in station.roster.overrides if one.actor == station.actor.id]
    ids = dict.fromkeys((*station.actor.people, *stand_ins))
    known = station.roster.people
    return [known[one] for one in ids if one in known and one != sight.duty.person]


def _can(work: Work, sight: Sight, to: Person) -> bool:
    if not sight.counts_at_once and not promise.platforms_of(work, to):
        return False
    wanted = [pure.given(sight.duty, to.id, work.now)]
    station = sight.station
    return pure.hindered(station.actor, station.roster, wanted, work.desk.tz) is None


def _others(work: Work, sight: Sight) -> list[Duty]:
    station = sight.station
    coming = pure.duties(station.actor, station.roster, work.now, work.desk.tz)
    return [
        one
        for one in coming
        if one.person not in {None, sight.duty.person} and one.starts_at > work.now
    ]


def _can_swap(work: Work, sight: Sight, theirs: Duty) -> bool:
    if sight.duty.person is None:
        return False
    wanted = pure.swapped(sight.duty, theirs, work.now)
    station = sight.station
    return pure.hindered(station.actor, station.roster, wanted, work.desk.tz) is None
