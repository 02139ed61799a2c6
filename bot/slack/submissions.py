"""Slack's submitted forms: read the fields, run the use case, show mistakes at their fields."""

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncApp

from blueprint.model import CaseKind
from bot.runner import Runner
from bot.slack import alarm_form, reading
from bot.slack.events import Payload, event_of
from escalation.callout import AnswerKind
from escalation.case import Grade, Secrecy, Tempo
from handlers import amend, answer, end_alarm, lead
from handlers.amend import Amendment
from handlers.answer import Press, Said
from handlers.end_alarm import EndAlarm
from handlers.identity import Identity
from handlers.open_alarm import Mistake, OpenAlarm, open_alarm
from handlers.reply import Reply, done, refused
from handlers.roster import confirm
from handlers.work import Work
from roster.model import ActorId, PersonId
from storage.model import AlarmId, CalloutId, Ending, Platform

MOST_HOURS = 80  # as the form says
LONGEST_NUMBER = 10  # digits

Ack = Callable[..., Awaitable[Any]]
Read = Callable[[Work, Payload, Mapping[str, Any]], Reply]


class Submissions:
    """Registers the submissions of every form."""

    def __init__(self, app: AsyncApp, runner: Runner) -> None:
        self._runner = runner
        app.view("alarm")(self._alarm)
        for name, (field, read) in SMALL_FORMS.items():
            app.view(name)(self._small(field, read))

    async def _alarm(self, ack: Ack, body: Payload, view: Payload) -> None:
        command = read_alarm(body, view)
        outcome = await self._runner.once(
            event_of(body),
            lambda work: open_alarm(work, command),
            _identity(body),
            counts=lambda outcome: not isinstance(outcome, Mistake),
        )
        if isinstance(outcome, Mistake):
            block = reading.block_of(view, outcome.field or reading.first_field(view))
            await ack(response_action="errors", errors={block: outcome.text})
            return
        await ack()

    def _small(self, field: str, read: Read) -> Callable[..., Awaitable[None]]:
        async def submitted(ack: Ack, body: Payload, view: Payload) -> None:
            entered = reading.values(view)
            reply = await self._runner.once(
                event_of(body),
                lambda work: read(work, body, entered),
                _identity(body),
                counts=lambda reply: reply.is_done,
            )
            if reply is None or reply.is_done:
                await ack()
            else:
                await ack(response_action="errors", errors={field: reply.text})

        return submitted


def read_alarm(body: Payload, view: Payload) -> OpenAlarm:
    """Read the alarm form; what was left alone gets the contract's default."""
    entered = reading.values(view)
    scope, held_in = alarm_form.drill_of(view)
    deadline = entered.get("deadline")
    chosen = entered.get("actors") or []
    return OpenAlarm(
        identity=_identity(body),
        municipality=held_in or str(entered.get("municipality") or ""),
        kind=CaseKind(entered.get("kind") or CaseKind.ESTABLISHMENT),
        codename=str(entered.get("codename") or ""),
        reply_due_at=_moment(deadline) if deadline else None,
        grade=Grade(entered.get("grade") or Grade.ALARM),
        tempo=Tempo(entered.get("tempo") or Tempo.ACUTE),
        secrecy=Secrecy(entered.get("secrecy") or Secrecy.RESTRICTED),
        facts=str(entered.get("facts") or ""),
        unticked=tuple(ActorId(actor) for actor in reading.unticked(view, chosen)),
        contact_paths=str(entered.get("contacts") or ""),
        start_meeting=str(entered.get("meeting") or ""),
        neighbours=tuple(entered.get("neighbours") or ()),
        drill=scope,
    )


def _later(work: Work, body: Payload, entered: Payload) -> Reply:
    said = Said(AnswerKind.LATER, moment=_moment(entered["moment"]))
    return answer.answer(work, _press(body), said)


def _substitute(work: Work, body: Payload, entered: Payload) -> Reply:
    said = Said(AnswerKind.SUBSTITUTE, substitute=PersonId(str(entered["person"])))
    return answer.answer(work, _press(body), said)


def _decline(work: Work, body: Payload, entered: Payload) -> Reply:
    reason = str(entered.get("reason") or "").strip()
    if not reason:
        return done("")  # it may be left out, and the answer counts already
    return answer.give_reason(work, _press(body), reason)


def _hours(work: Work, body: Payload, entered: Payload) -> Reply:
    hours = _whole_number(entered.get("hours"))
    if hours is None or hours > MOST_HOURS:
        return refused(work.say("hours-unclear"))
    return answer.commit_hours(work, _press(body), hours)


def _wrong_row(work: Work, body: Payload, entered: Payload) -> Reply:
    return confirm.wrong_by_form(work, _identity(body), str(entered.get("wrong") or ""))


def _hand_over(work: Work, body: Payload, entered: Payload) -> Reply:
    return lead.offer_lead(work, _identity(body), _alarm(body), ActorId(str(entered["actor"])))


def _call_off(work: Work, body: Payload, entered: Payload) -> Reply:
    reason = str(entered.get("reason") or "")
    command = EndAlarm(_identity(body), _alarm(body), Ending.CALLED_OFF, reason)
    return end_alarm.end_alarm(work, command)


def _finish(work: Work, body: Payload, entered: Payload) -> Reply:
    lessons = tuple(str(entered.get(f"lesson-{number}") or "") for number in (1, 2, 3))
    outcome = str(entered.get("outcome") or "")
    command = EndAlarm(_identity(body), _alarm(body), Ending.FINISHED, outcome, lessons)
    return end_alarm.end_alarm(work, command)


def _amend(work: Work, body: Payload, entered: Payload) -> Reply:
    deadline = entered.get("deadline")
    amendment = Amendment(
        reply_due_at=_moment(deadline) if deadline else None,
        facts=str(entered.get("facts") or ""),
        contact_paths=str(entered.get("contacts") or ""),
        start_meeting=str(entered.get("meeting") or ""),
        neighbours=tuple(entered.get("neighbours") or ()),
    )
    shown = json.loads(body["view"]["private_metadata"])["shown"]
    return amend.amend(work, _identity(body), _alarm(body), amendment, shown)


# Form -> the field where its mistakes are shown, and how it is read.
SMALL_FORMS: Mapping[str, tuple[str, Read]] = {
    "later": ("moment", _later),
    "substitute": ("person", _substitute),
    "decline": ("reason", _decline),
    "hours": ("hours", _hours),
    "row-wrong": ("wrong", _wrong_row),
    "hand-over": ("actor", _hand_over),
    "call-off": ("reason", _call_off),
    "finish": ("outcome", _finish),
    "amend": ("deadline", _amend),
}


def _press(body: Payload) -> Press:
    facts = json.loads(body["view"]["private_metadata"])
    callout, _, page = str(facts["value"]).partition(".")
    return Press(
        _identity(body), CalloutId(int(callout)), int(page or 0), facts.get("response_url")
    )


def _alarm(body: Payload) -> AlarmId:
    return AlarmId(int(json.loads(body["view"]["private_metadata"])["alarm"]))


def _identity(body: Payload) -> Identity:
    return Identity(Platform.SLACK, str(body["user"]["id"]))


def _whole_number(written: object) -> int | None:
    """Return what was written; Slack's form sees to it, and other clients may not."""
    text = str(written or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else None


def _moment(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, tz=UTC)
