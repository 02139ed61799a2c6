"""What a municipality's part of the roster covers, and what it lacks. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from blueprint.model import CaseKind, Level, ThemeCode
from roster import oncall
from roster.model import Actor, ActorId, Person, PersonId, Roster

STAND_INS = (Level.SUBREGIONAL, Level.REGIONAL, Level.NATIONAL)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix theme x level, and the weak points behind it."""

    cells: Mapping[tuple[ThemeCode, Level], tuple[Actor, ...]]
    on_call: Mapping[ActorId, PersonId | None]
    without_local: Mapping[ThemeCode, Actor | None]  # theme -> who would stand in
    without_anybody: tuple[ThemeCode, ...]  # no actor at any level
    unmanned: tuple[Actor, ...]  # nobody on call now
    without_chat: tuple[Actor, ...]  # nobody of theirs has chat
    on_one_person: tuple[Actor, ...]  # no deputy, and only one in the rotation
    people_without_chat: tuple[PersonId, ...]  # summoned by telephone or e-mail at best


@dataclass(frozen=True, slots=True)
class Post:
    """An actor as it is manned at a moment."""

    actor: Actor
    on_call: PersonId | None
    serving: tuple[PersonId, ...]  # whom its own steps can lead to, the rotation first

    @property
    def sharing(self) -> tuple[PersonId, ...]:
        """Return who shares the actor's duty. A chief is called last, and shares nothing."""
        actor = self.actor
        own = {*actor.rotation.people, *(p for one in actor.layers for p in one.people)}
        return tuple(person for person in self.serving if person in {*own, actor.deputy})


def coverage(
    roster: Roster,
    municipality: str,
    kind: CaseKind,
    themes: Sequence[ThemeCode],
    at: datetime,
    tz: ZoneInfo,
) -> Coverage:
    """Compute what covers a municipality at a moment; nothing of it is ever stored.

    A theme's stand-in is the one that a new alarm would give it to: the first actor of
    delregional, regional, nationell that has the theme, else the coordinator. Actors that wait
    for publication stand in the matrix, but cover nothing before it.
    """
    actors = [actor for actor in roster.actors if actor.answers(municipality, kind)]
    posts = [post_of(actor, roster, at, tz) for actor in actors]
    found = oncall.coordinator(roster, municipality, at, tz)
    return cover(posts, roster.people, themes, found[0] if found else None)


def post_of(actor: Actor, roster: Roster, at: datetime, tz: ZoneInfo) -> Post:
    """Look at how an actor is manned at a moment."""
    serving = tuple(one for one in actor.people if oncall.serves(roster, one, at, tz))
    return Post(actor, oncall.on_call(actor, roster, at, tz), serving)


def cover(
    posts: Sequence[Post],
    people: Mapping[PersonId, Person],
    themes: Sequence[ThemeCode],
    coordinator: Actor | None,
) -> Coverage:
    """Compute what the posts of a municipality cover between them."""
    actors = [post.actor for post in posts]
    at_once = [actor for actor in actors if not actor.after_publication]
    had = {theme for actor in at_once for theme in actor.themes}
    return Coverage(
        cells=_cells(actors, themes),
        on_call={post.actor.id: post.on_call for post in posts},
        without_local=_without_local(at_once, themes, coordinator),
        without_anybody=tuple(theme for theme in themes if theme not in had),
        unmanned=tuple(post.actor for post in posts if post.on_call is None),
        without_chat=tuple(p.actor for p in posts if not _have_chat(p.serving, people)),
        on_one_person=tuple(post.actor for post in posts if len(post.sharing) == 1),
        people_without_chat=_chatless(posts, people),
    )


def _cells(
    actors: Sequence[Actor], themes: Sequence[ThemeCode]
) -> dict[tuple[ThemeCode, Level], tuple[Actor, ...]]:
    return {
        (theme, level): tuple(a for a in actors if a.level is level and theme in a.themes)
        for theme in themes
        for level in Level
    }


def _without_local(
    actors: Sequence[Actor], themes: Sequence[ThemeCode], coordinator: Actor | None
) -> dict[ThemeCode, Actor | None]:
    missing = {}
    for theme in themes:
        having = [actor for actor in actors if theme in actor.themes]
        if any(actor.level is Level.LOCAL for actor in having):
            continue
        nearest = (a for level in STAND_INS for a in having if a.level is level)
        missing[theme] = next(nearest, coordinator)
    return missing


def _have_chat(serving: Iterable[PersonId], people: Mapping[PersonId, Person]) -> bool:
    return any(people[person].has_chat for person in serving)


def _chatless(posts: Iterable[Post], people: Mapping[PersonId, Person]) -> tuple[PersonId, ...]:
    everybody = dict.fromkeys(person for post in posts for person in post.serving)
    return tuple(person for person in everybody if not people[person].has_chat)
