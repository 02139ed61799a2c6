"""Fel person: decline at once, and ask whoever keeps the row to mend it."""

from dataclasses import replace

from escalation.callout import AnswerKind
from handlers import answer
from handlers.answer import Press, Said, Scene
from handlers.compose import words
from handlers.message import Text
from handlers.reply import Reply
from handlers.roster import keepers
from handlers.work import Work
from storage import journal


def wrong_person(work: Work, press: Press) -> Reply:
    """Let the chain go on as "Kan inte" does; a press that changes nothing is told why."""
    scene = answer.look(work, press)
    if isinstance(scene, Reply):
        return scene
    language = scene.picture.alarm.language
    said = Said(AnswerKind.DECLINED, note=work.say("decline-wrong", language))
    reply = answer.answer(work, press, said)
    return _and_mend(work, scene, reply) if reply.is_done else reply


def reason(work: Work, press: Press, note: str) -> Reply:
    """Take this as the reason behind a "Kan inte" that counts already."""
    scene = answer.look(work, press)
    reply = answer.give_reason(work, press, note)
    return _and_mend(work, scene, reply) if reply.is_done and isinstance(scene, Scene) else reply


def _and_mend(work: Work, scene: Scene, reply: Reply) -> Reply:
    asked = _ask(work, scene)
    told = f"{reply.text} {asked}"
    return replace(reply, message=replace(reply.message, summary=told, parts=(Text(told),)))


def _ask(work: Work, scene: Scene) -> str:
    """Ask the keeper, and tell who that is."""
    summons, person = scene.summons, scene.person
    actor = scene.picture.actor(summons)
    reader = keepers.keeper_at(work, actor, person.id)
    journal.write(
        work.session,
        work.now,
        "wrong_person",
        alarm=summons.alarm,
        callout=summons.id,
        by=person.id,
        asked=reader.id if reader else None,
    )
    if reader is None:
        return work.say("mend-asked-nobody")
    key = f"wrong-person/{summons.id}/{person.id}"
    keepers.tell(
        work,
        reader,
        key,
        "wrong_person",
        who=person.name,
        actor=words.titled(actor),
        at=work.now.isoformat(),
        is_drill=scene.picture.alarm.is_drill,
    )
    return work.say("mend-asked", who=reader.name)
