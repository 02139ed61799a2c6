"""End an alarm: finished with outcome and lessons, or called off with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from escalation.advance import end
from handlers import identity, opening, promise, secrecy, show
from handlers import picture as pictures
from handlers.cards import take_buttons
from handlers.compose import notices, words
from handlers.compose import summons as compose
from handlers.compose.summons import Reading
from handlers.drills import result
from handlers.identity import Identity
from handlers.lead import Scene, look, may_hear_names
from handlers.opening import Notice
from handlers.picture import Picture
from handlers.promise import Live, Post
from handlers.reply import Reply, done, refused
from handlers.rounds import page_key
from handlers.work import Work
from roster.model import Person, PersonId
from storage import alarms, callouts, journal, moments, outbox, people, tasks
from storage.model import AlarmId, Ending, Platform, Priority

CARDS = (
    "raised@",
    "card/",
    "lead/",
    "overdue/",
    "no-channel/",
)  # whose buttons only an open alarm has
PAGES = "pages/"  # and the alarm and the last callout whose pages have been rewritten
CALLOUTS = 100  # in a transaction: about 50 ms' worth


@dataclass(frozen=True, slots=True)
class EndAlarm:
    """How it ended; `outcome` is the reason when it was called off."""

    identity: Identity
    alarm: AlarmId
    ending: Ending
    outcome: str
    lessons: tuple[str, ...] = ()


def may_end(work: Work, by: Identity, alarm: AlarmId) -> Scene | Reply:
    """Find the alarm for one who may end it: the lead, or the area's coordinator."""
    scene = look(work, by, alarm)
    if isinstance(scene, Reply):
        return scene
    person, picture = scene.person.id, scene.picture
    if identity.leads(work, picture, person) or _coordinates(work, picture, person):
        return scene
    if not may_hear_names(work, picture, person):
        return refused(work.say("refused-not-lead-or-coordinator-bare"))
    told = words.lead(work, picture, work.desk.language_of(scene.person))
    return refused(work.say("refused-not-lead-or-coordinator", lead=told))


def _coordinates(work: Work, picture: Picture, person: PersonId) -> bool:
    knows = secrecy.knows_case(picture, person)
    return knows and identity.coordinates(work, picture.alarm, person)


def end_alarm(work: Work, command: EndAlarm) -> Reply:
    """End the alarm, stop everything and tell everybody summoned."""
    scene = may_end(work, command.identity, command.alarm)
    if isinstance(scene, Reply):
        return scene
    outcome = command.outcome.strip()
    if not outcome:
        return refused(work.say("error-required"))
    lessons = [lesson.strip() for lesson in command.lessons if lesson.strip()]
    conclude(work, scene.picture, command.ending, outcome, lessons, by=scene.person)
    if scene.picture.alarm.is_drill:
        result.send(work, command.alarm)
    was_called_off = command.ending is Ending.CALLED_OFF
    key = "said-called-off" if was_called_off else "said-ended"
    return done(work.say(key, codename=scene.picture.alarm.codename))


def conclude(
    work: Work,
    picture: Picture,
    ending: Ending,
    outcome: str,
    lessons: Sequence[str] = (),
    *,
    by: Person | None = None,
) -> None:
    """End an open alarm, whoever may, and tell; without a person the program itself does."""
    close(work, picture, ending, outcome, lessons, by=by)
    tell_everybody(work, picture.alarm.id, by)


def close(
    work: Work,
    picture: Picture,
    ending: Ending,
    outcome: str,
    lessons: Sequence[str] = (),
    *,
    by: Person | None = None,
) -> None:
    """End an open alarm so that it calls nobody any more; nobody is told yet."""
    alarm = picture.alarm
    _stop(work, picture)
    alarms.change(
        work.session,
        alarm.id,
        ended_at=work.now,
        ending=ending.value,
        outcome=outcome,
        lessons=list(lessons),
        next_due_at=work.now + notices.ARCHIVE_AFTER,
    )
    event = f"drill_{ending}" if alarm.is_drill else ending
    journal.write(work.session, work.now, event, alarm=alarm.id, by=by.id if by else None)


def archive_channel(work: Work, alarm: AlarmId) -> None:
    """Archive the channel of an ended alarm, a day after the end, if there is one."""
    if notices.has_channel(work, pictures.load(work, alarm)):
        promise.archive(work, alarm)
    alarms.change(work.session, alarm, next_due_at=None)


def _stop(work: Work, picture: Picture) -> None:
    alarm = picture.alarm.id
    callouts.save_all(work.session, [one.now(end(one.callout)) for one in picture.summonses])
    for part in ("callout", "raised", "region", "lead", "coordinator", "situation", "digest"):
        outbox.cancel(work.session, f"alarm/{alarm}/{part}")
    tasks.stop_chasing(work.session, alarm)


