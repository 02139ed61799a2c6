"""Tell whose work an item is: words for who answers, against an actor's titles. Pure."""

import re
from collections.abc import Iterator

from blueprint.municipalities import fold
from roster.model import Actor

LEADS = ("ärendeägare", "den som får kännedom", "kommun: larmansvarig")
STEM = 10  # letters that are enough: "näringslivschef" and "Näringslivskontoret" are one office
SHORTEST = 5  # letters; shorter words say nothing of who


def is_for_lead(responsible: str) -> bool:
    """Whether the words mean whoever leads the case."""
    return any(word in responsible.lower() for word in LEADS)


def answers_to(actor: Actor, responsible: str) -> bool:
    """Whether the words for who answers fit the actor's role, name or organisation."""
    titles = fold(f"{actor.role or ''} {actor.name} {actor.organisation}")
    return any(stem in titles for stem in _stems(responsible))


def _stems(responsible: str) -> Iterator[str]:
    for word in re.split(r"[^\w-]+", fold(responsible)):
        if len(word) >= SHORTEST:
            yield word[:STEM]
