"""One process per SQLite file, guarded by a lock of the operating system."""

import fcntl
import os
from pathlib import Path

from sqlalchemy.engine import make_url

from storage.engine import normalised


class DatabaseBusyError(RuntimeError):
    """Another larm uses the database file."""


class DatabaseFolderError(RuntimeError):
    """The database's folder is not there, or not ours to write in."""


class ProcessLock:
    """Held while the process runs; the operating system lets it go when the process dies.

    A database that is not a file needs none: PostgreSQL is made for several processes.
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(normalised(url))
        is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in {
            None,
            ":memory:",
        }
        self._path = Path(f"{parsed.database}.lock") if is_file else None
        self._descriptor: int | None = None

    def take(self) -> None:
        """Take the lock; raises DatabaseBusyError when another process has it."""
        if self._path is None:
            return
        descriptor = _opened(self._path)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            message = (
                f"Another larm is running on {self._path.with_suffix('')}. Stop it, or use "
                "PostgreSQL for several processes (LARM_DATABASE_URL=postgresql://...)."
            )
            raise DatabaseBusyError(message) from error
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        message = (
            f"The database cannot be kept in {path.parent} ({error.strerror}). "
            "Make the folder and let larm write there, or change LARM_DATABASE_URL."
        )
        raise DatabaseFolderError(message) from error
