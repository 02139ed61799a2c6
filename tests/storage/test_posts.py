"""What the roster's keepers ask for: whose actors are whose, and who is out of reach."""

from dataclasses import replace

from roster.model import Person, PersonId, Roster
from storage import people, posts
from storage.engine import Database
from storage.model import Platform
from tests.storage.test_people import ANNA, BO, actor, put

BOTH = tuple(Platform)
TELEGRAM_ONLY = Person(PersonId("tea"), "Tea", telegram=900002)
PHONE_ONLY = Person(PersonId("fon"), "Fon", phone="070-1")


def test_ones_actors_are_those_whose_rotation_deputy_or_chief_one_is(database: Database) -> None:
    rotating = actor("rotating", "2182")
    deputised = replace(actor("deputised", "2183", "bo"), deputy=ANNA.id)
    headed = replace(actor("headed", "21", "bo"), chief=ANNA.id)
    others = actor("anna", "2184", "bo")  # only its name is hers
    everybody = {ANNA.id: ANNA, BO.id: BO}
    put(database, Roster(everybody, (rotating, deputised, headed, others)))

    with database.transaction() as session:
        found = posts.actors_of(session, ANNA.id)

    assert [one.id for one in found] == ["rotating", "deputised", "headed"]


def test_an_actor_that_is_no_longer_in_the_roster_is_nobodys(database: Database) -> None:
    put(database, Roster({ANNA.id: ANNA}, (actor("a", "2182"),)))
    put(database, Roster({ANNA.id: ANNA}, ()))

    with database.transaction() as session:
        assert posts.actors_of(session, ANNA.id) == ()
        assert posts.coordinators(session) == ()


def test_coordinators_are_found_in_the_rosters_order(database: Database) -> None:
    first, second = (replace(actor(name, "21"), is_coordinator=True) for name in ("z", "b"))
    put(database, Roster({ANNA.id: ANNA}, (first, actor("a", "2182"), second)))

    with database.transaction() as session:
        assert [one.id for one in posts.coordinators(session)] == ["z", "b"]


def test_out_of_reach_is_who_has_no_account_that_may_answer(database: Database) -> None:
    known = (ANNA, BO, TELEGRAM_ONLY, PHONE_ONLY)
    put(database, Roster({one.id: one for one in known}, ()))

    with database.transaction() as session:
        assert posts.out_of_reach(session, BOTH) == {TELEGRAM_ONLY.id}  # never pressed Start
        people.set_reach(session, Platform.TELEGRAM, TELEGRAM_ONLY.id, "started")
        people.set_reach(session, Platform.SLACK, ANNA.id, "unreachable")
        people.set_reach(session, Platform.SLACK, BO.id, "unreachable")
        session.flush()
        assert posts.out_of_reach(session, BOTH) == {ANNA.id, BO.id}
        assert posts.out_of_reach(session, (Platform.TELEGRAM,)) == {ANNA.id}
        people.set_reach(session, Platform.TELEGRAM, ANNA.id, "started")
        session.flush()
        assert posts.out_of_reach(session, BOTH) == {BO.id}


def test_who_is_no_longer_in_the_roster_is_nobodys_trouble(database: Database) -> None:
    put(database, Roster({TELEGRAM_ONLY.id: TELEGRAM_ONLY}, ()))
    put(database, Roster({}, ()))

    with database.transaction() as session:
        assert posts.out_of_reach(session, BOTH) == frozenset()
