"""Compose at the moment of sending what must never be stale."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from blueprint.model import ThemeCode
from handlers import digest
from handlers import picture as pictures
from handlers.compose import channel, checklist, coordinator, situation
from handlers.compose import summons as compose_summons
from handlers.compose.coordinator import Room
from handlers.compose.summons import Reading
from handlers.message import Heading, Message, Note
from handlers.picture import Picture
from handlers.work import Work
from roster.model import PersonId
from storage import people
from storage.model import AlarmId, CalloutId, Delivery, Platform

# Slack takes 50 blocks, of which some are not lines; Telegram 4096 characters and 100 buttons.
ROOM = {Platform.SLACK: Room(40, 100_000), Platform.TELEGRAM: Room(40, 3300)}


def compose(
    work: Work, delivery: Delivery, picture_of: Callable[[AlarmId], Picture]
) -> Message | None:
    """Return the words of a message as they should be now; None when it has become pointless."""
    kind, alarm, detail = delivery.payload["live"]
    match kind:
        case "page":
            return _page(work, detail)
        case "digest":
            return digest.compose_for_channel(work, AlarmId(alarm), date.fromisoformat(detail))
        case "personal_digest":
            told = [AlarmId(number) for number in delivery.payload["alarms"]]
            return digest.compose_for_person(work, PersonId(detail), delivery.platform, told)
        case _:
            picture = picture_of(AlarmId(alarm))
            if kind == "coordinator":
                return _coordinator_list(work, picture, int(detail), delivery)
            return _standing(work, picture, kind, detail)


def _standing(work: Work, picture: Picture, kind: str, detail: str) -> Message:
    language = picture.alarm.language
    match kind:
        case "rules":
            return channel.rules(work, picture, _groups(work, picture), language)
        case "facts":
            return channel.facts(work, picture, language)
        case "situation":
            return _situation(work, picture, detail)
        case "earlier_situation":
            return situation.situation(
                work, picture, _language(work, picture, detail), for_lead=False
            )
        case "checklist":
            return checklist.checklist(work, picture, ThemeCode(detail), language)
        case "calls":
            calls = tuple(s for s in picture.summonses if not coordinator.has_chat(picture, s))
            return channel.call_list(work, picture, calls, language)
        case unknown:
            raise ValueError(unknown)


def _groups(work: Work, picture: Picture) -> tuple[str, ...]:
    """Return the names of the standing groups that the alarm builds on."""
    code = picture.municipality.code
    within = {code, code[:2], "SE"}
    return tuple(g.name for g in people.groups(work.session) if within & set(g.area))


def _page(work: Work, detail: str) -> Message:
    callout, _, number = detail.partition(".")
    picture = pictures.glimpse(work, CalloutId(int(callout)))
    [summons] = picture.summonses
    asked = summons.callout.pages[int(number) - 1]
    language = work.desk.language_of(picture.people.get(asked.person))
    return compose_summons.page(work, Reading(picture, summons, asked, language))


def _situation(work: Work, picture: Picture, reader: str) -> Message:
    """In the channel everybody sees the lead's buttons; directly, only the lead does."""
    is_for_lead = reader in {"", picture.alarm.lead_person}
    language = _language(work, picture, reader)
    return situation.situation(work, picture, language, for_lead=is_for_lead)


def _language(work: Work, picture: Picture, reader: str) -> str:
    person = picture.people.get(PersonId(reader)) if reader else None
    return work.desk.language_of(person) if person else picture.alarm.language


def maybe_repeated(work: Work, message: Message) -> Message:
    """Mark a message that may have been sent once before."""
    mark = work.say("maybe-repeated")
    return replace(message, summary=f"{message.summary} {mark}", parts=(*message.parts, Note(mark)))


def _coordinator_list(
    work: Work, picture: Picture, number: int, delivery: Delivery
) -> Message | None:
    """Compose the list for the one whom this sending of it went to.

    None when a newer one has been promised before this one could go out.
    """
    is_outdated = number != picture.alarm.coordinator_sending
    if is_outdated and delivery.target is None and not delivery.is_uncertain:
        return None
    reader = PersonId(delivery.address.removeprefix("person/"))
    language = work.desk.language_of(picture.people.get(reader))
    room = ROOM[delivery.platform]
    message = coordinator.coordinator_list(work, picture, reader, language, room)
    if not is_outdated:
        return message
    headings = tuple(part for part in message.parts if isinstance(part, Heading))
    newer = Note(work.say("coordinator-superseded", language))
    return replace(message, parts=(*headings, newer))  # nobody keeps an old list true
