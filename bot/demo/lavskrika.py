"""The Lavskrika case as a play: who does what when, and how it should end.

Friday 15:40: the alarm. Offices close at 17:00 and open on Monday 08:00. Somebody declines, some
are silent, one sends a substitute, one has no chat, and a neighbour has to be taken over.
"""

from collections.abc import Iterator
from datetime import timedelta

from bot.demo.script import Ends, Line, Quiet, Script, after, nothing
from escalation.callout import State

ANNA, BO, CARINA, DANIEL, ELIN = (f"U0DEMO00{n}" for n in (1, 2, 3, 4, 5))
FATIMA, ILKKA, KARIN = "U0DEMO006", "U0DEMO009", "U0DEMO011"
MARIA, NILS, OLIVIA, PER, QAMAR = (f"U0DEMO0{n}" for n in (13, 14, 15, 16, 17))
STEFAN, ULRIKA, VINCENT = "U0DEMO019", "U0DEMO021", "U0DEMO022"
GORAN_TG, JASMINA_TG, MARIA_TG, REBECKA_TG = 900007, 900010, 900013, 900018

FRIDAY_CLOSE = after(hours=1, minutes=20)
MONDAY = after(days=2, hours=16, minutes=20)  # Monday 08:00, counted from the alarm

STATES = {
    "soderhamn-naringsliv": State.ACKNOWLEDGED,
    "soderhamn-ledning": State.ACKNOWLEDGED,
    "soderhamn-mark": State.ACKNOWLEDGED,
    "soderhamn-plan": State.ACKNOWLEDGED,
    "soderhamn-registrator": State.ACKNOWLEDGED,
    "soderhamn-jurist": State.ACKNOWLEDGED,
    "soderhamn-kommunikation": State.ACKNOWLEDGED,
    "demo-elnat": State.ACKNOWLEDGED,
    "demo-va-energi": State.ACKNOWLEDGED,
    "demohem": State.ACKNOWLEDGED,
    "region-gavleborg": State.ACKNOWLEDGED,
    "region-gavleborg-kompetens": State.ACKNOWLEDGED,
    "lansstyrelsen-gavleborg": State.ACKNOWLEDGED,
    "lansstyrelsen-gavleborg-miljo": State.ACKNOWLEDGED,
    "demo-larosate": State.JOINING,
    "business-sweden": State.ACKNOWLEDGED,
    "trafikverket": State.ACKNOWLEDGED,
    "svenska-kraftnat": State.ACKNOWLEDGED,
    "tillvaxtverket": State.ACKNOWLEDGED,
    "arbetsformedlingen": State.ACKNOWLEDGED,
    "bollnas-naringsliv": State.ACKNOWLEDGED,
    "hudiksvall-naringsliv": State.TAKEN_OVER,
}
ANSWERED_BY = {  # where it was not the person on call
    "soderhamn-plan": "carina-sundin",
    "soderhamn-jurist": "elin-kangas",
    "demo-elnat": "ilkka-niemi",
    "arbetsformedlingen": "ulrika-sjoberg",
    "hudiksvall-naringsliv": "maria-nystrom",
}
ENDS = Ends(
    states=STATES,
    answered_by=ANSWERED_BY,
    quiet=Quiet(
        closes=FRIDAY_CLOSE,
        opens=MONDAY,
        parked=(
            "trafikverket",
            "arbetsformedlingen",
            "demo-larosate",
            "lansstyrelsen-gavleborg-miljo",
        ),
        always_open=(),
    ),
    digests=1,
    hidden="780 GWh",
)


