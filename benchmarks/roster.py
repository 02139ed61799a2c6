"""How long a country's roster takes to import, and to ask who is on call in one municipality."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median

from benchmarks import scenery
from benchmarks.figures import Figure
from blueprint import municipalities
from blueprint.model import Level, ThemeCode
from handlers import status
from handlers.identity import Identity
from handlers.roster import importing
from handlers.work import Desk, Work
from roster.model import Absence, Actor, ActorId, Override, Person, PersonId, Roster, Rotation, Turn
from storage.engine import Database
from storage.model import Platform

PEOPLE = 20_000
ACTORS = 3_000
NATIONAL = 20
REGIONAL_EACH = 16  # actors of each of the 21 counties; the rest are the municipalities'
EACH = 8  # people of an actor's rotation; some are in several
IMPORT_BOUND = 10_000  # ms
ASKED_BOUND = 20  # ms
ASKED = scenery.CODES[::10]  # municipalities asked about
ASKER = Identity(Platform.SLACK, "U00000000")
KINDS = (".yaml", ".csv", ".xlsx")


async def measure() -> list[Figure]:
    """Measure on SQLite in a file, as an installation has it."""
    desk, roster = scenery.desk(), _roster()
    figures: list[Figure] = []
    for kind in KINDS:
        with scenery.database() as database:
            figures += _imports(database, desk, roster, kind)
            if kind == KINDS[-1]:
                figures += _asking(database, desk)
    return figures


def _imports(database: Database, desk: Desk, roster: Roster, kind: str) -> Iterator[Figure]:
    size = f"{len(roster.people):,} people, {len(roster.actors):,} actors"
    name = f"roster{kind}"
    data = importing.written(roster, desk.tz, name)
    yield Figure(f"import of {size} from {name}", _import(database, desk, data, name), IMPORT_BOUND)
    changed = importing.written(_a_year_later(roster), desk.tz, name)
    took = _import(database, desk, changed, name)
    yield Figure("the same again with every tenth row changed", took, IMPORT_BOUND)


def _import(database: Database, desk: Desk, data: bytes, name: str) -> float:
    begun = time.perf_counter()
    file = importing.read(desk, data, name)
    with database.transaction() as session:
        importing.import_roster(Work(session, desk, scenery.NOW, scenery.NOW), file)
    return (time.perf_counter() - begun) * 1000


def _asking(database: Database, desk: Desk) -> Iterator[Figure]:
    """Ask as `/larm jour` does: the first time since the roster changed, and once more."""
    names = [one.name for code in ASKED if (one := municipalities.by_code(code))]
    _ask(database, desk, names.pop())  # a program compiles its queries once
    for told in ("asked for the first time since the roster changed", "asked again"):
        took = [_ask(database, desk, name) for name in names]
        yield Figure(f"who is on call in a municipality, {told}, median", median(took), ASKED_BOUND)
        yield Figure("the same, the slowest of them", max(took), ASKED_BOUND)


def _ask(database: Database, desk: Desk, municipality: str) -> float:
    begun = time.perf_counter()
    with database.transaction() as session:
        work = Work(session, desk, scenery.NOW, scenery.NOW)
        reply = status.on_call(work, ASKER, municipality)
    assert reply.is_done
    return (time.perf_counter() - begun) * 1000


def _a_year_later(roster: Roster) -> Roster:
    """Return the roster as it is when every tenth person has another telephone number."""
    people = {
        key: one if number % 10 else Person(one.id, one.name, one.slack, phone=f"070-{number}")
        for number, (key, one) in enumerate(roster.people.items())
    }
    return Roster(people, roster.actors, roster.overrides, absences=roster.absences)


def _roster() -> Roster:
    people = [
        Person(PersonId(f"person-{n}"), f"Förnamn{n} Efternamn", slack=f"U{n:08}", phone=f"08-{n}")
        for n in range(PEOPLE)
    ]
    actors = tuple(_actor(number, level, area) for number, (level, area) in enumerate(_places()))
    overrides = tuple(
        Override(
            actor.id,
            actor.rotation.people[1],
            scenery.NOW + timedelta(days=number % 200),
            scenery.NOW + timedelta(days=number % 200 + 1),
        )
        for number, actor in enumerate(actors)
    )
    absences = tuple(
        Absence(one.id, scenery.NOW + timedelta(days=7), scenery.NOW + timedelta(days=14))
        for one in people[::10]
    )
    return Roster({one.id: one for one in people}, actors, overrides, absences=absences)


def _places() -> Iterator[tuple[Level, str]]:
    """Yield the level and area of each actor."""
    counties = sorted({code[:2] for code in scenery.CODES})
    yield from ((Level.NATIONAL, "SE") for _ in range(NATIONAL))
    yield from ((Level.REGIONAL, one) for one in counties for _ in range(REGIONAL_EACH))
    local = ACTORS - NATIONAL - REGIONAL_EACH * len(counties)
    yield from ((Level.LOCAL, scenery.CODES[n % len(scenery.CODES)]) for n in range(local))


def _actor(number: int, level: Level, area: str) -> Actor:
    named = tuple(PersonId(f"person-{(number * 7 + n) % PEOPLE}") for n in range(EACH))
    return Actor(
        id=ActorId(f"actor-{number}"),
        name=f"Aktör {number}",
        organisation="Kommunen",
        level=level,
        area=(area,),
        themes=(ThemeCode(scenery.THEMES[number % len(scenery.THEMES)]),),
        rotation=Rotation(named, Turn.WEEKLY, starts_on=date(2026, 1, 5)),
        may_alarm=level is Level.LOCAL,
        deputy=named[2],
        chief=named[3],
    )
