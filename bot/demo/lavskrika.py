"""The Lavskrika case as a play: who does what when, and how it should end.

Friday 15:40: the alarm. Offices close at 17:00 and open on Monday 08:00. Somebody declines, some
are silent, one sends a substitute, one has no chat, and a neighbour has to be taken over.
"""

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from blueprint import municipalities
from bot.demo.cast import Case
from bot.demo.player import Act, Player
from escalation.advance import state
from escalation.callout import State
from handlers.compose.channel import channel_name
from handlers.picture import Picture
from handlers.work import Work
from roster.model import ActorId
from sandbox.server import Sandbox
from storage import outbox
from storage.model import Ending

ANNA, BO, CARINA, DANIEL, ELIN = (f"U0DEMO00{n}" for n in (1, 2, 3, 4, 5))
FATIMA, ILKKA, KARIN = "U0DEMO006", "U0DEMO009", "U0DEMO011"
MARIA, NILS, OLIVIA, PER, QAMAR = (f"U0DEMO0{n}" for n in (13, 14, 15, 16, 17))
STEFAN, ULRIKA, VINCENT = "U0DEMO019", "U0DEMO021", "U0DEMO022"
GORAN_TG, JASMINA_TG, MARIA_TG, REBECKA_TG = 900007, 900010, 900013, 900018

FRIDAY_CLOSE = timedelta(hours=1, minutes=20)
MONDAY = timedelta(days=2, hours=16, minutes=20)  # Monday 08:00, counted from the alarm
LENGTH = 36

