"""What a part of the roster lacks: first the conclusion, then only what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from blueprint.model import Level
from blueprint.places import Place
from escalation.hours import opens_at
from escalation.outlook import Fallback, Gap, Glance, Outlook, Prospect, in_order
from handlers.compose import words
from handlers.message import Button, Buttons, Heading, Lines, Message, Note, Part, Text
from handlers.work import Work
from roster.coverage import Coverage
from roster.model import Actor, Person, PersonId

OPEN, WHOLE = "gaps", "gapsall"  # what a press does: tell of a place; show its whole matrix
MOST_COMING = 8  # gaps told of; the rest are counted
MOST_NAMES = 6  # people or actors in a line
MOST_OPENED = 5  # buttons for the worst municipalities
MOST_WEEKLY = 12  # lines of municipalities in a report that nobody has asked for


@dataclass(frozen=True, slots=True)
class Frame:
    """For whom a report is, and how far it looks."""

    language: str
    weeks: int
    people: Mapping[PersonId, Person]
    is_weekly: bool = False


def municipality(work: Work, place: Place, outlook: Outlook, frame: Frame) -> Message:
    """Compose what a municipality lacks, people weaknesses and coming gaps."""
    heading = work.say("gaps-heading", frame.language, place=place.name)
    if not outlook.prospects:
        told = work.say("oncall-none", frame.language, municipality=place.name)
        return Message(heading, (Heading(heading), Text(told)))
    told = _conclusion(work, outlook, frame)
    sections = (
        ("gaps-missing", _missing(work, outlook, frame)),
        ("gaps-nowhere", _nowhere(work, outlook, frame)),
        ("gaps-lacking", [_lacking(work, one, frame) for one in outlook.lacking]),
        ("gaps-weak", _weak(work, outlook, frame)),
        ("gaps-coming", _coming(work, outlook.gaps, frame)),
    )
    parts = (Heading(heading), Text(told), *_titled(work, sections, frame))
    if frame.is_weekly:
        return Message(f"{heading}. {told}", (*parts, _more(work, place, frame)))
    whole = Button(work.say("button-show-whole", frame.language), WHOLE, place.code)
    return Message(f"{heading}. {told}", (*parts, Buttons((whole,))))


def area(
    work: Work,
    places: Sequence[Place],
    glances: Sequence[Glance],
    shared: Sequence[Prospect],
    frame: Frame,
) -> Message:
    """Compose a county's municipalities, a line each, the worst first, and its own actors."""
    name = ", ".join(place.name for place in places)
    heading = work.say("gaps-heading", frame.language, place=name)
    lacking = [glance for glance in glances if not glance.is_clear]
    told = _area_conclusion(work, glances, lacking, shared, frame)
    lines = _glances(work, lacking, frame)
    if 0 < len(lacking) < len(glances):
        clear = len(glances) - len(lacking)
        lines.append(work.say("gaps-clear", frame.language, count=clear))
    now = [_lacking(work, one, frame) for one in shared if one.is_lacking]
    sections = (
        ("gaps-municipalities", lines),
        ("gaps-shared-lacking", now),
        ("gaps-shared-coming", _coming(work, in_order(shared), frame)),
    )
    parts = (Heading(heading), Text(told), *_titled(work, sections, frame))
    if frame.is_weekly:
        return Message(f"{heading}. {told}", (*parts, _more(work, places[0], frame)))
    buttons = tuple(
        Button(words.municipality_name(glance.municipality), OPEN, glance.municipality)
        for glance in lacking[:MOST_OPENED]
    )
    return Message(f"{heading}. {told}", (*parts, Buttons(buttons)) if buttons else parts)


def nothing(work: Work, places: Sequence[Place], language: str) -> Message:
    """Compose the one line of a week without gaps."""
    told = work.say("gaps-weekly-none", language, place=", ".join(one.name for one in places))
    return Message(told, (Text(told),))


