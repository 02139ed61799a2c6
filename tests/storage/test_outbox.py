"""The outbox: nothing promised is lost, nothing is claimed twice, lanes keep their order."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Mapped
from sqlmodel import select

from storage import backlog, claims, outbox
from storage.claims import LEASE, Blocked
from storage.engine import Database, begins_with
from storage.model import Delivery, DeliveryState, Platform, Priority
from storage.outbox import Promise
from storage.tables import DeliveryRow

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def promise(key: str, **changes: Any) -> Promise:
    facts: dict[str, Any] = {
        "platform": Platform.SLACK,
        "priority": Priority.PAGE,
        "lane": key,
        "subject": "alarm/1",
        "method": "send",
        "address": "person/anna",
        "payload": {"op": "send"},
        **changes,
    }
    return Promise(key=key, **facts)


def put(database: Database, *promises: Promise) -> None:
    with database.transaction() as session:
        for one in promises:
            outbox.put(session, one, NOW)


def claim(database: Database, limit: int = 10, now: datetime = NOW) -> list[Delivery]:
    with database.transaction() as session:
        return claims.claim(
            session,
            Platform.SLACK,
            now,
            limit=limit,
            may=lambda _delivery: True,
        )


def keys(claimed: list[Delivery]) -> list[str]:
    return [delivery.key for delivery in claimed]


def test_only_the_first_of_two_promises_is_new(database: Database) -> None:
    with database.transaction() as session:
        told = [outbox.put(session, promise("a"), NOW) for _ in range(2)]

    assert told == [True, False]


def test_promising_twice_promises_once(database: Database) -> None:
    put(database, promise("a"), promise("a"))

    assert keys(claim(database)) == ["a"]


def test_what_is_claimed_is_not_claimed_again(database: Database) -> None:
    put(database, promise("a"))
    claim(database)

    assert claim(database) == []


def test_pages_go_before_what_was_promised_earlier(database: Database) -> None:
    put(
        database,
        promise("digest", priority=Priority.DIGEST),
        promise("list", priority=Priority.CHECKLIST),
        promise("page", priority=Priority.FIRST_PAGE),
    )

    assert keys(claim(database)) == ["page", "list", "digest"]


def test_a_lane_keeps_its_order_and_others_go_on(database: Database) -> None:
    put(database, promise("a1", lane="a"), promise("a2", lane="a"), promise("b1", lane="b"))

    first = claim(database)
    assert keys(first) == ["a1", "b1"]
    with database.transaction() as session:
        claims.delivered(session, first[0], {}, NOW)

    assert keys(claim(database)) == ["a2"]


def test_a_gate_holds_until_what_it_names_has_arrived(database: Database) -> None:
    put(database, promise("channel"), promise("post", gate="channel"))

    [channel] = claim(database)
    with database.transaction() as session:
        claims.delivered(session, channel, {"channel": "C1"}, NOW)

    assert keys(claim(database)) == ["post"]


def test_a_gate_that_is_open_already_holds_nothing(database: Database) -> None:
    put(database, promise("channel"))
    [channel] = claim(database)
    with database.transaction() as session:
        claims.delivered(session, channel, {}, NOW)

    put(database, promise("post", gate="channel"))

    assert keys(claim(database)) == ["post"]


def test_burying_a_gate_buries_what_waits_behind_it(database: Database) -> None:
    put(database, promise("channel"), promise("post", gate="channel"))
    [channel] = claim(database)

    with database.transaction() as session:
        claims.bury(session, channel, "restricted_action", NOW)

    with database.transaction() as session:
        lost = backlog.buried(session, "alarm/1")
    assert keys(lost) == ["channel", "post"]


def test_cancelling_a_subject_withdraws_what_waits_and_nothing_else(database: Database) -> None:
    put(
        database,
        promise("sent"),
        promise("mine", subject="alarm/1/callout/7"),
        promise("other", subject="alarm/10"),
    )
    [sent, *_] = claim(database, limit=1)

    with database.transaction() as session:
        outbox.cancel(session, "alarm/1")

    assert sent.key == "sent"
    assert keys(claim(database)) == ["other"]


def test_edits_of_a_message_collapse_into_the_newest(database: Database) -> None:
    put(database, promise("message"))
    with database.transaction() as session:
        for number in range(3):
            edit = promise(
                f"message/edit/{number}", target="message", method="edit", payload={"n": number}
            )
            outbox.put_edit(session, edit, NOW)

    claimed = [d for _ in range(2) for d in _deliver(database)]

    assert [delivery.payload.get("n") for delivery in claimed] == [None, 2]


def test_a_retry_waits_for_its_moment(database: Database) -> None:
    put(database, promise("a"))
    [claimed] = claim(database)
    later = NOW + timedelta(seconds=7)
    with database.transaction() as session:
        claims.retry(session, claimed, later, "ratelimited", is_uncertain=False, counted_at=NOW)

    assert claim(database) == []
    assert keys(claim(database, now=later)) == ["a"]


def test_what_waits_long_for_its_next_attempt_is_brought_forward(database: Database) -> None:
    later, soon = NOW + timedelta(minutes=1), NOW + timedelta(seconds=3)
    put(database, promise("failed"), promise("soon"), promise("patient"))
    reasons = {"failed": "http_500", "soon": "http_500", "patient": "ratelimited"}
    for delivery in claim(database):
        due_at = NOW if delivery.key == "soon" else later
        with database.transaction() as session:
            claims.retry(
                session,
                delivery,
                due_at,
                reasons[delivery.key],
                is_uncertain=False,
                counted_at=None,
            )
    telegram = promise("other", platform=Platform.TELEGRAM)
    with database.transaction() as session:
        outbox.put(session, telegram, later)
        outbox.put(session, promise("untried"), later)

    with database.transaction() as session:
        claims.hasten(session, Platform.SLACK, soon, but={"ratelimited"})

    with database.transaction() as session:
        due = {one.key: one.due_at for one in outbox.like(session, "")}
    assert due == {"failed": soon, "soon": NOW, "patient": later, "other": later, "untried": later}


def test_a_digest_that_may_have_arrived_is_not_brought_forward(database: Database) -> None:
    later = NOW + timedelta(minutes=1)
    put(database, promise("digest", priority=Priority.DIGEST))
    [claimed] = claim(database)
    with database.transaction() as session:
        claims.retry(session, claimed, later, "timeout", is_uncertain=True, counted_at=None)
        claims.hasten(session, Platform.SLACK, NOW, but=())

    with database.transaction() as session:
        found = outbox.get(session, "digest")
    assert found is not None
    assert found.due_at == later


def test_every_attempt_of_late_is_known_with_when_it_was_answered(database: Database) -> None:
    put(database, promise("old"), promise("done"), promise("refused"), promise("on the wire"))
    minute, second = timedelta(minutes=1), timedelta(seconds=1)
    with database.transaction() as session:
        [old] = claims.claim(session, Platform.SLACK, NOW, limit=1, may=lambda _: True)
        claims.delivered(session, old, {}, NOW)
    begun = NOW + minute
    done, refused, _ = claim(database, now=begun)
    put(database, promise("untried"))
    with database.transaction() as session:
        claims.delivered(session, done, {}, begun + second)
        for waits in (2, 4):
            at = begun + waits * second
            claims.retry(session, refused, at, "503", is_uncertain=False, counted_at=at)
    begun_again = begun + 6 * second
    claim(database, limit=1, now=begun_again)

    with database.transaction() as session:
        tried = backlog.lately(session, Platform.SLACK, NOW + second)
        elsewhere = backlog.lately(session, Platform.TELEGRAM, NOW)

    assert sorted((one.delivery.key, one.begun_at, one.ended_at or NOW) for one in tried) == [
        ("done", begun, begun + second),
        ("on the wire", begun, NOW),
        ("refused", begun + 2 * second, begun + 2 * second),
        ("refused", begun + 4 * second, begun + 4 * second),
        ("refused", begun_again, NOW),
    ]
    assert elsewhere == []


def test_what_was_on_the_wire_at_a_death_counts_after_the_next_death_too(
    database: Database,
) -> None:
    put(database, promise("a"))
    first, second = NOW, NOW + timedelta(seconds=5)
    for at in (first, second):
        claim(database, now=at)
        with database.transaction() as session:
            claims.recover(session, at + timedelta(seconds=1), platform=Platform.SLACK)

    with database.transaction() as session:
        tried = backlog.lately(session, Platform.SLACK, NOW)
    assert [one.ended_at for one in tried] == [
        first + timedelta(seconds=1),
        second + timedelta(seconds=1),
    ]


def test_what_begins_alike_is_found_whatever_the_language_of_the_database(
    database: Database,
) -> None:
    like = ["alarm/1/", "alarm/1/a", "alarm/1/Å", "alarm/1/é@slack", "alarm/1/\N{SNOWMAN}"]
    put(database, *(promise(key) for key in (*like, "alarm/1", "alarm/10/a", "alarm/1-a", "b")))

    with database.transaction() as session:
        assert [one.key for one in outbox.like(session, "alarm/1/")] == like


@pytest.mark.parametrize("path", [DeliveryRow.key, DeliveryRow.subject])
def test_what_begins_alike_is_found_by_an_index_however_long_the_history(
    database: Database, path: Mapped[str]
) -> None:
    with database.transaction() as session:
        wanted = select(DeliveryRow.id).where(begins_with(path, "alarm/1/"))
        told = wanted.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        if database.is_sqlite:
            plan = session.execute(text(f"EXPLAIN QUERY PLAN {told}")).all()
            assert "SEARCH delivery USING" in str(plan)
        else:
            session.execute(text("SET LOCAL enable_seqscan = off"))
            plan = session.execute(text(f"EXPLAIN {told}")).all()
            assert "Index Cond" in str(plan)


def test_what_a_dead_sender_held_is_taken_up_as_uncertain(database: Database) -> None:
    put(database, promise("a"))
    claim(database)

    with database.transaction() as session:
        early = claims.recover(session, NOW)
        late = claims.recover(session, NOW + LEASE + timedelta(seconds=1))

    assert (early, late) == (0, 1)
    [again] = claim(database)
    assert again.is_uncertain
    assert again.state is DeliveryState.SENDING


def test_the_limits_are_asked_for_each(database: Database) -> None:
    put(database, promise("a"), promise("b"), promise("c", method="edit"))

    with database.transaction() as session:
        claimed = claims.claim(
            session,
            Platform.SLACK,
            NOW,
            limit=10,
            blocked=Blocked(methods={"edit"}),
            may=lambda delivery: delivery.key != "a",
        )

    assert keys(claimed) == ["b"]


def test_a_conversation_that_is_full_holds_nobody_else_up(database: Database) -> None:
    put(database, *(promise(f"a{n}") for n in range(claims.WINDOW + 5)))
    put(database, promise("b", address="person/bo"), promise("edit", method="edit"))

    with database.transaction() as session:
        claimed = claims.claim(
            session,
            Platform.SLACK,
            NOW,
            limit=10,
            blocked=Blocked(addresses={"person/anna"}, method_of_addresses="send"),
            may=lambda _delivery: True,
        )

    assert keys(claimed) == ["b", "edit"]


def test_alarms_take_turns_and_the_pressed_go_before_the_patient(database: Database) -> None:
    first = {"priority": Priority.FIRST_PAGE}
    put(
        database,
        promise("1.0", **first, turn=0),
        promise("1.1", **first, turn=1),
        promise("1.2", **first, turn=2, address="person/national"),
        promise("2.0", **first, turn=0),
    )

    with database.transaction() as session:
        claimed = claims.claim(
            session,
            Platform.SLACK,
            NOW,
            limit=10,
            pressed={"person/national"},
            may=lambda _delivery: True,
        )

    assert keys(claimed) == ["1.0", "2.0", "1.2", "1.1"]


def test_an_attempt_that_another_process_took_up_is_not_ours_to_settle(
    database: Database,
) -> None:
    put(database, promise("a"))
    [mine] = claim(database)
    with database.transaction() as session:
        claims.recover(session, NOW, platform=Platform.SLACK)
    [theirs] = claim(database)

    with database.transaction() as session:
        assert not claims.settles(session, mine)
        assert claims.settles(session, theirs)


def _deliver(database: Database) -> list[Delivery]:
    claimed = claim(database)
    with database.transaction() as session:
        for delivery in claimed:
            claims.delivered(session, delivery, {}, NOW)
    return claimed


def test_what_waits_behind_what_is_given_up_is_given_up_to_the_last(database: Database) -> None:
    with database.transaction() as session:
        outbox.put(session, promise("channel"), NOW)
        outbox.put(session, promise("rules", gate="channel"), NOW)
        outbox.put(session, promise("pin", gate="rules"), NOW)
        channel = outbox.get(session, "channel")
        assert channel is not None

        claims.bury(session, channel, "restricted_action", NOW)
        outbox.put(session, promise("later", gate="channel"), NOW)

        assert backlog.undone(session) == 0
        found = [outbox.get(session, key) for key in ("rules", "pin", "later")]
    assert {one.state for one in found if one} == {DeliveryState.BURIED}


def test_what_waits_behind_what_is_withdrawn_is_withdrawn(database: Database) -> None:
    with database.transaction() as session:
        outbox.put(session, promise("list"), NOW)
        outbox.put(session, promise("pin", gate="list"), NOW)
        listed = outbox.get(session, "list")
        assert listed is not None

        outbox.withdraw(session, listed)

        assert backlog.undone(session) == 0
