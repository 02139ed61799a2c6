"""What can be wrong in a blueprint file, said so that one can mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

ALIKE = 0.6  # one letter wrong in three, or two swapped


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: where it stands, what is wrong and how to mend it."""

    file: str
    line: int
    theme: str
    item: str  # the item's id, or "" when the mistake is the theme's own
    field: str
    problem: str
    mend: str

    def __str__(self) -> str:
        named = (("tema", self.theme), ("punkt", self.item), ("fält", self.field))
        told = "".join(f", {word} {name}" for word, name in named if name)
        return f"{self.file}, rad {self.line}{told}: {self.problem} {self.mend}"


class BlueprintError(ValueError):
    """Everything that is wrong with the blueprint's files, a line each."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = tuple(mistakes)


def nearest(word: str, known: Sequence[str]) -> str:
    """Return a suggestion: the known word that is most like this one, or all of them."""
    close = process.extractOne(
        word, known, scorer=OSA.normalized_similarity, processor=str.lower, score_cutoff=ALIKE
    )
    return f"Menade du {close[0]}?" if close else f"Giltiga är: {', '.join(known) or 'inga'}."
