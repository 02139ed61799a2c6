"""End drills: a real alarm goes first, and after a day a drill ends by itself."""

from datetime import timedelta

from escalation.hours import opens_at
from handlers import picture as pictures
from handlers.compose import words
from handlers.drills import result, rules
from handlers.end_alarm import close, conclude, tell_everybody
from handlers.work import Work
from roster.model import OfficeHours, PersonId
from storage import alarms, moments, outbox
from storage.model import Alarm, AlarmId, Ending

ENDS = "drill-end/"  # what the moments are called at which drills end, with the number
STOPPED = "drill-stopped/"  # the same for those that a real alarm has stopped, to tell of it
LENGTH = timedelta(hours=24)
BATCH = 2  # drills in a transaction


def set_end(work: Work, alarm: AlarmId) -> None:
    """Let a drill that opens now end by itself in a day, within working hours."""
    at = opens_at(OfficeHours(), work.now + LENGTH, work.desk.tz)
    moments.put(work.session, f"{ENDS}{alarm}", at)


def end_due(work: Work) -> int:
    """End the drills whose day is over; return how many moments had come."""
    due = moments.due(work.session, ENDS, work.now, BATCH)
    for name in due:
        _end(work, name, AlarmId(int(name.removeprefix(ENDS))))
    return len(due)


def _end(work: Work, name: str, alarm: AlarmId) -> None:
    opening = opens_at(OfficeHours(), work.now, work.desk.tz)
    if opening > work.now:  # missed by downtime: nobody is disturbed at night
        moments.put(work.session, name, opening)
        return
    moments.drop(work.session, name)
    alarms.lock(work.session, alarm)
    picture = pictures.load(work, alarm)
    if picture.alarm.is_open:
        conclude(work, picture, Ending.FINISHED, words.DRILL_OVER)
        result.send(work, alarm)


def give_way(work: Work, alarm: Alarm) -> None:
    """Call off every drill that touches anybody whom a real alarm needs.

    Its people are told of it afterwards, so that the real alarm does not wait; nobody is sent
    its result: they have other things to read.
    """
    if alarm.is_drill or not alarm.is_open:
        return
    under_way = alarms.open_drills(work.session)
    if not under_way:
        return
    needed = rules.concerned_by(work, pictures.load(work, alarm.id))
    for drill in under_way:
        _stop_if_touched(work, drill, needed)


def _stop_if_touched(work: Work, drill: Alarm, needed: frozenset[PersonId]) -> None:
    alarms.lock(work.session, drill.id)
    drilled = pictures.load(work, drill.id)
    if drilled.alarm.is_open and needed & rules.concerned_by(work, drilled):
        outbox.cancel(work.session, f"alarm/{drill.id}/channel")  # whatever has not gone out
        close(work, drilled, Ending.CALLED_OFF, words.DRILL_STOPPED)
        moments.put(work.session, f"{STOPPED}{drill.id}", work.now)


def tell_stopped(work: Work) -> int:
    """Tell the people of a drill that has given way; return how many drills."""
    due = moments.due(work.session, STOPPED, work.now, 1)
    for name in due:
        moments.drop(work.session, name)
        tell_everybody(work, AlarmId(int(name.removeprefix(STOPPED))), None)
    return len(due)
