"""Sentences come from the files or fail loudly; dates and numbers read as people write them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from blueprint.text import (
    LONGEST,
    Texts,
    format_clock,
    format_day,
    format_duration,
    format_moment,
    format_number,
    format_week,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
AT = datetime(2026, 11, 27, 14, 40, tzinfo=UTC)

SWEDISH = """
hello = Hej { $name }!
plain = Bara text
people = { $count ->
    [one] { $count } person
   *[other] { $count } personer
}
broken = { missing-message }
"""
ENGLISH = """
hello = Hello { $name }!
plain = Only text
"""


def texts(directory: Path, swedish: str = SWEDISH, english: str = ENGLISH) -> Texts:
    (directory / "sv.ftl").write_text(swedish, encoding="utf-8")
    (directory / "en.ftl").write_text(english, encoding="utf-8")
    return Texts.load(directory)


def test_a_sentence_comes_in_the_language_asked_for(tmp_path: Path) -> None:
    assert texts(tmp_path).get("hello", "en", name="Anna") == "Hello Anna!"


def test_swedish_is_what_one_gets_without_asking(tmp_path: Path) -> None:
    assert texts(tmp_path).get("plain") == "Bara text"


def test_an_unknown_language_gets_swedish(tmp_path: Path) -> None:
    assert texts(tmp_path).get("plain", "fi") == "Bara text"


def test_values_are_put_in_without_invisible_marks(tmp_path: Path) -> None:
    assert texts(tmp_path).get("hello", name="Åsa") == "Hej Åsa!"


def test_a_value_longer_than_fluent_takes_is_shortened(tmp_path: Path) -> None:
    told = texts(tmp_path).get("hello", name="å" * 10_000)

    assert told == f"Hej {'å' * (LONGEST - 1)}…!"


@pytest.mark.parametrize(("count", "told"), [(1, "1 person"), (2, "2 personer")])
def test_a_count_chooses_its_form(tmp_path: Path, count: int, told: str) -> None:
    assert texts(tmp_path).get("people", count=count) == told


def test_an_unknown_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="nowhere"):
        texts(tmp_path).get("nowhere")


def test_a_key_that_only_swedish_has_is_an_error_in_english(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="people"):
        texts(tmp_path).get("people", "en", count=1)


def test_a_missing_value_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"hello: .*name"):
        texts(tmp_path).get("hello")


def test_a_reference_to_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="broken"):
        texts(tmp_path).get("broken")


def test_a_file_that_cannot_be_read_whole_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"sv\.ftl cannot be read at: 'hello = Hej \{"):
        texts(tmp_path, swedish="hello = Hej { $name\n")


def test_the_same_key_twice_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"en\.ftl has the same key twice: plain"):
        texts(tmp_path, english="plain = a\nplain = b\n")


def test_the_keys_of_a_language_are_known(tmp_path: Path) -> None:
    assert texts(tmp_path).keys("en") == {"hello", "plain"}


def test_the_built_in_languages_have_the_same_keys() -> None:
    built_in = Texts.load()

    assert built_in.keys("sv") == built_in.keys("en") != frozenset()


@pytest.mark.parametrize(
    ("day", "language", "told"),
    [
        (date(2026, 11, 27), "sv", "fre 27 nov"),
        (date(2026, 11, 27), "en", "Fri 27 Nov"),
        (date(2026, 5, 2), "sv", "lör 2 maj"),
        (date(2026, 5, 2), "fi", "lör 2 maj"),
    ],
)
def test_a_day_is_written_short(day: date, language: str, told: str) -> None:
    assert format_day(day, language) == told


def test_a_day_may_have_its_year() -> None:
    assert format_day(date(2026, 11, 27), "sv", with_year=True) == "fre 27 nov 2026"


def test_no_month_has_a_full_stop() -> None:
    written = [format_day(date(2026, month, 1), "sv") for month in range(1, 13)]

    assert [day for day in written if "." in day] == []


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (AT, "15:40"),
        (datetime(2026, 7, 1, 14, 40, tzinfo=UTC), "16:40"),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "01:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "03:00"),
        (datetime(2026, 12, 31, 23, 5, tzinfo=UTC), "00:05"),
    ],
)
def test_a_clock_shows_the_wall_time(at: datetime, told: str) -> None:
    assert format_clock(at, STOCKHOLM) == told


def test_a_moment_is_day_and_wall_time() -> None:
    assert format_moment(AT, STOCKHOLM, "sv") == "fre 27 nov 15:40"


def test_a_moment_in_the_same_year_leaves_the_year_out() -> None:
    assert format_moment(AT, STOCKHOLM, "sv", AT - timedelta(days=30)) == "fre 27 nov 15:40"


def test_a_moment_in_another_year_has_it() -> None:
    assert format_moment(AT, STOCKHOLM, "en", AT + timedelta(days=60)) == "Fri 27 Nov 2026 15:40"


def test_the_year_is_the_one_on_the_wall() -> None:
    just_past_midnight = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    assert "2027" in format_moment(just_past_midnight, STOCKHOLM, "sv", AT)


@pytest.mark.parametrize(
    ("day", "language", "told"),
    [
        (date(2026, 11, 27), "sv", "vecka 48"),
        (date(2026, 11, 27), "en", "week 48"),
        (date(2027, 1, 1), "sv", "vecka 53"),
    ],
)
def test_a_week_is_the_iso_week(day: date, language: str, told: str) -> None:
    assert format_week(day, language) == told


@pytest.mark.parametrize(
    ("number", "language", "told"),
    [
        (1234567.5, "sv", "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,5"),
        (1234567.5, "en", "1,234,567.5"),
        (42, "sv", "42"),
    ],
)
def test_a_number_is_written_as_its_readers_do(number: float, language: str, told: str) -> None:
    assert format_number(number, language) == told


@pytest.mark.parametrize(
    ("duration", "language", "told"),
    [
        (timedelta(0), "sv", "0 min"),
        (timedelta(seconds=59), "sv", "0 min"),
        (timedelta(minutes=10), "sv", "10 min"),
        (timedelta(hours=2, minutes=10), "sv", "2 h 10 min"),
        (timedelta(hours=2), "en", "2 h"),
        (timedelta(days=1), "sv", "1 dygn"),
        (timedelta(days=1), "en", "1 day"),
        (timedelta(days=3, minutes=5), "sv", "3 dygn"),
        (timedelta(days=13, hours=20), "sv", "13 dygn 20 h"),
        (timedelta(days=13, hours=20), "en", "13 days 20 h"),
        (timedelta(days=3), "fi", "3 dygn"),
        (-timedelta(minutes=90), "sv", "1 h 30 min"),
    ],
)
def test_a_duration_tells_its_two_largest_units(
    duration: timedelta, language: str, told: str
) -> None:
    assert format_duration(duration, language) == told
