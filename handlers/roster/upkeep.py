"""The round of the roster on working mornings: ask, chase, report, warn of ends. Never twice.

It goes a few rows at a time, so that nobody's press waits for it. Whoever opens later that day is
visited then.
"""

from datetime import date, datetime, time, timedelta

from blueprint.text import format_day
from escalation.hours import is_working_day, next_working_day, office_window, opens_at
from handlers import promise
from handlers.compose import notices as compose
from handlers.compose import words
from handlers.identity import one_way
from handlers.promise import Post
from handlers.roster import confirm, keepers
from handlers.work import Work
from roster import upkeep
from roster.model import Person, PersonId
from roster.upkeep import Step
from roster.walltime import wall
from storage import confirmations, duty, journal, moments, register
from storage.confirmations import Vouched
from storage.model import Priority

MOMENT = "upkeep"
PROGRESS = "upkeep_progress"  # the day, and the last row of it that was visited
AT = time(9)
BATCH = 5  # rows in a transaction: less than 50 ms' worth


def schedule(work: Work) -> None:
    """Set the next round's moment, unless one is set already."""
    if moments.get(work.session, MOMENT) is None:
        moments.put(work.session, MOMENT, next_moment(work, work.now))


def next_moment(work: Work, after: datetime) -> datetime:
    """Return when the first round after a moment begins: nine o'clock on a working day."""
    day = after.astimezone(work.desk.tz).date()
    today = wall(day, AT, work.desk.tz)
    if is_working_day(day) and today > after:
        return today
    return wall(next_working_day(day), AT, work.desk.tz)


def go_round(work: Work) -> int:
    """Visit a batch of rows if the round's moment has come; return how many things were done.

    A round that was missed by downtime goes out late the same day, while offices are open.
    """
    if not moments.claim(work.session, MOMENT, work.now):
        return 0
    local = work.now.astimezone(work.desk.tz)
    if _is_time(local):
        today = local.date()
        after = _progress(work, today)
        months = work.desk.confirm_months
        batch = confirmations.candidates(work.session, after, work.now, months, BATCH)
        for one in batch:
            _visit_when_open(work, one, today)
        if batch:
            noted = f"{today.isoformat()} {batch[-1].person.id}"
            moments.put_setting(work.session, PROGRESS, noted)
            return len(batch)
    moments.put(work.session, MOMENT, next_moment(work, work.now))
    return 1


def visit_due(work: Work) -> int:
    """Visit a batch of those who were closed when the round went; return how many."""
    due = moments.due(work.session, f"{MOMENT}/", work.now, BATCH)
    today = work.now.astimezone(work.desk.tz).date()
    for name in due:
        moments.drop(work.session, name)
        _, day, person = name.split("/")
        found = confirmations.of(work.session, PersonId(person))
        if found is not None and day == today.isoformat():
            _visit(work, found, today)
    return len(due)


def _is_time(local: datetime) -> bool:
    window = office_window(local.date())
    return window is not None and max(AT, window[0]) <= local.time() < window[1]


def _progress(work: Work, today: date) -> str:
    day, _, person = (moments.setting(work.session, PROGRESS) or "").partition(" ")
    return person if day == today.isoformat() else ""


def _visit_when_open(work: Work, one: Vouched, today: date) -> None:
    """Visit a row within the hours of the person's actors; on another day if they stay closed."""
    actors = register.actors_of(work.session, one.person.id)
    opens = min((opens_at(a.hours, work.now, work.desk.tz) for a in actors), default=work.now)
    if opens <= work.now:
        _visit(work, one, today)
    elif opens.astimezone(work.desk.tz).date() == today:
        moments.put(work.session, f"{MOMENT}/{today.isoformat()}/{one.person.id}", opens)


def _visit(work: Work, one: Vouched, today: date) -> None:
    until = one.person.until
    if until is not None and upkeep.ends_soon(until, today) and one.until_told != until:
        _warn_of_end(work, one.person, until)
    if duty.is_away(work.session, one.person.id, work.now):
        return  # whoever is on leave answers nothing, and is not chased for it
    match upkeep.step(one.statement, today, work.desk.confirm_months, work.desk.tz):
        case Step.ASK:
            confirm.ask(work, one, today)
        case Step.CHASE:
            confirm.ask(work, one, today, is_again=True)
        case Step.REPORT if _begins_week(today):
            _report(work, one, today)
        case _:
            pass


def _begins_week(today: date) -> bool:
    """Whether it is the first working day of its week."""
    monday = today - timedelta(days=today.weekday())
    return next_working_day(monday - timedelta(days=1)) == today


def _report(work: Work, one: Vouched, today: date) -> None:
    """Let the keeper hear, once a week, that nobody vouches for the row."""
    reader = keepers.keeper_of(work, one.person.id)
    if reader is None:
        return
    year, week, _ = today.isocalendar()
    known = one.statement
    keepers.tell(
        work,
        reader,
        f"unconfirmed/{one.person.id}/{year}-{week}",
        "unconfirmed",
        who=one.person.name,
        since=(known.stated_at or work.now).isoformat(),
        is_disputed=known.disputed_at is not None,
    )


def _warn_of_end(work: Work, person: Person, until: date) -> None:
    """Warn the person, the keeper, and the coordinator too where nobody else has the duty."""
    confirmations.note_until_told(work.session, person.id)
    journal.write(work.session, work.now, "end_warned", person=person.id, until=until.isoformat())
    keeper = keepers.keeper_of(work, person.id)
    _tell_of_end(work, person, until, keeper)
    alone = [
        actor
        for actor in register.actors_of(work.session, person.id)
        if upkeep.hangs_on(actor, person.id)
    ]
    coordinators = (keepers.coordinator_for(work, actor, person.id) for actor in alone)
    readers = {one.id: one for one in (keeper, *coordinators) if one is not None}
    for reader in readers.values():
        keepers.tell(
            work,
            reader,
            f"until/{person.id}/{until.isoformat()}/{reader.id}",
            "ending",
            who=person.name,
            until=until.isoformat(),
            alone_at="; ".join(words.titled(actor) for actor in alone),
        )


def _tell_of_end(work: Work, person: Person, until: date, keeper: Person | None) -> None:
    language = work.desk.language_of(person)
    day = format_day(until, language, with_year=True)
    told = work.say("row-ends", language, until=day)
    whom = (
        work.say("row-ends-tell", language, who=keeper.name)
        if keeper is not None
        else work.say("row-ends-tell-nobody", language)
    )
    post = Post(
        key=f"until/{person.id}/{until.isoformat()}",
        subject=f"upkeep/{person.id}",
        priority=Priority.DIGEST,
        content=compose.line(f"{told} {whom}"),
    )
    promise.to_person(work, person, post, only=one_way(work, person))
