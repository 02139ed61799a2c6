"""Slack's listeners: parse a payload, run a use case, acknowledge only then."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blueprint import municipalities
from blueprint.model import CaseKind, Municipality
from bot.runner import Runner
from bot.slack import views
from bot.slack.blocks import rendered
from bot.slack.duty import DutyForms
from bot.slack.events import event_of
from bot.slack.submissions import Submissions
from bot.slack.views import AlarmForm
from escalation.callout import AnswerKind
from escalation.case import Grade
from handlers import (
    amend,
    answer,
    checklist,
    commands,
    end_alarm,
    explain,
    form,
    lead,
    secrecy,
    status,
    take_over,
)
from handlers.answer import Press, Said
from handlers.checklist import TaskPress
from handlers.commands import Request, UseCase
from handlers.form import ProposedActor, Wish
from handlers.identity import Identity
from handlers.reply import Reply, refused, spoken
from handlers.roster import confirm, gaps, wrong_person
from handlers.work import Work
from storage import alarms, people
from storage.model import Alarm, AlarmId, CalloutId, Platform, TaskId

log = structlog.get_logger()

Payload = Mapping[str, Any]
Ack = Callable[..., Awaitable[Any]]
Respond = Callable[..., Awaitable[Any]]
Reading = Callable[[Work, str], Wish | Reply]

COMMAND = "/larm"
LATER_SUGGESTED = timedelta(hours=1)
SUGGESTIONS = 30

# The first word after /larm, folded, and whether a second belongs to it.
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


def identity_of(body: Payload) -> Identity:
    user = body.get("user_id") or body["user"]["id"]
    return Identity(Platform.SLACK, str(user))


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
        if commands.PRESSES:
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
        if first in commands.WORDS:
            use_case = commands.WORDS[first]
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
        by = identity_of(body)
        event = event_of(body) or ""
        asked = Request(by, rest, event, str(body.get("channel_id") or "") or None)
        reply = await self._runner.once(event or None, lambda work: use_case(work, asked), by)
        return reply or refused(self._desk.say("told-twice"))

    async def _run_verb(
        self, ack: Ack, body: Payload, verb: str, rest: str, respond: Respond
    ) -> None:
        by = identity_of(body)
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
        by, channel = identity_of(body), str(body.get("channel_id", ""))
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
        by = identity_of(body)
        objection = await self._runner.look(
            lambda work: _objection_to_lead_form(work, verb, by, alarm.id), by
        )
        if objection is not None:
            await self._tell(ack, objection)
            return
        await ack()
        facts = views.metadata(alarm=alarm.id, response_url=body.get("response_url"))
        view = await self._runner.look(lambda work: _lead_form(work, verb, alarm.id, facts), by)
        await self._show(body, view, respond)

    async def _open_form(
        self, ack: Ack, body: Payload, read: Reading, text: str, respond: Respond
    ) -> None:
        by = identity_of(body)
        wish = await self._runner.look(lambda work: _allowed(work, by, read(work, text)), by)
        if isinstance(wish, Reply):
            await self._tell(ack, wish)
            return
        await ack()
        facts = views.metadata(channel=body.get("channel_id"), drill=views.drill_facts(wish))
        view = await self._runner.look(lambda work: _alarm_view(work, wish, facts), by)
        await self._show(body, view, respond)

    # The alarm form while it is filled in

    async def _form_changed(self, ack: Ack, body: Payload) -> None:
        await ack()
        view = body.get("view")
        if view is None or view["callback_id"] != "alarm":
            return
        entered = views.values(view)
        wish, grade = _wish(view, entered), Grade(entered.get("grade") or Grade.ALARM)
        if wish.municipality is None or wish.kind is None:
            return
        facts = str(view["private_metadata"])
        changed = await self._runner.look(
            lambda work: _alarm_view(work, wish, facts, grade), identity_of(body)
        )
        await self._quietly(
            self._client.views_update(view_id=view["id"], hash=view.get("hash"), view=changed)
        )

    async def _suggest(self, ack: Ack, body: Payload) -> None:
        text = str(body.get("value", ""))
        field = str(body.get("block_id", ""))
        if field == "person":
            found = await self._runner.look(lambda work: _people(work, text))
            await ack(options=views.options(found))
        elif field in {"municipality", "neighbours"}:
            near = municipalities.suggest(text, SUGGESTIONS)
            await ack(options=views.municipality_options(near))
        else:
            await ack(options=[])

    # Presses

    async def _press(self, ack: Ack, body: Payload, action: Payload, respond: Respond) -> None:
        reply = await self._runner.once(
            event_of(body), lambda work: _pressed(work, body, action), identity_of(body)
        )
        await ack()
        if reply is None:
            return  # Slack has told it twice
        if not reply.is_done or action["action_id"] in {"template", "wrong"}:
            await self._whisper(respond, reply)

    async def _decline(self, ack: Ack, body: Payload, action: Payload, respond: Respond) -> None:
        """Let the next be called at once; why the person cannot may be told after."""
        press = press_of(body, str(action["value"]), body.get("response_url"))
        said = Said(AnswerKind.DECLINED)
        reply = await self._runner.once(
            event_of(body), lambda work: answer.answer(work, press, said), press.identity
        )
        await ack()
        if reply is None:
            return  # Slack has told it twice
        if reply.is_done:
            facts = views.metadata(value=action["value"], response_url=body.get("response_url"))
            view = await self._runner.look(
                lambda work: views.decline_form(work.desk, spoken(work.desk, reply), facts),
                press.identity,
            )
            await self._show(body, view, respond)
        else:
            await self._whisper(respond, reply)

    async def _wrong_row(self, ack: Ack, body: Payload, respond: Respond) -> None:
        """Open the form that asks what is wrong with the person's own row."""
        by = identity_of(body)
        objection = await self._runner.look(lambda work: confirm.objection(work, by), by)
        await ack()
        if objection is not None:
            await self._whisper(respond, objection)
            return
        view = await self._runner.look(
            lambda work: views.wrong_row_form(work.desk, views.metadata()), by
        )
        await self._show(body, view, respond)

    async def _why_press(self, ack: Ack, body: Payload, action: Payload, respond: Respond) -> None:
        press = press_of(body, str(action["value"]), None)
        reply = await self._runner.look(
            lambda work: explain.explain_press(work, press), press.identity
        )
        await ack()
        await self._whisper(respond, reply)

    async def _lead_press(self, ack: Ack, body: Payload, action: Payload, respond: Respond) -> None:
        by, number = identity_of(body), AlarmId(_number(action))
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
        by, use_case = identity_of(body), commands.PRESSES[_name(action)]
        event = event_of(body) or ""
        asked = Request(by, str(action["value"]), event)
        reply = await self._runner.once(event or None, lambda work: use_case(work, asked), by)
        await ack()
        if reply is not None:
            await self._whisper(respond, reply)

    async def _ask(self, ack: Ack, body: Payload, action: Payload, respond: Respond) -> None:
        """Open the small form that an answer needs, or say at once why there is none."""
        by = identity_of(body)
        objection = await self._runner.look(lambda work: _objection_to_form(work, body, action), by)
        await ack()
        if objection is not None:
            await self._whisper(respond, objection)
            return
        facts = views.metadata(
            value=action["value"],
            alarm=_number(action) if "." not in action["value"] else None,
            response_url=body.get("response_url"),
        )
        view = await self._runner.look(lambda work: _small_form(work, action, facts), by)
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
                lambda work: work.say("form-did-not-open"), identity_of(body)
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


