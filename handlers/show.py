"""Show what has changed: the situation message, the coordinator's list, the checklists."""

from datetime import timedelta

from blueprint.model import ThemeCode
from escalation.hours import is_open
from handlers import picture as pictures
from handlers import promise, secrecy
from handlers.compose import coordinator as compose
from handlers.identity import reachable
from handlers.picture import Picture
from handlers.promise import Live, Post
from handlers.work import Work
from roster import oncall
from roster.model import Person, PersonId, Target
from storage import alarms, outbox, people
from storage.model import Alarm, AlarmId, DeliveryState, Platform, Priority

RESEND_AFTER = timedelta(minutes=1)  # the coordinator's list is sent anew after this


def situation_key(alarm: AlarmId, number: int) -> str:
    return f"alarm/{alarm}/situation/{number}"


def refresh(work: Work, *stale: AlarmId) -> None:
    """Have every standing message about the alarms' callouts brought up to date, once, soon.

    The ticker does it in a transaction of its own, so that nobody's press waits for it.
    """
    alarms.mark_stale(work.session, stale, work.now)


def refresh_open(work: Work) -> None:
    """As `refresh`, for every open alarm: what concerns them all has changed."""
    alarms.mark_open_stale(work.session, work.now)


def bring_up_to_date(work: Work, alarm: AlarmId) -> None:
    """Bring in whom the alarm has summoned, and renew its standing messages."""
    picture = pictures.load(work, alarm)
    _invite_newcomers(work, picture)
    refresh_situation(work, alarm)
    _refresh_calls(work, alarm)
    refresh_coordinator(work, picture)


def _invite_newcomers(work: Work, picture: Picture) -> None:
    if not picture.alarm.is_open or Platform.SLACK not in work.desk.platforms:
        return
    invited = promise.invited(work, picture.alarm.id)
    pages = (page for summons in picture.summonses for page in summons.callout.pages)
    asked = [page.person for page in pages if page.to is not Target.COORDINATOR]
    lead = picture.alarm.lead_person  # who may lead without having been summoned
    wanted = dict.fromkeys([*asked, *picture.took_over(), *([lead] if lead else [])])
    newcomers = [
        person for person in wanted if person not in invited and picture.people[person].slack
    ]
    if newcomers:
        promise.invite(work, picture.alarm.id, newcomers)


def refresh_situation(work: Work, alarm: AlarmId) -> None:
    """Bring the standing situation messages up to date; changes that follow soon share it."""
    for target in _situations(work, alarm):
        live = Live("situation", alarm, _reader_of(target))
        promise.edit(work, target, live, priority=Priority.SITUATION, settling=work.desk.settling)


def _reader_of(key: str) -> str:
    """Return whose situation message it is; nobody's in particular in the channel."""
    return key.partition("@")[0].partition("/situation/")[2].partition("/")[2]


def send_situation(work: Work, picture: Picture) -> None:
    """Send the situation as a new message: in the channel, and directly on Telegram."""
    alarm = picture.alarm
    number = _newest_number(work, alarm.id) + 1
    is_set_up = number == 1  # the one that is pinned belongs to the channel's set-up
    post = Post(
        key=situation_key(alarm.id, number),
        subject=f"alarm/{alarm.id}/situation",
        priority=Priority.CHANNEL if is_set_up else Priority.SITUATION,
        content=Live("situation", alarm.id),
    )
    _take_buttons(work, alarm)
    promise.to_channel(work, alarm.id, post)
    for person in _telegram_readers(work, picture):
        send_situation_to(work, alarm, person, number)


def _take_buttons(work: Work, alarm: Alarm) -> None:
    """Take the lead's buttons off what a newer sending is about to overtake; pinned ones stay."""
    pinned = f"{situation_key(alarm.id, 1)}@{Platform.SLACK}"
    readers = {"", alarm.lead_person}
    for target in _situations(work, alarm.id):
        reader = _reader_of(target)
        if target != pinned and reader in readers:
            live = Live("earlier_situation", alarm.id, reader)
            promise.edit(work, target, live, priority=Priority.SITUATION)


