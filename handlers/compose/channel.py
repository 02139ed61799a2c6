"""What stands in the alarm's channel from the start: rules of play, facts, who is missing."""

from collections.abc import Sequence

from blueprint import municipalities
from escalation.callout import AnswerKind
from escalation.case import Secrecy
from handlers.compose import words
from handlers.message import (
    Button,
    Buttons,
    Fields,
    Heading,
    Lines,
    Message,
    Part,
    Rule,
    Text,
)
from handlers.picture import Picture
from handlers.secrecy import names_municipality
from handlers.work import Work
from roster.model import PersonId
from storage.model import Alarm, Summons

MOST_CALLS = 40  # lines with a button: a message holds 50 blocks
MISSING_MARKS = ("", "?", "-", "okänt", "saknas")


def channel_name(codename: str, place: str | None, *, is_drill: bool = False) -> str:
    """Return `larm-<municipality>-<code name>` as Slack allows it, at most 80 characters.

    A drill's begins `larm-ovning-`.
    """
    kind = "ovning" if is_drill else ""
    wanted = "-".join(part for part in ("larm", kind, place, codename) if part)
    folded = municipalities.fold(wanted)
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in folded)
    return "-".join(part for part in kept.split("-") if part)[:76].rstrip("-")


def topic(work: Work, picture: Picture, language: str) -> str:
    """Return the channel's topic, at most 250 characters."""
    alarm = picture.alarm
    place = f" i {words.place(alarm)}" if names_municipality(alarm) else ""
    told = work.say(
        "channel-topic",
        language,
        codename=alarm.codename,
        kind=words.kind(work, alarm.kind, language),
        municipality=place,
        number=str(alarm.id),
        lead=words.lead(work, picture, language),
    )
    return f"{work.say('drill', language)} {told}"[:250] if alarm.is_drill else told[:250]


def rules(work: Work, picture: Picture, groups: tuple[str, ...], language: str) -> Message:
    """Compose the pinned rules of play."""
    alarm = picture.alarm
    heading = work.say("rules-heading", language)
    lines = [
        work.say("rules-lead", language, lead=words.lead(work, picture, language)),
        work.say("rules-who", language),
        work.say(f"rules-share-{_sharing(alarm)}", language),
        work.say("rules-silent", language),
        work.say("rules-record", language),
        work.say("rules-classified", language),
    ]
    if groups and not alarm.is_drill:
        lines.append(work.say("rules-groups", language, groups=", ".join(groups)))
    bullets = tuple(f"• {line}" for line in lines)
    return Message(
        f"{heading}: {alarm.codename}", (Heading(heading), Lines(bullets)), alarm.is_drill
    )


def _sharing(alarm: Alarm) -> str:
    """Return the rule of what may be shared: what is public may, whatever was agreed before."""
    return "public" if alarm.is_public else alarm.secrecy.name.lower()


def facts(work: Work, picture: Picture, language: str) -> Message:
    """Compose the facts with what is missing; for a secret case, only where to ask."""
    alarm = picture.alarm
    heading = f"{work.say('facts-heading', language)}: {alarm.codename}"
    if alarm.secrecy is Secrecy.SECRET:
        return Message(
            heading,
            (Heading(heading), Text(work.say("facts-secret", language))),
            alarm.is_drill,
        )
    known, missing = split_facts(alarm.facts)
    parts: list[Part] = [Heading(heading)]
    parts.append(Lines(known or (work.say("facts-none", language),)))
    if missing:
        parts.append(Lines(missing, title=work.say("facts-missing", language)))
    parts.append(Rule())
    parts.append(Fields(_arrangements(work, picture, language)))
    return Message(heading, tuple(parts), alarm.is_drill)


