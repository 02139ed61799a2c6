"""The roster as stored: who there is, what a person's accounts are, and what the file said last."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import fields
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import Row, Select, or_
from sqlmodel import Session, col, select

from blueprint.municipalities import fold
from roster.model import (
    STANDARD,
    Absence,
    Actor,
    ActorId,
    Group,
    Override,
    OverrideKind,
    Person,
    PersonId,
    Policy,
    Roster,
)
from storage.codec import (
    actor_from_json,
    group_from_json,
    policy_from_json,
)
from storage.engine import table_of
from storage.model import Platform
from storage.tables import (
    AbsenceRow,
    ActorAreaRow,
    ActorRow,
    GroupRow,
    OverrideRow,
    PersonRow,
    PolicyRow,
    SettingRow,
)

T = TypeVar("T")

_IN_FORCE = table_of(PersonRow).c.ended_at.is_(None)
# What is read of people when many are: no more than the roster says of them.
_OF_PEOPLE = [table_of(PersonRow).c[field.name] for field in fields(Person)]

EDITION = "roster_edition"
FILE = "file"  # where an override comes from, when it was not made in chat


def roster(session: Session) -> Roster:
    """Return everything that is in force, also people whom no actor names."""
    actors = table_of(ActorRow)
    rows = session.execute(actors.select().where(actors.c.ended_at.is_(None)))
    everybody = session.execute(_people().where(_IN_FORCE))
    return _assemble(session, rows.all(), everybody.all())


def roster_for(session: Session, municipalities: Collection[str]) -> Roster:
    """Return the part of the roster whose areas hold any of the municipalities."""
    codes = frozenset({"SE"} | set(municipalities) | {code[:2] for code in municipalities})
    return _SHELF.read(_edition(session), codes, lambda: _part(session, codes))


def _part(session: Session, codes: Collection[str]) -> Roster:
    actors = table_of(ActorRow)
    within = select(ActorAreaRow.actor_id).where(col(ActorAreaRow.area).in_(codes))
    rows = session.execute(
        actors.select().where(actors.c.ended_at.is_(None), actors.c.id.in_(within))
    )
    return _assemble(session, rows.all())


def roster_of(
    session: Session, ids: Collection[ActorId], also: Collection[PersonId] = ()
) -> Roster:
    """Return the part of the roster that these actors need, and some people besides."""
    actors = table_of(ActorRow)
    rows = session.execute(
        actors.select().where(actors.c.ended_at.is_(None), actors.c.id.in_(set(ids)))
    )
    return _assemble(session, rows.all(), also=also)


def remembered(session: Session, name: str, anew: Callable[[], T]) -> T:
    """Return what was read of the roster lately under a name, read anew if it has changed."""
    return _SHELF.read(_edition(session), name, anew)


class _Shelf:
    """Parts of rosters read lately. An edition's name is used once in the world."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._parts: dict[tuple[str, Hashable], Any] = {}

    def read(self, edition: str, name: Hashable, anew: Callable[[], T]) -> T:
        """Return the part of that name, read anew if it is not here."""
        if (edition, name) not in self._parts:
            if len(self._parts) >= self._most:
                self._parts.clear()
            self._parts[edition, name] = anew()
        part: T = self._parts[edition, name]
        return part


_SHELF = _Shelf(most=600)  # two editions of every municipality


def _edition(session: Session) -> str:
    """Return the edition's name, read once in a transaction."""
    if EDITION not in session.info:
        row = session.get(SettingRow, EDITION)
        # Without a name nothing can be known to be the same.
        session.info[EDITION] = row.value if row else uuid4().hex
    return str(session.info[EDITION])


def new_edition(session: Session) -> None:
    """Call whenever anything of the roster changes: what was read before is old now."""
    row = session.get(SettingRow, EDITION) or SettingRow(name=EDITION, value="")
    row.value = session.info[EDITION] = uuid4().hex
    session.add(row)
    session.flush()


