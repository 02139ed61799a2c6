"""Open an alarm: who is summoned, what is promised, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from blueprint import municipalities
from blueprint.model import CaseKind, Municipality, Theme
from escalation import drill
from escalation.advance import frozen_policy
from escalation.beat import beats
from escalation.case import Grade, Secrecy, Tempo
from escalation.drill import Scope
from escalation.mobilise import (
    Mobilisation,
    callers,
    lead_for,
    may_alarm,
    mobilise,
)
from handlers import (
    about,
    ask_lead,
    contact,
    figures,
    identity,
    plan,
    promise,
    region,
    secrecy,
    show,
    summon,
)
from handlers import picture as pictures
from handlers.ask_lead import Asking
from handlers.compose import channel, coordinator, notices, words
from handlers.drills import ending, rules
from handlers.identity import Identity
from handlers.picture import Picture
from handlers.promise import Live, Post
from handlers.reply import Reply, done, quoted, refused
from handlers.work import Work
from roster.model import Actor, ActorId, Person, Policy, Roster
from storage import alarms, journal, people
from storage.model import Alarm, Platform, Priority

DRAWN_OUT_FACTOR = 4  # CONTRACT: tempo utdragen multiplies every patience
CODENAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class OpenAlarm:
    """What the form has gathered. Only the first four are mandatory."""

    identity: Identity
    municipality: str
    kind: CaseKind
    codename: str
    reply_due_at: datetime | None = None
    grade: Grade = Grade.ALARM
    tempo: Tempo = Tempo.ACUTE
    secrecy: Secrecy = Secrecy.RESTRICTED
    facts: str = ""
    unticked: tuple[ActorId, ...] = ()
    contact_paths: str = ""
    start_meeting: str = ""
    neighbours: tuple[str, ...] = field(default=())
    drill: Scope | None = None  # what a drill is for; None: it is in earnest


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with the form, and in which field."""

    field: str  # municipality, codename, deadline, or empty for the whole
    text: str


def open_alarm(work: Work, command: OpenAlarm) -> Alarm | Mistake:
    """Open an alarm and promise everything that follows, or say what is wrong."""
    person = identity.person_of(work, command.identity)
    municipality = municipalities.by_code(command.municipality)
    if municipality is None:
        return Mistake("municipality", _unknown_municipality(work, command.municipality))
    if command.drill is not None:
        return _open_drill(work, command, municipality, command.drill, person)
    roster = _roster(work, municipality)
    via = may_alarm(roster, person.id, municipality) if person else None
    if person is None or via is None:
        return Mistake("", may_not(work, roster, municipality))
    mistake = _check(work, command, municipality)
    if mistake is not None:
        return mistake
    return _open(work, command, municipality, roster, person, via)


def _open_drill(
    work: Work,
    command: OpenAlarm,
    municipality: Municipality,
    scope: Scope,
    person: Person | None,
) -> Alarm | Mistake:
    there = rules.place(work, municipality, scope)
    via = drill.may_start(there.roster, person.id, there.area) if person else None
    if person is None or via is None:
        return Mistake("", rules.may_not(work, there))
    unticked = (*command.unticked, *rules.left_out(there, command.kind))
    mistake = _check(work, command, municipality)
    if mistake is not None:
        return mistake
    in_the_way = rules.in_the_way(work, there, command.kind, command.grade, unticked)
    if in_the_way is not None:
        return Mistake("", in_the_way)
    neighbours = tuple(one.code for one in there.others)
    own = replace(command, unticked=unticked, neighbours=neighbours)
    return _open(work, own, municipality, there.roster, person, via)


def may_not(work: Work, roster: Roster, municipality: Municipality) -> str:
    """Say that one may not raise the alarm there, and whom to call."""
    allowed = callers(roster, municipality)
    if not allowed:
        return work.say("error-may-not-nobody", municipality=municipality.name)
    listed = contact.listed(work, roster, allowed[:4])
    return work.say("error-may-not", municipality=municipality.name, callers=listed)


def _roster(work: Work, municipality: Municipality) -> Roster:
    return identity.within_reach(work, people.roster_for(work.session, [municipality.code]))


def _unknown_municipality(work: Work, text: str) -> str:
    near = ", ".join(found.name for found in municipalities.nearest(text))
    return work.say("error-municipality", text=quoted(text), nearest=near)


def _check(work: Work, command: OpenAlarm, municipality: Municipality) -> Mistake | None:
    codename = command.codename.strip()
    if not codename:
        return Mistake("codename", work.say("error-required"))
    if len(codename) > CODENAME_LENGTH:
        return Mistake("codename", work.say("error-codename-long"))
    if command.reply_due_at is not None and command.reply_due_at <= work.now:
        return Mistake("deadline", work.say("error-deadline-past"))
    same = _same_open(work, codename, municipality.code, is_drill=command.drill is not None)
    if same is not None:
        told = work.say(
            "drill-already-open" if same.is_drill else "error-already-open",
            codename=same.codename,
            municipality=words.place(same),
            number=str(same.id),
        )
        return Mistake("codename", told)
    return None


