"""Every mistake in a roster file is told at once, with its place and how to mend it."""

from zoneinfo import ZoneInfo

import pytest

from blueprint.load import ORDER
from roster.mistakes import Mistake, RosterError
from roster.parse import parse

TZ = ZoneInfo("Europe/Stockholm")

GOOD = """\
people:
  - id: anna
    name: Anna Ek
    slack: U0ANNA
    telegram: 900001
    email: anna@example.org
    language: sv
    until: 2027-06-30
  - {id: bo, name: Bo, slack: U0BO}
actors:
  - id: post
    name: Posten
    organisation: Söderhamns kommun
    mandate: besluta
    level: lokal
    area: ["2182"]
    themes: [MOT, LAR]
    cases: [varsel]
    may_alarm: true
    hours: kontorstid
    policy: quick
    on_call:
      people: [anna, bo]
      rotation: weekly
      handoff: "mon 08:00"
      from: 2026-01-05
    deputy: bo
    chief: anna
overrides:
  - {actor: post, person: bo, from: 2026-12-24T08:00, until: 2026-12-27T08:00}
policies:
  quick:
    - {to: on_call, attempts: 2, patience: PT10M}
groups:
  - {id: network, name: Nätverket, area: ["21"], slack: C0NATVERK, telegram: -100123}
"""


def mistakes(text: str) -> tuple[Mistake, ...]:
    with pytest.raises(RosterError) as caught:
        parse(text, "roster.yaml", TZ, ORDER)
    return caught.value.mistakes


def only(text: str) -> Mistake:
    found = mistakes(text)
    assert len(found) == 1, found
    return found[0]


def test_the_good_file_has_no_mistakes() -> None:
    assert parse(GOOD, "roster.yaml", TZ, ORDER).actors[0].id == "post"


