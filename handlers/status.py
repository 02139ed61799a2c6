"""Answer questions: how an alarm stands, who is on call, what the commands are."""

from collections.abc import Sequence

from blueprint import municipalities
from blueprint.model import CaseKind, Municipality
from escalation.hours import opens_at
from handlers import about, identity
from handlers import picture as pictures
from handlers.compose import situation, undelivered, words
from handlers.duty import taking
from handlers.identity import Identity
from handlers.message import Button, Buttons, Heading, Lines, Message, Note, Part, Text
from handlers.picture import Picture
from handlers.reply import Reply, quoted, refused
from handlers.secrecy import names_municipality, shows_situation_to
from handlers.work import Work
from roster import coverage, oncall
from roster.model import Actor, Person, PersonId, Roster
from storage import alarms, people
from storage.model import Alarm, AlarmId

LONGEST_NUMBER = 9  # digits; no alarm has a longer number


def which_alarm(
    work: Work, by: Identity, text: str, channel: str | None, offer: str = ""
) -> Alarm | Reply:
    """Find the alarm that a command means: by channel, number or code name, else ask.

    With `offer`, the action of a press, those who are asked get a button for each alarm.
    """
    wanted = text.strip().lstrip("#").strip()
    if not wanted and channel is not None:
        found = alarms.by_channel(work.session, channel)
        if found is not None:
            return found
    if not wanted:
        return only_or_ask(work, by, offer)
    found_by_name = which_named(work, by, wanted, offer)
    return found_by_name or refused(work.say("status-unknown", text=quoted(text)))


def which_named(work: Work, by: Identity, wanted: str, offer: str = "") -> Alarm | Reply | None:
    """Find the alarm of a number or code name; of several the person's own, else ask."""
    found = numbered(work, wanted)
    if found is not None:
        return found
    meant = _of_codename(work, wanted)
    if len(meant) < 2:
        return next(iter(meant), None)
    person = identity.person_of(work, by)
    own = [one for one in meant if person is not None and _takes_part(work, one, person.id)]
    return own[0] if len(own) == 1 else _ask_which(work, own or meant, offer)


def situation_of(work: Work, by: Identity, alarm: AlarmId) -> Reply:
    """Tell how an alarm stands, to those who take part in it."""
    picture = pictures.load(work, alarm)
    about.note(work, picture.alarm)
    person = identity.person_of(work, by)
    if person is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    if not identity.participates(work, picture, person.id):
        return refused(work.say("status-not-yours"))
    if not may_see(work, by, picture, person):
        return refused(work.say("status-secret"))
    language = work.desk.language_of(person)
    message = situation.situation(work, picture, language, for_lead=False)
    return Reply(_with_undelivered(work, picture, message, language))


def may_see(work: Work, by: Identity, picture: Picture, person: Person) -> bool:
    """Whether one who takes part in the alarm may see how it stands, where they ask."""
    has_duty = identity.leads(work, picture, person.id) or identity.coordinates(
        work, picture.alarm, person.id
    )
    return shows_situation_to(picture.alarm, person, by.platform, has_duty=has_duty)


def on_call_here(work: Work, by: Identity, text: str, channel: str | None) -> Reply:
    """As `on_call`; in an alarm's channel its municipality is meant unless another is named."""
    here = alarms.by_channel(work.session, channel) if channel and not text.strip() else None
    return on_call(work, by, here.municipality if here is not None else text)


def on_call(work: Work, by: Identity, text: str, *, telegram: bool = False) -> Reply:
    """Tell who is on call for a municipality, and which themes nobody has.

    Whoever belongs to one of the actors may take its duty from here.
    """
    if not text.strip():
        return refused(work.say("oncall-ask-telegram" if telegram else "oncall-ask"))
    municipality = municipalities.find(text)
    if municipality is None:
        near = ", ".join(found.name for found in municipalities.nearest(text))
        return refused(work.say("help-unknown-municipality", text=quoted(text), nearest=near))
    roster = people.roster_for(work.session, [municipality.code])
    heading = work.say("oncall-heading", municipality=municipality.name)
    if not roster.actors:
        return refused(work.say("oncall-none", municipality=municipality.name))
    lines = tuple(_on_call_line(work, roster, actor) for actor in roster.nearest_first)
    parts: list[Part] = [Heading(heading), Lines(lines)]
    missing = _missing_themes(work, roster, municipality)
    if missing:
        parts.append(Note(work.say("oncall-missing", themes=missing)))
    parts += taking.buttons(work, by, roster)
    return Reply(Message(heading, tuple(parts)))


