"""Do what has fallen due: page the next person, chase tasks, renew the situation, archive."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from escalation.beat import beats
from escalation.hours import opens_at
from handlers import ask_lead, automatic, digest, end_alarm, opening, promise, region, secrecy, show
from handlers import picture as pictures
from handlers.compose import checklist as compose
from handlers.drills import ending, starting
from handlers.duty import handoff, offers
from handlers.opening import Notice
from handlers.picture import Picture
from handlers.promise import Post
from handlers.roster import keepers, upkeep, weekly
from handlers.rounds import Rounds
from handlers.work import Work
from roster.model import OfficeHours, Person, PersonId
from storage import alarms, callouts, journal, moments, tasks
from storage.model import Alarm, AlarmId, Priority, Task

# How many are done in a transaction: about 50 ms' worth, so that an answer never waits long.
CALLOUTS = 200
TASKS = 50
ALARMS = 2
TASK_REPEAT = timedelta(days=1)  # an overdue item is mentioned at most once a day


@dataclass(frozen=True, slots=True)
class Chased:
    """How much was due, and when the next thing is."""

    count: int
    next_due_at: datetime | None


def chase(work: Work) -> Chased:
    """Do a batch of what has fallen due; whatever remains is due at once again."""
    count = _chase_callouts(work) or _chase_others(work)
    return Chased(count, moments.earliest_due(work.session))


def _chase_others(work: Work) -> int:
    """Do a batch of the first of these that has anything due."""
    for step in OTHERS:
        if count := step(work):
            return count
    return 0


def _tell_held(work: Work) -> int:
    """Tell whom it was not time to disturb, now that they have opened; return how many."""
    due = opening.take_due(work)
    for held in due:
        match held.notice:
            case Notice.REGION:
                region.tell(work, held.alarm)
            case Notice.ENDED:
                end_alarm.tell_held(work, held.alarm, held.person)
    return len(due)


def _chase_callouts(work: Work) -> int:
    due = callouts.due(work.session, work.now, CALLOUTS)
    rounds = Rounds(work)
    for summons in due:
        rounds.step(summons)
    rounds.finish()
    return len(due)


def _bring_up_to_date(work: Work) -> int:
    stale = alarms.stale(work.session, ALARMS)
    for alarm in stale:
        picture = pictures.load(work, alarm)
        ending.give_way(work, picture.alarm)  # it may have summoned more since it opened
        automatic.follow(work, picture)
        show.bring_up_to_date(work, alarm)
    return len(stale)


def _chase_tasks(work: Work) -> int:
    """Remind of overdue items: one message per alarm in its channel, and each owner directly."""
    due = tasks.due(work.session, work.now, TASKS)
    by_alarm: dict[AlarmId, list[Task]] = defaultdict(list)
    for task in due:
        by_alarm[task.alarm].append(task)
    for alarm, overdue in by_alarm.items():
        _chase_tasks_of(work, pictures.load(work, alarm), overdue)
    return len(due)


def _chase_tasks_of(work: Work, picture: Picture, due: list[Task]) -> None:
    opening = opens_at(OfficeHours(), work.now, work.desk.tz)
    overdue = [task for task in due if not task.is_done]
    for task in due:
        again = (
            None if task.is_done else opens_at(OfficeHours(), work.now + TASK_REPEAT, work.desk.tz)
        )
        tasks.change(work.session, task.id, next_due_at=opening if opening > work.now else again)
    if opening > work.now or not overdue:
        return  # nobody is disturbed about a list at night
    if not digest.is_near(work):  # it tells of all that is overdue
        _remind_channel(work, picture, overdue)
        _remind_owners(work, picture, overdue)
    for theme in dict.fromkeys(task.theme for task in overdue):
        show.refresh_checklist(work, picture.alarm.id, theme)
    show.refresh_situation(work, picture.alarm.id)


def _remind_channel(work: Work, picture: Picture, overdue: list[Task]) -> None:
    alarm = picture.alarm
    post = Post(
        key=f"alarm/{alarm.id}/overdue/{work.now.isoformat()}",
        subject=f"alarm/{alarm.id}/situation/overdue",
        priority=Priority.CHECKLIST,
        content=compose.overdue(work, picture, overdue, alarm.language),
    )
    promise.to_channel(work, alarm.id, post)


def _remind_owners(work: Work, picture: Picture, overdue: list[Task]) -> None:
    """Send each owner one reminder of all that is theirs."""
    owned: dict[PersonId, list[Task]] = defaultdict(list)
    for task in overdue:
        owner = compose.owner_of(picture, task)
        if owner in picture.people and secrecy.knows_case(picture, owner):
            owned[owner].append(task)
    for person, late in owned.items():
        if opening.opens_for(work, picture, person) > work.now:
            continue  # outside hours: the digest tells of it when they open
        _remind(work, picture, picture.people[person], late)


def _remind(work: Work, picture: Picture, person: Person, late: list[Task]) -> None:
    alarm = picture.alarm
    items = [task.item for task in late]
    journal.write(
        work.session, work.now, "tasks_chased", alarm=alarm.id, items=items, owner=person.id
    )
    post = Post(
        key=f"alarm/{alarm.id}/overdue/{work.now.isoformat()}/{person.id}",
        subject=f"alarm/{alarm.id}/situation/overdue",
        priority=Priority.CHECKLIST,
        content=compose.own_overdue(work, picture, late, work.desk.language_of(person)),
    )
    promise.to_person(work, person, post, only=secrecy.ways_of_reminders(alarm))


def _chase_alarms(work: Work) -> int:
    due = alarms.due(work.session, work.now, ALARMS)
    for alarm in due:
        _chase_alarm(work, alarm)
    return len(due)


def _chase_alarm(work: Work, alarm: Alarm) -> None:
    if not alarm.is_open:
        end_alarm.archive_channel(work, alarm.id)
        return
    next_beat = beats(alarm.opened_at, work.now)
    if alarm.is_drill and next_beat is not None:  # nobody is woken by a drill's beat
        next_beat = opens_at(OfficeHours(), next_beat, work.desk.tz)
    alarms.change(work.session, alarm.id, next_due_at=next_beat)
    show.send_situation(work, pictures.load(work, alarm.id))


# Whoever is to be paged comes before every list, and who waits for an answer before the calendar.
OTHERS: Sequence[Callable[[Work], int]] = (
    _bring_up_to_date,
    _chase_tasks,
    _chase_alarms,
    ask_lead.ask_due,
    _tell_held,
    end_alarm.rewrite_due,
    offers.lapse_due,
    handoff.tell_due,
    digest.send_due,
    digest.send_postponed,
    weekly.send_due,
    weekly.send_batch,
    upkeep.go_round,
    upkeep.visit_due,
    keepers.tell_due,  # after the whole round, so that a keeper hears of all its rows at once
    ending.tell_stopped,
    ending.end_due,
    starting.start_due,
)
