"""Which actors an alarm summons, who answers for which theme, who may raise it, who leads."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from blueprint.model import CaseKind, Level, Municipality, ThemeCode
from escalation.case import Grade
from escalation.mobilise import (
    Mobilisation,
    callers,
    coordinator_actor,
    lead_for,
    may_alarm,
    mobilise,
    proposed,
    region_contact,
)
from roster.model import Actor, ActorId, Override, PersonId, Roster, Rotation

SODERHAMN = Municipality("2182", "Söderhamn", "21", "Gävleborgs län", "Region Gävleborg")
MOT, KOM, ELV, FLE = (ThemeCode(code) for code in ("MOT", "KOM", "ELV", "FLE"))
ANNA, BO, CEM, DISA, EVA = (PersonId(name) for name in ("anna", "bo", "cem", "disa", "eva"))
NOW = datetime(2026, 11, 27, 14, 40, tzinfo=UTC)


def actor(name: str, level: Level, *themes: ThemeCode, **changes: Any) -> Actor:
    given: dict[str, Any] = {"organisation": name, "area": ("21",), "rotation": Rotation((ANNA,))}
    given |= changes
    return Actor(id=ActorId(name), name=name, level=level, themes=themes, **given)


KOMMUN = actor(
    "Söderhamns kommun", Level.LOCAL, MOT, area=("2182",), may_alarm=True, rotation=Rotation((BO,))
)
NAT = actor("Elnät i Söderhamn AB", Level.LOCAL, ELV, area=("2182",))
FORBUND = actor("Kommunalförbundet", Level.SUBREGIONAL, KOM)
REGION = actor("Region Gävleborg", Level.REGIONAL, KOM, FLE)
LAN = actor("Länsstyrelsen Gävleborg", Level.REGIONAL, KOM)
STAMNAT = actor("Svenska kraftnät", Level.NATIONAL, ELV, area=("SE",))
SAMORDNARE = actor("Samordnaren", Level.NATIONAL, area=("SE",), is_coordinator=True)


def roster(*actors: Actor, overrides: tuple[Override, ...] = ()) -> Roster:
    return Roster(people={}, actors=actors, overrides=overrides)


def mobilised(*actors: Actor, **changes: Any) -> Mobilisation:
    case: dict[str, Any] = {
        "municipality": SODERHAMN,
        "kind": CaseKind.ESTABLISHMENT,
        "grade": Grade.ALARM,
        "themes": (MOT,),
    }
    return mobilise(roster(*actors), **(case | changes))


def names(mobilisation: Mobilisation) -> list[str]:
    return [summoned.actor.name for summoned in mobilisation.summoned]


def stand_ins(mobilisation: Mobilisation) -> dict[str, tuple[ThemeCode, ...]]:
    return {s.actor.name: s.stands_in_for for s in mobilisation.summoned if s.stands_in_for}


def test_every_actor_of_the_area_is_summoned_with_all_its_themes() -> None:
    elsewhere = actor("Gävle kommun", Level.LOCAL, MOT, area=("2180",))

    called = mobilised(KOMMUN, elsewhere, REGION, STAMNAT)

    assert names(called) == ["Söderhamns kommun", "Region Gävleborg", "Svenska kraftnät"]
    assert called.summoned[1].themes == (KOM, FLE)


def test_an_actor_that_does_not_take_the_kind_of_case_is_left_out() -> None:
    closures = actor("Omställningen", Level.LOCAL, KOM, cases=(CaseKind.CLOSURE,))

    assert names(mobilised(KOMMUN, closures)) == ["Söderhamns kommun"]
    assert "Omställningen" in names(mobilised(KOMMUN, closures, kind=CaseKind.CLOSURE))


def test_an_actor_unticked_in_the_form_is_left_out() -> None:
    assert names(mobilised(KOMMUN, NAT, unticked={NAT.id})) == ["Söderhamns kommun"]


@pytest.mark.parametrize(
    "early",
    [
        pytest.param(KOMMUN, id="the municipality"),
        pytest.param(actor("Tillväxtkontoret", Level.LOCAL, may_alarm=True), id="may alarm"),
        pytest.param(
            actor("Fastighetskontoret", Level.LOCAL, organisation="Göteborgs Stad"), id="a city"
        ),
        pytest.param(
            actor("Gatukontoret", Level.LOCAL, organisation="Malmö stad, gatukontoret"),
            id="a city's office",
        ),
        pytest.param(
            actor("Bygg", Level.LOCAL, organisation="Region Gotland"), id="Gotland's municipality"
        ),
        pytest.param(REGION, id="the region"),
        pytest.param(actor("Västra Götalandsregionen", Level.REGIONAL), id="a region's other name"),
        pytest.param(LAN, id="länsstyrelsen"),
        pytest.param(
            actor("Länets jour", Level.REGIONAL, is_coordinator=True), id="a regional coordinator"
        ),
        pytest.param(
            actor("Länets larm", Level.REGIONAL, may_alarm=True), id="regional, may alarm"
        ),
    ],
)
def test_an_early_warning_reaches(early: Actor) -> None:
    assert names(mobilised(early, grade=Grade.ADVANCE)) == [early.name]


@pytest.mark.parametrize(
    "late",
    [
        pytest.param(NAT, id="a local company"),
        pytest.param(FORBUND, id="a subregional actor"),
        pytest.param(actor("Arbetsförmedlingen", Level.REGIONAL), id="a state agency"),
        pytest.param(STAMNAT, id="a national actor"),
        pytest.param(SAMORDNARE, id="a national coordinator"),
    ],
)
def test_an_early_warning_does_not_reach(late: Actor) -> None:
    assert names(mobilised(late, grade=Grade.ADVANCE)) == []


def test_upgrading_summons_the_rest() -> None:
    early = mobilised(KOMMUN, NAT, REGION, STAMNAT, grade=Grade.ADVANCE)
    already = {summoned.actor.id for summoned in early.summoned}

    rest = mobilised(KOMMUN, NAT, REGION, STAMNAT, already=already)

    assert names(rest) == ["Elnät i Söderhamn AB", "Svenska kraftnät"]


def test_who_waits_for_publication_is_summoned_when_the_case_is_public() -> None:
    press = actor("Pressen", Level.LOCAL, KOM, after_publication=True)

    assert names(mobilised(KOMMUN, press)) == ["Söderhamns kommun"]
    assert names(mobilised(KOMMUN, press, is_public=True, already={KOMMUN.id})) == ["Pressen"]


def test_a_theme_with_a_local_actor_needs_no_stand_in() -> None:
    called = mobilised(NAT, STAMNAT, themes=(ELV,))

    assert stand_ins(called) == {}
    assert called.orphaned == ()


@pytest.mark.parametrize(
    ("having", "stands_in"),
    [
        pytest.param((STAMNAT,), STAMNAT, id="national, when there is nobody nearer"),
        pytest.param((STAMNAT, actor("Länet", Level.REGIONAL, ELV)), "Länet", id="then regional"),
        pytest.param(
            (actor("Länet", Level.REGIONAL, ELV), actor("Förbundet", Level.SUBREGIONAL, ELV)),
            "Förbundet",
            id="first subregional",
        ),
    ],
)
def test_a_theme_without_a_local_actor_goes_to_the_nearest_level(
    having: tuple[Actor, ...], stands_in: Actor | str
) -> None:
    called = mobilised(*having, themes=(ELV,))

    name = stands_in if isinstance(stands_in, str) else stands_in.name
    assert stand_ins(called) == {name: (ELV,)}
    assert called.orphaned == ()


def test_the_first_of_two_at_a_level_stands_in() -> None:
    assert stand_ins(mobilised(REGION, LAN, themes=(KOM,))) == {"Region Gävleborg": (KOM,)}


def test_an_unticked_local_actor_leaves_its_theme_to_a_stand_in() -> None:
    called = mobilised(NAT, STAMNAT, themes=(ELV,), unticked={NAT.id})

    assert stand_ins(called) == {"Svenska kraftnät": (ELV,)}


def test_a_local_actor_called_before_covers_its_theme() -> None:
    called = mobilised(NAT, STAMNAT, themes=(ELV,), already={NAT.id})

    assert names(called) == ["Svenska kraftnät"]
    assert stand_ins(called) == {}


def test_a_theme_that_nobody_has_goes_to_the_coordinator() -> None:
    called = mobilised(KOMMUN, SAMORDNARE, themes=(MOT, ELV))

    assert stand_ins(called) == {"Samordnaren": (ELV,)}
    assert called.orphaned == (ELV,)
    assert called.coordinator == SAMORDNARE


NO_CLOSURES = replace(SAMORDNARE, cases=(CaseKind.CLOSURE,))


def test_what_nobody_has_goes_to_a_coordinator_that_takes_no_such_cases() -> None:
    called = mobilised(KOMMUN, NO_CLOSURES, themes=(MOT, ELV))

    assert names(called) == ["Söderhamns kommun", "Samordnaren"]
    assert stand_ins(called) == {"Samordnaren": (ELV,)}


def test_a_coordinator_that_takes_no_such_cases_is_left_alone_when_nothing_is_missing() -> None:
    assert names(mobilised(KOMMUN, NO_CLOSURES, themes=(MOT,))) == ["Söderhamns kommun"]


@pytest.mark.parametrize(
    "changes",
    [
        {"unticked": {SAMORDNARE.id}},
        {"already": {SAMORDNARE.id}},
        {"grade": Grade.ADVANCE},  # a national one hears of the alarm only
    ],
)
def test_a_coordinator_that_takes_no_such_cases_is_summoned_by_the_rules_of_all(
    changes: dict[str, Any],
) -> None:
    called = mobilised(KOMMUN, NO_CLOSURES, themes=(MOT, ELV), **changes)

    assert names(called) == ["Söderhamns kommun"]


def test_a_theme_that_nobody_has_is_told_even_without_a_coordinator() -> None:
    called = mobilised(KOMMUN, themes=(MOT, ELV))

    assert called.orphaned == (ELV,)
    assert called.coordinator is None


def test_an_international_actor_stands_in_for_nobody() -> None:
    abroad = actor("Business Sweden", Level.INTERNATIONAL, ELV)

    assert mobilised(abroad, themes=(ELV,)).orphaned == (ELV,)


def test_the_form_proposes_those_whom_the_alarm_would_summon() -> None:
    press = actor("Pressen", Level.LOCAL, KOM, after_publication=True)

    shown = proposed(roster(KOMMUN, NAT, press), SODERHAMN, CaseKind.CLOSURE, Grade.ALARM)

    assert shown == (KOMMUN, NAT)


def test_the_coordinator_of_the_narrowest_area_counts() -> None:
    county = actor("Länets samordnare", Level.REGIONAL, is_coordinator=True)
    own = actor("Kommunens samordnare", Level.LOCAL, area=("2182",), is_coordinator=True)

    assert coordinator_actor(roster(SAMORDNARE, county, own), "2182") == own
    assert coordinator_actor(roster(SAMORDNARE, county, own), "2180") == county
    assert coordinator_actor(roster(SAMORDNARE, county, own), "0180") == SAMORDNARE
    assert coordinator_actor(roster(KOMMUN), "2182") is None


@pytest.mark.parametrize("person", [ANNA, BO, CEM, DISA])
def test_whoever_serves_an_actor_that_may_alarm_may_raise(person: PersonId) -> None:
    own = actor(
        "Kommunen", Level.LOCAL, may_alarm=True, rotation=Rotation((ANNA,)), deputy=BO, chief=CEM
    )
    stand_in = Override(own.id, DISA, NOW, NOW)

    assert may_alarm(roster(own, overrides=(stand_in,)), person, SODERHAMN) == own


def test_whoever_serves_another_actor_may_not_raise() -> None:
    elsewhere = actor("Gävle kommun", Level.LOCAL, area=("2180",), may_alarm=True)

    assert may_alarm(roster(KOMMUN, NAT, elsewhere), ANNA, SODERHAMN) is None
    assert may_alarm(roster(KOMMUN), EVA, SODERHAMN) is None


def test_a_person_with_two_posts_raises_by_the_local_one() -> None:
    region = actor("Region Gävleborg", Level.REGIONAL, may_alarm=True, rotation=Rotation((BO,)))

    assert may_alarm(roster(region, KOMMUN), BO, SODERHAMN) == KOMMUN
    assert may_alarm(roster(region), BO, SODERHAMN) == region


def test_who_may_not_raise_is_shown_the_nearest_callers_first() -> None:
    region = actor("Region Gävleborg", Level.REGIONAL, may_alarm=True)

    assert callers(roster(region, NAT, KOMMUN), SODERHAMN) == (KOMMUN, region)


def test_the_municipality_that_raised_the_alarm_leads() -> None:
    other = actor("Söderhamns beredskap", Level.LOCAL, area=("2182",), may_alarm=True)

    assert lead_for(roster(KOMMUN, other), other, SODERHAMN) == other


def test_the_municipality_is_asked_to_lead_what_the_region_raised() -> None:
    assert lead_for(roster(REGION, NAT, KOMMUN), REGION, SODERHAMN) == KOMMUN


def test_nobody_is_asked_to_lead_where_the_municipality_has_no_caller() -> None:
    assert lead_for(roster(REGION, NAT), REGION, SODERHAMN) is None


def test_the_regions_coordinator_hears_of_every_case() -> None:
    jour = actor("Regionens jour", Level.REGIONAL, organisation="Region Gävleborg")
    own = actor(
        "Regionens samordnare",
        Level.REGIONAL,
        organisation="Region Gävleborg",
        is_coordinator=True,
    )

    assert region_contact(roster(jour, REGION, own), SODERHAMN) == own
    assert region_contact(roster(jour, REGION), SODERHAMN) == REGION
    assert region_contact(roster(jour), SODERHAMN) == jour


def test_lansstyrelsen_and_other_regions_are_not_the_regions_contact() -> None:
    elsewhere = actor("Region Dalarna", Level.REGIONAL, FLE, area=("20",))

    assert region_contact(roster(LAN, elsewhere, KOMMUN), SODERHAMN) is None


def test_a_theme_whose_local_actor_waits_for_the_upgrade_has_no_stand_in() -> None:
    grid = actor("Regionens elgrupp", Level.REGIONAL, ELV, organisation="Region Gävleborg")

    early = mobilised(NAT, grid, themes=(ELV, KOM), grade=Grade.ADVANCE)

    assert stand_ins(early) == {}
    assert early.orphaned == (KOM,)


def test_a_local_actor_that_was_unticked_is_not_waited_for() -> None:
    grid = actor("Regionens elgrupp", Level.REGIONAL, ELV, organisation="Region Gävleborg")
    case = {"themes": (ELV,), "grade": Grade.ADVANCE, "unticked": {NAT.id}}

    assert stand_ins(mobilised(NAT, grid, **case)) == {"Regionens elgrupp": (ELV,)}
