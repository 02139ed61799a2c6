"""What people do in an ordeal, in phases; whoever gets no answer tries again, as people do."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from bot.demo.actors import Hands
from escalation.callout import AnswerKind
from sandbox.slack.socket import NoAckError
from sandbox.telegram.state import Message
from tests.ordeal.installation import HaltError, Installation
from tests.ordeal.town import NAMES, SLACK, TELEGRAM
from tests.ordeal.verdict import Claim

MOST_ATTEMPTS = 120
PAUSE = 0.1  # seconds between attempts
PATIENCE = 4.0  # seconds that a person waits for a question in Telegram
GLANCE = 0.01  # seconds
CODENAME = "Lavskrika"
LABELS: Mapping[AnswerKind, str] = {
    AnswerKind.ACKNOWLEDGED: "Kvittera",
    AnswerKind.LATER: "Ansluter senare",
    AnswerKind.SUBSTITUTE: "Skickar ersättare",
    AnswerKind.DECLINED: "Kan inte",
}
QUESTIONS: Mapping[AnswerKind, str] = {
    AnswerKind.LATER: "när ansluter du",
    AnswerKind.SUBSTITUTE: "vem skickar du",
    AnswerKind.DECLINED: "Varför kan du inte",
}
FINISH = {"Utfall": "Svaret är lämnat", "Lärdom 1": "Ett", "Lärdom 2": "Två", "Lärdom 3": "Tre"}
UNHEARD = (NoAckError, LookupError, TimeoutError)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a person does, and what must have come of it."""

    claim: Claim
    do: Callable[[], Awaitable[None]]


