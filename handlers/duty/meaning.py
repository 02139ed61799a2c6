"""What a press or a word about duties means: which duty, at which actor, and who may change it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from handlers import identity
from handlers.identity import Identity
from handlers.reply import Reply, refused
from handlers.work import Work
from roster import duty as duties
from roster.duty import Duty, digest
from roster.keeper import answers_for, holds
from roster.model import Actor, ActorId, Person, PersonId, Roster
from storage import people, register

ACTOR = 8  # characters of a reference that stand for the actor
SHIFT = 10  # and those that stand for the duty
PERSON = 8


@dataclass(frozen=True, slots=True)
class Station:
    """An actor with the roster that it needs, and the person who asks about it."""

    asker: Person
    actor: Actor
    roster: Roster

    @property
    def is_for_asker(self) -> bool:
        """Whether the asker may change everybody's duties there."""
        return answers_for(self.actor, self.roster, self.asker.id)

    def name(self, person: PersonId | None) -> str:
        found = self.roster.people.get(person) if person else None
        return found.name if found else (person or "")


@dataclass(frozen=True, slots=True)
class Sight:
    """A duty that the asker may change."""

    station: Station
    duty: Duty

    @property
    def is_own(self) -> bool:
        return self.duty.person == self.station.asker.id

    @property
    def counts_at_once(self) -> bool:
        """Whether nobody else is asked: who answers for the actor decides."""
        return self.station.is_for_asker


@dataclass(frozen=True, slots=True)
class Effect:
    """What an absence means at one of the person's actors."""

    station: Station
    duties: tuple[Duty, ...]  # who has them instead; a gap where nobody does, within its hours
    keeper: Person | None  # who is told of the gaps; None when nobody can be, or needs to be

    @property
    def gaps(self) -> tuple[Duty, ...]:
        return tuple(duty for duty in self.duties if duty.person is None)


def reference(duty: Duty) -> str:
    """Name a duty in a button; ids may be too long for one."""
    return digest(duty.actor.id, ACTOR) + duty.digest


def person_of(work: Work, by: Identity) -> Person | Reply:
    """Return who asks, if the person is in the roster and has not ended."""
    person = identity.person_of(work, by)
    if person is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    if not in_role(work, person, work.now):
        return refused(work.say("shift-ended-person", name=person.name))
    return person


def in_role(work: Work, person: Person, at: datetime) -> bool:
    return duties.in_role(Roster({person.id: person}, ()), person.id, at, work.desk.tz)


def station(
    work: Work, asker: Person, actor: ActorId, also: Collection[PersonId] = ()
) -> Station | None:
    """Return an actor as the asker meets it; None when it is no longer in the roster."""
    known = register.read(work.session).actors
    listed = known.get(actor)
    if listed is None:
        return None
    over = {a.id for a in known.values() if a.is_coordinator and holds(a.area, listed.area)}
    roster = people.roster_of(work.session, {actor, *over}, {asker.id, *also})
    found = roster.actor(actor)
    return Station(asker, found, roster) if found is not None else None


def look(work: Work, by: Identity, pressed: str, also: Collection[PersonId] = ()) -> Sight | Reply:
    """Return the duty that a button names, if the one who pressed may change it."""
    person = person_of(work, by)
    if isinstance(person, Reply):
        return person
    found = actor_of(work, pressed[:ACTOR])
    met = station(work, person, found, also) if found is not None else None
    if met is None:
        return refused(work.say("shift-changed"))
    named = pressed[ACTOR : ACTOR + SHIFT]
    coming = duties.duties(met.actor, met.roster, work.now, work.desk.tz)
    duty = next((one for one in coming if one.digest == named), None)
    if duty is None:
        return refused(work.say("shift-changed"))
    sight = Sight(met, duty)
    if not sight.is_own and not sight.counts_at_once:
        return refused(work.say("shift-not-yours", actor=met.actor.name))
    return sight


def actor_of(work: Work, named: str) -> ActorId | None:
    """Return the actor that a digest stands for."""
    listed = register.read(work.session).actors
    return next((actor for actor in listed if digest(actor, ACTOR) == named), None)


def own(work: Work, person: Person) -> list[Duty]:
    """Return the person's present and coming duties at all actors, the earliest first."""
    ids = register.read(work.session).of_person.get(person.id, ())
    roster = people.roster_of(work.session, ids)
    found = [
        duty
        for actor in roster.actors
        for duty in duties.duties(actor, roster, work.now, work.desk.tz)
        if duty.person == person.id
    ]
    return sorted(found, key=lambda duty: (duty.starts_at > work.now, duty.starts_at))
