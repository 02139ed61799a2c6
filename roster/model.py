"""What a roster is made of. Pure data: no clock, no database, no network."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NewType, TypeAlias

from blueprint.model import CaseKind, Level, ThemeCode

PersonId = NewType("PersonId", str)
ActorId = NewType("ActorId", str)


class Mandate(StrEnum):
    """What an actor may do in a case."""

    DECIDE = "besluta"
    ANSWER = "lämna besked"
    INFORM = "informera"


class Target(StrEnum):
    """Whom a step of an escalation policy leads to."""

    ON_CALL = "on_call"
    DEPUTY = "deputy"
    NEXT_ON_CALL = "next_on_call"
    CHIEF = "chief"
    COORDINATOR = "coordinator"


class Turn(StrEnum):
    """How a rotation passes the duty on."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    FIXED = "fixed"  # the order of the people is the order of call


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who may be summoned. Any address may be missing; at least one is there."""

    id: PersonId
    name: str
    slack: str | None = None
    telegram: int | None = None
    email: str | None = None
    phone: str | None = None
    language: str | None = None
    until: date | None = None  # last day in the role, local date, inclusive

    @property
    def has_chat(self) -> bool:
        return self.slack is not None or self.telegram is not None


@dataclass(frozen=True, slots=True)
class AllHours:
    """`dygnet-runt`."""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """`kontorstid`: 08:00-17:00 on working days, to 12:00 on bank half days."""


@dataclass(frozen=True, slots=True)
class DailyHours:
    """`07-22`: every day from `opens` to `closes`, local wall time; may pass midnight."""

    opens: time
    closes: time  # 00:00 means midnight at the end of the day


PlainHours: TypeAlias = AllHours | OfficeHours | DailyHours


@dataclass(frozen=True, slots=True)
class WeekHours:
    """Hours that hold in ISO weeks `first` to `last`, inclusive; may pass the new year."""

    first: int
    last: int
    hours: PlainHours


@dataclass(frozen=True, slots=True)
class SeasonalHours:
    """A list of weeks; the first that holds counts. In other weeks office hours hold."""

    weeks: tuple[WeekHours, ...]


Hours: TypeAlias = AllHours | OfficeHours | DailyHours | SeasonalHours


@dataclass(frozen=True, slots=True)
class ServingHours:
    """Hours of some weekdays, local wall time, in which a layer serves; may pass midnight."""

    weekdays: frozenset[int]  # Monday is 0
    opens: time
    closes: time  # not later than `opens`: on the day after


@dataclass(frozen=True, slots=True)
class Rotation:
    """Whose turn it is, handed on in local wall time. An actor has one or several, in layers."""

    people: tuple[PersonId, ...]
    turn: Turn = Turn.FIXED
    handoff_weekday: int = 0  # Monday is 0; used by weekly turns only
    handoff_time: time = time(8)
    starts_on: date = date(2025, 1, 6)  # the first person's first turn begins in this period
    every: int = 1  # so many hours (that divide a day), days, weeks or months are a turn
    handoff_day: int = 1  # of the month, 1 to 28; used by monthly turns only
    serving: tuple[ServingHours, ...] = ()  # when it serves; always if empty


@dataclass(frozen=True, slots=True)
class Actor:
    """An organisation's post that answers for themes in an area."""

    id: ActorId
    name: str
    organisation: str
    level: Level
    area: tuple[str, ...]  # municipality codes, two-digit county codes, or SE
    themes: tuple[ThemeCode, ...]
    rotation: Rotation
    role: str | None = None
    mandate: Mandate | None = None
    cases: tuple[CaseKind, ...] = tuple(CaseKind)
    may_alarm: bool = False
    hours: Hours = field(default_factory=AllHours)
    policy: str = "standard"
    deputy: PersonId | None = None
    chief: PersonId | None = None
    is_coordinator: bool = False
    after_publication: bool = False
    offers: str | None = None
    entry: str | None = None
    expects: str | None = None
    layers: tuple[Rotation, ...] = ()  # above `rotation`; the topmost that serves decides

    @property
    def people(self) -> tuple[PersonId, ...]:
        """Everybody whom the actor's own policy steps may lead to."""
        layered = (person for layer in self.layers for person in layer.people)
        heads = (p for p in (self.deputy, self.chief) if p is not None)
        return tuple(dict.fromkeys((*self.rotation.people, *layered, *heads)))

    def covers(self, municipality: str) -> bool:
        """Whether the municipality (four-digit code) lies in the actor's area."""
        return bool({municipality, municipality[:2], "SE"} & set(self.area))

    def answers(self, municipality: str, kind: CaseKind) -> bool:
        return self.covers(municipality) and kind in self.cases


class OverrideKind(StrEnum):
    """What an override does to an actor's shifts."""

    REPLACE = "replace"  # the person has the duty, whoever else would
    ADD = "add"  # the person serves as well, behind whoever has the duty
    REMOVE = "remove"  # the person does not serve


@dataclass(frozen=True, slots=True)
class Override:
    """For a while an actor's shifts are otherwise. The window is half-open."""

    actor: ActorId
    person: PersonId
    starts_at: datetime
    ends_at: datetime
    kind: OverrideKind = OverrideKind.REPLACE


@dataclass(frozen=True, slots=True)
class Absence:
    """For a while a person serves nowhere. The window is half-open."""

    person: PersonId
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """One link of an escalation policy: whom to page, how often, how patiently."""

    to: Target
    attempts: int
    patience: timedelta


@dataclass(frozen=True, slots=True)
class Policy:
    """An escalation policy: the steps that a callout follows."""

    name: str
    steps: tuple[Step, ...]


STANDARD = Policy(
    "standard",
    (
        Step(Target.ON_CALL, 2, timedelta(minutes=10)),
        Step(Target.DEPUTY, 1, timedelta(minutes=10)),
        Step(Target.NEXT_ON_CALL, 2, timedelta(minutes=10)),
        Step(Target.CHIEF, 1, timedelta(minutes=15)),
        Step(Target.COORDINATOR, 1, timedelta(minutes=30)),
    ),
)


@dataclass(frozen=True, slots=True)
class Group:
    """A standing group that an alarm builds on."""

    id: str
    name: str
    area: tuple[str, ...]
    slack: str | None = None
    telegram: int | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything that a roster file says, or the part of it that an area needs."""

    people: Mapping[PersonId, Person]
    actors: tuple[Actor, ...]
    overrides: tuple[Override, ...] = ()
    policies: Mapping[str, Policy] = field(default_factory=lambda: {"standard": STANDARD})
    groups: tuple[Group, ...] = ()
    absences: tuple[Absence, ...] = ()

    def actor(self, actor: ActorId) -> Actor | None:
        return next((candidate for candidate in self.actors if candidate.id == actor), None)

    @property
    def nearest_first(self) -> tuple[Actor, ...]:
        """Return the actors from the municipality's own level outwards, else in their order."""
        levels = list(Level)
        return tuple(sorted(self.actors, key=lambda actor: levels.index(actor.level)))
