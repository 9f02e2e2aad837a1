"""A document as the rest of the house sees it: its text, and blocks that say where everything stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "row"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row: `document.text[start:end]` is its text; `header` is the column's heading, or ""."""

    start: int
    end: int
    header: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table row: `document.text[start:end]`, without markup around it.

    Headings have `level` 1.. (1 is the highest); list items have `level` 1.. by nesting. `number` counts blocks from 1.
    `place` is for people: "第12行" is made from it later; here it is data such as "line 12", "Sheet1 row 3", "page 4".
    Rows of a table's header are blocks too, with `is_header`; a data row's cells carry the headings of their columns.
    A cell that was merged over several rows is listed in each of them and may stand outside the later rows' spans.
    `mark` counts the characters at the block's start that only number it ("1.", "（一）", "①"). A line break inside a
    paragraph is a soft one: the text goes on (hard-wrapped files).
    """

    kind: BlockKind
    start: int
    end: int
    number: int
    level: int = 0
    place: str = ""
    cells: tuple[Cell, ...] = ()
    is_header: bool = False
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """What was read. For text files `text` is the decoded file to the letter (a BOM removed, line ends kept).

    `warnings` are whole sentences for the reader: a scanned page, a hidden sheet.
    """

    name: str
    text: str
    blocks: tuple[Block, ...]
    sha256: str
    title: str | None = None
    warnings: tuple[str, ...] = ()
