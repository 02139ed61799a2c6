"""What every use case has at hand."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from blueprint.load import load
from blueprint.text import Texts
from handlers.work import Desk


def test_a_moment_of_another_day_is_told_in_the_readers_language() -> None:
    desk = Desk(blueprint=load(), texts=Texts.load(), tz=ZoneInfo("Europe/Stockholm"))
    now = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    tomorrow = datetime(2026, 12, 1, 7, 0, tzinfo=UTC)

    assert desk.clock(tomorrow, now) == "tis 1 dec 08:00"
    assert desk.clock(tomorrow, now, "en") == "Tue 1 Dec 08:00"
    assert replace(desk, reader="en").clock(tomorrow, now) == "Tue 1 Dec 08:00"
