"""Which actors somebody serves, and who is out of reach: what the roster's keepers ask for."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, String, and_, cast, or_
from sqlmodel import Session, col, select

from roster.model import Actor, PersonId
from storage.codec import actor_from_json
from storage.engine import table_of
from storage.model import Platform
from storage.tables import ActorRow, PersonRow

_SLACK_LOST = frozenset({"unreachable"})
_TELEGRAM_LOST = frozenset({"unreachable", "blocked", "unknown"})  # unknown: never pressed Start

_spec = table_of(ActorRow).c.spec


def actors_of(session: Session, person: PersonId) -> tuple[Actor, ...]:
    """Return the actors in force whose rotations, deputy or chief the person is, in order."""
    # Whatever holds the id is read, and then looked at: thousands of actors need not be.
    holding = cast(_spec, String).contains(f'"{person}"', autoescape=True)
    rows = session.exec(
        select(ActorRow)
        .where(col(ActorRow.ended_at).is_(None), holding)
        .order_by(col(ActorRow.position))
    )
    found = (actor_from_json(row.spec) for row in rows)
    return tuple(actor for actor in found if person in actor.people)


def coordinators(session: Session) -> tuple[Actor, ...]:
    """Return the actors in force that are the last resort of their areas, in order."""
    rows = session.exec(
        select(ActorRow)
        .where(col(ActorRow.ended_at).is_(None), _spec["is_coordinator"].as_boolean())
        .order_by(col(ActorRow.position))
    )
    return tuple(actor_from_json(row.spec) for row in rows)


def out_of_reach(session: Session, platforms: Collection[Platform]) -> frozenset[PersonId]:
    """Return those in force none of whose accounts on these platforms can be expected to answer.

    On Telegram that is whoever has never pressed Start. Who has no account there is not among them.
    """
    known = table_of(PersonRow)
    suspect = or_(
        known.c.slack_state.in_(_SLACK_LOST),
        and_(known.c.telegram.is_not(None), known.c.telegram_state.in_(_TELEGRAM_LOST)),
    )
    rows = session.execute(known.select().where(known.c.ended_at.is_(None), suspect))
    return frozenset(PersonId(row.id) for row in rows if _is_lost(row, platforms))


def _is_lost(row: Row[Any], platforms: Collection[Platform]) -> bool:
    """Whether the person has accounts on the platforms, and every one of them is lost."""
    accounts = (
        (Platform.SLACK, row.slack, row.slack_state in _SLACK_LOST),
        (Platform.TELEGRAM, row.telegram, row.telegram_state in _TELEGRAM_LOST),
    )
    lost = [is_lost for platform, account, is_lost in accounts if account and platform in platforms]
    return bool(lost) and all(lost)
