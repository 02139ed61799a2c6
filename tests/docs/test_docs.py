"""The papers and the texts say what the program does: nothing missing, nothing left over."""

import ast
import json
import re
from collections.abc import Iterator
from enum import Enum
from fnmatch import fnmatch
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, Resource, VariableReference
from fluent.syntax.visitor import Visitor
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from blueprint.text import LANGUAGES, Texts
from bot.check import Finding, Level
from bot.cli import app
from bot.demo.cast import ROSTER
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
KEY = re.compile(r"[a-z]+(?:-[a-z0-9_]+)+")
LONGEST_TITLE = 24  # characters; Slack refuses a form whose title or button is longer

REGISTRY = re.compile(
    r"-{2}(?:(?:extra-)?index-url|find-links|trusted-host)\b"  # what chooses a registry
    r"|\bhttps?://[^\s/]+(?:/[^\s/]+)*/(?:simple|packages)/"  # and how its pages are laid out
)
MACHINE_PATH = re.compile(r"(?<![\w.~:/-])/(?:home|root|Users|work|mnt|srv|opt|tmp)/\w|\b[A-Z]:\\")


# Texts


class Variables(Visitor):
    """Collects the values that a sentence asks for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802  # Fluent's
        self.names.add(node.id.name)


def resource(language: str) -> Resource:
    path = ROOT / "blueprint" / "texts" / f"{language}.ftl"
    return FluentParser().parse(path.read_text(encoding="utf-8"))


def sentences(language: str) -> dict[str, set[str]]:
    """Return every key, in the file's order, with the values its sentence asks for."""
    found = {}
    for entry in resource(language).body:
        if isinstance(entry, Message):
            variables = Variables()
            variables.visit(entry)
            found[entry.id.name] = variables.names
    return found


SENTENCES = sentences("sv")


def nodes(*floors: str) -> list[ast.AST]:
    """Return every node of the code on some floors."""
    paths = [path for floor in floors for path in sorted((ROOT / floor).rglob("*.py"))]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    return [node for tree in trees for node in ast.walk(tree)]


