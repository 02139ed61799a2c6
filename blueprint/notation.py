"""Read a deadline as people write it in a checklist: 1h, 5ad, T-3, or words for an event."""

import re

from blueprint.model import Deadline, DeadlineUnit

NOTATION = (
    "Skriv 1h (timmar), 5ad (arbetsdagar), T-3 (arbetsdagar före svaret) "
    "eller ord för en händelse, som: vid avslut."
)
_COUNTED = re.compile(r"(\d{1,3}) ?(h|ad)", re.ASCII | re.IGNORECASE)
_BEFORE = re.compile(r"T-(\d{1,3})", re.ASCII | re.IGNORECASE)
# An event begins with a word, or with a time counted from it. What looks like a deadline
# gone wrong ("5 dagar", "T 3", "h2") must not pass for one: it would never fall due.
_FROM_EVENT = re.compile(r"\d{1,3} ?(h|ad) (efter|före)\b.*", re.IGNORECASE)
_EVENT = re.compile(r"(?!(t|h|ad)\b)[^\W\d_]+(-[^\W\d_]+)*([ ,(].*)?", re.IGNORECASE)


def deadline(written: str) -> Deadline | None:
    """Return the deadline, or None for what cannot be read."""
    if counted := _COUNTED.fullmatch(written):
        return Deadline(DeadlineUnit(counted[2].lower()), int(counted[1]))
    if before := _BEFORE.fullmatch(written):
        return Deadline(DeadlineUnit.BEFORE_ANSWER, int(before[1]))
    if _FROM_EVENT.fullmatch(written) or _EVENT.fullmatch(written):
        return Deadline(DeadlineUnit.EVENT, event=written)
    return None
