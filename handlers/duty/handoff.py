"""Tell who goes on call, the evening before and at the hand-off, and relieve who goes off.

Every evening the actors are looked through, so many a transaction. What is found then is looked
at again when it comes: only a duty that truly changes hands is told.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from escalation.hours import is_open
from handlers import picture as pictures
from handlers import promise, secrecy
from handlers.compose import handoff as compose
from handlers.compose.handoff import OpenAlarm, Turn
from handlers.duty import changing
from handlers.message import Message
from handlers.promise import Post
from handlers.work import Work
from roster import duty as pure
from roster import oncall
from roster.duty import Handoff
from roster.model import Actor, ActorId, Person, PersonId, Roster
from roster.walltime import wall
from storage import callouts, journal, moments, people, register
from storage import duty as store
from storage.model import Platform, Priority

MOMENT = "handoff_evening"
PROGRESS = "handoff_progress"  # the evening, and the last actor that is looked through
TOLD = "handoff_told/"  # and the moment and the person: what is to be told at a hand-off
NOTICE = "handoff_notice/"  # and the evening and the person: a notice that is to be promised
UNTOLD = "handoff_untold"  # the look at the day ahead that gives no notices
EVENING = time(18)
DAY = timedelta(days=1)
LATE = timedelta(hours=12)  # nobody is told of a hand-off that was so long ago
# How many are done in a transaction: about 50 ms' worth, so that an answer never waits long.
ACTORS = 50
NOTICES = 8
HANDOFFS = 8
MOST_ALARMS = 5


def schedule(work: Work) -> None:
    """Set the next evening's moment, unless one is set already."""
    if moments.get(work.session, MOMENT) is None:
        moments.put(work.session, MOMENT, next_evening(work, work.now))


def look_again(work: Work, *, is_new: bool) -> None:
    """Look at once through what is left until the next evening: it may have become another.

    A new installation gives no notice of it: nobody's duty has changed, and it may be night.
    """
    moments.put(work.session, MOMENT, work.now)
    if is_new:
        moments.put_setting(work.session, UNTOLD, work.now.isoformat())


def next_evening(work: Work, after: datetime) -> datetime:
    """Return the next evening's moment: 25 hours after the last when summer time ends."""
    day = after.astimezone(work.desk.tz).date()
    evening = wall(day, EVENING, work.desk.tz)
    return evening if evening > after else wall(day + DAY, EVENING, work.desk.tz)


def tell_due(work: Work) -> int:
    """Do a batch of what has fallen due about hand-offs; return how many things were done."""
    return _hand_off(work) or _tell_both_sides(work) or _give_notice(work) or _look_through(work)


def _look_through(work: Work) -> int:
    """Find the hand-offs of the day ahead at the next actors; end the evening after the last."""
    evening = moments.get(work.session, MOMENT)
    if evening is None or evening > work.now:
        return 0
    if evening + DAY <= work.now:  # nothing was running: only the present day is of use
        evening = next_evening(work, work.now - DAY)
        moments.put(work.session, MOMENT, evening)
    batch = store.actors_after(work.session, _progress(work, evening), ACTORS)
    if not batch:
        moments.put(work.session, MOMENT, next_evening(work, work.now))
        return 1
    roster = people.roster_of(work.session, batch)
    until = next_evening(work, evening)
    expected: dict[str, datetime] = {}
    for actor in roster.actors:
        for one in pure.handoffs(actor, roster, evening, until, work.desk.tz):
            expected |= _expected(work, actor.id, one, evening)
    moments.put_new(work.session, expected)
    moments.put_setting(work.session, PROGRESS, f"{evening.isoformat()} {batch[-1]}")
    return len(batch)


def _expected(work: Work, actor: ActorId, one: Handoff, evening: datetime) -> dict[str, datetime]:
    """Return what is to be done about a hand-off, and when."""
    if one.at + LATE <= work.now:
        return {}
    at_the_moment = {changing.handoff(one.at, actor): one.at}
    if one.after is None or moments.setting(work.session, UNTOLD) == evening.isoformat():
        return at_the_moment
    return {**at_the_moment, f"{NOTICE}{evening.isoformat()}/{one.after}": work.now}


def _progress(work: Work, evening: datetime) -> ActorId:
    """Return the last actor looked through this evening; an empty name before the first."""
    noted, _, actor = (moments.setting(work.session, PROGRESS) or "").partition(" ")
    return ActorId(actor if noted == evening.isoformat() else "")


def _give_notice(work: Work) -> int:
    """Promise the evening's notices: one message a person, of all their actors."""
    if _is_looking_through(work):
        return 0  # a person may turn up at actors that are still to come
    due = moments.due(work.session, NOTICE, work.now, NOTICES)
    for name in due:
        moments.drop(work.session, name)
        evening, person = name.removeprefix(NOTICE).split("/", 1)
        _notify(work, datetime.fromisoformat(evening), PersonId(person))
    return len(due)


def _is_looking_through(work: Work) -> bool:
    evening = moments.get(work.session, MOMENT)
    return evening is not None and evening <= work.now


