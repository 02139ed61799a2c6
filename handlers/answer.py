"""Answer a summons, change the answer, commit hours, give the reason."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from escalation.advance import answer as decide
from escalation.advance import has_next, note_reason
from escalation.callout import Answer, AnswerKind, Asked, Callout, Refusal
from handlers import about, figures, identity, promise, show
from handlers import picture as pictures
from handlers.compose import summons as compose
from handlers.compose import words
from handlers.compose.summons import Reading
from handlers.identity import Identity
from handlers.lead import told_ended
from handlers.message import Message
from handlers.picture import Picture
from handlers.reply import Reply, done, refused
from handlers.rounds import Rounds, page_key
from handlers.work import Work
from roster.model import Person, PersonId
from storage import callouts, journal, outbox, people
from storage.model import CalloutId, Platform, Priority, Summons

WELCOMED = {AnswerKind.ACKNOWLEDGED, AnswerKind.LATER, AnswerKind.TAKEN_OVER}
FURTHEST = timedelta(days=7)  # how far ahead one may promise to join


@dataclass(frozen=True, slots=True)
class Press:
    """A press on a summons: whose, which page, and where its message may be rewritten."""

    identity: Identity
    callout: CalloutId
    page: int = 0
    response_url: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What the press means."""

    kind: AnswerKind
    moment: datetime | None = None
    substitute: PersonId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """A press with what it concerns, read once: the picture holds this callout alone."""

    press: Press
    person: Person
    summons: Summons
    picture: Picture

    @property
    def actor_name(self) -> str:
        return self.picture.actor(self.summons).name


def answer(work: Work, press: Press, said: Said) -> Reply:
    """Record an answer; a press that changes nothing is told why."""
    scene = look(work, press)
    if isinstance(scene, Reply):
        return scene
    objection = _objection(work, scene, said)
    if objection is not None:
        return refused(objection)
    return record(work, scene, _answer(work, scene, said))


def look(work: Work, press: Press) -> Scene | Reply:
    """Find what a press is about, or say why it is about nothing."""
    try:
        summons = callouts.lock(work.session, press.callout)
    except KeyError:
        return refused(work.say("refused-gone"))
    picture = pictures.glimpse(work, summons.id)
    about.note(work, picture.alarm)
    person = identity.person_of(work, press.identity)
    if person is None:
        return refused(work.say("refused-unknown-person", account=press.identity.user))
    if not picture.alarm.is_open:
        return refused(told_ended(work, picture, person.id))
    return Scene(press, person, summons, picture)


def objection(work: Work, press: Press) -> Reply | None:
    """Return why any answer of this person would change nothing; None when it would count."""
    scene = look(work, press)
    if isinstance(scene, Reply):
        return scene
    tried = decide(scene.summons.callout, Answer(AnswerKind.LATER, scene.person.id, work.now))
    return refused(_refusal(work, scene, tried)) if isinstance(tried, Refusal) else None


def reopen(work: Work, press: Press) -> Reply:
    """Show the four buttons again to one who has answered (Ändra svar)."""
    scene = look(work, press)
    if isinstance(scene, Reply):
        return scene
    asked = _page_of(scene)
    if asked is None:
        return refused(work.say("refused-not-summoned", actor=scene.actor_name))
    language = work.desk.language_of(scene.person)
    message = compose.page(work, Reading(scene.picture, scene.summons, asked, language))
    _edit_own(work, scene, asked, message)
    return done(work.say("said-change", language))


def commit_hours(work: Work, press: Press, hours: int) -> Reply:
    """Note the hours this week that go with a "Kvittera"."""
    scene = look(work, press)
    if isinstance(scene, Reply):
        return scene
    holds = scene.summons.callout.answer
    if holds is None or holds.by != scene.person.id:
        return refused(work.say("refused-not-summoned", actor=scene.actor_name))
    callouts.set_hours(work.session, scene.summons.id, hours)
    journal.write(
        work.session,
        work.now,
        "hours",
        alarm=scene.summons.alarm,
        callout=scene.summons.id,
        hours=hours,
    )
    _rewrite(work, scene, callouts.get(work.session, scene.summons.id))
    show.refresh(work, scene.summons.alarm)
    return done(work.say("said-hours", hours=str(hours)))


