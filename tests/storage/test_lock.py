"""The lock beside a SQLite file: one process at a time, and told why when it cannot be taken."""

from pathlib import Path

import pytest

from storage.lock import DatabaseBusyError, DatabasePlaceError, ProcessLock


def test_a_second_process_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'larm.db'}"
    first, second = ProcessLock(url), ProcessLock(url)
    first.take()
    first.take()

    with pytest.raises(DatabaseBusyError, match=r"Another larm is running on .*larm\.db\."):
        second.take()

    first.release()
    second.take()
    second.release()


@pytest.mark.parametrize("place", ["away/larm.db", "file/larm.db", "folder", "x" * 300])
def test_a_place_where_no_file_can_be_is_told_with_the_mend(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()

    with pytest.raises(DatabasePlaceError, match=r"cannot be opened .*correct LARM_DATABASE_URL"):
        ProcessLock(f"sqlite:///{tmp_path / place}").take()

    assert not list(tmp_path.rglob("*.lock"))
