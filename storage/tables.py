"""The tables. Rows never leave storage/: repositories turn them into plain data."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, String, UniqueConstraint, text
from sqlmodel import AutoString, Field, SQLModel

Json = dict[str, Any]


NEXT = ("platform", "priority", "turn", "id")  # the order in which promises go out


# Ordered byte by byte on every database, so that an index serves what begins alike.
BYTEWISE = AutoString().with_variant(String(collation="C"), "postgresql")


def _json(*, nullable: bool = False) -> Any:
    return Field(sa_column=Column(JSON, nullable=nullable))


def _partial(name: str, where: str, *columns: str) -> Index:
    """Index only the rows that `where` names."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"
    id: str = Field(primary_key=True)
    name: str
    folded: str = Field(index=True)  # the name as it is searched, without å ä ö
    slack: str | None = Field(default=None, index=True)
    telegram: int | None = Field(default=None, sa_column=Column(BigInteger, index=True))
    email: str | None = None
    phone: str | None = None
    language: str | None = None
    until: date | None = None
    ended_at: datetime | None = None  # no longer in the roster file
    telegram_state: str = "unknown"  # unknown, started, blocked, unreachable
    slack_state: str = "unknown"  # unknown, unreachable
    known_since: datetime | None = None  # since when the roster says what it says of the person
    confirmed_at: datetime | None = None  # when the person last said that it is right
    asked_at: datetime | None = None  # when the person was last asked whether it is
    asked: int = 0  # how often in this period
    disputed_at: datetime | None = None  # when the person said that it is wrong
    until_told: date | None = None  # the last day that has been warned of
    looked_up_at: datetime | None = None  # when an account was last looked for by e-mail address


class LinkRow(SQLModel, table=True):
    """An account of a row that the file does not tell of; before that, the address to get one."""

    __tablename__ = "link"
    id: int | None = Field(default=None, primary_key=True)
    person_id: str = Field(index=True)
    platform: str
    token: str | None = Field(
        default=None, unique=True
    )  # a digest of it: who reads it can't use it
    made_at: datetime
    expires_at: datetime | None = None
    used_at: datetime | None = None
    account: str | None = None
    file_account: str | None = None  # what the file has said since
    ended_at: datetime | None = None  # another link, or the file, has taken its place


class NoticeRow(SQLModel, table=True):
    """What somebody who keeps rows of the roster is to hear, within office hours."""

    __tablename__ = "notice"
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    reader: str = Field(index=True)
    kind: str
    facts: Json = _json()
    made_at: datetime
    told_at: datetime | None = None


class ActorRow(SQLModel, table=True):
    __tablename__ = "actor"
    id: str = Field(primary_key=True)
    position: int  # the order of the roster file
    spec: Json = _json()
    ended_at: datetime | None = None


class ActorAreaRow(SQLModel, table=True):
    __tablename__ = "actor_area"
    actor_id: str = Field(primary_key=True, foreign_key="actor.id")
    area: str = Field(primary_key=True, index=True)


class OverrideRow(SQLModel, table=True):
    __tablename__ = "override"
    id: int | None = Field(default=None, primary_key=True)
    actor_id: str = Field(index=True)
    person_id: str
    starts_at: datetime
    ends_at: datetime
    source: str  # file, chat
    kind: str = "replace"  # replace, add, remove


class AbsenceRow(SQLModel, table=True):
    __tablename__ = "absence"
    id: int | None = Field(default=None, primary_key=True)
    person_id: str = Field(index=True)
    starts_at: datetime
    ends_at: datetime
    source: str  # file, chat


class ShiftOfferRow(SQLModel, table=True):
    """A duty that somebody wants to give away or swap, and what the other has answered."""

    __tablename__ = "shift_offer"
    id: int | None = Field(default=None, primary_key=True)
    kind: str  # give, swap
    actor_id: str = Field(index=True)
    from_person: str
    to_person: str
    starts_at: datetime
    ends_at: datetime
    return_starts_at: datetime | None = None  # the duty that is given back in a swap
    return_ends_at: datetime | None = None
    asked_by: str
    asked_at: datetime
    state: str = Field(index=True)  # open, accepted, declined, withdrawn, lapsed
    answered_at: datetime | None = None


class PolicyRow(SQLModel, table=True):
    __tablename__ = "policy"
    name: str = Field(primary_key=True)
    spec: Json = _json()


class GroupRow(SQLModel, table=True):
    __tablename__ = "standing_group"
    id: str = Field(primary_key=True)
    spec: Json = _json()


class FeedRow(SQLModel, table=True):
    """A secret address under which a calendar reads shifts."""

    __tablename__ = "feed"
    token: str = Field(primary_key=True)
    kind: str  # person, actor
    subject: str
    created_by: str = Field(index=True)
    created_at: datetime
    revoked_at: datetime | None = None
    told: str = ""  # digest of what it told last
    told_at: datetime | None = None


class SettingRow(SQLModel, table=True):
    """Small facts about the installation, such as which roster file was imported last."""

    __tablename__ = "setting"
    name: str = Field(primary_key=True)
    value: str