def actors(session: Session, ids: Collection[ActorId]) -> dict[ActorId, Actor]:
    """Return these actors, also those no longer in the roster."""
    rows = session.exec(select(ActorRow).where(col(ActorRow.id).in_(set(ids))))
    return {ActorId(row.id): actor_from_json(row.spec) for row in rows}


def people(session: Session, ids: Collection[PersonId]) -> dict[PersonId, Person]:
    """Return these people, also those no longer in the roster."""
    rows = session.exec(select(PersonRow).where(col(PersonRow.id).in_(set(ids))))
    return {PersonId(row.id): person_of(row) for row in rows}


def person(session: Session, person: PersonId) -> Person | None:
    row = session.get(PersonRow, person)
    return person_of(row) if row else None


def by_account(session: Session, platform: Platform, user: str) -> Person | None:
    """Return the person in force who has this account."""
    if platform is Platform.SLACK:
        account = col(PersonRow.slack) == user
    else:
        account = col(PersonRow.telegram) == int(user)
    row = session.exec(select(PersonRow).where(account, col(PersonRow.ended_at).is_(None))).first()
    return person_of(row) if row else None


def search(session: Session, text: str, limit: int = 20) -> list[Person]:
    """Return people in force whose name or id holds the text, by name."""
    wanted = fold(text.strip()).replace("%", "").replace("_", "")
    pattern = f"%{wanted}%"
    rows = session.exec(
        select(PersonRow)
        .where(
            col(PersonRow.ended_at).is_(None),
            or_(col(PersonRow.folded).like(pattern), col(PersonRow.id).like(pattern)),
        )
        .order_by(col(PersonRow.name))
        .limit(limit)
    )
    return [person_of(row) for row in rows]


def unreachable(session: Session, platform: Platform) -> list[Person]:
    """Return those in force whose account on the platform is known not to answer."""
    state = PersonRow.telegram_state if platform is Platform.TELEGRAM else PersonRow.slack_state
    account = PersonRow.telegram if platform is Platform.TELEGRAM else PersonRow.slack
    known_bad = (
        ("blocked", "unreachable", "unknown") if platform is Platform.TELEGRAM else ("unreachable",)
    )
    rows = session.exec(
        select(PersonRow)
        .where(col(PersonRow.ended_at).is_(None), col(account).is_not(None))
        .where(col(state).in_(known_bad))
        .order_by(col(PersonRow.name))
    )
    return [person_of(row) for row in rows]


def started(session: Session, among: Collection[PersonId]) -> frozenset[PersonId]:
    """Return those of the people who have pressed Start, and can be reached on Telegram."""
    rows = session.exec(
        select(PersonRow.id).where(
            col(PersonRow.id).in_(among), col(PersonRow.telegram_state) == "started"
        )
    )
    return frozenset(PersonId(person) for person in rows)


def is_out_of_reach(session: Session, person: PersonId) -> bool:
    """Whether every account of the person is known not to answer."""
    row = session.get(PersonRow, person)
    if row is None:
        return False
    accounts = ((row.slack, row.slack_state), (row.telegram, row.telegram_state))
    states = [state for account, state in accounts if account is not None]
    return bool(states) and all(state in {"blocked", "unreachable"} for state in states)


def set_reach(session: Session, platform: Platform, person: PersonId, state: str) -> None:
    """Remember whether a person's account answers: started, blocked or unreachable."""
    row = session.get(PersonRow, person)
    if row is None:
        return
    if platform is Platform.TELEGRAM:
        row.telegram_state = state
    else:
        row.slack_state = state
    session.add(row)


def set_account(session: Session, platform: Platform, person: PersonId, account: str) -> None:
    """Let an account that answers be the person's on the platform."""
    row = session.get_one(PersonRow, person)
    if platform is Platform.TELEGRAM:
        row.telegram, row.telegram_state = int(account), "started"
    else:
        row.slack, row.slack_state = account, "unknown"
    session.add(row)
    new_edition(session)


