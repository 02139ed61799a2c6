"""Read each section of a roster file: people, actors, overrides, policies, groups."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from blueprint import kinds, municipalities
from blueprint.model import CaseKind, Level, ThemeCode
from roster import notation
from roster.mistakes import nearest
from roster.model import (
    STANDARD,
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
FIRST_MONDAY = date(2025, 1, 6)  # where a rotation without from begins

_ID = re.compile(r"[a-z0-9-]+", re.ASCII)
_SLACK = re.compile(r"[UW][A-Z0-9]+", re.ASCII)
_CHANNEL = re.compile(r"[CG][A-Z0-9]+", re.ASCII)
_USER = re.compile(r"[1-9]\d{0,17}", re.ASCII)
_GROUP = re.compile(r"-?[1-9]\d{0,17}", re.ASCII)
_ATTEMPTS = re.compile(r"[1-9]\d?", re.ASCII)
DATE_MEND = "Skriv som 2027-06-30."
MOMENT_MEND = "Skriv som 2026-12-24T08:00, en tid som klockan visar."
AREA_MEND = "Skriv en kommunkod med fyra siffror, en länskod med två, eller SE."
PERSON_MEND = "Lägg till personen under people."
ACTOR_MEND = "Lägg till aktören under actors."
POLICY_MEND = "Lägg till ordningen under policies."


@dataclass(frozen=True, slots=True)
class Context:
    """What references in the file may refer to."""

    tz: ZoneInfo
    themes: frozenset[str]
    people: frozenset[str]
    actors: frozenset[str]
    policies: frozenset[str]


def read_person(reader: Reader) -> Person | None:
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
        telegram=reader.read("telegram", _user, "är inget Telegram-id.", "Skriv siffrorna."),
        email=reader.read("email", _email, "är ingen e-postadress.", "Skriv namn@exempel.se."),
        phone=reader.text("phone"),
        language=reader.chosen("language", LANGUAGES),
        until=reader.read("until", notation.read_date, "är inget datum.", DATE_MEND),
    )
    return person if identifier and name else None


def read_actor(reader: Reader, context: Context) -> Actor | None:
    reader.only(ACTOR_KEYS)
    identifier = _identifier(reader)
    level = reader.chosen("level", list(Level), required=True)
    rotation = _rotation(reader, context)
    is_coordinator = reader.flag("coordinator")
    actor = Actor(
        id=ActorId(identifier or ""),
        name=reader.text("name", required=True) or "",
        organisation=reader.text("organisation", required=True) or "",
        role=reader.text("role"),
        mandate=_mandate(reader),
        level=Level(level) if level else Level.LOCAL,
        area=_area(reader),
        themes=_themes(reader, context, required=not is_coordinator),
        cases=_cases(reader),
        may_alarm=reader.flag("may_alarm"),
        hours=_hours(reader),
        policy=_policy_name(reader, context),
        rotation=rotation or Rotation(()),
        deputy=_person(reader, "deputy", context),
        chief=_person(reader, "chief", context),
        is_coordinator=is_coordinator,
        after_publication=reader.flag("after_publication"),
        offers=reader.text("offers"),
        entry=reader.text("entry"),
        expects=reader.text("expects"),
    )
    return actor if identifier and level and rotation else None


def read_override(reader: Reader, context: Context) -> Override | None:
    reader.only(("actor", "person", "from", "until"))
    actor = reader.chosen("actor", context.actors, required=True, otherwise=ACTOR_MEND)
    person = reader.chosen("person", context.people, required=True, otherwise=PERSON_MEND)
    starts_at, ends_at = _moment(reader, "from", context), _moment(reader, "until", context)
    if actor is None or person is None or starts_at is None or ends_at is None:
        return None
    if starts_at >= ends_at:
        reader.note("until", "ligger inte efter from.", "Låt until vara en senare tid.")
    return Override(ActorId(actor), PersonId(person), starts_at, ends_at)


def read_policy(section: Reader, name: str) -> Policy | None:
    if not section.fits_as_name(name):
        return None
    steps = [_step(step) for step in section.items(name, "to")]
    if not section.has(name):
        section.note(name, "har inga steg.", "Skriv minst ett: - {to: on_call, …}.")
    kept = tuple(step for step in steps if step)
    return Policy(name, kept) if kept else None


def read_group(reader: Reader) -> Group | None:
    reader.only(("id", "name", "area", "slack", "telegram"))
    identifier = _identifier(reader)
    name = reader.text("name", required=True)
    group = Group(
        id=identifier or "",
        name=name or "",
        area=_area(reader),
        slack=reader.read("slack", _channel, "är ingen Slack-kanal.", "Den börjar med C eller G."),
        telegram=reader.read("telegram", _group, "är ingen grupp.", "Skriv siffrorna."),
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


def _user(text: str) -> int | None:
    return int(text) if _USER.fullmatch(text) else None


def _group(text: str) -> int | None:
    return int(text) if _GROUP.fullmatch(text) else None


def _email(text: str) -> str | None:
    name, at, host = text.partition("@")
    return text if name and at and "." in host and " " not in text else None


def _person(reader: Reader, field: str, context: Context) -> PersonId | None:
    chosen = reader.chosen(field, context.people, otherwise=PERSON_MEND)
    return PersonId(chosen) if chosen else None


def _policy_name(reader: Reader, context: Context) -> str:
    chosen = reader.chosen("policy", context.policies, otherwise=POLICY_MEND)
    return chosen or STANDARD.name


def _moment(reader: Reader, field: str, context: Context) -> datetime | None:
    return reader.read(
        field,
        lambda text: notation.read_moment(text, context.tz),
        "är ingen tid som finns.",
        MOMENT_MEND,
        required=True,
    )


def _mandate(reader: Reader) -> Mandate | None:
    chosen = reader.chosen("mandate", list(Mandate))
    return Mandate(chosen) if chosen else None


def _area(reader: Reader) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reader.texts("area", _area_problem, required=True)))


def _area_problem(code: str) -> tuple[str, str] | None:
    if municipalities.area_exists(code):
        return None
    return f"området {code!r} finns inte.", f"{AREA_MEND}{_named_like(code)}"


def _named_like(written: str) -> str:
    """Return the codes of the municipalities that somebody who wrote a name may have meant."""
    if not any(letter.isalpha() for letter in written):
        return ""
    near = municipalities.nearest(written, 3)
    return " Menade du " + ", ".join(f"{one.code} ({one.name})" for one in near) + "?"


def _themes(reader: Reader, context: Context, *, required: bool) -> tuple[ThemeCode, ...]:
    def problem_of(code: str) -> tuple[str, str] | None:
        if code in context.themes:
            return None
        return f"temat {code!r} finns inte.", nearest(code, context.themes)

    codes = reader.texts("themes", problem_of, required=required)
    return tuple(ThemeCode(code) for code in dict.fromkeys(codes))


def _cases(reader: Reader) -> tuple[CaseKind, ...]:
    """Return the kinds that are written; all of them when the line is left out."""
    written = reader.texts("cases", _case_problem)
    found = dict.fromkeys(kind for word in written if (kind := kinds.find_kind(word)))
    return tuple(found) or tuple(CaseKind)


def _case_problem(word: str) -> tuple[str, str] | None:
    if kinds.find_kind(word) is not None:
        return None
    return f"slaget {word!r} finns inte.", nearest(word, list(CaseKind))


def _hours(reader: Reader) -> Hours:
    if not reader.is_list("hours"):
        return _plain_hours(reader, required=False) or AllHours()
    weeks = [_week(item) for item in reader.items("hours", "weeks")]
    if not weeks:
        reader.note("hours", "är en tom lista.", notation.HOURS_MEND)
    return SeasonalHours(tuple(week for week in weeks if week))


def _plain_hours(reader: Reader, *, required: bool) -> PlainHours | None:
    written = reader.text("hours", required=required)
    found = notation.read_plain_hours(written) if written is not None else None
    if written is not None and found is None:
        reader.note("hours", f"{written!r} är inga tider.", notation.HOURS_MEND)
    return found


def _week(reader: Reader) -> WeekHours | None:
    reader.only(("weeks", "hours"))
    weeks = reader.read(
        "weeks", notation.read_weeks, "är inga veckor.", 'Skriv "48-02".', required=True
    )
    hours = _plain_hours(reader, required=True)
    return WeekHours(weeks[0], weeks[1], hours) if weeks and hours else None


def _rotation(reader: Reader, context: Context) -> Rotation | None:
    inner = reader.inner("on_call", required=True)
    if inner is None:
        return None
    inner.only(ON_CALL_KEYS)
    turn = Turn(inner.chosen("rotation", list(Turn)) or Turn.FIXED)
    weekday, clock = _handoff(inner, turn)
    starts_on = inner.read("from", notation.read_date, "är inget datum.", DATE_MEND)
    return Rotation(
        people=_people(inner, context),
        turn=turn,
        handoff_weekday=weekday,
        handoff_time=clock,
        starts_on=starts_on or FIRST_MONDAY,
    )


def _people(inner: Reader, context: Context) -> tuple[PersonId, ...]:
    """Return the order of call; whoever is named twice has two turns of each round."""

    def problem_of(person: str) -> tuple[str, str] | None:
        if person in context.people:
            return None
        mend = nearest(person, context.people) or PERSON_MEND
        return f"personen {person!r} finns inte.", mend

    return tuple(PersonId(one) for one in inner.texts("people", problem_of, required=True))


def _handoff(inner: Reader, turn: Turn) -> tuple[int, time]:
    """Return weekday and time; other turns than weekly have no use for the weekday."""
    found = inner.read(
        "handoff", notation.read_handoff, "är ingen överlämning.", 'Skriv "mon 08:00".'
    )
    weekday, clock = found or (0, time(8))
    if turn is Turn.WEEKLY and weekday is None:
        inner.note("handoff", "saknar veckodag.", 'Skriv till exempel "mon 08:00".')
    return weekday or 0, clock


def _step(reader: Reader) -> Step | None:
    reader.only(("to", "attempts", "patience"))
    to = reader.chosen("to", list(Target), required=True)
    attempts = reader.read(
        "attempts", _attempts, "är inget antal försök.", "Skriv ett tal från 1 till 99."
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
    return int(text) if _ATTEMPTS.fullmatch(text) else None
