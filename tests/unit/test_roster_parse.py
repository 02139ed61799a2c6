"""What a roster file may say, and what the reader makes of it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from blueprint.load import ORDER
from blueprint.model import CaseKind, Level, ThemeCode
from roster.model import (
    STANDARD,
    Actor,
    ActorId,
    AllHours,
    DailyHours,
    Group,
    Hours,
    Mandate,
    OfficeHours,
    Override,
    Person,
    PersonId,
    Policy,
    Roster,
    Rotation,
    SeasonalHours,
    Step,
    Target,
    Turn,
    WeekHours,
)
from roster.parse import parse

TZ = ZoneInfo("Europe/Stockholm")

ANNA, BO = PersonId("anna"), PersonId("bo")

WHOLE = """\
people:
  - id: anna
    name: Anna Ek
    slack: U0ANNA
    telegram: 900001
    email: anna@example.org
    phone: "070-1740605"
    language: sv
    until: 2027-06-30
  - {id: bo, name: Bo Åhs, slack: U0BO}
  - {id: bertil, name: Bertil, email: bertil@example.org}
  - {id: karin, name: Karin, phone: 070-1740606}
actors:
  - id: soderhamn-naringsliv
    name: Näringslivskontoret
    organisation: Söderhamns kommun
    role: Näringslivschef
    mandate: besluta
    level: lokal
    area: ["2182"]
    themes: [MOT, LAR, MAR]
    cases: [etablering, expansion]
    may_alarm: true
    hours: dygnet-runt
    policy: standard
    on_call:
      people: [anna, bo]
      rotation: weekly
      handoff: "mon 08:00"
      from: 2026-01-05
    deputy: bertil
    chief: karin
    coordinator: false
    after_publication: false
    offers: Ärendeägare, en väg in
    entry: Ring växeln och be om etableringslotsen
    expects: 1h
overrides:
  - {actor: soderhamn-naringsliv, person: bo, from: 2026-12-24T08:00, until: 2026-12-27T08:00}
policies:
  standard:
    - {to: on_call,      attempts: 2, patience: PT10M}
    - {to: deputy,       attempts: 1, patience: PT10M}
    - {to: next_on_call, attempts: 2, patience: PT10M}
    - {to: chief,        attempts: 1, patience: PT15M}
    - {to: coordinator,  attempts: 1, patience: PT30M}
groups:
  - {id: gavleborg-naring, name: Nätverket, area: ["21"], slack: C0NATVERK, telegram: -100123}
"""

SMALL = """\
people:
  - {{id: anna, name: Anna, slack: U0ANNA}}
  - {{id: bo, name: Bo, slack: U0BO}}