def lasting_overrides(session: Session) -> frozenset[Override]:
    """Return what was made in chat: an import leaves it in force."""
    rows = session.exec(select(OverrideRow).where(col(OverrideRow.source) != FILE))
    return frozenset(override_of(row) for row in rows)


def groups(session: Session) -> list[Group]:
    return [group_from_json(row.spec) for row in session.exec(select(GroupRow))]


def _assemble(
    session: Session,
    rows: Sequence[Row[Any]],
    people: Sequence[Row[Any]] | None = None,
    also: Collection[PersonId] = (),
) -> Roster:
    """Return the roster of these actors, with these people or those whom the actors name."""
    # Read as plain rows: there may be thousands, and nobody changes them here.
    actors = tuple(actor_from_json(row.spec) for row in sorted(rows, key=lambda r: r.position))
    edition, is_whole = _edition(session), people is not None
    overrides = _overrides(session, None if is_whole else [actor.id for actor in actors])
    if people is None:
        people = _people_of(session, actors, overrides, also)
    found = {PersonId(row.id): person_of(row) for row in people}
    absences = _absences(session, None if is_whole else found)
    return Roster(
        people=found,
        actors=actors,
        overrides=_by_actor(actors, overrides),
        policies=_SHELF.read(edition, "policies", lambda: _policies(session)),
        groups=_SHELF.read(edition, "groups", lambda: tuple(groups(session))),
        absences=tuple(one for one in absences if one.person in found),
    )


def _by_actor(actors: Iterable[Actor], overrides: Iterable[Override]) -> tuple[Override, ...]:
    """Return the actors' overrides, in the order of the actors and else the oldest first."""
    found: dict[ActorId, list[Override]] = defaultdict(list)
    for override in overrides:
        found[override.actor].append(override)
    return tuple(one for actor in actors for one in found[actor.id])


def _people_of(
    session: Session,
    actors: Iterable[Actor],
    overrides: Iterable[Override],
    also: Collection[PersonId],
) -> Sequence[Row[Any]]:
    wanted = _named(actors) | {override.person for override in overrides} | set(also)
    is_wanted = table_of(PersonRow).c.id.in_(wanted)
    return session.execute(_people().where(_IN_FORCE, is_wanted)).all()


def _people() -> Select[Any]:
    return table_of(PersonRow).select().with_only_columns(*_OF_PEOPLE)


def _named(actors: Iterable[Actor]) -> set[PersonId]:
    return {person for actor in actors for person in actor.people}


def _overrides(session: Session, actors: Collection[ActorId] | None) -> list[Override]:
    """Return the overrides of these actors, or all, the oldest first."""
    table = table_of(OverrideRow)
    query = table.select().order_by(table.c.id)
    if actors is not None:
        query = query.where(table.c.actor_id.in_(set(actors)))
    return [override_of(row) for row in session.execute(query)]


def _absences(session: Session, people: Collection[PersonId] | None) -> list[Absence]:
    """Return the absences of these people, or all, the oldest first."""
    table = table_of(AbsenceRow)
    query = table.select().order_by(table.c.id)
    if people is not None:
        query = query.where(table.c.person_id.in_(set(people)))
    rows = session.execute(query)
    return [Absence(PersonId(r.person_id), r.starts_at, r.ends_at) for r in rows]


def _policies(session: Session) -> dict[str, Policy]:
    stored = {row.name: policy_from_json(row.spec) for row in session.exec(select(PolicyRow))}
    return {STANDARD.name: STANDARD, **stored}


def override_of(row: OverrideRow | Row[Any]) -> Override:
    return Override(
        ActorId(row.actor_id),
        PersonId(row.person_id),
        row.starts_at,
        row.ends_at,
        OverrideKind(row.kind),
    )


def person_of(row: PersonRow | Row[Any]) -> Person:
    return Person(
        id=PersonId(row.id),
        name=row.name,
        slack=row.slack,
        telegram=row.telegram,
        email=row.email,
        phone=row.phone,
        language=row.language,
        until=row.until,
    )
