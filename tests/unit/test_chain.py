"""Whom a step leads to, from the roster as it stands, within whose hours."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from blueprint.model import Level
from escalation.callout import Candidate
from escalation.chain import who_for
from roster.model import (
    Actor,
    ActorId,
    OfficeHours,
    Person,
    PersonId,
    Roster,
    Rotation,
    Target,
)

TZ = ZoneInfo("Europe/Stockholm")
FRIDAY_EVENING = datetime(2026, 11, 27, 18, tzinfo=UTC)
MONDAY_MORNING = datetime(2026, 11, 30, 7, tzinfo=UTC)
ANNA, BO, BERTIL, KARIN, SAM = (PersonId(name) for name in ("anna", "bo", "bertil", "karin", "sam"))
PEOPLE = {name: Person(name, name, slack=name.upper()) for name in (ANNA, BO, BERTIL, KARIN, SAM)}
POST = Actor(
    id=ActorId("post"),
    name="Posten",
    organisation="Söderhamns kommun",
    level=Level.LOCAL,
    area=("2182",),
    themes=(),
    rotation=Rotation((ANNA, BO)),
    hours=OfficeHours(),
    deputy=BERTIL,
    chief=KARIN,
)
COORDINATOR = Actor(
    id=ActorId("samordnare"),
    name="Samordnaren",
    organisation="Region Gävleborg",
    level=Level.REGIONAL,
    area=("21",),
    themes=(),
    rotation=Rotation((SAM,)),
    is_coordinator=True,
)
ROSTER = Roster(PEOPLE, (POST, COORDINATOR))


@pytest.mark.parametrize(
    ("target", "person"),
    [
        (Target.ON_CALL, ANNA),
        (Target.NEXT_ON_CALL, BO),
        (Target.DEPUTY, BERTIL),
        (Target.CHIEF, KARIN),
    ],
)
def test_the_actors_own_people_are_disturbed_within_its_hours(
    target: Target, person: PersonId
) -> None:
    who = who_for(POST, ROSTER, "2182", FRIDAY_EVENING, TZ)

    assert who(target) == Candidate(person, MONDAY_MORNING)


def test_the_coordinator_is_disturbed_within_the_coordinators_hours() -> None:
    who = who_for(POST, ROSTER, "2182", FRIDAY_EVENING, TZ)

    assert who(Target.COORDINATOR) == Candidate(SAM, FRIDAY_EVENING)


def test_a_municipality_outside_the_coordinators_area_has_none() -> None:
    who = who_for(POST, ROSTER, "0180", FRIDAY_EVENING, TZ)

    assert who(Target.COORDINATOR) is None


def test_a_step_that_the_actor_has_not_filled_leads_to_nobody() -> None:
    who = who_for(replace(POST, deputy=None), ROSTER, "2182", FRIDAY_EVENING, TZ)

    assert who(Target.DEPUTY) is None


@pytest.mark.parametrize("target", [Target.ON_CALL, Target.COORDINATOR])
def test_a_person_without_chat_is_nobody_to_a_step(target: Target) -> None:
    by_telephone = {name: Person(name, name, phone="070-1740605") for name in PEOPLE}
    who = who_for(POST, replace(ROSTER, people=by_telephone), "2182", FRIDAY_EVENING, TZ)

    assert who(target) is None
