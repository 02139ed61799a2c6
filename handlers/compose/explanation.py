"""Explain a callout: which row and rule, which attempts with what outcome, what comes next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from blueprint import municipalities
from blueprint.text import format_duration
from escalation.advance import state
from escalation.callout import Answer, Asked, Exhaust, Page, Park, Skipped, State
from escalation.case import Grade
from escalation.foresee import Foreseen
from handlers.compose import words
from handlers.message import Fields, Heading, Lines, Message, Note, Part, Text
from handlers.picture import Picture
from handlers.work import Work
from roster.model import Actor, PersonId, Target
from storage.model import Delivery, DeliveryState, Summons


@dataclass(frozen=True, slots=True)
class Account:
    """All that is known of why one callout stands where it does."""

    picture: Picture
    summons: Summons
    on_call: PersonId | None
    deliveries: tuple[Delivery, ...]  # of its pages
    skipped: tuple[Skipped, ...]
    foreseen: Foreseen | None

    @property
    def actor(self) -> Actor:
        return self.picture.actor(self.summons)


def explanation(work: Work, accounts: Sequence[Account], left_out: int, language: str) -> Message:
    """Compose the explanations of some callouts, and say how many more there are."""
    codename = accounts[0].picture.alarm.codename
    heading = work.say("why-heading", language, codename=codename)
    parts: list[Part] = [Heading(heading)]
    for account in accounts:
        parts += _of_one(work, account, language)
    if left_out:
        parts.append(Note(work.say("why-more", language, count=left_out)))
    return Message(heading, tuple(parts), accounts[0].picture.alarm.is_drill)


def _of_one(work: Work, account: Account, language: str) -> Iterator[Part]:
    yield Text(_line(work, account, language))
    yield Fields(
        (
            (work.say("why-row", language), _row(work, account, language)),
            (work.say("why-rule", language), _rule(work, account, language)),
        )
    )
    yield Lines(tuple(_attempts(work, account, language)), title=work.say("why-tried", language))
    yield Fields(((work.say("why-next", language), _next(work, account, language)),))


def _line(work: Work, account: Account, language: str) -> str:
    told = words.state_of(work, account.picture, account.summons, language)
    actor = account.actor
    return work.say(
        "actor-line", language, actor=actor.name, organisation=actor.organisation, state=told
    )


def _row(work: Work, account: Account, language: str) -> str:
    actor = account.actor
    return work.say(
        "why-row-value",
        language,
        actor=actor.id,
        level=words.level(work, actor.level, language),
        area=", ".join(_area_name(work, code, language) for code in actor.area),
        person=account.picture.name(account.on_call) or work.say("nobody", language),
    )


def _area_name(work: Work, code: str, language: str) -> str:
    if code == "SE":
        return work.say("why-whole-country", language)
    found = municipalities.by_code(code)
    return found.name if found else municipalities.county_name(code) or code


def _rule(work: Work, account: Account, language: str) -> str:
    alarm, summons = account.picture.alarm, account.summons
    place = words.municipality_name(summons.municipality)
    kind = words.kind(work, alarm.kind, language)
    if summons.municipality != alarm.municipality:
        told = work.say("why-rule-neighbour", language, municipality=place)
    elif account.actor.after_publication:
        told = work.say("why-rule-public", language)
    elif alarm.grade is Grade.ADVANCE:
        told = work.say("why-rule-advance", language)
    else:
        told = work.say("why-rule-area", language, municipality=place, kind=kind)
    if not summons.stands_in_for:
        return told
    themes = words.themes(work, summons.stands_in_for, language)
    return f"{told} {work.say('why-rule-stands-in', language, themes=themes)}"


def _attempts(work: Work, account: Account, language: str) -> Iterator[str]:
    """Tell what has happened, in the order in which it did."""
    callout = account.summons.callout
    for skipped in account.skipped:
        yield _skipped(work, account, skipped, language)
    told = [(asked.promised_at, _page(work, account, asked, language)) for asked in callout.pages]
    told += [(given.at, _answer(work, account, given, language)) for given in callout.answers]
    for _, line in sorted(told, key=lambda one: one[0]):
        yield line
    if not callout.pages and not callout.answers and not account.skipped:
        yield work.say("why-not-tried", language)


def _skipped(work: Work, account: Account, skipped: Skipped, language: str) -> str:
    role = work.say(f"why-step-{skipped.to}", language)
    if skipped.person is None:
        return f"• {work.say('why-skipped-nobody', language, role=role)}"
    name = account.picture.name(skipped.person)
    return f"• {work.say('why-skipped-asked', language, role=role, who=name)}"


def _page(work: Work, account: Account, asked: Asked, language: str) -> str:
    role = work.say(f"why-step-{asked.to}" if asked.to else "why-step-sent", language)
    told = work.say(
        "why-page",
        language,
        at=words.clock(work, asked.promised_at, language),
        who=account.picture.name(asked.person),
        role=role,
        attempt=str(asked.attempt),
        outcome="; ".join(_outcomes(work, account, asked, language)),
    )
    return f"• {told}"


def _outcomes(work: Work, account: Account, asked: Asked, language: str) -> Iterator[str]:
    if asked.to is Target.COORDINATOR:
        yield work.say("why-on-the-list", language)
        return
    prefix = f"callout/{account.summons.id}/page/{asked.number}@"
    for delivery in account.deliveries:
        if delivery.key.startswith(prefix) and delivery.target is None:
            where = words.platform(delivery.platform)
            yield f"{where}: {_outcome(work, asked, delivery, language)}"


def _outcome(work: Work, asked: Asked, delivery: Delivery, language: str) -> str:
    error = delivery.error or ""
    match delivery.state:
        case DeliveryState.DELIVERED:
            at = words.clock(work, asked.delivered_at or asked.promised_at, language)
            return work.say("why-delivered", language, at=at)
        case DeliveryState.BURIED:
            return work.say("why-buried", language, error=error)
        case DeliveryState.CANCELLED:
            return work.say("why-withdrawn", language)
        case DeliveryState.SENDING:
            return work.say("why-sending", language)
        case DeliveryState.WAITING if delivery.attempts == 0:
            return work.say("why-queued", language)
        case DeliveryState.WAITING:
            seconds = max(0, round((delivery.due_at - work.real_now).total_seconds()))
            return work.say(
                "why-retried",
                language,
                attempt=str(delivery.attempts),
                error=error,
                seconds=str(seconds),
            )


def _answer(work: Work, account: Account, given: Answer, language: str) -> str:
    return f"• {words.answer(work, account.picture, given, language)}"


def _next(work: Work, account: Account, language: str) -> str:
    callout = account.summons.callout
    if account.foreseen is None:
        word = state(callout)
        is_with_coordinator = word in {State.UNANSWERED, State.DECLINED, State.WAITING}
        return work.say("why-next-exhausted" if is_with_coordinator else "why-next-none", language)
    return (
        f"{_foreseen(work, account, account.foreseen, language)} {_wait(work, account, language)}"
    )


def _foreseen(work: Work, account: Account, foreseen: Foreseen, language: str) -> str:
    at = words.clock(work, foreseen.at, language)
    match foreseen.decision.action:
        case Page(asked):
            role = work.say(f"why-step-{asked.to}" if asked.to else "why-step-sent", language)
            who = account.picture.name(asked.person)
            return work.say("why-next-page", language, at=at, who=who, role=role)
        case Park(until):
            opens = words.clock(work, until, language)
            return work.say("why-next-park", language, at=at, until=opens)
        case Exhaust():
            return work.say("why-next-exhaust", language, at=at)
        case None:
            return work.say("why-next-check", language, at=at)


def _wait(work: Work, account: Account, language: str) -> str:
    """Say why not yet."""
    callout = account.summons.callout
    if callout.parked_until is not None:
        return work.say(
            "why-wait-hours", language, until=words.clock(work, callout.parked_until, language)
        )
    if callout.answer is not None:
        told = words.answer(work, account.picture, callout.answer, language)
        return work.say("why-wait-answer", language, answer=told)
    if not callout.pages:
        return work.say("why-wait-first", language)
    newest = callout.pages[-1]
    if newest.delivered_at is None:
        return work.say("why-wait-delivery", language)
    step = callout.policy.steps[min(callout.step, len(callout.policy.steps) - 1)]
    return work.say(
        "why-wait-patience",
        language,
        patience=format_duration(step.patience, language),
        at=words.clock(work, newest.delivered_at, language),
    )
