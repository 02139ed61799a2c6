"""`make bench`: run the benchmarks and print each figure against its bound."""

import asyncio
import logging

from rich.console import Console
from rich.table import Table

from benchmarks.mobilise import Figure, measure
from bot import log


def main() -> None:
    """Measure, print the table, and exit 1 if a bound is passed."""
    log.configure(level=logging.CRITICAL)
    figures = asyncio.run(measure())
    Console().print(_table(figures))
    raise SystemExit(int(any(figure.ratio > 1 for figure in figures)))


def _table(figures: list[Figure]) -> Table:
    table = Table("figure", "measured", "bound", "ratio", title="larm, limits off, one process")
    for figure in figures:
        measured, bound = f"{figure.seconds * 1000:.0f} ms", f"{figure.bound * 1000:.0f} ms"
        table.add_row(figure.name, measured, bound, f"{figure.ratio:.2f}")
    return table


main()
