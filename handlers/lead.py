"""What the lead does with an open alarm: upgrade, neighbours, publication, handing over."""

from dataclasses import dataclass

from escalation.case import Grade, Secrecy
from escalation.mobilise import serves
from handlers import about, ask_lead, contact, identity, promise, secrecy, show, summon
from handlers import picture as pictures
from handlers.cards import take_buttons
from handlers.compose import channel, notices, words
from handlers.identity import Identity
from handlers.message import Message
from handlers.picture import Picture
from handlers.promise import Post
from handlers.reply import Reply, done, refused
from handlers.work import Work
from roster.model import Actor, ActorId, Person, PersonId
from storage import alarms, journal, outbox, people
from storage.model import AlarmId, Priority


@dataclass(frozen=True, slots=True)
class Scene:
    """An open alarm and the person who wants something with it."""

    person: Person
    picture: Picture


def look(work: Work, by: Identity, alarm: AlarmId) -> Scene | Reply:
    """Find the alarm and the person, or say why nothing can be done."""
    alarms.lock(work.session, alarm)
    found = alarms.find(work.session, alarm)
    if found is not None:
        about.note(work, found)
    person = identity.person_of(work, by)
    if person is None:
        return refused(work.say("refused-unknown-person", account=by.user))
    if found is None:
        return refused(work.say("refused-gone"))
    picture = pictures.load(work, alarm)
    if not picture.alarm.is_open:
        return refused(told_ended(work, picture, person.id))
    return Scene(person, picture)


def told_ended(work: Work, picture: Picture, person: PersonId) -> str:
    """Say that the alarm has ended; its name is for those who take part."""
    if not may_hear_names(work, picture, person):
        return work.say("refused-ended-bare")
    return work.say("refused-ended", codename=picture.alarm.codename)


def may_hear_names(work: Work, picture: Picture, person: PersonId) -> bool:
    """Whether a refusal may name the case and its lead to the person."""
    is_open_case = picture.alarm.secrecy is Secrecy.OPEN
    return is_open_case or identity.participates(work, picture, person)


def look_as_lead(work: Work, by: Identity, alarm: AlarmId) -> Scene | Reply:
    """As `look`, for what only the lead may do."""
    scene = look(work, by, alarm)
    if isinstance(scene, Reply) or identity.leads(work, scene.picture, scene.person.id):
        return scene
    if not may_hear_names(work, scene.picture, scene.person.id):
        return refused(work.say("refused-not-lead-bare"))
    told = words.lead(work, scene.picture, work.desk.language_of(scene.person))
    return refused(work.say("refused-not-lead", lead=told))


def upgrade(work: Work, by: Identity, alarm: AlarmId) -> Reply:
    """Make a förvarning a larm and summon the rest."""
    scene = look_as_lead(work, by, alarm)
    if isinstance(scene, Reply):
        return scene
    if scene.picture.alarm.grade is Grade.ALARM:
        return _not_now(work, "refused-already-alarm")
    alarms.change(work.session, alarm, grade=Grade.ALARM.value)
    count = summon.summon_rest(work, alarm)
    _tell_channel(work, scene, "upgraded", _told(work, scene, "upgraded-text", count))
    return done(work.say("said-upgraded", count=count))


def publish(work: Work, by: Identity, alarm: AlarmId) -> Reply:
    """Note that the case is public, and summon those who wait for that."""
    scene = look_as_lead(work, by, alarm)
    if isinstance(scene, Reply):
        return scene
    if scene.picture.alarm.is_drill:
        return _not_now(work, "refused-in-drill")
    if scene.picture.alarm.is_public:
        return _not_now(work, "refused-already-public")
    alarms.change(work.session, alarm, is_public=True)
    count = summon.summon_rest(work, alarm)
    show.refresh_rules(work, alarm)
    _tell_channel(work, scene, "published", _told(work, scene, "published-text", count))
    return done(work.say("said-published", count=count))


def call_neighbours(work: Work, by: Identity, alarm: AlarmId) -> Reply:
    """Summon the actors of the neighbouring municipalities named in the alarm."""
    scene = look_as_lead(work, by, alarm)
    if isinstance(scene, Reply):
        return scene
    if scene.picture.alarm.is_drill:
        return _not_now(work, "refused-in-drill")
    if not scene.picture.alarm.neighbours:
        return _not_now(work, "refused-no-neighbours")
    if scene.picture.alarm.are_neighbours_called:
        return _not_now(work, "refused-already-neighbours")
    alarms.change(work.session, alarm, are_neighbours_called=True)
    count = summon.summon_neighbours(work, scene.picture.alarm)
    names = ", ".join(words.municipality_name(c) for c in scene.picture.alarm.neighbours)
    text = _told(work, scene, "neighbours-text", count, names=names)
    _tell_channel(work, scene, "neighbours", text)
    return done(work.say("said-neighbours", count=count))


