"""Explain why somebody was summoned, or not yet: `/larm varför` and the button Varför."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from blueprint.municipalities import fold
from escalation.callout import Page, Skipped
from escalation.foresee import Foreseen, foresee
from handlers import about, identity, status
from handlers import picture as pictures
from handlers.answer import Press
from handlers.compose import explanation as compose
from handlers.compose import words
from handlers.compose.explanation import Account
from handlers.identity import Identity
from handlers.picture import Picture
from handlers.reply import Reply, refused
from handlers.rounds import Rounds
from handlers.work import Work
from roster import oncall
from roster.model import Person, PersonId, Target
from storage import alarms, callouts, journal, outbox, people
from storage.model import Alarm, AlarmId, Summons

MOST = 4  # callouts in one answer; the rest are asked for by name


def explain(work: Work, by: Identity, text: str, channel: str | None) -> Reply:
    """Explain the callouts that the words mean: an alarm first, where there is need, then an actor.

    Without an actor: the person's own callouts, else all that nobody has answered.
    """
    found = _which(work, by, text, channel)
    if isinstance(found, Reply):
        return found
    alarm, wanted = found
    return _explained(work, by, alarm.id, wanted)


def explain_press(work: Work, press: Press) -> Reply:
    """Explain the callout whose button was pressed."""
    try:
        summons = callouts.get(work.session, press.callout)
    except KeyError:
        return refused(work.say("refused-gone"))
    return _explained(work, press.identity, summons.alarm, summons)


def _which(work: Work, by: Identity, text: str, channel: str | None) -> tuple[Alarm, str] | Reply:
    here = alarms.by_channel(work.session, channel) if channel else None
    given = text.split()
    if here is not None:
        return _which_here(work, here, given)
    for size in range(len(given), 0, -1):
        found = status.which_named(work, by, " ".join(given[:size]).lstrip("#"))
        if isinstance(found, Reply):
            return found
        if found is not None:
            return found, " ".join(given[size:])
    only = status.only_or_ask(work, by)
    return only if isinstance(only, Reply) else (only, text)


def _which_here(work: Work, here: Alarm, given: Sequence[str]) -> tuple[Alarm, str] | Reply:
    """In an alarm's channel that alarm is meant, unless a number in front means another."""
    number = given[0].removeprefix("#") if given else ""
    other = status.numbered(work, number)
    if other is not None:
        return other, " ".join(given[1:])
    if number.isdecimal() and len(given) == 1:
        return refused(work.say("status-unknown", text=given[0]))
    return here, " ".join(given)


def _explained(work: Work, by: Identity, alarm: AlarmId, wanted: str | Summons) -> Reply:
    picture = pictures.load(work, alarm)
    about.note(work, picture.alarm)
    person = identity.person_of(work, by)
    if person is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    if not identity.participates(work, picture, person.id):
        return refused(work.say("status-not-yours"))
    if not status.may_see(work, by, picture, person):
        return refused(work.say("status-secret"))
    chosen = [wanted] if isinstance(wanted, Summons) else _chosen(picture, person, wanted)
    if not chosen:
        return refused(_nothing(work, picture, wanted))
    accounts = [_account(work, picture, summons) for summons in chosen[:MOST]]
    left_out = len(chosen) - len(accounts)
    language = work.desk.language_of(person)
    return Reply(compose.explanation(work, accounts, left_out, language))


def _chosen(picture: Picture, person: Person, text: str) -> Sequence[Summons]:
    if text.strip():
        return [one for one in picture.summonses if _is_meant(picture, one, fold(text.strip()))]
    own = [one for one in picture.summonses if _has_asked(one, person.id)]
    return own or [one for one in picture.summonses if one.callout.answer is None]


def _is_meant(picture: Picture, summons: Summons, folded: str) -> bool:
    asked = (picture.name(page.person) for page in summons.callout.pages)
    known = (words.titled(picture.actor(summons)), summons.actor, *asked)
    return any(folded in fold(name) for name in known)


def _has_asked(summons: Summons, person: PersonId) -> bool:
    return any(page.person == person for page in summons.callout.pages)


def _nothing(work: Work, picture: Picture, wanted: object) -> str:
    if not str(wanted).strip():
        return work.say("why-nothing-open", codename=picture.alarm.codename)
    names = "; ".join(picture.actor(summons).name for summons in picture.summonses)
    return work.say("why-unknown", text=str(wanted).strip(), actors=names or work.say("nobody"))


def _account(work: Work, picture: Picture, summons: Summons) -> Account:
    rounds = Rounds(work)
    actor, roster = rounds.standing(summons)
    on_call = oncall.on_call(actor, roster, work.now, work.desk.tz)
    foreseen = foresee(summons.callout, work.now, partial(rounds.who, summons))
    return Account(
        picture=_with_names(work, picture, {on_call, _person_of(foreseen)}),
        summons=summons,
        on_call=on_call,
        deliveries=tuple(outbox.like(work.session, f"callout/{summons.id}/page/")),
        skipped=_skipped(work, summons),
        foreseen=foreseen,
    )


def _person_of(foreseen: Foreseen | None) -> PersonId | None:
    action = foreseen.decision.action if foreseen else None
    return action.asked.person if isinstance(action, Page) else None


def _with_names(work: Work, picture: Picture, wanted: Iterable[PersonId | None]) -> Picture:
    missing = {person for person in wanted if person is not None and person not in picture.people}
    found = people.people(work.session, missing)
    return replace(picture, people={**picture.people, **found})


def _skipped(work: Work, summons: Summons) -> tuple[Skipped, ...]:
    """Return the steps passed over, each once: a parked callout passes them again."""
    noted = journal.of_callout(work.session, summons.id, "skipped")
    steps = [Skipped(Target(line.facts["step"]), line.facts["person"]) for line in noted]
    return tuple(dict.fromkeys(steps))