def split_facts(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split the form's lines into what is known and what is missing.

    A line without a value ("Skiftform: ?") is missing; "Saknas: a, b" names several.
    """
    known: list[str] = []
    missing: list[str] = []
    for line in (raw.strip() for raw in text.splitlines()):
        label, _, value = line.partition(":")
        if label.strip().lower() == "saknas":
            missing += [part.strip() for part in value.split(",") if part.strip()]
        elif ":" in line and value.strip().lower() in MISSING_MARKS:
            missing.append(label.strip())
        elif line:
            known.append(line)
    return tuple(known), tuple(missing)


def _arrangements(work: Work, picture: Picture, language: str) -> tuple[tuple[str, str], ...]:
    alarm = picture.alarm
    meeting = alarm.start_meeting or work.say("facts-meeting-none", language)
    rows = [("facts-meeting", meeting)]
    if alarm.reply_due_at is not None:
        rows.insert(0, ("facts-reply", words.moment(work, alarm.reply_due_at, language)))
    if alarm.contact_paths:
        rows.append(("facts-contacts", alarm.contact_paths))
    if alarm.neighbours:
        names = ", ".join(words.municipality_name(code) for code in alarm.neighbours)
        key = "drill-municipalities" if alarm.drilled_county else "facts-neighbours"
        rows.append((key, names))
    return tuple((work.say(key, language), value) for key, value in rows)


def absent_members(work: Work, picture: Picture, language: str) -> Message | None:
    """Name those summoned who are not in the channel; None when everybody is."""
    lines = []
    for summons in picture.summonses:
        for person in dict.fromkeys(page.person for page in summons.callout.pages):
            line = _absence(work, picture, summons, person, language)
            if line:
                lines.append(line)
    if not lines:
        return None
    heading = work.say("members-heading", language)
    unique = tuple(dict.fromkeys(lines))
    return Message(heading, (Lines(unique, title=heading),), picture.alarm.is_drill)


def _absence(
    work: Work,
    picture: Picture,
    summons: Summons,
    person: PersonId,
    language: str,
) -> str | None:
    found = picture.people.get(person)
    actor = picture.actor(summons).name
    if found is None:
        return None
    if found.slack is None:
        return work.say("members-no-slack", language, name=found.name, actor=actor)
    reason = picture.uninvited.get(person)
    if reason is None:
        return None
    return work.say("members-refused", language, name=found.name, actor=actor, reason=reason)


def call_list(work: Work, picture: Picture, calls: tuple[Summons, ...], language: str) -> Message:
    """Compose the list of actors without any way in chat, ticked off by hand.

    What needs no call any more stands together at the end, so that the others have the room.
    """
    heading = f"{work.say('calls-heading', language)}: {picture.alarm.codename}"
    waiting = [s for s in calls if s.callout.answer is None and picture.alarm.is_open]
    if picture.alarm.is_drill:
        return _calls_left_alone(work, picture, heading, waiting, language)
    parts: list[Part] = [Heading(heading), Text(work.say("calls-text", language))]
    for summons in waiting[:MOST_CALLS]:
        parts += _call(work, picture, summons, language)
    parts += _further_calls(work, picture, waiting[MOST_CALLS:], language)
    over = tuple(_call_over(work, picture, s, language) for s in calls if s not in waiting)
    if over:
        parts.append(Lines(over))
    return Message(heading, tuple(parts), picture.alarm.is_drill)


def _calls_left_alone(
    work: Work, picture: Picture, heading: str, calls: Sequence[Summons], language: str
) -> Message:
    """Name whom one would call in earnest: in a drill nobody is."""
    names = tuple(f"• {words.titled(picture.actor(summons))}" for summons in calls)
    parts: list[Part] = [Heading(heading), Text(work.say("calls-drill", language))]
    if names:
        parts.append(Lines(names))
    return Message(heading, tuple(parts), picture.alarm.is_drill)


def _call(work: Work, picture: Picture, summons: Summons, language: str) -> list[Part]:
    place = picture.place(summons)
    button = Button(work.say("button-phoned", language), "phoned", str(summons.id))
    line = f"{place}. {_call_line(work, picture, summons, language)}"
    return [Text(line), Buttons((button,), tag=str(place))]


def _further_calls(
    work: Work, picture: Picture, summonses: Sequence[Summons], language: str
) -> list[Part]:
    """Tell whom else to call; their buttons come as others are ticked off."""
    if not summonses:
        return []
    title = work.say("calls-more", language, count=str(len(summonses)))
    listed = (
        f"{picture.place(one)}. {_call_line(work, picture, one, language)}" for one in summonses
    )
    return [Lines(tuple(listed), title=title)]


def _call_over(work: Work, picture: Picture, summons: Summons, language: str) -> str:
    given = summons.callout.answer
    if given is not None and given.kind is AnswerKind.PHONED:
        actor, at = picture.actor(summons).name, words.clock(work, given.at, language)
        who = picture.name(given.by)
        return work.say("calls-done", language, actor=actor, at=at, who=who)
    told = words.state_of(work, picture, summons, language)
    return f"{_call_line(work, picture, summons, language)}: {told}"


def _call_line(work: Work, picture: Picture, summons: Summons, language: str) -> str:
    actor = picture.actor(summons)
    return work.say(
        "calls-line",
        language,
        actor=actor.name,
        organisation=actor.organisation,
        name=words.vouched(work, picture, next(iter(actor.rotation.people), None), language),
        phone=phone_of(work, picture, summons, language),
    )


def phone_of(work: Work, picture: Picture, summons: Summons, language: str) -> str:
    """Return the first telephone number among the actor's people."""
    named = picture.actor(summons).people
    numbers = (picture.people[p].phone for p in named if p in picture.people)
    found = next((number for number in numbers if number), None)
    return found or work.say("calls-no-phone", language)