def give_reason(work: Work, press: Press, note: str) -> Reply:
    """Note why the person could not; the chain has moved on already."""
    scene = look(work, press)
    if isinstance(scene, Reply):
        return scene
    noted = note_reason(scene.summons.callout, scene.person.id, note)
    if noted is None:
        return refused(work.say("refused-not-summoned", actor=scene.actor_name))
    summons = callouts.save(work.session, scene.summons, noted)
    journal.write(
        work.session,
        work.now,
        "reason",
        alarm=summons.alarm,
        callout=summons.id,
        by=scene.person.id,
    )
    _rewrite(work, scene, summons)
    show.refresh(work, summons.alarm)
    return done(work.say("said-reason", actor=scene.actor_name))


def _objection(work: Work, scene: Scene, said: Said) -> str | None:
    if said.kind is AnswerKind.LATER and said.moment is not None:
        return _objection_to_moment(work, said.moment)
    if said.kind is AnswerKind.SUBSTITUTE and said.substitute is not None:
        return _objection_to_substitute(work, scene, said.substitute)
    return None


def _objection_to_moment(work: Work, moment: datetime) -> str | None:
    told = words.moment(work, moment, work.desk.tongue)
    if moment <= work.now:
        return work.say("refused-moment-past", moment=told)
    if moment > work.now + FURTHEST:
        return work.say("refused-moment-far", moment=told)
    return None


def _objection_to_substitute(work: Work, scene: Scene, substitute: PersonId) -> str | None:
    person = people.person(work.session, substitute)
    if person is None:
        return work.say("refused-substitute-unknown", text=substitute)
    if substitute == scene.person.id:
        return work.say("refused-substitute-self")
    if not identity.reachable(work, person).has_chat:
        return work.say("refused-substitute-chat", name=person.name)
    return None


def _answer(work: Work, scene: Scene, said: Said) -> Answer:
    return Answer(
        kind=said.kind,
        by=scene.person.id,
        at=work.now,
        moment=said.moment,
        substitute=said.substitute,
        note=said.note,
    )


def record(work: Work, scene: Scene, given: Answer) -> Reply:
    """Write an answer down with all that follows, or say why it changes nothing."""
    decided = decide(scene.summons.callout, given)
    if isinstance(decided, Refusal):
        return _refuse(work, scene, decided)
    summons = _save(work, scene.summons, decided)
    waited = _waited(decided, given)
    journal.write(
        work.session,
        work.now,
        "answered",
        alarm=summons.alarm,
        callout=summons.id,
        kind=given.kind,
        by=given.by,
        seconds=waited,
    )
    if waited is not None:
        level = scene.picture.actor(summons).level
        figures.answered(level, waited, is_drill=scene.picture.alarm.is_drill)
    _withdraw_pages(work, summons, given)
    rounds = Rounds(work)
    summons = rounds.step(summons)
    _rewrite(work, scene, summons)
    rounds.finish()
    show.refresh(work, summons.alarm)
    if given.kind in WELCOMED:
        show.welcome(work, summons.alarm, scene.person)
    return done(_thanks(work, scene, given, summons.callout))


def _refuse(work: Work, scene: Scene, refusal: Refusal) -> Reply:
    if refusal is Refusal.SAME_ANSWER:
        _show_again(work, scene)
    return refused(_refusal(work, scene, refusal))


def _show_again(work: Work, scene: Scene) -> None:
    """Take back the four buttons that "Ändra svar" brought: the answer stands as it was."""
    asked = _page_of(scene)
    if asked is not None:
        reading = Reading(scene.picture, scene.summons, asked, work.desk.language_of(scene.person))
        _edit_own(work, scene, asked, compose.answered(work, reading))


def _save(work: Work, summons: Summons, decided: Callout) -> Summons:
    """Store the new state; the hours belonged to the answer that is no more."""
    changed = callouts.save(work.session, summons, decided)
    if summons.hours is None:
        return changed
    callouts.set_hours(work.session, summons.id, None)
    return replace(changed, hours=None)


