"""Need to know: the contract's secrecy table, in one place.

| level | channel and checklists | Telegram |
|---|---|---|
| öppen | all | all |
| begränsad | facts only in the private channel | direct messages only |
| hemlig | no fact values anywhere | the summons only |
"""

from collections.abc import Sequence

from escalation.case import Secrecy
from handlers.picture import Picture
from roster.model import Person, PersonId, Target
from storage.model import Alarm, Platform


def keeps_facts(alarm_secrecy: Secrecy) -> bool:
    """Whether fact values may be stored and shown at all."""
    return alarm_secrecy is not Secrecy.SECRET


def names_municipality(alarm: Alarm) -> bool:
    """Whether the municipality may be named to others than those summoned."""
    return alarm.secrecy is not Secrecy.SECRET


def knows_case(picture: Picture, person: PersonId | None) -> bool:
    """Whether the person may know what the alarm is about.

    Of a secret case a coordinator who is not summoned may know only that there is one, until they
    take an actor over: from then on they answer for it.
    """
    alarm = picture.alarm
    if alarm.secrecy is not Secrecy.SECRET or person in {alarm.raised_by, alarm.lead_person}:
        return True
    if person in picture.took_over():
        return True
    pages = (page for summons in picture.summonses for page in summons.callout.pages)
    return any(page.person == person and page.to is not Target.COORDINATOR for page in pages)


def shows_situation_on(alarm: Alarm, platform: Platform) -> bool:
    """Whether the situation may go to a person directly on the platform."""
    return alarm.secrecy is not Secrecy.SECRET or platform is Platform.SLACK


def shows_situation_to(alarm: Alarm, person: Person, platform: Platform, *, has_duty: bool) -> bool:
    """Whether the situation may be shown to one who asks for it on the platform.

    Who leads or coordinates, `has_duty`, and has no Slack could not do it otherwise.
    """
    return shows_situation_on(alarm, platform) or (has_duty and person.slack is None)


def ways_of_reminders(alarm: Alarm) -> Sequence[Platform]:
    """Return where what waits for a person may be told again: the digest, and what is overdue.

    Of a secret case not on Telegram: nobody is left unheard without it.
    """
    return (Platform.SLACK,) if alarm.secrecy is Secrecy.SECRET else tuple(Platform)


def ways_to(alarm: Alarm, person: Person) -> Sequence[Platform]:
    """Return where a person may be told of the alarm, beyond the summons.

    Of a secret case Telegram carries the summons alone. Somebody who has nothing else and must
    know, such as a coordinator, is told there all the same: an alarm unheard helps nobody.
    """
    if alarm.secrecy is Secrecy.SECRET and person.slack is not None:
        return (Platform.SLACK,)
    return tuple(Platform)
