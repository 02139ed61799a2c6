"""Commands are read as people type them."""

import pytest

from bot.telegram.hearing import Command, command


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/lage", Command("lage", "", "")),
        ("/läge Lavskrika", Command("lage", "", "Lavskrika")),
        ("/AVBLÅS", Command("avblas", "", "")),
        (
            "/larm@larm_bot  Söderhamn\netablering",
            Command("larm", "larm_bot", "Söderhamn\netablering"),
        ),
        ("/", None),
        ("/ larm", None),
        ("hej /larm", None),
        ("hej", None),
        ("", None),
    ],
)
def test_a_command_is_a_word_behind_a_stroke(text: str, expected: Command | None) -> None:
    assert command(text) == expected


def test_a_command_for_another_bot_is_not_for_us() -> None:
    assert Command("larm", "LARM_bot", "").is_for("larm_bot")
    assert Command("larm", "", "").is_for("larm_bot")
    assert not Command("larm", "annan_bot", "").is_for("larm_bot")