@pytest.mark.parametrize(
    ("good", "bad", "field", "mend"),
    [
        ("id: anna", "id: Anna Ek", "id", "a-z"),
        ("slack: U0ANNA", "slack: anna", "slack", "U eller W"),
        ("telegram: 900001", "telegram: anna", "telegram", "siffrorna"),
        ("telegram: 900001", "telegram: -5", "telegram", "siffrorna"),
        ("email: anna@example.org", "email: anna", "email", "@"),
        ("language: sv", "language: svenska", "language", "sv"),
        ("until: 2027-06-30", "until: 2027-06-31", "until", "2027-06-30"),
        ("until: 2027-06-30", "until: 30 juni", "until", "2027-06-30"),
        ("    name: Anna Ek\n", "", "name", "Lägg till name"),
        ("name: Anna Ek", 'name: ""', "name", "Lägg till name"),
        ("name: Anna Ek", "name: [Anna]", "name", "listan"),
        ("language: sv", "langauge: sv", "langauge", "Menade du language?"),
        ("level: lokal", "level: Lokal", "level", "Menade du lokal?"),
        ("mandate: besluta", "mandate: beslut", "mandate", "besluta"),
        ("level: lokal", "level: kommunal", "level", ""),
        ("    level: lokal\n", "", "level", "Lägg till level"),
        ("    organisation: Söderhamns kommun\n", "", "organisation", "Lägg till"),
        ('area: ["2182"]', 'area: ["9999"]', "area", "fyra siffror"),
        ('area: ["2182"]', "area: [Söderham]", "area", "2182 (Söderhamn)"),
        ('area: ["2182"]', "area: []", "area", "Lägg till area"),
        ('area: ["2182"]', "area: {a: b}", "area", "[a, b]"),
        ("themes: [MOT, LAR]", "themes: [MOT, LRA]", "themes", "Menade du LAR?"),
        ("themes: [MOT, LAR]", "themes: [MOT, QQQ]", "themes", "MAR, MOT"),
        ("themes: [MOT, LAR]", "themes: []", "themes", "Lägg till themes"),
        ("cases: [varsel]", "cases: [varsl]", "cases", "Menade du varsel?"),
        ("may_alarm: true", "may_alarm: yes", "may_alarm", "true eller false"),
        ("hours: kontorstid", "hours: kontor", "hours", "dygnet-runt"),
        ("hours: kontorstid", 'hours: "25-26"', "hours", "dygnet-runt"),
        ("hours: kontorstid", 'hours: "24-08"', "hours", "dygnet-runt"),
        ("hours: kontorstid", 'hours: "08-08"', "hours", "dygnet-runt"),
        ("hours: kontorstid", "hours: []", "hours", "dygnet-runt"),
        ("hours: kontorstid", "hours: [{weeks: 54, hours: kontorstid}]", "weeks", "48-02"),
        ("hours: kontorstid", "hours: [{weeks: jul, hours: kontorstid}]", "weeks", "48-02"),
        ("hours: kontorstid", "hours: [{weeks: 1-2}]", "hours", "Lägg till hours"),
        ("hours: kontorstid", "hours: [kontorstid]", "hours[0]", "weeks"),
        ("policy: quick", "policy: quik", "policy", "Menade du quick?"),
        ("people: [anna, bo]", "people: [anna, boo]", "people", "Menade du bo?"),
        ("people: [anna, bo]", "people: []", "people", "Lägg till people"),
        ("rotation: weekly", "rotation: wekly", "rotation", "weekly"),
        ('handoff: "mon 08:00"', 'handoff: "moon 08:00"', "handoff", "mon 08:00"),
        ('handoff: "mon 08:00"', 'handoff: "mon 24:00"', "handoff", "mon 08:00"),
        ('handoff: "mon 08:00"', 'handoff: "mon kl 08:00"', "handoff", "mon 08:00"),
        ('handoff: "mon 08:00"', 'handoff: "08:00"', "handoff", "mon 08:00"),
        ("from: 2026-01-05", "from: 0001-01-01", "from", "2027-06-30"),
        ("from: 2026-01-05", "from: 2026-W01-1", "from", "2027-06-30"),
        ("deputy: bo", "deputy: boo", "deputy", "Menade du bo?"),
        ("chief: anna", "chief: ana", "chief", "Menade du anna?"),
        ("actor: post", "actor: pst", "actor", "Menade du post?"),
        ("person: bo", "person: boo", "person", "Menade du bo?"),
        ("from: 2026-12-24T08:00", "from: 2026-03-29T02:30", "from", "klockan"),
        ("from: 2026-12-24T08:00", "from: 2026-02-30T08:00", "from", "klockan"),
        ("from: 2026-12-24T08:00", "from: 2026-12-24", "from", "2026-12-24T08:00"),
        ("until: 2026-12-27T08:00", "until: 2026-12-24T08:00", "until", "senare"),
        ("to: on_call", "to: oncall", "to", "Menade du on_call?"),
        ("attempts: 2", "attempts: 0", "attempts", "från 1"),
        ("attempts: 2", "attempts: två", "attempts", "från 1"),
        ("patience: PT10M", "patience: 10 min", "patience", "PT10M"),
        ("patience: PT10M", "patience: PT0S", "patience", "PT10M"),
        ("patience: PT10M", "patience: PT1.5S", "patience", "PT10M"),
        ("patience: PT10M", "patience: P9999999D", "patience", "PT10M"),
        ("slack: C0NATVERK", "slack: '#natverk'", "slack", "C eller G"),
        ("telegram: -100123", "telegram: gruppen", "telegram", "siffrorna"),
        ("groups:", "grups:", "grups", "Menade du groups?"),
        ("id: anna", f"id: {'a' * 101}", "id", "högst 100"),
        ("name: Anna Ek", f"name: {'a' * 101}", "name", "högst 100"),
        ("slack: U0ANNA", f"slack: U{'A' * 100}", "slack", "högst 100"),
        ("email: anna@example.org", f"email: {'a' * 250}@a.se", "email", "högst 254"),
        ("language: sv", f'phone: "{"7" * 41}"', "phone", "högst 40"),
        ("organisation: Söderhamns kommun", f"organisation: {'a' * 101}", "organisation", "100"),
        ("mandate: besluta", f"role: {'a' * 101}", "role", "högst 100"),
        ("mandate: besluta", f"offers: {'a' * 1001}", "offers", "högst 1000"),
        ("mandate: besluta", f"entry: {'a' * 1001}", "entry", "högst 1000"),
        ("mandate: besluta", f"expects: {'a' * 1001}", "expects", "högst 1000"),
        ("themes: [MOT, LAR]", f"themes: [MOT, {'L' * 101}]", "themes", "högst 100"),
        ("  quick:\n", f"  {'q' * 101}:\n", "id", "högst 100"),
        ("name: Anna Ek", 'name: "Anna\\0Ek"', "name", "för hand"),
        ("name: Anna Ek", 'name: "Anna\\e[31mEk"', "name", "för hand"),
        ("name: Anna Ek", 'name: "Anna\\nEk"', "name", "på en rad"),
        ("name: Anna Ek", 'name: "Anna\\u2028Ek"', "name", "för hand"),
        ("mandate: besluta", 'offers: "a\\0b"', "offers", "för hand"),
        ("themes: [MOT, LAR]", 'themes: [MOT, "L\\0R"]', "themes", "för hand"),
    ],
)
def test_one_mistake_is_told_with_its_field_and_mend(
    good: str, bad: str, field: str, mend: str
) -> None:
    assert good in GOOD

    found = mistakes(GOOD.replace(good, bad, 1))

    assert any(mistake.field == field and mend in mistake.mend for mistake in found), found


