"""Read YAML node by node: every value as it was written, with its line."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeVar
from unicodedata import category

import yaml

from roster.mistakes import Mistake, RosterError, nearest

T = TypeVar("T")
DEEPEST = 20  # the format needs six levels; thousands would overrun the composer's stack
NOTHING = {"null", "Null", "NULL", "~"}
MERGE = "<<"
NON_PRINTABLE = re.compile(
    r"[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # YAML's
UNSEEN = {"Cc", "Cs", "Zl", "Zp"}  # Unicode's kinds of characters that break a line or a message
# Characters, so that a message with several of them is taken by every platform.
LONGEST = {"id": 100, "email": 254, "phone": 40, "offers": 1000, "entry": 1000, "expects": 1000}
LONGEST_OTHER = 100
SEVERAL_LINES = {"offers", "entry", "expects"}


def decoded(data: bytes, filename: str) -> str:
    """Return a file's text; raises RosterError when it is not in UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = "filen är inte text i UTF-8."
        mend = "Spara den igen som ren text i UTF-8."
        raise RosterError((Mistake(filename, line, "", "", problem, mend),)) from error


def entries(text: str, filename: str, mistakes: list[Mistake]) -> yaml.MappingNode | None:
    """Return the file's top mapping, or None with the mistake noted."""
    stray = NON_PRINTABLE.search(text)
    if stray is not None:
        mistakes.append(_stray(stray, filename))
        return None
    try:
        deep = too_deep(text)
        node = None if deep else yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeError) as error:
        mistakes.append(_unreadable(error, filename))
        return None
    if isinstance(node, yaml.MappingNode):
        return node
    mistakes.append(_no_mapping(deep, node, filename))
    return None


def _stray(found: re.Match[str], filename: str) -> Mistake:
    line = found.string.count("\n", 0, found.start()) + 1
    problem = f"tecknet U+{ord(found[0]):04X} får inte stå i filen."
    mend = "Ta bort det, och spara filen som ren text i UTF-8."
    return Mistake(filename, line, "", "", problem, mend)


