"""Where a drill may be held, by whom, and what stands in its way."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from blueprint import municipalities
from blueprint.model import CaseKind, Municipality, ThemeCode
from blueprint.municipalities import fold
from escalation import drill
from escalation.case import Grade
from escalation.drill import Scope
from escalation.mobilise import serves
from handlers import contact, identity
from handlers import picture as pictures
from handlers.compose import words
from handlers.picture import Picture
from handlers.reply import Reply, quoted, refused
from handlers.secrecy import names_municipality
from handlers.work import Work
from roster.model import Actor, ActorId, PersonId, Roster
from storage import alarms, people
from storage.model import Alarm

THEME_WORDS = ("tema", "theme")
SHORTEST_NAME = 2  # letters of a theme's name that are enough
MOST_CALLERS = 4  # whom one is told to contact


@dataclass(frozen=True, slots=True)
class Place:
    """Where a drill is held, with everybody there."""

    municipality: Municipality  # of a whole county the one that it is held in
    scope: Scope
    roster: Roster

    @property
    def area(self) -> str:
        return self.scope.county or self.municipality.code

    @property
    def name(self) -> str:
        county = self.scope.county
        return (municipalities.county_name(county) if county else None) or self.municipality.name

    @property
    def others(self) -> tuple[Municipality, ...]:
        """The county's other municipalities, where the whole county is drilled."""
        county = municipalities.of_county(self.scope.county) if self.scope.county else ()
        return tuple(one for one in county if one.code != self.municipality.code)

    @property
    def everywhere(self) -> tuple[Municipality, ...]:
        """Every municipality that takes part; first the one that it is held in."""
        return (self.municipality, *self.others)


def place(work: Work, municipality: Municipality, scope: Scope) -> Place:
    """Read who there is in a drill's municipality or county."""
    county = municipalities.of_county(scope.county) if scope.county else ()
    codes = {municipality.code, *(one.code for one in county)}
    roster = identity.within_reach(work, people.roster_for(work.session, codes))
    return Place(municipality, scope, roster)


def in_county(work: Work, county: str) -> Municipality:
    """Return the municipality that a county's drill is held in."""
    all_of_it = municipalities.of_county(county)
    roster = people.roster_for(work.session, [one.code for one in all_of_it])
    return drill.held_in(roster, all_of_it)


def may_not(work: Work, there: Place) -> str:
    """Say that one may not start a drill there, and whom to ask."""
    allowed = drill.starters(there.roster, there.area)
    listed = contact.listed(work, there.roster, allowed[:MOST_CALLERS])
    if not listed:
        return work.say("drill-may-not-nobody", place=there.name)
    return work.say("drill-may-not", place=there.name, callers=listed)


def may_anywhere(work: Work, person: PersonId) -> bool:
    """Whether the person may start a drill in any place at all."""
    roster = people.roster(work.session)
    able = [actor for actor in roster.actors if actor.may_alarm or actor.is_coordinator]
    return any(serves(actor, roster, person) for actor in able)


def proposed(there: Place, kind: CaseKind, grade: Grade) -> tuple[Actor, ...]:
    """Return the actors that a drill there would summon."""
    return drill.drilled(there.roster, there.everywhere, kind, grade, there.scope)


def left_out(there: Place, kind: CaseKind) -> tuple[ActorId, ...]:
    """Return the actors that the drill's themes leave out."""
    return drill.left_out(there.roster, there.everywhere, kind, there.scope)


def take_themes(
    work: Work, given: Sequence[str]
) -> tuple[tuple[ThemeCode, ...], list[str]] | Reply:
    """Take every "tema ELV" out of the words; return the themes and the other words."""
    found: list[ThemeCode] = []
    rest: list[str] = []
    words_given = iter(given)
    for word in words_given:
        if fold(word) not in THEME_WORDS:
            rest.append(word)
            continue
        named = next(words_given, "")
        theme = _theme(work, named)
        if theme is None:
            return refused(_unknown_theme(work, named))
        found.append(theme)
    return tuple(dict.fromkeys(found)), rest


def _theme(work: Work, word: str) -> ThemeCode | None:
    """Return the theme of a code, or of the beginning of one theme's name."""
    themes = work.desk.blueprint.themes
    written = fold(word)
    by_code = (theme.code for theme in themes if fold(theme.code) == written)
    named = [t.code for t in themes if fold(t.name(work.desk.tongue)).startswith(written)]
    is_clear = len(written) >= SHORTEST_NAME and len(named) == 1
    return next(by_code, named[0] if is_clear else None)


def _unknown_theme(work: Work, word: str) -> str:
    known = ", ".join(
        f"{theme.code} ({theme.name(work.desk.tongue)})" for theme in work.desk.blueprint.themes
    )
    return work.say("drill-unknown-theme", text=quoted(word), themes=known)


def in_the_way(
    work: Work, there: Place, kind: CaseKind, grade: Grade, unticked: Collection[ActorId]
) -> str | None:
    """Say which real alarm touches whom the drill would summon; None when none does."""
    found = blocking(work, there, kind, grade, unticked)
    return None if found is None else busy(work, found, work.desk.tongue)


def blocking(
    work: Work, there: Place, kind: CaseKind, grade: Grade, unticked: Collection[ActorId]
) -> Alarm | None:
    """Return a real alarm that touches whom the drill would summon."""
    left = set(unticked)
    wanted = [actor for actor in proposed(there, kind, grade) if actor.id not in left]
    touched = drill.people_of(there.roster, wanted)
    for alarm in alarms.open_alarms(work.session):
        if not alarm.is_drill and touched & concerned_by(work, pictures.load(work, alarm.id)):
            return alarm
    return None


def busy(work: Work, alarm: Alarm, language: str) -> str:
    """Say that a drill cannot start, and for which real alarm."""
    return work.say("drill-real-open", language, alarm=_named(work, alarm, language))


def _named(work: Work, alarm: Alarm, language: str) -> str:
    if not names_municipality(alarm):
        return work.say("drill-real-secret", language)
    return f"#{alarm.id} {alarm.codename} ({words.place(alarm)})"


def concerned_by(work: Work, picture: Picture) -> frozenset[PersonId]:
    """Return everybody whom an alarm has summoned or would summon, and who has it in hand."""
    alarm = picture.alarm
    roster = people.roster_for(work.session, [alarm.municipality, *alarm.neighbours])
    actors = [*map(picture.actor, picture.summonses), *_later(roster, alarm)]
    in_hand = {alarm.raised_by, alarm.lead_person, alarm.coordinator_person} - {None}
    summoned = {*picture.summoned_people(), *(one for one in in_hand if one is not None)}
    return drill.people_of(roster, actors) | summoned


def _later(roster: Roster, alarm: Alarm) -> Iterator[Actor]:
    """Yield whom a real alarm may yet summon: raised, made public, with its neighbours."""
    if alarm.is_drill:
        return
    for actor in roster.actors:
        is_neighbour = bool(set(alarm.neighbours) & set(actor.area))
        is_there = actor.covers(alarm.municipality) or is_neighbour
        if is_there and alarm.kind in actor.cases and actor.id not in alarm.unticked:
            yield actor
