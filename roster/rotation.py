"""Whose turn it is in a rotation, handed on in local wall time. Pure."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from roster.model import PersonId, Rotation, ServingHours, Turn
from roster.walltime import wall

DAY = timedelta(days=1)
DAY_MINUTES = 24 * 60


def order(rotation: Rotation, at: datetime, tz: ZoneInfo) -> tuple[PersonId, ...]:
    """Return the rotation's people, the one whose turn it is first.

    Before `starts_on` the turns are counted backwards.
    """
    people = rotation.people
    if rotation.turn is Turn.FIXED or not people:
        return people
    turn = _turn_number(rotation, at, tz) % len(people)
    return people[turn:] + people[:turn]


def serves_at(rotation: Rotation, at: datetime, tz: ZoneInfo) -> bool:
    """Whether the rotation serves at all at the moment: within one of its hours, if it has any."""
    return not rotation.serving or any(_holds(hours, at, tz) for hours in rotation.serving)


def may_change(rotation: Rotation) -> bool:
    """Whether the rotation itself ever lets somebody else, or nobody, serve."""
    is_passed_on = rotation.turn is not Turn.FIXED and len(set(rotation.people)) > 1
    return is_passed_on or bool(rotation.serving)


def edges(rotation: Rotation, day: date, tz: ZoneInfo) -> Iterator[datetime]:
    """Yield the moments of a local day at which a turn, or the hours it serves, may change."""
    if _hands_on(rotation, day):
        for clock in _handoffs(rotation):
            yield wall(day, clock, tz)
    for hours in rotation.serving:
        yield from _window(hours, day, tz)


def _hands_on(rotation: Rotation, day: date) -> bool:
    """Whether a turn may end on a local day: never, while the same person follows."""
    if len(set(rotation.people)) < 2:
        return False
    match rotation.turn:
        case Turn.WEEKLY:
            return day.weekday() == rotation.handoff_weekday
        case Turn.MONTHLY:
            return day.day == rotation.handoff_day
        case Turn.HOURLY | Turn.DAILY | Turn.FIXED:
            return True


def _handoffs(rotation: Rotation) -> list[time]:
    """Return the wall times of a day at which the rotation may hand on, earliest first."""
    match rotation.turn:
        case Turn.FIXED:
            return []
        case Turn.HOURLY:
            first = rotation.handoff_time.hour * 60 + rotation.handoff_time.minute
            step = rotation.every * 60
            minutes = sorted((first + n) % DAY_MINUTES for n in range(0, DAY_MINUTES, step))
            return [time(*divmod(minute, 60)) for minute in minutes]
        case Turn.DAILY | Turn.WEEKLY | Turn.MONTHLY:
            return [rotation.handoff_time]


def _turn_number(rotation: Rotation, at: datetime, tz: ZoneInfo) -> int:
    """Count turns from the one that `starts_on` lies in; earlier ones count backwards."""
    if rotation.turn is Turn.HOURLY:
        return _hourly_turn(rotation, at, tz)
    day = at.astimezone(tz).date()
    if at < wall(day, rotation.handoff_time, tz):
        day -= DAY
    periods = _period(rotation, day) - _period(rotation, rotation.starts_on)
    return periods // rotation.every


def _period(rotation: Rotation, day: date) -> int:
    """Number the day, week or month that begins at its hand-off and holds the day."""
    match rotation.turn:
        case Turn.WEEKLY:
            return (day.toordinal() - 1 - rotation.handoff_weekday) // 7
        case Turn.MONTHLY:
            month = day.year * 12 + day.month
            return month if day.day >= rotation.handoff_day else month - 1
        case Turn.DAILY | Turn.HOURLY | Turn.FIXED:
            return day.toordinal()


def _hourly_turn(rotation: Rotation, at: datetime, tz: ZoneInfo) -> int:
    """Count by wall time: the turns of a day are as many on the night that an hour is lost."""
    day = at.astimezone(tz).date()
    clocks = _handoffs(rotation)
    passed = bisect_right([wall(day, clock, tz) for clock in clocks], at)
    first = clocks.index(rotation.handoff_time)
    return (day - rotation.starts_on).days * len(clocks) + passed - 1 - first


def _holds(hours: ServingHours, at: datetime, tz: ZoneInfo) -> bool:
    day = at.astimezone(tz).date()
    windows = (_window(hours, one, tz) for one in (day - DAY, day))
    return any(window[0] <= at < window[1] for window in windows if window)


def _window(hours: ServingHours, day: date, tz: ZoneInfo) -> tuple[datetime, ...]:
    """Return when the hours that begin on a local day begin and end; empty on other weekdays."""
    if day.weekday() not in hours.weekdays:
        return ()
    last = day if hours.closes > hours.opens else day + DAY
    return wall(day, hours.opens, tz), wall(last, hours.closes, tz)
