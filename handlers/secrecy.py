"""Need to know: the contract's secrecy table, in one place.

| level | channel and checklists | Telegram |
|---|---|---|
| öppen | all | all |
| begränsad | facts only in the private channel | direct messages only |
| hemlig | no fact values anywhere | the summons only |
"""

from collections.abc import Sequence

from escalation.case import Secrecy
from roster.model import Person
from storage.model import Alarm, Platform


def keeps_facts(alarm_secrecy: Secrecy) -> bool:
    """Whether fact values may be stored and shown at all."""
    return alarm_secrecy is not Secrecy.SECRET


def names_municipality(alarm: Alarm) -> bool:
    """Whether the municipality may be named to others than those summoned."""
    return alarm.secrecy is not Secrecy.SECRET


def shows_situation_on(alarm: Alarm, platform: Platform) -> bool:
    """Whether the situation may go to a person directly on the platform."""
    return alarm.secrecy is not Secrecy.SECRET or platform is Platform.SLACK


def ways_to(alarm: Alarm, person: Person) -> Sequence[Platform]:
    """Return where a person may be told of the alarm, beyond the summons.

    Of a secret case Telegram carries the summons alone. Somebody who has nothing else and must
    know, such as a coordinator, is told there all the same: an alarm unheard helps nobody.
    """
    if alarm.secrecy is Secrecy.SECRET and person.slack is not None:
        return (Platform.SLACK,)
    return tuple(Platform)