def _alarm_view(work: Work, wish: Wish, facts: str, grade: Grade = Grade.ALARM) -> dict[str, Any]:
    actors: list[ProposedActor] = []
    lacking = ""
    if wish.municipality is not None and wish.kind is not None:
        actors = form.propose(work, wish.municipality, wish.kind, grade, wish.drill)
        lacking = gaps.in_the_form(work, wish.municipality, wish.kind)
    return views.alarm_form(work.desk, AlarmForm(wish, actors, grade, lacking), facts)


def _small_form(work: Work, action: Payload, facts: str) -> dict[str, Any]:
    match action["action_id"]:
        case "later":
            return views.later_form(work.desk, work.now + LATER_SUGGESTED, facts)
        case "sub":
            return views.substitute_form(work.desk, facts)
        case "hours":
            return views.hours_form(work.desk, facts)
        case verb:
            return _lead_form(work, str(verb), AlarmId(_number(action)), facts)


def _lead_form(work: Work, verb: str, alarm: AlarmId, facts: str) -> dict[str, Any]:
    about = status.named_line(work, alarms.get(work.session, alarm))
    if verb == "calloff":
        return views.call_off_form(work.desk, about, facts)
    if verb == "finish":
        return views.finish_form(work.desk, about, facts)
    if verb == "amend":
        return _amend_form(work, alarms.get(work.session, alarm), facts)
    return views.hand_over_form(work.desk, about, _candidates(work, alarm), facts)


