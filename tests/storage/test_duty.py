"""Changes made in chat: they count at once, an import leaves them, and they can be taken back."""

from datetime import UTC, datetime, timedelta

from blueprint.model import Level
from roster.model import Absence, Actor, ActorId, Override, Person, PersonId, Roster, Rotation
from storage import callouts, duty, moments, offers, people, register, replacement
from storage.engine import Database
from storage.offers import OfferKind, OfferState, Span

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ANNA, BO, CEM = PersonId("anna"), PersonId("bo"), PersonId("cem")
POST, REGION = ActorId("post"), ActorId("region")


def actor(name: ActorId, people_of: tuple[PersonId, ...], **given: object) -> Actor:
    fields: dict[str, object] = {"area": ("2182",), **given}
    return Actor(
        id=name,
        name=name.title(),
        organisation="Söderhamns kommun",
        level=Level.LOCAL,
        themes=(),
        rotation=Rotation(people_of),
        **fields,  # type: ignore[arg-type]  # the test's own shorthand
    )


FULL = Roster(
    {one: Person(one, one.title(), slack=f"U{one}") for one in (ANNA, BO, CEM)},
    (
        actor(POST, (ANNA, BO)),
        actor(REGION, (BO,), area=("21",), is_coordinator=True),
    ),
)


def put(database: Database) -> None:
    with database.transaction() as session:
        replacement.replace_roster(session, FULL, NOW)


def test_the_register_says_where_everybody_belongs_stand_ins_too(database: Database) -> None:
    put(database)
    with database.transaction() as session:
        assert register.read(session).of_person == {ANNA: (POST,), BO: (POST, REGION)}

        duty.add_overrides(session, [Override(POST, CEM, NOW, NOW + DAY)])

        found = register.read(session)
    assert found.of_person[CEM] == (POST,)
    assert found.actors[REGION].is_coordinator
    assert found.actors[REGION].area == ("21",)


def test_a_part_holds_the_actors_asked_for_and_the_people_asked_for_besides(
    database: Database,
) -> None:
    put(database)
    with database.transaction() as session:
        found = people.roster_of(session, [REGION], [CEM])

    assert [one.id for one in found.actors] == [REGION]
    assert set(found.people) == {BO, CEM}


def test_the_newest_override_counts_and_an_import_leaves_it(database: Database) -> None:
    put(database)
    with database.transaction() as session:
        older = duty.add_overrides(session, [Override(POST, BO, NOW, NOW + DAY)])
        newer = duty.add_overrides(session, [Override(POST, CEM, NOW, NOW + DAY)])
    put(database)

    with database.transaction() as session:
        found = people.roster_for(session, ["2182"])

    assert newer > older
    assert [one.person for one in found.overrides] == [BO, CEM]


def test_an_absence_that_has_not_begun_is_gone_when_taken_back(database: Database) -> None:
    put(database)
    absence = Absence(ANNA, NOW + DAY, NOW + 2 * DAY)
    with database.transaction() as session:
        number = duty.add_absence(session, absence)
        assert people.roster(session).absences == (absence,)

        duty.end_absence(session, number, NOW)

        assert people.roster(session).absences == ()
        assert duty.absence(session, number) is None


def test_an_absence_under_way_ends_when_taken_back(database: Database) -> None:
    put(database)
    with database.transaction() as session:
        number = duty.add_absence(session, Absence(ANNA, NOW - DAY, NOW + DAY))

        duty.end_absence(session, number, NOW)

        assert people.roster(session).absences == (Absence(ANNA, NOW - DAY, NOW),)
        assert duty.absences_of(session, ANNA, NOW) == []


def test_actors_are_looked_through_by_id_so_many_at_a_time(database: Database) -> None:
    put(database)
    with database.transaction() as session:
        assert duty.actors_after(session, ActorId(""), 1) == [POST]
        assert duty.actors_after(session, POST, 5) == [REGION]
        assert duty.actors_after(session, REGION, 5) == []


def test_an_offer_is_found_by_both_and_lapses_with_its_first_duty(database: Database) -> None:
    given, returned = Span(NOW + 2 * DAY, NOW + 3 * DAY), Span(NOW + DAY, NOW + 2 * DAY)
    with database.transaction() as session:
        swap = offers.add(
            session,
            actor=POST,
            parties=(ANNA, BO),
            given=given,
            returned=returned,
            asked_by=ANNA,
            now=NOW,
        )

        assert offers.open_of_person(session, ANNA) == offers.open_of_person(session, BO) == [swap]
        assert offers.open_of_actors(session, [POST]) == [swap]
        assert (swap.kind, swap.lapses_at) == (OfferKind.SWAP, returned.starts_at)


def test_an_offer_of_a_running_duty_stands_until_the_duty_ends(database: Database) -> None:
    running = Span(NOW - DAY, NOW + DAY)
    with database.transaction() as session:
        offer = offers.add(
            session,
            actor=POST,
            parties=(ANNA, BO),
            given=running,
            returned=None,
            asked_by=ANNA,
            now=NOW,
        )

        assert offer.lapses_at == running.ends_at


def test_a_settled_offer_is_open_no_more(database: Database) -> None:
    with database.transaction() as session:
        offer = offers.add(
            session,
            actor=POST,
            parties=(ANNA, BO),
            given=Span(NOW, NOW + DAY),
            returned=None,
            asked_by=ANNA,
            now=NOW,
        )

        offers.settle(session, offer.id, OfferState.DECLINED, NOW)

        assert offers.open_of_person(session, BO) == []
        found = offers.get(session, offer.id)
        assert found is not None
        assert found.state is OfferState.DECLINED


def test_moments_that_are_set_already_stay(database: Database) -> None:
    with database.transaction() as session:
        moments.put(session, "handoff/a", NOW)

        moments.put_new(session, {"handoff/a": NOW + DAY, "handoff/b": NOW + DAY})

        assert moments.get(session, "handoff/a") == NOW
        assert moments.get(session, "handoff/b") == NOW + DAY


def test_without_alarms_no_actor_takes_part_in_any(database: Database) -> None:
    put(database)
    with database.transaction() as session:
        assert callouts.open_alarms_of(session, [POST, REGION]) == []
