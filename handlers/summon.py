"""Summon actors: at the opening of an alarm, and those who are called to it later."""

from collections.abc import Collection, Iterable

from blueprint import municipalities
from blueprint.model import Municipality
from escalation.advance import open_callout
from escalation.mobilise import Mobilisation, Summoned, mobilise
from handlers import identity
from handlers.rounds import Rounds
from handlers.work import Work
from roster.model import ActorId
from storage import alarms, callouts, people
from storage.model import Alarm, AlarmId, Summons


def add_callouts(
    work: Work, alarm: Alarm, municipality: str, summoned: tuple[Summoned, ...]
) -> list[Summons]:
    """Make the callouts and take their first step: pages, or parking."""
    frozen = alarms.policies(work.session, alarm.id)
    made = [
        callouts.add(
            work.session,
            alarm.id,
            one.actor,
            open_callout(frozen.get(one.actor.policy, frozen["standard"]), work.now),
            municipality=municipality,
            themes=[t for t in one.themes if not alarm.themes or t in alarm.themes],
            stands_in_for=one.stands_in_for,
        )
        for one in summoned
    ]
    rounds = Rounds(work)
    stepped = [rounds.step(summons) for summons in made]
    rounds.finish()
    return stepped


def summon_rest(work: Work, number: AlarmId) -> int:
    """Summon who now hears of the case: also of the neighbours that were called before."""
    alarm = alarms.get(work.session, number)
    own = municipalities.by_code(alarm.municipality)
    count = _summon(work, alarm, () if own is None else (own,), only_own=False)
    return count + (summon_neighbours(work, alarm) if alarm.are_neighbours_called else 0)


def summon_neighbours(work: Work, alarm: Alarm) -> int:
    """Summon the own actors of the municipalities named in the alarm; return how many are new."""
    found = [municipalities.by_code(code) for code in alarm.neighbours]
    return _summon(work, alarm, [one for one in found if one is not None], only_own=True)


def _summon(work: Work, alarm: Alarm, of: Iterable[Municipality], *, only_own: bool) -> int:
    """Summon those of the municipalities who have no callout yet; return how many."""
    already = {summons.actor for summons in callouts.of_alarm(work.session, alarm.id)}
    had = len(already)
    for municipality in of:
        found = _mobilise(work, alarm, municipality, already).summoned
        summoned = tuple(
            one for one in found if not only_own or municipality.code in one.actor.area
        )
        add_callouts(work, alarm, municipality.code, summoned)
        already |= {one.actor.id for one in summoned}
    return len(already) - had


def _mobilise(
    work: Work, alarm: Alarm, municipality: Municipality, already: Collection[ActorId]
) -> Mobilisation:
    return mobilise(
        identity.within_reach(work, people.roster_for(work.session, [municipality.code])),
        municipality=municipality,
        kind=alarm.kind,
        grade=alarm.grade,
        themes=tuple(theme.code for theme in alarm.themes_of(work.desk.blueprint)),
        unticked=alarm.unticked,
        is_public=alarm.is_public,
        already=already,
    )
