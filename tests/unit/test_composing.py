"""Small pure pieces of composing: channel names, facts, moments, rendering."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks import MOST_BLOCKS, rendered
from bot.telegram import markup
from handlers.compose.channel import channel_name, split_facts
from handlers.message import Button, Buttons, Fields, Heading, Lines, Message, Note, Text
from sandbox.slack.checks import check_blocks
from sandbox.telegram.checks import plain

TZ = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)  # 10:00 in Stockholm


@pytest.mark.parametrize(
    ("codename", "place", "name"),
    [
        ("Lavskrika", "Söderhamn", "larm-soderhamn-lavskrika"),
        ("Blå  Ålfågel!", "Upplands Väsby", "larm-upplands-vasby-bla-alfagel"),
        ("Lavskrika", None, "larm-lavskrika"),
    ],
)
def test_a_channel_is_named_as_slack_allows(codename: str, place: str | None, name: str) -> None:
    assert channel_name(codename, place) == name


@given(codename=st.text(max_size=100))
def test_any_code_name_gives_a_name_that_slack_takes(codename: str) -> None:
    name = channel_name(codename, "Söderhamn")

    assert len(name) <= 78
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_facts_without_a_value_are_missing() -> None:
    known, missing = split_facts("Areal: 85 ha\nSkiftform: ?\nSaknas: språk, ägarland\nFritt ord")

    assert known == ("Areal: 85 ha", "Fritt ord")
    assert missing == ("Skiftform", "språk", "ägarland")


WORDING = markup.Wording(drill="ÖVNING", more="/lage visar resten")
words = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300)


@given(heading=words, text=words, lines=st.lists(words, min_size=1, max_size=40))
def test_whatever_people_write_both_platforms_take_the_message(
    heading: str, text: str, lines: list[str]
) -> None:
    message = Message(
        "Sammanfattning",
        (
            Heading(f"H {heading}"),
            Text(f"T {text}"),
            Fields(((text, heading),)),
            Lines(tuple(lines), title=text),
            Note(f"N {text}"),
            Buttons((Button("Kvittera", "ack", "1.1"),)),
        ),
    )

    _, blocks = rendered(message, "ÖVNING")
    html, _ = markup.rendered(message, WORDING)

    check_blocks(blocks)
    assert len(blocks) <= MOST_BLOCKS
    assert plain(html, "HTML")


def test_what_a_drill_sends_begins_with_the_word() -> None:
    message = Message("Larm", (Heading("Larm: Lavskrika"),), is_drill=True)

    text, blocks = rendered(message, "ÖVNING")
    html, _ = markup.rendered(message, WORDING)

    assert text.startswith("ÖVNING")
    assert blocks[0]["text"]["text"].startswith("ÖVNING")
    assert plain(html, "HTML").startswith("ÖVNING")


def test_mentions_in_what_people_write_are_made_harmless() -> None:
    _, blocks = rendered(Message("x", (Text("<!channel> & <@U1>"),)), "")

    assert blocks[0]["text"]["text"] == "&lt;!channel&gt; &amp; &lt;@U1&gt;"


def many_lines(count: int) -> Message:
    lines = [
        part
        for number in range(1, count + 1)
        for part in (
            Text(f"{number}. Aktör"),
            Buttons(
                (Button("Tar över", "take", str(number)), Button("Varför?", "why", str(number))),
                tag=str(number),
            ),
        )
    ]
    return Message("Lista", (Heading("Lista"), *lines))


def test_few_lines_have_their_buttons_in_a_row_below() -> None:
    _, blocks = rendered(many_lines(3), "")

    assert [block["type"] for block in blocks] == ["header", *["section", "actions"] * 3]


def test_many_lines_take_a_block_each_in_slack() -> None:
    _, blocks = rendered(many_lines(45), "")

    check_blocks(blocks)
    beside = [b["accessory"]["text"]["text"] for b in blocks if "accessory" in b]
    below = [e["text"]["text"] for b in blocks if b["type"] == "actions" for e in b["elements"]]
    assert beside == ["Tar över"] * 45
    assert below == [f"Varför? {number}" for number in range(1, 46)]


def test_a_lines_number_stands_on_its_buttons_in_telegram() -> None:
    message = Message(
        "Lista", (Text("7. Aktör"), Buttons((Button("Ringd", "phoned", "1"),), tag="7"))
    )

    _, keyboard = markup.rendered(message, WORDING)

    assert keyboard is not None
    assert keyboard.inline_keyboard[0][0].text == "Ringd 7"