def test_mistake_knows_its_line_and_place() -> None:
    found = only(GOOD.replace("level: lokal", "level: lokl"))

    assert found == Mistake(
        "roster.yaml", 15, 'actors[0] "post"', "level", "'lokl' finns inte.", "Menade du lokal?"
    )


def test_mistake_deep_in_an_entry_knows_the_whole_way_there() -> None:
    found = only(GOOD.replace("hours: kontorstid", "hours: [{weeks: 1-2, hours: x}]"))

    assert found.place == 'actors[0] "post", hours[0] "1-2"'


def test_second_theme_of_a_list_is_told_on_its_own_line() -> None:
    text = GOOD.replace("themes: [MOT, LAR]", "themes:\n      - MOT\n      - XXX")

    assert only(text).line == GOOD[: GOOD.index("themes:")].count("\n") + 3


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = GOOD.replace("U0ANNA", "anna").replace("lokal", "lokl").replace("PT10M", "10M")

    assert [mistake.field for mistake in mistakes(text)] == ["slack", "level", "patience"]


def test_error_reads_as_one_line_per_mistake() -> None:
    text = GOOD.replace("U0ANNA", "anna").replace("lokal", "lokl")

    with pytest.raises(RosterError) as caught:
        parse(text, "roster.yaml", TZ, ORDER)

    assert str(caught.value) == (
        "roster.yaml, rad 4, people[0] \"anna\", slack: 'anna' är inget Slack-id. "
        "Det börjar med U eller W.\n"
        "roster.yaml, rad 15, actors[0] \"post\", level: 'lokl' finns inte. Menade du lokal?"
    )


def test_person_whom_nothing_reaches_is_a_mistake() -> None:
    found = only(GOOD.replace("name: Bo, slack: U0BO", "name: Bo"))

    assert "minst en väg" in found.problem


def test_same_id_twice_is_told_with_the_line_of_the_first() -> None:
    found = only(GOOD.replace("actors:", "  - {id: bo, name: B, email: b@example.org}\nactors:"))

    assert (found.field, found.line) == ("id", 10)
    assert "rad 9" in found.problem


@pytest.mark.parametrize("account", ["slack: U0ANNA", "telegram: 900001"])
def test_same_account_on_two_people_is_a_mistake(account: str) -> None:
    found = only(GOOD.replace("actors:", f"  - {{id: cem, name: C, {account}}}\nactors:"))

    assert "står redan" in found.problem


