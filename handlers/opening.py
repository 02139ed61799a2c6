"""Leave people in peace outside hours: a notice waits until the first of their actors opens.

What waits is a moment named by the notice, the alarm and the person, and not its words: when it
comes, whoever made it wait looks again, and tells what is true then or nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from escalation.hours import opens_at
from handlers.picture import Picture
from handlers.work import Work
from roster.model import Actor, PersonId
from storage import moments, people, register
from storage.model import AlarmId

HELD = "opening/"  # what the moments are called at which a notice goes out
BATCH = 4  # notices in a transaction: about 50 ms' worth


class Notice(StrEnum):
    """What can wait."""

    REGION = "region"  # there is a case
    ENDED = "ended"  # there is none any more


@dataclass(frozen=True, slots=True)
class Held:
    """A notice that has waited until now."""

    notice: Notice
    alarm: AlarmId
    person: PersonId


def opens_for(work: Work, picture: Picture, person: PersonId) -> datetime:
    """Return when the first of the person's actors opens; now when one has, or there is none."""
    hours = (actor.hours for actor in _actors_of(work, picture, person))
    return min((opens_at(one, work.now, work.desk.tz) for one in hours), default=work.now)


def _actors_of(work: Work, picture: Picture, person: PersonId) -> Iterator[Actor]:
    """Yield the person's actors that the alarm concerns; those summoned though they have ended."""
    listed = register.read(work.session)
    own = listed.of_person.get(person, ())
    yield from (picture.actors[one] for one in own if one in picture.actors)
    others = [one for one in own if one not in picture.actors]
    if others:
        found = people.actors(work.session, others).values()
        yield from (actor for actor in found if actor.covers(picture.alarm.municipality))
    ended = picture.actors.keys() - listed.actors.keys()
    yield from (picture.actors[one] for one in ended if person in picture.actors[one].people)


def must_wait(work: Work, picture: Picture, person: PersonId, notice: Notice) -> bool:
    """Whether the person may not be disturbed now; then the notice is due when they open."""
    opens = opens_for(work, picture, person)
    if opens <= work.now:
        return False
    moments.put(work.session, f"{HELD}{notice}/{picture.alarm.id}/{person}", opens)
    return True


def take_due(work: Work) -> list[Held]:
    """Take the notices whose moment has come, earliest first."""
    due = moments.due(work.session, HELD, work.now, BATCH)
    for name in due:
        moments.drop(work.session, name)
    return [_held(name) for name in due]


def _held(name: str) -> Held:
    notice, alarm, person = name.removeprefix(HELD).split("/")
    return Held(Notice(notice), AlarmId(int(alarm)), PersonId(person))
