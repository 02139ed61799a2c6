"""A message that is too long goes in several: nothing is lost, and none is too long."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.message import Button, Buttons, Fields, Heading, Lines, Message, Note, Text, as_text
from handlers.pieces import in_pieces, length, shortened

FORTY = tuple(f"Aktör {number}: väntar på någon" for number in range(40))
BUTTONS = Buttons((Button("OK", "say", "1"),))


def a_message(*parts: Heading | Text | Lines | Fields | Note | Buttons) -> Message:
    return Message("Sammanfattning", parts)


def test_what_fits_is_one_message_as_it_was() -> None:
    message = a_message(Heading("Läget"), Lines(FORTY, "Aktörer"), Note("nu"), BUTTONS)

    assert in_pieces(message, 4000) == (message,)


def test_forty_lines_go_in_several_and_none_is_lost() -> None:
    message = a_message(Heading("Läget"), Lines(FORTY, "Aktörer"), Note("nu"), BUTTONS)

    pieces = in_pieces(message, 400)

    assert len(pieces) > 2
    told = "\n".join(as_text(piece) for piece in pieces)
    assert all(line in told for line in FORTY)
    assert all(length(as_text(piece)) <= 400 + len("\n[OK]") for piece in pieces)


def test_the_last_piece_bears_the_buttons() -> None:
    pieces = in_pieces(a_message(BUTTONS, Lines(FORTY)), 400)

    assert [BUTTONS in piece.parts for piece in pieces] == [False] * (len(pieces) - 1) + [True]


def test_a_line_longer_than_a_message_goes_on_in_the_next() -> None:
    text = "ord " * 300

    pieces = in_pieces(a_message(Text(text)), 400)

    assert len(pieces) == 3 or len(pieces) == 4
    assert " ".join(as_text(piece) for piece in pieces).split() == text.split()


def test_a_face_counts_twice_as_the_chats_count() -> None:
    pieces = in_pieces(a_message(Text("🙂" * 300)), 400)

    assert len(pieces) == 2


def test_what_is_shortened_says_so_and_keeps_its_buttons() -> None:
    message = shortened(a_message(Heading("Läget"), Lines(FORTY), BUTTONS), 400, "/lage visar mer")

    assert length(as_text(message)) <= 400 + len("\n[OK]")
    assert message.parts[-2:] == (Note("/lage visar mer"), BUTTONS)
    assert FORTY[0] in as_text(message)


texts = st.text(alphabet="ab ö🙂\n", max_size=120)
parts = st.one_of(
    st.builds(Text, texts),
    st.builds(Heading, texts),
    st.builds(Note, texts),
    st.builds(Lines, st.lists(texts, max_size=5).map(tuple), st.sampled_from(["", "Titel"])),
    st.builds(Fields, st.lists(st.tuples(st.just("Fält"), texts), max_size=4).map(tuple)),
)


@given(st.lists(parts, max_size=6))
def test_no_piece_is_too_long_and_no_letter_is_lost(found: list[Text]) -> None:
    message = Message("Sammanfattning", tuple(found))

    pieces = in_pieces(message, 40)

    told = "".join(as_text(Message("", piece.parts)) for piece in pieces)
    for letter in "bö🙂":
        assert told.count(letter) >= as_text(Message("", message.parts)).count(letter)
    assert all(length(as_text(Message("", piece.parts))) <= 40 for piece in pieces)
