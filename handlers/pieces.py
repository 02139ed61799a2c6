"""Cut a message that is too long for one sending into several that are not. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from handlers.message import Buttons, Fields, Heading, Lines, Message, Note, Part, Rule, Text

GAP = 2  # characters between parts: an empty line
WIDE = "utf_16_le"  # as chats reckon: what lies outside Unicode's first plane counts twice


def length(text: str) -> int:
    """Return how long a chat reckons the text to be."""
    return len(text.encode(WIDE, "replace")) // 2


def in_pieces(message: Message, longest: int) -> tuple[Message, ...]:
    """Return the message as several, none longer; the last one bears all the buttons.

    Nothing is lost: a line that is too long for any message goes on in the next.
    """
    pieces = [_Piece()]
    for origin, part in enumerate(message.parts):
        for strip in _strips(part, longest):
            if not pieces[-1].has_room(strip, origin, longest):
                pieces.append(_Piece())
            pieces[-1].add(strip, origin)
    buttons = [part for part in message.parts if isinstance(part, Buttons)]
    pieces[-1].parts.extend(buttons)
    return tuple(replace(message, parts=tuple(piece.parts)) for piece in pieces)


def shortened(message: Message, longest: int, ending: str) -> Message:
    """Return as much as fits, with all the buttons; the ending says that there is more."""
    if len(in_pieces(message, longest)) == 1:
        return message
    first = in_pieces(message, longest - length(ending) - GAP)[0]
    buttons = [part for part in message.parts if isinstance(part, Buttons)]
    return replace(first, parts=(*first.parts, Note(ending), *buttons))


@dataclass(slots=True)
class _Piece:
    """A message in the making."""

    parts: list[Part] = field(default_factory=list)
    origin: int = -1  # which part of the whole its last part comes from
    length: int = 0

    def has_room(self, strip: Part, origin: int, longest: int) -> bool:
        return not self.parts or self.length + self._gap(origin) + _length_of(strip) <= longest

    def add(self, strip: Part, origin: int) -> None:
        self.length += self._gap(origin) + _length_of(strip)
        if self.parts and origin == self.origin:
            self.parts[-1] = _joined(self.parts[-1], strip)
        else:
            self.parts.append(strip)
        self.origin = origin

    def _gap(self, origin: int) -> int:
        if not self.parts:
            return 0
        return 1 if origin == self.origin else GAP


def _strips(part: Part, longest: int) -> Iterator[Part]:
    """Yield a part line by line, over-long lines in shorter ones."""
    match part:
        case Heading(text) | Text(text) | Note(text):
            yield from (replace(part, text=line) for line in _lines([text], longest))
        case Lines(lines, title):
            short = _lines(lines, longest - length(title) - 1)
            yield from (Lines((line,), "" if n else title) for n, line in enumerate(short))
        case Fields(rows):
            for label, value in rows:
                room = longest - length(label) - GAP
                yield from (Fields(((label, one),)) for one in _chopped(value, room))
        case Buttons() | Rule():
            return


def _lines(texts: Iterable[str], longest: int) -> Iterator[str]:
    for text in texts:
        for line in text.split("\n"):
            yield from _chopped(line, longest)


def _chopped(text: str, longest: int) -> Iterator[str]:
    while length(text) > longest:
        end = _end(text, longest)
        yield text[:end]
        text = text[end:].lstrip()
    yield text


def _end(text: str, longest: int) -> int:
    """Return where to cut: at the last space or line break, unless that leaves too little."""
    fitting = text.encode(WIDE, "replace")[: 2 * longest].decode(WIDE, "ignore")
    space = max(fitting.rfind(" "), fitting.rfind("\n"))
    return space if space > len(fitting) // 2 else len(fitting)


def _joined(first: Part, second: Part) -> Part:
    """Put together again two strips of one part."""
    match first, second:
        case (Lines(above, title), Lines(below, _)):
            return Lines((*above, *below), title)
        case (Fields(above), Fields(below)):
            return Fields((*above, *below))
        case (Heading(above), Heading(below)):
            return Heading(f"{above}\n{below}")
        case (Text(above), Text(below)):
            return Text(f"{above}\n{below}")
        case (Note(above), Note(below)):
            return Note(f"{above}\n{below}")
        case _:
            raise ValueError(second)


def _length_of(part: Part) -> int:
    match part:
        case Heading(text) | Text(text) | Note(text):
            return length(text)
        case Lines(lines, title):
            return _together([title, *lines] if title else lines)
        case Fields(rows):
            return _together([f"{label}: {value}" for label, value in rows])
        case Buttons() | Rule():
            return 0


def _together(lines: Iterable[str]) -> int:
    lengths = [length(line) for line in lines]
    return sum(lengths) + len(lengths) - 1 if lengths else 0
