"""The stored roster: imports end and never delete; what chat has taught survives."""

from datetime import UTC, datetime

from blueprint.model import Level, ThemeCode
from roster.model import Actor, ActorId, Person, PersonId, Roster, Rotation
from storage import people
from storage.engine import Database
from storage.model import Platform

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
        people.replace_roster(session, roster, NOW)


def test_what_is_put_in_comes_out(database: Database) -> None:
    put(database, FULL)

    with database.transaction() as session:
        found = people.roster(session)

    assert found.actors == FULL.actors
    assert people_named(found) == {"anna"}


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


def people_named(roster: Roster) -> set[str]:
    return {str(person) for person in roster.people}
