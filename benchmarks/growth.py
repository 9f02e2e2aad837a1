"""How a character more is paid for: shapes that invite squares, in a text and in one four times as long.

    python -m benchmarks.growth [characters]

1 × is what a linear reader takes, 4 × one whose time is the square of the length; what is read in less than a hundredth
of a second tells nothing and is left out. Processor time counts, the better of two.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

from exporter.documents import read_text
from exporter.errors import DocumentError
from exporter.extraction.english.grammar import GRAMMAR
from exporter.extraction.grammar import Around
from exporter.naming.title import title_of
from tests.endless import DOCUMENTS, LINES, TITLES

CHARACTERS = 25_000
LONGER = 4
SHOWN = 0.01
"""Seconds."""


def document(shape: str, name: str, size: int) -> None:
    """Read it, or refuse it."""
    text = DOCUMENTS[shape](size)
    try:
        read_text(text, name)
    except DocumentError:
        return


def line(unit: str, size: int) -> None:
    """An English line, through every part of the grammar."""
    text = unit * (size // len(unit))
    around = Around(year=2026)
    GRAMMAR.sentences(text)
    GRAMMAR.actions(text)
    for part in (GRAMMAR.judge, GRAMMAR.indicators, GRAMMAR.timing, GRAMMAR.naming):
        part(text, around)


def title(piece: str, size: int) -> None:
    """A title of a quote."""
    title_of(piece * (size // len(piece)), "zh")


def cases() -> Iterator[tuple[str, Callable[[int], None]]]:
    """Every shape by name."""
    for shape in DOCUMENTS:
        for ending in ("txt", "md", "html", "csv"):
            yield f"{shape}, .{ending}", partial(document, shape, f"x.{ending}")
    for unit in LINES:
        yield f"English line of {unit!r}", partial(line, unit)
    for piece in TITLES:
        yield f"title of {piece!r}", partial(title, piece)


def seconds(work: Callable[[int], None], size: int) -> float:
    """The better of two."""
    best = float("inf")
    for _ in range(2):
        begin = time.process_time()
        work(size)
        best = min(best, time.process_time() - begin)
    return best


def main(characters: int = CHARACTERS) -> None:
    """Print the shapes that grow most, and the slowest."""
    rows = []
    for name, work in cases():
        short, long = seconds(work, characters), seconds(work, characters * LONGER)
        if short >= SHOWN:
            rows.append((long / short / LONGER, long, name))
    print(f"{len(rows)} shapes of {characters * LONGER} characters   s   × a character in {characters}")
    slowest = max(rows, key=lambda row: row[1])
    for growth, took, name in dict.fromkeys([*sorted(rows, reverse=True)[:8], slowest]):
        print(f"{name:40}{took:6.2f}{growth:8.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
