"""A municipality's whole matrix: theme by level, who is on call now and next."""

from collections.abc import Mapping

from blueprint.model import Level
from blueprint.places import Place
from escalation.outlook import Outlook, Prospect
from handlers.compose import words
from handlers.message import Heading, Lines, Message, Part
from handlers.work import Work
from roster.model import Person, PersonId


def matrix(
    work: Work,
    place: Place,
    outlook: Outlook,
    people: Mapping[PersonId, Person],
    language: str,
) -> Message:
    """Compose theme by level: who is on call now and next, and which levels have nobody."""
    heading = work.say("gaps-matrix-heading", language, place=place.name)
    known = {one.post.actor.id: one for one in outlook.prospects}
    parts: list[Part] = [Heading(heading)]
    for theme in work.desk.blueprint.themes:
        lines, empty = [], []
        for level in Level:
            told = words.level(work, level, language)
            manned = outlook.coverage.cells[theme.code, level]
            lines += [f"{told}: {_manned(work, known[a.id], people, language)}" for a in manned]
            empty += [] if manned else [told]
        if empty:
            lines.append(work.say("gaps-matrix-empty", language, levels=", ".join(empty)))
        parts.append(Lines(tuple(lines), title=theme.name(language)))
    return Message(heading, tuple(parts))


def _manned(
    work: Work, prospect: Prospect, people: Mapping[PersonId, Person], language: str
) -> str:
    post, follows = prospect.post, prospect.follows
    who = people[post.on_call].name if post.on_call else work.say("nobody", language)
    told = f"{post.actor.name} – {who}"
    if follows is None or follows.person is None:
        return told
    begins = words.moment(work, follows.starts_at, language)
    name = people[follows.person].name
    return f"{told}, {work.say('gaps-follows', language, who=name, moment=begins)}"
