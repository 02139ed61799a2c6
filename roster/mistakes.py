"""What can be wrong in a roster file, said so that one can mend it."""

from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

ALIKE = 0.6  # one letter wrong in three, or two swapped
LONGEST = 300  # characters of a part of a message
FEW = 12  # so many words can be listed in a message


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: where it stands, what is wrong and how to mend it."""

    filename: str
    line: int
    place: str  # such as actors[3] "soderhamn-naringsliv"
    field: str
    problem: str
    mend: str = ""

    def __str__(self) -> str:
        where = _shown(", ".join(part for part in (self.place, self.field) if part))
        told = f"{_shown(self.filename)}, rad {self.line}"
        told += f", {where}: {_shown(self.problem)}" if where else f": {_shown(self.problem)}"
        return f"{told} {_shown(self.mend)}".rstrip()


def _shown(text: str) -> str:
    """Return a part of a message on one line: whatever is in the file may stand in it."""
    told = "".join(one if one.isprintable() else f"U+{ord(one):04X}" for one in text)
    return told if len(told) <= LONGEST else f"{told[:LONGEST]}…"


class RosterError(ValueError):
    """Everything that is wrong with a roster file; nothing of it was imported."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


def nearest(word: str, known: Collection[str]) -> str:
    """Return a suggestion: the nearest known word, or all of them when they are few."""
    words = sorted(str(one) for one in known)
    close = process.extractOne(
        word, words, scorer=OSA.normalized_similarity, processor=str.lower, score_cutoff=ALIKE
    )
    if close is not None:
        return f"Menade du {close[0]}?"
    return f"Giltiga är: {', '.join(words)}." if 0 < len(words) <= FEW else ""
