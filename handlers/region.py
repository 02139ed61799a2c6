"""Tell the region's on-call that there is a case, also where the region is not summoned."""

from escalation.mobilise import region_contact
from handlers import identity, opening, promise
from handlers import picture as pictures
from handlers.compose import notices
from handlers.opening import Notice
from handlers.picture import Picture
from handlers.promise import Post
from handlers.work import Work
from roster import oncall
from roster.model import Person
from storage import people
from storage.model import AlarmId, Priority


def tell(work: Work, alarm: AlarmId) -> None:
    """Tell whoever is on call now; outside hours whoever is on call when they open."""
    picture = pictures.load(work, alarm)
    person = _whom(work, picture)
    if person is None or opening.must_wait(work, picture, person.id, Notice.REGION):
        return
    post = Post(
        key=f"alarm/{alarm}/region",
        subject=f"alarm/{alarm}/region",
        priority=Priority.ESCALATION,
        content=notices.region(work, picture, work.desk.language_of(person)),
    )
    promise.to_person(work, person, post)


def _whom(work: Work, picture: Picture) -> Person | None:
    """Return who hears of it; nobody when the region is summoned, or raised the alarm itself."""
    stored = people.roster_for(work.session, [picture.alarm.municipality])
    roster = identity.within_reach(work, stored)
    contact = region_contact(roster, picture.municipality)
    if contact is None or any(s.actor == contact.id for s in picture.summonses):
        return None
    found = oncall.on_call(contact, roster, work.now, work.desk.tz)
    return roster.people[found] if found and found != picture.alarm.raised_by else None
