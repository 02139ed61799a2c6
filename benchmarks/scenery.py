"""Scenery for benchmarks: a country's roster and any number of open callouts, made at once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import Session

from blueprint import municipalities
from blueprint.load import load as load_blueprint
from blueprint.model import Level, ThemeCode
from blueprint.text import Texts
from escalation.advance import open_callout
from escalation.callout import AnswerKind, Callout
from handlers.answer import Press, Said
from handlers.identity import Identity
from handlers.work import Desk
from roster.model import STANDARD, Actor, ActorId, Person, PersonId, Roster, Rotation
from storage import alarms, replacement
from storage.codec import callout_to_json
from storage.engine import Database, table_of
from storage.migrate import migrate
from storage.model import CalloutId, Platform
from storage.tables import CalloutRow

NOW = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)  # a Wednesday at ten in Stockholm
FAR = datetime(2027, 12, 2, 9, 0, tzinfo=UTC)
LOCAL, NATIONAL = 8, 4
ACTORS = LOCAL + NATIONAL
CODES = tuple(one.code for one in municipalities.everyone())
THEMES = ("MYN", "MOT", "FLE", "LAR", "KOM", "MAR", "ELV", "BOS", "TRA", "TIL", "INF")


def desk() -> Desk:
    return Desk(load_blueprint(None), Texts.load(), ZoneInfo("Europe/Stockholm"))


@contextmanager
def database() -> Iterator[Database]:
    """Yield an empty database in a file, as an installation has it."""
    with TemporaryDirectory(prefix="larm-") as folder:
        made = Database(f"sqlite:///{Path(folder) / 'larm.db'}")
        migrate(made)
        yield made
        made.dispose()


def roster() -> Roster:
    """Return eight local actors for each municipality and four for the country."""
    local = [_actor(f"{code}-{n}", Level.LOCAL, code, n) for code in CODES for n in range(LOCAL)]
    national = [_actor(f"se-{n}", Level.NATIONAL, "SE", n) for n in range(NATIONAL)]
    actors = (*local, *national)
    listed = {PersonId(actor.id): _person(actor.id) for actor in actors}
    return Roster(people=listed, actors=actors)


def account_of(actor: str) -> str:
    """Return the Slack account of the one person of an actor."""
    return "U" + actor.replace("-", "").upper()


def answer_of(actors: Sequence[str], number: int) -> tuple[Press, Said]:
    """Return the answer with that number: in turn from everybody in the first alarm, yes or no."""
    place = number % len(actors)
    by = Identity(Platform.SLACK, account_of(actors[place]))
    kinds = (AnswerKind.ACKNOWLEDGED, AnswerKind.DECLINED)
    return Press(by, CalloutId(place + 1), 1), Said(kinds[number // len(actors) % 2])


def _person(actor: ActorId) -> Person:
    return Person(PersonId(actor), f"Person {actor}", slack=account_of(actor))


def _actor(name: str, level: Level, area: str, number: int) -> Actor:
    return Actor(
        id=ActorId(name),
        name=f"Aktör {name}",
        organisation="Kommunen",
        level=level,
        area=(area,),
        themes=(ThemeCode(THEMES[number % len(THEMES)]),),
        rotation=Rotation((PersonId(name),)),
        may_alarm=level is Level.LOCAL,
    )


def settle_in(session: Session) -> None:
    replacement.replace_roster(session, roster(), NOW)


def open_alarms(session: Session, count: int, due_at: datetime) -> None:
    """Open alarms over all municipalities, twelve callouts each, due at a moment."""
    for number in range(count):
        code = CODES[number % len(CODES)]
        fresh = open_callout(STANDARD, due_at)
        open_alarm(session, code, number, [(actor, fresh) for actor in _of(code)])


def open_alarm(session: Session, code: str, number: int, made: list[tuple[str, Callout]]) -> None:
    """Open an alarm with callouts that stand as given."""
    alarm = alarms.add(session, policies={"standard": STANDARD}, **_alarm(code, number))
    rows = [_callout(alarm.id, actor, code, callout) for actor, callout in made]
    session.execute(table_of(CalloutRow).insert(), rows)


def _of(code: str) -> list[str]:
    return [f"{code}-{n}" for n in range(LOCAL)] + [f"se-{n}" for n in range(NATIONAL)]


def _callout(alarm: int, actor: str, code: str, callout: Callout) -> dict[str, Any]:
    return {
        "alarm_id": alarm,
        "actor_id": actor,
        "municipality": code,
        "themes": ["MOT"],
        "stands_in_for": [],
        "policy": "standard",
        "next_due_at": callout.next_due_at,
        "machine": callout_to_json(callout),
        "revision": callout.revision,
    }


def _alarm(code: str, number: int) -> dict[str, Any]:
    return {
        "codename": f"Fågel {number}",
        "folded": f"fagel {number}",
        "municipality": code,
        "kind": "etablering",
        "grade": "larm",
        "tempo": "akut",
        "secrecy": "begränsad",
        "language": "sv",
        "facts": "",
        "contact_paths": "",
        "start_meeting": "",
        "neighbours": [],
        "unticked": [],
        "raised_by": f"{code}-0",
        "raised_via": f"{code}-0",
        "lead_actor": f"{code}-0",
        "lead_person": f"{code}-0",
        "opened_at": NOW,
        "channel": f"C{number}",
    }


def settle_down(database: Database) -> None:
    """Move what was written from the log into the file, so that it is not measured."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")  # a checkpoint wants no transaction
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")


def multiply_waiting(session: Session, wanted: int) -> None:
    """Fill the table up with callouts that wait for a moment far away."""
    have = session.execute(text("SELECT count(*) FROM callout")).scalar_one()
    session.execute(
        text(
            "WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < :more) "
            "INSERT INTO callout (alarm_id, actor_id, municipality, themes, stands_in_for, policy,"
            " next_due_at, machine, revision) "
            "SELECT c.alarm_id, 'far-' || n, c.municipality, c.themes, c.stands_in_for, c.policy,"
            " :far, c.machine, c.revision FROM more, "
            "(SELECT * FROM callout ORDER BY id LIMIT 1) AS c"
        ),
        {"more": wanted - have, "far": FAR.replace(tzinfo=None).isoformat(" ")},
    )
