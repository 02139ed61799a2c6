"""Conversations under way in a chat without forms, so that a restart loses none."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage.codec import from_row
from storage.model import Dialogue
from storage.tables import DialogueRow


def get(session: Session, user: str) -> Dialogue | None:
    row = session.get(DialogueRow, user)
    return from_row(Dialogue, row) if row else None


def put(session: Session, user: str, kind: str, answers: dict[str, Any], now: datetime) -> None:
    """Start a conversation, or remember what has been answered so far."""
    row = session.get(DialogueRow, user) or DialogueRow(
        user=user, kind=kind, answers={}, updated_at=now
    )
    row.kind = kind
    row.answers = dict(answers)
    row.updated_at = now
    session.add(row)
    session.flush()


def drop(session: Session, user: str) -> None:
    row = session.get(DialogueRow, user)
    if row is not None:
        session.delete(row)
        session.flush()
