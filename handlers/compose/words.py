"""The small phrases that every message shares: moments, names, states."""

from collections.abc import Sequence
from datetime import datetime

from blueprint import municipalities
from blueprint.model import CaseKind, Level, ThemeCode
from blueprint.text import format_month
from escalation.advance import state
from escalation.callout import Answer, AnswerKind, State
from handlers.picture import Picture
from handlers.work import Work
from roster.model import Actor, PersonId
from storage.model import Alarm, Ending, Platform, Summons

# What came of a drill that nobody ended: kept so, and said in each reader's language.
DRILL_OVER, DRILL_STOPPED = "drill-over", "drill-stopped"


def moment(work: Work, at: datetime, language: str) -> str:
    return work.desk.moment(at, language, work.now)


def clock(work: Work, at: datetime, language: str | None = None) -> str:
    """Return the wall time, with the day in front when it is another day than today."""
    return work.desk.clock(at, work.now, language)


def kind(work: Work, kind: CaseKind, language: str) -> str:
    return work.say(f"kind-{kind}", language)


def level(work: Work, level: Level, language: str) -> str:
    return work.say(f"level-{level}", language)


def themes(work: Work, codes: tuple[ThemeCode, ...], language: str) -> str:
    return ", ".join(work.desk.blueprint.theme(code).name(language) for code in codes)


def theme_names(work: Work, codes: Sequence[ThemeCode], language: str) -> list[str]:
    return [work.desk.blueprint.theme(code).name(language) for code in codes]


def few(work: Work, names: Sequence[str], most: int, language: str) -> str:
    """Name the first; count the others."""
    told = ", ".join(names[:most])
    if len(names) <= most:
        return told
    return work.say("few-of-many", language, names=told, count=len(names) - most)


def platform(platform: Platform) -> str:
    return platform.value.title()


def municipality_name(code: str) -> str:
    found = municipalities.by_code(code)
    return found.name if found else code


def place(alarm: Alarm) -> str:
    """Name where the alarm is: its municipality, or the county that is drilled as a whole."""
    county = alarm.drilled_county
    named = municipalities.county_name(county) if county is not None else None
    return named or municipality_name(alarm.municipality)


def named(work: Work, alarm: Alarm, language: str) -> str:
    """Name an alarm by number and code name; a drill says so, whatever stands beside it."""
    told = f"#{alarm.id} {alarm.codename}"
    return f"{work.say('drill', language)} {told}" if alarm.is_drill else told


def ending(work: Work, alarm: Alarm, language: str) -> str:
    """Say that an alarm has ended; that a drill has is never said of "larmet"."""
    how = alarm.ending or Ending.FINISHED
    if alarm.is_drill:
        return work.say(f"drill-ended-{how}", language)
    return work.say(f"ended-{how}", language)


def ending_heading(work: Work, alarm: Alarm, language: str) -> str:
    """Say by code name that an alarm, or a drill, has ended."""
    key = "called-off-heading" if alarm.ending is Ending.CALLED_OFF else "ended-heading"
    if alarm.is_drill:
        return work.say(f"drill-{key}", language, codename=alarm.codename)
    return work.say(key, language, codename=alarm.codename)


def outcome(work: Work, alarm: Alarm, language: str) -> str:
    """Say what came of it, as it was written; what a drill ended of is said in any language."""
    if alarm.is_drill and alarm.outcome == DRILL_OVER:
        return work.say("drill-over", language)
    if alarm.is_drill and alarm.outcome == DRILL_STOPPED:
        return work.say("drill-stopped", language)
    return alarm.outcome


def titled(actor: Actor) -> str:
    return f"{actor.name}, {actor.organisation}"


def vouched(work: Work, picture: Picture, person: PersonId | None, language: str) -> str:
    """Name a person, marked when nobody vouches for their row: "obekräftad sedan mars 2026"."""
    name = picture.name(person)
    since = picture.unconfirmed.get(person) if person is not None else None
    if since is None:
        return name
    month = format_month(since.astimezone(work.desk.tz).date(), language)
    return work.say("row-unconfirmed", language, who=name, since=month)