def help_text(work: Work, *, telegram: bool = False, unknown: str = "") -> Reply:
    """Explain the commands; with `unknown`, say first that a word was not understood."""
    heading = work.say("help-heading")
    kind = "-telegram" if telegram else ""
    parts: list[Part] = []
    if unknown:
        parts.append(Text(work.say("help-unknown", text=quoted(unknown))))
    parts += [
        Heading(heading),
        Text(work.say(f"help{kind}-text")),
        Lines(tuple(work.say(f"help-commands{kind}").splitlines())),
        Note(work.say(f"help-number{kind}")),
    ]
    return Reply(Message(heading, tuple(parts)))


def numbered(work: Work, wanted: str) -> Alarm | None:
    """Return the alarm of a number; None for anything that is no alarm's number."""
    if not wanted.isdecimal() or len(wanted) > LONGEST_NUMBER:
        return None
    return alarms.find(work.session, int(wanted))


def _of_codename(work: Work, wanted: str) -> list[Alarm]:
    """Return the open alarms of a code name, drills last; without any, the newest ended one."""
    by_age = alarms.by_codename(work.session, municipalities.fold(wanted))
    found = sorted(by_age, key=lambda alarm: alarm.is_drill)
    return [alarm for alarm in found if alarm.is_open] or found[:1]


def only_or_ask(work: Work, by: Identity, offer: str = "") -> Alarm | Reply:
    """Return the one open alarm that the person takes part in, or ask which is meant."""
    person = identity.person_of(work, by)
    if person is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    open_ones = alarms.open_alarms(work.session)
    mine = [alarm for alarm in open_ones if _takes_part(work, alarm, person.id)]
    if not mine:
        return refused(work.say("status-none"))
    return mine[0] if len(mine) == 1 else _ask_which(work, mine, offer)


def _takes_part(work: Work, alarm: Alarm, person: PersonId) -> bool:
    return identity.participates(work, pictures.load(work, alarm.id), person)


def _ask_which(work: Work, found: Sequence[Alarm], offer: str = "") -> Reply:
    lines = tuple(named_line(work, alarm) for alarm in found)
    text = work.say("status-which")
    parts: tuple[Part, ...] = (Text(text), Lines(lines))
    if offer:
        parts = (*parts, Buttons(tuple(_which_button(work, alarm, offer) for alarm in found)))
    return Reply(Message(text, parts), is_done=False)


def _which_button(work: Work, alarm: Alarm, offer: str) -> Button:
    label = f"#{alarm.id} {alarm.codename}"
    return Button(f"{work.say('drill')} {label}" if alarm.is_drill else label, offer, str(alarm.id))


def named_line(work: Work, alarm: Alarm) -> str:
    """Name an alarm so that it is taken for no other: number, code name and municipality."""
    if not names_municipality(alarm):
        told = work.say("status-which-secret", number=str(alarm.id), codename=alarm.codename)
    else:
        told = work.say(
            "status-which-line",
            number=str(alarm.id),
            codename=alarm.codename,
            municipality=words.place(alarm),
        )
    return f"{work.say('drill')} {told}" if alarm.is_drill else told


def _with_undelivered(work: Work, picture: Picture, message: Message, language: str) -> Message:
    found = (*undelivered.shut(picture), *undelivered.lost(picture))
    if not found:
        return message
    lines = tuple(f"• {undelivered.told(work, picture, one, language)}" for one in found[:10])
    title = work.say("undelivered", language)
    return Message(message.summary, (*message.parts, Lines(lines, title=title)))


def _on_call_line(work: Work, roster: Roster, actor: Actor) -> str:
    found = oncall.on_call(actor, roster, work.now, work.desk.tz)
    person = roster.people.get(found) if found else None
    who = person.name if person else work.say("oncall-nobody")
    opens = opens_at(actor.hours, work.now, work.desk.tz)
    if person is not None and opens > work.now:
        who = work.say("oncall-hours", who=who, until=words.clock(work, opens))
    return work.say("oncall-line", actor=actor.name, organisation=actor.organisation, who=who)


def _missing_themes(work: Work, roster: Roster, municipality: Municipality) -> str:
    codes = tuple(theme.code for theme in work.desk.blueprint.themes)
    found = coverage.coverage(
        roster, municipality.code, CaseKind.ESTABLISHMENT, codes, work.now, work.desk.tz
    )
    return words.themes(work, tuple(found.without_local), work.desk.tongue)
