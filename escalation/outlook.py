"""What an area's part of the roster lacks, now and in the weeks to come. Pure.

A gap is a period in which an actor has nobody on call. Only the actor's own hours matter: while
it is closed nothing is sent to it, and whoever has the duty when it opens is looked up then. So a
gap begins at an opening and ends at a closing, and one that lies between two openings is none.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from blueprint.model import CaseKind, ThemeCode
from escalation.hours import closed_since, opens_at
from roster import oncall
from roster.coverage import Coverage, Post, cover, post_of
from roster.index import Index
from roster.model import STANDARD, Actor, ActorId, Hours, PersonId, Roster, Target
from roster.oncall import Shift

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Window:
    """What is looked at: from a moment on, half-open, for one kind of case."""

    starts_at: datetime
    ends_at: datetime
    kind: CaseKind
    themes: tuple[ThemeCode, ...]
    tz: ZoneInfo


@dataclass(frozen=True, slots=True)
class Fallback:
    """Who would be called where nobody is on call, and for which actor they answer."""

    actor: Actor
    person: PersonId


@dataclass(frozen=True, slots=True)
class Gap:
    """A period, half-open, in UTC, in which an actor is open and has nobody on call."""

    actor: Actor
    starts_at: datetime
    ends_at: datetime
    fallback: Fallback | None = None  # when it begins


@dataclass(frozen=True, slots=True)
class Prospect:
    """An actor as it is manned now and in the weeks to come."""

    post: Post
    follows: Shift | None  # the next who has the duty, and from when
    gaps: tuple[Gap, ...]  # earliest first
    is_lacking: bool  # nobody is on call now, though it is open


@dataclass(frozen=True, slots=True)
class Outlook:
    """A municipality's coverage now, and its gaps in the weeks to come."""

    municipality: str
    coverage: Coverage
    prospects: tuple[Prospect, ...]  # in the roster's order
    unreachable: tuple[PersonId, ...]  # known not to be reached, or never proved to be
    unconfirmed: tuple[PersonId, ...]  # have not confirmed their row

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return in_order(self.prospects)

    @property
    def lacking(self) -> tuple[Prospect, ...]:
        return tuple(one for one in self.prospects if one.is_lacking)


@dataclass(frozen=True, slots=True)
class Glance:
    """One municipality of a county, in a line. Only its own actors count, not the county's."""

    municipality: str
    without_local: int  # themes
    without_anybody: int  # themes
    lacking: int  # actors
    next_gap: Gap | None  # that begins later

    @property
    def is_clear(self) -> bool:
        return not (self.without_local or self.lacking or self.next_gap)


