"""Telegram's listeners: parse an update, run a use case, answer only then."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from telegram import CallbackQuery, Update
from telegram.constants import ParseMode
from telegram.error import RetryAfter, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.runner import Runner
from bot.telegram.markup import rendered
from escalation.callout import AnswerKind
from handlers import answer, checklist, explain, lead, status
from handlers.answer import Press, Said
from handlers.checklist import TaskPress
from handlers.dialogue import alarm, answers, conversation, endings
from handlers.dialogue.turn import Turn
from handlers.greet import greet
from handlers.identity import Identity, person_of
from handlers.port import Limits
from handlers.reply import Reply, refused
from handlers.work import Work
from storage.model import RANK, AlarmId, CalloutId, Platform, Priority, TaskId

log = structlog.get_logger()

ATTEMPTS = 5  # a chat takes one message a second, and a page may just have taken its place
SHORTLY = 0.05  # seconds
ALERT = 190  # characters; Telegram shows at most 200 in answer to a press
COMMANDS = ("larm", "lage", "jour", "varfor", "avblas", "avsluta", "lamna", "hjalp", "avbryt")
ANSWERS = {"later", "sub", "no", "hours"}
ENDINGS = {"calloff", "finish", "handover"}
LEAD = {
    "lead": lead.take_lead,
    "upgrade": lead.upgrade,
    "neigh": lead.call_neighbours,
    "public": lead.publish,
}
TASKS = {"done": checklist.tick, "mine": checklist.take, "template": checklist.template}


class TelegramListeners:
    """Registers every listener on a python-telegram-bot application."""

    def __init__(
        self,
        application: "Application[Any, Any, Any, Any, Any, Any]",
        runner: Runner,
        limits: Limits,
    ) -> None:
        self._runner = runner
        self._limits = limits
        self._drill = runner.desk.say("drill")
        verbs: dict[str, Callable[[Work, Turn], Reply]] = {
            "start": lambda work, turn: greet(work, turn.identity),
            "larm": alarm.start,
            "jour": lambda work, turn: status.on_call(work, turn.text),
            "varfor": lambda work, turn: explain.explain(work, turn.identity, turn.text, None),
            "hjalp": lambda work, _turn: status.help_text(work, telegram=True),
            "help": lambda work, _turn: status.help_text(work, telegram=True),
            "avbryt": conversation.cancel,
            "lage": lambda work, turn: _about_an_alarm(work, turn, "status"),
            "avblas": lambda work, turn: _about_an_alarm(work, turn, "calloff"),
            "avsluta": lambda work, turn: _about_an_alarm(work, turn, "finish"),
            "lamna": lambda work, turn: _about_an_alarm(work, turn, "handover"),
        }
        for name, use_case in verbs.items():
            application.add_handler(CommandHandler(name, self._command(use_case)))
        application.add_handler(CallbackQueryHandler(self._press))
        application.add_handler(MessageHandler(filters.TEXT, self._text))

    def _command(
        self, use_case: Callable[[Work, Turn], Reply]
    ) -> Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]:
        async def listen(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
            turn = _turn(update, " ".join(context.args or []))
            if turn is not None:
                reply = await self._once(update, lambda work: use_case(work, turn), turn.identity)
                await self._say(update, reply)

        return listen

    async def _text(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        text = (update.effective_message.text if update.effective_message else None) or ""
        turn = _turn(update, text)
        if turn is not None:
            reply = await self._once(update, lambda work: _read(work, turn), turn.identity)
            await self._say(update, reply)

    async def _press(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is None or not query.data:
            return
        action, _, value = str(query.data).partition(":")
        by = Identity(Platform.TELEGRAM, str(query.from_user.id))
        reply = await self._once(update, lambda work: pressed(work, by, action, value), by)
        if reply is None:
            await self._answer(query, "")
        elif _is_question(reply):
            await self._answer(query, "")
            await self._say(update, reply)
        else:
            await self._answer(query, reply.text, is_alert=not reply.is_done)

    async def apologise(self, update: Update) -> None:
        """Say that it went wrong for good."""
        await self._say(update, refused(self._runner.desk.say("broken")))

    async def _answer(self, query: CallbackQuery, text: str, *, is_alert: bool = False) -> None:
        try:
            await query.answer(text=text[:ALERT] or None, show_alert=is_alert)
        except TelegramError as error:  # too late: the person sees the message change anyway
            log.info("a press was answered too late", error=error.message)

    async def _once(
        self, update: Update, use_case: Callable[[Work], Reply], by: Identity
    ) -> Reply | None:
        return await self._runner.once(event_of(update), use_case, by)

    async def _say(self, update: Update, reply: Reply | None) -> None:
        if reply is None:
            return  # Telegram has told it twice
        text, keyboard = rendered(reply.message, self._drill)
        chat = update.effective_chat
        if chat is None:
            return
        address = await self._address_of(str(chat.id))
        for _ in range(ATTEMPTS):
            await self._place(address)
            refusal = None
            try:
                await chat.send_message(text, parse_mode=ParseMode.HTML, reply_markup=keyboard)
            except RetryAfter as error:
                refusal = _seconds(error)
            except TelegramError as error:
                log.warning("answering a person failed", error=error.message)
            self._limits.answered(
                "send", address, retry_after=refusal, is_haste=refusal is not None
            )
            if refusal is None:
                return
            await asyncio.sleep(refusal)

    async def _address_of(self, user: str) -> str:
        """Return the address under which the outbox writes to the same chat."""
        by = Identity(Platform.TELEGRAM, user)
        person = await self._runner.look(lambda work: person_of(work, by))
        return f"person/{person.id}" if person else f"chat/{user}"

    async def _place(self, address: str) -> None:
        """Wait until the limits, which the outbox shares, have a place for an answer."""
        while not self._limits.reserve("send", address, RANK[Priority.ANSWER]):  # noqa: ASYNC110
            await asyncio.sleep(self._limits.wait() or SHORTLY)


def event_of(update: Update) -> str:
    """Name what happened, the same when Telegram tells it twice and never the same otherwise."""
    if update.callback_query is not None:
        return f"telegram/{update.update_id}/press/{update.callback_query.id}"
    message = update.effective_message
    told = (
        f"{message.chat_id}/{message.message_id}/{message.date.timestamp():.0f}" if message else ""
    )
    return f"telegram/{update.update_id}/{told}"


def pressed(work: Work, by: Identity, action: str, value: str) -> Reply:
    """Run what a press means."""
    turn = Turn(by, value)
    if action == "say":
        reply = conversation.go_on(work, turn)
        return reply or refused(work.say("dialogue-nothing"))
    if action == "cancel":
        return conversation.cancel(work, turn)
    try:
        number, page = _numbers(value)
    except ValueError:
        return refused(work.say("refused-unclear-press"))
    if action in TASKS:
        return TASKS[action](work, TaskPress(by, TaskId(number)))
    if action in LEAD:
        return LEAD[action](work, by, AlarmId(number))
    if action in ENDINGS:
        return endings.start(work, turn, action, AlarmId(number))
    press = Press(by, CalloutId(number), page)
    if action in ANSWERS:
        return answers.start(work, turn, action, press)
    return _answered(work, action, press)


def _answered(work: Work, action: str, press: Press) -> Reply:
    match action:
        case "ack":
            return answer.answer(work, press, Said(AnswerKind.ACKNOWLEDGED))
        case "change":
            return answer.reopen(work, press)
        case "take":
            return answer.take_over(work, press)
        case "phoned":
            return answer.phoned(work, press)
        case "why":
            return explain.explain_press(work, press)
        case _:
            return refused(work.say("refused-unclear-press"))


def _read(work: Work, turn: Turn) -> Reply:
    """Take free text as the answer to a question, else explain what can be written."""
    if turn.text.startswith("/"):
        return status.help_text(work, telegram=True, unknown=turn.text.split()[0])
    reply = conversation.go_on(work, turn)
    return reply or status.help_text(work, telegram=True, unknown=turn.text[:60])


def _about_an_alarm(work: Work, turn: Turn, verb: str) -> Reply:
    found = status.which_alarm(work, turn.identity, turn.text, None)
    if isinstance(found, Reply):
        return found
    if verb == "status":
        return status.situation_of(work, turn.identity, found.id)
    return endings.start(work, turn, verb, found.id)


def _is_question(reply: Reply) -> bool:
    return len(reply.message.parts) > 1 or len(reply.text) > ALERT


def _seconds(error: RetryAfter) -> float:
    patience = error.retry_after
    return float(patience) if isinstance(patience, int) else patience.total_seconds()


def _numbers(value: str) -> tuple[int, int]:
    number, _, page = value.partition(".")
    return int(number), int(page or 0)


def _turn(update: Update, text: str) -> Turn | None:
    user = update.effective_user
    return Turn(Identity(Platform.TELEGRAM, str(user.id)), text) if user else None
