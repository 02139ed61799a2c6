"""Moments are read as people write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.when import read_moment

TZ = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)  # Monday, 10:00 in Stockholm


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("16:30", "2026-11-30 16:30"),
        ("16.30", "2026-11-30 16:30"),
        ("1630", "2026-11-30 16:30"),
        ("16", "2026-11-30 16:00"),
        ("kl 16", "2026-11-30 16:00"),
        ("Kl. 16:30", "2026-11-30 16:30"),
        ("klockan 16", "2026-11-30 16:00"),
        ("08:00", "2026-12-01 08:00"),
        ("8", "2026-12-01 08:00"),
        ("imorgon 8", "2026-12-01 08:00"),
        ("i morgon 08:00", "2026-12-01 08:00"),
        ("I morgon kl 8", "2026-12-01 08:00"),
        ("imorgon", "2026-12-01 12:00"),
        ("i övermorgon 9", "2026-12-02 09:00"),
        ("idag 17", "2026-11-30 17:00"),
        ("om en timme", "2026-11-30 11:00"),
        ("om 2 timmar", "2026-11-30 12:00"),
        ("om 30 min", "2026-11-30 10:30"),
        ("om en halvtimme", "2026-11-30 10:30"),
        ("om en kvart", "2026-11-30 10:15"),
        ("om två timmar", "2026-11-30 12:00"),
        ("om flera timmar", None),
        ("om 2 dagar", "2026-12-02 10:00"),
        ("11/12 kl 12", "2026-12-11 12:00"),
        ("11/12", "2026-12-11 12:00"),
        ("11 dec 12:00", "2026-12-11 12:00"),
        ("den 11 december kl 13", "2026-12-11 13:00"),
        ("11 dec 2026", "2026-12-11 12:00"),
        ("2 jan 9", "2027-01-02 09:00"),
        ("fredag 15", "2026-12-04 15:00"),
        ("på fredag kl 15", "2026-12-04 15:00"),
        ("fre 15", "2026-12-04 15:00"),
        ("lördag", "2026-12-05 12:00"),
        ("måndag 15", "2026-11-30 15:00"),
        ("måndag 9", "2026-12-07 09:00"),
        ("tomorrow at 8", "2026-12-01 08:00"),
        ("in an hour", "2026-11-30 11:00"),
        ("in 2 hours", "2026-11-30 12:00"),
        ("friday 15", "2026-12-04 15:00"),
        ("2026-12-11 12:00", "2026-12-11 12:00"),
        ("2026-12-11T12:00", "2026-12-11 12:00"),
        ("2026-12-11", "2026-12-11 12:00"),
        ("snart", None),
        ("", None),
        ("25:00", None),
        ("31/2", None),
        ("16:75", None),
        ("²", None),
    ],
)
def test_a_moment_is_read_as_people_write_it(text: str, expected: str | None) -> None:
    found = read_moment(text, NOW, TZ)

    assert (f"{found.astimezone(TZ):%Y-%m-%d %H:%M}" if found else None) == expected


@given(st.text(max_size=30))
def test_no_text_is_too_odd_to_be_read_or_refused(text: str) -> None:
    read_moment(text, NOW, TZ)
