"""One process per SQLite file, guarded by a lock of the operating system."""

import fcntl
import os
from errno import EISDIR
from pathlib import Path

from storage.engine import file_of


class DatabaseBusyError(RuntimeError):
    """Another larm uses the database file."""


class DatabasePlaceError(RuntimeError):
    """There can be no database file where the address says."""


class ProcessLock:
    """Held while the process runs; the operating system lets it go when the process dies.

    A database that is not a file needs none: PostgreSQL is made for several processes.
    """

    def __init__(self, url: str) -> None:
        self._file = file_of(url)
        self._descriptor: int | None = None

    def take(self) -> None:
        """Take the lock, unless it is held already.

        Raises DatabaseBusyError when another process has it, and DatabasePlaceError when there
        can be no such file.
        """
        if self._file is None or self._descriptor is not None:
            return
        descriptor = _opened(self._file)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            message = (
                f"Another larm is running on {self._file}. Stop it, or use "
                "PostgreSQL for several processes (LARM_DATABASE_URL=postgresql://...)."
            )
            raise DatabaseBusyError(message) from error
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _opened(file: Path) -> int:
    try:
        if file.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        return os.open(Path(f"{file}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        message = (
            f"The database {file} cannot be opened ({error.strerror}). "
            "Make its folder, and let larm write in it, or correct LARM_DATABASE_URL."
        )
        raise DatabasePlaceError(message) from error