actors:
  - id: post
    name: Posten
    organisation: Söderhamns kommun
    level: lokal
    area: [2182]
    themes: [MOT]
    on_call: {on_call}
{more}
"""


def read(text: str) -> Roster:
    return parse(text, "roster.yaml", TZ, ORDER)


def small(more: str = "", *, on_call: str = "{people: [anna]}") -> Roster:
    return read(SMALL.format(more=more, on_call=on_call))


def actor(more: str = "", *, on_call: str = "{people: [anna]}") -> Actor:
    return small(f"    {more}", on_call=on_call).actors[0]


def test_person_is_read_with_every_field() -> None:
    assert read(WHOLE).people[ANNA] == Person(
        id=ANNA,
        name="Anna Ek",
        slack="U0ANNA",
        telegram=900001,
        email="anna@example.org",
        phone="070-1740605",
        language="sv",
        until=date(2027, 6, 30),
    )


def test_people_keep_the_order_of_the_file() -> None:
    assert list(read(WHOLE).people) == ["anna", "bo", "bertil", "karin"]


def test_actor_is_read_with_every_field() -> None:
    assert read(WHOLE).actors == (
        Actor(
            id=ActorId("soderhamn-naringsliv"),
            name="Näringslivskontoret",
            organisation="Söderhamns kommun",
            role="Näringslivschef",
            mandate=Mandate.DECIDE,
            level=Level.LOCAL,
            area=("2182",),
            themes=(ThemeCode("MOT"), ThemeCode("LAR"), ThemeCode("MAR")),
            cases=(CaseKind.ESTABLISHMENT, CaseKind.EXPANSION),
            may_alarm=True,
            hours=AllHours(),
            policy="standard",
            rotation=Rotation((ANNA, BO), Turn.WEEKLY, 0, time(8), date(2026, 1, 5)),
            deputy=PersonId("bertil"),
            chief=PersonId("karin"),
            offers="Ärendeägare, en väg in",
            entry="Ring växeln och be om etableringslotsen",
            expects="1h",
        ),
    )


def test_override_times_are_local_wall_time() -> None:
    assert read(WHOLE).overrides == (
        Override(
            ActorId("soderhamn-naringsliv"),
            BO,
            datetime(2026, 12, 24, 7, tzinfo=UTC),
            datetime(2026, 12, 27, 7, tzinfo=UTC),
        ),
    )


def test_standard_policy_of_the_file_equals_the_built_in_one() -> None:
    assert read(WHOLE).policies == {"standard": STANDARD}


def test_group_is_read_with_a_negative_telegram_id() -> None:
    assert read(WHOLE).groups == (
        Group("gavleborg-naring", "Nätverket", ("21",), "C0NATVERK", -100123),
    )


def test_file_of_people_and_actors_alone_is_enough() -> None:
    found = small()

    assert (found.overrides, found.groups) == ((), ())
    assert found.policies == {"standard": STANDARD}


def test_what_is_left_out_has_the_formats_own_values() -> None:
    plain = actor()

    assert plain.cases == tuple(CaseKind)
    assert plain.hours == AllHours()
    assert plain.policy == "standard"
    assert plain.rotation == Rotation((ANNA,))
    assert {plain.may_alarm, plain.is_coordinator, plain.after_publication} == {False}


def test_unquoted_area_keeps_its_leading_zero() -> None:
    text = WHOLE.replace('area: ["2182"]', "area: [0682, 06]")

    assert read(text).actors[0].area == ("0682", "06")


def test_word_that_yaml_would_take_for_a_truth_value_is_read_as_written() -> None:
    assert read(WHOLE.replace("Anna Ek", "No")).people[ANNA].name == "No"


def test_clock_that_yaml_would_take_for_a_base_sixty_number_is_read_as_written() -> None:
    weekly = actor(on_call="{people: [anna, bo], rotation: daily, handoff: 07:30}")

    assert weekly.rotation.handoff_time == time(7, 30)


def test_aliases_are_followed() -> None:
    text = WHOLE.replace("on_call:\n", "on_call: &duty\n").replace("groups:", "_:")
    second = """  - id: second
    name: B
    organisation: B
    level: lokal
    area: ["2182"]
    themes: [MOT]
    on_call: *duty
overrides:"""
    text = text[: text.index("_:")].replace("overrides:", second)

    first, other = read(text).actors

    assert other.rotation == first.rotation


def test_merge_key_fills_in_what_the_entry_lacks() -> None:
    people = """people:
  - &anna {id: anna, name: Anna, slack: U0ANNA, language: sv}
  - {<<: *anna, id: bo, name: Bo, slack: U0BO}
"""

    bo = read(people).people[BO]

    assert (bo.name, bo.slack, bo.language) == ("Bo", "U0BO", "sv")


@pytest.mark.parametrize(
    "merged",
    [
        "[*swede]",
        "[*swede, *finn]",
        "[{language: sv}, *finn]",
        "*nested",
        "[*nested, *finn]",
        "{<<: {<<: [{<<: *nested}]}}",
    ],
)
def test_merge_key_takes_lists_and_mappings_that_merge_themselves(merged: str) -> None:
    people = f"""people:
  - &swede {{id: anna, name: Anna, slack: U0ANNA, language: sv}}
  - &finn {{id: cem, name: Cem, slack: U0CEM, language: en}}
  - &nested {{<<: [*swede, *finn], id: dan, slack: U0DAN}}
  - {{<<: {merged}, id: bo, name: Bo, slack: U0BO}}
