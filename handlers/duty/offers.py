"""Offer a duty to somebody, and let the other answer: nothing changes before they accept."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers import promise
from handlers.compose import shifts as compose
from handlers.duty import changing, meaning
from handlers.duty.meaning import Sight, Station
from handlers.identity import Identity
from handlers.message import Message, Text
from handlers.promise import Post
from handlers.reply import Reply, refused
from handlers.work import Work
from roster import duty as pure
from roster.duty import Duty
from roster.model import Actor, ActorId, Override, Person, PersonId
from storage import journal, moments, offers, outbox, people
from storage.model import Priority
from storage.offers import Offer, OfferState, Span

LAPSES = "offer/"  # and the offer: the moment at which it lapses
BATCH = 20
LONGEST_NUMBER = 9  # digits


@dataclass(frozen=True, slots=True)
class Scene:
    """An open offer, and the one who answers it."""

    offer: Offer
    station: Station


def make(work: Work, sight: Sight, to: Person, against: Duty | None) -> Reply:
    """Offer a duty, for nothing or against one of the other's."""
    giver = sight.duty.person
    language = work.desk.tongue
    objection = _objection(work, sight, to)
    if objection is not None or giver is None:
        return objection or refused(work.say("shift-changed"))
    offer = offers.add(
        work.session,
        actor=sight.station.actor.id,
        parties=(giver, to.id),
        given=_span(sight.duty),
        returned=_span(against) if against else None,
        asked_by=sight.station.asker.id,
        now=work.now,
    )
    moments.put(work.session, f"{LAPSES}{offer.id}", offer.lapses_at)
    _note(work, offer, "shift_offered", sight.station.asker.id)
    asked = compose.offered(work, offer, sight.station, work.desk.language_of(to))
    post = Post(f"{_key(offer)}/{to.id}", f"offer/{offer.id}", Priority.ANSWER, asked)
    promise.to_person(work, to, post)
    told = work.say("offer-made", who=to.name)
    buttons = compose.offer_buttons(work, offer, language, is_receiver=False)
    return Reply(Message(told, (Text(told), buttons)))


def accept(work: Work, by: Identity, number: str) -> Reply:
    """Take the offer: the duty, or both duties, change hands at once."""
    scene = _look(work, by, number, lambda offer: (offer.to_person,))
    if isinstance(scene, Reply):
        return scene
    found = intact(work, scene)
    if found is None:
        _lapse(work, scene)
        return refused(work.say("offer-overtaken"))
    wanted = _overrides(work, scene.offer, found)
    station = scene.station
    hindered = pure.hindered(station.actor, station.roster, wanted, work.desk.tz)
    if hindered is not None:
        return refused(work.say("shift-hindered", who=station.name(hindered)))
    _settle(work, scene, OfferState.ACCEPTED)
    _close_others(work, scene)
    event = "shift_swapped" if scene.offer.returned else "shift_given"
    taker = scene.offer.to_person
    change = changing.put(work, station, wanted, event=event, by=taker)
    if len(found) > 1:
        changing.tell_swapped(work, station, found, number=change, by=taker)
    else:
        changing.tell_given(work, station, found[0], taker, number=change, by=taker)
    gets = compose.when(work, found[0], work.desk.tongue)
    return Reply(compose.plain(work.say("offer-accepted", when=gets, actor=station.actor.name)))


def _close_others(work: Work, scene: Scene) -> None:
    """Close what else was asked about the same duty; the asker hears that it is taken, only."""
    taken = scene.offer
    for one in offers.open_of_actors(work.session, [taken.actor]):
        if (one.from_person, one.given) == (taken.from_person, taken.given):
            _settle(work, Scene(one, scene.station), OfferState.LAPSED)


def decline(work: Work, by: Identity, number: str) -> Reply:
    """Say no: everything stays as it is."""
    scene = _look(work, by, number, lambda offer: (offer.to_person,))
    if isinstance(scene, Reply):
        return scene
    _settle(work, scene, OfferState.DECLINED)
    _tell_asker(work, scene.offer, scene.station.actor, "offer-declined-told")
    return Reply(compose.plain(work.say("offer-declined")))


def withdraw(work: Work, by: Identity, number: str) -> Reply:
    """Take the offer back while nobody has answered it."""
    scene = _look(work, by, number, lambda offer: (offer.from_person, offer.asked_by))
    if isinstance(scene, Reply):
        return scene
    _settle(work, scene, OfferState.WITHDRAWN)
    return Reply(compose.plain(work.say("offer-withdrawn")))


def waiting_for(work: Work, person: Person) -> list[Scene]:
    """Return the open offers that the person has made, or been made."""
    found = []
    for offer in offers.open_of_person(work.session, person.id):
        station = _station(work, person, offer)
        if station is not None:
            found.append(Scene(offer, station))
    return found


def lapse_due(work: Work) -> int:
    """Let the offers go whose time has come, or that a change has overtaken; return how many."""
    due = moments.due(work.session, LAPSES, work.now, BATCH)
    for name in due:
        moments.drop(work.session, name)
        offer = offers.get(work.session, int(name.removeprefix(LAPSES)))
        if offer is not None and offer.state is OfferState.OPEN:
            _lapse_with_asker(work, offer)
    return len(due) or _lapse_overtaken(work)


def intact(work: Work, scene: Scene) -> list[Duty] | None:
    """Return the duties of the offer as they stand; None when they have changed or begun."""
    offer, station = scene.offer, scene.station
    if offer.lapses_at <= work.now:
        return None
    coming = pure.duties(station.actor, station.roster, work.now, work.desk.tz)
    wanted = [(offer.from_person, offer.given)]
    if offer.returned is not None:
        wanted.append((offer.to_person, offer.returned))
    found = [d for who, span in wanted for d in coming if d.person == who and _span(d) == span]
    return found if len(found) == len(wanted) else None


