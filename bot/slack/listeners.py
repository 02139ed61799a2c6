"""Slack's listeners: parse a payload, run a use case, acknowledge only then."""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blueprint import municipalities
from bot.runner import Runner
from bot.slack import alarm_form, fields, forms, presses, reading, small_forms
from bot.slack.blocks import rendered
from bot.slack.duty import DutyForms
from bot.slack.events import Payload, event_of
from bot.slack.submissions import Submissions
from escalation.callout import AnswerKind
from escalation.case import Grade
from handlers import (
    answer,
    commands,
    explain,
    form,
    lead,
    status,
)
from handlers.answer import Said
from handlers.commands import Request, UseCase
from handlers.form import Wish
from handlers.identity import Identity
from handlers.reply import Reply, refused, spoken
from handlers.roster import confirm
from handlers.work import Work
from storage.model import Alarm, AlarmId

log = structlog.get_logger()

Ack = Callable[..., Awaitable[Any]]
Respond = Callable[..., Awaitable[Any]]
Reading = Callable[[Work, str], Wish | Reply]

COMMAND = "/larm"

# The first word after /larm, folded, where a form opens or an alarm has to be found first.
WORDS = {
    "lage": "status",
    "jour": "oncall",
    "avblas": "calloff",
    "avsluta": "finish",
    "lamna": "handover",
    "ovning": "drill",
    "hjalp": "help",
    "help": "help",
}


