"""Dialogues and what was heard: kept over a restart, forgotten when they are old."""

from datetime import UTC, datetime, timedelta

from storage import claims, dialogues, heard, outbox
from storage.engine import Database
from storage.model import Asked, Platform, Priority
from storage.outbox import REPLY, Promise

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
GRETA = "telegram/900005"


def test_a_dialogue_keeps_its_answers_and_the_question_it_waits_at(database: Database) -> None:
    with database.transaction() as session:
        dialogues.put(session, GRETA, "alarm", {}, NOW)
        dialogues.ask(session, GRETA, Asked("abc", ("a", "b"), "reply/1"))
        dialogues.put(session, GRETA, "alarm", {"kind": "varsel"}, NOW)
    with database.transaction() as session:
        found = dialogues.get(session, GRETA, NOW)

    assert found is not None
    assert found.answers == {"kind": "varsel"}
    assert found.asked == Asked("abc", ("a", "b"), "reply/1")


def test_another_dialogue_does_not_inherit_the_question(database: Database) -> None:
    with database.transaction() as session:
        dialogues.put(session, GRETA, "alarm", {}, NOW)
        dialogues.ask(session, GRETA, Asked("abc", ("a",)))
        dialogues.put(session, GRETA, "later", {}, NOW)
        found = dialogues.get(session, GRETA, NOW)

    assert found is not None
    assert found.asked == Asked()


def test_a_dialogue_set_aside_is_taken_up_with_its_question(database: Database) -> None:
    with database.transaction() as session:
        for kind in ("older", "alarm"):
            dialogues.put(session, GRETA, kind, {"n": 1}, NOW)
            dialogues.ask(session, GRETA, Asked("abc", ("a",)))
            dialogues.set_aside(session, GRETA)
        dialogues.put(session, GRETA, "later", {}, NOW)
        dialogues.take_up(session, GRETA)
        found = dialogues.get(session, GRETA, NOW)

    assert found is not None
    assert (found.kind, found.answers, found.asked.name) == ("alarm", {"n": 1}, "abc")


def test_a_dialogue_is_over_after_a_day(database: Database) -> None:
    with database.transaction() as session:
        dialogues.put(session, GRETA, "alarm", {}, NOW)

        assert dialogues.get(session, GRETA, NOW + timedelta(hours=24)) is not None
        assert dialogues.get(session, GRETA, NOW + timedelta(hours=25)) is None


def test_what_recurs_is_noted_again_after_its_rest(database: Database) -> None:
    minute = timedelta(minutes=1)
    with database.transaction() as session:
        noted = [
            heard.note_again(session, "stranger/7", NOW + timedelta(seconds=seconds), minute)
            for seconds in (0, 59, 60, 100, 121)
        ]

    assert noted == [True, False, True, False, True]


def test_only_answers_that_are_over_are_forgotten(database: Database) -> None:
    with database.transaction() as session:
        for key in (f"{REPLY}1", f"{REPLY}2", "reply", "reply0", "callout/1"):
            outbox.put(session, a_promise(key), NOW)
        for key in (f"{REPLY}1", "callout/1"):
            found = outbox.get(session, key)
            assert found is not None
            claims.delivered(session, found, {"chat": "1", "message": "1"}, NOW)
        outbox.forget_replies(session, NOW + timedelta(days=1))
        left = {one.key for one in outbox.like(session, "")}

    assert left == {f"{REPLY}2", "reply", "reply0", "callout/1"}


def a_promise(key: str) -> Promise:
    return Promise(
        key=key,
        platform=Platform.TELEGRAM,
        priority=Priority.ANSWER,
        lane=key,
        subject=key,
        method="send",
        address="chat/7",
        payload={"op": "send", "message": {}},
    )