def lead(work: Work, picture: Picture, language: str) -> str:
    """Say who leads, or who has been asked to."""
    alarm = picture.alarm
    if alarm.lead_actor is not None and picture.lead is not None:
        return f"{picture.name(alarm.lead_person)}, {titled(picture.lead)}"
    if alarm.lead_asked is not None and alarm.lead_asked in picture.actors:
        asked = picture.actors[alarm.lead_asked]
        return work.say("summons-lead-asked", language, actor=asked.name)
    return work.say("summons-lead-nobody", language)


def answer(work: Work, picture: Picture, given: Answer, language: str) -> str:
    """Tell an answer as a sentence: what, when and who."""
    who = picture.name(given.by)
    match given.kind:
        case AnswerKind.ACKNOWLEDGED:
            return work.say(
                "answered-acknowledged", language, at=clock(work, given.at, language), who=who
            )
        case AnswerKind.PHONED:
            return work.say(
                "answered-phoned", language, at=clock(work, given.at, language), who=who
            )
        case AnswerKind.TAKEN_OVER:
            return work.say(
                "answered-taken-over", language, at=clock(work, given.at, language), who=who
            )
        case AnswerKind.DECLINED:
            return work.say(
                "answered-declined", language, at=clock(work, given.at, language), who=who
            )
        case AnswerKind.LATER:
            joins = clock(work, given.moment or given.at, language)
            return work.say("answered-later", language, moment=joins, who=who)
        case AnswerKind.SUBSTITUTE:
            substitute = picture.name(given.substitute)
            return work.say("answered-substitute", language, substitute=substitute, who=who)


def state_of(work: Work, picture: Picture, summons: Summons, language: str) -> str:
    """Tell where a callout stands; the matrix word comes first."""
    callout = summons.callout
    given = callout.answer
    if given is not None and given.kind is not AnswerKind.DECLINED:
        return _settled(work, picture, summons, given, language)
    word = state(callout)
    if word is State.PARKED and callout.parked_until is not None:
        return work.say("state-parked", language, until=clock(work, callout.parked_until, language))
    if word is State.UNANSWERED:
        return work.say("state-unanswered", language)
    if word is State.DECLINED:
        return work.say("state-declined", language, who=picture.name(callout.answers[-1].by))
    return _waiting(work, picture, summons, language)


def _settled(work: Work, picture: Picture, summons: Summons, given: Answer, language: str) -> str:
    who, at = picture.name(given.by), clock(work, given.at, language)
    match given.kind:
        case AnswerKind.ACKNOWLEDGED | AnswerKind.DECLINED:
            if summons.hours is not None:
                return work.say(
                    "state-acknowledged-hours", language, at=at, who=who, hours=str(summons.hours)
                )
            return work.say("state-acknowledged", language, at=at, who=who)
        case AnswerKind.PHONED:
            return work.say("state-phoned", language, at=at)
        case AnswerKind.TAKEN_OVER:
            return work.say("state-taken-over", language, at=at, who=who)
        case AnswerKind.LATER:
            joins = clock(work, given.moment or given.at, language)
            return work.say("state-joining", language, moment=joins, who=who)
        case AnswerKind.SUBSTITUTE:
            substitute = picture.name(given.substitute)
            return work.say("state-substitute", language, substitute=substitute, who=who)


def _waiting(work: Work, picture: Picture, summons: Summons, language: str) -> str:
    callout = summons.callout
    if not callout.pages:
        return work.say("state-waiting", language)
    who = vouched(work, picture, callout.pages[-1].person, language)
    declined = [a.by for a in callout.answers if a.kind is AnswerKind.DECLINED]
    if declined:
        names = ", ".join(picture.name(person) for person in dict.fromkeys(declined))
        return work.say("state-waiting-declined", language, who=who, declined=names)
    return work.say("state-waiting-for", language, who=who)