def send_situation_to(work: Work, alarm: Alarm, person: Person, number: int) -> None:
    """Send the situation directly, where there is no channel to read it in."""
    if not secrecy.shows_situation_on(alarm, Platform.TELEGRAM):
        return
    post = Post(
        key=f"{situation_key(alarm.id, number)}/{person.id}",
        subject=f"alarm/{alarm.id}/situation",
        priority=Priority.SITUATION,
        content=Live("situation", alarm.id, person.id),
    )
    promise.to_person(work, person, post, only=[Platform.TELEGRAM])


def welcome(work: Work, alarm: AlarmId, person: Person) -> None:
    """Give one who has just answered the situation, where Telegram is their window."""
    number = max(_newest_number(work, alarm), 1)
    send_situation_to(work, alarms.get(work.session, alarm), reachable(work, person), number)


def refresh_checklist(
    work: Work, alarm: AlarmId, theme: ThemeCode, *, response_url: str | None = None
) -> None:
    """Bring a theme's list up to date; at once when it was pressed."""
    live = Live("checklist", alarm, theme)
    promise.edit(
        work,
        f"alarm/{alarm}/checklist/{theme}@{Platform.SLACK}",
        live,
        priority=Priority.ANSWER if response_url else Priority.CHECKLIST,
        response_url=response_url,
    )


def refresh_checklists(work: Work, alarm: AlarmId) -> None:
    for theme in alarms.get(work.session, alarm).themes_of(work.desk.blueprint):
        refresh_checklist(work, alarm, theme.code)


def refresh_rules(work: Work, alarm: AlarmId) -> None:
    """Bring the pinned rules of play up to date: who leads, and what is public."""
    target = f"alarm/{alarm}/rules@{Platform.SLACK}"
    promise.edit(work, target, Live("rules", alarm), priority=Priority.CHANNEL)


def refresh_facts(work: Work, alarm: AlarmId) -> None:
    target = f"alarm/{alarm}/facts@{Platform.SLACK}"
    promise.edit(work, target, Live("facts", alarm), priority=Priority.CHANNEL)


def refresh_coordinator(work: Work, picture: Picture) -> None:
    """Show a new line at once; send the list anew when its newest sending is a minute old."""
    alarm = picture.alarm
    reader = alarm.coordinator_person or coordinator_of(work, picture)
    told = tuple(compose.told(work, picture, reader))
    if told == alarm.coordinator_lines:
        return
    has_changed_hands = coordinator_of(work, picture) != alarm.coordinator_person
    if has_changed_hands and _is_list_lost(work, alarm):
        alarms.change(work.session, alarm.id, coordinator_lines=told)
        _send_coordinator_list(work, picture)
        return
    is_new = bool(_keys(told) - _keys(alarm.coordinator_lines))
    age = work.now - alarm.coordinator_sent_at if alarm.coordinator_sent_at else None
    alarms.change(work.session, alarm.id, coordinator_lines=told)
    if is_new and (age is None or age > RESEND_AFTER):
        _send_coordinator_list(work, picture)
    elif alarm.coordinator_sending:
        _edit_coordinator_list(work, picture, alarm.coordinator_sending)


def offer_list(work: Work, alarm: AlarmId, person: PersonId) -> None:
    """Send the list to one who can be reached from now on, when it is theirs and not with them."""
    picture = pictures.load(work, alarm)
    if coordinator_of(work, picture) != person:
        return
    told = tuple(compose.told(work, picture, person))
    has_list = picture.alarm.coordinator_person == person and not _is_list_lost(work, picture.alarm)
    if told and not has_list:
        alarms.change(work.session, alarm, coordinator_lines=told)
        _send_coordinator_list(work, picture)


