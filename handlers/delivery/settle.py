"""What follows from a delivery, or from its failing: facts, and the next step."""

from collections.abc import Mapping
from typing import Any

import structlog

from escalation.advance import delivered, undeliverable
from escalation.callout import Asked
from handlers import figures, new_channel, promise, show
from handlers import picture as pictures
from handlers.compose import channel
from handlers.compose import summons as compose
from handlers.compose.summons import Reading
from handlers.delivery.port import Failure
from handlers.picture import OF_CHANNEL, is_of_channel
from handlers.promise import Post
from handlers.roster import reach
from handlers.rounds import Rounds, page_key
from handlers.work import Work
from roster.model import PersonId
from storage import alarms, backlog, callouts, claims, journal, outbox, people
from storage.model import (
    AlarmId,
    CalloutId,
    Delivery,
    DeliveryState,
    Platform,
    Priority,
    Summons,
)

log = structlog.get_logger()


def resolve(work: Work, delivery: Delivery) -> str | None:
    """Turn a symbolic address into the platform's own, as it is at this moment."""
    kind, _, rest = delivery.address.partition("/")
    if kind == "person":
        return _account(work, delivery.platform, PersonId(rest))
    if kind == "chat":
        return rest
    alarm = alarms.find(work.session, int(rest.partition("/")[0]))
    if delivery.payload["op"] == "create_channel":
        return ""
    return alarm.channel if alarm else None


def accounts(work: Work, delivery: Delivery) -> Mapping[str, str] | None:
    """Return account -> person for an invitation."""
    if delivery.payload["op"] != "invite":
        return None
    wanted = [PersonId(person) for person in delivery.payload["people"]]
    found = people.people(work.session, wanted)
    return {person.slack: person.id for person in found.values() if person.slack}


def channels_of_others(work: Work, delivery: Delivery) -> frozenset[str] | None:
    """Return other alarms' channels, for a creation that may have succeeded unheard."""
    if delivery.payload["op"] != "create_channel" or not delivery.is_uncertain:
        return None
    return alarms.channels(work.session)


def arrived(work: Work, delivery: Delivery, facts: Mapping[str, Any]) -> None:
    """Let the facts follow a delivery."""
    payload = delivery.payload
    if delivery.alarm is not None and _is_first_taken(work, delivery, delivery.alarm):
        show.refresh(work, delivery.alarm)  # the coordinator's list forgets what is mended
    if "page" in payload:
        _page_arrived(work, delivery, *payload["page"])
    elif payload["op"] == "edit" and delivery.target is not None:
        claims.note_said(work.session, delivery.target, facts.get(claims.SAID))
    elif payload["op"] == "create_channel":
        alarms.change(work.session, AlarmId(payload["alarm"]), channel=facts["channel"])
        new_channel.tell_of_success(work, AlarmId(payload["alarm"]))
    elif payload["op"] == "invite":
        _try_again(work, payload, facts)
        _note_uninvited(work, AlarmId(payload["alarm"]), facts)
        _tell_absent(work, AlarmId(payload["alarm"]))


def give_up(
    work: Work, delivery: Delivery, reason: str, failure: Failure = Failure.PERMANENT
) -> None:
    """Bury a promise; a page that no platform can take lets the chain move on at once."""
    is_news = delivery.target is None or _is_first_of_channel(work, delivery, reason)
    claims.bury(work.session, delivery, reason, work.real_now)
    alarm = delivery.alarm
    journal.write(work.session, work.now, "buried", alarm=alarm, key=delivery.key, reason=reason)
    log.error("buried", reason=reason, **delivery.log_context())
    figures.count(figures.BURIED, delivery)
    if failure is Failure.UNREACHABLE:
        _note_unreachable(work, delivery, reason)
    if is_news:
        show.refresh(work, *delivery.alarms)  # the coordinator's list tells what was lost
    if "page" in delivery.payload:
        _page_failed(work, delivery, *delivery.payload["page"])
    if delivery.payload["op"] == "create_channel":
        new_channel.tell_of_none(work, AlarmId(delivery.payload["alarm"]), reason)


def _is_first_taken(work: Work, delivery: Delivery, alarm: AlarmId) -> bool:
    """Whether it is the first that the alarm's channel takes after it took nothing for a while."""
    if delivery.address != promise.channel_address(alarm):
        return False
    subject = f"alarm/{alarm}"
    given_up = [one.id for one in backlog.buried(work.session, subject) if is_of_channel(one)]
    if not given_up or delivery.id < max(given_up):
        return False
    return not backlog.has_reached(work.session, subject, max(given_up), but=delivery.id)


