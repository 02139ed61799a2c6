"""The daily digest: when, to whom, and never twice."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from apscheduler.triggers.cron import CronTrigger

from escalation.callout import AnswerKind
from escalation.hours import is_working_day
from handlers import picture as pictures
from handlers import promise, secrecy
from handlers.compose import digest as compose
from handlers.compose.checklist import owner_of
from handlers.compose.digest import Waiting
from handlers.message import as_text
from handlers.picture import Picture
from handlers.promise import Post
from handlers.work import Work
from roster.model import Person, PersonId
from storage import alarms, journal, moments
from storage.model import Platform, Priority, Summons

MOMENT = "digest"
LATEST = time(12)  # CONTRACT: missed by downtime it goes out late, until noon local time


def schedule(work: Work) -> None:
    """Set the next digest's moment, unless one is set already."""
    if moments.get(work.session, MOMENT) is None:
        moments.put(work.session, MOMENT, next_moment(work, work.now))


def next_moment(work: Work, after: datetime) -> datetime:
    """Return the first digest moment after a moment: a working day, at the set wall time."""
    trigger = CronTrigger(
        hour=work.desk.digest_at.hour, minute=work.desk.digest_at.minute, timezone=work.desk.tz
    )
    previous = after
    while True:
        found = trigger.get_next_fire_time(previous, previous + timedelta(microseconds=1))
        if is_working_day(found.date()):
            return datetime.fromtimestamp(found.timestamp(), tz=after.tzinfo)
        previous = found


def send_due(work: Work) -> int:
    """Send today's digests if their moment has come; a day that is past noon is skipped."""
    due = moments.get(work.session, MOMENT)
    if due is None or due > work.now:
        return 0
    moments.put(work.session, MOMENT, next_moment(work, work.now))
    local = work.now.astimezone(work.desk.tz)
    due_day = due.astimezone(work.desk.tz).date()
    if local.date() != due_day or local.time() > LATEST:
        journal.write(work.session, work.now, "digest_missed", day=due_day.isoformat())
        return 1
    send(work, local.date())
    return 1


def send(work: Work, day: date) -> int:
    """Promise the digests of a local day; return how many are new, none the second time."""
    pictures_now = [pictures.load(work, alarm.id) for alarm in alarms.open_alarms(work.session)]
    since = work.now - timedelta(days=1 if day.weekday() else 3)
    count = sum(_send_to_channel(work, picture, day, since) for picture in pictures_now)
    waiting = waiting_for(work, pictures_now)
    count += sum(_send_to_person(work, *found, day) for found in waiting.values())
    journal.write(work.session, work.now, "digest", day=day.isoformat(), count=count)
    return count


def waiting_for(
    work: Work, of: list[Picture]
) -> dict[PersonId, tuple[Person, tuple[Waiting, ...]]]:
    """Return what waits for each person, over all the alarms."""
    found: dict[PersonId, tuple[Person, tuple[Waiting, ...]]] = {}
    for picture in of:
        for person, entry in _waiting_in(work, picture).items():
            known = picture.people[person]
            earlier = found[person][1] if person in found else ()
            found[person] = (known, (*earlier, entry))
    return found


def _waiting_in(work: Work, picture: Picture) -> dict[PersonId, Waiting]:
    callouts: dict[PersonId, list[Summons]] = defaultdict(list)
    for summons in picture.summonses:
        for person in _awaited(summons):
            callouts[person].append(summons)
    tasks = defaultdict(list)
    horizon = work.now + timedelta(days=1)
    for task in picture.tasks:
        owner = owner_of(picture, task)
        if owner is None or task.is_done or task.due_at is None or task.due_at > horizon:
            continue
        tasks[owner].append(task)
    concerned = [p for p in {**callouts, **tasks} if p in picture.people]
    return {p: Waiting(picture, tuple(callouts[p]), tuple(tasks[p])) for p in concerned}


def _awaited(summons: Summons) -> set[PersonId]:
    """Return who has yet to answer a callout that is not settled."""
    callout = summons.callout
    if callout.answer is not None and callout.answer.kind is not AnswerKind.LATER:
        return set()
    if callout.answer is not None:
        return {callout.answer.by}
    asked = {page.person for page in callout.pages if page.delivered_at is not None}
    return asked - callout.excluded


def _send_to_channel(work: Work, picture: Picture, day: date, since: datetime) -> int:
    alarm = picture.alarm
    post = Post(
        key=f"digest/{day.isoformat()}/alarm/{alarm.id}",
        subject=f"alarm/{alarm.id}/digest",
        priority=Priority.DIGEST,
        content=compose.channel_digest(work, picture, since, alarm.language),
        facts={"at_most_once": True},
    )
    return promise.to_channel(work, alarm.id, post)


def _send_to_person(work: Work, person: Person, entries: tuple[Waiting, ...], day: date) -> int:
    language = work.desk.language_of(person)
    count = 0
    for platform in Platform:
        told = tuple(e for e in entries if platform in secrecy.ways_to(e.picture.alarm, person))
        if not told:
            continue
        post = Post(
            key=f"digest/{day.isoformat()}/person/{person.id}",
            subject=f"digest/person/{person.id}",
            priority=Priority.DIGEST,
            content=compose.personal_digest(work, told, language),
            facts={"at_most_once": True},
        )
        count += promise.to_person(work, person, post, only=[platform])
    return count


def send_today(work: Work, *, is_forced: bool) -> int:
    """Send today's digests if their time has come, or whatever the time is when forced."""
    day = work.now.astimezone(work.desk.tz).date()
    if is_forced:
        return send(work, day)
    schedule(work)
    return send_due(work)


def rehearse(work: Work) -> list[str]:
    """Return today's digests as text, and send nothing."""
    pictures_now = [pictures.load(work, alarm.id) for alarm in alarms.open_alarms(work.session)]
    since = work.now - timedelta(days=1)
    language = work.desk.language
    channels = [compose.channel_digest(work, one, since, language) for one in pictures_now]
    waiting = waiting_for(work, pictures_now).values()
    personal = [compose.personal_digest(work, entries, language) for _, entries in waiting]
    return [as_text(message) for message in (*channels, *personal)]
