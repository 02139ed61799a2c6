"""Short messages to one person or to the channel: what has just happened to the alarm."""

from datetime import timedelta

from escalation.case import Secrecy
from handlers.compose import situation, words
from handlers.message import Button, Buttons, Fields, Heading, Lines, Message, Note, Part, Text
from handlers.picture import Picture
from handlers.work import Work
from roster.model import Actor
from storage.model import Alarm, Ending, Platform

ARCHIVE_AFTER = timedelta(hours=24)  # CONTRACT: the channel is archived 24 h after the end


def raised(
    work: Work, picture: Picture, remarks: list[str], language: str, *, leads: bool
) -> Message:
    """Confirm to the one who raised the alarm, with the lead's buttons if they lead."""
    alarm = picture.alarm
    heading = raised_heading(work, alarm, language)
    parts: list[Part] = [Heading(heading), Text(_raised_text(work, picture, language, leads=leads))]
    if remarks:
        parts.append(Lines(tuple(f"• {remark}" for remark in remarks)))
    if leads:
        parts.append(Buttons(situation.lead_buttons(work, picture, language)))
    return Message(heading, tuple(parts), alarm.is_drill)


def raised_heading(work: Work, alarm: Alarm, language: str) -> str:
    key = "drill-started" if alarm.is_drill else "raised-heading"
    return work.say(key, language, number=str(alarm.id), codename=alarm.codename)


def _raised_text(work: Work, picture: Picture, language: str, *, leads: bool) -> str:
    told = [work.say("raised-text", language, count=len(picture.summonses))]
    if Platform.SLACK in work.desk.platforms:
        told.append(work.say("raised-channel", language))
    if leads:
        told.append(work.say("raised-leads", language))
    return " ".join(told)


def lead_card(work: Work, picture: Picture, language: str) -> Message:
    """Give a new lead the lead's buttons."""
    heading = work.say("lead-card-heading", language, codename=picture.alarm.codename)
    buttons = situation.lead_buttons(work, picture, language)
    return Message(heading, (Heading(heading), Buttons(buttons)), picture.alarm.is_drill)


def lead_asked(work: Work, picture: Picture, actor: Actor, who: str, language: str) -> Message:
    """Ask the municipality's actor to take the lead in an alarm that somebody else raised."""
    alarm = picture.alarm
    heading = work.say("lead-asked-heading", language, codename=alarm.codename)
    via = picture.actors.get(alarm.raised_via)
    text = work.say(
        "lead-asked-text",
        language,
        who=who,
        organisation=via.organisation if via else "",
        kind=words.kind(work, alarm.kind, language),
        municipality=picture.municipality.name,
        actor=actor.name,
    )
    return _lead_question(work, picture, heading, text, language)


def lead_offered(work: Work, picture: Picture, actor: Actor, who: str, language: str) -> Message:
    """Ask another actor to take the lead over."""
    heading = work.say("lead-asked-heading", language, codename=picture.alarm.codename)
    text = work.say("lead-offered-text", language, who=who, actor=actor.name)
    return _lead_question(work, picture, heading, text, language)


def _lead_question(work: Work, picture: Picture, heading: str, text: str, language: str) -> Message:
    button = Button(
        work.say("button-take-lead", language), "lead", str(picture.alarm.id), "primary"
    )
    return Message(heading, (Heading(heading), Text(text), Buttons((button,))))


def region(work: Work, picture: Picture, language: str) -> Message:
    """Tell the region's on-call that there is, or was, a case; of a secret one no more."""
    alarm = picture.alarm
    is_secret = alarm.secrecy is Secrecy.SECRET
    text = _region_secret(work, alarm, language) if is_secret else _region(work, picture, language)
    if is_secret:
        return line(text, is_drill=alarm.is_drill)
    heading = work.say("region-notice-heading", language)
    return Message(text, (Heading(heading), Text(text)), alarm.is_drill)


def _region_secret(work: Work, alarm: Alarm, language: str) -> str:
    return work.say(
        "region-notice-secret" if alarm.is_open else "region-notice-was-secret", language
    )


def _region(work: Work, picture: Picture, language: str) -> str:
    alarm = picture.alarm
    case = {
        "kind": words.kind(work, alarm.kind, language),
        "municipality": picture.municipality.name,
        "codename": alarm.codename,
    }
    if not alarm.is_open:
        return work.say(f"region-notice-{alarm.ending}", language, **case)
    return work.say(
        "region-notice-open", language, lead=words.lead(work, picture, language), **case
    )


def line(text: str, *, is_drill: bool = False) -> Message:
    """A message of one sentence."""
    return Message(text, (Text(text),), is_drill)


def ended(work: Work, picture: Picture, who: str, language: str) -> Message:
    """Tell everybody that the alarm has ended, and what came of it."""
    alarm = picture.alarm
    was_called_off = alarm.ending is Ending.CALLED_OFF
    heading = words.ending_heading(work, alarm, language)
    parts: list[Part] = [Heading(heading)]
    label = work.say("ended-reason" if was_called_off else "ended-outcome", language)
    if alarm.outcome:
        parts.append(Fields(((label, words.outcome(work, alarm, language)),)))
    if alarm.lessons:
        numbered = tuple(f"{n}. {lesson}" for n, lesson in enumerate(alarm.lessons, start=1))
        parts.append(Lines(numbered, title=work.say("ended-lessons", language)))
    parts.append(Note(_farewell(work, picture, who, language)))
    return Message(heading, tuple(parts), alarm.is_drill)


def _farewell(work: Work, picture: Picture, who: str, language: str) -> str:
    """Say who ended it, and when its channel goes, if there is one and it is not gone yet."""
    told = [work.say("ended-by", language, who=who)]
    ended_at = picture.alarm.ended_at
    if has_channel(work, picture) and ended_at is not None and work.now < ended_at + ARCHIVE_AFTER:
        at = words.clock(work, ended_at + ARCHIVE_AFTER, language)
        told.append(work.say("ended-channel", language, at=at))
    return " ".join([*told, work.say("ended-thanks", language)])


def has_channel(work: Work, picture: Picture) -> bool:
    """Whether the alarm has a channel, or will have one as far as we know."""
    return Platform.SLACK in work.desk.platforms and not picture.is_channel_lost


def ended_briefly(work: Work, picture: Picture, language: str) -> Message:
    """Tell the end where no outcome may be told."""
    return line(words.ending_heading(work, picture.alarm, language))
