"""Mondays' reports of what is lacking: to the standing groups, and to the coordinators on call.

The moment makes a row for every report; each is promised in a transaction of its own, so that
nobody's press waits for all of them.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from blueprint import places
from escalation.hours import is_working_day, next_working_day, opens_at
from handlers import digest, promise
from handlers.message import Message
from handlers.promise import Post
from handlers.roster import gaps
from handlers.work import Work
from roster import oncall
from roster.model import Actor, ActorId, Group, Person
from roster.walltime import wall
from storage import journal, moments, people, posts
from storage.model import Platform, Priority

MOMENT = "weekly"
BATCH = 1  # reports in a transaction
WEEK = timedelta(weeks=1)


def schedule(work: Work) -> None:
    """Set the next week's moment, unless one is set already."""
    if moments.get(work.session, MOMENT) is None:
        moments.put(work.session, MOMENT, next_moment(work, work.now))


def next_moment(work: Work, after: datetime) -> datetime:
    """Return the first report's moment after a moment.

    It is the week's first working day at the digest's wall time; a week without any has none.
    """
    day = after.astimezone(work.desk.tz).date()
    monday = day - timedelta(days=day.weekday())
    while True:
        first = monday if is_working_day(monday) else next_working_day(monday)
        at = wall(first, work.desk.digest_at, work.desk.tz)
        if at > after and first - monday < WEEK:
            return at
        monday += WEEK


def send_due(work: Work) -> int:
    """Make a row for each report of the week if its moment has come; return what was done.

    Missed by downtime, it waits for the next digest's moment of the same week.
    """
    due = moments.get(work.session, MOMENT)
    if due is None or due > work.now:
        return 0
    if digest.is_missed(work, due):
        journal.write(work.session, work.now, "weekly_missed", due=due.isoformat())
        moments.put(work.session, MOMENT, _second_chance(work))
        return 1
    week = _week(due.astimezone(work.desk.tz).date())
    for name in _recipients(work):
        moments.put(work.session, f"{MOMENT}/{week}/{name}", work.now)
    journal.write(work.session, work.now, "weekly", week=week)
    moments.put(work.session, MOMENT, next_moment(work, _end_of_week(work, due)))
    return 1


def send_batch(work: Work) -> int:
    """Promise the reports whose rows have come; return how many."""
    due = moments.due(work.session, f"{MOMENT}/", work.now, BATCH)
    for name in due:
        moments.drop(work.session, name)
        _, week, kind, of = name.split("/")
        if kind == "group":
            _to_group(work, week, of)
        else:
            _to_coordinator(work, name, week, ActorId(of))
    return len(due)


def _second_chance(work: Work) -> datetime:
    """Return the next digest's moment if it is in the same week, else the next report's."""
    following = digest.next_moment(work, work.now)
    is_this_week = following < _end_of_week(work, work.now)
    return following if is_this_week else next_moment(work, work.now)


def _end_of_week(work: Work, at: datetime) -> datetime:
    """Return the last moment before the next Monday's report could be due."""
    day = at.astimezone(work.desk.tz).date()
    sunday = day + timedelta(days=6 - day.weekday())
    return wall(sunday, work.desk.digest_at, work.desk.tz)


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _recipients(work: Work) -> list[str]:
    """Name the reports of the week: one for each group, one for each area that is coordinated."""
    known = people.groups(work.session)
    groups = [f"group/{group.id}" for group in known if _addresses(work, group)]
    areas = {frozenset(actor.area): actor for actor in reversed(posts.coordinators(work.session))}
    return [*groups, *(f"coordinator/{actor.id}" for actor in areas.values())]


def _addresses(work: Work, group: Group) -> list[tuple[Platform, str]]:
    told = ((Platform.SLACK, group.slack), (Platform.TELEGRAM, group.telegram))
    return [
        (platform, f"chat/{chat}")
        for platform, chat in told
        if chat is not None and platform in work.desk.platforms
    ]


def _to_group(work: Work, week: str, name: str) -> None:
    group = next((one for one in people.groups(work.session) if one.id == name), None)
    if group is None:
        return  # no longer in the roster
    message = _report(work, group.area, work.desk.language)
    for platform, address in _addresses(work, group):
        promise.to_address(work, platform, address, _post(week, f"group/{name}", message))


def _to_coordinator(work: Work, moment: str, week: str, name: ActorId) -> None:
    """Write to whoever coordinates the actor's area, when their post is open."""
    found = _coordinator(work, name)
    if found is None:
        return
    actor, person = found
    opens = opens_at(actor.hours, work.now, work.desk.tz)
    if opens > work.now:
        moments.put(work.session, moment, opens)
        return
    message = _report(work, actor.area, work.desk.language_of(person))
    promise.to_person(work, person, _post(week, f"coordinator/{name}", message))


def _coordinator(work: Work, name: ActorId) -> tuple[Actor, Person] | None:
    """Return who coordinates the same area as the actor: the first post with somebody on call."""
    coordinating = posts.coordinators(work.session)
    area = next((set(one.area) for one in coordinating if one.id == name), None)
    if area is None:
        return None  # no longer in the roster
    roster = people.roster_for(work.session, area)
    for actor in (one for one in coordinating if set(one.area) == area):
        found = oncall.on_call(actor, roster, work.now, work.desk.tz)
        if found is not None:
            return actor, roster.people[found]
    return None


def _report(work: Work, codes: Sequence[str], language: str) -> Message:
    area = [place for code in codes if (place := places.by_code(code)) is not None]
    return gaps.weekly(work, area, language)


def _post(week: str, name: str, message: Message) -> Post:
    return Post(
        key=f"{MOMENT}/{week}/{name}",
        subject=f"{MOMENT}/{week}/{name}",
        priority=Priority.DIGEST,
        content=message,
        facts={"at_most_once": True},
    )
