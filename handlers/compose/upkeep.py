"""What keeps the roster true: the question to a person, and what its keepers hear."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from blueprint.text import format_day, format_month
from handlers.compose import words
from handlers.message import Heading, Lines, Message, Note, Part, Text
from handlers.work import Work
from storage.notices import Notice

MOST_LINES = 40  # of a kind in one message; the others are counted

Facts = Mapping[str, Any]


def for_keeper(work: Work, notices: Sequence[Notice], language: str) -> Message:
    """Compose all that a keeper is to hear, the rows nobody has confirmed in one list."""
    heading = work.say("keeper-heading", language)
    alone = [one for one in notices if one.kind != "unconfirmed"]
    listed = [one for one in notices if one.kind == "unconfirmed"]
    parts: list[Part] = [Heading(heading)]
    parts += [Text(line) for line in _limited(work, alone, language)]
    if listed:
        lines = tuple(f"• {line}" for line in _limited(work, listed, language))
        title = work.say("keeper-unconfirmed-list", language, count=len(listed))
        parts.append(Lines(lines, title=title))
    if any(one.kind != "linked" for one in notices):
        parts.append(Note(work.say("keeper-how", language)))
    if any(one.kind == "account" for one in notices):
        parts.append(Note(work.say("keeper-how-account", language)))
    summary = work.say("keeper-summary", language, count=len(notices))
    return Message(summary, tuple(parts))


def _limited(work: Work, notices: Sequence[Notice], language: str) -> Iterator[str]:
    for one in notices[:MOST_LINES]:
        yield LINES[one.kind](work, one.facts, language)
    further = len(notices) - MOST_LINES
    if further > 0:
        yield work.say("keeper-more", language, count=str(further))


def _wrong_person(work: Work, facts: Facts, language: str) -> str:
    at = words.moment(work, datetime.fromisoformat(facts["at"]), language)
    key = "keeper-wrong-person-drill" if facts["is_drill"] else "keeper-wrong-person"
    return work.say(key, language, who=facts["who"], actor=facts["actor"], at=at)


def _wrong_row(work: Work, facts: Facts, language: str) -> str:
    return work.say(
        "keeper-wrong-row", language, who=facts["who"], said=facts["said"], row=facts["row"]
    )


def _unconfirmed(work: Work, facts: Facts, language: str) -> str:
    since = datetime.fromisoformat(facts["since"]).astimezone(work.desk.tz)
    month = format_month(since.date(), language)
    key = "keeper-disputed" if facts["is_disputed"] else "keeper-unconfirmed"
    return work.say(key, language, who=facts["who"], since=month)


def _ending(work: Work, facts: Facts, language: str) -> str:
    day = format_day(date.fromisoformat(facts["until"]), language, with_year=True)
    told = work.say("keeper-ending", language, who=facts["who"], until=day)
    if not facts["alone_at"]:
        return told
    return f"{told} {work.say('keeper-ending-alone', language, actors=facts['alone_at'])}"


def _account(work: Work, facts: Facts, language: str) -> str:
    return work.say(
        f"keeper-account-{facts['state']}",
        language,
        who=facts["who"],
        id=facts["id"],
        platform=facts["platform"],
    )


def _linked(work: Work, facts: Facts, language: str) -> str:
    return work.say("keeper-linked", language, who=facts["who"], platform=facts["platform"])


LINES: Mapping[str, Callable[[Work, Facts, str], str]] = {
    "wrong_person": _wrong_person,
    "wrong_row": _wrong_row,
    "unconfirmed": _unconfirmed,
    "ending": _ending,
    "account": _account,
    "linked": _linked,
}
