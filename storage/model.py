"""What repositories hand out: plain frozen data, one class a noun."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType

from blueprint.model import Blueprint, CaseKind, Level, Theme, ThemeCode
from escalation.callout import Callout
from escalation.case import Grade, Secrecy, Tempo
from roster.model import ActorId, PersonId

AlarmId = NewType("AlarmId", int)
CalloutId = NewType("CalloutId", int)
TaskId = NewType("TaskId", int)
DrillPlanId = NewType("DrillPlanId", int)


class Platform(StrEnum):
    """A chat that we speak."""

    SLACK = "slack"
    TELEGRAM = "telegram"


class Ending(StrEnum):
    """How an alarm ended."""

    FINISHED = "finished"
    CALLED_OFF = "called_off"


class Priority(StrEnum):
    """What goes first when not everything can go at once; see `RANK`."""

    FIRST_PAGE = "first_page"
    PAGE = "page"
    ANSWER = "answer"
    ESCALATION = "escalation"
    CHANNEL = "channel"
    CHECKLIST = "checklist"
    SITUATION = "situation"
    DIGEST = "digest"
    DRILL = "drill"  # a page of a drill: it stands in the way of nothing


RANK = {priority: rank for rank, priority in enumerate(Priority, start=1)}


class DeliveryState(StrEnum):
    """Where a promised message stands."""

    WAITING = "waiting"  # promised, or waiting for its next attempt
    SENDING = "sending"  # leased: may be on the wire
    DELIVERED = "delivered"  # the platform took it
    CANCELLED = "cancelled"  # no longer wanted
    BURIED = "buried"  # will never arrive; somebody has been told


@dataclass(frozen=True, slots=True)
class Alarm:
    """A municipality's call for help."""

    id: AlarmId
    codename: str
    municipality: str
    kind: CaseKind
    grade: Grade
    tempo: Tempo
    secrecy: Secrecy
    language: str
    reply_due_at: datetime | None
    facts: str
    contact_paths: str
    start_meeting: str
    neighbours: tuple[str, ...]
    unticked: tuple[ActorId, ...]
    raised_by: PersonId
    raised_via: ActorId
    lead_actor: ActorId | None
    lead_person: PersonId | None
    lead_asked: ActorId | None
    is_public: bool
    are_neighbours_called: bool
    is_drill: bool
    opened_at: datetime
    ended_at: datetime | None
    ending: Ending | None
    outcome: str
    lessons: tuple[str, ...]
    channel: str | None
    next_due_at: datetime | None
    coordinator_sending: int
    coordinator_sent_at: datetime | None
    coordinator_person: PersonId | None
    coordinator_lines: tuple[str, ...]
    themes: tuple[ThemeCode, ...]  # what a drill is about; empty: every theme

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def has_neighbours_to_call(self) -> bool:
        return bool(self.neighbours) and not self.are_neighbours_called

    @property
    def drilled_county(self) -> str | None:
        """The code of the county that is drilled as a whole."""
        return self.municipality[:2] if self.is_drill and self.are_neighbours_called else None

    def themes_of(self, blueprint: Blueprint) -> tuple[Theme, ...]:
        """Return the themes that the alarm is about, in the blueprint's order."""
        return tuple(t for t in blueprint.themes if not self.themes or t.code in self.themes)


@dataclass(frozen=True, slots=True)
class Summons:
    """An actor's callout in an alarm, with what the state machine does not need to know."""

    id: CalloutId
    alarm: AlarmId
    actor: ActorId
    municipality: str  # the alarm's own, or the neighbour that was called
    themes: tuple[ThemeCode, ...]
    stands_in_for: tuple[ThemeCode, ...]
    callout: Callout
    hours: int | None

    def now(self, callout: Callout) -> "Summons":
        """Return it as it stands after a step of its state machine."""
        return replace(self, callout=callout)


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work with an owner and a due moment: a checklist item, or a call to make."""

    id: TaskId
    alarm: AlarmId
    source: str
    theme: ThemeCode
    item: str
    sv: str
    en: str
    level: Level | None
    responsible: str
    phase: str
    template: str
    position: int
    due_at: datetime | None
    next_due_at: datetime | None
    owner: PersonId | None
    done_by: PersonId | None
    done_at: datetime | None
    callout: CalloutId | None

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    def title(self, language: str) -> str:
        return self.en if language == "en" else self.sv

    def is_overdue(self, now: datetime) -> bool:
        return not self.is_done and self.due_at is not None and self.due_at <= now


@dataclass(frozen=True, slots=True)
class Delivery:
    """A promised message or channel operation."""

    id: int
    key: str
    platform: Platform
    priority: int
    lane: str
    subject: str
    method: str
    address: str
    target: str | None
    payload: Mapping[str, Any]
    state: DeliveryState
    attempts: int
    is_uncertain: bool
    receipt: Mapping[str, Any] | None
    error: str | None
    created_at: datetime
    due_at: datetime  # of the next attempt, while it waits

    @property
    def alarm(self) -> AlarmId | None:
        """The alarm that it is about; the subject of a digest to a person names none."""
        kind, _, rest = self.subject.partition("/")
        return AlarmId(int(rest.partition("/")[0])) if kind == "alarm" else None

    @property
    def alarms(self) -> tuple[AlarmId, ...]:
        """The alarms that it tells of; a person's digest may tell of several."""
        named = self.payload.get("alarms", ())
        return (self.alarm,) if self.alarm is not None else tuple(map(AlarmId, named))

    @property
    def callout(self) -> CalloutId | None:
        _, _, number = self.subject.partition("/callout/")
        return CalloutId(int(number)) if number else None

    def log_context(self) -> dict[str, Any]:
        """Return what a log may say of it: numbers, and nobody's name."""
        return {
            "delivery": self.id,
            "alarm": self.alarm,
            "callout": self.callout,
            "platform": self.platform.value,
            "method": self.method,
            "attempt": self.attempts,
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal."""

    at: datetime
    event: str
    alarm: AlarmId | None
    callout: CalloutId | None
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that a conversation waits at. Its name is used once in the world."""

    name: str = ""
    offers: tuple[str, ...] = ()  # what its buttons mean, in their order
    message: str = ""  # the promise of the message that asks it


class Repeat(StrEnum):
    """How often a planned drill comes back."""

    NONE = "none"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALFYEARLY = "halfyearly"


@dataclass(frozen=True, slots=True)
class DrillPlan:
    """A drill that starts by itself, once or again and again."""

    id: DrillPlanId
    municipality: str  # of a whole county the one that the drill is held in
    county: str | None  # the two-digit code, where the whole county is drilled
    kind: CaseKind
    themes: tuple[ThemeCode, ...]  # empty: every theme
    codename: str
    first_at: datetime
    repeat: Repeat
    created_by: PersonId
    next_due_at: datetime


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation under way in a chat that has no forms."""

    user: str
    kind: str
    answers: Mapping[str, Any]
    updated_at: datetime
    asked: Asked = Asked()