def offer_lead(work: Work, by: Identity, alarm: AlarmId, to: ActorId) -> Reply:
    """Ask another actor to take the lead over; the lead stays until it accepts."""
    scene = look_as_lead(work, by, alarm)
    if isinstance(scene, Reply):
        return scene
    actor = people.actors(work.session, [to]).get(to)
    if actor is None:
        return refused(work.say("refused-gone"))
    roster = ask_lead.roster_of(work, scene.picture.alarm)
    if contact.in_chat(work, roster, actor) is None:
        if scene.picture.alarm.is_drill:
            return refused(work.say("refused-lead-drill", actor=words.titled(actor)))
        who = contact.by_phone(work, roster, actor)
        return refused(work.say("refused-lead-ring", actor=words.titled(actor), who=who))
    alarms.change(work.session, alarm, lead_asked=to)
    asking = ask_lead.ask(work, alarm)
    journal.write(work.session, work.now, "lead_offered", alarm=alarm, to=to)
    if asking is None or asking.at is None:
        return done(work.say("said-hand-over", actor=words.titled(actor)))
    at = words.clock(work, asking.at)
    return done(work.say("said-hand-over-later", actor=words.titled(actor), at=at))


def candidates(work: Work, alarm: AlarmId) -> list[Actor]:
    """Return the actors that could take the lead: those summoned, the lead's own left out."""
    picture = pictures.load(work, alarm)
    return [
        picture.actor(summons)
        for summons in picture.summonses
        if summons.actor != picture.alarm.lead_actor
    ]


def take_lead(work: Work, by: Identity, alarm: AlarmId) -> Reply:
    """Accept the lead that was offered."""
    scene = look(work, by, alarm)
    if isinstance(scene, Reply):
        return scene
    asked = scene.picture.alarm.lead_asked
    if asked is None:
        who = scene.picture.name(scene.picture.alarm.lead_person)
        return refused(work.say("lead-accepted-elsewhere", who=who))
    actor = people.actors(work.session, [asked])[asked]
    roster = people.roster_for(work.session, [scene.picture.alarm.municipality])
    if not serves(actor, roster, scene.person.id):
        return refused(work.say("refused-lead-other", actor=words.titled(actor)))
    alarms.change(
        work.session,
        alarm,
        lead_actor=asked,
        lead_person=scene.person.id,
        lead_asked=None,
    )
    journal.write(work.session, work.now, "lead_taken", alarm=alarm, by=scene.person.id)
    _show_new_lead(work, scene, actor)
    return done(work.say("said-lead-taken", codename=scene.picture.alarm.codename))


def _show_new_lead(work: Work, before: Scene, actor: Actor) -> None:
    alarm, person = before.picture.alarm.id, before.person
    picture = pictures.load(work, alarm)
    number = len(outbox.like(work.session, f"alarm/{alarm}/card/")) + 1
    language = picture.alarm.language
    text = _lead_changed(work, picture, person, actor, language)
    _tell_channel(work, Scene(person, picture), f"led/{number}", text)
    promise.set_topic(work, alarm, channel.topic(work, picture, language))
    show.refresh_rules(work, alarm)
    _take_earlier_cards(work, picture)
    card = notices.lead_card(work, picture, work.desk.language_of(person))
    _tell(work, picture, person, f"card/{number}", card)
    former = {before.picture.alarm.lead_person, picture.alarm.raised_by} - {None, person.id}
    for one in (known for known in before.picture.people.values() if known.id in former):
        told = _lead_changed(work, picture, person, actor, work.desk.language_of(one))
        message = notices.line(told, is_drill=picture.alarm.is_drill)
        _tell(work, picture, one, f"new-lead/{number}/{one.id}", message)


def _take_earlier_cards(work: Work, picture: Picture) -> None:
    """Take the lead's buttons off whoever had them before."""
    note = work.say(
        "card-superseded", picture.alarm.language, lead=picture.name(picture.alarm.lead_person)
    )
    for card in ("raised@", "card/"):
        take_buttons(work, f"alarm/{picture.alarm.id}/{card}", note)


def _lead_changed(work: Work, picture: Picture, person: Person, actor: Actor, language: str) -> str:
    name, codename = words.titled(actor), picture.alarm.codename
    return work.say("lead-changed", language, who=person.name, actor=name, codename=codename)


def _tell(work: Work, picture: Picture, person: Person, name: str, message: Message) -> None:
    post = Post(
        key=f"alarm/{picture.alarm.id}/{name}",
        subject=f"alarm/{picture.alarm.id}/lead",
        priority=Priority.ANSWER,
        content=message,
    )
    promise.to_person(work, person, post, only=secrecy.ways_to(picture.alarm, person))


def _told(work: Work, scene: Scene, key: str, count: int, **args: str) -> str:
    language = scene.picture.alarm.language
    return work.say(key, language, who=scene.person.name, count=str(count), **args)


def _not_now(work: Work, why: str) -> Reply:
    return refused(work.say("refused-not-now", why=work.say(why)))


def _tell_channel(work: Work, scene: Scene, name: str, text: str) -> None:
    alarm = scene.picture.alarm
    post = Post(
        key=f"alarm/{alarm.id}/{name}",
        subject=f"alarm/{alarm.id}/channel",
        priority=Priority.CHANNEL,
        content=notices.line(text, is_drill=alarm.is_drill),
    )
    promise.to_channel(work, alarm.id, post)
    journal.write(work.session, work.now, name.split("/")[0], alarm=alarm.id, by=scene.person.id)
    show.refresh(work, alarm.id)
