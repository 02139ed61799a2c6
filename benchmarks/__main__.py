"""`make bench`: run the benchmarks and print each figure against its bound."""

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import (
    coverage,
    crash,
    history,
    mobilise,
    morning,
    roster,
    soak,
    storm,
    survival,
    tick,
)
from benchmarks.figures import Figure
from bot import log

SUITES: dict[str, Callable[[], Coroutine[Any, Any, list[Figure]]]] = {
    "mobilise": mobilise.measure,
    "tick": tick.measure,
    "history": history.measure,
    "coverage": coverage.measure,
    "storm": storm.measure,
    "morning": morning.measure,
    "roster": roster.measure,
    "survival": survival.measure,
}

# Only when asked for: they take minutes. The numbers behind `soak` are its seconds and its seed.
ORDEALS: dict[str, Callable[[], Coroutine[Any, Any, list[Figure]]]] = {
    "soak": soak.measure,
    "crash": crash.measure,
}


def main(words: Sequence[str]) -> None:
    """Measure the suites wanted, or all; print the table; exit 1 if a bound is passed."""
    wanted = [word for word in words if not word.isdecimal()]
    known = {**SUITES, **ORDEALS}
    unknown = set(wanted) - set(known)
    if unknown:
        raise SystemExit(f"There is no benchmark {', '.join(unknown)}. Choose of {list(known)}.")
    log.configure(level=logging.CRITICAL)
    console, passed = Console(), 0
    for name in wanted or SUITES:
        figures = asyncio.run(known[name]())
        console.print(_table(name, figures))
        passed += sum(figure.ratio > 1 for figure in figures)
    raise SystemExit(int(passed > 0))


def _table(name: str, figures: list[Figure]) -> Table:
    table = Table("figure", "measured", "bound", "ratio", title=name)
    for figure in figures:
        measured = f"{figure.measured:,.0f} {figure.unit}"
        bound = f"{figure.bound:,.0f} {figure.unit}"
        if figure.bound < 10:
            measured, bound = f"{figure.measured:.2f}", f"{figure.bound:.2f} {figure.unit}"
        table.add_row(figure.name, measured, bound, f"{figure.ratio:.2f}")
    return table


main(sys.argv[1:])
