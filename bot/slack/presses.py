"""What a press in Slack means."""

from bot.slack.events import Payload
from escalation.callout import AnswerKind
from handlers import (
    answer,
    checklist,
    end_alarm,
    lead,
    take_over,
)
from handlers.answer import Press, Said
from handlers.checklist import TaskPress
from handlers.identity import Identity
from handlers.reply import Reply
from handlers.roster import wrong_person
from handlers.work import Work
from storage.model import AlarmId, CalloutId, Platform, TaskId


def identity_of(body: Payload) -> Identity:
    user = body.get("user_id") or body["user"]["id"]
    return Identity(Platform.SLACK, str(user))


def pressed(work: Work, body: Payload, action: Payload) -> Reply:
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
    press = TaskPress(identity_of(body), TaskId(number_of(action)), url)
    use_cases = {"done": checklist.tick, "mine": checklist.take, "template": checklist.template}
    return use_cases[action["action_id"]](work, press)


def press_of(body: Payload, value: str, response_url: str | None) -> Press:
    """Read `<callout>.<page>`; the page is missing where a list was pressed."""
    callout, _, page = value.partition(".")
    return Press(identity_of(body), CalloutId(int(callout)), int(page or 0), response_url)


def objection_to_form(work: Work, body: Payload, action: Payload) -> Reply | None:
    name = str(action["action_id"])
    if name in {"handover", "calloff", "finish", "amend"}:
        return objection_to_lead_form(work, name, identity_of(body), AlarmId(number_of(action)))
    return answer.objection(work, press_of(body, str(action["value"]), None))


def objection_to_lead_form(work: Work, verb: str, by: Identity, alarm: AlarmId) -> Reply | None:
    look = lead.look_as_lead if verb in {"handover", "amend"} else end_alarm.may_end
    found = look(work, by, alarm)
    return found if isinstance(found, Reply) else None


def name_of(action: Payload) -> str:
    """Return which action it is; one of several in a row bears its value behind."""
    return str(action["action_id"]).partition(".")[0]


def number_of(action: Payload) -> int:
    return int(str(action["value"]).partition(".")[0])