def too_deep(text: str) -> int:
    """Return the line at which the nesting passes all reason, or 0."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return _line(event)
    return 0


def _unreadable(error: yaml.YAMLError | UnicodeError, filename: str) -> Mistake:
    if not isinstance(error, yaml.MarkedYAMLError):
        problem = f"filen kan inte läsas som YAML ({type(error).__name__})."
        return Mistake(filename, 1, "", "", problem, "Spara den som ren text i UTF-8.")
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    problem = f"filen är inte giltig YAML ({error.problem or error.context})."
    return Mistake(filename, line, "", "", problem, "Kontrollera indrag, kolon och citattecken.")


def _no_mapping(deep: int, node: yaml.Node | None, filename: str) -> Mistake:
    if deep:
        problem = f"filen har fler än {DEEPEST} nivåer."
        return Mistake(filename, deep, "", "", problem, "Kontrollera klamrar och bindestreck.")
    problem = "filen är tom." if node is None else "filen ska vara nycklar med värden."
    return Mistake(filename, 1, "", "", problem, "Börja med raden people:")


class Reader:
    """One mapping of the file; notes mistakes and goes on."""

    def __init__(
        self, node: yaml.MappingNode, filename: str, place: str, mistakes: list[Mistake]
    ) -> None:
        self.filename = filename
        self.place = place
        self.line = _line(node)
        self._mistakes = mistakes
        self._values: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if name in self._values:
                self.note(name, "nyckeln står två gånger.", "Ta bort den ena.", key)
            self._values[name] = value
        self._take_merged()

    def note(self, field: str, problem: str, mend: str = "", node: yaml.Node | None = None) -> None:
        """Remember a mistake, at the node if given, else at the field, else at the mapping."""
        at = node or self._values.get(field)
        line = _line(at) if at else self.line
        self._mistakes.append(Mistake(self.filename, line, self.place, field, problem, mend))

    def only(self, known: Collection[str]) -> None:
        """Note every key that the format does not know."""
        for name in self._values:
            if name not in known:
                self.note(name, f"nyckeln {name!r} finns inte i formatet.", nearest(name, known))

    def has(self, field: str) -> bool:
        """Whether the field is there and says something."""
        value = self._values.get(field)
        return value is not None and not _is_empty(value)

    def is_list(self, field: str) -> bool:
        return isinstance(self._values.get(field), yaml.SequenceNode)

    def peek(self, field: str) -> str | None:
        """Return a scalar as it was written, noting nothing."""
        node = self._values.get(field)
        if not self.has(field) or not isinstance(node, yaml.ScalarNode):
            return None
        return str(node.value).strip()

    def fields(self) -> tuple[str, ...]:
        return tuple(self._values)

    def text(self, field: str, *, required: bool = False) -> str | None:
        """Return a scalar as it was written."""
        written = self.peek(field)
        if written is None and self.has(field):
            self.note(field, "ska vara ett enda värde.", "Ta bort listan eller underraderna.")
        elif written is None and required:
            self.note(field, "saknas.", f"Lägg till {field}:")
        return written if written is not None and self._fits(field, written) else None

    def fits_as_name(self, field: str) -> bool:
        """Whether a key that names something is fit to be a name; notes it when it is not."""
        return self._fits("id", field, self._values[field])

    def texts(
        self,
        field: str,
        problem_of: Callable[[str], tuple[str, str] | None],
        *,
        required: bool = False,
    ) -> tuple[str, ...]:
        """Return a list of scalars; a single scalar counts as a list of one.

        `problem_of` answers what is wrong with one of them and how to mend it, or None.
        """
        nodes = [
            node
            for node in self._scalars(field, required=required)
            if self._fits(field, _written(node), node)
        ]
        for node in nodes:
            wrong = problem_of(_written(node))
            if wrong is not None:
                self.note(field, *wrong, node)
        return tuple(_written(node) for node in nodes)

    def read(
        self,
        field: str,
        convert: Callable[[str], T | None],
        problem: str,
        mend: str,
        *,
        required: bool = False,
    ) -> T | None:
        """Return a scalar converted; `convert` answers None for what it cannot read."""
        written = self.text(field, required=required)
        if written is None:
            return None
        value = convert(written)
        if value is None:
            self.note(field, f"{written!r} {problem}", mend)
        return value

    def chosen(
        self, field: str, known: Collection[str], *, required: bool = False, otherwise: str = ""
    ) -> str | None:
        """Return a scalar that must be one of the known words."""
        written = self.text(field, required=required)
        if written is None or written in known:
            return written
        self.note(field, f"{written!r} finns inte.", nearest(written, known) or otherwise)
        return None

    def flag(self, field: str) -> bool:
        """Return whether true is written; left out means false."""
        written = (self.text(field) or "false").lower()
        if written not in {"true", "false"}:
            self.note(field, f"{written!r} är varken true eller false.", "Skriv true eller false.")
        return written == "true"

    def inner(self, field: str, *, required: bool = False) -> "Reader | None":
        """Return a mapping within this one."""
        node = self._values.get(field)
        if isinstance(node, yaml.MappingNode):
            return Reader(node, self.filename, self._within(field), self._mistakes)
        if self.has(field):
            mend = f"Skriv {field}: och indragna rader."
            self.note(field, "ska ha underrader med nycklar.", mend)
        elif required:
            self.note(field, "saknas.", f"Lägg till {field}:")
        return None

    def items(self, section: str, title: str) -> Iterator["Reader"]:
        """Yield the mappings of a list, each placed by its number and its `title` field."""
        for number, node in enumerate(self._sequence(section)):
            place = f"{section}[{number}]"
            if not isinstance(node, yaml.MappingNode):
                self.note(place, "ska ha nycklar med värden.", f"Skriv - {title}: …", node)
                continue
            reader = Reader(node, self.filename, self._within(place), self._mistakes)
            name = reader.peek(title)
            if name and _unfit(title, name) is None:
                reader.place += f' "{name}"'
            yield reader

    def _take_merged(self) -> None:
        """Let the keys that `<<` brings in count where the mapping has none of its own."""
        base = self._values.get(MERGE)
        if base is None or not _can_be_merged(base):
            return
        del self._values[MERGE]
        for name, value in _merged(base):
            self._values.setdefault(name, value)

    def _fits(self, field: str, written: str, node: yaml.Node | None = None) -> bool:
        """Whether a value can be stored and shown; notes it when it can not."""
        wrong = _unfit(field, written)
        if wrong is not None:
            self.note(field, *wrong, node)
        return wrong is None

    def _within(self, part: str) -> str:
        return f"{self.place}, {part}" if self.place else part

    def _sequence(self, section: str) -> Sequence[yaml.Node]:
        node = self._values.get(section)
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        if self.has(section):
            self.note(section, "ska vara en lista.", "Börja varje post med ett bindestreck.")
        return []

    def _scalars(self, field: str, *, required: bool) -> Sequence[yaml.ScalarNode]:
        node = self._values.get(field)
        if node is None or _is_empty(node):
            if required:
                self.note(field, "saknas.", f"Lägg till {field}: […]")
            return []
        found = node.value if isinstance(node, yaml.SequenceNode) else [node]
        scalars = [item for item in found if isinstance(item, yaml.ScalarNode)]
        if len(scalars) < len(found):
            self.note(field, "ska vara en lista av enkla värden.", "Skriv [a, b].")
        return scalars


def _can_be_merged(base: yaml.Node) -> bool:
    parts = base.value if isinstance(base, yaml.SequenceNode) else [base]
    return all(isinstance(part, yaml.MappingNode) for part in parts)


def _merged(base: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    """Yield all that a mapping, or a list of them, brings in; what comes first counts.

    A mapping counts once, so that one which brings in itself does not go on for ever.
    """
    waiting, seen = [base], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(reversed(node.value))
        elif isinstance(node, yaml.MappingNode):
            pairs = [(str(key.value), value) for key, value in node.value]
            yield from (pair for pair in pairs if pair[0] != MERGE)
            waiting.extend(value for name, value in pairs if name == MERGE)


def _unfit(field: str, written: str) -> tuple[str, str] | None:
    """Return what makes a value unfit to be stored and shown, with the mend."""
    longest = LONGEST.get(field, LONGEST_OTHER)
    if len(written) > longest:
        return f"är {len(written)} tecken långt.", f"Korta det till högst {longest}."
    seen = written.replace("\n", " ") if field in SEVERAL_LINES else written
    if "\n" in seen:
        return "står på flera rader.", "Skriv det på en rad."
    if seen.isprintable():
        return None
    stray = next((letter for letter in seen if category(letter) in UNSEEN), None)
    if stray is not None:
        return f"innehåller tecknet U+{ord(stray):04X}, som inte syns.", "Skriv om det för hand."
    return None


def note_repeated(readers: Sequence[Reader], field: str) -> None:
    """Note the second and further entries with the same value."""
    first: dict[str, int] = {}
    for reader in readers:
        value = reader.peek(field)
        if value is None:
            continue
        if value in first:
            problem = f"{value!r} står redan i posten på rad {first[value]}."
            reader.note(field, problem, "Varje ska vara unik.")
        first.setdefault(value, reader.line)


def _line(part: yaml.Node | yaml.Event) -> int:
    return part.start_mark.line + 1 if part.start_mark else 1


def _written(node: yaml.ScalarNode) -> str:
    return str(node.value).strip()


def _is_empty(node: yaml.Node) -> bool:
    if not isinstance(node, yaml.ScalarNode):
        return isinstance(node, yaml.SequenceNode) and not node.value
    return not _written(node) or (node.value in NOTHING and not node.style)