def _notify(work: Work, evening: datetime, person: PersonId) -> None:
    found = people.person(work.session, person)
    if found is None:
        return
    coming = []
    until = next_evening(work, evening)
    ids = register.read(work.session).of_person.get(person, ())
    roster = people.roster_of(work.session, ids)
    for actor in roster.actors:
        if _waits_to_open(work, actor):
            continue
        changes = pure.handoffs(actor, roster, evening, until, work.desk.tz)
        begins = {one.at for one in changes if one.after == person and one.at > work.now}
        own = pure.duties(actor, roster, work.now, work.desk.tz, until - work.now) if begins else ()
        coming += [duty for duty in own if duty.starts_at in begins]
    if not coming:
        return
    coming.sort(key=lambda duty: duty.starts_at)
    actors = tuple(dict.fromkeys(duty.actor.id for duty in coming))
    language = work.desk.language_of(found)
    for platform in promise.platforms_of(work, found):
        known = list(_open_alarms(work, actors, found, platform))
        message = compose.notice(work, coming, known, language)
        # By what comes first: looking through again gives nobody the same notice twice.
        key = f"handoff_notice/{coming[0].starts_at.isoformat()}/{person}"
        post = Post(key, f"handoff/person/{person}", Priority.DIGEST, message)
        promise.to_person(work, found, post, only=[platform])


def _waits_to_open(work: Work, actor: Actor) -> bool:
    """Whether a case waits for the actor to open: until then nothing is sent to it."""
    if is_open(actor.hours, work.now, work.desk.tz):
        return False
    return bool(callouts.open_alarms_of(work.session, (actor.id,)))


def _hand_off(work: Work) -> int:
    due = moments.due(work.session, changing.HANDOFF, work.now, HANDOFFS)
    for name in due:
        moments.drop(work.session, name)
        at, actor = name.removeprefix(changing.HANDOFF).split("/", 1)
        _hand_on(work, datetime.fromisoformat(at), ActorId(actor))
    return len(due)


def _hand_on(work: Work, at: datetime, actor_id: ActorId) -> None:
    """Note that a duty changed hands, and have both told, with all that they get or leave then."""
    roster = people.roster_of(work.session, [actor_id])
    actor = roster.actor(actor_id)
    change = _change(work, actor, roster, at) if actor else None
    if change is None:
        return
    journal.write(
        work.session,
        work.now,
        "handed_off",
        actor=actor_id,
        person=change.after,
        before=change.before,
    )
    both = (one for one in (change.before, change.after) if one is not None)
    moments.put_new(work.session, {f"{TOLD}{at.isoformat()}/{one}": work.now for one in both})


def _change(work: Work, actor: Actor, roster: Roster, at: datetime) -> Handoff | None:
    """Return the hand-off, if the duty truly changed hands then and nobody has changed it since."""
    if at + LATE <= work.now or not is_open(actor.hours, work.now, work.desk.tz):
        return None  # outside its hours the notice of the evening before is enough
    changes = pure.handoffs(actor, roster, at, at + pure.MOMENT, work.desk.tz)
    change = next((one for one in changes if one.at == at), None)
    if change is None or oncall.on_call(actor, roster, work.now, work.desk.tz) != change.after:
        return None
    return change


def _tell_both_sides(work: Work) -> int:
    """Tell whom hand-offs concern: one message of all that begins for them, and one of all ends."""
    due = moments.due(work.session, TOLD, work.now, NOTICES)
    for name in due:
        moments.drop(work.session, name)
        at, person = name.removeprefix(TOLD).split("/", 1)
        found = people.person(work.session, PersonId(person))
        if found is not None:
            _tell_changes(work, datetime.fromisoformat(at), found)
    return len(due)


def _tell_changes(work: Work, at: datetime, person: Person) -> None:
    ids = register.read(work.session).of_person.get(person.id, ())
    roster = people.roster_of(work.session, ids)
    found = ((actor, _change(work, actor, roster, at)) for actor in roster.actors)
    changes = [(actor, change) for actor, change in found if change is not None]
    left = [
        Turn(pure.present(actor, roster, work.now, work.desk.tz), _name(roster, one.after))
        for actor, one in changes
        if one.before == person.id
    ]
    got = [
        Turn(pure.present(actor, roster, work.now, work.desk.tz), _name(roster, one.before))
        for actor, one in changes
        if one.after == person.id
    ]
    key = f"handoff/{at.isoformat()}/{person.id}"
    if left:
        message = compose.off(work, left, work.desk.language_of(person))
        promise.to_person(work, person, _post(f"{key}/off", person, message))
    if got:
        _put_on(work, person, got, f"{key}/on")


def _put_on(work: Work, person: Person, got: Sequence[Turn], key: str) -> None:
    actors = [turn.duty.actor.id for turn in got]
    for platform in promise.platforms_of(work, person):
        known = list(_open_alarms(work, actors, person, platform))
        message = compose.on(work, got, known, work.desk.language_of(person))
        promise.to_person(work, person, _post(key, person, message), only=[platform])


def _open_alarms(
    work: Work, actors: Sequence[ActorId], person: Person, platform: Platform
) -> Iterator[OpenAlarm]:
    """Yield the open alarms that the actors take part in, as far as the person may know them."""
    for number in callouts.open_alarms_of(work.session, actors)[:MOST_ALARMS]:
        picture = pictures.load(work, number)
        may_know = secrecy.knows_case(picture, person.id)
        if may_know and platform in secrecy.ways_to(picture.alarm, person):
            own = tuple(one for one in picture.summonses if one.actor in actors)
            yield OpenAlarm(picture, own)


def _name(roster: Roster, person: PersonId | None) -> str:
    found = roster.people.get(person) if person else None
    return found.name if found else ""


def _post(key: str, person: Person, message: Message) -> Post:
    return Post(key, f"handoff/person/{person.id}", Priority.ESCALATION, message)
