"""Open the database, SQLite or PostgreSQL, so that a transaction means the same on both."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import structlog
from sqlalchemy import ColumnElement, Engine, Table, and_, event, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Mapped
from sqlmodel import Session, SQLModel, create_engine

log = structlog.get_logger()

TOLD = "told"  # where a session keeps what is to be logged
LAST_CHARACTER = "\U0010ffff"  # sorts behind all that can follow
# A commit must survive a power cut, since the platform's acknowledgement follows it.
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",  # what a secret case has had erased is gone from the file too
    "busy_timeout=5000",
)


def tell_when_committed(session: Session, event: str, facts: Mapping[str, Any]) -> None:
    """Log an event once the transaction has committed: what was rolled back did not happen."""
    session.info.setdefault(TOLD, []).append((event, facts))


class Database:
    """An engine whose every transaction takes its write lock at the start."""

    def __init__(self, url: str) -> None:
        self.url = normalised(url)
        self.is_sqlite = make_url(self.url).get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a session; commit when the block ends well, roll back when it raises."""
        with Session(self.engine, expire_on_commit=False) as session:
            with session.begin():
                yield session
            for event, facts in session.info.pop(TOLD, ()):
                log.info(event, **facts)

    def dispose(self) -> None:
        self.engine.dispose()


def table_of(row: type[SQLModel]) -> Table:
    """Return the table behind a row's class, for writing in bulk."""
    return cast("Table", inspect(row).local_table)


def insert_new(
    session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]], key: str
) -> int:
    """Insert the rows whose `key` is not there yet, in one statement; return how many."""
    if not rows:
        return 0
    dialect = session.get_bind().dialect.name
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    target = table_of(table)
    # Counted by what comes back: of several rows psycopg does not tell how many went in.
    statement = insert(target).on_conflict_do_nothing(index_elements=[key]).returning(target.c[key])
    return len(session.execute(statement, [dict(row) for row in rows]).all())


def begins_with(path: Mapped[str], prefix: str) -> ColumnElement[bool]:
    """Whether a column that is ordered byte by byte begins so; said so that its index serves."""
    return and_(path >= prefix, path < prefix + LAST_CHARACTER)


def normalised(url: str) -> str:
    """Return the address with the driver that we ship for PostgreSQL."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def address_problem(url: str) -> str | None:
    """Return why no database can be at the address, or None."""
    try:
        parsed = make_url(normalised(url))
    except (ArgumentError, ValueError):  # a port that is no number
        return "it is no address of a database"
    if parsed.drivername == "sqlite":
        return _file_problem(parsed)
    if parsed.drivername != "postgresql+psycopg":
        return f"{parsed.drivername} is no database that larm can use"
    return None


def _file_problem(url: URL) -> str | None:
    if url.host is not None:
        return "it has too few slashes"
    if url.query:
        return "what stands after the question mark is not for SQLite"
    if url.database in {None, "", ":memory:"} or "\0" in str(url.database):
        return "it names no file"
    return None


def without_password(url: str) -> str:
    """Return the address without user, password and options, fit to be shown."""
    return url.rpartition("@")[2].partition("?")[0]


def file_of(url: str) -> Path | None:
    """Return the file of a SQLite database; None for a database that is not a file."""
    parsed = make_url(normalised(url))
    if parsed.get_backend_name() != "sqlite" or parsed.database in {None, ":memory:"}:
        return None
    return Path(str(parsed.database))


def _postgres_engine(url: str) -> Engine:
    return create_engine(
        url,
        pool_size=8,
        pool_pre_ping=True,
        hide_parameters=True,  # an error in the log names nobody
        connect_args={"connect_timeout": 5},
    )


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True)  # an error in the log names nobody

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we begin our transactions ourselves, below
        cursor = connection.cursor()
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A deferred transaction that reads first and writes later can lose an update.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