def _is_first_of_channel(work: Work, delivery: Delivery, reason: str) -> bool:
    """Whether nothing has told yet that the channel takes nothing; a refresh changes it again."""
    alarm = delivery.alarm
    if alarm is None or delivery.address != promise.channel_address(alarm):
        return False
    return reason in OF_CHANNEL and not any(map(is_of_channel, pictures.lost(work, alarm)))


def _account(work: Work, platform: Platform, person: PersonId) -> str | None:
    found = people.person(work.session, person)
    if found is None:
        return None
    account = found.slack if platform is Platform.SLACK else found.telegram
    return str(account) if account is not None else None


def _page_arrived(work: Work, delivery: Delivery, callout: int, number: int) -> None:
    summons = callouts.lock(work.session, CalloutId(callout))
    callouts.save(work.session, summons, delivered(summons.callout, number, work.now))
    asked = summons.callout.pages[number - 1]
    _strip_earlier(work, summons, asked)
    people.set_reach(work.session, delivery.platform, asked.person, "started")
    journal.write(
        work.session,
        work.now,
        "delivered",
        alarm=summons.alarm,
        callout=summons.id,
        number=number,
        platform=delivery.platform,
    )


def _strip_earlier(work: Work, summons: Summons, newest: Asked) -> None:
    """Take the buttons off the person's earlier pages; a press on them still counts."""
    holds = summons.callout.answer
    if holds is not None and holds.at > newest.promised_at:
        return  # the answer has rewritten them
    earlier = [p for p in summons.callout.pages[: newest.number - 1] if p.person == newest.person]
    if not earlier:
        return
    picture = pictures.glimpse(work, summons.id)
    language = work.desk.language_of(picture.people.get(newest.person))
    for page in earlier:
        message = compose.superseded(work, Reading(picture, summons, page, language))
        for platform in Platform:
            target = f"{page_key(summons, page)}@{platform}"
            promise.edit(work, target, message, priority=Priority.SITUATION)


def _page_failed(work: Work, delivery: Delivery, callout: int, number: int) -> None:
    siblings = outbox.like(work.session, delivery.key.rpartition("@")[0] + "@")
    pages = [one for one in siblings if one.target is None]
    if any(one.state is not DeliveryState.BURIED for one in pages):
        return  # another platform has it, or may yet take it
    summons = callouts.lock(work.session, CalloutId(callout))
    failed = undeliverable(summons.callout, number, work.now)
    rounds = Rounds(work)
    rounds.step(callouts.save(work.session, summons, failed))
    rounds.finish()


def _note_unreachable(work: Work, delivery: Delivery, reason: str) -> None:
    kind, _, person = delivery.address.partition("/")
    if kind == "person":
        reach.note_lost(work, delivery.platform, PersonId(person), reason)


def _try_again(work: Work, payload: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
    """Invite those who were refused for another's sake, each call with its own place.

    All of them together once the others are named; in halves while nobody is.
    """
    untried = [PersonId(person) for person in facts.get("untried", ())]
    middle = len(untried) if facts.get("refused") else (len(untried) + 1) // 2
    for part in (untried[:middle], untried[middle:]):
        if part:
            promise.invite(work, AlarmId(payload["alarm"]), part)


def _note_uninvited(work: Work, alarm: AlarmId, facts: Mapping[str, Any]) -> None:
    for person, reason in facts.get("refused", {}).items():
        figures.UNINVITED.inc()
        journal.write(
            work.session, work.now, "uninvited", alarm=alarm, person=person, reason=reason
        )
        show.refresh(work, alarm)  # the coordinator's list names them


def _tell_absent(work: Work, alarm: AlarmId) -> None:
    """Name in the channel those who were summoned but are not in it."""
    picture = pictures.load(work, alarm)
    message = channel.absent_members(work, picture, picture.alarm.language)
    if message is None:
        return
    key = f"alarm/{alarm}/absent"
    if outbox.get(work.session, f"{key}@{Platform.SLACK}") is not None:
        promise.edit(work, f"{key}@{Platform.SLACK}", message, priority=Priority.CHECKLIST)
        return
    post = Post(
        key=key, subject=f"alarm/{alarm}/channel", priority=Priority.CHANNEL, content=message
    )
    promise.to_channel(work, alarm, post)
