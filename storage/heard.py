"""What the platforms have told us, so that what they tell twice is done once."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from storage.engine import insert_new
from storage.tables import HeardRow


def note(session: Session, event: str, now: datetime) -> bool:
    """Note an event of a platform; return False when it has been noted before.

    Waits while another process is about to note the same.
    """
    return bool(insert_new(session, HeardRow, [{"id": event, "at": now}], "id"))


def unnote(session: Session, event: str) -> None:
    """Let the event come again, as if it had not been heard."""
    session.exec(delete(HeardRow).where(col(HeardRow.id) == event))


def note_again(session: Session, event: str, now: datetime, rest: timedelta) -> bool:
    """Note what recurs; return False when it was last noted less than `rest` ago."""
    row = session.get(HeardRow, event)
    if row is not None and now - row.at < rest:
        return False
    row = row or HeardRow(id=event, at=now)
    row.at = now
    session.add(row)
    session.flush()
    return True


def forget(session: Session, before: datetime) -> None:
    """Forget what was heard so long ago that no platform tells it again."""
    session.exec(delete(HeardRow).where(col(HeardRow.at) < before))
