"""Change who has a duty: store it, and tell everybody whom it touches but the one who did it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from handlers import promise
from handlers.compose import shifts as compose
from handlers.duty.meaning import Station
from handlers.message import Message
from handlers.promise import Post
from handlers.work import Work
from roster.duty import Duty
from roster.model import ActorId, Override, PersonId
from storage import alarms, callouts, journal, moments, people
from storage import duty as store
from storage.model import Priority

HANDOFF = "handoff/"  # and the moment, and the actor: where its duty may change hands
OVERTAKEN = "overtaken/"  # and the actor: a moment at which its open offers are looked at


def put(
    work: Work, station: Station, wanted: Sequence[Override], *, event: str, by: PersonId
) -> int:
    """Let overrides hold from here on; return a number that is used once."""
    actor = station.actor
    number = store.add_overrides(work.session, wanted)
    for one in wanted:
        journal.write(
            work.session,
            work.now,
            event,
            actor=actor.id,
            person=one.person,
            by=by,
            starts_at=one.starts_at.isoformat(),
            ends_at=one.ends_at.isoformat(),
        )
        expect(work, actor.id, (one.starts_at, one.ends_at))
    settle(work, [actor.id])
    return number


def settle(work: Work, changed: Iterable[ActorId]) -> None:
    """Have what a change has overtaken looked at: lists that show it, and offers of duties."""
    actors = tuple(changed)
    concerned = callouts.open_alarms_of(work.session, actors)
    alarms.mark_stale(work.session, concerned, work.now)
    for actor in actors:
        moments.put(work.session, f"{OVERTAKEN}{actor}", work.now)


def handoff(at: datetime, actor: ActorId) -> str:
    """Name the moment at which an actor's hand-off is looked at."""
    return f"{HANDOFF}{at.isoformat()}/{actor}"


def expect(work: Work, actor: ActorId, edges: Iterable[datetime]) -> None:
    """Have the actor's hand-offs at these moments looked at when they come."""
    coming = {handoff(edge, actor): edge for edge in edges if edge > work.now}
    moments.put_new(work.session, coming)


def tell_given(
    work: Work, station: Station, duty: Duty, to: PersonId, *, number: int, by: PersonId
) -> None:
    """Tell the one who had a duty, and the one who has it now."""
    told = {
        duty.person: "shift-told-taken" if by == to else "shift-told-away",
        to: "shift-told-got",
    }
    for person, key in told.items():
        if person is not None and person != by:
            _tell(work, station, duty, person, key=key, number=number, by=by, to=to)


def tell_swapped(
    work: Work, station: Station, duties: Sequence[Duty], *, number: int, by: PersonId
) -> None:
    """Tell both of a swap; each hears what they have now."""
    mine, theirs = duties
    for had, gets in ((mine, theirs), (theirs, mine)):
        if had.person is None or had.person == by:
            continue
        found = people.person(work.session, had.person)
        language = work.desk.language_of(found)
        told = work.say(
            "shift-told-swapped",
            language,
            actor=station.actor.name,
            gets=compose.when(work, gets, language),
            other=station.name(gets.person),
            had=compose.when(work, had, language),
        )
        tell(work, had.person, f"shift/{number}/swap", compose.plain(told))


def tell(work: Work, person: PersonId, key: str, message: Message) -> None:
    """Tell a person something about duties; who is in no chat hears nothing."""
    found = people.person(work.session, person)
    if found is not None:
        post = Post(f"{key}/{person}", key, Priority.ANSWER, message)
        promise.to_person(work, found, post)


def _tell(
    work: Work,
    station: Station,
    duty: Duty,
    person: PersonId,
    *,
    key: str,
    number: int,
    by: PersonId,
    to: PersonId,
) -> None:
    language = work.desk.language_of(people.person(work.session, person))
    told = work.say(
        key,
        language,
        when=compose.when(work, duty, language),
        actor=station.actor.name,
        by=station.name(by),
        to=station.name(to),
    )
    tell(work, person, f"shift/{number}", compose.plain(told))
