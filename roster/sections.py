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
    Absence,
    Actor,
    ActorId,
    AllHours,
    Group,
    Hours,
    Mandate,
    Override,
    OverrideKind,
    Person,
    PersonId,
    PlainHours,
    Policy,
    Rotation,
    SeasonalHours,
    ServingHours,
    Step,
    Target,
    Turn,
    WeekHours,
)
from roster.notation import Handoff
from roster.reading import Reader

PERSON_KEYS = ("id", "name", "slack", "telegram", "email", "phone", "language", "until")
ACTOR_KEYS = (
    "id", "name", "organisation", "role", "mandate", "level", "area", "themes", "cases",
    "may_alarm", "hours", "policy", "on_call", "deputy", "chief", "coordinator",
    "after_publication", "offers", "entry", "expects",
)  # fmt: skip
LAYER_KEYS = ("people", "rotation", "every", "handoff", "from", "serving")
ON_CALL_KEYS = (*LAYER_KEYS, "layers")
LANGUAGES = ("sv", "en")
ACCOUNTS = ("slack", "telegram", "email", "phone")
HOURS_OF_A_DAY = 24
EVERY_DAY = frozenset(range(7))
FIRST_MONDAY = date(2025, 1, 6)  # where a rotation without from begins

_ID = re.compile(r"[a-z0-9-]+", re.ASCII)
_SLACK = re.compile(r"[UW][A-Z0-9]+", re.ASCII)
_CHANNEL = re.compile(r"[CG][A-Z0-9]+", re.ASCII)
_USER = re.compile(r"[1-9]\d{0,17}", re.ASCII)
_GROUP = re.compile(r"-?[1-9]\d{0,17}", re.ASCII)
_COUNT = re.compile(r"[1-9]\d?", re.ASCII)
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
    rotation, layers = _on_call(reader, context)
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
        layers=layers,
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
    reader.only(("actor", "person", "from", "until", "kind"))
    actor = reader.chosen("actor", context.actors, required=True, otherwise=ACTOR_MEND)
    person = reader.chosen("person", context.people, required=True, otherwise=PERSON_MEND)
    window = _dated(reader, context)
    kind = OverrideKind(reader.chosen("kind", list(OverrideKind)) or OverrideKind.REPLACE)
    if actor is None or person is None or window is None:
        return None
    return Override(ActorId(actor), PersonId(person), *window, kind)


def read_absence(reader: Reader, context: Context) -> Absence | None:
    reader.only(("person", "from", "until"))
    person = reader.chosen("person", context.people, required=True, otherwise=PERSON_MEND)
    window = _dated(reader, context)
    return Absence(PersonId(person), *window) if person is not None and window else None


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


def _dated(reader: Reader, context: Context) -> tuple[datetime, datetime] | None:
    starts_at, ends_at = _moment(reader, "from", context), _moment(reader, "until", context)
    if starts_at is None or ends_at is None:
        return None
    if starts_at >= ends_at:
        reader.note("until", "ligger inte efter from.", "Låt until vara en senare tid.")
    return starts_at, ends_at


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


def _on_call(reader: Reader, context: Context) -> tuple[Rotation | None, tuple[Rotation, ...]]:
    """Return the base rotation, and the layers above it."""
    inner = reader.inner("on_call", required=True)
    if inner is None:
        return None, ()
    inner.only(ON_CALL_KEYS)
    above = list(inner.items("layers", "people"))
    for layer in above:
        layer.only(LAYER_KEYS)
    return _rotation(inner, context), tuple(_rotation(layer, context) for layer in above)


def _rotation(inner: Reader, context: Context) -> Rotation:
    turn = Turn(inner.chosen("rotation", list(Turn)) or Turn.FIXED)
    handoff = _handoff(inner, turn)
    starts_on = inner.read("from", notation.read_date, "är inget datum.", DATE_MEND)
    return Rotation(
        people=_people(inner, context),
        turn=turn,
        handoff_weekday=handoff.weekday or 0,
        handoff_time=handoff.clock,
        starts_on=starts_on or FIRST_MONDAY,
        every=_every(inner, turn),
        handoff_day=handoff.day or 1,
        serving=tuple(one for item in inner.items("serving", "days") if (one := _serving(item))),
    )


def _every(inner: Reader, turn: Turn) -> int:
    """Return how many hours, days, weeks or months a turn is."""
    every = inner.read("every", _count, "är inget antal.", "Skriv ett tal från 1 till 99.") or 1
    if turn is Turn.HOURLY and HOURS_OF_A_DAY % every:
        mend = "Skriv 1, 2, 3, 4, 6, 8, 12 eller 24."
        inner.note("every", f"{every} timmar går inte jämnt upp i ett dygn.", mend)
        return HOURS_OF_A_DAY
    return every


def _serving(reader: Reader) -> ServingHours | None:
    reader.only(("days", "hours"))
    days = reader.read(
        "days", notation.read_weekdays, "är inga veckodagar.", 'Skriv "mon-fri" eller "sat,sun".'
    )
    hours = reader.read(
        "hours", notation.read_serving, "är inga tider.", 'Skriv "08-17" eller "22-06".'
    )
    opens, closes = hours or (time(), time())
    return ServingHours(EVERY_DAY if days is None else days, opens, closes)


def _people(inner: Reader, context: Context) -> tuple[PersonId, ...]:
    """Return the order of call; whoever is named twice has two turns of each round."""

    def problem_of(person: str) -> tuple[str, str] | None:
        if person in context.people:
            return None
        mend = nearest(person, context.people) or PERSON_MEND
        return f"personen {person!r} finns inte.", mend

    return tuple(PersonId(one) for one in inner.texts("people", problem_of, required=True))


def _handoff(inner: Reader, turn: Turn) -> Handoff:
    """Return when the turn is handed on; a weekly one needs its weekday."""
    found = inner.read(
        "handoff",
        notation.read_handoff,
        "är ingen överlämning.",
        'Skriv "mon 08:00", "08:00" eller, för månader, "1 08:00".',
    )
    handoff = found or Handoff(time(8), weekday=0)
    if turn is Turn.WEEKLY and handoff.weekday is None:
        inner.note("handoff", "saknar veckodag.", 'Skriv till exempel "mon 08:00".')
    return handoff


def _step(reader: Reader) -> Step | None:
    reader.only(("to", "attempts", "patience"))
    to = reader.chosen("to", list(Target), required=True)
    attempts = reader.read(
        "attempts", _count, "är inget antal försök.", "Skriv ett tal från 1 till 99."
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


def _count(text: str) -> int | None:
    return int(text) if _COUNT.fullmatch(text) else None