class Lavskrika(Script):
    """An establishment on a Friday afternoon."""

    def lines(self) -> Iterator[Line]:
        yield from self._friday()
        yield from self._monday()

    def _friday(self) -> Iterator[Line]:
        hands = self.hands
        yield _at(0), "Anna larmar", lambda: self.raise_alarm(ANNA)
        yield _at(1), "Anna kvitterar", lambda: hands.press(ANNA, "Kvittera")
        yield _at(2), "Bo ansluter senare", lambda: self.joins(BO, self.today(16, 30))
        yield _at(3), "Carina kvitterar", lambda: hands.press(CARINA, "Kvittera")
        yield _at(4), "Daniel kan inte", self._daniel_declines
        yield _at(5), "Maria kvitterar på Telegram", lambda: hands.tap(MARIA_TG, "Kvittera")
        yield _at(6), "Carina tar planfrågorna", lambda: hands.press(CARINA, "Kvittera", "Planenh")
        yield _at(6), "Ilkka kvitterar", lambda: hands.press(ILKKA, "Kvittera", "Vatten")
        yield _at(7), "Elin kvitterar", lambda: hands.press(ELIN, "Kvittera", "Registr")
        yield _at(8), "Fatima skickar Elin", self._fatima_sends_elin
        yield _at(9), "Göran kvitterar på Telegram", lambda: hands.tap(GORAN_TG, "Kvittera")
        yield _at(9), "Elin går in för juristen", lambda: hands.press(ELIN, "Kvittera", "jurist")
        yield _at(11), "Maria anger timmar", self._maria_commits_hours
        yield _at(12), "Jasmina kvitterar på Telegram", lambda: hands.tap(JASMINA_TG, "Kvittera")
        yield _at(15), "Nils kvitterar", lambda: hands.press(NILS, "Kvittera")
        yield _at(18), "Olivia kvitterar", lambda: hands.press(OLIVIA, "Kvittera")
        yield _at(25), "Ilkka tar elnätet", lambda: hands.press(ILKKA, "Kvittera", "Elnät")
        yield _at(26), "Anna bockar av", lambda: self.tick(ANNA, "Mottagarkapacitet")
        yield _at(27), "Bo tar talespersonen", lambda: self.take(BO, "Kommunikation")
        yield _at(30), "Rebecka kvitterar på Telegram", lambda: hands.tap(REBECKA_TG, "Kvittera")
        yield _at(40), "Ulrika kvitterar", lambda: hands.press(ULRIKA, "Kvittera", "omställ")
        yield _at(55), "Bo är med", lambda: hands.press(BO, "Kvittera", "ansluta")
        yield FRIDAY_CLOSE, "Kontoren stänger", nothing

    def _monday(self) -> Iterator[Line]:
        hands = self.hands
        yield _monday(2), "Måndag: Per kvitterar", lambda: hands.press(PER, "Kvittera")
        yield _monday(4), "Qamar ansluter i morgon", self._qamar_joins_tomorrow
        yield _monday(6), "Vincent kan inte", lambda: self.fill(VINCENT, "Kan inte", {})
        yield _monday(8), "Stefan kvitterar", lambda: hands.press(STEFAN, "Kvittera")
        yield _monday(12), "Ulrika går in", lambda: hands.press(ULRIKA, "Kvittera", "Varsel")
        yield _monday(20), "Lägessammanfattningen är ute", nothing
        yield _monday(40), "Maria har ringt Svenska kraftnät", self._maria_phones
        yield _monday(60), "Anna larmar grannkommunerna", self._anna_calls_neighbours
        yield _monday(65), "Karin kvitterar", lambda: hands.press(KARIN, "Kvittera")
        yield _monday(90), "Maria tar över Hudiksvall", self._maria_takes_over
        yield _monday(120), "Startmötet är hållet", lambda: self.tick(ANNA, "Larmsystem")
        yield _monday(420), "Anna avslutar", self._anna_finishes
        yield _monday(420 + 25 * 60), "Kanalen är arkiverad", nothing

    async def _daniel_declines(self) -> None:
        await self.fill(DANIEL, "Kan inte", {"Varför?": "Sitter i nämnd till 18"})

    async def _fatima_sends_elin(self) -> None:
        await self.fill(FATIMA, "Skickar ersättare", {"Ersättare": "Elin Kangas"})

    async def _maria_commits_hours(self) -> None:
        await self.fill(MARIA, "Timmar denna vecka", {"Timmar": "16"})

    async def _qamar_joins_tomorrow(self) -> None:
        await self.joins(QAMAR, self.today(9) + timedelta(days=1))

    async def _maria_phones(self) -> None:
        await self.phone(MARIA, "Svenska kraftnät")

    async def _anna_calls_neighbours(self) -> None:
        await self.hands.press(ANNA, "Larma grannkommuner")

    async def _maria_takes_over(self) -> None:
        await self.hands.press(MARIA, "Tar över", "Hudiksvall")

    async def _anna_finishes(self) -> None:
        await self.finish(
            ANNA,
            "Startgruppen står och svaret är fördelat. Arbetet går över i projektet.",
            "Ersättare för Svenska kraftnät behöver finnas i chatten.",
            "Hudiksvall saknar ersättare.",
            "Larma före lunch på fredagar om det går.",
        )


def _at(minutes: int) -> timedelta:
    return after(minutes=minutes)


def _monday(minutes: int) -> timedelta:
    return MONDAY + after(minutes=minutes)
