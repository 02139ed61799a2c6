"""What operators look at: counted while the process runs, or read when somebody asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Counter, Histogram

from blueprint.model import Level
from handlers.work import Work
from storage import access, backlog, moments
from storage.access import Lack
from storage.model import RANK, Delivery, Platform

NAMES = {rank: priority.value for priority, rank in RANK.items()}
MINUTE, HOUR = 60, 3600

REGISTRY = CollectorRegistry()
SENT = Counter(
    "larm_sent",
    "Promises that a platform has taken",
    ["platform", "priority"],
    registry=REGISTRY,
)
FAILED = Counter(
    "larm_failed",
    "Attempts that failed and are made again",
    ["platform", "priority"],
    registry=REGISTRY,
)
BURIED = Counter(
    "larm_buried",
    "Promises that were given up",
    ["platform", "priority"],
    registry=REGISTRY,
)
HASTY = Counter(
    "larm_refused_for_haste",
    "Answers 429: the platform's limit and ours do not agree",
    ["platform"],
    registry=REGISTRY,
)
UNINVITED = Counter(
    "larm_uninvited",
    "People whom Slack would not let into an alarm's channel",
    registry=REGISTRY,
)
PRESSES = Counter(
    "larm_presses",
    "What people pressed, wrote or submitted; `repeated` was told twice by the platform",
    ["platform", "heard"],
    registry=REGISTRY,
)
ANSWERED = Histogram(
    "larm_answer_seconds",
    "Time from a page's delivery to its answer",
    ["level"],
    buckets=(MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 4 * HOUR, 24 * HOUR),
    registry=REGISTRY,
)
ANSWERED_IN_DRILLS = Histogram(
    "larm_drill_answer_seconds",
    "As larm_answer_seconds, in drills",
    ["level"],
    buckets=(MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 4 * HOUR, 24 * HOUR),
    registry=REGISTRY,
)
OPENED = Counter(
    "larm_opened",
    "Cases opened: `alarm` or `drill`",
    ["case"],
    registry=REGISTRY,
)
TICKS = Counter("larm_ticks", "Looks at what has fallen due", registry=REGISTRY)
CHASED = Counter("larm_chased", "What had fallen due and was done", registry=REGISTRY)


def count(counter: Counter, delivery: Delivery) -> None:
    counter.labels(delivery.platform.value, NAMES[delivery.priority]).inc()


def answered(level: Level, seconds: float, *, is_drill: bool) -> None:
    """Count an answer; those of drills apart."""
    histogram = ANSWERED_IN_DRILLS if is_drill else ANSWERED
    histogram.labels(level.value).observe(seconds)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The queues at one moment."""

    deliveries: Mapping[tuple[Platform, str, str], int]  # platform, state, priority
    oldest_waiting: Mapping[Platform, timedelta]  # age of what may go out and has not
    since_delivery: Mapping[Platform, timedelta]  # since a platform took anything
    barred: Mapping[Platform, Lack]  # who refuses us, for want of what
    due_lag: timedelta  # how late the most overdue row is; zero when none is


def look(work: Work) -> Snapshot:
    """Read the queues; costs what waits and what was given up, not what has been delivered."""
    counted = backlog.counts(work.session)
    oldest = backlog.oldest_waiting(work.session)
    newest = backlog.last_delivered(work.session)
    return Snapshot(
        deliveries={(Platform(p), s, NAMES[rank]): n for (p, s, rank), n in counted.items()},
        oldest_waiting={platform: work.real_now - at for platform, at in oldest.items()},
        since_delivery={platform: work.real_now - at for platform, at in newest.items()},
        barred={platform: one.lack for platform, one in access.barred(work.session).items()},
        due_lag=_lag(moments.earliest_due(work.session), work.now),
    )


def _lag(due: datetime | None, now: datetime) -> timedelta:
    return max(timedelta(0), now - due) if due is not None else timedelta(0)
