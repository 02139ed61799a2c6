"""The visible sentences, one Fluent file a language, and dates and numbers as people write them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentNone
from fluent.syntax.ast import Junk, Message

LANGUAGES = ("sv", "en")
FALLBACK = "sv"
_HERE = Path(__file__).parent / "texts"


class Texts:
    """All sentences in all languages."""

    def __init__(self, bundles: Mapping[str, FluentBundle], keys: Mapping[str, frozenset[str]]):
        self._bundles = bundles
        self._keys = keys

    @classmethod
    def load(cls, directory: Path = _HERE) -> "Texts":
        """Read `sv.ftl` and `en.ftl`; raises ValueError when one cannot be read whole."""
        bundles, keys = {}, {}
        for language in LANGUAGES:
            resource = FluentResource((directory / f"{language}.ftl").read_text(encoding="utf-8"))
            junk = [entry for entry in resource.body if isinstance(entry, Junk)]
            if junk:
                message = f"{language}.ftl cannot be read at: {str(junk[0].content)[:80]!r}"
                raise ValueError(message)
            bundle = FluentBundle([language], use_isolating=False)
            bundle.add_resource(resource)
            bundles[language] = bundle
            named = (entry.id.name for entry in resource.body if isinstance(entry, Message))
            keys[language] = frozenset(named)
        return cls(bundles, keys)

    def keys(self, language: str) -> frozenset[str]:
        return self._keys[language]

    def get(self, key: str, language: str = FALLBACK, **args: Any) -> str:
        """Return a sentence; raises KeyError for an unknown key, ValueError for a missing value."""
        bundle = self._bundles.get(language) or self._bundles[FALLBACK]
        message = bundle.get_message(key) if bundle.has_message(key) else None
        if message is None or message.value is None:
            raise KeyError(key)
        text, errors = bundle.format_pattern(message.value, args)
        if errors:
            explanation = f"{key}: {errors[0]}"
            raise ValueError(explanation)
        if isinstance(text, FluentNone):
            raise KeyError(key)
        return str(text)


def format_day(day: date, language: str, *, with_year: bool = False) -> str:
    """Return "fre 27 nov", with the year when asked for."""
    pattern = "EEE d MMM y" if with_year else "EEE d MMM"
    return format_date(day, pattern, locale=language).replace(".", "")


def format_clock(at: datetime, tz: ZoneInfo) -> str:
    return f"{at.astimezone(tz):%H:%M}"


def format_moment(at: datetime, tz: ZoneInfo, language: str, now: datetime | None = None) -> str:
    """Return "fre 27 nov 15:40"; with the year when it is not the year of `now`."""
    local = at.astimezone(tz)
    is_other_year = now is not None and now.astimezone(tz).year != local.year
    day = format_day(local.date(), language, with_year=is_other_year)
    return f"{day} {format_clock(at, tz)}"


def format_number(number: float, language: str) -> str:
    """Return the number with a non-breaking space between thousands and a decimal comma."""
    return format_decimal(number, locale=language)


def format_duration(duration: timedelta, language: str) -> str:
    """Return the two largest units: "13 dagar 20 timmar", "2 timmar 10 minuter"."""
    seconds = int(duration.total_seconds())
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    parts = ((days, "day"), (hours, "hour"), (rest // 60, "minute"))
    told = [_counted(amount, unit, language) for amount, unit in parts if amount]
    return " ".join(told[:2]) or _counted(0, "minute", language)


_UNITS = {
    "sv": {"day": ("dag", "dagar"), "hour": ("timme", "timmar"), "minute": ("minut", "minuter")},
    "en": {"day": ("day", "days"), "hour": ("hour", "hours"), "minute": ("minute", "minutes")},
}


def _counted(amount: int, unit: str, language: str) -> str:
    singular, plural = _UNITS.get(language, _UNITS[FALLBACK])[unit]
    return f"{amount} {singular if amount == 1 else plural}"
