"""Telegram's listeners: parse an update and run a use case, which promises its answer."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from telegram import CallbackQuery, Update
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from blueprint.municipalities import fold
from bot.runner import Runner
from bot.telegram import hearing
from bot.telegram.markup import LONGEST
from escalation.callout import AnswerKind
from handlers import answer, checklist, commands, explain, lead, status, take_over
from handlers.answer import Press, Said
from handlers.checklist import TaskPress
from handlers.commands import Request
from handlers.dialogue import alarm, amending, answers, conversation, duty, endings, row
from handlers.dialogue.turn import Turn
from handlers.identity import Identity
from handlers.reply import Reply, refused, spoken
from handlers.respond import Heard, respond
from handlers.roster import link, wrong_person
from handlers.work import Work
from storage.model import AlarmId, CalloutId, Platform, TaskId

log = structlog.get_logger()

ALERT = 180  # characters of an answer to a press
LONGEST_ALERT = 200  # Telegram shows no more; a drill's answer has a word more
PATIENCE = 5.0  # seconds for an answer to a press; after some fifteen Telegram wants none
PLACES = 8  # answers to presses on the wire at once; the rest of the connections are for messages
LAST_WORDS = 2.0  # seconds for them when we stop
LONGEST_NUMBER = 9  # digits of a number of ours in a press
COMMANDS = (
    *("larm", "lage", "jour", "gaps", "varfor", "avblas", "avsluta", "lamna"),
    *("mina", "ta", "borta", "kalender", "uppgifter", "koppla"),
    *("ovning", "ovningar", "hjalp", "avbryt"),
)
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
        self, application: "Application[Any, Any, Any, Any, Any, Any]", runner: Runner
    ) -> None:
        self._bot = application.bot
        self._runner = runner
        self._places = asyncio.Semaphore(PLACES)
        self._answering: set[asyncio.Task[None]] = set()
        application.add_handler(CallbackQueryHandler(self._press))
        spoken = filters.ALL & ~filters.StatusUpdate.ALL  # a photo too is something said
        application.add_handler(MessageHandler(spoken, self._message))

    async def apologise(self, update: Update) -> None:
        """Say that it went wrong for good."""
        heard = _heard(update)
        if heard is not None and _is_private(update):
            sorry = refused(self._runner.desk.say("broken"))
            await self._runner.act(lambda work: respond(work, heard, sorry))

    async def finish(self) -> None:
        """Let the answers to presses that are on the wire arrive, but do not wait for long."""
        if self._answering:
            _, late = await asyncio.wait(self._answering, timeout=LAST_WORDS)
            for task in late:
                task.cancel()

    async def _message(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        heard, message = _heard(update), update.effective_message
        if heard is None or message is None:
            return
        text = message.text
        if not _is_private(update):
            if self._is_for_us(text or ""):
                await self._answered(heard, self._ask_to_come)
        elif text is None:
            await self._answered(heard, lambda work: refused(work.say("help-only-text")))
        else:
            turn = Turn(heard.by, text, event=heard.event)
            await self._answered(heard, lambda work: understood(work, turn, self._bot.username))

    async def _answered(self, heard: Heard, use_case: Callable[[Work], Reply]) -> None:
        """Run a use case once, and promise its answer with what it changes."""

        def told(work: Work) -> Reply:
            reply = use_case(work)
            respond(work, heard, reply)
            return reply

        await self._runner.once(heard.event, told, heard.by)

    def _is_for_us(self, text: str) -> bool:
        """Whether a text in a group is a command for us: others' bots have commands too."""
        found = hearing.command(text)
        if found is None or not found.is_for(self._bot.username):
            return False
        return bool(found.addressee) or found.word in VERBS

    def _ask_to_come(self, work: Work) -> Reply:
        """A group may read along: whatever is wanted is said privately."""
        return refused(work.say("direct-please", link=f"https://t.me/{self._bot.username}"))

    async def _press(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        query, heard = update.callback_query, _heard(update)
        if query is None or heard is None or not query.data:
            return
        action, _, value = str(query.data).partition(":")
        turn = Turn(heard.by, "", event=heard.event)
        if _is_private(update):
            reply = await self._runner.once(
                heard.event, lambda work: _pressed(work, heard, turn, action, value), heard.by
            )
        else:
            reply = await self._runner.look(self._ask_to_come, heard.by)
        self._answer_press(query, reply)

    def _answer_press(self, query: CallbackQuery, reply: Reply | None) -> None:
        """Answer at once, in a task of its own: nobody else waits while it is on the wire."""
        task = asyncio.create_task(self._send_answer(query, reply))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _send_answer(self, query: CallbackQuery, reply: Reply | None) -> None:
        is_short = reply is not None and _is_short(reply)  # None: Telegram has told it twice
        text = self._spoken(reply) if reply is not None and is_short else None
        is_alert = is_short and reply is not None and not reply.is_done
        try:
            async with asyncio.timeout(PATIENCE), self._places:
                await query.answer(text=text or None, show_alert=is_alert)
        except (TelegramError, TimeoutError) as error:
            # Too late: the person sees the message change anyway.
            log.info("a press was answered too late", error=str(error))

    def _spoken(self, reply: Reply) -> str:
        return spoken(self._runner.desk, reply)[:LONGEST_ALERT]


def event_of(update: Update) -> str:
    """Name what happened, the same when Telegram tells it twice and never the same otherwise."""
    if update.callback_query is not None:
        return f"telegram/{update.update_id}/press/{update.callback_query.id}"
    message = update.effective_message
    told = (
        f"{message.chat_id}/{message.message_id}/{message.date.timestamp():.0f}" if message else ""
    )
    return f"telegram/{update.update_id}/{told}"


def understood(work: Work, turn: Turn, username: str) -> Reply:
    """Run what somebody wrote: a command, or the answer to a question; else explain."""
    found = hearing.command(turn.text)
    if found is None and not turn.text.startswith("/"):
        reply = conversation.go_on(work, turn)
        return reply or status.help_text(work, telegram=True, unknown=turn.text[:60])
    if found is None or not found.is_for(username):
        return status.help_text(work, telegram=True, unknown=turn.text.split()[0][:60])
    word, rest = _as_here(found.word, found.rest)
    if word not in VERBS:
        return status.help_text(work, telegram=True, unknown=f"/{word}"[:60])
    return VERBS[word](work, Turn(turn.identity, rest, event=turn.event))


def _as_here(word: str, rest: str) -> tuple[str, str]:
    """Turn `/larm läge Lavskrika`, as one writes it in Slack, into our own command."""
    first, _, behind = rest.partition(" ")
    inner = hearing.command(f"/{first}") if word == "larm" and first else None
    if inner is not None and inner.word in SPELT_AS_IN_SLACK:
        word, rest = inner.word, behind.strip()
    if word == "lamna":
        rest = rest.removeprefix("över").removeprefix("over").strip()
    return word, rest


def pressed(work: Work, turn: Turn, action: str, value: str) -> Reply:
    """Run what a press means."""
    if action == "say":
        return conversation.choose(work, turn, value)
    if action == "cancel":
        return conversation.cancel_press(work, turn, value)
    if action == duty.AWAY:
        return duty.start_away(work, turn)
    if action == duty.ELSE:
        return duty.start_else(work, turn, value)
    if action == row.KIND:
        return row.start(work, turn)
    if action in commands.PRESSES:
        asked = Request(turn.identity, value, turn.event)
        return commands.PRESSES[action](work, asked)
    numbers = _numbers(value)
    if numbers is None:
        return refused(work.say("refused-unclear-press-telegram"))
    return _on_number(work, turn, action, *numbers)


def _on_number(work: Work, turn: Turn, action: str, number: int, page: int) -> Reply:
    if action in TASKS:
        return TASKS[action](work, TaskPress(turn.identity, TaskId(number)))
    if action in LEAD:
        return LEAD[action](work, turn.identity, AlarmId(number))
    if action == amending.KIND:
        return amending.start(work, turn, AlarmId(number))
    if action in ENDINGS:
        return endings.start(work, turn, action, AlarmId(number))
    if action == "status":
        return VERBS["lage"](work, Turn(turn.identity, str(number)))
    press = Press(turn.identity, CalloutId(number), page)
    if action in ANSWERS:
        return answers.start(work, turn, action, press)
    return _press_on_summons(work, action, press)


def _pressed(work: Work, heard: Heard, turn: Turn, action: str, value: str) -> Reply:
    """Run a press; what a short text over the chat cannot say is promised as a message."""
    reply = pressed(work, turn, action, value)
    if not _is_short(reply):
        respond(work, heard, reply)
    return reply


def _press_on_summons(work: Work, action: str, press: Press) -> Reply:
    match action:
        case "ack":
            return answer.answer(work, press, Said(AnswerKind.ACKNOWLEDGED))
        case "change":
            return answer.reopen(work, press)
        case "take":
            return take_over.take_over(work, press)
        case "phoned":
            return take_over.phoned(work, press)
        case "wrong":
            return wrong_person.wrong_person(work, press)
        case "why":
            return explain.explain_press(work, press)
        case _:
            return refused(work.say("refused-unclear-press-telegram"))


def _about_an_alarm(verb: str) -> Callable[[Work, Turn], Reply]:
    def use_case(work: Work, turn: Turn) -> Reply:
        found = status.which_alarm(work, turn.identity, turn.text, None, offer=verb)
        if isinstance(found, Reply):
            return found
        if verb == "status":
            return status.situation_of(work, turn.identity, found.id)
        return endings.start(work, turn, verb, found.id)

    return use_case


def _help(work: Work, _turn: Turn) -> Reply:
    return status.help_text(work, telegram=True)


def _asked(use_case: commands.UseCase) -> Callable[[Work, Turn], Reply]:
    return lambda work, turn: use_case(work, Request(turn.identity, turn.text, turn.event))


def _hand_over(work: Work, turn: Turn) -> Reply:
    use_case = commands.found("lamna", turn.text)
    return _asked(use_case)(work, turn) if use_case else _about_an_alarm("handover")(work, turn)


def _drill(work: Work, turn: Turn) -> Reply:
    first, _, rest = turn.text.partition(" ")
    use_case = commands.DRILL_WORDS.get(fold(first))
    if use_case is None:
        return alarm.start_drill(work, turn)
    return use_case(work, Request(turn.identity, rest, turn.event))


VERBS: Mapping[str, Callable[[Work, Turn], Reply]] = {
    **{word: _asked(use_case) for word, use_case in commands.WORDS.items()},
    "borta": duty.start_away,
    "franvaro": duty.start_away,
    "start": lambda work, turn: link.start(work, turn.identity, turn.text, turn.event),
    "larm": alarm.start,
    "ovning": _drill,
    "jour": lambda work, turn: status.on_call(work, turn.identity, turn.text, telegram=True),
    "hjalp": _help,
    "help": _help,
    "avbryt": conversation.cancel,
    "lage": _about_an_alarm("status"),
    "avblas": _about_an_alarm("calloff"),
    "avsluta": _about_an_alarm("finish"),
    "lamna": _hand_over,
}
SPELT_AS_IN_SLACK = set(VERBS) - {"start", "larm"}


def _is_short(reply: Reply) -> bool:
    """Whether a short text over the chat says it all."""
    is_plain = len(reply.message.parts) == 1 and not reply.is_question
    return is_plain and len(reply.text) <= ALERT


def _numbers(value: str) -> tuple[int, int] | None:
    """Read `<number>.<page>`; anybody can send what no button of ours says."""
    number, _, page = value.partition(".")
    given = (number, page or "0")
    if not all(one.isdecimal() and len(one) <= LONGEST_NUMBER for one in given):
        return None
    return int(number), int(page or 0)


def _heard(update: Update) -> Heard | None:
    """Return who said something where; None when no person did."""
    user, chat = update.effective_user, update.effective_chat
    if user is None or user.is_bot:
        return None
    by = Identity(Platform.TELEGRAM, str(user.id))
    return Heard(by, str(chat.id if chat else user.id), event_of(update), LONGEST)


def _is_private(update: Update) -> bool:
    chat, user = update.effective_chat, update.effective_user
    return chat is None or (user is not None and chat.id == user.id)
