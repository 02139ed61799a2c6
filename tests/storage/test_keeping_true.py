"""What is stored to keep the roster true, on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from roster.model import Absence, Override, Person, PersonId, Roster
from storage import confirmations, duty, links, notices, people, register, replacement
from storage.engine import Database
from storage.model import Platform
from tests.storage.test_people import ANNA, BO, actor

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=190)
TZ = ZoneInfo("Europe/Stockholm")
CEM = Person(PersonId("cem"), "Cem", email="cem@example.org", phone="070-1")
ALL = Roster({p.id: p for p in (ANNA, BO, CEM)}, (actor("a", "2182"), actor("b", "21", "bo")))


def bring_in(database: Database, new: Roster, now: datetime = NOW) -> None:
    """Import as the use case does."""
    with database.transaction() as session:
        applied = links.applied(session, new)
        links.note_file(session, new, now)
        restated = confirmations.restated(session, applied)
        replacement.replace_roster(session, applied, now)
        confirmations.note_stated(session, restated, now)


def with_person(changed: Person) -> Roster:
    return replace(ALL, people={**ALL.people, changed.id: changed})


def due(database: Database, now: datetime, months: int = 6, after: str = "") -> Sequence[str]:
    with database.transaction() as session:
        found = confirmations.candidates(session, after, now, months, 10)
    return [one.person.id for one in found]


def test_whoever_has_a_chat_comes_up_half_a_year_after_the_row(database: Database) -> None:
    bring_in(database, ALL)

    assert due(database, NOW + timedelta(days=100)) == []
    assert due(database, LATER) == ["anna", "bo"]
    assert due(database, LATER, after="anna") == ["bo"]
    assert due(database, LATER, months=0) == []


def test_only_a_row_that_an_import_words_otherwise_counts_as_stated_anew(
    database: Database,
) -> None:
    bring_in(database, ALL)
    bring_in(database, with_person(replace(BO, phone="070-2")), LATER)

    assert due(database, LATER) == ["anna"]


def test_a_question_a_confirmation_and_a_dispute_are_kept_and_an_import_keeps_them(
    database: Database,
) -> None:
    bring_in(database, ALL)
    with database.transaction() as session:
        for person in (ANNA.id, BO.id):
            confirmations.note_asked(session, person, LATER)
        confirmations.confirm(session, ANNA.id, LATER)
        confirmations.dispute(session, BO.id, LATER)

    bring_in(database, ALL, LATER)

    with database.transaction() as session:
        anna, bo = (confirmations.of(session, one) for one in (ANNA.id, BO.id))
        doubtful = confirmations.unconfirmed(session, LATER, TZ)
        nobody = confirmations.unconfirmed(session, LATER, TZ, [ANNA.id])
    assert anna is not None
    assert (anna.statement.confirmed_at, anna.statement.asked) == (LATER, 0)
    assert bo is not None
    assert bo.statement.disputed_at == LATER
    assert doubtful == {BO.id: NOW}
    assert nobody == {}
    assert due(database, LATER + timedelta(days=8)) == ["bo"]


def test_an_end_comes_up_until_it_has_been_told_and_again_when_it_moves(
    database: Database,
) -> None:
    ending = replace(BO, until=date(2026, 12, 20))
    bring_in(database, with_person(ending))

    assert due(database, NOW, months=0) == ["bo"]
    with database.transaction() as session:
        confirmations.note_until_told(session, BO.id)
    assert due(database, NOW, months=0) == []
    bring_in(database, with_person(replace(ending, until=date(2026, 12, 24))))
    assert due(database, NOW, months=0) == ["bo"]


def test_whoever_has_left_is_asked_nothing(database: Database) -> None:
    bring_in(database, with_person(replace(BO, until=date(2026, 12, 20))))

    assert due(database, LATER) == ["anna"]


def test_people_are_found_at_the_actors_that_name_them_or_that_they_stand_in_at(
    database: Database,
) -> None:
    swap = Override(ALL.actors[1].id, ANNA.id, NOW, LATER)
    bring_in(database, replace(ALL, overrides=(swap,)))

    with database.transaction() as session:
        places = {p: [a.id for a in register.actors_of(session, p)] for p in ALL.people}
    assert places == {"anna": ["a", "b"], "bo": ["b"], "cem": []}


def test_who_is_away_is_known(database: Database) -> None:
    away = Absence(BO.id, NOW, NOW + timedelta(days=2))
    bring_in(database, replace(ALL, absences=(away,)))

    with database.transaction() as session:
        assert duty.is_away(session, BO.id, NOW)
        assert not duty.is_away(session, BO.id, away.ends_at)
        assert not duty.is_away(session, ANNA.id, NOW)


def test_a_notice_is_kept_once_and_told_once(database: Database) -> None:
    with database.transaction() as session:
        assert notices.put(session, "a", ANNA.id, "linked", {"who": "Bo"}, NOW)
        assert not notices.put(session, "a", ANNA.id, "linked", {"who": "Bo"}, NOW)
        assert [one.facts for one in notices.untold(session, ANNA.id)] == [{"who": "Bo"}]
        notices.note_told(session, ANNA.id, NOW)
        assert notices.untold(session, ANNA.id) == []
        assert not notices.put(session, "a", ANNA.id, "linked", {"who": "Bo"}, NOW)


def test_a_token_is_kept_as_a_digest_and_found_by_itself(database: Database) -> None:
    bring_in(database, ALL)
    with database.transaction() as session:
        token = links.make(session, BO.id, Platform.TELEGRAM, NOW)
        link = links.find(session, token)
        assert link is not None
        assert (link.person, link.expires_at) == (BO.id, NOW + links.LIFE)
        assert links.find(session, token[:-1]) is None
        assert links.find(session, "") is None


def join(database: Database, person: Person, account: str) -> None:
    with database.transaction() as session:
        links.join(session, person.id, Platform.SLACK, account, NOW)
        people.set_account(session, Platform.SLACK, person.id, account)


def slack_of(database: Database, person: Person) -> str | None:
    with database.transaction() as session:
        found = people.person(session, person.id)
    return found.slack if found else None


def test_a_found_account_outlives_imports_until_the_file_gives_one(database: Database) -> None:
    bring_in(database, ALL)
    join(database, CEM, "U3")

    bring_in(database, ALL)
    assert slack_of(database, CEM) == "U3"
    bring_in(database, with_person(replace(CEM, slack="U4")))
    assert slack_of(database, CEM) == "U4"
    bring_in(database, ALL)
    assert slack_of(database, CEM) is None


def test_a_link_comes_back_with_the_row_that_was_left_out(database: Database) -> None:
    bring_in(database, ALL)
    join(database, CEM, "U3")

    bring_in(database, Roster({ANNA.id: ANNA, BO.id: BO}, ALL.actors))
    bring_in(database, ALL)

    assert slack_of(database, CEM) == "U3"


def test_who_was_not_found_is_named_and_sought_again_after_a_week(database: Database) -> None:
    bring_in(database, ALL)
    with database.transaction() as session:
        assert [one.id for one in links.to_look_up(session, NOW, 10)] == ["cem"]
        links.note_looked_up(session, CEM.id, NOW)
        session.flush()
        assert [one.id for one in links.not_found(session)] == ["cem"]
        assert links.to_look_up(session, NOW, 10) == []
        assert [one.id for one in links.to_look_up(session, NOW + timedelta(days=8), 10)] == ["cem"]