def tell_everybody(work: Work, alarm: AlarmId, ended_by: Person | None) -> None:
    """Tell everybody concerned that an alarm has ended, and take the buttons off its messages."""
    picture, who = pictures.load(work, alarm), _name(work, ended_by)
    message = notices.ended(work, picture, who, picture.alarm.language)
    post = Post(
        key=f"alarm/{alarm}/ended",
        subject=f"alarm/{alarm}/ended",
        priority=Priority.ESCALATION,
        content=message,
    )
    promise.to_channel(work, alarm, post)
    for person in _concerned(picture):
        takes_part = person in _taking_part(picture) or (ended_by and person == ended_by.id)
        if takes_part or not opening.must_wait(work, picture, person, Notice.ENDED):
            _tell(work, picture, person, who)
    _rewrite_pages(work, picture)
    _close_standing_messages(work, picture)


def _concerned(picture: Picture) -> list[PersonId]:
    """Return who hears of the end: everybody summoned, who took over, and who raised the alarm."""
    told = {*picture.summoned_people(), *picture.took_over(), picture.alarm.raised_by}
    return [p for p in picture.people if p in told and secrecy.knows_case(picture, p)]


def _taking_part(picture: Picture) -> set[PersonId | None]:
    """Return who is at work with it, and hears of the end also outside hours."""
    given = (summons.callout.answer for summons in picture.summonses)
    answering = {answer.by for answer in given if answer is not None}
    return {picture.alarm.raised_by, picture.alarm.lead_person, *answering}


def tell_held(work: Work, alarm: AlarmId, person: PersonId) -> None:
    """Tell one who was outside hours at the end, now that they have opened."""
    picture = pictures.load(work, alarm)
    if person in picture.people and not picture.alarm.is_open:
        _tell(work, picture, person, _ended_by(work, alarm))


def _ended_by(work: Work, alarm: AlarmId) -> str:
    ends = {event for one in Ending for event in (one.value, f"drill_{one}")}
    told = [entry for entry in journal.of_alarm(work.session, alarm) if entry.event in ends]
    by = told[-1].facts["by"]
    return _name(work, people.person(work.session, by) if by is not None else None)


def _name(work: Work, ended_by: Person | None) -> str:
    """Name who has ended it; when nobody has, the program itself."""
    return ended_by.name if ended_by else work.say("checklist-by-larm")


def _tell(work: Work, picture: Picture, person: PersonId, ended_by: str) -> None:
    """Tell one person that the alarm has ended, and what came of it."""
    reader = picture.people[person]
    language = work.desk.language_of(reader)
    keeps_quiet = not secrecy.keeps_facts(picture.alarm.secrecy)
    message = (
        notices.ended_briefly(work, picture, language)
        if keeps_quiet
        else notices.ended(work, picture, ended_by, language)
    )
    post = Post(
        key=f"alarm/{picture.alarm.id}/ended/{person}",
        subject=f"alarm/{picture.alarm.id}/ended",
        priority=Priority.ESCALATION,
        content=message,
    )
    promise.to_person(work, reader, post, only=secrecy.ways_to(picture.alarm, reader))


def rewrite_due(work: Work) -> int:
    """Go on with the pages of an alarm that had too many for one transaction; return how many."""
    due = moments.due(work.session, PAGES, work.now, 1)
    for name in due:
        moments.drop(work.session, name)
        alarm, last = name.removeprefix(PAGES).split("/")
        _rewrite_pages(work, pictures.load(work, AlarmId(int(alarm))), after=int(last))
    return len(due)


def _rewrite_pages(work: Work, picture: Picture, *, after: int = 0) -> None:
    """Take the buttons off the pages of the next callouts; the rest follows at once."""
    left = sorted((one for one in picture.summonses if one.id > after), key=lambda one: one.id)
    batch = left[:CALLOUTS]
    if len(left) > len(batch):
        moments.put(work.session, f"{PAGES}{picture.alarm.id}/{batch[-1].id}", work.now)
    for summons in batch:
        for asked in summons.callout.pages:
            language = work.desk.language_of(picture.people.get(asked.person))
            message = compose.ended(work, Reading(picture, summons, asked, language))
            for platform in Platform:
                target = f"{page_key(summons, asked)}@{platform}"
                promise.edit(work, target, message, priority=Priority.SITUATION)


def _close_standing_messages(work: Work, picture: Picture) -> None:
    alarm = picture.alarm.id
    show.refresh(work, alarm)
    show.refresh_checklists(work, alarm)
    number = picture.alarm.coordinator_sending
    for platform in Platform:
        target = f"alarm/{alarm}/coordinator/{number}@{platform}"
        live = Live("coordinator", alarm, str(number))
        promise.edit(work, target, live, priority=Priority.SITUATION)
    note = words.ending(work, picture.alarm, picture.alarm.language)
    for name in CARDS:
        take_buttons(work, f"alarm/{alarm}/{name}", note)