def _conclusion(work: Work, outlook: Outlook, frame: Frame) -> str:
    covered = outlook.coverage
    if not (covered.without_local or outlook.gaps or outlook.lacking):
        return work.say("gaps-none", frame.language, weeks=frame.weeks)
    told = []
    if covered.without_local:
        counts = (len(covered.without_local), len(covered.without_anybody))
        told.append(_themes(work, *counts, frame.language))
    else:
        told.append(work.say("gaps-all-local", frame.language))
    if outlook.lacking:
        told.append(work.say("gaps-actors-lacking", frame.language, count=len(outlook.lacking)))
    return " ".join(f"{sentence}." for sentence in told)


def _area_conclusion(
    work: Work,
    glances: Sequence[Glance],
    lacking: Sequence[Glance],
    shared: Sequence[Prospect],
    frame: Frame,
) -> str:
    if not glances:
        has_gaps = any(one.is_lacking or one.gaps for one in shared)
        key = "gaps-country" if has_gaps else "gaps-country-none"
        return work.say(key, frame.language, weeks=frame.weeks)
    if not lacking:
        return work.say("gaps-area-none", frame.language, weeks=frame.weeks)
    return work.say("gaps-area", frame.language, count=len(lacking), all=len(glances))


def _themes(work: Work, without_local: int, without_anybody: int, language: str) -> str:
    told = work.say("gaps-themes", language, count=without_local)
    if without_anybody:
        told += work.say("gaps-themes-nobody", language, count=without_anybody)
    return told


def _glances(work: Work, lacking: Sequence[Glance], frame: Frame) -> list[str]:
    """Give each municipality a line; in a report that nobody has asked for, equals share one."""
    if not frame.is_weekly:
        names = ((glance, words.municipality_name(glance.municipality)) for glance in lacking)
        return [f"• {name}: {_glance(work, glance, frame)}" for glance, name in names]
    alike: dict[str, list[str]] = {}
    for glance in lacking:
        name = words.municipality_name(glance.municipality)
        alike.setdefault(_glance(work, glance, frame), []).append(name)
    lines = [
        f"• {words.few(work, names, MOST_NAMES, frame.language)}: {told}"
        for told, names in alike.items()
    ]
    if len(lines) > MOST_WEEKLY:
        left_out = sum(len(names) for names in [*alike.values()][MOST_WEEKLY:])
        return [*lines[:MOST_WEEKLY], work.say("gaps-more", frame.language, count=left_out)]
    return lines


def _glance(work: Work, glance: Glance, frame: Frame) -> str:
    told = []
    if glance.without_local:
        told.append(_themes(work, glance.without_local, glance.without_anybody, frame.language))
    if glance.lacking:
        told.append(work.say("gaps-actors-lacking", frame.language, count=glance.lacking))
    if glance.next_gap is not None:
        begins = words.moment(work, glance.next_gap.starts_at, frame.language)
        told.append(work.say("gaps-next", frame.language, moment=begins))
    return "; ".join(told)


def _missing(work: Work, outlook: Outlook, frame: Frame) -> list[str]:
    """Name who answers for each theme that some level has, but not the municipality's own."""
    covered = outlook.coverage
    lines = []
    for theme, actor in covered.without_local.items():
        if theme in covered.without_anybody:
            continue
        told = work.desk.blueprint.theme(theme).name(frame.language)
        who = _answering(work, covered, actor, frame)
        lines.append(f"• {told}: {who}")
    return lines


def _nowhere(work: Work, outlook: Outlook, frame: Frame) -> list[str]:
    """Name the themes that no level has, and whom the alarm leads to instead."""
    covered = outlook.coverage
    if not covered.without_anybody:
        return []
    names = words.theme_names(work, covered.without_anybody, frame.language)
    actor = covered.without_local[covered.without_anybody[0]]
    if actor is None:
        return [*(f"• {name}" for name in names), work.say("gaps-no-coordinator", frame.language)]
    who = _answering(work, covered, actor, frame)
    return [*(f"• {name}" for name in names), work.say("gaps-to", frame.language, who=who)]


