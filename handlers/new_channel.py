"""An alarm whose channel could not be created: tell its lead, and try again when they say so."""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers import identity, promise, secrecy, show
from handlers import picture as pictures
from handlers.cards import take_buttons
from handlers.compose import notices
from handlers.compose.undelivered import MENDS
from handlers.identity import Identity
from handlers.lead import look_as_lead
from handlers.message import Button, Buttons, Message
from handlers.picture import Picture
from handlers.promise import Post
from handlers.reply import Reply, done, refused
from handlers.work import Work
from roster.model import Person, PersonId
from storage import alarms, journal, outbox, people, revival
from storage.model import AlarmId, Delivery, DeliveryState, Priority

# What a later one of its kind, or a list, has overtaken by the time the channel stands.
OVERTAKEN = re.compile(r"digest/|alarm/\d+/(overdue/|situation/(?!1@))")
TOPIC = re.compile(r"alarm/\d+/topic/")


def tell_of_none(work: Work, alarm: AlarmId, reason: str) -> None:
    """Tell who raised the alarm, and who leads it, that there is no channel, with the mend."""
    picture = pictures.load(work, alarm)
    number = len(_told(work, alarm)) + 1
    _take_buttons(work, picture)
    readers = dict.fromkeys((picture.alarm.raised_by, picture.alarm.lead_person))
    for reader in readers:
        if reader is not None and reader in picture.people:
            _tell(work, picture, picture.people[reader], reason, number)


def try_again(work: Work, by: Identity, alarm: AlarmId) -> Reply:
    """Create the channel after all; it gets what it would have held, but for what is overtaken."""
    scene = look_as_lead(work, by, alarm)
    if isinstance(scene, Reply):
        return scene
    creation = outbox.get(work.session, promise.channel_key(alarm))
    if creation is None or creation.state is not DeliveryState.BURIED:
        return refused(work.say("refused-not-now", why=work.say("refused-channel-made")))
    waited = revival.behind(work.session, creation.key)
    overtaken = _overtaken(waited)
    revival.withdraw(work.session, overtaken)
    kept = [one.key for one in waited if one.key not in overtaken]
    revival.revive(work.session, [creation.key, *kept], work.real_now)
    journal.write(work.session, work.now, "channel_again", alarm=alarm, by=scene.person.id)
    show.refresh(work, alarm)
    return done(work.say("said-channel-again"))


def tell_of_success(work: Work, alarm: AlarmId) -> None:
    """Let the notices that there is no channel say that there is one now."""
    told = [one for one in _told(work, alarm) if one.target is None]
    if not told:
        return
    is_drill = alarms.get(work.session, alarm).is_drill
    for one in told:
        reader = people.person(work.session, PersonId(one.address.removeprefix("person/")))
        text = work.say("channel-made", work.desk.language_of(reader), number=str(alarm))
        made = notices.line(text, is_drill=is_drill)
        promise.edit(work, one.key, made, priority=Priority.ESCALATION)


def _overtaken(waited: Sequence[Delivery]) -> list[str]:
    """Return the keys of what need not be done any more; of the topics the newest is enough."""
    topics = [one.key for one in waited if TOPIC.match(one.key)]
    return [one.key for one in waited if OVERTAKEN.match(one.key)] + topics[:-1]


def _told(work: Work, alarm: AlarmId) -> list[Delivery]:
    return outbox.like(work.session, f"alarm/{alarm}/no-channel/")


def _take_buttons(work: Work, picture: Picture) -> None:
    note = work.say("channel-tried-again", picture.alarm.language)
    take_buttons(work, f"alarm/{picture.alarm.id}/no-channel/", note)


def _tell(work: Work, picture: Picture, reader: Person, reason: str, number: int) -> None:
    alarm = picture.alarm
    post = Post(
        key=f"alarm/{alarm.id}/no-channel/{number}/{reader.id}",
        subject=f"alarm/{alarm.id}/raised",
        priority=Priority.ESCALATION,
        content=_no_channel(work, picture, reader, reason),
    )
    promise.to_person(work, reader, post, only=secrecy.ways_to(alarm, reader))


def _no_channel(work: Work, picture: Picture, reader: Person, reason: str) -> Message:
    alarm, language = picture.alarm, work.desk.language_of(reader)
    told = work.say("raised-no-channel", language, number=str(alarm.id), error=reason)
    mend = MENDS.get(reason)
    text = f"{told} {work.say(mend, language)}" if mend else told
    message = notices.line(text, is_drill=alarm.is_drill)
    if not alarm.is_open or not identity.leads(work, picture, reader.id):
        return message
    button = Button(work.say("button-channel-again", language), "rechannel", str(alarm.id))
    return replace(message, parts=(*message.parts, Buttons((button,))))