def _is_list_lost(work: Work, alarm: Alarm) -> bool:
    """Whether no platform took the newest list."""
    key = _coordinator_key(alarm.id, alarm.coordinator_sending)
    sent = [one for one in outbox.like(work.session, f"{key}@") if one.target is None]
    return bool(sent) and all(one.state is DeliveryState.BURIED for one in sent)


def _keys(told: tuple[str, ...]) -> set[str]:
    return {line.partition(" ")[0] for line in told}


def coordinator_of(work: Work, picture: Picture) -> PersonId:
    """Return the area's coordinator now; without one in reach, the person who raised the alarm."""
    municipality = picture.alarm.municipality
    roster = people.roster_for(work.session, [municipality])
    found = oncall.coordinator(roster, municipality, work.now, work.desk.tz)
    if found is None or people.is_out_of_reach(work.session, found[1]):
        return picture.alarm.raised_by
    return found[1]


def _send_coordinator_list(work: Work, picture: Picture) -> None:
    alarm = picture.alarm
    if alarm.coordinator_sending:
        _edit_coordinator_list(work, picture, alarm.coordinator_sending)
    person = people.person(work.session, coordinator_of(work, picture))
    if person is None:
        return
    number = alarm.coordinator_sending + 1
    post = Post(
        key=_coordinator_key(alarm.id, number),
        subject=f"alarm/{alarm.id}/coordinator",
        priority=Priority.ESCALATION,
        content=Live("coordinator", alarm.id, str(number)),
    )
    promise.to_person(work, person, post, only=secrecy.ways_to(alarm, person))
    alarms.change(
        work.session,
        alarm.id,
        coordinator_sending=number,
        coordinator_sent_at=work.now,
        coordinator_person=person.id,
    )


def _edit_coordinator_list(work: Work, picture: Picture, number: int) -> None:
    for platform in Platform:
        promise.edit(
            work,
            f"{_coordinator_key(picture.alarm.id, number)}@{platform}",
            Live("coordinator", picture.alarm.id, str(number)),
            priority=Priority.ESCALATION,
        )


def _coordinator_key(alarm: AlarmId, number: int) -> str:
    return f"alarm/{alarm}/coordinator/{number}"


def calls_key(alarm: AlarmId) -> str:
    return f"alarm/{alarm}/calls"


def _refresh_calls(work: Work, alarm: AlarmId) -> None:
    target = f"{calls_key(alarm)}@{Platform.SLACK}"
    promise.edit(work, target, Live("calls", alarm), priority=Priority.SITUATION)


def _situations(work: Work, alarm: AlarmId) -> list[str]:
    """Return the standing situation messages: the pinned one, and the newest to each reader."""
    sent = [
        delivery
        for delivery in outbox.like(work.session, f"alarm/{alarm}/situation/")
        if delivery.target is None
        and delivery.state not in {DeliveryState.CANCELLED, DeliveryState.BURIED}
    ]
    newest = {delivery.address: delivery.key for delivery in sent}
    pinned = f"{situation_key(alarm, 1)}@{Platform.SLACK}"
    channel = [pinned] if any(delivery.key == pinned for delivery in sent) else []
    return list(dict.fromkeys([*channel, *newest.values()]))


def _newest_number(work: Work, alarm: AlarmId) -> int:
    prefix = f"alarm/{alarm}/situation/"
    numbers = [
        int(delivery.key.removeprefix(prefix).split("@")[0].split("/")[0])
        for delivery in outbox.like(work.session, prefix)
    ]
    return max(numbers, default=0)


def _telegram_readers(work: Work, picture: Picture) -> list[Person]:
    """Return those on Telegram who have answered and are within hours, and the raiser."""
    answered = {
        summons.callout.answer.by
        for summons in picture.summonses
        if summons.callout.answer is not None
        and is_open(picture.actor(summons).hours, work.now, work.desk.tz)
    }
    readers = answered | {picture.alarm.raised_by}
    return [
        reachable(work, person)
        for key, person in picture.people.items()
        if key in readers and person.telegram is not None
    ]
