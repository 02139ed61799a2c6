"""Answer questions: how an alarm stands, who is on call, what the commands are."""

from blueprint import municipalities
from blueprint.model import CaseKind, Municipality
from escalation.hours import opens_at
from handlers import identity
from handlers import picture as pictures
from handlers.compose import situation, undelivered, words
from handlers.identity import Identity
from handlers.message import Button, Buttons, Heading, Lines, Message, Note, Part, Text
from handlers.picture import Picture
from handlers.reply import Reply, refused
from handlers.secrecy import names_municipality
from handlers.work import Work
from roster import coverage, oncall
from roster.model import Actor, Roster
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
    if wanted:
        found = named(work, wanted)
        return found or refused(work.say("status-unknown", text=text.strip()))
    return only_or_ask(work, by, offer)


def situation_of(work: Work, by: Identity, alarm: AlarmId) -> Reply:
    """Tell how an alarm stands, to those who take part in it."""
    person = identity.person_of(work, by)
    if person is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    picture = pictures.load(work, alarm)
    if not identity.participates(work, picture, person.id):
        return refused(work.say("status-not-yours"))
    language = work.desk.language_of(person)
    message = situation.situation(work, picture, language, for_lead=False)
    return Reply(_with_undelivered(work, picture, message, language))


def on_call(work: Work, text: str, *, telegram: bool = False) -> Reply:
    """Tell who is on call for a municipality, and which themes nobody has."""
    if not text.strip():
        return refused(work.say("oncall-ask-telegram" if telegram else "oncall-ask"))
    municipality = municipalities.find(text)
    if municipality is None:
        near = ", ".join(found.name for found in municipalities.nearest(text))
        return refused(work.say("help-unknown-municipality", text=text.strip(), nearest=near))
    roster = people.roster_for(work.session, [municipality.code])
    heading = work.say("oncall-heading", municipality=municipality.name)
    if not roster.actors:
        return refused(work.say("oncall-none", municipality=municipality.name))
    lines = tuple(_on_call_line(work, roster, actor) for actor in roster.actors)
    parts: list[Part] = [Heading(heading), Lines(lines)]
    missing = _missing_themes(work, roster, municipality)
    if missing:
        parts.append(Note(work.say("oncall-missing", themes=missing)))
    return Reply(Message(heading, tuple(parts)))


def help_text(work: Work, *, telegram: bool = False, unknown: str = "") -> Reply:
    """Explain the commands; with `unknown`, say first that a word was not understood."""
    heading = work.say("help-heading")
    kind = "-telegram" if telegram else ""
    parts: list[Part] = []
    if unknown:
        parts.append(Text(work.say("help-unknown", text=unknown)))
    parts += [
        Heading(heading),
        Text(work.say(f"help{kind}-text")),
        Lines(tuple(work.say(f"help-commands{kind}").splitlines())),
        Note(work.say(f"help-number{kind}")),
    ]
    return Reply(Message(heading, tuple(parts)))


def named(work: Work, wanted: str) -> Alarm | None:
    """Return the alarm of a number or code name; an open one before an ended one."""
    if wanted.isdecimal() and len(wanted) <= LONGEST_NUMBER:
        return alarms.find(work.session, int(wanted))
    found = alarms.by_codename(work.session, municipalities.fold(wanted))
    still_open = [alarm for alarm in found if alarm.is_open]
    return next(iter(still_open or found), None)


def only_or_ask(work: Work, by: Identity, offer: str = "") -> Alarm | Reply:
    """Return the one open alarm that the person takes part in, or ask which is meant."""
    person = identity.person_of(work, by)
    if person is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    mine = [
        alarm
        for alarm in alarms.open_alarms(work.session)
        if identity.participates(work, pictures.load(work, alarm.id), person.id)
    ]
    if not mine:
        return refused(work.say("status-none"))
    if len(mine) == 1:
        return mine[0]
    lines = tuple(_which_line(work, alarm) for alarm in mine)
    text = work.say("status-which")
    parts: tuple[Part, ...] = (Text(text), Lines(lines))
    if offer:
        parts = (*parts, Buttons(tuple(_which_button(alarm, offer) for alarm in mine)))
    return Reply(Message(text, parts), is_done=False)


def _which_button(alarm: Alarm, offer: str) -> Button:
    return Button(f"#{alarm.id} {alarm.codename}", offer, str(alarm.id))


def _which_line(work: Work, alarm: Alarm) -> str:
    if not names_municipality(alarm):
        return work.say("status-which-secret", number=str(alarm.id), codename=alarm.codename)
    name = words.municipality_name(alarm.municipality)
    return work.say(
        "status-which-line", number=str(alarm.id), codename=alarm.codename, municipality=name
    )


def _with_undelivered(work: Work, picture: Picture, message: Message, language: str) -> Message:
    lost = undelivered.grouped(picture.lost)
    if not lost:
        return message
    lines = tuple(f"• {undelivered.told(work, picture, one, language)}" for one in lost[:10])
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
    return words.themes(work, tuple(found.without_local), work.desk.language)
