"""Everything about one alarm, read once and looked up from there."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from blueprint import municipalities
from blueprint.model import Level, Municipality, ThemeCode
from escalation.callout import AnswerKind
from escalation.case import Grade
from escalation.mobilise import themes_for_later
from handlers.work import Work
from roster.model import Actor, ActorId, Person, PersonId
from storage import access, alarms, backlog, callouts, confirmations, outbox, people, tasks
from storage.access import Barred
from storage.model import Alarm, AlarmId, CalloutId, Delivery, Platform, Summons, Task

# Slack's words for a channel that takes nothing: a change of a message there tells of it too.
OF_CHANNEL = frozenset({"is_archived", "channel_not_found"})
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Picture:
    """An alarm with its callouts, their actors and the people concerned."""

    alarm: Alarm
    municipality: Municipality
    summonses: tuple[Summons, ...]
    actors: dict[ActorId, Actor]
    people: dict[PersonId, Person]
    tasks: tuple[Task, ...]
    lost: tuple[Delivery, ...] = ()  # promises that were given up
    uninvited: Mapping[PersonId, str] = field(default_factory=dict)  # why Slack refused them
    barred: Mapping[Platform, Barred] = field(default_factory=dict)  # who refuses us, and what
    started: frozenset[PersonId] = frozenset()  # whom a lost promise can reach again: they pressed
    unconfirmed: Mapping[PersonId, datetime] = field(default_factory=dict)  # since when
    later: frozenset[ThemeCode] = frozenset()  # whose local actors wait for the upgrade

    def actor(self, summons: Summons) -> Actor:
        return self.actors[summons.actor]

    def place(self, summons: Summons) -> int:
        """Return the callout's place in the alarm, from 1: the number that lists give it."""
        return [one.id for one in self.summonses].index(summons.id) + 1

    def name(self, person: PersonId | None) -> str:
        found = self.people.get(person) if person else None
        return found.name if found else (person or "")

    @property
    def lead(self) -> Actor | None:
        return self.actors.get(self.alarm.lead_actor) if self.alarm.lead_actor else None

    @property
    def is_channel_lost(self) -> bool:
        """Whether the alarm's channel could not be created."""
        return any(one.method == "create_channel" for one in self.lost)

    def at(self, theme: ThemeCode, level: Level) -> tuple[Summons, ...]:
        """Return the callouts that answer for a theme at a level; stand-ins count as local."""
        return tuple(
            summons
            for summons in self.summonses
            if (theme in summons.themes and self.actor(summons).level is level)
            or (theme in summons.stands_in_for and level is Level.LOCAL)
        )

    def took_over(self) -> tuple[PersonId, ...]:
        """Return who has taken over an actor's callout, in order, once each."""
        given = (answer for summons in self.summonses for answer in summons.callout.answers)
        takers = (one.by for one in given if one.kind is AnswerKind.TAKEN_OVER)
        return tuple(dict.fromkeys(takers))

    def summoned_people(self) -> tuple[PersonId, ...]:
        """Return everybody who has been asked so far, in order, once each."""
        asked = (page.person for summons in self.summonses for page in summons.callout.pages)
        return tuple(dict.fromkeys(asked))


def load(work: Work, alarm: AlarmId) -> Picture:
    """Read an alarm with all that belongs to it; raises KeyError when there is none."""
    found = alarms.get(work.session, alarm)
    summonses = tuple(callouts.of_alarm(work.session, alarm))
    actors = people.actors(
        work.session, {s.actor for s in summonses} | _present(found.lead_actor, found.lead_asked)
    )
    gone = lost(work, alarm)
    own_tasks = tuple(tasks.of_alarm(work.session, alarm))
    concerned = _concerned(found, summonses, actors.values(), own_tasks)
    municipality = municipalities.by_code(found.municipality)
    if municipality is None:
        raise KeyError(found.municipality)
    return Picture(
        alarm=found,
        municipality=municipality,
        summonses=summonses,
        actors=actors,
        people=people.people(work.session, concerned),
        tasks=own_tasks,
        lost=gone,
        uninvited=_uninvited(work, alarm),
        barred=access.barred(work.session),
        started=people.started(
            work.session, {PersonId(one.address.removeprefix("person/")) for one in gone}
        ),
        unconfirmed=unconfirmed(work, concerned),
        later=_later(work, found, municipality),
    )


def is_of_channel(delivery: Delivery) -> bool:
    """Whether it was given up because the alarm's channel took nothing."""
    in_channel = delivery.address == f"alarm/{delivery.alarm}/channel"
    return in_channel and delivery.error in OF_CHANNEL


def lost(work: Work, alarm: AlarmId) -> tuple[Delivery, ...]:
    """Return what was given up: the alarm's own, and today's digests that would have told of it."""
    today = work.now.astimezone(work.desk.tz).date().isoformat()
    digests = backlog.buried_keys(work.session, f"digest/{today}/person/")
    own = backlog.buried(work.session, f"alarm/{alarm}")
    newest = max((one.id for one in own if is_of_channel(one)), default=None)
    if newest is not None and backlog.has_reached(work.session, f"alarm/{alarm}", newest):
        own = [one for one in own if not is_of_channel(one)]
    return (*own, *(one for one in digests if alarm in one.alarms))


def _uninvited(work: Work, alarm: AlarmId) -> dict[PersonId, str]:
    """Return whom Slack would not let into the channel, with its reason."""
    return {
        PersonId(person): str(reason)
        for invitation in outbox.like(work.session, f"alarm/{alarm}/invite/")
        for person, reason in ((invitation.receipt or {}).get("refused") or {}).items()
    }


def unconfirmed(work: Work, among: Collection[PersonId]) -> dict[PersonId, datetime]:
    """Return those whose row in the roster is in doubt, with when it was last vouched for."""
    if not work.desk.confirm_months:
        return {}
    return confirmations.unconfirmed(work.session, work.now, work.desk.tz, among)


def _later(work: Work, alarm: Alarm, municipality: Municipality) -> frozenset[ThemeCode]:
    if alarm.grade is Grade.ALARM:
        return frozenset()
    roster = people.roster_for(work.session, [municipality.code])
    return themes_for_later(roster, municipality, alarm.kind, alarm.grade, alarm.unticked)


def glimpse(work: Work, callout: CalloutId) -> Picture:
    """Read as much as a page of one callout tells; raises KeyError when there is none."""
    summons = callouts.get(work.session, callout)
    alarm = alarms.get(work.session, summons.alarm)
    municipality = municipalities.by_code(alarm.municipality)
    if municipality is None:
        raise KeyError(alarm.municipality)
    wanted = {summons.actor} | _present(alarm.lead_actor, alarm.lead_asked)
    return Picture(
        alarm=alarm,
        municipality=municipality,
        summonses=(summons,),
        actors=people.actors(work.session, wanted),
        people=people.people(work.session, _concerned(alarm, (summons,), (), ())),
        tasks=(),
    )


def _concerned(
    alarm: Alarm, summonses: Iterable[Summons], actors: Iterable[Actor], tasks: Iterable[Task]
) -> set[PersonId]:
    concerned = _present(alarm.raised_by, alarm.lead_person, alarm.coordinator_person)
    for summons in summonses:
        concerned.update(page.person for page in summons.callout.pages)
        for answer in summons.callout.answers:
            concerned |= _present(answer.by, answer.substitute)
    for actor in actors:
        concerned.update(actor.people)
    for task in tasks:
        concerned |= _present(task.owner, task.done_by)
    return concerned


def _present(*values: T | None) -> set[T]:
    return {value for value in values if value is not None}
