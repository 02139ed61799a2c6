"""Be away for a while: what it means is shown first, then it is saved; and taken back."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from escalation.outlook import within_hours
from handlers.compose import absence as compose
from handlers.compose import words
from handlers.duty import changing, meaning
from handlers.duty.meaning import Effect, Station, person_of
from handlers.duty.span import read_span
from handlers.identity import Identity
from handlers.message import Button, Buttons, Message, Text
from handlers.reply import Reply, refused
from handlers.roster import keepers
from handlers.work import Work
from roster import duty as pure
from roster.duty import Duty
from roster.model import Absence, Person, PersonId
from roster.oncall import Shift
from storage import duty as store
from storage import journal, people, register

MOST_NAMED = 3  # actors, where several are told of in one sentence
LONGEST = timedelta(days=366)
MINUTE = 60  # seconds: what a button counts moments in
LONGEST_NUMBER = 9  # digits


def word(work: Work, by: Identity, text: str) -> Reply:
    """Show what the absence in the words means; without words, how to tell it."""
    if not text.strip():
        hint = work.say("away-hint")
        button = Button(work.say("button-away"), "away", "0")
        return Reply(Message(hint, (Text(hint), Buttons((button,)))), is_done=False)
    span = read_span(text, work.now, work.desk.tz)
    if span is None:
        return refused(work.say("away-unclear"))
    return preview(work, by, *span)


def preview(work: Work, by: Identity, start: datetime, end: datetime) -> Reply:
    """Show which duties an absence concerns and who then has them; nothing is saved yet."""
    person = person_of(work, by)
    if isinstance(person, Reply):
        return person
    absence = Absence(person.id, start, end)
    objection = _objection(work, absence)
    if objection is not None:
        return refused(objection)
    effects = list(_effects(work, person, absence))
    value = ".".join(str(int(at.timestamp()) // MINUTE) for at in (start, end))
    return Reply(compose.preview(work, absence, effects, value, work.desk.tongue))


def save(work: Work, by: Identity, pressed: str) -> Reply:
    """Save the absence that was shown, and tell everybody whom it touches."""
    person = person_of(work, by)
    if isinstance(person, Reply):
        return person
    span = _read(pressed)
    if span is None:
        return refused(work.say("refused-gone"))
    start, end = span
    absence = Absence(person.id, max(start, work.now), end)
    objection = _objection(work, absence) or _doubled(work, absence)
    if objection is not None:
        return refused(objection)
    effects = list(_effects(work, person, absence))
    number = store.add_absence(work.session, absence)
    _note(work, "absence", number, absence)
    _settle(work, absence, effects)
    _tell(work, person, effects, f"absence/{number}", "away-told")
    _tell_of_gaps(work, person, effects, f"absence/{number}/gap", "away-gap-told")
    return Reply(compose.saved(work, absence, number, effects, work.desk.tongue))


def take_back(work: Work, by: Identity, pressed: str) -> Reply:
    """Be back: what is left of an absence is gone, and the duties are the person's again."""
    person = person_of(work, by)
    if isinstance(person, Reply):
        return person
    is_number = pressed.isdecimal() and len(pressed) <= LONGEST_NUMBER
    stored = store.absence(work.session, int(pressed)) if is_number else None
    if stored is None or stored.absence.ends_at <= work.now:
        return refused(work.say("away-over"))
    if stored.absence.person != person.id:
        return refused(work.say("away-not-yours"))
    if not stored.is_from_chat:
        return refused(work.say("away-in-file"))
    store.end_absence(work.session, stored.id, work.now)
    absence = stored.absence
    left = Absence(person.id, max(absence.starts_at, work.now), absence.ends_at)
    effects = list(_effects(work, person, left))  # who has had the duties that come back
    _note(work, "absence_taken_back", stored.id, left)
    _settle(work, left, effects)
    _tell(work, person, effects, f"absence/{stored.id}/back", "away-back-told")
    _tell_of_gaps(work, person, effects, f"absence/{stored.id}/mended", "away-gap-mended")
    return Reply(compose.taken_back(work, left, work.desk.tongue))


