"""Tell what the roster lacks: `/larm gaps`, its buttons, and the line in the alarm form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from blueprint import places
from blueprint.model import CaseKind, Municipality
from blueprint.municipalities import COUNTRY
from blueprint.places import Place
from escalation.drill import Scope
from escalation.outlook import Glance, Prospect, Survey, Window
from handlers import identity
from handlers import picture as pictures
from handlers.compose import gaps as compose
from handlers.compose import matrix, shortfall
from handlers.identity import Identity
from handlers.message import Button, Buttons, Message, Text
from handlers.reply import Reply, quoted, refused
from handlers.work import Work
from roster import coverage
from roster.model import Person, Roster
from storage import alarms, people, posts
from storage.model import Platform

WEEKS = 4  # how far ahead gaps are looked for, unless another number is asked for
MOST_OFFERED = 5  # of one's own areas


@dataclass(frozen=True, slots=True)
class Scene:
    """An area's part of the roster, ready to be looked at."""

    roster: Roster
    survey: Survey
    municipalities: tuple[str, ...]
    shared: tuple[str, ...]  # the counties, or the country, whose own actors are told of too

    @property
    def glances(self) -> tuple[Glance, ...]:
        return self.survey.glances(self.municipalities)

    @property
    def own(self) -> tuple[Prospect, ...]:
        """Return the actors of whole counties, or of the country, that the area is."""
        return tuple(one for code in self.shared for one in self.survey.shared(code))


def gaps(work: Work, by: Identity, text: str, channel: str | None) -> Reply:
    """Tell what a municipality, a county or the asker's own area lacks."""
    person = identity.person_of(work, by)
    if person is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    found = _which(
        work, person, text.strip(), channel, is_telegram=by.platform is Platform.TELEGRAM
    )
    return found if isinstance(found, Reply) else Reply(report(work, [found], work.desk.tongue))


def gaps_press(work: Work, by: Identity, value: str) -> Reply:
    """Tell of the place whose button was pressed."""
    return gaps(work, by, value, None)


def matrix_press(work: Work, by: Identity, value: str) -> Reply:
    """Show the whole matrix of a municipality: every theme, level, and who is on call."""
    if identity.person_of(work, by) is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    place = places.by_code(value)
    if place is None or not place.is_municipality:
        return refused(work.say("gaps-ask"))
    scene = survey(work, [place])
    outlook = scene.survey.of(place.code)
    told = matrix.matrix(work, place, outlook, scene.roster.people, work.desk.tongue)
    return Reply(told)


def report(work: Work, area: Sequence[Place], language: str) -> Message:
    """Compose what an area lacks, for somebody who has asked."""
    scene = survey(work, area)
    return _composed(work, area, scene, compose.Frame(language, WEEKS, scene.roster.people))


def weekly(work: Work, area: Sequence[Place], language: str) -> Message:
    """Compose what an area lacks, shorter and without buttons; one line when it lacks nothing."""
    scene = survey(work, area)
    if not _is_worth_telling(scene):
        return compose.nothing(work, area, language)
    frame = compose.Frame(language, WEEKS, scene.roster.people, is_weekly=True)
    return _composed(work, area, scene, frame)


def _composed(work: Work, area: Sequence[Place], scene: Scene, frame: compose.Frame) -> Message:
    if len(area) == 1 and area[0].is_municipality:
        return compose.municipality(work, area[0], scene.survey.of(area[0].code), frame)
    return compose.area(work, area, scene.glances, scene.own, frame)


def _is_worth_telling(scene: Scene) -> bool:
    lacking = [one for one in scene.own if one.is_lacking or one.gaps]
    return bool(lacking) or not all(glance.is_clear for glance in scene.glances)


def survey(work: Work, area: Sequence[Place]) -> Scene:
    """Read an area's part of the roster, ready to be looked at."""
    codes = _municipalities(area)
    roster = identity.within_reach(work, people.roster_for(work.session, codes))
    unreachable = posts.out_of_reach(work.session, work.desk.platforms)
    shared = tuple(place.code for place in area if not place.is_municipality)
    doubtful = frozenset(pictures.unconfirmed(work, roster.people))
    seen = Survey(roster, window(work, WEEKS), unreachable=unreachable, unconfirmed=doubtful)
    return Scene(roster, seen, codes, shared)


def window(work: Work, weeks: int) -> Window:
    """Return what is looked at unless something else is asked for: an establishment, from now."""
    return Window(
        starts_at=work.now,
        ends_at=work.now + timedelta(weeks=weeks),
        kind=CaseKind.ESTABLISHMENT,
        themes=tuple(theme.code for theme in work.desk.blueprint.themes),
        tz=work.desk.tz,
    )


def in_the_form(
    work: Work, municipality: Municipality, kind: CaseKind, drill: Scope | None = None
) -> str:
    """Return in at most three lines what an alarm there would lack; empty when nothing.

    Of a drill only its own themes count; what a whole county lacks is no three lines.
    """
    if drill is not None and drill.county is not None:
        return ""
    roster = people.roster_for(work.session, [municipality.code])
    own = drill.themes if drill is not None else ()
    themes = own or tuple(theme.code for theme in work.desk.blueprint.themes)
    found = coverage.coverage(roster, municipality.code, kind, themes, work.now, work.desk.tz)
    return "\n".join(shortfall.in_short(work, found, work.desk.tongue))


def _municipalities(area: Sequence[Place]) -> tuple[str, ...]:
    """Return the codes of the municipalities that an area is; of the country's own none."""
    found = [
        code
        for place in area
        for code in (
            (place.code,)
            if place.is_municipality
            else (one.code for one in places.municipalities_of(place.code))
        )
    ]
    return tuple(dict.fromkeys(found))


def _which(
    work: Work, person: Person, text: str, channel: str | None, *, is_telegram: bool
) -> Place | Reply:
    if text:
        return places.find(text) or _unknown(work, text)
    here = alarms.by_channel(work.session, channel) if channel else None
    found = places.by_code(here.municipality) if here is not None else None
    return found or _own(work, person, is_telegram=is_telegram)


def _own(work: Work, person: Person, *, is_telegram: bool) -> Place | Reply:
    """Return where the person's actors are; of several places their county, or ask."""
    areas = dict.fromkeys(a for one in posts.actors_of(work.session, person.id) for a in one.area)
    own = [place for code in areas if (place := places.by_code(code)) is not None]
    near = [place for place in own if place.code != COUNTRY] or own
    if len(near) == 1:
        return near[0]
    counties = dict.fromkeys(place.code[:2] for place in near)
    county = places.by_code(next(iter(counties))) if len(counties) == 1 else None
    if county is not None:
        return county
    told = work.say("gaps-ask-telegram" if is_telegram else "gaps-ask")
    return _offered(told, near[:MOST_OFFERED])


def _unknown(work: Work, text: str) -> Reply:
    near = places.nearest(text)
    names = ", ".join(place.name for place in near)
    told = work.say("gaps-unknown", text=quoted(text), nearest=names)
    return _offered(told, near)


def _offered(told: str, near: Sequence[Place]) -> Reply:
    buttons = tuple(Button(place.name, compose.OPEN, place.code) for place in near)
    parts = (Text(told), Buttons(buttons)) if buttons else (Text(told),)
    return Reply(Message(told, parts), is_done=False)