def _waited(callout: Callout, given: Answer) -> float | None:
    """Return how many seconds the person took, counted from the page's delivery."""
    mine = [p.delivered_at for p in callout.pages if p.person == given.by and p.delivered_at]
    return (given.at - mine[-1]).total_seconds() if mine else None


def _withdraw_pages(work: Work, summons: Summons, given: Answer) -> None:
    """Withdraw what has not gone out: all of it once settled, else what the person would get."""
    for asked in summons.callout.pages:
        if summons.callout.answer is None and asked.person != given.by:
            continue
        for platform in Platform:
            pending = outbox.get(work.session, f"{page_key(summons, asked)}@{platform}")
            if pending is not None:
                outbox.withdraw(work.session, pending)


def _rewrite(work: Work, scene: Scene, summons: Summons) -> None:
    """Make the pages that went out before tell what was answered."""
    picture = pictures.glimpse(work, summons.id)
    for asked in _concerned(scene, summons):
        language = work.desk.language_of(picture.people.get(asked.person))
        reading = Reading(picture, summons, asked, language)
        message = compose.answered(work, reading)
        for platform in Platform:
            is_pressed = (
                asked.number == scene.press.page and platform is scene.press.identity.platform
            )
            promise.edit(
                work,
                f"{page_key(summons, asked)}@{platform}",
                message,
                priority=Priority.ANSWER if is_pressed else Priority.SITUATION,
                response_url=scene.press.response_url if is_pressed else None,
            )


def _concerned(scene: Scene, summons: Summons) -> list[Asked]:
    """Return the earlier pages that read otherwise now: everybody's, unless nothing is settled."""
    earlier = scene.summons.callout.pages
    if summons.callout.answer is not None or scene.summons.callout.answer is not None:
        return list(earlier)
    return [asked for asked in earlier if asked.person == scene.person.id]


def _edit_own(work: Work, scene: Scene, asked: Asked, message: Message) -> None:
    promise.edit(
        work,
        f"{page_key(scene.summons, asked)}@{scene.press.identity.platform}",
        message,
        priority=Priority.ANSWER,
        response_url=scene.press.response_url,
    )


def _page_of(scene: Scene) -> Asked | None:
    """Return the page that was pressed, else the person's newest."""
    mine = [p for p in scene.summons.callout.pages if p.person == scene.person.id]
    pressed = [p for p in mine if p.number == scene.press.page]
    return next(iter(pressed or reversed(mine)), None)


def _refusal(work: Work, scene: Scene, refusal: Refusal) -> str:
    actor = scene.actor_name
    match refusal:
        case Refusal.NOT_SUMMONED:
            return work.say("refused-not-summoned", actor=actor)
        case Refusal.SAME_ANSWER:
            return work.say("refused-same")
        case Refusal.ENDED:
            return work.say("refused-ended", codename=scene.picture.alarm.codename)
        case Refusal.ALREADY_ANSWERED:
            holds = scene.summons.callout.answer
            told = words.answer(work, scene.picture, holds, work.desk.tongue) if holds else ""
            return work.say("refused-already", answer=told)


def _thanks(work: Work, scene: Scene, given: Answer, now: Callout) -> str:
    actor = scene.actor_name
    match given.kind:
        case AnswerKind.ACKNOWLEDGED:
            return work.say("said-acknowledged", actor=actor)
        case AnswerKind.PHONED:
            return work.say("said-phoned", actor=actor)
        case AnswerKind.TAKEN_OVER:
            return work.say("said-taken-over", actor=actor)
        case AnswerKind.DECLINED:
            key = "said-declined" if has_next(now) else "said-declined-last"
            return work.say(key, actor=actor)
        case AnswerKind.LATER:
            moment = words.clock(work, given.moment or given.at)
            return work.say("said-later", actor=actor, moment=moment)
        case AnswerKind.SUBSTITUTE:
            sent = people.person(work.session, given.substitute) if given.substitute else None
            return work.say("said-substitute", actor=actor, substitute=sent.name if sent else "")
