"""The daily digest: when, to whom, and never twice.

It is promised a few alarms at a time, so that nobody's press waits for it, behind a gate that
opens when all are through; the words are found when each message is sent.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from apscheduler.triggers.cron import CronTrigger

from blueprint.model import DoneWhen
from escalation.hours import is_working_day
from handlers import automatic, opening, promise, secrecy
from handlers import picture as pictures
from handlers.compose import digest as compose
from handlers.compose.checklist import owner_of
from handlers.compose.digest import Waiting
from handlers.message import Message, as_text
from handlers.picture import Picture
from handlers.promise import Live, Post
from handlers.work import Work
from roster.model import PersonId
from roster.walltime import wall
from storage import alarms, journal, moments, outbox, people
from storage.model import Alarm, AlarmId, Platform, Priority, Summons

MOMENT = "digest"
PROGRESS = "digest_progress"  # the day, and the last alarm of it that is promised
NEAR = timedelta(hours=1)
BATCH = 4  # alarms in a transaction: about 50 ms' worth
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
    """Promise a batch of today's digests if their moment has come; past noon the day is skipped.

    Return how many things were done: none when nothing is due.
    """
    due = moments.get(work.session, MOMENT)
    if due is None or due > work.now:
        return 0
    day = due.astimezone(work.desk.tz).date()
    if is_missed(work, due):
        journal.write(work.session, work.now, "digest_missed", day=day.isoformat())
        moments.put(work.session, MOMENT, next_moment(work, work.now))
        return 1
    batch = alarms.open_after(work.session, _progress(work, day), BATCH)
    for alarm in batch:
        _promise(work, alarm, day)
    if batch:
        moments.put_setting(work.session, PROGRESS, f"{day.isoformat()} {batch[-1].id}")
        return len(batch)
    _let_go(work, day)
    moments.put(work.session, MOMENT, next_moment(work, work.now))
    return 1


def is_missed(work: Work, due: datetime) -> bool:
    """Whether a morning's moment has passed so long ago that it is left out."""
    local = work.now.astimezone(work.desk.tz)
    return local.date() != due.astimezone(work.desk.tz).date() or local.time() > LATEST


def send_postponed(work: Work) -> int:
    """Promise a batch of the digests that waited until somebody opened; return how many."""
    due = moments.due(work.session, f"{MOMENT}/", work.now, BATCH)
    for name in due:
        moments.drop(work.session, name)
        _, day, person, alarm = name.split("/")
        _promise_postponed(work, date.fromisoformat(day), PersonId(person), AlarmId(int(alarm)))
    return len(due)


def send(work: Work, day: date) -> int:
    """Promise all digests of a local day; return how many are new, none the second time."""
    count = sum(_promise(work, alarm, day) for alarm in alarms.open_alarms(work.session))
    _let_go(work, day)
    return count


def send_today(work: Work, *, is_forced: bool) -> int:
    """Send today's digests if their time has come, or whatever the time is when forced."""
    if is_forced:
        return send(work, work.now.astimezone(work.desk.tz).date())
    schedule(work)
    count = 0
    while done := send_due(work):
        count += done
    return count


def rehearse(work: Work) -> list[str]:
    """Return today's digests as text, and send nothing."""
    pictures_now = [pictures.load(work, alarm.id) for alarm in alarms.open_alarms(work.session)]
    since = _since(work, work.now.astimezone(work.desk.tz).date())
    language = work.desk.language
    channels = [compose.channel_digest(work, one, since, language) for one in pictures_now]
    waiting = _by_person(work, pictures_now).values()
    personal = [compose.personal_digest(work, tuple(entries), language) for entries in waiting]
    return [_rehearsed(work, message, language) for message in (*channels, *personal)]


def _rehearsed(work: Work, message: Message, language: str) -> str:
    told = as_text(message)
    return f"{work.say('drill', language)} {told}" if message.is_drill else told


def compose_for_channel(work: Work, alarm: AlarmId, day: date) -> Message:
    """Compose an alarm's digest as things stand now."""
    picture = pictures.load(work, alarm)
    return compose.channel_digest(work, picture, _since(work, day), picture.alarm.language)


