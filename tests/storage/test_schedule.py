"""How near a storm comes to its least time: claims, limits and outbox in virtual time."""

import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.limits import SLACK_METHODS, PlatformLimits, slack_limits, telegram_limits
from handlers.delivery.deliver import MOST_AT_ONCE, SLOTS
from handlers.delivery.errand import call_of
from storage import backlog, claims, outbox
from storage.engine import Database
from storage.migrate import migrate
from storage.model import Delivery, Platform, Priority
from storage.outbox import Promise
from storage.tables import DeliveryRow

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
RATE = 30.0  # Telegram's calls a second
ROUND_TRIP = 0.005  # seconds
LOCAL = 10
BOUND = 1.02


@dataclass
class VirtualTime:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Sent:
    key: str
    address: str
    at: float


class Telegram:
    """Takes whatever is claimed, and answers each call a round trip later."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.time = VirtualTime()
        self.limits = telegram_limits(RATE, self.time)
        self.sent: list[Sent] = []
        self._on_the_wire: list[tuple[float, int, Delivery]] = []
        self._pressed: frozenset[str] = frozenset()
        self._goes_at: dict[int, float] = {}
        self._counted_at = -1.0

    def deliver_all(self) -> None:
        while self._claim() or self._pass():
            pass

    def _claim(self) -> bool:
        if self.limits.blocked().is_shut:
            return False
        with self.database.transaction() as session:
            if self.time.now >= self._counted_at + 1:
                self._counted_at = self.time.now
                self._pressed = self.limits.pressed(backlog.pages(session, Platform.TELEGRAM))
            claimed = claims.claim(
                session,
                Platform.TELEGRAM,
                NOW,
                limit=min(SLOTS - len(self._on_the_wire), MOST_AT_ONCE),
                blocked=self.limits.blocked(),
                pressed=self._pressed,
                may=self._may,
            )
        for one in claimed:
            answered_at = max(self._goes_at[one.id], self.time.now) + ROUND_TRIP
            heapq.heappush(self._on_the_wire, (answered_at, one.id, one))
        return bool(claimed)

    def _may(self, delivery: Delivery) -> bool:
        goes_at = self.limits.reserve(call_of(delivery))
        if goes_at is not None:
            self._goes_at[delivery.id] = goes_at
        return goes_at is not None

    def _pass(self) -> bool:
        """Let time pass until something is answered or a place is free; False when all is done."""
        waits = [at for at, _, _ in self._on_the_wire[:1]]
        self.limits.blocked()
        free = self.limits.wait()
        if free is not None:
            waits.append(self.time.now + free)
        if not self._on_the_wire and self._is_empty():
            return False
        self.time.now = max(self.time.now + 1e-6, min(waits))
        with self.database.transaction() as session:
            while self._on_the_wire and self._on_the_wire[0][0] <= self.time.now:
                _, _, one = heapq.heappop(self._on_the_wire)
                self.limits.answered(call_of(one))
                claims.delivered(session, one, {}, NOW + timedelta(seconds=self.time.now))
                self.sent.append(Sent(one.key, one.address, self.time.now))
        return True

    def _is_empty(self) -> bool:
        with self.database.transaction() as session:
            return backlog.undone(session) == 0


@pytest.fixture
def telegram(tmp_path: Path) -> Telegram:
    return Telegram(database_in(tmp_path))


def database_in(folder: Path) -> Database:
    database = Database(f"sqlite:///{folder / 'larm.db'}")
    migrate(database)
    return database


def promise_pages(telegram: Telegram, addresses_of_alarms: Sequence[Sequence[str]]) -> None:
    with telegram.database.transaction() as session:
        for alarm, addresses in enumerate(addresses_of_alarms):
            pages = [page(alarm, turn, address) for turn, address in enumerate(addresses)]
            outbox.put_all(session, pages, NOW)


def page(alarm: int, turn: int, address: str) -> Promise:
    return Promise(
        key=f"alarm/{alarm}/page/{turn}",
        platform=Platform.TELEGRAM,
        priority=Priority.FIRST_PAGE,
        lane=f"alarm/{alarm}/page/{turn}",
        subject=f"alarm/{alarm}",
        method="send",
        address=address,
        payload={"op": "send"},
        turn=turn,
    )


def storm(alarms: int, counties: int) -> list[list[str]]:
    """Return whom each alarm pages: ten of its own, and two whom it shares with its county."""
    return [
        [f"person/{alarm}-{n}" for n in range(LOCAL)]
        + [f"person/county-{alarm % counties}-{n}" for n in range(2)]
        for alarm in range(alarms)
    ]


def least(addresses: Sequence[str]) -> float:
    own = max(Counter(addresses).values()) - 1
    return max((len(addresses) - RATE) / RATE, own)


@pytest.mark.parametrize("counties", [3, 4], ids=["nearly both decide", "the overall cap decides"])
def test_a_storm_takes_hardly_longer_than_the_limits_allow_at_the_very_least(
    telegram: Telegram, counties: int
) -> None:
    alarms = storm(60, counties)
    promise_pages(telegram, alarms)

    telegram.deliver_all()

    assert len(telegram.sent) == sum(len(addresses) for addresses in alarms)
    assert last_of(telegram) <= BOUND * least([one.address for one in telegram.sent])


def test_whoever_decides_the_end_waits_for_no_more_than_each_alarms_first_page(
    telegram: Telegram,
) -> None:
    promise_pages(telegram, storm(60, 2))

    telegram.deliver_all()

    own = least([one.address for one in telegram.sent])
    assert last_of(telegram) <= BOUND * own + 60 / RATE


def last_of(telegram: Telegram) -> float:
    return max(one.at for one in telegram.sent)


def test_what_must_be_looked_for_holds_nobody_up_while_no_look_is_left(tmp_path: Path) -> None:
    database = database_in(tmp_path)
    lost = [replace(page(n, 0, f"person/{n}"), platform=Platform.SLACK) for n in range(200)]
    channel = Promise(
        key="alarm/1/channel",
        platform=Platform.SLACK,
        priority=Priority.CHANNEL,
        lane="alarm/1/channel",
        subject="alarm/1/channel",
        method="create_channel",
        address="alarm/1/channel",
        payload={"op": "create_channel"},
    )
    with database.transaction() as session:
        outbox.put_all(session, lost, NOW)
        session.exec(update(DeliveryRow).values(is_uncertain=True))
        outbox.put(session, channel, NOW)

    claimed = claimed_at_once(database, slack_limits(1000, 1000, VirtualTime()))

    assert sum(one.method == "send" for one in claimed) == SLACK_METHODS[claims.LOOK].calls
    assert claimed[-1].key == channel.key


def claimed_at_once(database: Database, limits: PlatformLimits) -> list[Delivery]:
    """Return what may go out while no time passes."""
    found: list[Delivery] = []
    while True:
        with database.transaction() as session:
            claimed = claims.claim(
                session,
                Platform.SLACK,
                NOW,
                limit=MOST_AT_ONCE,
                blocked=limits.blocked(),
                may=lambda one: limits.reserve(call_of(one)) is not None,
            )
        if not claimed:
            return found
        found += claimed
