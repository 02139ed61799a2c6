"""What a calendar feed tells, read back by another library than the one that wrote it."""

from datetime import UTC, datetime, timedelta

import pytest
import vobject
from hypothesis import given, settings

from blueprint.load import load
from blueprint.model import Level
from blueprint.text import Texts
from handlers.compose.calendar import Entry, calendar
from handlers.roster import feed as pages
from handlers.roster.feed import Reading
from handlers.work import Desk
from roster import feeds
from roster.feeds import may_read, posts_of, window
from roster.model import Actor, ActorId, Override, Person, PersonId, Roster, Rotation, Turn
from roster.oncall import shifts
from storage.feeds import Feed, FeedKind
from tests.unit.test_oncall_properties import TZ, moments, rosters

ANNA, BO, CEM = PersonId("anna"), PersonId("bo"), PersonId("cem")
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SPRING = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)
DESK = Desk(blueprint=load(), texts=Texts.load(), tz=TZ)


def told(roster: Roster, now: datetime, kind: FeedKind, subject: str, by: PersonId) -> bytes:
    reading = Reading(Feed("t", kind, subject, by, "", None), roster.people[by], roster, now)
    return pages.written(pages.told(DESK, reading), now)


def read(content: bytes) -> set[tuple[str, datetime, datetime]]:
    """Return what vobject understands of a calendar: each event's summary and times."""
    found = vobject.readOne(content.decode(), validate=True)
    return {
        (one.summary.value, one.dtstart.value.astimezone(UTC), one.dtend.value.astimezone(UTC))
        for one in found.contents.get("vevent", [])
    }


@given(rosters(), moments)
@settings(max_examples=10, deadline=None)
def test_every_shift_is_in_the_feed_and_nothing_else(
    drawn: tuple[Actor, Roster], now: datetime
) -> None:
    actor, roster = drawn
    start, end = window(now, TZ)
    everybodys = {
        (f"{shift.person}: beredskap för Posten, Söderhamns kommun", shift.starts_at, shift.ends_at)
        for shift in shifts(actor, roster, start, end, TZ)
        if shift.person is not None
    }
    reader = next(iter(roster.people))
    own = {
        ("Beredskap: Posten, Söderhamns kommun", starts, ends)
        for who, starts, ends in everybodys
        if who.startswith(f"{reader}:")
    }
    assert read(told(roster, now, FeedKind.PERSON, reader, reader)) == own
    assert read(told(roster, now, FeedKind.ACTOR, actor.id, reader)) == everybodys


@pytest.mark.parametrize("change", [SPRING, AUTUMN])
@pytest.mark.parametrize("turn", [Turn.DAILY, Turn.WEEKLY, Turn.HOURLY])
def test_shifts_across_the_change_of_the_clock_keep_their_moments(
    change: datetime, turn: Turn
) -> None:
    post = actor("post", Rotation((ANNA, BO), turn, every=8 if turn is Turn.HOURLY else 1))
    roster = with_people(post)
    start, end = window(change, TZ)

    found = read(told(roster, change, FeedKind.ACTOR, post.id, ANNA))

    expected = shifts(post, roster, start, end, TZ)
    assert {(starts, ends) for _, starts, ends in found} == {
        (one.starts_at, one.ends_at) for one in expected
    }
    assert sum((ends - starts for _, starts, ends in found), timedelta()) == end - start


@given(moments)
def test_the_window_holds_a_month_back_and_six_ahead(now: datetime) -> None:
    start, end = window(now, TZ)

    assert start <= now - timedelta(days=28)
    assert now + timedelta(days=180) <= end
    assert end - start <= timedelta(days=246)


def test_a_shift_is_called_the_same_in_every_feed_and_on_every_day() -> None:
    one = actor("post", Rotation((ANNA, BO), Turn.WEEKLY))
    roster = with_people(one)

    def names(kind: FeedKind, subject: str, now: datetime) -> dict[datetime, str]:
        found = vobject.readOne(told(roster, now, kind, subject, ANNA).decode())
        return {event.dtstart.value: event.uid.value for event in found.vevent_list}

    own = names(FeedKind.PERSON, ANNA, NOW)
    later = names(FeedKind.PERSON, ANNA, NOW + timedelta(days=70))
    everybodys = names(FeedKind.ACTOR, one.id, NOW)

    assert len(set(everybodys.values())) == len(everybodys)
    assert own.items() <= everybodys.items()
    shared = own.keys() & later.keys()
    assert len(shared) > 10
    assert all(own[at] == later[at] for at in shared)
    assert "anna" not in "".join(own.values())


