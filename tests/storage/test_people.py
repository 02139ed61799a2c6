"""The stored roster: imports end and never delete; what chat has taught survives."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from blueprint.model import Level, ThemeCode
from handlers.roster.importing import difference
from roster.model import Actor, ActorId, Override, Person, PersonId, Roster, Rotation
from storage import people, replacement
from storage.engine import Database
from storage.model import Platform
from storage.tables import OverrideRow

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
ANNA = Person(PersonId("anna"), "Anna Åström", slack="U1", telegram=900001)
BO = Person(PersonId("bo"), "Bo Ek", slack="U2")


def actor(name: str, area: str, person: str = "anna") -> Actor:
    return Actor(
        id=ActorId(name),
        name=name,
        organisation="Söderhamns kommun",
        level=Level.LOCAL,
        area=(area,),
        themes=(ThemeCode("MOT"),),
        rotation=Rotation((PersonId(person),)),
    )


FULL = Roster({ANNA.id: ANNA, BO.id: BO}, (actor("a", "2182"), actor("b", "21"), actor("c", "12")))


def put(database: Database, roster: Roster) -> None:
    with database.transaction() as session:
        replacement.replace_roster(session, roster, NOW)


def test_what_is_put_in_comes_out(database: Database) -> None:
    put(database, FULL)

    with database.transaction() as session:
        found = people.roster(session)

    assert found.actors == FULL.actors
    assert people_named(found) == {"anna", "bo"}


def test_an_areas_part_holds_only_what_covers_it(database: Database) -> None:
    put(database, FULL)

    with database.transaction() as session:
        found = people.roster_for(session, ["2182"])

    assert [one.id for one in found.actors] == ["a", "b"]


def test_whoever_is_left_out_is_ended_and_not_deleted(database: Database) -> None:
    put(database, FULL)
    put(database, Roster({ANNA.id: ANNA}, (actor("a", "2182"),)))

    with database.transaction() as session:
        assert people.person(session, BO.id) == BO
        assert people.by_account(session, Platform.SLACK, "U2") is None
        assert people.actors(session, [ActorId("b")])[ActorId("b")].name == "b"
        assert [one.id for one in people.roster(session).actors] == ["a"]


def test_the_reach_of_an_account_survives_an_import(database: Database) -> None:
    put(database, FULL)
    with database.transaction() as session:
        people.set_reach(session, Platform.TELEGRAM, ANNA.id, "started")

    put(database, FULL)

    with database.transaction() as session:
        assert people.unreachable(session, Platform.TELEGRAM) == []


def test_people_are_found_with_or_without_their_dots(database: Database) -> None:
    put(database, FULL)

    with database.transaction() as session:
        assert [one.id for one in people.search(session, "astrom")] == ["anna"]
        assert [one.id for one in people.search(session, "ÅSTR")] == ["anna"]
        assert people.search(session, "%") == people.search(session, "")


def override(person: str, day: int) -> Override:
    start = datetime(2026, 12, day, 8, 0, tzinfo=UTC)
    return Override(ActorId("a"), PersonId(person), start, start + timedelta(days=3))


def with_overrides(*overrides: Override) -> Roster:
    return replace(FULL, overrides=overrides)


def make_in_chat(database: Database, made: Override) -> None:
    with database.transaction() as session:
        session.add(
            OverrideRow(
                actor_id=made.actor,
                person_id=made.person,
                starts_at=made.starts_at,
                ends_at=made.ends_at,
                source="chat",
            )
        )


def stored(database: Database) -> tuple[Override, ...]:
    with database.transaction() as session:
        return people.roster(session).overrides


STOCKHOLM = ZoneInfo("Europe/Stockholm")
FROM_FILE, FROM_CHAT = override("anna", 1), override("bo", 2)
NEWER, OTHER = override("anna", 3), override("bo", 4)


def test_an_override_made_in_chat_is_not_doubled_by_a_file_that_tells_of_it(
    database: Database,
) -> None:
    put(database, with_overrides(FROM_FILE))
    make_in_chat(database, FROM_CHAT)

    put(database, with_overrides(FROM_FILE, FROM_CHAT))
    assert stored(database) == (FROM_FILE, FROM_CHAT)

    put(database, with_overrides())
    assert stored(database) == (FROM_CHAT,)


def test_a_newer_override_made_in_chat_beats_the_file_that_is_imported_again(
    database: Database,
) -> None:
    make_in_chat(database, FROM_CHAT)
    put(database, with_overrides(FROM_CHAT, FROM_FILE))
    make_in_chat(database, NEWER)

    put(database, with_overrides(FROM_CHAT, FROM_FILE))

    assert stored(database) == (FROM_CHAT, FROM_FILE, NEWER)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((FROM_FILE, OTHER), (OTHER, FROM_FILE)),
        ((FROM_FILE, OTHER), (FROM_FILE, NEWER, OTHER)),
        ((FROM_FILE, OTHER), (OTHER,)),
        ((FROM_FILE, OTHER, FROM_FILE), (OTHER, FROM_FILE)),
    ],
)
def test_of_a_files_overrides_the_one_furthest_down_is_the_newest(
    database: Database, first: tuple[Override, ...], second: tuple[Override, ...]
) -> None:
    put(database, with_overrides(*first))
    put(database, with_overrides(*second))

    assert stored(database) == second


def test_an_import_says_nothing_of_the_override_that_outlives_it() -> None:
    old = with_overrides(FROM_FILE, FROM_CHAT)

    found = difference(old, with_overrides(FROM_FILE), STOCKHOLM, frozenset({FROM_CHAT}))

    assert found.is_empty


def test_overrides_that_begin_together_are_told_apart() -> None:
    alike = replace(FROM_FILE, person=PersonId("bo"))

    found = difference(with_overrides(FROM_FILE), with_overrides(FROM_FILE, alike), STOCKHOLM)

    assert (len(found.added), found.changed, found.ended) == (1, (), ())


def test_what_an_import_changes_is_told_in_local_time() -> None:
    found = difference(with_overrides(), with_overrides(FROM_FILE), STOCKHOLM)

    starts = FROM_FILE.starts_at.astimezone(STOCKHOLM).isoformat()
    assert starts.endswith(("+01:00", "+02:00"))
    assert starts in found.added[-1]


def people_named(roster: Roster) -> set[str]:
    return {str(person) for person in roster.people}
