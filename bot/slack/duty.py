"""Slack's forms about duties: from when until when one is away, and who else is to have one."""

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.runner import Runner
from bot.slack import fields, reading, small_forms
from bot.slack.events import Payload, event_of
from handlers.duty import absences, meaning, shifts
from handlers.duty.span import days
from handlers.identity import Identity
from handlers.reply import Reply, refused
from handlers.respond import Heard, respond
from handlers.work import Work
from roster.model import PersonId
from storage.model import Platform

LONGEST = 10_000  # characters; what is longer comes as several messages

Ack = Callable[..., Awaitable[Any]]
Respond = Callable[..., Awaitable[Any]]
Show = Callable[[Payload, dict[str, Any], Respond], Awaitable[None]]
Whisper = Callable[[Respond, Reply], Awaitable[None]]
Read = Callable[[Work, Identity, Payload, Mapping[str, Any]], Reply]


class DutyForms:
    """Registers the buttons that open the forms, and the forms' submissions."""

    def __init__(self, app: AsyncApp, runner: Runner, show: Show, whisper: Whisper) -> None:
        self._runner = runner
        self._show = show
        self._whisper = whisper
        app.action("away")(self._open_away)
        app.action("dutyelse")(self._open_else)
        for name, (field, read) in FORMS.items():
            app.view(name)(self._submission(field, read))

    async def _open_away(self, ack: Ack, body: Payload, respond: Respond) -> None:
        view = await self._runner.look(
            lambda work: small_forms.away_form(work.desk, _today(work)), _identity(body)
        )
        await ack()
        await self._show(body, view, respond)

    async def _open_else(self, ack: Ack, body: Payload, action: Payload, respond: Respond) -> None:
        by, duty = _identity(body), str(action["value"])
        sight = await self._runner.look(lambda work: meaning.look(work, by, duty), by)
        await ack()
        if isinstance(sight, Reply):
            await self._whisper(respond, sight)
            return
        facts = fields.metadata(duty=duty)
        about = sight.station.actor.name
        view = await self._runner.look(
            lambda work: small_forms.duty_else_form(work.desk, about, facts), by
        )
        await self._show(body, view, respond)

    def _submission(self, field: str, read: Read) -> Callable[..., Awaitable[None]]:
        async def submitted(ack: Ack, body: Payload, view: Payload) -> None:
            by, entered = _identity(body), reading.values(view)
            event = event_of(body)

            def told(work: Work) -> Reply:
                reply = read(work, by, body, entered)
                if reply.is_done:
                    respond(work, Heard(by, by.user, event or "", LONGEST), reply)
                return reply

            reply = await self._runner.once(event, told, by, counts=lambda reply: reply.is_done)
            if reply is None or reply.is_done:
                await ack()
            else:
                await ack(response_action="errors", errors={field: reply.text})

        return submitted


def _away(work: Work, by: Identity, _body: Payload, entered: Payload) -> Reply:
    first, last = _day(entered.get("from")), _day(entered.get("until"))
    if first is None or last is None:
        return refused(work.say("error-required"))
    return absences.preview(work, by, *days(first, last, work.now, work.desk.tz))


def _else(work: Work, by: Identity, body: Payload, entered: Payload) -> Reply:
    duty = str(json.loads(body["view"]["private_metadata"])["duty"])
    return shifts.give_to_person(work, by, duty, PersonId(str(entered.get("person"))))


# Form -> the field where its mistakes are shown, and how it is read.
FORMS: Mapping[str, tuple[str, Read]] = {
    "away": ("until", _away),
    "duty-else": ("person", _else),
}


def _today(work: Work) -> date:
    return work.now.astimezone(work.desk.tz).date()


def _day(text: object) -> date | None:
    """Return the day of a date picker; none when none was picked."""
    return date.fromisoformat(text) if isinstance(text, str) else None


def _identity(body: Payload) -> Identity:
    return Identity(Platform.SLACK, str(body["user"]["id"]))
