"""Accounts that were linked to rows of the roster in chat, and the one-time addresses for it.

What is stored of a token is a digest: who can read the database cannot use an address.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import update
from sqlmodel import Session, col, select

from roster.accounts import outlives
from roster.model import Person, PersonId, Roster
from storage import people
from storage.model import Platform
from storage.tables import LinkRow, PersonRow

LIFE = timedelta(days=14)
AGAIN = timedelta(days=7)  # before an account that was not found is looked for again
TOKEN = 18  # bytes: 24 characters; a deep link of Telegram's holds 64

Owners = Mapping[tuple[str, str], PersonId]


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time address by which an account is joined to a row."""

    id: int
    person: PersonId
    platform: Platform
    expires_at: datetime | None
    used_at: datetime | None
    ended_at: datetime | None
    account: str | None


def make(session: Session, person: PersonId, platform: Platform, now: datetime) -> str:
    """Make a new token for the row; one that was not used is void from now on."""
    unused = (
        col(LinkRow.person_id) == person,
        col(LinkRow.platform) == platform.value,
        col(LinkRow.used_at).is_(None),
        col(LinkRow.ended_at).is_(None),
    )
    session.exec(update(LinkRow).where(*unused).values(ended_at=now))
    token = token_urlsafe(TOKEN)
    row = LinkRow(
        person_id=person,
        platform=platform.value,
        token=_digest(token),
        made_at=now,
        expires_at=now + LIFE,
    )
    session.add(row)
    session.flush()
    return token


def find(session: Session, token: str) -> Link | None:
    row = session.exec(
        select(LinkRow).where(col(LinkRow.token) == _digest(token)).with_for_update()
    ).first()
    return _link(row) if row is not None else None


def use(session: Session, link: Link, account: str, now: datetime) -> None:
    """Note whose account a token has brought."""
    row = session.get_one(LinkRow, link.id)
    _activate(session, row, account, now)


def join(
    session: Session, person: PersonId, platform: Platform, account: str, now: datetime
) -> None:
    """Note an account that was found for the row without a token."""
    _activate(
        session, LinkRow(person_id=person, platform=platform.value, made_at=now), account, now
    )


def to_look_up(session: Session, now: datetime, limit: int) -> list[Person]:
    """Return people in force with an e-mail address and no Slack account, not sought lately."""
    rows = session.exec(
        select(PersonRow)
        .where(
            col(PersonRow.ended_at).is_(None),
            col(PersonRow.email).is_not(None),
            col(PersonRow.slack).is_(None),
            col(PersonRow.looked_up_at).is_(None) | (col(PersonRow.looked_up_at) < now - AGAIN),
        )
        .order_by(col(PersonRow.looked_up_at).is_not(None), col(PersonRow.looked_up_at))
        .limit(limit)
    )
    return [people.person_of(row) for row in rows]


def note_looked_up(session: Session, person: PersonId, now: datetime) -> None:
    row = session.get_one(PersonRow, person)
    row.looked_up_at = now
    session.add(row)


def not_found(session: Session) -> list[Person]:
    """Return those in force who have an e-mail address that no Slack account was found by."""
    rows = session.exec(
        select(PersonRow)
        .where(
            col(PersonRow.ended_at).is_(None),
            col(PersonRow.email).is_not(None),
            col(PersonRow.slack).is_(None),
            col(PersonRow.looked_up_at).is_not(None),
        )
        .order_by(col(PersonRow.name))
    )
    return [people.person_of(row) for row in rows]


def applied(session: Session, new: Roster) -> Roster:
    """Return a file's roster with the accounts that were linked and outlive it."""
    owners = _owners(new)
    return _with_accounts(new, [link for link in _active(session) if _stays(link, new, owners)])


def note_file(session: Session, new: Roster, now: datetime) -> None:
    """Remember what the file says of the linked rows, and end the links that it overrules."""
    owners = _owners(new)
    for link in _active(session):
        person = new.people.get(PersonId(link.person_id))
        if person is None:
            continue  # it comes back if the row does
        if _stays(link, new, owners):
            link.file_account = _account(person, Platform(link.platform))
        else:
            link.ended_at = now
        session.add(link)
    session.flush()


def _active(session: Session) -> list[LinkRow]:
    """Return the links in force, one a row and platform."""
    rows = session.exec(
        select(LinkRow)
        .where(col(LinkRow.used_at).is_not(None), col(LinkRow.ended_at).is_(None))
        .order_by(col(LinkRow.id))
    )
    return list(rows)


def _owners(new: Roster) -> Owners:
    """Return whose each account is by the file."""
    return {
        (platform.value, account): person.id
        for person in new.people.values()
        for platform in Platform
        if (account := _account(person, platform)) is not None
    }


def _stays(link: LinkRow, new: Roster, owners: Owners) -> bool:
    """Whether a link outlives a file; one whose account the file gives to another does not."""
    person = new.people.get(PersonId(link.person_id))
    if person is None or link.account is None:
        return False
    if owners.get((link.platform, link.account), person.id) != person.id:
        return False
    return outlives(link.account, link.file_account, _account(person, Platform(link.platform)))


def _with_accounts(new: Roster, links: Iterable[LinkRow]) -> Roster:
    changed: dict[PersonId, Person] = {}
    for link in links:
        key = PersonId(link.person_id)
        person = changed.get(key, new.people[key])
        if link.account is not None:
            changed[key] = _with_account(person, Platform(link.platform), link.account)
    merged: Mapping[PersonId, Person] = {**new.people, **changed}
    return replace(new, people=merged) if changed else new


def _with_account(person: Person, platform: Platform, account: str) -> Person:
    if platform is Platform.TELEGRAM:
        return replace(person, telegram=int(account))
    return replace(person, slack=account)


def _account(person: Person | PersonRow, platform: Platform) -> str | None:
    found = person.telegram if platform is Platform.TELEGRAM else person.slack
    return str(found) if found is not None else None


def _activate(session: Session, row: LinkRow, account: str, now: datetime) -> None:
    """Let a link be the one in force; what the file says of the row is what it has said so far."""
    platform = Platform(row.platform)
    earlier = [
        one
        for one in _active(session)
        if one.person_id == row.person_id and one.platform == row.platform
    ]
    stored = session.get_one(PersonRow, row.person_id)
    row.file_account = earlier[-1].file_account if earlier else _account(stored, platform)
    row.account, row.used_at = account, now
    for one in earlier:
        one.ended_at = now
    session.add_all([row, *earlier])
    session.flush()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _link(row: LinkRow) -> Link:
    return Link(
        id=row.id or 0,
        person=PersonId(row.person_id),
        platform=Platform(row.platform),
        expires_at=row.expires_at,
        used_at=row.used_at,
        ended_at=row.ended_at,
        account=row.account,
    )
