"""The demonstration's roster is without mistakes, and has what its two cases need."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from blueprint.load import ORDER
from roster.dump import dump
from roster.model import Roster
from roster.oncall import coordinator, on_call
from roster.parse import parse

TZ = ZoneInfo("Europe/Stockholm")
FILE = Path(__file__).parents[2] / "bot" / "demo" / "roster.yaml"
FRIDAY = datetime(2026, 11, 27, 14, 40, tzinfo=UTC)
SODERHAMN, NASSJO = "2182", "0682"


@pytest.fixture(scope="module")
def demo() -> Roster:
    return parse(FILE.read_text(encoding="utf-8"), FILE.name, TZ, ORDER)


def test_demo_has_28_people_and_28_actors(demo: Roster) -> None:
    assert (len(demo.people), len(demo.actors)) == (28, 28)


def test_demo_reads_back_as_it_was_written(demo: Roster) -> None:
    assert parse(dump(demo, TZ), "roster.yaml", TZ, ORDER) == demo


def test_every_actor_of_the_demo_has_somebody_on_call(demo: Roster) -> None:
    assert [a.id for a in demo.actors if on_call(a, demo, FRIDAY, TZ) is None] == []


@pytest.mark.parametrize("municipality", [SODERHAMN, NASSJO])
def test_both_demo_municipalities_may_alarm_and_have_a_coordinator(
    demo: Roster, municipality: str
) -> None:
    assert [a for a in demo.actors if a.may_alarm and municipality in a.area]
    assert coordinator(demo, municipality, FRIDAY, TZ)


def test_addresses_of_the_demo_belong_to_nobody(demo: Roster) -> None:
    people = demo.people.values()

    assert {(person.email or "").partition("@")[2] for person in people} == {"example.org"}
    assert {(person.phone or "")[:8] for person in people} == {"070-1740"}