def _stands(work: Work, scene: Scene) -> bool:
    """Whether the offer can still be answered; who is only absent may yet be back."""
    return not _has_ended(work, scene) and intact(work, scene) is not None


def _has_ended(work: Work, scene: Scene) -> bool:
    """Whether the one who is asked has left the roster, or will have before the duty ends."""
    offer = scene.offer
    last = offer.given.ends_at - pure.MOMENT
    return not pure.in_role(scene.station.roster, offer.to_person, last, work.desk.tz)


def _lapse_overtaken(work: Work) -> int:
    due = moments.due(work.session, changing.OVERTAKEN, work.now, BATCH)
    for name in due:
        moments.drop(work.session, name)
        actor = ActorId(name.removeprefix(changing.OVERTAKEN))
        for offer in offers.open_of_actors(work.session, [actor]):
            asker = people.person(work.session, offer.asked_by)
            station = _station(work, asker, offer) if asker else None
            if station is None or not _stands(work, Scene(offer, station)):
                _lapse_with_asker(work, offer)
    return len(due)


def _overrides(work: Work, offer: Offer, found: list[Duty]) -> tuple[Override, ...]:
    if offer.returned is not None:
        return pure.swapped(found[0], found[1], work.now)
    return (pure.given(found[0], offer.to_person, work.now),)


def _objection(work: Work, sight: Sight, to: Person) -> Reply | None:
    if not promise.platforms_of(work, to):
        return refused(work.say("shift-no-chat", who=to.name))
    mine = _span(sight.duty)
    for offer in offers.open_of_actors(work.session, [sight.station.actor.id]):
        if offer.given == mine and offer.to_person == to.id:
            return refused(work.say("offer-already", who=to.name))
    return None


def _look(
    work: Work, by: Identity, number: str, parties: Callable[[Offer], tuple[PersonId, ...]]
) -> Scene | Reply:
    """Return an open offer that the person may answer so."""
    person = meaning.person_of(work, by)
    if isinstance(person, Reply):
        return person
    is_number = number.isdecimal() and len(number) <= LONGEST_NUMBER
    offer = offers.get(work.session, int(number)) if is_number else None
    if offer is None:
        return refused(work.say("refused-gone"))
    if person.id not in parties(offer):
        return refused(work.say("offer-not-yours"))
    if offer.state is not OfferState.OPEN:
        return refused(work.say(f"offer-is-{offer.state}"))
    station = _station(work, person, offer)
    if station is None:
        _lapse_with_asker(work, offer)
        return refused(work.say("offer-overtaken"))
    return Scene(offer, station)


def _station(work: Work, person: Person, offer: Offer) -> Station | None:
    also = (offer.from_person, offer.to_person, offer.asked_by)
    return meaning.station(work, person, offer.actor, also)


def _lapse_with_asker(work: Work, offer: Offer) -> None:
    asker = people.person(work.session, offer.asked_by)
    station = _station(work, asker, offer) if asker else None
    if station is None:
        _lapse_with_actor(work, offer)
        return
    _lapse(work, Scene(offer, station))


def _lapse_with_actor(work: Work, offer: Offer) -> None:
    """Let an offer go whose actor has left the roster: the duty is nobody's any more."""
    actor = people.actors(work.session, [offer.actor])[offer.actor]
    _close(work, offer, actor, OfferState.LAPSED, by=offer.asked_by)
    _tell_asker(work, offer, actor, "offer-actor-ended-told")


def _lapse(work: Work, scene: Scene) -> None:
    _settle(work, scene, OfferState.LAPSED)
    has_ended = scene.offer.lapses_at > work.now and _has_ended(work, scene)
    key = "offer-ended-told" if has_ended else "offer-lapsed-told"
    _tell_asker(work, scene.offer, scene.station.actor, key)


def _settle(work: Work, scene: Scene, state: OfferState) -> None:
    station = scene.station
    _close(work, scene.offer, station.actor, state, by=station.asker.id)


def _close(work: Work, offer: Offer, actor: Actor, state: OfferState, *, by: PersonId) -> None:
    """Close the offer, and take the buttons off the message that put it."""
    offers.settle(work.session, offer.id, state, work.now)
    moments.drop(work.session, f"{LAPSES}{offer.id}")
    _note(work, offer, f"offer_{state}", by)
    language = work.desk.language_of(people.person(work.session, offer.to_person))
    line = compose.offer_line(work, offer, actor, language)
    closed = Message(line, (Text(line), Text(work.say(f"offer-is-{state}", language))))
    for sent in outbox.like(work.session, f"{_key(offer)}/{offer.to_person}@"):
        if sent.target is None:
            promise.edit(work, sent.key, closed, priority=Priority.ANSWER)


def _tell_asker(work: Work, offer: Offer, actor: Actor, key: str) -> None:
    for person in {offer.from_person, offer.asked_by}:
        language = work.desk.language_of(people.person(work.session, person))
        span = compose.when(work, offer.given, language)
        to = compose.named(work, offer.to_person)
        told = work.say(key, language, who=to, when=span, actor=actor.name)
        changing.tell(work, person, f"offer/{offer.id}/answer", compose.plain(told))


def _note(work: Work, offer: Offer, event: str, by: PersonId) -> None:
    journal.write(
        work.session,
        work.now,
        event,
        offer=offer.id,
        actor=offer.actor,
        by=by,
        person=offer.from_person,
        other=offer.to_person,
    )


def _key(offer: Offer) -> str:
    return f"offer/{offer.id}/ask"


def _span(duty: Duty) -> Span:
    return Span(duty.starts_at, duty.ends_at)
