"""When the dead man's switch is pinged, and when it must stay silent."""

from datetime import timedelta

import pytest

from bot.heartbeat import trouble
from handlers.figures import Snapshot
from storage.model import Platform

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def seen(
    *,
    waited: timedelta | None = None,
    since_delivery: timedelta | None = None,
    due_lag: timedelta = timedelta(0),
) -> Snapshot:
    return Snapshot(
        deliveries={},
        oldest_waiting={} if waited is None else {Platform.SLACK: waited},
        since_delivery={} if since_delivery is None else {Platform.SLACK: since_delivery},
        barred={},
        due_lag=due_lag,
    )


@pytest.mark.parametrize(
    "well",
    [
        seen(),
        seen(since_delivery=24 * HOUR),
        seen(waited=SECOND),
        seen(waited=HOUR, since_delivery=SECOND),  # a long queue that moves
        seen(due_lag=59 * SECOND),
    ],
)
def test_it_is_pinged_while_nothing_is_late_and_deliveries_flow(well: Snapshot) -> None:
    assert trouble(well) is None


@pytest.mark.parametrize(
    ("ill", "why"),
    [
        (seen(due_lag=61 * SECOND), "late"),
        (seen(waited=61 * SECOND), "slack do not flow"),
        (seen(waited=HOUR, since_delivery=HOUR), "slack do not flow"),
    ],
)
def test_it_stays_silent_otherwise(ill: Snapshot, why: str) -> None:
    assert why in str(trouble(ill))
