"""Understand how people write the kinds of case."""

from blueprint.model import CaseKind
from blueprint.municipalities import fold


def find_kind(word: str) -> CaseKind | None:
    """Return the kind, with or without å ä ö and in any case; None when it is none."""
    folded = fold(word.strip())
    return next((kind for kind in CaseKind if kind.value == folded), None)
