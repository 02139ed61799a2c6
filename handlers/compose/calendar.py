"""Write shifts as a calendar that real calendars take (RFC 5545 and 7986). Pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import TRANSP, Calendar, Event

REFRESH = timedelta(hours=1)
PRODUCT = "-//larm//beredskap//SV"


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of a calendar. `uid` names the same shift for ever; times are aware."""

    uid: str
    summary: str
    starts_at: datetime
    ends_at: datetime


def uid(*parts: str) -> str:
    """Make a name of what it stands for, which it does not tell."""
    return f"{_digest('|'.join(parts))}@larm"


def version(name: str, entries: Iterable[Entry]) -> str:
    """Return what is another whenever the calendar would tell anything else."""
    return _digest(repr((name, tuple(entries))))


def calendar(name: str, entries: Iterable[Entry], revised_at: datetime) -> bytes:
    """Return the calendar's file; `revised_at` is when any of it was last otherwise."""
    found = Calendar.new(prodid=PRODUCT, name=name, uid=uid(name))
    found.add("METHOD", "PUBLISH")
    found.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    found.add("X-PUBLISHED-TTL", "PT1H")  # the same, to Outlook
    for entry in entries:
        found.add_component(_event(entry, revised_at))
    return bytes(found.to_ical())


def _event(entry: Entry, revised_at: datetime) -> Event:
    """Return a shift as an event beside which its person may have others: nobody is busy."""
    event = Event.new(
        uid=entry.uid,
        stamp=revised_at,
        start=entry.starts_at,
        end=entry.ends_at,
        summary=entry.summary,
        transparency=TRANSP.TRANSPARENT,
    )
    event.add("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")
    return event


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
