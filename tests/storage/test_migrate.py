"""Migrations: from nothing to the newest, the same as the tables, never backwards."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlmodel import SQLModel

from storage.engine import Database
from storage.migrate import SchemaTooNewError, is_newest, migrate


def test_migrating_twice_is_migrating_once(database: Database) -> None:
    migrate(database)

    assert is_newest(database)


def test_the_migrations_make_the_tables_that_the_program_expects(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        differences = compare_metadata(context, SQLModel.metadata)

    assert differences == []


def test_a_database_of_a_newer_program_is_refused(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(SchemaTooNewError, match="newer than this program"):
        migrate(database)
