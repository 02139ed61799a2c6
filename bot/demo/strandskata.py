"""The Strandskata case as a play: a notice of dismissal before Christmas, and how it should end.

Tuesday 10:05: the alarm. It is public at 11:00, and only then is the union summoned. Offices close
on Wednesday at 12:00 and open after Christmas, on Monday 08:00. One declines and nobody is next,
one is silent and has a deputy, one joins when the offices have opened again.
"""

from collections.abc import Iterator
from datetime import timedelta

from bot.demo.script import Ends, Line, Quiet, Script, after, nothing
from escalation.callout import State

REBECKA, STEFAN, ULRIKA, VINCENT = "U0DEMO018", "U0DEMO019", "U0DEMO021", "U0DEMO022"
WILMA, ZARA = "U0DEMO023", "U0DEMO025"
ZARA_TG, ASA_TG, ARLA_TG, ORJAN_TG = 900025, 900026, 900027, 900028

WEDNESDAY = after(hours=21, minutes=55)  # 08:00, counted from the alarm
CHRISTMAS = WEDNESDAY + after(hours=4)
AFTER_CHRISTMAS = WEDNESDAY + after(days=5)
JANUARY = WEDNESDAY + after(days=12)

ENDS = Ends(
    states={
        "nassjo-naringsliv": State.ACKNOWLEDGED,
        "hoglandsforbundet": State.ACKNOWLEDGED,
        "region-jonkoping": State.ACKNOWLEDGED,
        "trr": State.ACKNOWLEDGED,
        "tsl": State.ACKNOWLEDGED,
        "business-sweden": State.TAKEN_OVER,
        "trafikverket": State.ACKNOWLEDGED,
        "svenska-kraftnat": State.ACKNOWLEDGED,
        "tillvaxtverket": State.ACKNOWLEDGED,
        "arbetsformedlingen": State.ACKNOWLEDGED,
        "fackklubben": State.ACKNOWLEDGED,
    },
    answered_by={"hoglandsforbundet": "zara-holm", "business-sweden": "zara-holm"},
    quiet=Quiet(closes=CHRISTMAS, opens=AFTER_CHRISTMAS, parked=("trafikverket",), always_open=()),
    digests=5,
    hidden="21 500 m²",
)


class Strandskata(Script):
    """A notice of dismissal on the day before Christmas Eve's eve."""

    def lines(self) -> Iterator[Line]:
        yield from self._tuesday()
        yield from self._later()

    def _tuesday(self) -> Iterator[Line]:
        hands = self.hands
        yield _at(0), "Wilma larmar", lambda: self.raise_alarm(WILMA)
        yield _at(1), "Wilma kvitterar", lambda: hands.press(WILMA, "Kvittera")
        yield _at(3), "Zara kvitterar på Telegram", lambda: hands.tap(ZARA_TG, "Kvittera")
        yield _at(5), "Rebecka kan inte", self._rebecka_declines
        yield _at(8), "Ulrika kvitterar", lambda: hands.press(ULRIKA, "Kvittera", "omställ")
        yield _at(12), "TRR kvitterar på Telegram", lambda: hands.tap(ASA_TG, "Kvittera")
        yield _at(14), "TSL kvitterar på Telegram", lambda: hands.tap(ARLA_TG, "Kvittera")
        yield _at(24), "Zara går in för Höglandet", self._zara_steps_in
        yield _at(30), "Stefan ansluter efter jul", self._stefan_joins_later
        yield _at(55), "Personalen vet: Wilma gör det offentligt", self._wilma_publishes
        yield _at(65), "Fackklubben kvitterar", lambda: hands.tap(ORJAN_TG, "Kvittera")
        yield _at(80), "Zara har ringt Svenska kraftnät", self._zara_phones
        yield _at(85), "Zara tar över Invest", self._zara_takes_over
        yield _at(89), "Vincent kvitterar", lambda: hands.press(VINCENT, "Kvittera")
        yield _at(240), "Beredskapssvaret är klart", lambda: self.tick(WILMA, "Kommunikation")

    def _later(self) -> Iterator[Line]:
        hands = self.hands
        yield WEDNESDAY, "Onsdag: uppstartsgruppen", lambda: self.tick(WILMA, "Larmsystem")
        yield CHRISTMAS, "Kontoren stänger för julen", nothing
        yield AFTER_CHRISTMAS, "Måndag efter jul: kontoren öppnar", nothing
        yield (
            AFTER_CHRISTMAS + _at(65),
            "Stefan är med",
            lambda: hands.press(STEFAN, "Kvittera", "ansluta"),
        )
        yield JANUARY + _at(5), "Kompetenskartläggningen startar", self._zara_takes_skills
        yield JANUARY + _at(420), "Wilma avslutar", self._wilma_finishes
        yield JANUARY + _at(420 + 25 * 60), "Kanalen är arkiverad", nothing

    async def _rebecka_declines(self) -> None:
        await self.fill(REBECKA, "Kan inte", {"Varför?": "Ingen investerare i ärendet än"})

    async def _zara_steps_in(self) -> None:
        await self.hands.press(ZARA, "Kvittera", "Höglandsförbundet")

    async def _stefan_joins_later(self) -> None:
        await self.joins(STEFAN, self.today(9) + timedelta(days=6))

    async def _wilma_publishes(self) -> None:
        await self.hands.press(WILMA, "Offentligt")

    async def _zara_phones(self) -> None:
        await self.phone(ZARA, "Svenska kraftnät")

    async def _zara_takes_over(self) -> None:
        await self.hands.press(ZARA, "Tar över", "Business Sweden")

    async def _zara_takes_skills(self) -> None:
        await self.take(ZARA, "Kompetensförsörjning")

    async def _wilma_finishes(self) -> None:
        await self.finish(
            WILMA,
            "Uppstartsgruppen arbetar vidare. Kompetenskartläggningen har startat.",
            "Business Sweden saknar ersättare.",
            "Facket behöver veta i förväg vilken väg det kallas.",
            "Bestäm före helgen vem som svarar pressen.",
        )


def _at(minutes: int) -> timedelta:
    return after(minutes=minutes)