def _same_open(work: Work, codename: str, municipality: str, *, is_drill: bool) -> Alarm | None:
    named = alarms.by_codename(work.session, municipalities.fold(codename))
    open_ones = [
        a for a in named if a.is_open and a.municipality == municipality and a.is_drill is is_drill
    ]
    return next(iter(open_ones), None)


def _open(
    work: Work,
    command: OpenAlarm,
    municipality: Municipality,
    roster: Roster,
    person: Person,
    via: Actor,
) -> Alarm:
    is_of_county = command.drill is not None and command.drill.county is not None
    lead = via if is_of_county else lead_for(roster, via, municipality)
    alarm = _stored(work, command, municipality, roster, person, via, lead)
    _note_opening(work, alarm)
    mobilisation = mobilise(
        roster,
        municipality=municipality,
        kind=command.kind,
        grade=command.grade,
        themes=tuple(theme.code for theme in alarm.themes_of(work.desk.blueprint)),
        unticked=command.unticked,
    )
    plan.lay_out(work, alarm)
    _set_up_channel(work, alarm)
    summon.add_callouts(work, alarm, municipality.code, mobilisation.summoned)
    if alarm.are_neighbours_called:
        summon.summon_neighbours(work, alarm)
    ending.give_way(work, alarm)
    _tell_others(work, alarm, roster, lead, mobilisation)
    return alarm


def _stored(
    work: Work,
    command: OpenAlarm,
    municipality: Municipality,
    roster: Roster,
    person: Person,
    via: Actor,
    lead: Actor | None,
) -> Alarm:
    scope = command.drill or Scope()
    has_lead = lead is not None and lead.id == via.id
    can_ask = lead is not None and contact.in_chat(work, roster, lead) is not None
    return alarms.add(
        work.session,
        policies=_frozen(roster, command.tempo),
        codename=command.codename.strip(),
        folded=municipalities.fold(command.codename.strip()),
        municipality=municipality.code,
        kind=command.kind.value,
        grade=command.grade.value,
        tempo=command.tempo.value,
        secrecy=command.secrecy.value,
        language=work.desk.language,
        reply_due_at=command.reply_due_at,
        facts=_kept_facts(command),
        contact_paths=command.contact_paths,
        start_meeting=command.start_meeting,
        neighbours=[code for code in command.neighbours if code != municipality.code],
        unticked=list(command.unticked),
        raised_by=person.id,
        raised_via=via.id,
        lead_actor=via.id if has_lead else None,
        lead_person=person.id if has_lead else None,
        lead_asked=lead.id if lead is not None and can_ask and not has_lead else None,
        opened_at=work.now,
        next_due_at=beats(work.now, work.now),
        is_drill=command.drill is not None,
        are_neighbours_called=scope.county is not None,
        themes=list(scope.themes),
    )


def _kept_facts(command: OpenAlarm) -> str:
    # A secret case keeps no fact values anywhere; they belong in the municipality's own system.
    return command.facts if secrecy.keeps_facts(command.secrecy) else ""


def _frozen(roster: Roster, tempo: Tempo) -> dict[str, Policy]:
    factor = DRAWN_OUT_FACTOR if tempo is Tempo.DRAWN_OUT else 1
    return {name: frozen_policy(policy, factor) for name, policy in roster.policies.items()}


def _note_opening(work: Work, alarm: Alarm) -> None:
    """Note the opening in the journal and the figures, a drill's apart."""
    event = "drill_opened" if alarm.is_drill else "opened"
    by, via = alarm.raised_by, alarm.raised_via
    journal.write(work.session, work.now, event, alarm=alarm.id, by=by, via=via)
    figures.OPENED.labels("drill" if alarm.is_drill else "alarm").inc()
    if alarm.is_drill:
        ending.set_end(work, alarm.id)


def _set_up_channel(work: Work, alarm: Alarm) -> None:
    picture = pictures.load(work, alarm.id)
    language = alarm.language
    place = words.place(alarm) if secrecy.names_municipality(alarm) else None
    name = channel.channel_name(alarm.codename, place, is_drill=alarm.is_drill)
    promise.create_channel(work, alarm.id, name)
    promise.invite(work, alarm.id, [alarm.raised_by])
    promise.set_topic(work, alarm.id, channel.topic(work, picture, language))
    _post(work, alarm, "rules", Live("rules", alarm.id), Priority.CHANNEL)
    promise.pin(work, alarm.id, f"alarm/{alarm.id}/rules@{Platform.SLACK}")
    show.send_situation(work, picture)
    promise.pin(work, alarm.id, f"{show.situation_key(alarm.id, 1)}@{Platform.SLACK}")
    _post(work, alarm, "facts", Live("facts", alarm.id), Priority.CHANNEL)
    for theme in alarm.themes_of(work.desk.blueprint):
        _post_checklist(work, alarm, theme)