@dataclass
class People:
    """Everybody in the town, and what they have been told is accepted."""

    installation: Installation
    told: list[Claim] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hands = Hands(self.installation.sandbox)
        self._hands_of: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._slack = self.installation.sandbox.slack
        self._telegram = self.installation.sandbox.telegram

    async def insist(self, deed: Deed) -> None:
        """Do it until it is acknowledged, or can be seen to have been done."""
        async with self._hands_of[deed.claim.by]:
            for _ in range(MOST_ATTEMPTS):
                await self.installation.stand()
                self._slack.close(SLACK[deed.claim.by])  # a form left over from the last attempt
                if await self._is_acknowledged(deed):
                    self.told.append(deed.claim)
                    return
                await self.installation.stand()
                if deed.claim.holds(self.installation.ledger()):
                    return
                await asyncio.sleep(PAUSE)
        raise HaltError(f"{deed.claim} was never acknowledged")

    async def _is_acknowledged(self, deed: Deed) -> bool:
        doing = asyncio.ensure_future(deed.do())
        dying = asyncio.ensure_future(self.installation.death())
        try:
            await asyncio.wait({doing, dying}, return_when=asyncio.FIRST_COMPLETED)
            is_heard = doing.done()
        finally:
            doing.cancel()
            dying.cancel()
        with suppress(*UNHEARD, asyncio.CancelledError):
            await doing
            return is_heard
        return False

    async def raise_alarm(self, codename: str = CODENAME, person: str = "anna") -> None:
        command = f"/larm Söderhamn etablering {codename}"

        async def do() -> None:
            await self.hands.raise_alarm(SLACK[person], command, {})

        await self.insist(Deed(Claim("opened", codename, by=person), do))

    async def raise_on_telegram(self, codename: str = CODENAME, person: str = "anna") -> None:
        user = TELEGRAM[person]

        async def do() -> None:
            seen = len(self._telegram.messages(user))
            await self._telegram.send(user, f"/larm Söderhamn etablering {codename}")
            await self._tap(user, await self._until_asked(user, seen, "Larma nu"), "Larma nu")

        await self.insist(Deed(Claim("opened", codename, by=person), do))

    async def answer(
        self, person: str, actor: str, kind: AnswerKind, codename: str = CODENAME
    ) -> None:
        """Answer a summons in Slack."""
        label = LABELS[kind]

        async def do() -> None:
            await self._press(SLACK[person], label, actor, codename)
            if kind in QUESTIONS:
                await self.hands.fill(SLACK[person], label, self._entered(kind))

        claim = Claim("answered", codename, by=person, actor=actor, kind=kind)
        await self.insist(Deed(claim, do))

    async def answer_on_telegram(
        self, person: str, actor: str, kind: AnswerKind, codename: str = CODENAME
    ) -> None:
        user = TELEGRAM[person]
        label = LABELS[kind]

        async def do() -> None:
            seen = len(self._telegram.messages(user))
            await self._tap(user, self._newest(user, label, actor, codename), label)
            if kind in QUESTIONS:
                await self._choose(user, seen, QUESTIONS[kind])

        claim = Claim("answered", codename, by=person, actor=actor, kind=kind)
        await self.insist(Deed(claim, do))

    async def finish(self, codename: str = CODENAME, person: str = "anna") -> None:
        """End the alarm in Slack, with outcome and lessons."""

        async def do() -> None:
            await self._slack.command(SLACK[person], f"/larm avsluta {codename}")
            await self.hands.fill(SLACK[person], "Avsluta larmet", FINISH)

        await self.insist(Deed(Claim("finished", codename, by=person), do))

    async def let_time_pass(self, length: timedelta) -> None:
        """Go from one due moment to the next, until so much time has passed."""
        end = self.installation.clock.now() + length
        while (now := self.installation.clock.now()) < end:
            due = self.installation.ledger().earliest_due
            target = min(end, due) if due is not None else end
            self.installation.jump(max((target - now).total_seconds(), 0.001))
            await self.installation.quiet()

    def _entered(self, kind: AnswerKind) -> Mapping[str, object]:
        moment = self.installation.clock.now() + timedelta(hours=2)
        entered: dict[AnswerKind, Mapping[str, object]] = {
            AnswerKind.LATER: {"När ansluter du?": moment},
            AnswerKind.SUBSTITUTE: {"Ersättare": "Karin Ö"},
            AnswerKind.DECLINED: {"Varför?": "Sjuk"},
        }
        return entered[kind]

    async def _press(self, user: str, label: str, actor: str, codename: str) -> None:
        fitting = [
            message
            for message in self._slack.direct(user)
            if label in message.labels and NAMES[actor] in message.plain
            if codename in message.plain
        ]
        if not fitting:
            raise LookupError(f"{label} about {actor} in {codename} for {user}")
        await self._slack.press(user, fitting[-1], label)

    def _newest(self, user: int, label: str, actor: str, codename: str) -> Message:
        fitting = [
            message
            for message in self._telegram.from_bot(user)
            if label in message.labels and NAMES[actor] in message.text
            if codename in message.text
        ]
        if not fitting:
            raise LookupError(f"{label} about {actor} in {codename} for {user}")
        return fitting[-1]

    async def _choose(self, user: int, seen: int, question: str) -> None:
        """Wait for a question; press the first of the answers that it offers."""
        asked = await self._until_asked(user, seen, question)
        offered = [label for label in asked.labels if label != "Avbryt"]
        if not offered:
            raise LookupError(asked.text)
        await self._tap(user, asked, offered[0])

    async def _until_asked(self, user: int, seen: int, words: str) -> Message:
        """Wait for a message beyond those seen with these words in its text or on a button."""
        for _ in range(int(PATIENCE / GLANCE)):
            for message in self._telegram.messages(user)[seen:]:
                if message.from_bot and (words in message.text or words in message.labels):
                    return message
            await asyncio.sleep(GLANCE)
        raise TimeoutError(words)

    async def _tap(self, user: int, message: Message, label: str) -> None:
        answered = await self._telegram.press(user, message, label)
        if answered is None or answered.is_alert:
            raise LookupError(f"{label}: {answered}")
