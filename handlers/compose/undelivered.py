"""What could not be delivered: to whom, why, and what somebody can do about it."""

from collections import defaultdict
from dataclasses import dataclass

from handlers.compose import words
from handlers.picture import Picture, is_of_channel
from handlers.work import Work
from roster.model import PersonId
from storage.access import Barred, Lack
from storage.claims import INTERRUPTED
from storage.model import Delivery, Platform
from storage.outbox import BEHIND

# The platforms' own words for what a person, not the program, has to mend.
MENDS = {
    "is_archived": "mend-archived",
    "channel_not_found": "mend-gone",
    "name_taken": "mend-create",
    "restricted_action": "mend-create",
    "cannot_create_channel": "mend-create",
    "ura_max_channels": "mend-full",
    "message_limit_exceeded": "mend-full",
    "user_not_found": "mend-account",
    "messages_tab_disabled": "mend-account",
    "forbidden: bot was blocked by the user": "mend-blocked",
    "forbidden: user is deactivated": "mend-account",
    "forbidden: bot can't initiate conversation with a user": "mend-start",
    "chat not found": "mend-start",
    INTERRUPTED: "mend-once",
}


@dataclass(frozen=True, slots=True)
class Shut:
    """A platform that lets us do nothing, or not all, until an operator has mended it."""

    platform: Platform
    barred: Barred

    @property
    def key(self) -> str:
        return f"shut/{self.platform}"


@dataclass(frozen=True, slots=True)
class Uninvited:
    """Those whom Slack would not let into the channel, for the same reason."""

    reason: str
    people: tuple[PersonId, ...]

    @property
    def key(self) -> str:
        return f"uninvited/{self.reason}"


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Promises that were given up for the same address and reason."""

    address: str
    platform: Platform
    error: str
    count: int

    @property
    def key(self) -> str:
        return f"undelivered/{self.platform}/{self.address}"


Failing = Shut | Uninvited | Undelivered
START = frozenset({"mend-start", "mend-blocked"})  # which somebody's pressing Start has mended


def shut(picture: Picture) -> tuple[Shut, ...]:
    """Return the platforms that an open alarm cannot count on."""
    if not picture.alarm.is_open:
        return ()
    return tuple(Shut(platform, barred) for platform, barred in picture.barred.items())


def lost(picture: Picture) -> tuple[Uninvited | Undelivered, ...]:
    """Return what else does not arrive, or whom it does not reach."""
    return (*_uninvited(picture), *_grouped(picture))


def _uninvited(picture: Picture) -> tuple[Uninvited, ...]:
    """Return a line's worth for each reason why somebody is not in an open alarm's channel."""
    if not picture.alarm.is_open:
        return ()
    found: dict[str, list[PersonId]] = defaultdict(list)
    for person, reason in picture.uninvited.items():
        found[reason].append(person)
    return tuple(Uninvited(reason, tuple(people)) for reason, people in found.items())


def _grouped(picture: Picture) -> tuple[Undelivered, ...]:
    """Return a line's worth for each address and reason, where there is still something to mend.

    Changes of messages do not count unless the whole channel is the reason, nor does what failed
    because somebody had not pressed Start, once they have: what mattered was sent to them then.
    """
    found: dict[tuple[str, Platform, str], int] = defaultdict(int)
    for delivery in picture.lost:
        is_told = delivery.target is None or is_of_channel(delivery)
        if is_told and not _is_mended(picture, delivery):
            found[delivery.address, delivery.platform, _reason(picture, delivery)] += 1
    return tuple(
        Undelivered(address, platform, error, count)
        for (address, platform, error), count in found.items()
    )


def _reason(picture: Picture, delivery: Delivery) -> str:
    """Return the platform's reason, or that it waited for a channel that does not come."""
    is_for_channel = delivery.address.startswith("alarm/") and delivery.method != "create_channel"
    return BEHIND if is_for_channel and picture.is_channel_lost else delivery.error or ""


def _is_mended(picture: Picture, delivery: Delivery) -> bool:
    person = PersonId(delivery.address.removeprefix("person/"))
    return person in picture.started and MENDS.get((delivery.error or "").lower()) in START


def told(work: Work, picture: Picture, failing: Failing, language: str) -> str:
    """Tell what does not arrive, with the mend where there is one."""
    match failing:
        case Shut(platform, barred):
            key = "shut-token" if barred.lack is Lack.TOKEN else "shut-scope"
            where = words.platform(platform)
            return work.say(key, language, platform=where, error=barred.reason)
        case Uninvited(reason):
            names = named(work, picture, failing, language)
            return work.say("uninvited-line", language, names=names, error=reason)
        case Undelivered():
            return _undelivered(work, picture, failing, language)


def _undelivered(work: Work, picture: Picture, one: Undelivered, language: str) -> str:
    mend = MENDS.get(one.error.lower())
    line = work.say(
        _line(picture, one),
        language,
        who=_whose(work, picture, one.address, language),
        platform=words.platform(one.platform),
        error=one.error,
        count=one.count,
    )
    return f"{line} {work.say(mend, language)}" if mend else line


def _line(picture: Picture, one: Undelivered) -> str:
    if one.error != BEHIND:
        return "undelivered-line"
    may_come = picture.is_channel_lost and picture.alarm.is_open
    return "undelivered-for-channel" if may_come else "undelivered-behind"


def named(work: Work, picture: Picture, failing: Failing, language: str) -> str:
    """Name whom or what it concerns."""
    match failing:
        case Shut(platform):
            return words.platform(platform)
        case Uninvited(_, people):
            return ", ".join(picture.name(person) for person in people)
        case Undelivered(address, platform):
            who = _whose(work, picture, address, language)
            return f"{who} ({words.platform(platform)})"


def _whose(work: Work, picture: Picture, address: str, language: str) -> str:
    kind, _, rest = address.partition("/")
    if kind == "person":
        return picture.name(PersonId(rest))
    return work.say("undelivered-channel", language)