def _post_checklist(work: Work, alarm: Alarm, theme: Theme) -> None:
    live = Live("checklist", alarm.id, theme.code)
    _post(work, alarm, f"checklist/{theme.code}", live, Priority.CHECKLIST)


def _post(
    work: Work, alarm: Alarm, name: str, content: promise.Content, priority: Priority
) -> None:
    post = Post(
        key=f"alarm/{alarm.id}/{name}",
        subject=f"alarm/{alarm.id}/channel",
        priority=priority,
        content=content,
    )
    promise.to_channel(work, alarm.id, post)


def _tell_others(
    work: Work,
    alarm: Alarm,
    roster: Roster,
    lead: Actor | None,
    mobilisation: Mobilisation,
) -> None:
    picture = pictures.load(work, alarm.id)
    asking = ask_lead.ask(work, alarm.id)
    _confirm(work, picture, _remarks_on_lead(work, alarm, roster, lead, asking), mobilisation)
    region.tell(work, alarm.id)
    calls = tuple(s for s in picture.summonses if not coordinator.has_chat(picture, s))
    if calls:
        _post(work, alarm, "calls", Live("calls", alarm.id), Priority.CHANNEL)
    show.refresh(work, alarm.id)


def _confirm(
    work: Work, picture: Picture, on_lead: Sequence[str], mobilisation: Mobilisation
) -> None:
    alarm = picture.alarm
    person = picture.people[alarm.raised_by]
    language = work.desk.language_of(person)
    message = notices.raised(
        work,
        picture,
        [*_remarks(work, picture, mobilisation, language), *on_lead],
        language,
        leads=alarm.lead_person == alarm.raised_by,
    )
    post = Post(
        key=f"alarm/{alarm.id}/raised",
        subject=f"alarm/{alarm.id}/raised",
        priority=Priority.ANSWER,
        content=message,
    )
    promise.to_person(work, person, post, only=secrecy.ways_to(alarm, person))


def _remarks(work: Work, picture: Picture, mobilisation: Mobilisation, language: str) -> list[str]:
    remarks = []
    if not picture.summonses:
        remarks.append(_nobody_summoned(work, picture, language))
    if mobilisation.orphaned:
        names = words.themes(work, mobilisation.orphaned, language)
        remarks.append(work.say("raised-orphans", language, themes=names))
    if mobilisation.coordinator is None:
        remarks.append(work.say("raised-no-coordinator", language))
    doubtful = [one for one in picture.summoned_people() if one in picture.unconfirmed]
    if doubtful:
        names = ", ".join(words.vouched(work, picture, one, language) for one in doubtful)
        remarks.append(work.say("raised-unconfirmed", language, names=names))
    return remarks


def _nobody_summoned(work: Work, picture: Picture, language: str) -> str:
    if picture.alarm.unticked:
        return work.say("raised-all-unticked", language)
    place, kind = picture.municipality.name, words.kind(work, picture.alarm.kind, language)
    key = "drill-nobody" if picture.alarm.is_drill else "raised-nobody"
    return work.say(key, language, municipality=place, kind=kind)


def _remarks_on_lead(
    work: Work, alarm: Alarm, roster: Roster, lead: Actor | None, asking: Asking | None
) -> list[str]:
    """Say who is asked to lead, or whom to ring; nothing when the raiser leads."""
    if alarm.lead_actor is not None:
        return []
    language = work.desk.language_of(roster.people.get(alarm.raised_by))
    if lead is None:
        return [work.say("raised-no-lead", language)]
    actor = words.titled(lead)
    if asking is None:
        if alarm.is_drill:
            return [work.say("raised-lead-drill", language, actor=actor)]
        who = contact.by_phone(work, roster, lead)
        return [work.say("raised-lead-ring", language, actor=actor, who=who)]
    if asking.at is None:
        return [work.say("raised-lead-asked", language, actor=actor)]
    at = words.clock(work, asking.at)
    return [work.say("raised-lead-asked-later", language, actor=actor, at=at)]


def reply(work: Work, outcome: Alarm | Mistake) -> Reply:
    """Turn the outcome into words for the one who asked."""
    if isinstance(outcome, Mistake):
        return refused(outcome.text)
    about.note(work, outcome)
    return done(notices.raised_heading(work, outcome, work.desk.tongue))
