"""Fill in, in an open alarm, what could wait when it was raised."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from escalation.callout import awaited
from handlers import plan, promise, secrecy, show
from handlers.compose import notices
from handlers.identity import Identity
from handlers.lead import Scene, look_as_lead
from handlers.picture import Picture
from handlers.promise import Post
from handlers.reply import Reply, done, refused
from handlers.rounds import renew_page
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


Seen = Mapping[str, str]  # field -> fingerprint of what it held


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


def seen(amendment: Amendment) -> Seen:
    """Return what tells later whether a field still is as somebody saw it."""
    return {name: _fingerprint(getattr(amendment, name)) for name in LABELS}


def _fingerprint(value: object) -> str:
    steady = sorted(value) if isinstance(value, tuple) else value
    return hashlib.sha256(str(steady).encode()).hexdigest()[:16]


def amend(
    work: Work, by: Identity, alarm: AlarmId, amendment: Amendment, shown: Seen | None = None
) -> Reply:
    """Change what differs, and let everything that tells of it follow.

    With `shown`, what a form showed when it opened, only what was altered in it counts; and what
    somebody else has changed meanwhile is not overwritten.
    """
    scene = look_as_lead(work, by, alarm)
    if isinstance(scene, Reply):
        return scene
    before = scene.picture.alarm
    changes = _changes(before, amendment)
    if shown is not None:
        changes = _altered(changes, shown)
    objection = _objection(work, before, changes, shown)
    if objection is not None:
        return objection
    after = alarms.change(work.session, alarm, **changes)
    if set(after.neighbours) - set(before.neighbours):
        alarms.change(work.session, alarm, are_neighbours_called=False)  # the new ones wait
    journal.write(work.session, work.now, "amended", alarm=alarm, fields=list(changes))
    if "reply_due_at" in changes:
        plan.lay_out_anew(work, after)
        show.refresh_checklists(work, alarm)
        _renew_pages(work, scene.picture)
    _tell(work, scene, list(changes))
    show.refresh_facts(work, alarm)
    show.refresh(work, alarm)
    return done(work.say("said-amended", fields=_named(work, changes, work.desk.tongue)))


def _renew_pages(work: Work, picture: Picture) -> None:
    """Show the new date in the summonses that wait for an answer."""
    for summons in picture.summonses:
        for person in {page.person for page in summons.callout.pages}:
            asked = awaited(summons.callout, person)
            if asked is not None:
                renew_page(work, summons, asked)


def _objection(
    work: Work, before: Alarm, changes: Mapping[str, Any], shown: Seen | None
) -> Reply | None:
    if not changes:
        return refused(work.say("amend-nothing"))
    now = seen(as_it_is(before))
    overtaken = [name for name in changes if shown is not None and now[name] != shown[name]]
    if overtaken:
        fields = _named(work, overtaken, work.desk.tongue)
        return refused(work.say("amend-overtaken", fields=fields))
    due = changes.get("reply_due_at")
    if due is not None and due <= work.now:
        return refused(work.say("error-deadline-past"))
    return None


def _changes(alarm: Alarm, amendment: Amendment) -> dict[str, Any]:
    wanted: dict[str, Any] = {name: getattr(amendment, name) for name in LABELS}
    if not secrecy.keeps_facts(alarm.secrecy):
        wanted["facts"] = ""
    own = alarm.municipality
    named = alarm.neighbours if alarm.is_drill else amendment.neighbours  # a drill calls no others
    wanted["neighbours"] = tuple(code for code in named if code != own)
    return {name: value for name, value in wanted.items() if value != getattr(alarm, name)}


def _altered(changes: Mapping[str, Any], shown: Seen) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if _fingerprint(value) != shown[name]}


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
