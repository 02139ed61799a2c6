"""Read a blueprint file node by node: every value as it was written, with its line."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import yaml

from blueprint.mistakes import Mistake, nearest

T = TypeVar("T")


class Page:
    """One file that is being read, and the list where its mistakes are noted."""

    def __init__(self, path: Path, theme: str, mistakes: list[Mistake]) -> None:
        self.path = path
        self.theme = theme
        self._mistakes = mistakes

    def note(self, line: int, item: str, field: str, problem: str, mend: str) -> None:
        name = self.path.name
        self._mistakes.append(Mistake(name, line, self.theme, item, field, problem, mend))

    def top(self) -> yaml.Node | None:
        """Return what the file holds, or None with the mistake noted."""
        try:
            text = self.path.read_text(encoding="utf-8-sig")
            node = yaml.compose(text, Loader=yaml.CSafeLoader)
        except yaml.MarkedYAMLError as error:
            self._note_bad_yaml(error)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            problem = f"filen kan inte läsas ({type(error).__name__})."
            self.note(1, "", "", problem, "Spara den som ren text i UTF-8.")
        else:
            if node is None:
                self.note(1, "", "", "filen är tom.", "Fyll i den eller ta bort den.")
            return node
        return None

    def _note_bad_yaml(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = f"filen är inte giltig YAML ({error.problem or error.context})."
        mend = "Kontrollera indrag (mellanslag, inte tabb), kolon och citattecken."
        self.note(line, "", "", problem, mend)


class Entry:
    """One mapping of a file, such as an item; notes its mistakes and goes on."""

    def __init__(self, page: Page, node: yaml.MappingNode, item: str = "", title: str = "") -> None:
        """`title` is the field that names the entry; `item` is its name when that is empty."""
        self._page = page
        self._line = _line(node)
        self._values: dict[str, yaml.Node] = {}
        for key, value in node.value:
            self._values.setdefault(_written(key), value)
        self.item = self.peek(title) or item
        self._note_repeated([key for key, _value in node.value])

    def note(self, field: str, problem: str, mend: str) -> None:
        """Note a mistake at the field's line, or the entry's when the field is not there."""
        node = self._values.get(field)
        line = self._line if node is None else _line(node)
        self._page.note(line, self.item, field, problem, mend)

    def only(self, known: Sequence[str]) -> None:
        """Note every key that the format does not know."""
        for name in self._values:
            if name not in known:
                self.note(name, "nyckeln finns inte i formatet.", nearest(name, known))

    def peek(self, field: str) -> str:
        """Return what is written, or "" when it is left out, empty or no single value."""
        return _written(self._values.get(field))

    def text(self, field: str) -> str:
        """Return what is written, which must be something."""
        written = self.peek(field)
        if not written:
            self._note_missing(field)
        return written

    def optional(self, field: str) -> str:
        """Return what is written, or "" when the field is left out."""
        return self.text(field) if field in self._values else ""

    def chosen(self, field: str, known: Sequence[str]) -> str | None:
        """Return what is written when it is one of the known words."""
        written = self.text(field)
        if written in known:
            return written
        if written:
            self.note(field, f"{written!r} finns inte.", nearest(written, known))
        return None

    def read(
        self, field: str, convert: Callable[[str], T | None], problem: str, mend: str
    ) -> T | None:
        """Return what is written, converted; `convert` answers None for what it cannot read."""
        written = self.text(field)
        value = convert(written) if written else None
        if written and value is None:
            self.note(field, f"{written!r} {problem}", mend)
        return value

    def words(self, field: str) -> tuple[str, ...]:
        """Return a list of single values; none when the field is left out."""
        node = self._values.get(field)
        if node is None:
            return ()
        if isinstance(node, yaml.SequenceNode) and all(_written(word) for word in node.value):
            return tuple(_written(word) for word in node.value)
        self.note(field, "ska vara en lista av ord.", "Skriv [ett, två].")
        return ()

    def entries(self, field: str, title: str) -> Iterator["Entry"]:
        """Yield the mappings of a list that must be there but may be empty."""
        node = self._values.get(field)
        if node is None:
            self.note(field, "saknas.", f"Lägg till {field}: med punkter, eller {field}: []")
        else:
            yield from entries(self._page, node, title, field)

    def _note_repeated(self, keys: Sequence[yaml.Node]) -> None:
        seen: set[str] = set()
        for key in keys:
            name = _written(key)
            if name in seen:
                problem, mend = "nyckeln står två gånger.", "Ta bort den ena."
                self._page.note(_line(key), self.item, name, problem, mend)
            seen.add(name)

    def _note_missing(self, field: str) -> None:
        if isinstance(self._values.get(field), yaml.CollectionNode):
            self.note(field, "ska vara en text.", "Sätt citattecken om den.")
        else:
            self.note(field, "saknas.", f"Lägg till {field}: med ett värde.")


def entries(page: Page, node: yaml.Node, title: str, field: str = "") -> Iterator[Entry]:
    """Yield the mappings of a list, each named by its `title` field, else by its number."""
    if not isinstance(node, yaml.SequenceNode):
        mend = "Börja varje punkt med ett bindestreck."
        page.note(_line(node), "", field, "ska vara en lista.", mend)
        return
    for number, child in enumerate(node.value, start=1):
        item = f"{field} {number}".strip()
        if isinstance(child, yaml.MappingNode):
            yield Entry(page, child, item, title)
        else:
            mend = f"Skriv - {title}: och sedan resten på egna rader."
            page.note(_line(child), item, "", "ska ha nycklar med värden.", mend)


def _written(node: yaml.Node | None) -> str:
    if not isinstance(node, yaml.ScalarNode) or node.tag == "tag:yaml.org,2002:null":
        return ""
    return str(node.value).strip()


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1 if node.start_mark else 1
