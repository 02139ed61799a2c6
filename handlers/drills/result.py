"""Send a drill's result: to who started it, the lead, the coordinator and the drill's channel."""

from handlers import picture as pictures
from handlers import promise, secrecy, show
from handlers.compose import drill as compose
from handlers.picture import Picture
from handlers.promise import Post
from handlers.work import Work
from roster.model import Person
from storage import people
from storage.model import AlarmId, Priority


def send(work: Work, alarm: AlarmId) -> None:
    """Promise the result of a drill that has ended."""
    picture = pictures.load(work, alarm)
    promise.to_channel(work, alarm, _post(work, picture, "", picture.alarm.language))
    for person in _readers(work, picture):
        post = _post(work, picture, f"/{person.id}", work.desk.language_of(person))
        promise.to_person(work, person, post, only=secrecy.ways_to(picture.alarm, person))


def _readers(work: Work, picture: Picture) -> list[Person]:
    alarm = picture.alarm
    wanted = [alarm.raised_by, alarm.lead_person, show.coordinator_of(work, picture)]
    known = [one for one in wanted if secrecy.knows_case(picture, one)]
    found = people.people(work.session, [one for one in known if one is not None])
    return list(found.values())


def _post(work: Work, picture: Picture, reader: str, language: str) -> Post:
    alarm = picture.alarm.id
    return Post(
        key=f"alarm/{alarm}/result{reader}",
        subject=f"alarm/{alarm}/result",
        priority=Priority.SITUATION,
        content=compose.result(work, picture, language),
    )