def _effects(work: Work, person: Person, absence: Absence) -> Iterator[Effect]:
    for actor in register.read(work.session).of_person.get(person.id, ()):
        station = meaning.station(work, person, actor)
        if station is None:
            continue
        found = pure.covered(station.actor, station.roster, absence, work.desk.tz)
        felt = _felt(work, station, found)
        if felt:
            has_gaps = any(duty.person is None for duty in felt)
            keeper = keepers.keeper_at(work, station.actor, person.id) if has_gaps else None
            yield Effect(station, felt, keeper)


def _felt(work: Work, station: Station, found: Sequence[Duty]) -> tuple[Duty, ...]:
    """Keep of the gaps what lies within the actor's hours: while it is closed nothing is sent."""
    actor = station.actor
    empty = [Shift(None, one.starts_at, one.ends_at) for one in found if one.person is None]
    gaps = within_hours(empty, actor.hours, work.desk.tz)
    taken = [one for one in found if one.person is not None]
    felt = [*taken, *(Duty(actor, None, gap.starts_at, gap.ends_at) for gap in gaps)]
    return tuple(sorted(felt, key=lambda duty: duty.starts_at))


def _objection(work: Work, absence: Absence) -> str | None:
    if absence.ends_at <= max(absence.starts_at, work.now):
        return work.say("away-past")
    if absence.ends_at - absence.starts_at > LONGEST:
        return work.say("away-long")
    return None


def _doubled(work: Work, absence: Absence) -> str | None:
    """Object to a second press: all of it is saved already."""
    for one in store.absences_of(work.session, absence.person, work.now):
        known = one.absence
        if known.starts_at <= absence.starts_at and absence.ends_at <= known.ends_at:
            return work.say("away-saved-already")
    return None


def _settle(work: Work, absence: Absence, effects: Sequence[Effect]) -> None:
    """Look at what the change touches: of every actor, since an offer may hang on the absent."""
    ids = register.read(work.session).of_person.get(absence.person, ())
    changing.settle(work, ids)
    for effect in effects:
        for duty in effect.duties:
            changing.expect(work, duty.actor.id, (duty.starts_at, duty.ends_at))


def _tell(work: Work, person: Person, effects: Sequence[Effect], key: str, text: str) -> None:
    """Tell each of those who take over, once, of all their duties."""
    for one, found in _taken_over(effects).items():
        language = work.desk.language_of(people.person(work.session, one))
        told = work.say(text, language, who=person.name)
        changing.tell(work, one, key, compose.of_duties(work, told, found, language))


def _taken_over(effects: Sequence[Effect]) -> dict[PersonId, list[Duty]]:
    taken = defaultdict(list)
    for effect in effects:
        for duty in effect.duties:
            if duty.person is not None:
                taken[duty.person].append(duty)
    return taken


def _tell_of_gaps(
    work: Work, person: Person, effects: Sequence[Effect], key: str, text: str
) -> None:
    """Tell the actors' chief, else the area's coordinator, once, of what only the person has."""
    kept = defaultdict(list)
    for effect in effects:
        if effect.keeper is not None:
            kept[effect.keeper].append(effect)
    for keeper, found in kept.items():
        language = work.desk.language_of(keeper)
        names = [effect.station.actor.name for effect in found]
        actors = words.few(work, names, MOST_NAMED, language)
        told = work.say(text, language, who=person.name, actor=actors)
        gaps = [gap for effect in found for gap in effect.gaps]
        changing.tell(work, keeper.id, key, compose.of_duties(work, told, gaps, language))


def _read(pressed: str) -> tuple[datetime, datetime] | None:
    """Read two numbers of minutes; anybody can send what no button of ours says."""
    given = pressed.split(".")
    if len(given) != 2 or not all(n.isdecimal() and len(n) <= LONGEST_NUMBER for n in given):
        return None
    start, end = (datetime.fromtimestamp(int(n) * MINUTE, UTC) for n in given)
    return start, end


def _note(work: Work, event: str, number: int, absence: Absence) -> None:
    journal.write(
        work.session,
        work.now,
        event,
        absence=number,
        person=absence.person,
        starts_at=absence.starts_at.isoformat(),
        ends_at=absence.ends_at.isoformat(),
    )
