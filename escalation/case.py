"""How grave, how fast and how secret a case is."""

from enum import StrEnum


class Grade(StrEnum):
    """How sure it is that something is coming."""

    ADVANCE = "förvarning"
    ALARM = "larm"


class Tempo(StrEnum):
    """How fast a case moves; a drawn-out one has four times the patience."""

    ACUTE = "akut"
    DRAWN_OUT = "utdragen"


class Secrecy(StrEnum):
    """Who may know what; the contract's secrecy table."""

    OPEN = "öppen"
    RESTRICTED = "begränsad"
    SECRET = "hemlig"