def _answering(work: Work, covered: Coverage, actor: Actor | None, frame: Frame) -> str:
    """Name an actor and who is on call there."""
    if actor is None:  # only an international actor has it, and there is no coordinator
        return work.say("nobody", frame.language)
    person = covered.on_call.get(actor.id)
    who = frame.people[person].name if person else work.say("gaps-nobody-now", frame.language)
    return f"{words.titled(actor)} ({who})"


def _lacking(work: Work, prospect: Prospect, frame: Frame) -> str:
    [now, *_] = prospect.gaps
    until = _until(work, now, frame)
    actor = words.titled(prospect.post.actor)
    instead = _instead(work, now.fallback, now.actor, frame)
    return f"• {work.say('gaps-lacking-line', frame.language, actor=actor, until=until)} {instead}"


def _coming(work: Work, gaps: Iterable[Gap], frame: Frame) -> list[str]:
    later = [gap for gap in gaps if gap.starts_at > work.now]
    lines = [f"• {_coming_gap(work, gap, frame)}" for gap in later[:MOST_COMING]]
    if len(later) > MOST_COMING:
        lines.append(work.say("gaps-more", frame.language, count=len(later) - MOST_COMING))
    return lines


def _coming_gap(work: Work, gap: Gap, frame: Frame) -> str:
    told = work.say(
        "gaps-coming-line",
        frame.language,
        begins=words.moment(work, gap.starts_at, frame.language),
        ends=_until(work, gap, frame),
        actor=words.titled(gap.actor),
        themes=words.few(
            work, words.theme_names(work, gap.actor.themes, frame.language), 3, frame.language
        ),
    )
    return f"{told} {_instead(work, gap.fallback, gap.actor, frame)}"


def _until(work: Work, gap: Gap, frame: Frame) -> str:
    """Tell when a gap ends; one that goes on where we stop looking has no end that we know."""
    ends = words.moment(work, gap.ends_at, frame.language)
    horizon = work.now + timedelta(weeks=frame.weeks)
    if opens_at(gap.actor.hours, gap.ends_at, work.desk.tz) >= horizon:
        return work.say("gaps-at-least", frame.language, moment=ends)
    return ends


def _instead(work: Work, fallback: Fallback | None, actor: Actor, frame: Frame) -> str:
    if fallback is None:
        return work.say("gaps-instead-nobody", frame.language)
    who = frame.people[fallback.person].name
    if fallback.actor.id != actor.id:
        who = f"{who} ({words.titled(fallback.actor)})"
    return work.say("gaps-instead", frame.language, who=who)


def _weak(work: Work, outlook: Outlook, frame: Frame) -> list[str]:
    levels = list(Level)
    nearest = sorted(outlook.prospects, key=lambda one: levels.index(one.post.actor.level))
    alone = [
        f"{one.post.actor.name} ({frame.people[one.post.sharing[0]].name})"
        for one in nearest
        if len(one.post.sharing) == 1
    ]
    silent = set(outlook.coverage.without_chat)
    rows = (
        ("gaps-on-one-person", alone),
        ("gaps-unreachable", [frame.people[person].name for person in outlook.unreachable]),
        ("gaps-without-chat", [p.post.actor.name for p in nearest if p.post.actor in silent]),
        ("gaps-unconfirmed", [frame.people[person].name for person in outlook.unconfirmed]),
    )
    return [_named(work, key, names, frame) for key, names in rows if names]


def _named(work: Work, key: str, names: Sequence[str], frame: Frame) -> str:
    told = words.few(work, names, MOST_NAMES, frame.language)
    return f"• {work.say(key, frame.language, names=told)}"


def _titled(
    work: Work, sections: Iterable[tuple[str, Sequence[str]]], frame: Frame
) -> tuple[Part, ...]:
    return tuple(
        Lines(tuple(lines), title=work.say(key, frame.language, weeks=frame.weeks))
        for key, lines in sections
        if lines
    )


def _more(work: Work, place: Place, frame: Frame) -> Note:
    return Note(work.say("gaps-weekly-more", frame.language, place=place.name))
