"""The example in docs/roster.md can be read, and its messages are the reader's own."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from blueprint.load import ORDER
from roster.mistakes import RosterError
from roster.model import STANDARD
from roster.oncall import on_call
from roster.parse import parse
from roster.sections import ACTOR_KEYS

TZ = ZoneInfo("Europe/Stockholm")
PAGE = (Path(__file__).parents[2] / "docs" / "roster.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(?:yaml)?\n(.*?)```", PAGE, flags=re.DOTALL)
EXAMPLE, MESSAGES = BLOCKS[1], BLOCKS[-1]


def test_the_example_is_without_mistakes() -> None:
    roster = parse(EXAMPLE, "lista.yaml", TZ, ORDER)

    assert roster.policies == {"standard": STANDARD}
    assert roster.actors[0].organisation == "Söderhamns kommun"


@pytest.mark.parametrize(
    ("day", "person"), [("2026-01-05", "anna"), ("2026-01-12", "bo"), ("2026-12-24", "bo")]
)
def test_the_example_puts_those_on_call_that_the_page_says(day: str, person: str) -> None:
    roster = parse(EXAMPLE, "lista.yaml", TZ, ORDER)
    noon = datetime.fromisoformat(f"{day}T11:00").replace(tzinfo=UTC)

    assert on_call(roster.actors[0], roster, noon, TZ) == person


def test_the_messages_are_those_of_the_reader() -> None:
    text = EXAMPLE.replace("level: lokal", "level: lokl").replace("person: bo", "person: boo")

    with pytest.raises(RosterError) as caught:
        parse(text, "lista.yaml", TZ, ORDER)

    assert str(caught.value) == MESSAGES.strip()


def test_every_key_of_an_actor_is_explained() -> None:
    assert [key for key in ACTOR_KEYS if f"`{key}`" not in PAGE] == []
