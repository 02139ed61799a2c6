"""From when until when, as people write it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.duty.span import read_span

TZ = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)  # Monday, 10:00 in Stockholm


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TZ).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("1/12-14/12", "2026-12-01 00:00", "2026-12-15 00:00"),
        ("1/12 - 14/12", "2026-12-01 00:00", "2026-12-15 00:00"),
        ("1-14/12", "2026-12-01 00:00", "2026-12-15 00:00"),
        ("1-14 dec", "2026-12-01 00:00", "2026-12-15 00:00"),
        ("20/12 till 7/1", "2026-12-20 00:00", "2027-01-08 00:00"),
        ("från 20 dec t.o.m. 7 jan", "2026-12-20 00:00", "2027-01-08 00:00"),
        ("2026-12-01 - 2026-12-14", "2026-12-01 00:00", "2026-12-15 00:00"),
        ("2026-12-01", "2026-12-01 00:00", "2026-12-02 00:00"),
        ("imorgon", "2026-12-01 00:00", "2026-12-02 00:00"),
        ("idag", "2026-11-30 10:00", "2026-12-01 00:00"),
        ("idag-fredag", "2026-11-30 10:00", "2026-12-05 00:00"),
        ("mån till fre", "2026-11-30 10:00", "2026-12-05 00:00"),
        ("ons-fre", "2026-12-02 00:00", "2026-12-05 00:00"),
        ("imorgon 8-17", "2026-12-01 08:00", "2026-12-01 17:00"),
        ("1/12 kl 12 – 3/12 kl 8", "2026-12-01 12:00", "2026-12-03 08:00"),
        ("fredag 12 till måndag 8", "2026-12-04 12:00", "2026-12-07 08:00"),
        ("nu till 16", "2026-11-30 10:00", "2026-11-30 16:00"),
        ("till fredag", "2026-11-30 10:00", "2026-12-05 00:00"),
        ("t.o.m. fredag", "2026-11-30 10:00", "2026-12-05 00:00"),
        ("until friday", "2026-11-30 10:00", "2026-12-05 00:00"),
        ("hela veckan", "2026-11-30 10:00", "2026-12-07 00:00"),
        ("veckan ut", "2026-11-30 10:00", "2026-12-07 00:00"),
        ("nästa vecka", "2026-12-07 00:00", "2026-12-14 00:00"),
        ("v 49", "2026-11-30 10:00", "2026-12-07 00:00"),
        ("v.51", "2026-12-14 00:00", "2026-12-21 00:00"),
        ("vecka 52-1", "2026-12-21 00:00", "2027-01-11 00:00"),
        ("v14", "2027-04-05 00:00", "2027-04-12 00:00"),
        ("week 53", "2026-12-28 00:00", "2027-01-04 00:00"),
        ("tomorrow to friday", "2026-12-01 00:00", "2026-12-05 00:00"),
    ],
)
def test_a_span_is_read(text: str, begins: str, ends: str) -> None:
    assert read_span(text, NOW, TZ) == (local(begins), local(ends))


@pytest.mark.parametrize(
    "text", ["", "kanske", "imorgon 8", "-", "1/12-", "14/14", "nu", "v 0", "v 54"]
)
def test_what_is_no_span_is_none(text: str) -> None:
    assert read_span(text, NOW, TZ) is None


@given(text=st.text(max_size=40) | st.text(alphabet="0123456789-/ till nuklveckan", max_size=30))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    span = read_span(text, NOW, TZ)

    assert span is None or all(moment.tzinfo is not None for moment in span)