def test_same_id_is_told_also_when_the_entry_has_other_mistakes() -> None:
    found = mistakes(GOOD.replace("actors:", "  - {id: bo, slack: x}\nactors:"))

    assert {mistake.field for mistake in found} == {"id", "name", "slack"}


def test_same_key_twice_is_a_mistake() -> None:
    found = only(GOOD.replace("    chief: anna", "    chief: anna\n    chief: bo"))

    assert (found.field, found.line) == ("chief", 29)
    assert "två gånger" in found.problem


def test_person_nobody_resembles_is_to_be_added() -> None:
    people = "".join(f"  - {{id: p{n}, name: P, slack: U{n}}}\n" for n in range(20))
    text = GOOD.replace("actors:", f"{people}actors:").replace("chief: anna", "chief: zzzzz")

    assert only(text).mend == "Lägg till personen under people."


def test_actor_without_anybody_on_call_is_a_mistake() -> None:
    block = GOOD[GOOD.index("    on_call:") : GOOD.index("    deputy:")]

    assert only(GOOD.replace(block, "")).field == "on_call"


def test_on_call_must_have_keys() -> None:
    block = GOOD[GOOD.index("    on_call:") : GOOD.index("    deputy:")]

    assert only(GOOD.replace(block, "    on_call: anna\n")).field == "on_call"


def test_section_must_be_a_list() -> None:
    found = only("people: anna\n")

    assert (found.field, found.problem) == ("people", "ska vara en lista.")


def test_entry_must_have_keys() -> None:
    assert only("people:\n  - anna\n").field == "people[0]"


@pytest.mark.parametrize("steps", ["[]", "", "[{}]", "[on_call]", "PT10M"])
def test_policy_without_readable_steps_is_a_mistake(steps: str) -> None:
    assert mistakes(f"policies:\n  quick: {steps}\n")


@pytest.mark.parametrize("text", ["", "   \n\n", "# bara en kommentar\n", "---\n", "null"])
def test_empty_file_is_a_mistake(text: str) -> None:
    assert only(text).line == 1


@pytest.mark.parametrize(
    "text",
    [
        "- people\n",
        "people",
        "people: [",
        "people:\n\t- id: anna",
        "a: b\n---\nc: d\n",
        "a: *unknown",
        "\x00\x01\x02",
        "\ud800",
        "PK\x03\x04\x14\x00",
        "? [a]\n: b",
        "people: &a [*a]",
        "people: &a {<<: *a}",
        "people: !!python/object/apply:os.system [ls]",
        "[" * 100_000,
        "{a: " * 10_000,
        "- " * 10_000,
    ],
)
def test_file_that_is_no_roster_is_a_mistake_and_nothing_worse(text: str) -> None:
    assert mistakes(text)


def test_bad_yaml_is_told_with_its_line() -> None:
    assert only("people:\n  - id: anna\n   name: Anna\n").line == 3


def test_a_stray_character_in_the_file_is_told_with_its_line() -> None:
    found = only("people:\n  - id: anna\n    name: An\x00na\n")

    assert (found.line, found.problem) == (3, "tecknet U+0000 får inte stå i filen.")


def test_a_long_value_is_told_without_being_shown() -> None:
    found = mistakes(GOOD.replace("name: Anna Ek", f"name: {'a' * 10_000}"))

    assert all(len(str(mistake)) < 200 for mistake in found)


def test_what_actors_offer_may_stand_on_several_lines() -> None:
    text = GOOD.replace("mandate: besluta", "offers: |\n      Lots\n      och växel")

    assert parse(text, "roster.yaml", TZ, ORDER).actors[0].offers == "Lots\noch växel"


@pytest.mark.parametrize("base", ["anna", "[anna]", "[*a, anna]"])
def test_what_is_merged_must_have_keys(base: str) -> None:
    text = f"people:\n  - &a {{id: a, name: A, slack: U1}}\n  - {{<<: {base}, id: b, slack: U2}}\n"

    assert any(mistake.field == "<<" for mistake in mistakes(text))
