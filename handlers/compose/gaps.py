"""What a part of the roster lacks: first the conclusion, then only what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from blueprint.model import Level, ThemeCode
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
MOST_THEMES, MOST_ACTORS = 3, 2  # in the form


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


def matrix(
    work: Work,
    place: Place,
    outlook: Outlook,
    people: Mapping[PersonId, Person],
    language: str,
) -> Message:
    """Compose theme by level: who is on call now and next, and which levels have nobody."""
    heading = work.say("gaps-matrix-heading", language, place=place.name)
    frame = Frame(language, 0, people)
    known = {one.post.actor.id: one for one in outlook.prospects}
    parts: list[Part] = [Heading(heading)]
    for theme in work.desk.blueprint.themes:
        lines, empty = [], []
        for level in Level:
            told = words.level(work, level, language)
            manned = outlook.coverage.cells[theme.code, level]
            lines += [f"{told}: {_manned(work, known[a.id], frame)}" for a in manned]
            empty += [] if manned else [told]
        if empty:
            lines.append(work.say("gaps-matrix-empty", language, levels=", ".join(empty)))
        parts.append(Lines(tuple(lines), title=theme.name(language)))
    return Message(heading, tuple(parts))


def in_short(work: Work, covered: Coverage, language: str) -> tuple[str, ...]:
    """Return at most three lines, for the form: what is missing, and who answers instead."""
    lines = (
        _short_of_local(work, covered, language),
        _short_of_everybody(work, covered, language),
        _short_of_people(work, covered, language),
    )
    return tuple(line for line in lines if line)


def _short_of_local(work: Work, covered: Coverage, language: str) -> str:
    elsewhere = {
        theme: actor
        for theme, actor in covered.without_local.items()
        if theme not in covered.without_anybody
    }
    if not elsewhere:
        return ""
    names = _few(work, _theme_names(work, tuple(elsewhere), language), MOST_THEMES, language)
    told = work.say("form-gaps-local", language, count=len(elsewhere), themes=names)
    answering = list(dict.fromkeys(a.organisation for a in elsewhere.values() if a is not None))
    if not answering:
        return told
    actors = _few(work, answering, MOST_ACTORS, language)
    return f"{told} {work.say('form-gaps-instead', language, actors=actors)}"


def _short_of_everybody(work: Work, covered: Coverage, language: str) -> str:
    missing = covered.without_anybody
    if not missing:
        return ""
    names = _few(work, _theme_names(work, missing, language), MOST_THEMES, language)
    told = work.say("form-gaps-nobody", language, count=len(missing), themes=names)
    actor = covered.without_local[missing[0]]
    if actor is None:
        return f"{told} {work.say('gaps-no-coordinator', language)}"
    return f"{told} {work.say('form-gaps-coordinator', language, actor=actor.organisation)}"


def _short_of_people(work: Work, covered: Coverage, language: str) -> str:
    open_now = [
        words.titled(actor)
        for actor in covered.unmanned
        if opens_at(actor.hours, work.now, work.desk.tz) <= work.now
    ]
    if not open_now:
        return ""
    names = _few(work, open_now, MOST_ACTORS, language)
    return work.say("form-gaps-lacking", language, actors=names)


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
        f"• {_few(work, names, MOST_NAMES, frame.language)}: {told}"
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
    names = _theme_names(work, covered.without_anybody, frame.language)
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
        themes=_few(work, _theme_names(work, gap.actor.themes, frame.language), 3, frame.language),
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
    return [
        f"• {work.say(key, frame.language, names=_few(work, names, MOST_NAMES, frame.language))}"
        for key, names in rows
        if names
    ]


def _manned(work: Work, prospect: Prospect, frame: Frame) -> str:
    post, follows = prospect.post, prospect.follows
    who = frame.people[post.on_call].name if post.on_call else work.say("nobody", frame.language)
    told = f"{post.actor.name} – {who}"
    if follows is None or follows.person is None:
        return told
    begins = words.moment(work, follows.starts_at, frame.language)
    name = frame.people[follows.person].name
    return f"{told}, {work.say('gaps-follows', frame.language, who=name, moment=begins)}"


def _theme_names(work: Work, themes: Sequence[ThemeCode], language: str) -> list[str]:
    return [work.desk.blueprint.theme(theme).name(language) for theme in themes]


def _few(work: Work, names: Sequence[str], most: int, language: str) -> str:
    """Name the first; count the others."""
    told = ", ".join(names[:most])
    if len(names) <= most:
        return told
    return work.say("gaps-and-more", language, names=told, count=len(names) - most)


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
