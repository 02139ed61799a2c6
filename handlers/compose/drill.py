"""A drill's result: shares by theme and level, and what did not work. It names no person."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from blueprint.text import format_duration
from escalation.advance import state
from escalation.callout import State
from escalation.drill import Drilled, Share, by_level, by_theme, overall, percent
from handlers.compose import coordinator, words
from handlers.message import Fields, Heading, Lines, Message, Note, Part
from handlers.picture import Picture
from handlers.secrecy import names_municipality
from handlers.work import Work
from storage.model import Platform, Summons


def result(work: Work, picture: Picture, language: str) -> Message:
    """Compose the result of a drill that has ended."""
    heading = work.say("result-heading", language, codename=picture.alarm.codename)
    drilled = [_drilled(picture, summons) for summons in picture.summonses]
    themes = [theme.code for theme in picture.alarm.themes_of(work.desk.blueprint)]
    blueprint = work.desk.blueprint
    of_themes = {
        blueprint.theme(code).name(language): told
        for code, told in by_theme(drilled, themes).items()
    }
    of_levels = {words.level(work, one, language): told for one, told in by_level(drilled).items()}
    of_all = {work.say("result-all", language): overall(drilled)}
    parts: list[Part] = [
        Heading(heading),
        Fields(_totals(work, picture, drilled, language)),
        Lines(
            _shares(work, {**of_all, **of_levels}, language),
            title=work.say("result-levels", language),
        ),
        Lines(_shares(work, of_themes, language), title=work.say("result-themes", language)),
        Lines(_failures(work, picture, language), title=work.say("result-failures", language)),
        Note(work.say("result-note", language)),
    ]
    return Message(heading, tuple(parts), picture.alarm.is_drill)


def _drilled(picture: Picture, summons: Summons) -> Drilled:
    themes = (*summons.themes, *summons.stands_in_for)
    return Drilled(picture.actor(summons).level, themes, summons.callout)


def _totals(
    work: Work, picture: Picture, drilled: list[Drilled], language: str
) -> tuple[tuple[str, str], ...]:
    alarm = picture.alarm
    lasted = (alarm.ended_at or work.now) - alarm.opened_at
    answered = sum(1 for one in drilled if one.answered_at is not None)
    told = work.say(
        "result-answered-value", language, answered=str(answered), total=str(len(drilled))
    )
    rows = [("result-lasted", format_duration(lasted, language)), ("result-answered", told)]
    if names_municipality(alarm):
        rows.insert(0, ("result-place", words.place(alarm)))
    return tuple((work.say(key, language), value) for key, value in rows)


def _shares(work: Work, shares: Mapping[str, Share], language: str) -> tuple[str, ...]:
    """Tell each group's share on a line; those too small together on the last one."""
    told = [
        f"• {_share(work, name, one.count, one.within, language)}"
        for name, one in shares.items()
        if one.within is not None
    ]
    too_few = [name for name, one in shares.items() if one.within is None]
    if too_few:
        told.append(f"• {work.say('result-too-few', language, groups='; '.join(too_few))}")
    return tuple(told) or (work.say("digest-none", language),)


def _share(work: Work, name: str, count: int, within: Sequence[float], language: str) -> str:
    quarter, hour, day = (str(percent(part)) for part in within)
    return work.say(
        "result-share", language, group=name, count=count, quarter=quarter, hour=hour, day=day
    )


def _failures(work: Work, picture: Picture, language: str) -> tuple[str, ...]:
    return tuple(f"• {line}" for line in _failed(work, picture, language)) or (
        work.say("result-no-failures", language),
    )


def _failed(work: Work, picture: Picture, language: str) -> Iterator[str]:
    """Yield a line for each way in which something did not work."""
    in_chat = [one for one in picture.summonses if coordinator.has_chat(picture, one)]
    by_phone = [one for one in picture.summonses if one not in in_chat]
    without_answer = [one for one in in_chat if one.callout.answer is None]
    parked = [one for one in without_answer if state(one.callout) is State.PARKED]
    unanswered = [one for one in without_answer if one not in parked]
    not_kept = [one for one in unanswered if _drilled(picture, one).answered_at is not None]
    silent = [one for one in unanswered if one not in not_kept]
    lost = [one for one in in_chat if _lost_accounts(picture, one)]
    accounts = {account for one in lost for account in _lost_accounts(picture, one)}
    yield from _line(work, picture, "result-unreachable", lost, language, count=len(accounts))
    yield from _line(work, picture, "result-unanswered", silent, language)
    yield from _line(work, picture, "result-not-kept", not_kept, language)
    yield from _line(work, picture, "result-taken-over", _taken_over(picture, in_chat), language)
    yield from _line(work, picture, "result-parked", parked, language)
    missing = _without_anybody(work, picture, language)
    if missing:
        yield work.say("result-missing", language, themes=missing)
    yield from _line(work, picture, "result-calls", by_phone, language)


def _taken_over(picture: Picture, of: list[Summons]) -> list[Summons]:
    """Return those whose own people never answered, and that the coordinator has in hand."""
    settled = [one for one in of if one.callout.answer is not None]
    return [one for one in settled if _drilled(picture, one).answered_at is None]


def _lost_accounts(picture: Picture, summons: Summons) -> frozenset[tuple[Platform, str]]:
    """Return the accounts that a page could not be delivered to."""
    return frozenset(
        (one.platform, one.address)
        for one in picture.lost
        if one.callout == summons.id and one.target is None
    )


def _line(
    work: Work, picture: Picture, key: str, of: list[Summons], language: str, **figures: Any
) -> Iterator[str]:
    if of:
        names = "; ".join(words.titled(picture.actor(summons)) for summons in of)
        yield work.say(key, language, actors=names, **figures)


def _without_anybody(work: Work, picture: Picture, language: str) -> str:
    summoned = {theme for summons in picture.summonses for theme in summons.themes}
    themes = picture.alarm.themes_of(work.desk.blueprint)
    missing = tuple(theme.code for theme in themes if theme.code not in summoned)
    return words.themes(work, missing, language)