def literals(of: list[ast.AST]) -> set[str]:
    return {n.value for n in of if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def assigned(of: list[ast.AST]) -> set[str]:
    """Return the names that are given values, in lower case: an enum's members among them."""
    return {n.id.lower() for n in of if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def is_say(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "say"


SPEAKING = nodes("handlers", "bot")
CALLS = [node for node in SPEAKING if isinstance(node, ast.Call) and is_say(node)]
NAMED = literals(SPEAKING)
DECIDING = nodes("blueprint", "roster", "escalation", "storage")
WORDS = NAMED | literals(DECIDING) | assigned(DECIDING)


def literal(key: ast.AST) -> list[str]:
    """Return the keys that an argument names outright; a choice of two names both."""
    if isinstance(key, ast.Constant):
        return [str(key.value)]
    if isinstance(key, ast.IfExp):
        return [*literal(key.body), *literal(key.orelse)]
    return []


def pattern(key: ast.JoinedStr) -> str:
    """Return an f-string as a regular expression, with a group for each blank."""
    pieces = [
        re.escape(str(piece.value)) if isinstance(piece, ast.Constant) else "([a-z0-9_-]*)"
        for piece in key.values
    ]
    return "".join(pieces)


def fills(key: str, pattern_of_key: str) -> bool:
    """Whether the key is the pattern with words of the program, or numbers, in its blanks."""
    match = re.fullmatch(pattern_of_key, key)
    return match is not None and all(word in WORDS or word.isdigit() for word in match.groups())


BUILT = [call.args[0] for call in CALLS if isinstance(call.args[0], ast.JoinedStr)]
PATTERNS = sorted({pattern(key) for key in BUILT})


def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(sentences("en")) == list(SENTENCES)


def test_no_key_is_written_twice() -> None:
    for language in LANGUAGES:
        named = [entry.id.name for entry in resource(language).body if isinstance(entry, Message)]
        assert len(named) == len(set(named))


def test_both_languages_ask_for_the_same_values() -> None:
    english = sentences("en")
    differing = {key for key, names in SENTENCES.items() if english.get(key) != names}
    assert differing == set()


def test_every_key_that_the_code_names_exists() -> None:
    said = {key for call in CALLS for key in literal(call.args[0])}
    # The use cases have no other words with a hyphen than keys; some reach say() in a variable.
    shaped = {word for word in literals(nodes("handlers")) if KEY.fullmatch(word)}
    assert (said | shaped) - set(SENTENCES) == set()


def test_every_family_of_keys_that_the_code_builds_has_members() -> None:
    childless = [one for one in PATTERNS if not any(fills(key, one) for key in SENTENCES)]
    assert childless == []


def test_every_key_is_used() -> None:
    unused = {
        key
        for key in SENTENCES
        if key not in NAMED and not any(fills(key, one) for one in PATTERNS)
    }
    assert unused == set()


def test_every_sentence_is_given_the_values_it_asks_for() -> None:
    short = {
        f"{key} lacks {', '.join(sorted(lacking))}"
        for call in CALLS
        for key in literal(call.args[0])
        if (lacking := SENTENCES.get(key, set()) - {str(word.arg) for word in call.keywords})
        and all(word.arg for word in call.keywords)
    }
    assert short == set()


def test_the_titles_and_buttons_of_slacks_forms_fit() -> None:
    texts = Texts.load()
    shown = [key for key in SENTENCES if key.endswith(("-title", "-submit", "-close"))]
    long = [
        f"{key} in {language}"
        for language in LANGUAGES
        for key in shown
        if len(texts.get(key, language)) > LONGEST_TITLE
    ]
    assert long == []


# Settings


def settings_rows() -> dict[str, str]:
    """Return each documented setting with the default that its row states."""
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `(LARM_\w+)` \| (.*?) \|", text, re.MULTILINE))


def default_of(name: str) -> str:
    default = Settings.model_fields[name].default
    if default is None:
        return "–"
    if isinstance(default, Enum):
        return f"`{default.value}`"
    return f"`{default:%H:%M}`" if hasattr(default, "hour") else f"`{default}`"


def test_every_setting_is_documented_with_its_default() -> None:
    assert settings_rows() == {
        f"LARM_{name.upper()}": default_of(name) for name in Settings.model_fields
    }


# Commands


def commands(command: object, path: str = "larm") -> Iterator[tuple[str, TyperCommand]]:
    """Walk down to the commands that do something, each with its full name."""
    if isinstance(command, TyperCommand):
        yield path, command
    if isinstance(command, TyperGroup):
        for name, child in command.commands.items():
            yield from commands(child, f"{path} {name}")


COMMANDS = dict(commands(get_command(app)))


def sections() -> dict[str, str]:
    """Return the text under each heading of docs/commands.md that names a command."""
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    pieces = re.split(r"^#+ (?:`(larm[a-z ]*?)(?: [A-Z\[][^`]*)?`|.*)$", text, flags=re.MULTILINE)
    return {name: body for name, body in zip(pieces[1::2], pieces[2::2], strict=True) if name}


def test_every_command_is_documented_and_no_other() -> None:
    assert set(sections()) == set(COMMANDS)


def test_every_option_is_documented_with_its_command() -> None:
    told = sections()
    silent = [
        f"{path} {option}"
        for path, command in COMMANDS.items()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option != "--help" and f"`{option}" not in told[path]
    ]
    assert silent == []


def example(path: str) -> list[dict[str, object]]:
    """Return the JSON that docs/commands.md shows as the answer of a command."""
    shown = re.search(r"```json\n(.*?)```", sections()[path], re.DOTALL)
    assert shown is not None, f"{path} has no example in JSON"
    return list(json.loads(shown[1]))


def shape(row: dict[str, object]) -> dict[str, str]:
    """Return the keys of an entry with their types, without what it says."""
    return {key: type(value).__name__ for key, value in row.items()}


@pytest.fixture
def larm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A command line on a database of its own that holds the demonstration's roster."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LARM_DATABASE_URL", "sqlite:///larm.db")
    runner = CliRunner()
    assert runner.invoke(app, ["roster", "import", str(ROSTER)]).exit_code == 0
    return runner


def test_the_example_of_roster_oncall_is_a_real_answer(larm: CliRunner) -> None:
    asked = "roster oncall Söderhamn --at 2026-11-27T15:40 --json"

    answer = json.loads(larm.invoke(app, asked.split()).stdout)

    assert example("larm roster oncall")[0] == answer[0]


def test_the_example_of_roster_gaps_has_the_shape_of_the_answer(larm: CliRunner) -> None:
    answer = json.loads(larm.invoke(app, ["roster", "gaps", "--json"]).stdout)

    assert shape(example("larm roster gaps")[0]) == shape(answer[0])


def test_the_example_of_check_has_the_shape_of_a_finding() -> None:
    finding = Finding("database", Level.OK, "newest schema").as_json()
    assert all(shape(row) == shape(finding) for row in example("larm check"))


# The repository


def files(folder: Path) -> Iterator[Path]:
    """Yield the repository's files: whatever .gitignore does not leave out."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split()]
    for path in sorted(folder.iterdir()):
        if any(fnmatch(path.name, mask) for mask in [".git", *ignored]):
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


def lines(path: Path) -> list[str]:
    """Return a file's lines; a picture has none."""
    content = path.read_bytes()
    return [] if b"\0" in content else content.decode("utf-8").splitlines()


def lines_with(wanted: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files(ROOT)
        for number, line in enumerate(lines(path), start=1)
        if wanted.search(line)
    ]


def test_no_file_names_a_package_registry() -> None:
    assert lines_with(REGISTRY) == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    assert lines_with(MACHINE_PATH) == []


def test_the_readme_tells_how_to_start_and_how_to_test() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in text
    assert "make test" in text