def compose_for_person(
    work: Work, person: PersonId, platform: Platform, of: Iterable[AlarmId]
) -> Message | None:
    """Compose what waits for a person now; None when nothing does any more."""
    found = people.person(work.session, person)
    if found is None:
        return None
    entries = [
        entry
        for picture in (pictures.load(work, alarm) for alarm in of)
        if picture.alarm.is_open and platform in secrecy.ways_of_reminders(picture.alarm)
        if (entry := _waiting_in(work, picture).get(person)) is not None
    ]
    if not entries:
        return None
    return compose.personal_digest(work, tuple(entries), work.desk.language_of(found))


def _progress(work: Work, day: date) -> AlarmId:
    """Return the last alarm whose digests of the day are promised; 0 before the first."""
    noted_day, _, alarm = (moments.setting(work.session, PROGRESS) or "").partition(" ")
    return AlarmId(int(alarm)) if noted_day == day.isoformat() else AlarmId(0)


def is_near(work: Work) -> bool:
    """Whether the next digest comes within the hour."""
    due = moments.get(work.session, MOMENT)
    return due is not None and due - work.now <= NEAR


def _since(work: Work, day: date) -> datetime:
    """Return the moment of the digest before: that of the last working day."""
    before = day - timedelta(days=1)
    while not is_working_day(before):
        before -= timedelta(days=1)
    return wall(before, work.desk.digest_at, work.desk.tz)


def _gate(day: date) -> str:
    return f"digest/{day.isoformat()}"


def _let_go(work: Work, day: date) -> None:
    outbox.open_gate(work.session, _gate(day))
    journal.write(work.session, work.now, "digest", day=day.isoformat())


def _promise(work: Work, alarm: Alarm, day: date) -> int:
    """Promise an alarm's digests of the day; return how many are new."""
    picture = pictures.load(work, alarm.id)
    automatic.tick(work, picture, DoneWhen.DIGEST)
    count = _to_channel(work, alarm.id, day)
    for person in _waiting_in(work, picture):
        opens = opening.opens_for(work, picture, person)
        if opens <= work.now:
            count += _to_person(work, picture, person, day, gate=_gate(day))
        elif opens.astimezone(work.desk.tz).date() == day:
            name = f"{MOMENT}/{day.isoformat()}/{person}/{alarm.id}"
            moments.put(work.session, name, opens)
    return count


def _promise_postponed(work: Work, day: date, person: PersonId, alarm: AlarmId) -> None:
    picture = pictures.load(work, alarm)
    is_that_day = work.now.astimezone(work.desk.tz).date() == day
    if is_that_day and picture.alarm.is_open and person in picture.people:
        _to_person(work, picture, person, day)


def _to_channel(work: Work, alarm: AlarmId, day: date) -> int:
    post = Post(
        key=f"{_gate(day)}/alarm/{alarm}",
        subject=f"alarm/{alarm}/digest",
        priority=Priority.DIGEST,
        content=Live("digest", alarm, day.isoformat()),
        facts={"at_most_once": True},
    )
    return promise.to_channel(work, alarm, post)


def _to_person(
    work: Work, picture: Picture, person: PersonId, day: date, *, gate: str | None = None
) -> int:
    """Promise a person's digest, or add the alarm to the one that has been promised."""
    known = picture.people[person]
    post = Post(
        key=f"{_gate(day)}/person/{person}",
        subject=f"digest/person/{person}",
        priority=Priority.DIGEST,
        content=Live("personal_digest", picture.alarm.id, person),
        facts={"at_most_once": True, "alarms": [picture.alarm.id]},
        gate=gate,
    )
    only = secrecy.ways_of_reminders(picture.alarm)
    count = promise.to_person(work, known, post, only=only)
    if count == 0:
        promise.add_alarm(work, known, post, picture.alarm.id, only=only)
    return count


def _by_person(work: Work, of: Iterable[Picture]) -> dict[PersonId, list[Waiting]]:
    found: dict[PersonId, list[Waiting]] = defaultdict(list)
    for picture in of:
        for person, entry in _waiting_in(work, picture).items():
            found[person].append(entry)
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
    known = [p for p in {**callouts, **tasks} if p in picture.people]
    concerned = [p for p in known if secrecy.knows_case(picture, p)]
    return {p: Waiting(picture, tuple(callouts[p]), tuple(tasks[p])) for p in concerned}


def _awaited(summons: Summons) -> set[PersonId]:
    """Return who has yet to answer a callout that is not settled."""
    callout = summons.callout
    if callout.answer is not None:
        return set()
    asked = {page.person for page in callout.pages if page.delivered_at is not None}
    return asked - callout.excluded