def test_long_lines_with_swedish_letters_are_folded_and_come_back_whole() -> None:
    name = "Åsele Överförmyndarförvaltning för Ärenden; med, alla \\ tecken " * 3
    entry = Entry("1@larm", name.strip(), NOW, NOW + timedelta(hours=1))

    content = calendar("Beredskap: " + name.strip(), [entry], NOW)

    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert {summary for summary, _, _ in read(content)} == {name.strip()}


def test_the_head_says_what_calendars_ask_for() -> None:
    roster = with_people(actor("post", Rotation((ANNA,))))

    content = told(roster, NOW, FeedKind.PERSON, ANNA, ANNA).decode()

    assert content.startswith("BEGIN:VCALENDAR\r\n")
    for line in (
        "VERSION:2.0",
        "PRODID:-//larm//beredskap//SV",
        "NAME:Beredskap: Anna Ek",
        "X-WR-CALNAME:Beredskap: Anna Ek",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "DTSTAMP:20261125T090000Z",
        "DTSTART:20260930T220000Z",
        "TRANSP:TRANSPARENT",
    ):
        assert f"\r\n{line}\r\n" in content
    assert "070-1" not in content


def test_the_feed_speaks_its_readers_language() -> None:
    roster = with_people(actor("post", Rotation((ANNA,))))
    english = Person(ANNA, "Anna Ek", phone="070-1", language="en")
    roster = Roster({**roster.people, ANNA: english}, roster.actors)

    assert b"SUMMARY:On call: Posten" in told(roster, NOW, FeedKind.PERSON, ANNA, ANNA)


def test_a_stand_in_reads_the_shift_that_an_override_gives() -> None:
    post = actor("post", Rotation((ANNA,)))
    swap = Override(post.id, CEM, NOW, NOW + timedelta(hours=8))
    roster = with_people(post, overrides=(swap,))

    assert [(one.starts_at, one.ends_at) for one in posts_of(CEM, roster, NOW, TZ)] == [
        (swap.starts_at, swap.ends_at)
    ]
    assert may_read(post, roster, CEM)


def test_who_may_read_everybodys_shifts() -> None:
    post = actor("post", Rotation((ANNA,)), deputy=BO, chief=PersonId("chief"))
    region = actor("region", Rotation((PersonId("sam"),)), area=("21",), is_coordinator=True)
    other = actor("other", Rotation((PersonId("x"),)), area=("2183",), is_coordinator=True)
    plain = actor("plain", Rotation((PersonId("y"),)), area=("21",))
    roster = with_people(post, region, other, plain)

    assert [one for one in roster.people if may_read(post, roster, one)] == [
        ANNA, BO, PersonId("chief"), PersonId("sam"),
    ]  # fmt: skip
    assert not may_read(post, roster, PersonId("gone"))


def test_a_coordinator_of_a_part_reads_no_actor_of_the_whole() -> None:
    post = actor("post", Rotation((ANNA,)), area=("2182", "0682"))
    part = actor("part", Rotation((BO,)), area=("21",), is_coordinator=True)
    whole = actor("whole", Rotation((CEM,)), area=("SE",), is_coordinator=True)
    roster = with_people(post, part, whole)

    assert not may_read(post, roster, BO)
    assert may_read(post, roster, CEM)


def test_only_what_touches_an_actor_is_looked_at_for_it() -> None:
    post, other = actor("post", Rotation((ANNA,))), actor("other", Rotation((BO,)))
    swaps = tuple(Override(one.id, CEM, NOW, NOW + timedelta(hours=1)) for one in (post, other))
    roster = with_people(post, other, overrides=swaps)

    assert feeds.concerning(post, roster).overrides == swaps[:1]


def actor(name: str, rotation: Rotation, **more: object) -> Actor:
    given = {"area": ("2182",), **more}
    return Actor(
        ActorId(name),
        "Posten",
        "Söderhamns kommun",
        Level.LOCAL,
        themes=(),
        rotation=rotation,
        **given,  # type: ignore[arg-type]  # each under its own name
    )


def with_people(*actors: Actor, overrides: tuple[Override, ...] = ()) -> Roster:
    named = [*(person for one in actors for person in one.people), BO, CEM]
    people = {one: Person(one, "Anna Ek" if one == ANNA else one, phone="070-1") for one in named}
    return Roster(people, actors, overrides)