"""

    bo = read(people).people[BO]

    assert (bo.name, bo.slack, bo.language) == ("Bo", "U0BO", "sv")


def test_a_long_chain_of_merges_is_followed_to_its_end() -> None:
    chain = "".join(
        f"  - &p{n} {{<<: *p{n - 1}, id: p{n}, slack: U{n}}}\n" for n in range(1, 2_000)
    )

    people = read(f"people:\n  - &p0 {{id: p0, name: Anna, slack: U0}}\n{chain}").people

    assert {person.name for person in people.values()} == {"Anna"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("dygnet-runt", AllHours()),
        ("kontorstid", OfficeHours()),
        ('"07-22"', DailyHours(time(7), time(22))),
        ("07-22", DailyHours(time(7), time(22))),
        ('"07:30-16"', DailyHours(time(7, 30), time(16))),
        ('"7–19"', DailyHours(time(7), time(19))),
        ('"22-06"', DailyHours(time(22), time(6))),
        ('"08-24"', DailyHours(time(8), time(0))),
        ('"00-24"', AllHours()),
        (
            '[{weeks: "48-02", hours: dygnet-runt}]',
            SeasonalHours((WeekHours(48, 2, AllHours()),)),
        ),
        (
            '[{weeks: 27, hours: "08-12"}, {weeks: 28-31, hours: kontorstid}]',
            SeasonalHours(
                (
                    WeekHours(27, 27, DailyHours(time(8), time(12))),
                    WeekHours(28, 31, OfficeHours()),
                )
            ),
        ),
    ],
)
def test_hours_are_read(written: str, meant: Hours) -> None:
    assert actor(f"hours: {written}").hours == meant


@pytest.mark.parametrize(
    ("written", "weekday", "clock"),
    [
        ("mon 08:00", 0, time(8)),
        ("sun 16:30", 6, time(16, 30)),
        ("mån 08:00", 0, time(8)),
        ("sön 8", 6, time(8)),
        ("Fre 08:00", 4, time(8)),
        ("lor 00:00", 5, time(0)),
    ],
)
def test_weekly_handoff_is_read_in_english_and_swedish(
    written: str, weekday: int, clock: time
) -> None:
    rotation = actor(on_call=f'{{people: [anna], rotation: weekly, handoff: "{written}"}}').rotation

    assert (rotation.handoff_weekday, rotation.handoff_time) == (weekday, clock)


@pytest.mark.parametrize("word", ["nedläggning", "nedlaggning", "Nedläggning"])
def test_case_is_understood_with_and_without_diacritics(word: str) -> None:
    assert actor(f"cases: [{word}]").cases == (CaseKind.CLOSURE,)


def test_same_case_written_in_two_ways_counts_once() -> None:
    assert actor("cases: [nedläggning, nedlaggning]").cases == (CaseKind.CLOSURE,)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("PT2S", 2), ("PT10M", 600), ("PT1H30M", 5400), ("P1D", 86_400), ("P1W", 604_800)],
)
def test_patience_is_an_iso_8601_duration(written: str, seconds: int) -> None:
    found = small(f"policies:\n  quick:\n    - {{to: on_call, attempts: 3, patience: {written}}}")

    step = Step(Target.ON_CALL, 3, timedelta(seconds=seconds))
    assert found.policies["quick"] == Policy("quick", (step,))


def test_step_without_attempts_has_one() -> None:
    found = small("policies:\n  quick:\n    - {to: chief, patience: PT1M}")

    assert found.policies["quick"].steps[0].attempts == 1


def test_policy_of_the_file_replaces_the_built_in_one() -> None:
    found = small("policies:\n  standard:\n    - {to: deputy, attempts: 1, patience: PT1S}")

    assert found.policies["standard"].steps == (Step(Target.DEPUTY, 1, timedelta(seconds=1)),)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-07-01T08:00", datetime(2026, 7, 1, 6, tzinfo=UTC)),
        ("2026-12-01 08:00:30", datetime(2026, 12, 1, 7, 0, 30, tzinfo=UTC)),
        ("2026-07-01T08:00Z", datetime(2026, 7, 1, 8, tzinfo=UTC)),
        ("2026-07-01T08:00+05:00", datetime(2026, 7, 1, 3, tzinfo=UTC)),
        ("2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:30+01:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_moments_are_local_unless_they_have_an_offset(written: str, meant: datetime) -> None:
    override = f"{{actor: post, person: bo, from: {written}, until: 2027-01-01T00:00}}"

    assert small(f"overrides:\n  - {override}").overrides[0].starts_at == meant


def test_overrides_may_overlap_since_the_last_one_wins() -> None:
    window = "from: 2026-07-01T08:00, until: 2026-07-02T08:00"
    found = small(
        f"overrides:\n  - {{actor: post, person: bo, {window}}}\n"
        f"  - {{actor: post, person: anna, {window}}}"
    )

    assert [override.person for override in found.overrides] == [BO, ANNA]


def test_area_and_theme_written_twice_count_once() -> None:
    text = WHOLE.replace('["2182"]', "[2182, 21, 2182]").replace("[MOT, LAR, MAR]", "[MOT, MOT]")

    post = read(text).actors[0]

    assert (post.area, post.themes) == (("2182", "21"), ("MOT",))


def test_person_named_twice_has_two_turns_of_each_round() -> None:
    weekly = actor(on_call="{people: [anna, bo, anna], rotation: weekly, handoff: mon 08:00}")

    assert weekly.rotation.people == (ANNA, BO, ANNA)


def test_coordinator_may_have_no_themes_of_its_own() -> None:
    text = WHOLE.replace("    themes: [MOT, LAR, MAR]\n", "").replace(
        "coordinator: false", "coordinator: true"
    )

    assert read(text).actors[0].themes == ()


def test_what_is_expected_is_free_text() -> None:
    assert actor("expects: 5ad").expects == "5ad"
