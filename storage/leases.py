"""Whose turn it is among several processes: leases by the database's own clock, and locks."""

from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session

ROSTER_LOCK = 0x1A24  # any number that nothing else in the database locks on
_LOCK = text("SELECT pg_advisory_xact_lock(:lock)")
_TAKE = text(
    """
    INSERT INTO lease (name, holder, epoch, until)
    VALUES (:name, :holder, 1, clock_timestamp() + :life)
    ON CONFLICT (name) DO UPDATE
    SET holder = excluded.holder,
        epoch = lease.epoch + CASE WHEN lease.holder = excluded.holder THEN 0 ELSE 1 END,
        until = excluded.until
    WHERE lease.holder = excluded.holder OR lease.until < clock_timestamp()
    RETURNING epoch
    """
)
_RELEASE = text(
    "UPDATE lease SET until = clock_timestamp() WHERE name = :name AND holder = :holder"
)


def take(session: Session, name: str, holder: str, life: timedelta) -> int | None:
    """Take or renew a lease; return its epoch, or None while somebody else has it.

    The epoch grows whenever the holder changes.
    """
    found = session.execute(_TAKE, {"name": name, "holder": holder, "life": life}).first()
    return int(found[0]) if found else None


def release(session: Session, name: str, holder: str) -> None:
    """Let go, so that another need not wait for the end."""
    session.execute(_RELEASE, {"name": name, "holder": holder})


def wait_for_turn(session: Session, lock: int) -> None:
    """Wait until no other process has the lock; it is let go when the transaction ends.

    On SQLite a transaction has waited for the others already.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(_LOCK, {"lock": lock})
