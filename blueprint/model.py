"""The words that every floor shares: levels, kinds of case, themes and their checklist items."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

ThemeCode = NewType("ThemeCode", str)


class Level(StrEnum):
    """Where in the public sector an actor stands, nearest the municipality first."""

    LOCAL = "lokal"
    SUBREGIONAL = "delregional"
    REGIONAL = "regional"
    NATIONAL = "nationell"
    INTERNATIONAL = "internationell"


class CaseKind(StrEnum):
    """What has happened, or may happen, out there."""

    ESTABLISHMENT = "etablering"
    EXPANSION = "expansion"
    CLOSURE = "nedlaggning"
    NOTICE = "varsel"
    DOWNTURN = "lagkonjunktur"

    @property
    def is_growth(self) -> bool:
        """Whether the establishment checklists apply; the closure ones otherwise."""
        return self in {CaseKind.ESTABLISHMENT, CaseKind.EXPANSION}


class Phase(StrEnum):
    """When in a case an item belongs."""

    FIRST_HOUR = "första timmen"
    FIRST_DAY = "första dygnet"
    FIRST_WEEK = "första veckan"
    ANSWER = "RFI-svar"
    DECISION = "beslut"


class DeadlineUnit(StrEnum):
    """What a checklist deadline counts."""

    HOURS = "h"  # clock hours from the alarm
    WORKING_DAYS = "ad"  # working days from the alarm
    BEFORE_ANSWER = "T-"  # working days before the reply is due
    EVENT = "händelse"  # bound to an event: no timer until it happens


@dataclass(frozen=True, slots=True)
class Deadline:
    """When an item is due: an amount of a unit, or the words of the event it waits for."""

    unit: DeadlineUnit
    amount: int = 0
    event: str = ""


class DoneWhen(StrEnum):
    """What the program sees happen, so that it ticks the item itself."""

    RAISED = "larmet är utlöst"
    ANSWERED = "alla har svarat"
    NEIGHBOURS = "grannkommunerna är larmade"
    DIGEST = "lägessammanfattningen är skickad"


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing to do, in Swedish and English, with who answers for it and by when."""

    id: str
    sv: str
    en: str
    level: Level | None  # None: everyone who was summoned
    responsible: str
    deadline: Deadline
    phase: Phase
    template: str = ""  # a text to start from, such as the quick answer to the enquirer
    done_when: DoneWhen | None = None  # None: somebody ticks it


@dataclass(frozen=True, slots=True)
class Theme:
    """An area of work with its checklist for growth and what a closure changes in it."""

    code: ThemeCode
    sv: str
    en: str
    growth: tuple[ChecklistItem, ...]
    closure: tuple[ChecklistItem, ...]
    kept_in_closure: tuple[str, ...] = ()  # ids of growth items that a closure keeps

    def name(self, language: str) -> str:
        return self.en if language == "en" else self.sv

    def checklist(self, kind: CaseKind) -> tuple[ChecklistItem, ...]:
        """Return the items for a kind of case, in the order they stand in the file."""
        if kind.is_growth:
            return self.growth
        kept = tuple(item for item in self.growth if item.id in self.kept_in_closure)
        return kept + self.closure


@dataclass(frozen=True, slots=True)
class FactField:
    """One question that an investor's request asks (an RFI field)."""

    key: str
    group: str
    sv: str
    unit: str
    theme: ThemeCode


@dataclass(frozen=True, slots=True)
class Municipality:
    """A Swedish municipality with the county it lies in."""

    code: str  # four digits, SCB
    name: str
    county_code: str  # two digits, SCB
    county: str  # "Gävleborgs län"
    region: str  # the region's own name: "Region Gävleborg"


@dataclass(frozen=True, slots=True)
class Blueprint:
    """All themes, in the order people read them, and all fact fields."""

    themes: tuple[Theme, ...]
    fact_fields: tuple[FactField, ...]

    def theme(self, code: str) -> Theme:
        """Return the theme; raises KeyError when there is none with that code."""
        for theme in self.themes:
            if theme.code == code:
                return theme
        raise KeyError(code)

    def item(self, item: str) -> ChecklistItem | None:
        """Return the item of that id; None when the blueprint no longer has it."""
        items = (one for theme in self.themes for one in (*theme.growth, *theme.closure))
        return next((one for one in items if one.id == item), None)

    def done_when(self, what: DoneWhen) -> frozenset[str]:
        """Return the ids of the items that this ticks."""
        items = (one for theme in self.themes for one in (*theme.growth, *theme.closure))
        return frozenset(one.id for one in items if one.done_when is what)
