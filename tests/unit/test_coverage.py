"""What covers a municipality, what stands in, and what hangs by a thread."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from blueprint.model import CaseKind, Level, ThemeCode
from roster.coverage import Coverage, coverage
from roster.model import Actor, ActorId, Override, Person, PersonId, Roster, Rotation, Turn

TZ = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 27, 14, 40, tzinfo=UTC)
MOT, KOM, ELV = ThemeCode("MOT"), ThemeCode("KOM"), ThemeCode("ELV")
ANNA, BO, CEM, TELEPHONE = (PersonId(name) for name in ("anna", "bo", "cem", "telephone"))


def actor(
    name: str,
    *themes: ThemeCode,
    level: Level = Level.LOCAL,
    area: str = "2182",
    people: tuple[PersonId, ...] = (ANNA, BO),
    turn: Turn = Turn.WEEKLY,
    second: PersonId | None = None,
    boss: PersonId | None = None,
    cases: tuple[CaseKind, ...] = tuple(CaseKind),
    coordinates: bool = False,
    waits: bool = False,
) -> Actor:
    return Actor(
        id=ActorId(name),
        name=name,
        organisation=name,
        level=level,
        area=(area,),
        themes=themes,
        rotation=Rotation(people, turn),
        deputy=second,
        chief=boss,
        cases=cases,
        is_coordinator=coordinates,
        after_publication=waits,
    )


def cover(
    *actors: Actor,
    kind: CaseKind = CaseKind.ESTABLISHMENT,
    left: tuple[PersonId, ...] = (),
    overrides: tuple[Override, ...] = (),
) -> Coverage:
    gone = date(2026, 1, 1)
    people = {
        who: Person(who, who, slack=f"U{who.upper()}", until=gone if who in left else None)
        for who in (ANNA, BO, CEM)
    }
    people[TELEPHONE] = Person(TELEPHONE, "Telefon", phone="070-1740605")
    return coverage(Roster(people, actors, overrides), "2182", kind, (MOT, KOM, ELV), NOW, TZ)


def test_every_theme_and_level_has_a_cell_with_its_actors() -> None:
    local = actor("local", MOT)
    region = actor("region", MOT, KOM, level=Level.REGIONAL, area="21")

    found = cover(local, region)

    assert len(found.cells) == 3 * len(Level)
    assert found.cells[MOT, Level.LOCAL] == (local,)
    assert found.cells[MOT, Level.REGIONAL] == (region,)
    assert found.cells[ELV, Level.NATIONAL] == ()


def test_actors_elsewhere_or_for_other_cases_cover_nothing() -> None:
    elsewhere = actor("elsewhere", MOT, area="0682")
    closures = actor("closures", MOT, cases=(CaseKind.CLOSURE,))

    found = cover(elsewhere, closures)

    assert found.on_call == {}
    assert MOT in found.without_local


def test_each_actor_is_told_with_who_is_on_call() -> None:
    assert cover(actor("post", people=(CEM,))).on_call == {"post": CEM}


def test_theme_without_local_actor_goes_to_the_nearest_level_that_has_it() -> None:
    country = actor("country", MOT, KOM, level=Level.NATIONAL, area="SE")
    region = actor("region", MOT, level=Level.REGIONAL, area="21")
    league = actor("league", MOT, level=Level.SUBREGIONAL, area="21")

    found = cover(country, region, league)

    assert (found.without_local[MOT], found.without_local[KOM]) == (league, country)


def test_theme_with_a_local_actor_needs_no_stand_in() -> None:
    assert MOT not in cover(actor("local", MOT)).without_local


def test_theme_that_nobody_has_goes_to_the_coordinator() -> None:
    last = actor("last", KOM, level=Level.REGIONAL, area="21", coordinates=True)

    assert cover(last).without_local[ELV] == last


def test_theme_that_nobody_has_goes_to_nobody_without_a_coordinator() -> None:
    assert cover(actor("local", MOT)).without_local == {KOM: None, ELV: None}


def test_international_actor_stands_in_for_nobody() -> None:
    abroad = actor("abroad", MOT, level=Level.INTERNATIONAL, area="SE")

    assert cover(abroad).without_local[MOT] is None


def test_actor_that_waits_for_publication_is_shown_but_covers_nothing_yet() -> None:
    club = actor("club", KOM, waits=True)

    found = cover(club)

    assert found.cells[KOM, Level.LOCAL] == (club,)
    assert KOM in found.without_local


def test_actor_whose_people_have_all_left_is_unmanned() -> None:
    post = actor("post", people=(ANNA,))

    assert cover(post, left=(ANNA,)).unmanned == (post,)


def test_actor_that_somebody_stands_in_for_is_manned() -> None:
    post = actor("post", people=(ANNA,))
    swap = Override(post.id, BO, NOW, NOW.replace(hour=20))

    assert cover(post, left=(ANNA,), overrides=(swap,)).unmanned == ()


def test_actor_none_of_whose_people_has_chat_is_told() -> None:
    silent = actor("silent", people=(TELEPHONE,))
    helped = actor("helped", people=(TELEPHONE,), second=ANNA)

    assert cover(silent, helped).without_chat == (silent,)


def test_chat_of_somebody_who_has_left_helps_nobody() -> None:
    post = actor("post", people=(TELEPHONE, ANNA))

    assert cover(post, left=(ANNA,)).without_chat == (post,)


def test_people_without_chat_are_named_once() -> None:
    first = actor("first", people=(TELEPHONE,))
    second = actor("second", people=(ANNA,), boss=TELEPHONE)

    assert cover(first, second).people_without_chat == (TELEPHONE,)


def test_role_with_one_person_and_no_deputy_hangs_on_one() -> None:
    alone = actor("alone", people=(ANNA,))

    assert cover(alone).on_one_person == (alone,)


def test_chief_does_not_share_the_duty() -> None:
    alone = actor("alone", people=(ANNA,), boss=BO)

    assert cover(alone).on_one_person == (alone,)


def test_deputy_or_a_second_in_the_rotation_shares_the_duty() -> None:
    deputised = actor("deputised", people=(ANNA,), second=BO)
    fixed = actor("fixed", people=(ANNA, BO), turn=Turn.FIXED)

    assert cover(deputised, fixed).on_one_person == ()


def test_role_hangs_on_one_when_the_other_has_left() -> None:
    post = actor("post", people=(ANNA, BO))

    assert cover(post, left=(BO,)).on_one_person == (post,)


def test_people_of_an_actor_are_told_once_each_the_rotation_first() -> None:
    assert actor("post", people=(BO, ANNA), second=ANNA, boss=CEM).people == (BO, ANNA, CEM)


def test_people_of_a_layer_share_the_duty_and_are_looked_at() -> None:
    post = replace(actor("post", people=(ANNA,)), layers=(Rotation((TELEPHONE,)),))

    found = cover(post)

    assert found.on_one_person == ()
    assert found.people_without_chat == (TELEPHONE,)


def test_theme_without_any_actor_that_answers_at_once_lacks_everybody() -> None:
    local = actor("local", MOT)
    club = actor("club", KOM, waits=True)
    abroad = actor("abroad", ELV, level=Level.INTERNATIONAL, area="SE")

    assert cover(local, club, abroad).without_anybody == (KOM,)
