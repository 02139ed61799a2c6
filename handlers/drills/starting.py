"""Start the planned drills whose moment has come."""

from datetime import timedelta

from escalation import drill
from escalation.case import Grade
from handlers import identity, promise
from handlers.compose import notices, words
from handlers.compose import plans as compose
from handlers.drills import planning, recurrence, rules
from handlers.drills.rules import Place
from handlers.identity import Identity
from handlers.open_alarm import Mistake, OpenAlarm, open_alarm
from handlers.promise import Post
from handlers.work import Work
from roster import oncall
from roster.model import Person
from storage import drill_plans, journal, people
from storage.model import Alarm, DrillPlan, Platform, Priority, Repeat

BATCH = 1  # a drill opens with all its callouts in one transaction
A_DAY = timedelta(days=1)


def start_due(work: Work) -> int:
    """Start a planned drill that is due; return how many were looked at."""
    due = drill_plans.due(work.session, work.now, BATCH)
    for plan in due:
        _look_at(work, plan)
    return len(due)


def _look_at(work: Work, plan: DrillPlan) -> None:
    """Start it within working hours only, also when downtime has kept it."""
    opening = recurrence.within_hours(work.now, work.desk.tz)
    if opening > work.now:
        drill_plans.put_off(work.session, plan.id, opening)
        return
    person = people.person(work.session, plan.created_by)
    by = _account(work, person) if person is not None else None
    there = planning.place_of(work, plan)
    if there is None or by is None or not _may(there, plan):
        _strike(work, plan, person)
        return
    _start(work, plan, there, by)


def _may(there: Place, plan: DrillPlan) -> bool:
    return drill.may_start(there.roster, plan.created_by, there.area) is not None


def _account(work: Work, person: Person) -> Identity | None:
    """Return an account of the person by which they are known and in force."""
    accounts = ((Platform.SLACK, person.slack), (Platform.TELEGRAM, person.telegram))
    known = (Identity(platform, str(account)) for platform, account in accounts if account)
    return next((one for one in known if identity.person_of(work, one) == person), None)


def _start(work: Work, plan: DrillPlan, there: Place, by: Identity) -> None:
    left_out = rules.left_out(there, plan.kind)
    alarm = rules.blocking(work, there, plan.kind, Grade.ALARM, left_out)
    if alarm is not None:
        _wait(work, plan, alarm)
        return
    command = OpenAlarm(
        identity=by,
        municipality=plan.municipality,
        kind=plan.kind,
        codename=_codename(work, plan),
        drill=planning.scope_of(plan),
    )
    outcome = open_alarm(work, command)
    if isinstance(outcome, Mistake):
        _tell_creator(work, plan, "plan-failed", why=outcome.text)
    else:
        journal.write(work.session, work.now, "drill_due", alarm=outcome.id, plan=plan.id)
    _go_on(work, plan)


def _go_on(work: Work, plan: DrillPlan) -> None:
    """Set the next start, or let go of what has no other."""
    following = recurrence.next_start(plan.first_at, plan.repeat, work.now, work.desk.tz)
    if following is None:
        drill_plans.drop(work.session, plan.id)
    else:
        drill_plans.put_off(work.session, plan.id, following)


def _codename(work: Work, plan: DrillPlan) -> str:
    """Return the code name; a repeated drill's with the day, so that they are told apart."""
    if plan.repeat is Repeat.NONE:
        return plan.codename
    return f"{plan.codename} {work.now.astimezone(work.desk.tz).date().isoformat()}"


def _wait(work: Work, plan: DrillPlan, alarm: Alarm) -> None:
    """A real alarm has the people: try again on the next working day.

    An alarm may last for weeks, so its maker is told once for each.
    """
    until = recurrence.within_hours(work.now + A_DAY, work.desk.tz)
    drill_plans.put_off(work.session, plan.id, until)
    journal.write(work.session, work.now, "drill_waits", plan=plan.id)
    person = people.person(work.session, plan.created_by)
    if person is not None:
        language = work.desk.language_of(person)
        moment, why = words.moment(work, until, language), rules.busy(work, alarm, language)
        _tell(work, plan, person, "plan-waits", once=f"alarm {alarm.id}", why=why, moment=moment)


def _strike(work: Work, plan: DrillPlan, creator: Person | None) -> None:
    """Let go of a plan whose maker no longer may; tell the area's coordinator, else the maker."""
    drill_plans.drop(work.session, plan.id)
    journal.write(work.session, work.now, "drill_struck", plan=plan.id)
    roster = people.roster_for(work.session, [plan.municipality])
    found = oncall.coordinator(roster, plan.municipality, work.now, work.desk.tz)
    reader = roster.people[found[1]] if found is not None else creator
    if reader is not None:
        who = creator.name if creator is not None else plan.created_by
        _tell(work, plan, reader, "plan-no-right", who=who)


def _tell_creator(work: Work, plan: DrillPlan, key: str, **args: str) -> None:
    person = people.person(work.session, plan.created_by)
    if person is not None:
        _tell(work, plan, person, key, **args)


def _tell(
    work: Work, plan: DrillPlan, person: Person, key: str, *, once: str = "", **args: str
) -> None:
    """Tell somebody about a plan: once a day, or once for what is named."""
    language = work.desk.language_of(person)
    text = work.say(key, language, codename=plan.codename, place=compose.place(plan), **args)
    day = work.now.astimezone(work.desk.tz).date().isoformat()
    post = Post(
        key=f"drill-plan/{plan.id}/{key}/{once or day}",
        subject=f"drill-plan/{plan.id}",
        priority=Priority.SITUATION,
        content=notices.line(text, is_drill=True),
    )
    promise.to_person(work, person, post)
