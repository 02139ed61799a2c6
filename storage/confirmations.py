"""Whether the people of the roster vouch for their rows: asked, confirmed, disputed, ending."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, update
from sqlmodel import Session, select

from roster.model import Person, PersonId, Roster
from roster.upkeep import NOTICE, REPEAT, Statement, is_unconfirmed
from storage import people
from storage.engine import table_of
from storage.model import Platform
from storage.tables import PersonRow

DAY = timedelta(days=1)
SHORTEST_MONTH = timedelta(days=28)
AT_ONCE = 10_000  # ids in a statement
SILENT = {"blocked", "unreachable"}
SHOWN = ("name", "slack", "telegram", "email", "phone", "language", "until")


@dataclass(frozen=True, slots=True)
class Vouched:
    """A person with what is known of the row's truth."""

    person: Person
    statement: Statement
    until_told: date | None  # the last day that has been warned of
    reach: Mapping[Platform, str]  # how each account is known to answer

    @property
    def silent(self) -> frozenset[Platform]:
        """Where the account is known not to answer."""
        return frozenset(one for one, state in self.reach.items() if state in SILENT)


def of(session: Session, person: PersonId) -> Vouched | None:
    """Return what is known of a row in force."""
    row = session.get(PersonRow, person)
    return _vouched(row) if row is not None and row.ended_at is None else None


def candidates(
    session: Session, after: str, now: datetime, months: int, limit: int
) -> list[Vouched]:
    """Return rows in force about which something may be due, by id, from behind an id.

    What is due of it, `roster.upkeep.step` says; with 0 months only the ends that are near count.
    """
    row = table_of(PersonRow).c
    today = now.date()
    is_ending = row.until.between(today - DAY, today + NOTICE + DAY) & (
        row.until_told.is_(None) | (row.until_told != row.until)
    )
    lapsed = func.coalesce(row.confirmed_at, row.known_since) <= now - months * SHORTEST_MONTH
    is_in_role = row.until.is_(None) | (row.until >= today - DAY)
    has_chat = row.slack.is_not(None) | row.telegram.is_not(None)
    back = now - REPEAT + DAY
    may_be_due = (
        or_(
            is_ending,
            row.asked_at.is_(None) & row.disputed_at.is_(None) & lapsed & has_chat,
            row.asked_at <= back,
            row.disputed_at <= back,
        )
        if months
        else is_ending
    )
    found = session.exec(
        select(PersonRow)
        .where(row.id > after, row.ended_at.is_(None), is_in_role, may_be_due)
        .order_by(row.id)
        .limit(limit)
    )
    return [_vouched(one) for one in found]


def unconfirmed(
    session: Session, now: datetime, tz: ZoneInfo, among: Collection[PersonId] | None = None
) -> dict[PersonId, datetime]:
    """Return those in force whose row is in doubt, each with when it was last vouched for."""
    row = table_of(PersonRow).c
    names = ("known_since", "confirmed_at", "asked_at", "asked", "disputed_at")
    stated = (row[name] for name in names)
    wanted = select(row.id, row.ended_at, *stated).where(
        row.ended_at.is_(None), row.asked_at.is_not(None) | row.disputed_at.is_not(None)
    )
    if among is not None:
        wanted = wanted.where(row.id.in_(set(among)))
    today = now.astimezone(tz).date()
    found = {PersonId(one[0]): Statement(*one[2:]) for one in session.execute(wanted)}
    return {
        person: statement.stated_at or now
        for person, statement in found.items()
        if is_unconfirmed(statement, today, tz)
    }


def note_asked(session: Session, person: PersonId, now: datetime) -> None:
    row = session.get_one(PersonRow, person)
    row.asked_at, row.asked = now, row.asked + 1
    session.add(row)


def confirm(session: Session, person: PersonId, now: datetime) -> None:
    """Note that the person vouches for the row."""
    row = session.get_one(PersonRow, person)
    row.confirmed_at, row.asked_at, row.asked, row.disputed_at = now, None, 0, None
    session.add(row)


def dispute(session: Session, person: PersonId, now: datetime) -> None:
    """Note that the row is wrong by the person's own word; nobody is asked until it is mended."""
    row = session.get_one(PersonRow, person)
    row.asked_at, row.asked, row.disputed_at = None, 0, now
    session.add(row)


def note_until_told(session: Session, person: PersonId) -> None:
    row = session.get_one(PersonRow, person)
    row.until_told = row.until
    session.add(row)


def restated(session: Session, new: Roster) -> set[PersonId]:
    """Return whose rows in force a new roster words otherwise."""
    row = table_of(PersonRow).c
    shown = (row[name] for name in SHOWN)
    stored = session.execute(select(row.id, row.ended_at, *shown))
    return {
        PersonId(one.id)
        for one in stored
        if (person := new.people.get(PersonId(one.id))) is not None
        and (one.ended_at is not None or tuple(one)[2:] != _shown(person))
    }


def note_stated(session: Session, restated: Collection[PersonId], now: datetime) -> None:
    """Note that whoever wrote the file vouches for what is new in it."""
    row = table_of(PersonRow).c
    fresh = {"known_since": now, "confirmed_at": None, "asked_at": None, "disputed_at": None}
    anew = update(PersonRow).values(**fresh, asked=0, looked_up_at=None)
    session.execute(anew.where(row.known_since.is_(None)))
    # In pieces: a statement holds only so many ids, and a file may reword everybody's row.
    ids = sorted(restated)
    for start in range(0, len(ids), AT_ONCE):
        session.execute(anew.where(row.id.in_(ids[start : start + AT_ONCE])))


def _shown(person: Person) -> tuple[object, ...]:
    return tuple(getattr(person, name) for name in SHOWN)


def _vouched(row: PersonRow) -> Vouched:
    statement = Statement(
        known_since=row.known_since,
        confirmed_at=row.confirmed_at,
        asked_at=row.asked_at,
        asked=row.asked,
        disputed_at=row.disputed_at,
    )
    reach = {Platform.SLACK: row.slack_state, Platform.TELEGRAM: row.telegram_state}
    return Vouched(people.person_of(row), statement, row.until_told, reach)
