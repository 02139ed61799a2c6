"""The example in docs/blueprint.md can be read, and its messages are the loader's own."""

import re
from pathlib import Path

import pytest

from blueprint.load import ORDER, BlueprintError, load
from blueprint.model import Level, Phase

PAGE = (Path(__file__).parents[2] / "docs" / "blueprint.md").read_text(encoding="utf-8")
EXAMPLE, ERRORS = re.findall(r"```(?:yaml|text)\n(.*?)```", PAGE, flags=re.DOTALL)


def test_the_example_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "BOS.yaml").write_text(EXAMPLE, encoding="utf-8")

    theme = load(tmp_path).theme("BOS")

    assert [item.id for item in (*theme.growth, *theme.closure)] == ["BOS-01", "BOS-V01"]


def test_the_errors_shown_are_those_one_gets(tmp_path: Path) -> None:
    wrong = EXAMPLE.replace("24h", "24 timmar").replace("phase: beslut", "fas: beslut")
    (tmp_path / "BOS.yaml").write_text(wrong, encoding="utf-8")

    with pytest.raises(BlueprintError) as caught:
        load(tmp_path)

    told = [f"ERROR blueprint: {mistake}" for mistake in caught.value.mistakes]
    assert told == ERRORS.splitlines()


@pytest.mark.parametrize("word", [*ORDER, *Level, *Phase])
def test_every_word_that_may_be_written_is_in_the_page(word: str) -> None:
    assert word in PAGE