class SlackListeners:
    """Registers every listener on a Bolt app."""

    def __init__(self, app: AsyncApp, client: AsyncWebClient, runner: Runner) -> None:
        self._client = client
        self._runner = runner
        self._desk = runner.desk
        self._drill = self._desk.say("drill")
        app.command(COMMAND)(self._command)
        app.options("value")(self._suggest)
        app.action("value")(self._form_changed)
        app.action(re.compile(r"^(ack|change|take|phoned|wrong|done|mine|template)$"))(self._press)
        app.action("no")(self._decline)
        app.action("rowno")(self._wrong_row)
        app.action(re.compile(r"^why(\..+)?$"))(self._why_press)  # gathered ones bear their value
        app.action(re.compile(r"^(lead|upgrade|neigh|public)$"))(self._lead_press)
        app.action(re.compile(rf"^({'|'.join(commands.PRESSES)})(\..+)?$"))(self._plain_press)
        app.action(re.compile(r"^(later|sub|hours|handover|calloff|finish|amend)$"))(self._ask)
        DutyForms(app, runner, self._show, self._whisper)
        app.action(re.compile(r".*"))(self._unknown_press)
        Submissions(app, runner)
        app.error(self._failed)

    # Commands

    async def _command(self, ack: Ack, body: Payload, respond: Respond) -> None:
        words = str(body.get("text", "")).split()
        first = municipalities.fold(words[0]) if words else ""
        use_case = commands.found(first, " ".join(words[1:]))
        if use_case is not None:
            await self._tell(ack, await self._asked(body, use_case, " ".join(words[1:])))
            return
        verb = WORDS.get(first)
        if verb is None:
            await self._open_form(ack, body, form.read_wish, " ".join(words), respond)
            return
        if verb == "drill":
            await self._drill_word(ack, body, words[1:], respond)
            return
        rest = words[2:] if verb == "handover" and len(words) > 1 else words[1:]
        await self._run_verb(ack, body, verb, " ".join(rest), respond)

    async def _drill_word(
        self, ack: Ack, body: Payload, words: Sequence[str], respond: Respond
    ) -> None:
        use_case = commands.DRILL_WORDS.get(municipalities.fold(words[0])) if words else None
        if use_case is None:
            await self._open_form(ack, body, form.read_drill, " ".join(words), respond)
        else:
            await self._tell(ack, await self._asked(body, use_case, " ".join(words[1:])))

    async def _asked(self, body: Payload, use_case: UseCase, rest: str) -> Reply:
        by = presses.identity_of(body)
        event = event_of(body) or ""
        asked = Request(by, rest, event, str(body.get("channel_id") or "") or None)
        reply = await self._runner.once(event or None, lambda work: use_case(work, asked), by)
        return reply or refused(self._desk.say("told-twice"))

    async def _run_verb(
        self, ack: Ack, body: Payload, verb: str, rest: str, respond: Respond
    ) -> None:
        by = presses.identity_of(body)
        if verb == "help":
            await self._tell(ack, await self._runner.look(status.help_text, by))
        elif verb == "oncall":
            here = str(body.get("channel_id", ""))
            reply = await self._runner.look(
                lambda work: status.on_call_here(work, by, rest, here or None), by
            )
            await self._tell(ack, reply)
        else:
            await self._about_an_alarm(ack, body, verb, rest, respond)

    async def _about_an_alarm(
        self, ack: Ack, body: Payload, verb: str, rest: str, respond: Respond
    ) -> None:
        by, channel = presses.identity_of(body), str(body.get("channel_id", ""))
        found = await self._runner.look(
            lambda work: status.which_alarm(work, by, rest, channel or None), by
        )
        if isinstance(found, Reply):
            await self._tell(ack, found)
        elif verb == "status":
            number = found.id
            reply = await self._runner.look(lambda work: status.situation_of(work, by, number), by)
            await self._tell(ack, reply)
        else:
            await self._ask_about(ack, body, verb, found, respond)

    async def _ask_about(
        self, ack: Ack, body: Payload, verb: str, alarm: Alarm, respond: Respond
    ) -> None:
        by = presses.identity_of(body)
        objection = await self._runner.look(
            lambda work: presses.objection_to_lead_form(work, verb, by, alarm.id), by
        )
        if objection is not None:
            await self._tell(ack, objection)
            return
        await ack()
        facts = fields.metadata(alarm=alarm.id, response_url=body.get("response_url"))
        view = await self._runner.look(
            lambda work: forms.lead_form(work, verb, alarm.id, facts), by
        )
        await self._show(body, view, respond)

    async def _open_form(
        self, ack: Ack, body: Payload, read: Reading, text: str, respond: Respond
    ) -> None:
        by = presses.identity_of(body)
        wish = await self._runner.look(lambda work: _allowed(work, by, read(work, text)), by)
        if isinstance(wish, Reply):
            await self._tell(ack, wish)
            return
        await ack()
        facts = fields.metadata(channel=body.get("channel_id"), drill=alarm_form.drill_facts(wish))
        view = await self._runner.look(lambda work: forms.alarm_view(work, wish, facts), by)
        await self._show(body, view, respond)

    # The alarm form while it is filled in

    async def _form_changed(self, ack: Ack, body: Payload) -> None:
        await ack()
        view = body.get("view")
        if view is None or view["callback_id"] != "alarm":
            return
        entered = reading.values(view)
        wish, grade = forms.wish_of(view, entered), Grade(entered.get("grade") or Grade.ALARM)
        if wish.municipality is None or wish.kind is None:
            return
        facts = str(view["private_metadata"])
        changed = await self._runner.look(
            lambda work: forms.alarm_view(work, wish, facts, grade), presses.identity_of(body)
        )
        await self._quietly(
            self._client.views_update(view_id=view["id"], hash=view.get("hash"), view=changed)
        )

    async def _suggest(self, ack: Ack, body: Payload) -> None:
        text = str(body.get("value", ""))
        field = str(body.get("block_id", ""))
        if field == "person":
            found = await self._runner.look(lambda work: forms.people_named(work, text))
            await ack(options=fields.options(found))
        elif field in {"municipality", "neighbours"}:
            near = municipalities.suggest(text, forms.SUGGESTIONS)
            await ack(options=fields.municipality_options(near))
        else:
            await ack(options=[])

    # Presses

    async def _press(self, ack: Ack, body: Payload, action: Payload, respond: Respond) -> None:
        reply = await self._runner.once(
            event_of(body),
            lambda work: presses.pressed(work, body, action),
            presses.identity_of(body),
        )
        await ack()
        if reply is None:
            return  # Slack has told it twice
        if not reply.is_done or action["action_id"] in {"template", "wrong"}:
            await self._whisper(respond, reply)

    async def _decline(self, ack: Ack, body: Payload, action: Payload, respond: Respond) -> None:
        """Let the next be called at once; why the person cannot may be told after."""
        press = presses.press_of(body, str(action["value"]), body.get("response_url"))
        said = Said(AnswerKind.DECLINED)
        reply = await self._runner.once(
            event_of(body), lambda work: answer.answer(work, press, said), press.identity
        )
        await ack()
        if reply is None:
            return  # Slack has told it twice
        if reply.is_done:
            facts = fields.metadata(value=action["value"], response_url=body.get("response_url"))
            view = await self._runner.look(
                lambda work: forms.decline_form(
                    work, press.callout, spoken(work.desk, reply), facts
                ),
                press.identity,
            )
            await self._show(body, view, respond)
        else:
            await self._whisper(respond, reply)

    async def _wrong_row(self, ack: Ack, body: Payload, respond: Respond) -> None:
        """Open the form that asks what is wrong with the person's own row."""
        by = presses.identity_of(body)
        objection = await self._runner.look(lambda work: confirm.objection(work, by), by)
        await ack()
        if objection is not None:
            await self._whisper(respond, objection)
            return
        view = await self._runner.look(
            lambda work: small_forms.wrong_row_form(work.desk, fields.metadata()), by
        )
        await self._show(body, view, respond)

    async def _why_press(self, ack: Ack, body: Payload, action: Payload, respond: Respond) -> None:
        press = presses.press_of(body, str(action["value"]), None)
        reply = await self._runner.look(
            lambda work: explain.explain_press(work, press), press.identity
        )
        await ack()
        await self._whisper(respond, reply)

    async def _lead_press(self, ack: Ack, body: Payload, action: Payload, respond: Respond) -> None:
        by, number = presses.identity_of(body), AlarmId(presses.number_of(action))
        use_case = {
            "lead": lead.take_lead,
            "upgrade": lead.upgrade,
            "neigh": lead.call_neighbours,
            "public": lead.publish,
        }[action["action_id"]]
        reply = await self._runner.once(event_of(body), lambda work: use_case(work, by, number), by)
        await ack()
        if reply is not None:
            await self._whisper(respond, reply)

    async def _plain_press(
        self, ack: Ack, body: Payload, action: Payload, respond: Respond
    ) -> None:
        by, use_case = presses.identity_of(body), commands.PRESSES[presses.name_of(action)]
        event = event_of(body) or ""
        asked = Request(by, str(action["value"]), event)
        reply = await self._runner.once(event or None, lambda work: use_case(work, asked), by)
        await ack()
        if reply is not None:
            await self._whisper(respond, reply)

    async def _ask(self, ack: Ack, body: Payload, action: Payload, respond: Respond) -> None:
        """Open the small form that an answer needs, or say at once why there is none."""
        by = presses.identity_of(body)
        objection = await self._runner.look(
            lambda work: presses.objection_to_form(work, body, action), by
        )
        await ack()
        if objection is not None:
            await self._whisper(respond, objection)
            return
        facts = fields.metadata(
            value=action["value"],
            alarm=presses.number_of(action) if "." not in action["value"] else None,
            response_url=body.get("response_url"),
        )
        view = await self._runner.look(lambda work: forms.small_form(work, action, facts), by)
        await self._show(body, view, respond)

    async def _unknown_press(self, ack: Ack, respond: Respond) -> None:
        await ack()
        await self._whisper(respond, refused(self._desk.say("refused-unclear-press")))

    async def _failed(self, error: Exception, respond: AsyncRespond) -> None:
        """Say that it went wrong; unacknowledged, the platform shows so too."""
        log.error("a listener failed", exc_info=error)
        if isinstance(error, SlackApiError) or respond.response_url is None:
            return  # it is Slack that does not answer, or nobody to answer to
        await self._whisper(respond, refused(self._desk.say("broken")))

    # Ways of answering the one who asked

    async def _tell(self, ack: Ack, reply: Reply) -> None:
        text, blocks = rendered(reply.message, self._drill)
        await ack(text=text, blocks=blocks, response_type="ephemeral")

    async def _whisper(self, respond: Respond, reply: Reply) -> None:
        text, blocks = rendered(reply.message, self._drill)
        await self._quietly(
            respond(text=text, blocks=blocks, response_type="ephemeral", replace_original=False)
        )

    async def _show(self, body: Payload, view: dict[str, Any], respond: Respond) -> None:
        """Open a form; a person whose form does not open is told so."""
        try:
            await self._client.views_open(trigger_id=body["trigger_id"], view=view)
        except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("a form did not open", error=str(error)[:200])
            told = await self._runner.look(
                lambda work: work.say("form-did-not-open"), presses.identity_of(body)
            )
            await self._whisper(respond, refused(told))

    async def _quietly(self, request: Awaitable[Any]) -> None:
        """Wait for a request that is best effort: the person can press again."""
        try:
            await request
        except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("answering a person failed", error=str(error)[:200])


def _allowed(work: Work, by: Identity, wish: Wish | Reply) -> Wish | Reply:
    """Return the wish, or why it cannot be had."""
    return wish if isinstance(wish, Reply) else form.may_ask(work, by, wish) or wish
