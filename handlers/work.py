"""What a use case is handed: its transaction, the time, and what is known beforehand."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from blueprint.model import Blueprint
from blueprint.text import Texts, format_clock, format_moment
from roster.model import Person
from storage.model import Platform


@dataclass(frozen=True, slots=True)
class Desk:
    """What every use case has at hand and nobody changes while the program runs."""

    blueprint: Blueprint
    texts: Texts
    tz: ZoneInfo
    language: str = "sv"
    reader: str | None = None  # the language of the one who asked, where it is another
    digest_at: time = time(8, 15)
    confirm_months: int = 6  # between a person's confirmations of their row; 0: never
    settling: timedelta = timedelta(seconds=1)  # how long an edit waits for more changes
    platforms: frozenset[Platform] = frozenset(Platform)  # those with a token
    public_url: str | None = None  # where our pages are reached from outside; no slash at the end

    def say(self, key: str, language: str | None = None, **args: Any) -> str:
        return self.texts.get(key, language or self.tongue, **args)

    def moment(self, at: datetime, language: str, now: datetime) -> str:
        return format_moment(at, self.tz, language, now)

    @property
    def tongue(self) -> str:
        """The language of the one who asked, else the installation's."""
        return self.reader or self.language

    def clock(self, at: datetime, now: datetime, language: str | None = None) -> str:
        """Return the wall time, with the day in front when it is another day than today."""
        if at.astimezone(self.tz).date() == now.astimezone(self.tz).date():
            return format_clock(at, self.tz)
        return format_moment(at, self.tz, language or self.tongue, now)

    def language_of(self, person: Person | None) -> str:
        return (person.language if person else None) or self.language


@dataclass(frozen=True, slots=True)
class Work:
    """One transaction. `now` may be simulated; `real_now` is what the outbox counts in."""

    session: Session
    desk: Desk
    now: datetime
    real_now: datetime

    def say(self, key: str, language: str | None = None, **args: Any) -> str:
        return self.desk.say(key, language, **args)
