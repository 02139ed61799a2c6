"""Make the stored roster another, as a file says: in bulk, for there may be tens of thousands."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, bindparam, delete
from sqlmodel import Session, select

from blueprint.municipalities import fold
from roster.model import Absence, Override, Person, Roster
from storage import people
from storage.codec import actor_to_json, group_to_json, policy_to_json
from storage.engine import table_of
from storage.people import FILE
from storage.tables import (
    AbsenceRow,
    ActorAreaRow,
    ActorRow,
    GroupRow,
    OverrideRow,
    PersonRow,
    PolicyRow,
)


def replace_roster(session: Session, new: Roster, now: datetime) -> None:
    """Make the stored roster the given one. What is left out is ended, never deleted."""
    _put_people(session, new, now)
    _put_actors(session, new, now)
    _put_overrides(session, new.overrides)
    _put_absences(session, new.absences)
    session.exec(delete(PolicyRow))
    session.exec(delete(GroupRow))
    for policy in new.policies.values():
        session.add(PolicyRow(name=policy.name, spec=policy_to_json(policy)))
    for group in new.groups:
        session.add(GroupRow(id=group.id, spec=group_to_json(group)))
    session.flush()
    session.expire_all()  # the rows were not changed by way of the session
    people.new_edition(session)


def _put_people(session: Session, new: Roster, now: datetime) -> None:
    """Store whoever is new or otherwise: there may be tens of thousands, most of them as before."""
    table = table_of(PersonRow)
    existing = {row.id: row for row in session.execute(table.select())}
    blank = PersonRow(id="", name="", folded="").model_dump()
    added, changed = [], []
    for person in new.people.values():
        known = existing.pop(person.id, None)
        if known is None:
            added.append(blank | _columns(person))
        elif known.ended_at is not None or people.person_of(known) != person:
            changed.append(_columns(person) | _reach(known, person))
    _insert(session, table, added)
    _update(session, table, changed)
    _end(session, table, existing.values(), now)


def _columns(person: Person) -> dict[str, Any]:
    """Return what a file says of a person, by column."""
    return {
        "id": person.id,
        "name": person.name,
        "folded": fold(person.name),
        "slack": person.slack,
        "telegram": person.telegram,
        "email": person.email,
        "phone": person.phone,
        "language": person.language,
        "until": person.until,
        "ended_at": None,
    }


def _reach(known: Row[Any], person: Person) -> dict[str, str]:
    """Return how the accounts answer; of another account than before that is not known."""
    return {
        "telegram_state": known.telegram_state if known.telegram == person.telegram else "unknown",
        "slack_state": known.slack_state if known.slack == person.slack else "unknown",
    }


def _put_actors(session: Session, new: Roster, now: datetime) -> None:
    table, areas = table_of(ActorRow), table_of(ActorAreaRow)
    existing = {row.id: row for row in session.execute(table.select())}
    added, changed = [], []
    for position, actor in enumerate(new.actors):
        spec = actor_to_json(actor)
        row = {"id": actor.id, "position": position, "spec": spec, "ended_at": None}
        known = existing.pop(actor.id, None)
        if known is None:
            added.append(row)
        elif (known.position, known.spec, known.ended_at) != (position, spec, None):
            changed.append(row)
    _insert(session, table, added)
    _update(session, table, changed)
    _end(session, table, existing.values(), now)
    session.execute(areas.delete())
    within = [{"actor_id": one.id, "area": area} for one in new.actors for area in set(one.area)]
    _insert(session, areas, within)


def _put_overrides(session: Session, new: Sequence[Override]) -> None:
    """Keep what is said already, and let the newest, which wins, be the file's last.

    What was made in chat stays, and is not doubled by a file that tells of it too.
    """
    table = table_of(OverrideRow)
    stored = {
        people.override_of(row): row for row in session.execute(table.select().order_by(table.c.id))
    }
    wanted = list(dict.fromkeys(reversed(new)))[::-1]
    made = wanted[_in_order(wanted, stored) :]
    from_chat = {one for one, row in stored.items() if row.source != FILE}
    kept = (set(stored) & (set(wanted) | from_chat)) - set(made)
    keeping = {stored[one].id for one in kept}
    ids = session.execute(select(table.c.id)).scalars()
    _delete(session, table, [number for number in ids if number not in keeping])
    sources = {one: stored[one].source if one in stored else FILE for one in made}
    _insert(session, table, [_override_columns(one, source=sources[one]) for one in made])


def _in_order(wanted: Sequence[Override], stored: Mapping[Override, Row[Any]]) -> int:
    """Return how many of the first are stored in this order already."""
    newest = 0
    for number, override in enumerate(wanted):
        known = stored.get(override)
        if known is None or known.id < newest:
            return number
        newest = known.id
    return len(wanted)


def _put_absences(session: Session, new: Iterable[Absence]) -> None:
    table = table_of(AbsenceRow)
    session.execute(table.delete().where(table.c.source == FILE))
    rows = [
        {
            "person_id": absence.person,
            "starts_at": absence.starts_at,
            "ends_at": absence.ends_at,
            "source": FILE,
        }
        for absence in new
    ]
    _insert(session, table, rows)


def _insert(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        session.execute(table.insert(), [dict(row) for row in rows])


def _update(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Give the rows of these ids these columns."""
    if not rows:
        return
    columns = [name for name in rows[0] if name != "id"]
    statement = (
        table.update()
        .where(table.c.id == bindparam("new_id"))
        .values({name: bindparam(f"new_{name}", type_=table.c[name].type) for name in columns})
    )
    session.execute(statement, [{f"new_{name}": row[name] for name in row} for row in rows])


def _delete(session: Session, table: Table, ids: Sequence[int]) -> None:
    if ids:
        statement = table.delete().where(table.c.id == bindparam("gone"))
        session.execute(statement, [{"gone": number} for number in ids])


def _end(session: Session, table: Table, rows: Iterable[Row[Any]], now: datetime) -> None:
    """End what a file has left out; what had ended before stays so."""
    leaving = [{"id": row.id, "ended_at": now} for row in rows if row.ended_at is None]
    _update(session, table, leaving)


def _override_columns(override: Override, *, source: str) -> dict[str, Any]:
    return {
        "actor_id": override.actor,
        "person_id": override.person,
        "starts_at": override.starts_at,
        "ends_at": override.ends_at,
        "source": source,
        "kind": override.kind.value,
    }
