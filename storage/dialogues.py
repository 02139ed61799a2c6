"""Conversations under way in a chat without forms, so that a restart loses none."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from storage.codec import from_row
from storage.model import Asked, Dialogue
from storage.tables import DialogueRow

LIFE = timedelta(days=1)  # what nobody has gone on with for so long is forgotten
ASKED = "?"  # where a row keeps its question, among the answers
ASIDE = "/aside"  # behind the user's name: what another conversation has interrupted


def get(session: Session, user: str, now: datetime) -> Dialogue | None:
    """Return the conversation under way, if it was gone on with lately."""
    row = session.get(DialogueRow, user)
    if row is None or now - row.updated_at > LIFE:
        return None
    answers = dict(row.answers)
    asked = answers.pop(ASKED, {})
    offers = tuple(asked.get("offers", ()))
    return from_row(Dialogue, row, answers=answers, asked=Asked(**{**asked, "offers": offers}))


def put(session: Session, user: str, kind: str, answers: dict[str, Any], now: datetime) -> None:
    """Start a conversation, or remember what has been answered so far."""
    row = session.get(DialogueRow, user) or DialogueRow(
        user=user, kind=kind, answers={}, updated_at=now
    )
    asked = row.answers.get(ASKED, {}) if row.kind == kind else {}
    row.kind = kind
    row.answers = {**answers, ASKED: asked}
    row.updated_at = now
    session.add(row)
    session.flush()


def ask(session: Session, user: str, asked: Asked) -> None:
    """Remember the question that the conversation waits at."""
    row = session.get(DialogueRow, user)
    if row is not None:
        row.answers = {**row.answers, ASKED: asdict(asked)}
        session.add(row)
        session.flush()


def drop(session: Session, user: str) -> None:
    row = session.get(DialogueRow, user)
    if row is not None:
        session.delete(row)
        session.flush()


def set_aside(session: Session, user: str) -> None:
    """Keep the conversation for later, instead of whatever was kept before."""
    drop(session, user + ASIDE)
    _rename(session, user, user + ASIDE)


def take_up(session: Session, user: str) -> None:
    """Go on with the conversation that was kept, if there is one, instead of the present one."""
    if session.get(DialogueRow, user + ASIDE) is not None:
        drop(session, user)
        _rename(session, user + ASIDE, user)


def forget(session: Session, before: datetime) -> None:
    """Forget the conversations that nobody will go on with."""
    session.exec(delete(DialogueRow).where(col(DialogueRow.updated_at) < before))


def _rename(session: Session, old: str, new: str) -> None:
    row = session.get_one(DialogueRow, old)
    session.delete(row)
    renamed = DialogueRow(
        user=new, kind=row.kind, answers=dict(row.answers), updated_at=row.updated_at
    )
    session.add(renamed)
    session.flush()
