"""A text under construction, for formats that have no text of their own to point into: blocks joined by line ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from exporter.documents.document import Block, BlockKind
from exporter.documents.numbering import Mark
from exporter.documents.structure import Part, blocks_of
from exporter.documents.tables import Box, table_parts

BETWEEN_CELLS = " | "
MOST_CELLS = 2_000_000
"""Cells in a table after merged ones were spread out: what a spreadsheet of a hundred thousand tasks needs."""


@dataclass(eq=False, slots=True)
class Inset:
    """One cell's text; the same object in every place that a merged cell covers."""

    text: str


InsetRow = Sequence[Inset | None]


@dataclass(slots=True)
class _Table:
    rows: list[list[Box | None]]
    place: Callable[[int], str]
    declared: int | None


@dataclass(slots=True)
class Draft:
    """Add what stands in the document in its order, then `finish`."""

    _pieces: list[str] = field(default_factory=list)
    _size: int = 0
    _parts: list[Part | _Table] = field(default_factory=list)

    def add(
        self,
        text: str,
        place: str,
        kind: BlockKind | None = None,
        level: int = 0,
        *,
        indent: int = 0,
        mark: Mark | None = None,
    ) -> None:
        """A heading, paragraph or item; `kind` None where the format does not say which; `mark` drawn, not written."""
        if text:
            start = self._write(text)
            self._parts.append(Part(start, self._size, place, kind, level, indent=indent, mark=mark))

    def table(self, rows: Sequence[InsetRow], place: Callable[[int], str], declared: int | None = None) -> None:
        """A table; each cell's text is written once, in the first row in which it stands."""
        boxes: dict[Inset, Box] = {}
        written = [self._row(row, boxes) for row in rows]
        self._parts.append(_Table(written, place, declared))

    def finish(self) -> tuple[str, tuple[Block, ...]]:
        """The text and its blocks."""
        text = "".join(self._pieces)
        parts: list[Part] = []
        for part in self._parts:
            if isinstance(part, Part):
                parts.append(part)
            else:
                parts.extend(table_parts(text, part.rows, part.place, part.declared))
        return text, blocks_of(text, parts)

    def _write(self, text: str, between: str = "\n") -> int:
        if self._size:
            self._pieces.append(between)
            self._size += len(between)
        start = self._size
        self._pieces.append(text)
        self._size += len(text)
        return start

    def _row(self, row: InsetRow, boxes: dict[Inset, Box]) -> list[Box | None]:
        between = "\n"
        for inset in row:
            if inset is None or inset in boxes:
                continue
            if inset.text:
                start = self._write(inset.text, between)
                between = BETWEEN_CELLS
            boxes[inset] = Box(start, self._size) if inset.text else Box(self._size, self._size)
        return [boxes[inset] if inset else None for inset in row]