class AlarmRow(SQLModel, table=True):
    __tablename__ = "alarm"
    id: int | None = Field(default=None, primary_key=True)
    codename: str
    folded: str = Field(index=True)  # the code name as it is compared
    municipality: str
    kind: str
    grade: str
    tempo: str
    secrecy: str
    language: str
    reply_due_at: datetime | None = None
    facts: str
    contact_paths: str
    start_meeting: str
    neighbours: list[str] = Field(sa_column=Column(JSON, nullable=False))
    unticked: list[str] = Field(sa_column=Column(JSON, nullable=False))
    policies: Json = _json()
    raised_by: str
    raised_via: str
    lead_actor: str | None = None
    lead_person: str | None = None
    lead_asked: str | None = None
    is_public: bool = False
    are_neighbours_called: bool = False
    is_drill: bool = False
    opened_at: datetime
    ended_at: datetime | None = Field(default=None, index=True)
    ending: str | None = None
    outcome: str = ""
    lessons: list[str] = Field(sa_column=Column(JSON, nullable=False))
    channel: str | None = Field(default=None, index=True)
    next_due_at: datetime | None = Field(default=None, index=True)  # beat, later the archiving
    stale_since: datetime | None = Field(default=None, index=True)  # its messages tell old news
    coordinator_sending: int = 0  # number of the newest sending of the coordinator's list
    coordinator_sent_at: datetime | None = None
    coordinator_person: str | None = None
    coordinator_lines: list[str] = Field(sa_column=Column(JSON, nullable=False))
    themes: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class CalloutRow(SQLModel, table=True):
    __tablename__ = "callout"
    id: int | None = Field(default=None, primary_key=True)
    alarm_id: int = Field(foreign_key="alarm.id", index=True)
    actor_id: str
    municipality: str
    themes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    stands_in_for: list[str] = Field(sa_column=Column(JSON, nullable=False))
    policy: str
    next_due_at: datetime | None = Field(default=None, index=True)
    machine: Json = _json()
    revision: int
    hours: int | None = None  # hours this week that the answer commits
    __table_args__ = (UniqueConstraint("alarm_id", "actor_id"),)


class TaskRow(SQLModel, table=True):
    __tablename__ = "task"
    id: int | None = Field(default=None, primary_key=True)
    alarm_id: int = Field(foreign_key="alarm.id", index=True)
    source: str  # checklist, call
    theme: str
    item: str
    sv: str
    en: str
    level: str | None = None
    responsible: str
    phase: str
    template: str = ""
    position: int
    due_at: datetime | None = None
    next_due_at: datetime | None = Field(default=None, index=True)  # when it is chased
    owner: str | None = None
    done_by: str | None = None
    done_at: datetime | None = None
    callout_id: int | None = None
    __table_args__ = (UniqueConstraint("alarm_id", "item"),)


class EntryRow(SQLModel, table=True):
    """A line of the journal. Never changed, never deleted."""

    __tablename__ = "journal"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    event: str
    alarm_id: int | None = Field(default=None, index=True)
    callout_id: int | None = Field(default=None, index=True)
    facts: Json = _json()


class DialogueRow(SQLModel, table=True):
    """A conversation under way in a chat that has no forms."""

    __tablename__ = "dialogue"
    user: str = Field(primary_key=True)
    kind: str
    answers: Json = _json()
    updated_at: datetime


class MomentRow(SQLModel, table=True):
    """The next moment of something that the calendar decides, such as the digest."""

    __tablename__ = "moment"
    name: str = Field(primary_key=True)
    next_due_at: datetime


class DrillPlanRow(SQLModel, table=True):
    """A drill that starts by itself, once or again and again."""

    __tablename__ = "drill_plan"
    id: int | None = Field(default=None, primary_key=True)
    municipality: str
    county: str | None = None  # the whole of it
    kind: str
    themes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    codename: str
    first_at: datetime
    repeat: str  # none, monthly, quarterly, halfyearly
    created_by: str
    next_due_at: datetime = Field(index=True)


class LeaseRow(SQLModel, table=True):
    """Which process speaks for a platform, and for how long. Moments are the database's own."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True)
    holder: str
    epoch: int  # grows with every change of holder
    until: datetime


class HeardRow(SQLModel, table=True):
    """What a platform has told us once; it may tell us again."""

    __tablename__ = "heard"
    id: str = Field(primary_key=True)
    at: datetime = Field(index=True)


class DeliveryRow(SQLModel, table=True):
    """A promised message or channel operation, and what became of it."""

    __tablename__ = "delivery"
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(sa_column=Column(BYTEWISE, unique=True, nullable=False))
    platform: str
    priority: int
    turn: int = 0  # within its priority: an alarm's first page has 0, its second 1
    lane: str = Field(index=True)
    gate: str | None = Field(default=None, index=True)
    subject: str = Field(sa_column=Column(BYTEWISE, index=True, nullable=False))
    method: str  # what the platform's limit counts
    address: str
    target: str | None = Field(default=None, index=True)  # key of the message that this changes
    payload: Json = _json()
    state: str = "waiting"
    due_at: datetime
    created_at: datetime
    leased_until: datetime | None = None
    attempts: int = 0
    tried: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    is_uncertain: bool = False  # an earlier attempt may have arrived
    receipt: Json | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    finished_at: datetime | None = None
    error: str | None = None
    __table_args__ = (
        # Only what is still to be done is ever searched; the finished rows are history.
        _partial("ix_delivery_next", "gate IS NULL AND state = 'waiting'", *NEXT),
        _partial("ix_delivery_address", "state = 'waiting'", "address", "platform", "priority"),
        _partial("ix_delivery_due", "state = 'waiting'", "due_at"),
        _partial("ix_delivery_sending", "state = 'sending'", "platform", "leased_until"),
        _partial("ix_delivery_buried", "state = 'buried'", "subject"),
    )
