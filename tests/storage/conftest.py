"""An empty database at the newest schema, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from storage.engine import Database
from storage.migrate import migrate


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database(database_url)
    migrate(found)
    yield found
    found.dispose()
