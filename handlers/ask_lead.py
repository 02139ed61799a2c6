"""Ask an actor to lead an alarm: now, or when the actor opens."""

from dataclasses import dataclass
from datetime import datetime

from escalation.case import Tempo
from escalation.hours import opens_at
from escalation.mobilise import serves
from handlers import contact, identity, promise, secrecy
from handlers import picture as pictures
from handlers.compose import notices
from handlers.picture import Picture
from handlers.promise import Post
from handlers.work import Work
from roster.model import Actor, AllHours, Person, PersonId, Roster
from storage import alarms, moments, outbox, people
from storage.model import Alarm, AlarmId, Priority

WAITING = "lead/"  # what the moments are called at which a question goes out, with the alarm
BATCH = 4


@dataclass(frozen=True, slots=True)
class Asking:
    """Who is asked, and from when; without a moment at once."""

    person: Person
    at: datetime | None


def ask(work: Work, alarm: AlarmId) -> Asking | None:
    """Put the question to the actor that the alarm names; None when nobody there has chat."""
    picture = pictures.load(work, alarm)
    asked = picture.alarm.lead_asked
    if asked is None:
        return None
    actor, roster = picture.actors[asked], roster_of(work, picture.alarm)
    asking = whom(work, picture.alarm, actor, roster)
    if asking is None:
        return None
    if asking.at is not None:
        moments.put(work.session, f"{WAITING}{alarm}", asking.at)
        return asking
    moments.drop(work.session, f"{WAITING}{alarm}")
    _send(work, picture, actor, asking.person)
    return asking


def whom(work: Work, alarm: Alarm, actor: Actor, roster: Roster) -> Asking | None:
    """Return who would be asked and when; None when nobody there has chat."""
    person = contact.in_chat(work, roster, actor)
    if person is None:
        return None
    opens = opens_at(actor.hours, work.now, work.desk.tz)
    waits = opens > work.now and not _may_be_disturbed(alarm.tempo, roster, person.id)
    return Asking(person, opens if waits else None)


def ask_due(work: Work) -> int:
    """Ask whom the question waits for, now that they have opened; return how many."""
    due = moments.due(work.session, WAITING, work.now, BATCH)
    for name in due:
        moments.drop(work.session, name)
        alarm = AlarmId(int(name.removeprefix(WAITING)))
        if alarms.get(work.session, alarm).is_open:
            ask(work, alarm)
    return len(due)


def roster_of(work: Work, alarm: Alarm) -> Roster:
    """Return the roster of the alarm's municipality, as far as we can reach it."""
    return identity.within_reach(work, people.roster_for(work.session, [alarm.municipality]))


def _may_be_disturbed(tempo: Tempo, roster: Roster, person: PersonId) -> bool:
    """Whether an urgent case may reach one who is on duty around the clock elsewhere."""
    around_the_clock = [a for a in roster.actors if isinstance(a.hours, AllHours)]
    return tempo is Tempo.ACUTE and any(serves(a, roster, person) for a in around_the_clock)


def _send(work: Work, picture: Picture, actor: Actor, person: Person) -> None:
    alarm = picture.alarm
    number = len(outbox.like(work.session, f"alarm/{alarm.id}/lead/")) + 1
    language = work.desk.language_of(person)
    asker = picture.name(alarm.lead_person or alarm.raised_by)
    compose = notices.lead_asked if alarm.lead_actor is None else notices.lead_offered
    post = Post(
        key=f"alarm/{alarm.id}/lead/{actor.id}/{number}",
        subject=f"alarm/{alarm.id}/lead",
        priority=Priority.ESCALATION,
        content=compose(work, picture, actor, asker, language),
    )
    promise.to_person(work, person, post, only=secrecy.ways_to(alarm, person))
