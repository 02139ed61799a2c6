"""A simulated clock that several processes share, and that the death of one does not set back."""

import mmap
import struct
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.clock import Clock

OFFSET = struct.Struct("d")  # seconds between the machine's monotonic clock and this one


class SharedClock(Clock):
    """Reads its moment from a file that every process has mapped."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        with file.open("r+b") as opened:
            self._shared = mmap.mmap(opened.fileno(), OFFSET.size)

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.monotonic() + self._offset, UTC)

    def jump(self, seconds: float) -> None:
        OFFSET.pack_into(self._shared, 0, self._offset + seconds)

    @property
    def _offset(self) -> float:
        offset: float
        (offset,) = OFFSET.unpack_from(self._shared)
        return offset


def set_up(file: Path, start: datetime) -> SharedClock:
    """Set a new clock to a moment."""
    file.write_bytes(OFFSET.pack(start.timestamp() - time.monotonic()))
    return SharedClock(file)
