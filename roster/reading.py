"""Read YAML node by node: every value as it was written, with its line."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeVar

import yaml

from roster.mistakes import Mistake, nearest

T = TypeVar("T")


def entries(text: str, filename: str, mistakes: list[Mistake]) -> yaml.MappingNode | None:
    """Return the file's top mapping, or None with the mistake noted."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = f"filen är inte giltig YAML ({error.problem or error.context})."
        mistakes.append(Mistake(filename, line, "", "", problem, "Kontrollera indrag och kolon."))
        return None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = f"filen kan inte läsas som YAML ({type(error).__name__})."
        mend = "Spara den som ren text i UTF-8."
        mistakes.append(Mistake(filename, 1, "", "", problem, mend))
        return None
    if isinstance(node, yaml.MappingNode):
        return node
    problem = "filen är tom." if node is None else "filen ska vara nycklar med värden."
    mistakes.append(Mistake(filename, 1, "", "", problem, "Börja med raden people:"))
    return None


class Reader:
    """One mapping of the file; notes mistakes and goes on."""

    def __init__(
        self, node: yaml.MappingNode, filename: str, place: str, mistakes: list[Mistake]
    ) -> None:
        self.filename = filename
        self.place = place
        self.line = node.start_mark.line + 1
        self._mistakes = mistakes
        self._values: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if name in self._values:
                self.note(name, "nyckeln står två gånger.", "Ta bort den ena.", key)
            self._values[name] = value

    def note(self, field: str, problem: str, mend: str = "", node: yaml.Node | None = None) -> None:
        """Remember a mistake."""
        at = node or self._values.get(field)
        line = at.start_mark.line + 1 if at else self.line
        self._mistakes.append(Mistake(self.filename, line, self.place, field, problem, mend))

    def only(self, known: Collection[str]) -> None:
        """Note every key that the format does not know."""
        for name in self._values:
            if name not in known:
                self.note(name, f"nyckeln {name!r} finns inte i formatet.", nearest(name, known))

    def has(self, field: str) -> bool:
        value = self._values.get(field)
        return value is not None and not _is_empty(value)

    def is_list(self, field: str) -> bool:
        return isinstance(self._values.get(field), yaml.SequenceNode)

    def names(self, section: str, field: str) -> frozenset[str]:
        """Return what the entries of a section are called, right or wrong otherwise."""
        found = set()
        for node in self._sequence(section) if self.is_list(section) else ():
            if isinstance(node, yaml.MappingNode):
                found |= {
                    str(value.value)
                    for key, value in node.value
                    if isinstance(value, yaml.ScalarNode)
                    and isinstance(key, yaml.ScalarNode)
                    and key.value == field
                }
        return frozenset(found)

    def keys(self, section: str) -> frozenset[str]:
        """Return the keys of a mapping within this one."""
        node = self._values.get(section)
        if not isinstance(node, yaml.MappingNode):
            return frozenset()
        return frozenset(str(k.value) for k, _ in node.value if isinstance(k, yaml.ScalarNode))

    def text(self, field: str, *, required: bool = False) -> str | None:
        """Return a scalar as it was written."""
        if not self.has(field):
            if required:
                self.note(field, "saknas.", f"Lägg till {field}:")
            return None
        node = self._values[field]
        if isinstance(node, yaml.ScalarNode):
            return str(node.value).strip()
        self.note(field, "ska vara ett enda värde.", "Ta bort listan eller underraderna.")
        return None

    def texts(self, field: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of scalars; a single scalar counts as a list of one."""
        if not self.has(field):
            if required:
                self.note(field, "saknas.", f"Lägg till {field}: [...]")
            return ()
        node = self._values[field]
        if isinstance(node, yaml.ScalarNode):
            return (str(node.value).strip(),)
        if isinstance(node, yaml.SequenceNode) and all(
            isinstance(item, yaml.ScalarNode) for item in node.value
        ):
            return tuple(str(item.value).strip() for item in node.value)
        self.note(field, "ska vara en lista av enkla värden.", "Skriv [a, b].")
        return ()

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

    def chosen(self, field: str, known: Collection[str], *, required: bool = False) -> str | None:
        """Return a scalar that must be one of the known words."""
        written = self.text(field, required=required)
        if written is None or written in known:
            return written
        self.note(field, f"{written!r} finns inte.", nearest(written, known))
        return None

    def flag(self, field: str) -> bool:
        written = self.text(field)
        if written in {None, "false", "nej"}:
            return False
        if written not in {"true", "ja"}:
            self.note(field, f"{written!r} är varken true eller false.", "Skriv true eller false.")
        return True

    def inner(self, field: str, *, required: bool = False) -> "Reader | None":
        """Return a mapping within this one."""
        if not self.has(field):
            if required:
                self.note(field, "saknas.", f"Lägg till {field}:")
            return None
        node = self._values[field]
        if isinstance(node, yaml.MappingNode):
            return Reader(node, self.filename, f"{self.place}, {field}", self._mistakes)
        self.note(field, "ska ha underrader med nycklar.", f"Skriv {field}: och indragna rader.")
        return None

    def items(self, section: str, title: str) -> Iterator["Reader"]:
        """Yield the mappings of a list, each with its place."""
        for number, node in enumerate(self._sequence(section)):
            place = f"{section}[{number}]"
            if not isinstance(node, yaml.MappingNode):
                self.note(place, "ska ha nycklar med värden.", "Skriv - id: ...", node)
                continue
            reader = Reader(node, self.filename, place, self._mistakes)
            name = reader.text(title) if reader.has(title) else None
            reader.place = f'{place} "{name}"' if name else place
            yield reader

    def named(self, section: str) -> Iterator[tuple[str, list["Reader"], "Reader"]]:
        """Yield name, mappings and this reader of each list in a mapping of lists."""
        outer = self.inner(section)
        if outer is None:
            return
        outer.place = section
        for name in outer._values:
            steps = list(outer.items(name, "to"))
            for step in steps:
                step.place = f"{section}, {step.place}"
            yield name, steps, outer

    def unique(self, section: str, field: str, values: Sequence[object]) -> None:
        """Note the second and further ones of equal values in a section."""
        seen: set[object] = set()
        nodes = list(self._sequence(section))
        for number, value in enumerate(values):
            if value is not None and value in seen:
                place = f"{section}[{number}]"
                node = nodes[number] if number < len(nodes) else None
                line = node.start_mark.line + 1 if node else self.line
                problem = f"{value!r} finns redan."
                self._mistakes.append(
                    Mistake(self.filename, line, place, field, problem, "Varje ska vara unik.")
                )
            seen.add(value)

    def _sequence(self, section: str) -> Iterable[yaml.Node]:
        if not self.has(section):
            return []
        node = self._values[section]
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.note(section, "ska vara en lista.", "Börja varje post med ett bindestreck.")
        return []


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value in {"", "null", "~"} and not node.style
