"""What an alarm would lack, in at most three lines, for whoever is about to raise it."""

from escalation.hours import opens_at
from handlers.compose import words
from handlers.work import Work
from roster.coverage import Coverage

MOST_THEMES, MOST_ACTORS = 3, 2  # named; the others are counted


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
    names = words.few(
        work, words.theme_names(work, tuple(elsewhere), language), MOST_THEMES, language
    )
    told = work.say("form-gaps-local", language, count=len(elsewhere), themes=names)
    answering = list(dict.fromkeys(a.organisation for a in elsewhere.values() if a is not None))
    if not answering:
        return told
    actors = words.few(work, answering, MOST_ACTORS, language)
    return f"{told} {work.say('form-gaps-instead', language, actors=actors)}"


def _short_of_everybody(work: Work, covered: Coverage, language: str) -> str:
    missing = covered.without_anybody
    if not missing:
        return ""
    names = words.few(work, words.theme_names(work, missing, language), MOST_THEMES, language)
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
    names = words.few(work, open_now, MOST_ACTORS, language)
    return work.say("form-gaps-lacking", language, actors=names)
