"""Plan drills ahead, list them and take them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from blueprint import municipalities
from blueprint.model import CaseKind, Municipality
from blueprint.municipalities import fold
from escalation import drill
from escalation.drill import Scope
from handlers import about, form, identity
from handlers.compose import plans as compose
from handlers.drills import recurrence, rules
from handlers.form import Wish
from handlers.identity import Identity
from handlers.message import Button, Buttons, Heading, Message, Part, Text
from handlers.open_alarm import CODENAME_LENGTH
from handlers.reply import Reply, done, refused
from handlers.when import read_moment
from handlers.work import Work
from roster.model import PersonId
from storage import drill_plans, journal
from storage.model import DrillPlan, DrillPlanId, Platform, Repeat

REPEATS: Mapping[str, Repeat] = {
    "varje manad": Repeat.MONTHLY,
    "varje kvartal": Repeat.QUARTERLY,
    "varje halvar": Repeat.HALFYEARLY,
    "every month": Repeat.MONTHLY,
    "every quarter": Repeat.QUARTERLY,
    "every half-year": Repeat.HALFYEARLY,
}
DATE_LENGTH = len(" 2027-02-03")  # what a repeated drill's code name grows by
MOST_LISTED = 40
LONGEST_NUMBER = 9  # digits


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the words behind "planera" say."""

    municipality: Municipality
    scope: Scope
    kind: CaseKind
    codename: str
    at: datetime
    repeat: Repeat


def plan(work: Work, by: Identity, text: str) -> Reply:
    """Plan a drill: place, kind, code name, moment, and perhaps how often."""
    about.note_drill(work)
    wanted = _read(work, by, text)
    if isinstance(wanted, Reply):
        return wanted
    person = identity.person_of(work, by)
    if person is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    at = recurrence.within_hours(wanted.at, work.desk.tz)
    made = drill_plans.add(
        work.session,
        municipality=wanted.municipality.code,
        county=wanted.scope.county,
        kind=wanted.kind,
        themes=wanted.scope.themes,
        codename=wanted.codename,
        at=at,
        repeat=wanted.repeat,
        created_by=person.id,
    )
    journal.write(work.session, work.now, "drill_planned", plan=made.id, by=person.id)
    told = [work.say("plan-said", plan=compose.line(work, made, work.desk.tongue))]
    if at != wanted.at:
        told.append(work.say("plan-moved"))
    text = " ".join(told)
    return Reply(Message(text, (Text(text), _drop_button(work, made))))


def listed(work: Work, by: Identity) -> Reply:
    """List the planned drills that the person may take back."""
    about.note_drill(work)
    person = identity.person_of(work, by)
    if person is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    own = [one for one in drill_plans.every(work.session) if _may_drop(work, one, person.id)]
    if not own:
        is_telegram = by.platform is Platform.TELEGRAM
        return refused(work.say("plan-none-telegram" if is_telegram else "plan-none"))
    heading = work.say("plan-heading")
    parts: list[Part] = [Heading(heading)]
    for number, one in enumerate(own[:MOST_LISTED], start=1):
        told = compose.line(work, one, work.desk.tongue)
        tag = str(number) if len(own) > 1 else ""
        parts += [Text(f"{number}. {told}"), _drop_button(work, one, tag=tag)]
    rest = [one.codename for one in own[MOST_LISTED:]]
    if rest:
        parts.append(Text(work.say("and-more", count=str(len(rest)), names="; ".join(rest))))
    return Reply(Message(heading, tuple(parts)))


def drop(work: Work, by: Identity, value: str) -> Reply:
    """Take a planned drill back."""
    about.note_drill(work)
    is_number = value.isdecimal() and len(value) <= LONGEST_NUMBER
    found = drill_plans.find(work.session, DrillPlanId(int(value))) if is_number else None
    if found is None:
        return refused(work.say("plan-gone"))
    person = identity.person_of(work, by)
    if person is None or not _may_drop(work, found, person.id):
        return refused(work.say("plan-not-yours"))
    drill_plans.drop(work.session, found.id)
    journal.write(work.session, work.now, "drill_unplanned", plan=found.id, by=person.id)
    return done(work.say("plan-dropped", plan=compose.line(work, found, work.desk.tongue)))


def place_of(work: Work, of: DrillPlan) -> rules.Place | None:
    """Return where a planned drill is held; None when the municipality is no more."""
    municipality = municipalities.by_code(of.municipality)
    return None if municipality is None else rules.place(work, municipality, scope_of(of))


def scope_of(of: DrillPlan) -> Scope:
    return Scope(of.county, of.themes)


def _may_drop(work: Work, of: DrillPlan, person: PersonId) -> bool:
    there = place_of(work, of)
    may = there is not None and drill.may_start(there.roster, person, there.area) is not None
    return may or person == of.created_by


def _drop_button(work: Work, of: DrillPlan, tag: str = "") -> Buttons:
    return Buttons((Button(work.say("button-drop-drill"), "undrill", str(of.id)),), tag=tag)


def _read(work: Work, by: Identity, text: str) -> _Wanted | Reply:
    given, repeat = _take_repeat(text.split())
    wish = form.read_drill(work, " ".join(given))
    if isinstance(wish, Reply):
        return wish
    if wish.municipality is None or wish.kind is None or wish.drill is None:
        return refused(work.say("plan-how"))
    objection = form.may_ask(work, by, wish)
    if objection is not None:
        return objection
    return _read_moment(work, wish, wish.municipality, wish.kind, repeat)


def _read_moment(
    work: Work, wish: Wish, municipality: Municipality, kind: CaseKind, repeat: Repeat
) -> _Wanted | Reply:
    codename, at = _split_moment(work, wish.codename.split())
    if at is not None and not codename:
        return refused(work.say("plan-how"))
    if at is None:
        return refused(work.say("plan-no-moment", how=work.say("plan-how")))
    if at <= work.now:
        return refused(work.say("plan-past"))
    grows = 0 if repeat is Repeat.NONE else DATE_LENGTH
    if len(codename) + grows > CODENAME_LENGTH:
        return refused(work.say("error-codename-long"))
    return _Wanted(municipality, wish.drill or Scope(), kind, codename, at, repeat)


def _take_repeat(given: Sequence[str]) -> tuple[Sequence[str], Repeat]:
    found = REPEATS.get(fold(" ".join(given[-2:])))
    return (given, Repeat.NONE) if found is None else (given[:-2], found)


def _split_moment(work: Work, given: Sequence[str]) -> tuple[str, datetime | None]:
    """Split "Vårprov 2027-02-03 10:00": the longest tail that is a moment is one."""
    for start in range(len(given)):
        at = read_moment(" ".join(given[start:]), work.now, work.desk.tz)
        if at is not None:
            return " ".join(given[:start]), at.astimezone(UTC)
    return " ".join(given), None