EXPECTED = {
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
SILENT_OVER_THE_WEEKEND = (PER, QAMAR, STEFAN, VINCENT)


def acts(player: Player, case: Case) -> list[Act]:
    """Return what happens, in order."""
    script = _Script(player, case)
    return [Act(case.alarm_at + after, told, do) for after, told, do in script.lines()]


class _Script:
    def __init__(self, player: Player, case: Case) -> None:
        self._stage = player.stage
        self._hands = player.hands
        self._zone = player.stage.larm.desk.tz
        self._case = case
        place = municipalities.by_code(case.municipality)
        shown = place.name if place and case.secrecy != "hemlig" else None
        self._channel = channel_name(case.codename, shown)

    def lines(self) -> Iterator[tuple[timedelta, str, Callable[[], Awaitable[None]]]]:
        """Yield moment after the alarm, what is told, and what is done."""
        hands = self._hands
        yield _at(0), "Anna larmar", self._raise
        yield _at(1), "Anna kvitterar", lambda: hands.press(ANNA, "Kvittera")
        yield _at(2), "Bo ansluter senare", self._bo_joins_later
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
        yield _at(26), "Anna bockar av", lambda: self._tick(ANNA, "Mottagarkapacitet")
        yield _at(27), "Bo tar talespersonen", lambda: self._take(BO, "Kommunikation")
        yield _at(30), "Rebecka kvitterar på Telegram", lambda: hands.tap(REBECKA_TG, "Kvittera")
        yield _at(40), "Ulrika kvitterar", lambda: hands.press(ULRIKA, "Kvittera", "omställ")
        yield _at(55), "Bo är med", lambda: hands.press(BO, "Kvittera", "ansluta")
        yield FRIDAY_CLOSE, "Kontoren stänger", self._nothing
        yield MONDAY + _at(2), "Måndag: Per kvitterar", lambda: hands.press(PER, "Kvittera")
        yield MONDAY + _at(4), "Qamar ansluter i morgon", self._qamar_joins_tomorrow
        yield MONDAY + _at(6), "Vincent kan inte", self._vincent_declines
        yield MONDAY + _at(8), "Stefan kvitterar", lambda: hands.press(STEFAN, "Kvittera")
        yield MONDAY + _at(12), "Ulrika går in", lambda: hands.press(ULRIKA, "Kvittera", "Varsel")
        yield MONDAY + _at(20), "Lägessammanfattningen är ute", self._nothing
        yield MONDAY + _at(40), "Maria har ringt Svenska kraftnät", self._phone
        yield MONDAY + _at(60), "Anna larmar grannkommunerna", self._neighbours
        yield MONDAY + _at(65), "Karin kvitterar", lambda: hands.press(KARIN, "Kvittera")
        yield MONDAY + _at(90), "Maria tar över Hudiksvall", self._take_over
        yield MONDAY + _at(120), "Startmötet är hållet", lambda: self._tick(ANNA, "Larmsystem")
        yield MONDAY + _at(420), "Anna avslutar", self._finish
        yield MONDAY + _at(420 + 25 * 60), "Kanalen är arkiverad", self._nothing

    async def _raise(self) -> None:
        case = self._case
        fields: dict[str, Any] = {
            "Sekretess": case.secrecy,
            "Fakta": case.facts,
            "Kontaktvägar": case.contact_paths,
            "Startmöte": case.start_meeting,
            "Grannkommuner": list(case.neighbours),
        }
        if case.reply_due_at is not None:
            fields["Svar senast"] = case.reply_due_at
        place = municipalities.by_code(case.municipality)
        name = place.name if place else case.municipality
        await self._hands.raise_alarm(ANNA, f"/larm {name} {case.kind} {case.codename}", fields)

    async def _bo_joins_later(self) -> None:
        await self._hands.press(BO, "Ansluter senare")
        await self._hands.fill(BO, "Ansluter senare", {"När ansluter du?": self._today(16, 30)})

    async def _daniel_declines(self) -> None:
        await self._hands.press(DANIEL, "Kan inte")
        await self._hands.fill(DANIEL, "Kan inte", {"Varför?": "Sitter i nämnd till 18"})

    async def _fatima_sends_elin(self) -> None:
        await self._hands.press(FATIMA, "Skickar ersättare")
        await self._hands.fill(FATIMA, "Skickar ersättare", {"Ersättare": "Elin Kangas"})

    async def _maria_commits_hours(self) -> None:
        await self._hands.press(MARIA, "Timmar denna vecka")
        await self._hands.fill(MARIA, "Timmar denna vecka", {"Timmar": "16"})

    async def _qamar_joins_tomorrow(self) -> None:
        await self._hands.press(QAMAR, "Ansluter senare")
        tomorrow = self._today(9, 0) + timedelta(days=1)
        await self._hands.fill(QAMAR, "Ansluter senare", {"När ansluter du?": tomorrow})

    async def _vincent_declines(self) -> None:
        await self._hands.press(VINCENT, "Kan inte")
        await self._hands.fill(VINCENT, "Kan inte", {})

    async def _phone(self) -> None:
        await self._hands.press_in_channel(MARIA, self._channel, "Ringd", "Svenska kraftnät")

    async def _neighbours(self) -> None:
        await self._hands.press(ANNA, "Larma grannkommuner")

    async def _take_over(self) -> None:
        await self._hands.press(MARIA, "Tar över", "Hudiksvall")

    async def _tick(self, user: str, theme: str) -> None:
        await self._hands.press_in_channel(user, self._channel, "Klar", theme)

    async def _take(self, user: str, theme: str) -> None:
        await self._hands.press_in_channel(user, self._channel, "Tar den", theme)

    async def _finish(self) -> None:
        await self._hands.press(ANNA, "Avsluta")
        lessons = {
            "Utfall": "Startgruppen står och svaret är fördelat. Arbetet går över i projektet.",
            "Lärdom 1": "Ersättare för Svenska kraftnät behöver finnas i chatten.",
            "Lärdom 2": "Hudiksvall saknar ersättare.",
            "Lärdom 3": "Larma före lunch på fredagar om det går.",
        }
        await self._hands.fill(ANNA, "Avsluta larmet", lessons)

    async def _nothing(self) -> None:
        """Only time passes."""

    def _today(self, hour: int, minute: int) -> datetime:
        local = self._stage.clock.now().astimezone(self._zone)
        return local.replace(hour=hour, minute=minute, second=0, microsecond=0)


def _at(minutes: int) -> timedelta:
    return timedelta(minutes=minutes)


def judge(work: Work, sandbox: Sandbox, picture: Picture) -> Iterator[str]:
    """Yield what did not end as it should."""
    yield from _judge_answers(picture)
    yield from _judge_weekend(picture)
    yield from _judge_channel(sandbox, picture)
    if picture.alarm.ending is not Ending.FINISHED:
        yield f"larmet är inte avslutat ({picture.alarm.ending})"
    for lost in outbox.buried(work.session, f"alarm/{picture.alarm.id}"):
        yield f"ej levererat: {lost.key} ({lost.error})"
    hasty = [call for call in sandbox.slack.calls if call.status == 429]
    if hasty:
        yield f"{len(hasty)} anrop gjordes för fort"


def _judge_answers(picture: Picture) -> Iterator[str]:
    found = {summons.actor: summons for summons in picture.summonses}
    for actor, expected in EXPECTED.items():
        summons = found.get(ActorId(actor))
        if summons is None:
            yield f"{actor} kallades inte"
        elif state(summons.callout) is not expected:
            yield f"{actor} är {state(summons.callout)}, skulle vara {expected}"
    for actor, person in ANSWERED_BY.items():
        summons = found.get(ActorId(actor))
        given = summons.callout.answer if summons else None
        if given is None or given.by != person:
            yield f"{actor} besvarades av {given.by if given else 'ingen'}, inte av {person}"
    for actor in set(found) - set(EXPECTED):
        yield f"{actor} skulle inte ha kallats"


def _judge_weekend(picture: Picture) -> Iterator[str]:
    """Nobody with office hours may be disturbed from Friday 17:00 to Monday 08:00."""
    start = picture.alarm.opened_at.replace(second=0, microsecond=0)
    closes, opens = start + FRIDAY_CLOSE, start + MONDAY
    quiet = {"trafikverket", "arbetsformedlingen", "demo-larosate", "lansstyrelsen-gavleborg-miljo"}
    for summons in picture.summonses:
        pages = summons.callout.pages
        disturbing = [p for p in pages if closes <= p.promised_at < opens]
        if disturbing:
            yield f"{summons.actor} stördes utanför arbetstid"
        if summons.actor in quiet and not any(p.promised_at >= opens for p in pages):
            yield f"{summons.actor} parkerades inte till måndag"


def _judge_channel(sandbox: Sandbox, picture: Picture) -> Iterator[str]:
    is_secret = picture.alarm.secrecy.value == "hemlig"
    place = None if is_secret else picture.municipality.name
    channel = sandbox.slack.channel(channel_name(picture.alarm.codename, place))
    if channel is None:
        yield "kanalen finns inte"
        return
    digests = [m for m in channel.messages if m.text.startswith("Lägessammanfattning")]
    if len(digests) != 1:
        yield f"{len(digests)} lägessammanfattningar i kanalen, skulle vara en"
    if not channel.is_archived:
        yield "kanalen är inte arkiverad"
    if len(channel.pins) != 2:
        yield f"{len(channel.pins)} fästa meddelanden, skulle vara två"
    if is_secret and any("780 GWh" in message.plain for message in channel.messages):
        yield "ett hemligt ärendes fakta står i kanalen"
