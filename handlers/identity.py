"""Who somebody in chat is, and what they may do in an alarm."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from escalation.mobilise import serves
from handlers import secrecy
from handlers.picture import Picture
from handlers.work import Work
from roster import oncall
from roster.model import Person, PersonId, Roster
from storage import confirmations, people
from storage.model import Alarm, Platform


@dataclass(frozen=True, slots=True)
class Identity:
    """An account on a platform."""

    platform: Platform
    user: str

    @property
    def account(self) -> str:
        """The account's name among those of all platforms."""
        return f"{self.platform}/{self.user}"


def person_of(work: Work, identity: Identity) -> Person | None:
    """Return the person of the roster who has the account."""
    return people.by_account(work.session, identity.platform, identity.user)


def within_reach(work: Work, roster: Roster) -> Roster:
    """Return the roster without accounts on platforms that we do not speak."""
    if len(work.desk.platforms) == len(Platform):
        return roster
    return replace(roster, people={key: reachable(work, one) for key, one in roster.people.items()})


def reachable(work: Work, person: Person) -> Person:
    """Return the person without accounts on platforms that we do not speak."""
    slack = person.slack if Platform.SLACK in work.desk.platforms else None
    telegram = person.telegram if Platform.TELEGRAM in work.desk.platforms else None
    return replace(person, slack=slack, telegram=telegram)


def one_way(work: Work, person: Person) -> Sequence[Platform]:
    """Return the one platform to write to the person on about what is no alarm.

    The first whose account is not known to be silent; none when all are.
    """
    known = confirmations.of(work.session, person.id)
    silent = known.silent if known is not None else frozenset()
    accounts = ((Platform.SLACK, person.slack), (Platform.TELEGRAM, person.telegram))
    ways = [
        platform
        for platform, account in accounts
        if account is not None and platform in work.desk.platforms and platform not in silent
    ]
    return ways[:1]


def leads(work: Work, picture: Picture, person: PersonId) -> bool:
    """Whether the person leads: of the leading actor, or the raiser while nobody leads."""
    alarm = picture.alarm
    if person == alarm.lead_person:
        return True
    if picture.lead is not None:
        return serves(picture.lead, people.roster_for(work.session, [alarm.municipality]), person)
    return person == alarm.raised_by


def coordinates(work: Work, alarm: Alarm, person: PersonId) -> bool:
    """Whether the person has the area's coordination now, or was sent the alarm's list."""
    if person == alarm.coordinator_person:
        return True
    roster = people.roster_for(work.session, [alarm.municipality])
    found = oncall.coordinator(roster, alarm.municipality, work.now, work.desk.tz)
    return found is not None and found[1] == person


def participates(work: Work, picture: Picture, person: PersonId) -> bool:
    """Whether the person was summoned, took over, raised the alarm, leads or coordinates it.

    Who coordinates a secret case without being summoned knows too little to take part.
    """
    if leads(work, picture, person):
        return True
    if not secrecy.knows_case(picture, person):
        return False
    return (
        person in {*picture.summoned_people(), *picture.took_over()}
        or person == picture.alarm.raised_by
        or coordinates(work, picture.alarm, person)
    )
