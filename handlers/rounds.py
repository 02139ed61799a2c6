"""Walk callouts one step on: ask the policy, remember what it says, promise what follows.

Many callouts fall due at once, so a walk reads and writes in bulk: it decides callout by callout
and stores everything when it finishes.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from escalation.advance import advance, delivered
from escalation.callout import Asked, Decision, Exhaust, Page, Park, Skipped, Who
from escalation.chain import who_for
from handlers import identity, promise
from handlers.promise import Live, Post
from handlers.work import Work
from roster.model import Actor, Person, PersonId, Roster, Target
from storage import alarms, backlog, callouts, journal, outbox, people
from storage.journal import Line
from storage.model import AlarmId, CalloutId, Platform, Priority, Summons
from storage.outbox import Promise


class Rounds:
    """One transaction's walk over callouts. Nothing is stored before `finish`."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self._changed: dict[CalloutId, Summons] = {}
        self._lines: list[Line] = []
        self._pages: list[tuple[Summons, Asked]] = []
        self._rosters: dict[str, Roster] = {}

    def roster(self, municipality: str) -> Roster:
        if municipality not in self._rosters:
            stored = people.roster_for(self.work.session, [municipality])
            self._rosters[municipality] = identity.within_reach(self.work, stored)
        return self._rosters[municipality]

    def step(self, summons: Summons) -> Summons:
        """Check a callout once; at most one page, parking or exhaustion follows."""
        decision = advance(summons.callout, self.work.now, self.who(summons, self.work.now))
        if decision.callout == summons.callout:
            return summons
        stepped = self._act(summons.now(decision.callout), decision)
        self._changed[summons.id] = stepped
        return stepped

    def finish(self) -> None:
        """Store what was decided, and promise the pages."""
        work = self.work
        callouts.save_all(work.session, self._changed.values())
        journal.write_all(work.session, work.now, self._lines)
        outbox.put_all(work.session, self._promises(), work.real_now)
        touched = {summons.alarm for summons in self._changed.values()}
        alarms.mark_stale(work.session, touched, work.now)

    def who(self, summons: Summons, at: datetime) -> Who:
        """Return the answerer of whom a step of the callout leads to at a moment."""
        actor, roster = self.standing(summons)
        return who_for(actor, roster, summons.municipality, at, self.work.desk.tz)

    def standing(self, summons: Summons) -> tuple[Actor, Roster]:
        """Return the actor and where its people are found; an open callout keeps both."""
        roster = self.roster(summons.municipality)
        known = roster.actor(summons.actor)
        if known is not None:
            return known, roster
        ended = people.actors(self.work.session, [summons.actor])[summons.actor]
        kept = replace(roster, people=people.people(self.work.session, ended.people))
        return ended, replace(
            roster, people={**identity.within_reach(self.work, kept).people, **roster.people}
        )

    def _act(self, summons: Summons, decision: Decision) -> Summons:
        for step in decision.skipped:
            self._note_skipped(summons, step)
        match decision.action:
            case Page(asked):
                return self._page(summons, asked)
            case Park(until):
                self._note(summons, "parked", until=until.isoformat())
            case Exhaust():
                self._note(summons, "exhausted")
            case None:
                pass
        return summons

    def _page(self, summons: Summons, asked: Asked) -> Summons:
        self._note(
            summons,
            "paged",
            number=asked.number,
            person=asked.person,
            step=asked.to,
            attempt=asked.attempt,
        )
        if asked.to is Target.COORDINATOR:
            # The coordinator has one list for the whole alarm; it is refreshed with the picture.
            return summons.now(delivered(summons.callout, asked.number, self.work.now))
        self._pages.append((summons, asked))
        return summons

    def _promises(self) -> Iterator[Promise]:
        """Yield the pages' promises; an alarm's pages take turns with those of other alarms."""
        turns: dict[AlarmId, int] = defaultdict(int)
        known = self._people()
        asked_in = {summons.alarm for summons, _ in self._pages}
        drills = alarms.drills_among(self.work.session, asked_in) if asked_in else ()
        for summons, asked in self._least_awaited_first(self._pages):
            is_first = asked.number == 1
            post = Post(
                key=page_key(summons, asked),
                subject=subject_of(summons),
                priority=_priority(is_first=is_first, is_drill=summons.alarm in drills),
                content=Live("page", summons.alarm, f"{summons.id}.{asked.number}"),
                facts={"page": [summons.id, asked.number]},
                turn=turns[summons.alarm] if is_first else 0,
            )
            turns[summons.alarm] += is_first
            yield from promise.for_person(self.work, known[asked.person], post)

    def _least_awaited_first(
        self, pages: list[tuple[Summons, Asked]]
    ) -> list[tuple[Summons, Asked]]:
        """Sort by how much already waits for the person, so that an alarm is soon heard."""
        if len(pages) < 2:
            return pages
        addresses = {f"person/{asked.person}" for _, asked in pages}
        waiting = backlog.pages_for(self.work.session, addresses)
        return sorted(pages, key=lambda page: waiting.get(f"person/{page[1].person}", 0))

    def _people(self) -> dict[PersonId, Person]:
        known: dict[PersonId, Person] = {}
        for roster in self._rosters.values():
            known.update(roster.people)
        missing = {asked.person for _, asked in self._pages} - set(known)
        if missing:
            known.update(people.people(self.work.session, missing))
        return known

    def _note_skipped(self, summons: Summons, skipped: Skipped) -> None:
        self._note(summons, "skipped", step=skipped.to, person=skipped.person)

    def _note(self, summons: Summons, event: str, **facts: object) -> None:
        self._lines.append(Line(event, summons.alarm, summons.id, facts))


def _priority(*, is_first: bool, is_drill: bool) -> Priority:
    if is_drill:
        return Priority.DRILL
    return Priority.FIRST_PAGE if is_first else Priority.PAGE


def subject_of(summons: Summons) -> str:
    return f"alarm/{summons.alarm}/callout/{summons.id}"


def page_key(summons: Summons, asked: Asked) -> str:
    return f"callout/{summons.id}/page/{asked.number}"


def renew_page(work: Work, summons: Summons, asked: Asked) -> None:
    """Have a page that waits for its answer tell what is true now, and its copies too."""
    live = Live("page", summons.alarm, f"{summons.id}.{asked.number}")
    copies = outbox.like(work.session, f"{copy_prefix(summons, asked)}/")
    pages = [f"{page_key(summons, asked)}@{platform}" for platform in Platform]
    for target in (*pages, *(copy.key for copy in copies if copy.target is None)):
        promise.edit(work, target, live, priority=Priority.SITUATION)


def copy_prefix(summons: Summons, asked: Asked) -> str:
    """Return what the keys of a page's copies begin with: sent to who pressed Start too late."""
    return f"copy/{summons.id}.{asked.number}"
