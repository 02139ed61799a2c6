"""Migrations: from nothing to the newest, the same as the tables, never backwards."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from storage.engine import Database
from storage.migrate import (
    SchemaError,
    SchemaTooNewError,
    SchemaTooOldError,
    migrate,
    require_newest,
)


def test_migrating_twice_is_migrating_once(database: Database) -> None:
    migrate(database)

    require_newest(database)


def test_the_migrations_make_the_tables_that_the_program_expects(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        differences = compare_metadata(context, SQLModel.metadata)

    assert differences == []


def test_a_database_of_a_newer_program_is_refused(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    for use in (migrate, require_newest):
        with pytest.raises(SchemaTooNewError, match="newer than this program"):
            use(database)


def test_an_empty_database_is_told_and_left_empty(database_url: str) -> None:
    found = Database(database_url)
    with found.engine.begin() as connection:
        connection.execute(text("SELECT 1"))

    with pytest.raises(SchemaTooOldError, match="Run `larm migrate`"):
        require_newest(found)

    assert inspect(found.engine).get_table_names() == []
    found.dispose()


@pytest.mark.parametrize(
    ("place", "mend"), [("larm.db", "Run `larm migrate`"), ("away/larm.db", "Make .*away, then")]
)
def test_a_database_that_is_not_there_is_told_and_not_made(
    tmp_path: Path, place: str, mend: str
) -> None:
    found = Database(f"sqlite:///{tmp_path / place}")

    with pytest.raises(SchemaError, match=mend):
        require_newest(found)

    assert list(tmp_path.iterdir()) == []
