"""The visible sentences, one Fluent file a language, and dates and numbers as people write them."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Junk, Message, Resource

LANGUAGES = ("sv", "en")
FALLBACK = "sv"
LONGEST = 2500  # characters in a value: Fluent raises at more
_HERE = Path(__file__).parent / "texts"
_DAYS = {"sv": ("dygn", "dygn"), "en": ("day", "days")}


@cache
def _parsed(text: str) -> Resource:
    return FluentResource(text)


class Texts:
    """All sentences in all languages."""

    def __init__(self, bundles: Mapping[str, FluentBundle], keys: Mapping[str, frozenset[str]]):
        self._bundles = bundles
        self._keys = keys

    @classmethod
    def load(cls, directory: Path | None = None) -> "Texts":
        """Read `sv.ftl` and `en.ftl`; raises ValueError when one cannot be read whole."""
        bundles, keys = {}, {}
        for language in LANGUAGES:
            path = (directory or _HERE) / f"{language}.ftl"
            resource = _parsed(path.read_text(encoding="utf-8"))
            keys[language] = _keys(resource, path.name)
            # Isolating marks would show as boxes, and break what people copy and search for.
            bundles[language] = FluentBundle([language], use_isolating=False)
            bundles[language].add_resource(resource)
        return cls(bundles, keys)

    def keys(self, language: str) -> frozenset[str]:
        return self._keys[language]

    def get(self, key: str, language: str = FALLBACK, **args: Any) -> str:
        """Return a sentence; in Swedish for a language that there are no texts in.

        Raises KeyError for an unknown key, ValueError when a value is missing from `args`.
        """
        bundle = self._bundles[_known(language)]
        pattern = bundle.get_message(key).value if bundle.has_message(key) else None
        if pattern is None:
            raise KeyError(key)
        text, errors = bundle.format_pattern(pattern, {k: shortened(v) for k, v in args.items()})
        if errors:
            raise ValueError(f"{key}: {errors[0]}")
        return str(text)


def shortened(value: Any) -> Any:
    """Return a value that Fluent takes: of a text too long, its beginning."""
    if not isinstance(value, str) or len(value) <= LONGEST:
        return value
    return f"{value[: LONGEST - 1]}…"


def _keys(resource: Resource, name: str) -> frozenset[str]:
    """Return the keys of the sentences; Fluent itself would pass over what is wrong."""
    junk = [str(entry.content) for entry in resource.body if isinstance(entry, Junk)]
    if junk:
        raise ValueError(f"{name} cannot be read at: {junk[0][:80]!r}")
    messages = (entry for entry in resource.body if isinstance(entry, Message))
    counted = Counter(message.id.name for message in messages if message.value is not None)
    repeated = [key for key, times in counted.items() if times > 1]
    if repeated:
        raise ValueError(f"{name} has the same key twice: {', '.join(repeated)}")
    return frozenset(counted)


def format_day(day: date, language: str, *, with_year: bool = False) -> str:
    """Return "fre 27 nov", with the year when asked for."""
    pattern = "EEE d MMM y" if with_year else "EEE d MMM"
    return format_date(day, pattern, locale=_known(language)).replace(".", "")


def format_month(day: date, language: str) -> str:
    """Return "mars 2026"."""
    return format_date(day, "MMMM y", locale=_known(language))


def format_clock(at: datetime, tz: ZoneInfo) -> str:
    """Return the wall time, "15:46"."""
    return f"{at.astimezone(tz):%H:%M}"


def format_moment(at: datetime, tz: ZoneInfo, language: str, now: datetime | None = None) -> str:
    """Return "fre 27 nov 15:40"; with the year when it is not the year of `now`."""
    local = at.astimezone(tz)
    is_other_year = now is not None and now.astimezone(tz).year != local.year
    day = format_day(local.date(), language, with_year=is_other_year)
    return f"{day} {format_clock(at, tz)}"


def format_week(day: date, language: str) -> str:
    """Return the ISO week that the day lies in: "vecka 48"."""
    word = "week" if _known(language) == "en" else "vecka"
    return f"{word} {day.isocalendar().week}"


def format_number(number: float, language: str) -> str:
    """Return the number; in Swedish a non-breaking space in thousands and a decimal comma."""
    return format_decimal(number, locale=_known(language))


def format_duration(duration: timedelta, language: str) -> str:
    """Return the largest unit and the next below it: "13 dygn 20 h", "2 h 10 min", "3 dygn".

    Whole minutes, rounded towards nothing; a duration below zero is told without its sign.
    """
    minutes = int(abs(duration).total_seconds()) // 60
    hours, days = minutes // 60, minutes // (60 * 24)
    if days:
        return _two(_days(days, language), hours % 24, "h")
    return _two(f"{hours} h", minutes % 60, "min") if hours else f"{minutes} min"


def _days(days: int, language: str) -> str:
    one, many = _DAYS[_known(language)]
    return f"{days} {one if days == 1 else many}"


def _two(larger: str, amount: int, unit: str) -> str:
    return f"{larger} {amount} {unit}" if amount else larger


def _known(language: str) -> str:
    return language if language in LANGUAGES else FALLBACK
