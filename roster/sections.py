"""Read each section of a roster file: people, actors, overrides, policies, groups."""

import re
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from blueprint import kinds, municipalities
from blueprint.model import CaseKind, Level, ThemeCode
from roster import notation
from roster.mistakes import nearest
from roster.model import (
    Actor,
    ActorId,
    AllHours,
    Group,
    Hours,
    Mandate,
    Override,
    Person,
    PersonId,
    PlainHours,
    Policy,
    Rotation,
    SeasonalHours,
    Step,
    Target,
    Turn,
    WeekHours,
)
from roster.reading import Reader

PERSON_KEYS = ("id", "name", "slack", "telegram", "email", "phone", "language", "until")
ACTOR_KEYS = (
    "id", "name", "organisation", "role", "mandate", "level", "area", "themes", "cases",
    "may_alarm", "hours", "policy", "on_call", "deputy", "chief", "coordinator",
    "after_publication", "offers", "entry", "expects",
)  # fmt: skip
ON_CALL_KEYS = ("people", "rotation", "handoff", "from")
LANGUAGES = ("sv", "en")
ACCOUNTS = ("slack", "telegram", "email", "phone")

_ID = re.compile(r"[a-z0-9-]+", re.ASCII)
_SLACK = re.compile(r"[UW][A-Z0-9]+", re.ASCII)
_CHANNEL = re.compile(r"[CG][A-Z0-9]+", re.ASCII)
_INTEGER = re.compile(r"-?\d{1,18}", re.ASCII)
DATE_MEND = "Skriv som 2027-06-30."
MOMENT_MEND = "Skriv som 2026-12-24T08:00, en tid som finns."


@dataclass(slots=True)
class Context:
    """What references may refer to; filled in as the file is read."""

    tz: ZoneInfo
    themes: frozenset[str]
    people: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    policies: frozenset[str] = frozenset()


def read_person(reader: Reader, _context: Context) -> Person | None:
    reader.only(PERSON_KEYS)
    if not any(reader.has(account) for account in ACCOUNTS):
        problem = "minst en väg att nå personen måste finnas."
        reader.note("", problem, "Lägg till slack, telegram, email eller phone.")
    identifier = _identifier(reader)
    name = reader.text("name", required=True)
    person = Person(
        id=PersonId(identifier or ""),
        name=name or "",
        slack=reader.read("slack", _slack, "är inget Slack-id.", "Det börjar med U eller W."),
        telegram=reader.read("telegram", _integer, "är inget Telegram-id.", "Skriv siffrorna."),
        email=reader.read("email", _email, "är ingen e-postadress.", "Skriv namn@exempel.se."),
        phone=reader.text("phone"),
        language=reader.chosen("language", LANGUAGES),
        until=reader.read("until", notation.read_date, "är inget datum.", DATE_MEND),
    )
    return person if identifier and name else None


def read_actor(reader: Reader, context: Context) -> Actor | None:
    reader.only(ACTOR_KEYS)
    identifier = _identifier(reader)
    level = reader.chosen("level", [level.value for level in Level], required=True)
    rotation = _rotation(reader, context)
    actor = Actor(
        id=ActorId(identifier or ""),
        name=reader.text("name", required=True) or "",
        organisation=reader.text("organisation", required=True) or "",
        role=reader.text("role"),
        mandate=_mandate(reader),
        level=Level(level) if level else Level.LOCAL,
        area=_area(reader),
        themes=_themes(reader, context),
        cases=_cases(reader),
        may_alarm=reader.flag("may_alarm"),
        hours=_hours(reader),
        policy=reader.chosen("policy", context.policies) or "standard",
        rotation=rotation or Rotation(()),
        deputy=_person(reader, "deputy", context),
        chief=_person(reader, "chief", context),
        is_coordinator=reader.flag("coordinator"),
        after_publication=reader.flag("after_publication"),
        offers=reader.text("offers"),
        entry=reader.text("entry"),
        expects=reader.text("expects"),
    )
    return actor if identifier and level and rotation else None


def read_override(reader: Reader, context: Context) -> Override | None:
    reader.only(("actor", "person", "from", "until"))
    actor = reader.chosen("actor", context.actors, required=True)
    person = reader.chosen("person", context.people, required=True)

    starts_at, ends_at = (
        reader.read(
            field,
            lambda text: notation.read_moment(text, context.tz),
            "är ingen tid som finns.",
            MOMENT_MEND,
            required=True,
        )
        for field in ("from", "until")
    )
    if starts_at is None or ends_at is None or actor is None or person is None:
        return None
    if starts_at >= ends_at:
        reader.note("until", "ligger inte efter from.", "Byt plats på dem.")
        return None
    return Override(ActorId(actor), PersonId(person), starts_at, ends_at)


def read_policy(named: tuple[str, list[Reader], Reader]) -> Policy | None:
    name, steps, outer = named
    if not steps:
        outer.note(name, "har inga steg.", "Skriv minst ett: - {to: on_call, …}.")
    read = [_step(step) for step in steps]
    kept = tuple(step for step in read if step)
    return Policy(name, kept) if kept and len(kept) == len(read) else None


def read_group(reader: Reader) -> Group | None:
    reader.only(("id", "name", "area", "slack", "telegram"))
    identifier = _identifier(reader)
    name = reader.text("name", required=True)
    group = Group(
        id=identifier or "",
        name=name or "",
        area=_area(reader),
        slack=reader.read("slack", _channel, "är ingen Slack-kanal.", "Den börjar med C eller G."),
        telegram=reader.read("telegram", _integer, "är ingen grupp.", "Skriv siffrorna."),
    )
    return group if identifier and name else None


