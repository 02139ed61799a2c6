"""How soon somebody who asks hears what a county lacks, in a country's roster."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from random import Random

from benchmarks import scenery
from benchmarks.figures import Figure
from blueprint import municipalities, places
from blueprint.model import Level, ThemeCode
from handlers.roster import gaps
from handlers.work import Desk, Work
from roster.model import (
    Absence,
    Actor,
    ActorId,
    DailyHours,
    OfficeHours,
    Override,
    Person,
    PersonId,
    Roster,
    Rotation,
    ServingHours,
    Turn,
)
from storage import replacement
from storage.engine import Database

PEOPLE, ACTORS = 20_000, 3_000
REGIONAL, NATIONAL = 8, 20  # actors for each county, and for the country
ABSENCES = 2_000
OVERRIDES = 1_000
COUNTY = "14"  # the one with the most municipalities: 49
ROUNDS = 3
BOUND = 1000  # ms
SEED = 7
TURNS = (Turn.WEEKLY, Turn.DAILY, Turn.FIXED, Turn.MONTHLY)
WEEKDAYS = ServingHours(frozenset(range(5)), clock(8), clock(17))


async def measure() -> list[Figure]:
    """Measure on SQLite in a file: the first asker reads the roster, the next finds it read."""
    desk = scenery.desk()
    with scenery.database() as database:
        with database.transaction() as session:
            replacement.replace_roster(session, _roster(), scenery.NOW)
        cold = _asked(database, desk, COUNTY)
        warm = min(_asked(database, desk, COUNTY) for _ in range(ROUNDS))
        one = min(_asked(database, desk, "1480") for _ in range(ROUNDS))
    size = f"{PEOPLE:,} people, {ACTORS:,} actors"
    return [
        Figure(f"{size}: a county of 49 municipalities, four weeks of gaps", cold * 1000, BOUND),
        Figure("the same once its part of the roster is read", warm * 1000, BOUND),
        Figure("one municipality, four weeks of gaps", one * 1000, BOUND),
    ]


def _asked(database: Database, desk: Desk, code: str) -> float:
    """Return how many seconds the answer takes."""
    place = places.by_code(code)
    if place is None:
        raise LookupError(code)
    begun = time.perf_counter()
    with database.transaction() as session:
        work = Work(session, desk, scenery.NOW, scenery.NOW)
        gaps.report(work, [place], "sv")
    return time.perf_counter() - begun


def _roster() -> Roster:
    """Return a roster in which people share, are away, swap and leave as they do."""
    chance = Random(SEED)
    names = [PersonId(f"p{number}") for number in range(PEOPLE)]
    listed = {
        name: Person(name, f"Person {name}", slack=f"U{name.upper()}", until=_until(chance))
        for name in names
    }
    actors = tuple(_actor(number, area, names, chance) for number, area in enumerate(_areas()))
    return Roster(
        people=listed,
        actors=actors,
        overrides=tuple(_override(chance.choice(actors), names, chance) for _ in range(OVERRIDES)),
        absences=tuple(Absence(chance.choice(names), *_period(chance)) for _ in range(ABSENCES)),
    )


def _areas() -> list[tuple[Level, str]]:
    counties = sorted({one.county_code for one in municipalities.everyone()})
    shared = [(Level.REGIONAL, county) for county in counties for _ in range(REGIONAL)]
    shared += [(Level.NATIONAL, "SE")] * NATIONAL
    local = [(Level.LOCAL, scenery.CODES[n % len(scenery.CODES)]) for n in range(ACTORS)]
    return [*shared, *local][:ACTORS]


def _actor(number: int, where: tuple[Level, str], names: list[PersonId], chance: Random) -> Actor:
    level, area = where
    rotation = Rotation(tuple(chance.sample(names, 5)), chance.choice(TURNS))
    office = replace(rotation, people=tuple(chance.sample(names, 2)), serving=(WEEKDAYS,))
    return Actor(
        id=ActorId(f"a{number}"),
        name=f"Aktör {number}",
        organisation="Organisationen",
        level=level,
        area=(area,),
        themes=tuple(ThemeCode(theme) for theme in chance.sample(scenery.THEMES, 2)),
        rotation=office if chance.random() < 0.2 else rotation,
        layers=(office,) if chance.random() < 0.2 else (),
        hours=chance.choice((OfficeHours(), DailyHours(clock(7), clock(22)))),
        deputy=chance.choice(names),
        chief=chance.choice(names),
        is_coordinator=level is Level.REGIONAL and chance.random() < 0.2,
    )


def _override(actor: Actor, names: list[PersonId], chance: Random) -> Override:
    return Override(actor.id, chance.choice(names), *_period(chance))


def _period(chance: Random) -> tuple[datetime, datetime]:
    begins = scenery.NOW + timedelta(hours=chance.randrange(-48, 24 * 28))
    return begins, begins + timedelta(hours=chance.randrange(4, 24 * 14))


def _until(chance: Random) -> date | None:
    is_leaving = chance.random() < 0.05
    return datetime(2026, 12, chance.randrange(1, 28), tzinfo=UTC).date() if is_leaving else None
