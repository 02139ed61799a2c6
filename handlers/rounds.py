"""Walk callouts one step on: ask the policy, remember what it says, promise what follows."""

from dataclasses import replace

from escalation.advance import advance, delivered
from escalation.callout import Asked, Decision, Exhaust, Page, Park, Skipped
from escalation.chain import who_for
from handlers import identity, promise, show
from handlers import picture as pictures
from handlers.compose import summons as compose
from handlers.compose.summons import Reading
from handlers.picture import Picture
from handlers.promise import Post
from handlers.work import Work
from roster.model import Person, PersonId, Roster, Target
from storage import callouts, journal, people
from storage.model import AlarmId, Platform, Priority, Summons


class Rounds:
    """One transaction's walk over callouts; rosters and pictures are read once."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self._touched: set[AlarmId] = set()
        self._newcomers: dict[AlarmId, list[PersonId]] = {}
        self._rosters: dict[str, Roster] = {}
        self._pictures: dict[AlarmId, Picture] = {}

    def roster(self, municipality: str) -> Roster:
        if municipality not in self._rosters:
            stored = people.roster_for(self.work.session, [municipality])
            self._rosters[municipality] = identity.within_reach(self.work, stored)
        return self._rosters[municipality]

    def picture(self, alarm: AlarmId) -> Picture:
        if alarm not in self._pictures:
            self._pictures[alarm] = pictures.load(self.work, alarm)
        return self._pictures[alarm]

    def step(self, summons: Summons) -> Summons:
        """Check a callout once; at most one page, parking or exhaustion follows."""
        who = who_for(
            self.picture(summons.alarm).actor(summons),
            self.roster(summons.municipality),
            summons.municipality,
            self.work.now,
            self.work.desk.tz,
        )
        decision = advance(summons.callout, self.work.now, who)
        if decision.callout == summons.callout:
            return summons
        self._touched.add(summons.alarm)
        saved = callouts.save(self.work.session, summons, decision.callout)
        self._note_skipped(saved, decision.skipped)
        return self._act(saved, decision)

    def finish(self) -> None:
        """Bring in whom the walk has summoned, and show what has changed."""
        for alarm, newcomers in self._newcomers.items():
            promise.invite(self.work, alarm, list(dict.fromkeys(newcomers)))
        for alarm in sorted(self._touched):
            show.refresh(self.work, alarm)

    def _act(self, summons: Summons, decision: Decision) -> Summons:
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
        work = self.work
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
            callout = delivered(summons.callout, asked.number, work.now)
            return callouts.save(work.session, summons, callout)
        person = self._person(summons.alarm, asked)
        language = work.desk.language_of(person)
        reading = Reading(self._pictures[summons.alarm], summons, asked, language)
        send_page(work, reading, person)
        strip_earlier(work, reading)
        self._bring_in(summons.alarm, person)
        return summons

    def _person(self, alarm: AlarmId, asked: Asked) -> Person:
        picture = self.picture(alarm)
        known = picture.people.get(asked.person) or people.person(self.work.session, asked.person)
        if known is None:
            raise KeyError(asked.person)
        self._pictures[alarm] = replace(picture, people={**picture.people, asked.person: known})
        return known

    def _bring_in(self, alarm: AlarmId, person: Person) -> None:
        if person.slack is not None and Platform.SLACK in self.work.desk.platforms:
            self._newcomers.setdefault(alarm, []).append(person.id)

    def _note_skipped(self, summons: Summons, skipped: tuple[Skipped, ...]) -> None:
        for step in skipped:
            self._note(summons, "skipped", step=step.to, person=step.person)

    def _note(self, summons: Summons, event: str, **facts: object) -> None:
        journal.write(
            self.work.session,
            self.work.now,
            event,
            alarm=summons.alarm,
            callout=summons.id,
            **facts,
        )


def subject_of(summons: Summons) -> str:
    return f"alarm/{summons.alarm}/callout/{summons.id}"


def page_key(summons: Summons, asked: Asked) -> str:
    return f"callout/{summons.id}/page/{asked.number}"


def send_page(work: Work, reading: Reading, person: Person) -> None:
    """Promise a page on every platform the person has."""
    summons, asked = reading.summons, reading.page
    post = Post(
        key=page_key(summons, asked),
        subject=subject_of(summons),
        priority=Priority.FIRST_PAGE if asked.number == 1 else Priority.PAGE,
        content=compose.page(work, reading),
        facts={"page": [summons.id, asked.number]},
    )
    promise.to_person(work, person, post)


def strip_earlier(work: Work, reading: Reading) -> None:
    """Take the buttons off the person's earlier pages; a press on them still counts."""
    for earlier in reading.summons.callout.pages:
        if earlier.person != reading.page.person or earlier.number >= reading.page.number:
            continue
        stale = replace(reading, page=earlier)
        for platform in Platform:
            promise.edit(
                work,
                f"{page_key(reading.summons, earlier)}@{platform}",
                compose.superseded(work, stale),
                priority=Priority.SITUATION,
            )