def _identifier(reader: Reader) -> str | None:
    return reader.read(
        "id",
        lambda text: text if _ID.fullmatch(text) else None,
        "är inget id.",
        "Använd bara a-z, 0-9 och bindestreck.",
        required=True,
    )


def _slack(text: str) -> str | None:
    return text if _SLACK.fullmatch(text) else None


def _channel(text: str) -> str | None:
    return text if _CHANNEL.fullmatch(text) else None


def _integer(text: str) -> int | None:
    return int(text) if _INTEGER.fullmatch(text) else None


def _email(text: str) -> str | None:
    name, at, host = text.partition("@")
    return text if name and at and "." in host and " " not in text else None


def _person(reader: Reader, field: str, context: Context) -> PersonId | None:
    chosen = reader.chosen(field, context.people)
    return PersonId(chosen) if chosen else None


def _mandate(reader: Reader) -> Mandate | None:
    chosen = reader.chosen("mandate", [mandate.value for mandate in Mandate])
    return Mandate(chosen) if chosen else None


def _area(reader: Reader) -> tuple[str, ...]:
    codes = reader.texts("area", required=True)
    for code in codes:
        if not municipalities.area_exists(code):
            reader.note("area", f"{code!r} finns inte.", _area_mend(code))
    return codes


def _area_mend(code: str) -> str:
    near = municipalities.nearest(code, 1)
    known = "Skriv en kommunkod med fyra siffror, en länskod med två, eller SE."
    return f"{known} {near[0].name} är {near[0].code}." if near and code.isalpha() else known


def _themes(reader: Reader, context: Context) -> tuple[ThemeCode, ...]:
    codes = reader.texts("themes", required=True)
    for code in codes:
        if code not in context.themes:
            reader.note("themes", f"temat {code!r} finns inte.", nearest(code, context.themes))
    return tuple(ThemeCode(code) for code in codes)


def _cases(reader: Reader) -> tuple[CaseKind, ...]:
    written = reader.texts("cases")
    if not written:
        return tuple(CaseKind)
    found = [kinds.find_kind(word) for word in written]
    for word, kind in zip(written, found, strict=True):
        if kind is None:
            reader.note("cases", f"slaget {word!r} finns inte.", nearest(word, list(CaseKind)))
    return tuple(kind for kind in found if kind is not None)


def _hours(reader: Reader) -> Hours:
    if not reader.has("hours"):
        return AllHours()
    if reader.is_list("hours"):
        return SeasonalHours(
            tuple(week for item in reader.items("hours", "weeks") if (week := _week(item)))
        )
    found: Hours | None = reader.read(
        "hours", notation.read_plain_hours, "är inga tider.", notation.HOURS_MEND
    )
    return found or AllHours()


def _week(reader: Reader) -> WeekHours | None:
    reader.only(("weeks", "hours"))
    weeks = reader.read(
        "weeks", notation.read_weeks, "är inga veckor.", 'Skriv "48-02".', required=True
    )
    hours: PlainHours | None = reader.read(
        "hours",
        notation.read_plain_hours,
        "är inga tider.",
        notation.HOURS_MEND,
        required=True,
    )
    return WeekHours(weeks[0], weeks[1], hours) if weeks and hours else None


def _rotation(reader: Reader, context: Context) -> Rotation | None:
    inner = reader.inner("on_call", required=True)
    if inner is None:
        return None
    inner.only(ON_CALL_KEYS)
    people = inner.texts("people", required=True)
    for person in people:
        if person not in context.people:
            inner.note("people", f"{person!r} finns inte.", nearest(person, context.people))
    turn = inner.chosen("rotation", [turn.value for turn in Turn])
    weekday, clock = _handoff(inner, Turn(turn) if turn else Turn.FIXED)
    starts_on = inner.read("from", notation.read_date, "är inget datum.", DATE_MEND)
    return Rotation(
        people=tuple(PersonId(person) for person in people),
        turn=Turn(turn) if turn else Turn.FIXED,
        handoff_weekday=weekday,
        handoff_time=clock,
        starts_on=starts_on or date(2025, 1, 6),
    )


def _handoff(inner: Reader, turn: Turn) -> tuple[int, time]:
    found = inner.read(
        "handoff", notation.read_handoff, "är ingen överlämning.", 'Skriv "mon 08:00".'
    )
    if found is None:
        return 0, time(8)
    weekday, clock = found
    if turn is Turn.WEEKLY and weekday is None:
        inner.note("handoff", "saknar veckodag.", 'Skriv till exempel "mon 08:00".')
    return weekday or 0, clock


def _step(reader: Reader) -> Step | None:
    reader.only(("to", "attempts", "patience"))
    to = reader.chosen("to", [target.value for target in Target], required=True)
    attempts = reader.read(
        "attempts", _attempts, "är inget antal försök.", "Skriv ett tal från 1 till 20."
    )
    patience = reader.read(
        "patience",
        notation.read_duration,
        "är ingen varaktighet.",
        "Skriv i ISO 8601, till exempel PT10M.",
        required=True,
    )
    if to is None or patience is None:
        return None
    return Step(Target(to), attempts or 1, patience)


def _attempts(text: str) -> int | None:
    return int(text) if text.isdecimal() and 1 <= int(text[:4]) <= 20 else None
