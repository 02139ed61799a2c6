"""Bring a database to the newest schema, one process at a time."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.engine import Database, file_of

LOCK = 0x1A23  # any number that nothing else in the database locks on


class SchemaError(RuntimeError):
    """The database has not the schema that this program works with."""


class SchemaTooNewError(SchemaError):
    """The database was migrated by a newer program than this one."""


class SchemaTooOldError(SchemaError):
    """The database is empty, or was migrated by an older program than this one."""


class NoDatabaseError(SchemaError):
    """There is no database yet."""


class NoFolderError(SchemaError):
    """There is no folder for a database to be in."""


def migrate(database: Database) -> None:
    """Migrate to the newest schema; others wait meanwhile.

    Raises SchemaTooNewError when the database is ahead of the program.
    """
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        _refuse_newer(connection)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def require_newest(database: Database) -> None:
    """Raise SchemaError unless the database has the schema of this program; change nothing."""
    file = file_of(database.url)
    if file is not None:
        _require_file(file)
    with database.engine.connect() as connection:
        _refuse_newer(connection)
        if _current(connection) != _scripts().get_current_head():
            message = "The database is not at the newest schema. Run `larm migrate`."
            raise SchemaTooOldError(message)


def _require_file(file: Path) -> None:
    if not file.absolute().parent.is_dir():
        mend = f"Make {file.parent}, then run `larm migrate`."
        raise NoFolderError(f"The folder of the database {file} does not exist. {mend}")
    if not file.exists():
        message = f"The database {file} does not exist yet. Run `larm migrate`."
        raise NoDatabaseError(message)


def _refuse_newer(connection: Connection) -> None:
    current = _current(connection)
    known = {script.revision for script in _scripts().walk_revisions()}
    if current is not None and current not in known:
        message = (
            f"The database has schema {current}, which is newer than this program knows. "
            "Upgrade larm, or point LARM_DATABASE_URL at another database."
        )
        raise SchemaTooNewError(message)


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