class Survey:
    """Looks at a roster through a window; what several municipalities share is computed once."""

    def __init__(
        self,
        roster: Roster,
        window: Window,
        *,
        unreachable: AbstractSet[PersonId] = frozenset(),
        unconfirmed: AbstractSet[PersonId] = frozenset(),
    ) -> None:
        self.window = window
        self._index = Index(roster)
        self._coordinating = self._index.part_of(*(a for a in roster.actors if a.is_coordinator))
        self._unreachable = unreachable
        self._unconfirmed = unconfirmed
        self._prospects: dict[ActorId, Prospect] = {}

    def of(self, municipality: str) -> Outlook:
        """Return a municipality's outlook (four-digit code)."""
        prospects = self._concerned(self._index.covering(municipality))
        serving = dict.fromkeys(p for one in prospects for p in one.post.serving)
        return Outlook(
            municipality=municipality,
            coverage=self._coverage(municipality, prospects),
            prospects=prospects,
            unreachable=tuple(p for p in serving if p in self._unreachable),
            unconfirmed=tuple(p for p in serving if p in self._unconfirmed),
        )

    def glances(self, municipalities: Iterable[str]) -> tuple[Glance, ...]:
        """Return a glance at each of the municipalities, the worst first."""
        return tuple(sorted(map(self._glance, municipalities), key=_worst_first))

    def shared(self, area: str) -> tuple[Prospect, ...]:
        """Return the actors of a whole county, or of the country: of all that name the area."""
        return self._concerned(self._index.of_areas(area))

    def _glance(self, municipality: str) -> Glance:
        concerned = self._concerned(self._index.covering(municipality))
        covered = self._coverage(municipality, concerned)
        own = [one for one in concerned if municipality in one.post.actor.area]
        later = [gap for gap in in_order(own) if gap.starts_at > self.window.starts_at]
        return Glance(
            municipality=municipality,
            without_local=len(covered.without_local),
            without_anybody=len(covered.without_anybody),
            lacking=sum(one.is_lacking for one in own),
            next_gap=next(iter(later), None),
        )

    def _coverage(self, municipality: str, prospects: Sequence[Prospect]) -> Coverage:
        at, tz = self.window.starts_at, self.window.tz
        found = oncall.coordinator(self._coordinating, municipality, at, tz)
        posts = [one.post for one in prospects]
        people = self._index.roster.people
        return cover(posts, people, self.window.themes, found[0] if found else None)

    def _concerned(self, actors: Iterable[Actor]) -> tuple[Prospect, ...]:
        kind = self.window.kind
        return tuple(self._prospect(actor) for actor in actors if kind in actor.cases)

    def _prospect(self, actor: Actor) -> Prospect:
        if actor.id not in self._prospects:
            self._prospects[actor.id] = self._looked_at(actor)
        return self._prospects[actor.id]

    def _looked_at(self, actor: Actor) -> Prospect:
        window, part = self.window, self._index.part_of(actor)
        at, tz = window.starts_at, window.tz
        shifts = oncall.shifts(actor, part, at, window.ends_at, tz)
        empty = [shift for shift in shifts if shift.person is None]
        gaps = within_hours(empty, actor.hours, tz)
        later = [shift for shift in shifts[1:] if shift.person is not None]
        post = post_of(actor, part, at, tz)
        return Prospect(
            post=post,
            follows=next(iter(later), None),
            gaps=tuple(self._gap(actor, part, gap) for gap in gaps),
            is_lacking=post.on_call is None and opens_at(actor.hours, at, tz) <= at,
        )

    def _gap(self, actor: Actor, part: Roster, gap: Shift) -> Gap:
        fallback = self._fallback(actor, part, gap.starts_at)
        return Gap(actor, gap.starts_at, gap.ends_at, fallback)

    def _fallback(self, actor: Actor, part: Roster, at: datetime) -> Fallback | None:
        """Return whom the actor's policy would lead to first, without anybody on call."""
        policy = part.policies.get(actor.policy, STANDARD)
        found = (self._led_to(step.to, actor, part, at) for step in policy.steps)
        return next((one for one in found if one is not None), None)

    def _led_to(self, to: Target, actor: Actor, part: Roster, at: datetime) -> Fallback | None:
        tz = self.window.tz
        if to is Target.COORDINATOR:
            found = oncall.coordinator(self._coordinating, actor.area[0], at, tz)
            return Fallback(*found) if found else None
        lookup = {Target.DEPUTY: oncall.deputy, Target.CHIEF: oncall.chief}.get(to)
        person = lookup(actor, part, at, tz) if lookup else None  # nobody is on call, or next
        return Fallback(actor, person) if person is not None else None


def within_hours(empty: Sequence[Shift], hours: Hours, tz: ZoneInfo) -> tuple[Shift, ...]:
    """Return the periods from first opening to last closing; those with no opening between merge.

    A period during which it never opens is none.
    """
    found: list[Shift] = []
    for one in empty:
        starts, ends = opens_at(hours, one.starts_at, tz), closed_since(hours, one.ends_at, tz)
        if starts >= ends:
            continue
        if found and opens_at(hours, found[-1].ends_at, tz) >= starts:
            found[-1] = Shift(None, found[-1].starts_at, ends)
        else:
            found.append(Shift(None, starts, ends))
    return tuple(found)


def in_order(prospects: Iterable[Prospect]) -> tuple[Gap, ...]:
    """Return the gaps of all, earliest first."""
    found = [gap for one in prospects for gap in one.gaps]
    return tuple(sorted(found, key=lambda gap: (gap.starts_at, gap.actor.id)))


def _worst_first(glance: Glance) -> tuple[int, int, int, datetime, str]:
    begins = glance.next_gap.starts_at if glance.next_gap else NEVER
    worst = (-glance.without_anybody, -glance.lacking, -glance.without_local)
    return (*worst, begins, glance.municipality)
