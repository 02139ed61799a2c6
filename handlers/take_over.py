"""Answer for an actor that has not: take it over, or tick off that it was reached by telephone."""

from escalation.callout import Answer, AnswerKind
from handlers import identity, promise, secrecy
from handlers import picture as pictures
from handlers.answer import Press, Scene, look, record
from handlers.compose import summons as compose
from handlers.promise import Post
from handlers.reply import Reply, refused
from handlers.rounds import subject_of
from handlers.work import Work
from storage.model import Priority


def take_over(work: Work, press: Press) -> Reply:
    """Let the coordinator, or the lead, take an unanswered callout over."""
    scene = look(work, press)
    if isinstance(scene, Reply):
        return scene
    person = scene.person.id
    alarm = scene.picture.alarm
    if not (
        identity.coordinates(work, alarm, person)
        or identity.leads(work, scene.picture, person)
        or person == alarm.raised_by
    ):
        return refused(work.say("refused-not-coordinator"))
    is_new = _is_kept_out(work, scene)
    reply = record(work, scene, Answer(AnswerKind.TAKEN_OVER, person, work.now))
    if is_new and reply.is_done:
        _let_in(work, scene)
    return reply


def _is_kept_out(work: Work, scene: Scene) -> bool:
    """Whether the person may not know as yet what the alarm is about."""
    alarm = scene.picture.alarm
    if secrecy.names_municipality(alarm):
        return False  # it is not secret
    return not secrecy.knows_case(pictures.load(work, alarm.id), scene.person.id)


def _let_in(work: Work, scene: Scene) -> None:
    """Tell what a summons tells to one who answers for an actor now and was not summoned."""
    summons, person = scene.summons, scene.person
    language = work.desk.language_of(person)
    post = Post(
        key=f"callout/{summons.id}/taken-over/{person.id}",
        subject=subject_of(summons),
        priority=Priority.ANSWER,
        content=compose.taken_over(work, scene.picture, summons, language),
    )
    promise.to_person(work, identity.reachable(work, person), post)


def phoned(work: Work, press: Press) -> Reply:
    """Tick off an actor that was reached by telephone."""
    scene = look(work, press)
    if isinstance(scene, Reply):
        return scene
    whole = pictures.load(work, scene.summons.alarm)
    if not identity.participates(work, whole, scene.person.id):
        return refused(work.say("refused-not-participant"))
    return record(work, scene, Answer(AnswerKind.PHONED, scene.person.id, work.now))