def _amend_form(work: Work, alarm: Alarm, facts: str) -> dict[str, Any]:
    now = amend.as_it_is(alarm)
    shown = views.metadata(**json.loads(facts), shown=amend.seen(now))
    keeps_facts = secrecy.keeps_facts(alarm.secrecy)
    return views.amend_form(work.desk, now, shown, keeps_facts=keeps_facts)


def _wish(view: Payload, entered: Mapping[str, Any]) -> Wish:
    scope, held_in = views.drill_of(view)
    code = held_in or str(entered.get("municipality"))
    municipality: Municipality | None = municipalities.by_code(code)
    kind = entered.get("kind")
    codename = str(entered.get("codename") or "")
    return Wish(municipality, CaseKind(kind) if kind else None, codename, scope)


def _pressed(work: Work, body: Payload, action: Payload) -> Reply:
    name = action["action_id"]
    if name in {"done", "mine", "template"}:
        return _task_pressed(work, body, action)
    press = press_of(body, str(action["value"]), body.get("response_url"))
    if name == "ack":
        return answer.answer(work, press, Said(AnswerKind.ACKNOWLEDGED))
    use_cases = {
        "change": answer.reopen,
        "wrong": wrong_person.wrong_person,
        "take": take_over.take_over,
        "phoned": take_over.phoned,
    }
    return use_cases[name](work, press)


def _task_pressed(work: Work, body: Payload, action: Payload) -> Reply:
    # A direct reminder is not the checklist: its message is not the one to rewrite.
    is_in_channel = not str(body.get("channel", {}).get("id", "")).startswith("D")
    url = body.get("response_url") if is_in_channel else None
    press = TaskPress(identity_of(body), TaskId(_number(action)), url)
    use_cases = {"done": checklist.tick, "mine": checklist.take, "template": checklist.template}
    return use_cases[action["action_id"]](work, press)


def press_of(body: Payload, value: str, response_url: str | None) -> Press:
    """Read `<callout>.<page>`; the page is missing where a list was pressed."""
    callout, _, page = value.partition(".")
    return Press(identity_of(body), CalloutId(int(callout)), int(page or 0), response_url)


def _objection_to_form(work: Work, body: Payload, action: Payload) -> Reply | None:
    name = str(action["action_id"])
    if name in {"handover", "calloff", "finish", "amend"}:
        return _objection_to_lead_form(work, name, identity_of(body), AlarmId(_number(action)))
    return answer.objection(work, press_of(body, str(action["value"]), None))


def _objection_to_lead_form(work: Work, verb: str, by: Identity, alarm: AlarmId) -> Reply | None:
    look = lead.look_as_lead if verb in {"handover", "amend"} else end_alarm.may_end
    found = look(work, by, alarm)
    return found if isinstance(found, Reply) else None


def _candidates(work: Work, alarm: AlarmId) -> list[ProposedActor]:
    return [
        ProposedActor(actor.id, f"{actor.name}, {actor.organisation}")
        for actor in lead.candidates(work, alarm)
    ]


def _people(work: Work, text: str) -> list[tuple[str, str]]:
    found = people.search(work.session, text, SUGGESTIONS)
    return [(person.name, str(person.id)) for person in found]


def _name(action: Payload) -> str:
    """Return which action it is; one of several in a row bears its value behind."""
    return str(action["action_id"]).partition(".")[0]


def _number(action: Payload) -> int:
    return int(str(action["value"]).partition(".")[0])
