"""Fill in, in an open alarm, what could wait when it was raised."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers import plan, promise, secrecy, show
from handlers.compose import notices
from handlers.identity import Identity
from handlers.lead import Scene, look_as_lead
from handlers.promise import Post
from handlers.reply import Reply, done, refused
from handlers.work import Work
from storage import alarms, journal, outbox
from storage.model import Alarm, AlarmId, Priority

# What may be filled in later, and the label that people know it by.
LABELS: Mapping[str, str] = {
    "reply_due_at": "form-deadline",
    "facts": "form-facts",
    "contact_paths": "form-contacts",
    "start_meeting": "form-meeting",
    "neighbours": "form-neighbours",
}


@dataclass(frozen=True, slots=True)
class Amendment:
    """What the alarm's fields should be from now on."""

    reply_due_at: datetime | None
    facts: str
    contact_paths: str
    start_meeting: str
    neighbours: tuple[str, ...]


def as_it_is(alarm: Alarm) -> Amendment:
    """Return what the alarm's fields hold now."""
    return Amendment(
        alarm.reply_due_at,
        alarm.facts,
        alarm.contact_paths,
        alarm.start_meeting,
        alarm.neighbours,
    )


def amend(work: Work, by: Identity, alarm: AlarmId, amendment: Amendment) -> Reply:
    """Change what differs, and let everything that tells of it follow."""
    scene = look_as_lead(work, by, alarm)
    if isinstance(scene, Reply):
        return scene
    before = scene.picture.alarm
    changes = _changes(before, amendment)
    if not changes:
        return refused(work.say("amend-nothing"))
    due = changes.get("reply_due_at")
    if due is not None and due <= work.now:
        return refused(work.say("error-deadline-past"))
    after = alarms.change(work.session, alarm, **changes)
    journal.write(work.session, work.now, "amended", alarm=alarm, fields=list(changes))
    if "reply_due_at" in changes:
        plan.lay_out_anew(work, after)
        show.refresh_checklists(work, alarm)
    _tell(work, scene, list(changes))
    show.refresh_facts(work, alarm)
    show.refresh(work, alarm)
    return done(work.say("said-amended", fields=_named(work, changes, work.desk.language)))


def _changes(alarm: Alarm, amendment: Amendment) -> dict[str, Any]:
    wanted: dict[str, Any] = {name: getattr(amendment, name) for name in LABELS}
    if not secrecy.keeps_facts(alarm.secrecy):
        wanted["facts"] = ""
    own = alarm.municipality
    wanted["neighbours"] = tuple(code for code in amendment.neighbours if code != own)
    return {name: value for name, value in wanted.items() if value != getattr(alarm, name)}


def _named(work: Work, fields: Mapping[str, Any] | list[str], language: str) -> str:
    return ", ".join(work.say(LABELS[name], language) for name in fields)


def _tell(work: Work, scene: Scene, fields: list[str]) -> None:
    alarm = scene.picture.alarm
    number = len(outbox.like(work.session, f"alarm/{alarm.id}/amended/")) + 1
    text = work.say(
        "amended-text",
        alarm.language,
        who=scene.person.name,
        fields=_named(work, fields, alarm.language),
    )
    post = Post(
        key=f"alarm/{alarm.id}/amended/{number}",
        subject=f"alarm/{alarm.id}/channel",
        priority=Priority.CHANNEL,
        content=notices.line(text, is_drill=alarm.is_drill),
    )
    promise.to_channel(work, alarm.id, post)
