"""What a page says, apart from how it looks: the same view becomes plain text in a pipe and colour on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rich.console import RenderableType

Tone = Literal["", "bold", "dim", "green", "yellow", "red", "cyan"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; `tone` is its colour where there is colour."""

    text: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; `right` are the numbers of columns that hold figures, `tones` a row's colour."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    right: frozenset[int] = frozenset()
    tones: tuple[Tone, ...] = ()


View = Sequence[Line | Table]


def to_plain(view: View) -> str:
    """Plain text: columns stand under each other, also when they hold Chinese; nothing is cut off."""
    return "".join(f"{piece.text}\n" if isinstance(piece, Line) else _plain_table(piece) for piece in view)


def to_rich(view: View) -> RenderableType:
    """The same for a terminal, folded to its width."""
    from rich.console import Group
    from rich.text import Text

    return Group(*(Text(piece.text, piece.tone) if isinstance(piece, Line) else _rich_table(piece) for piece in view))


def _plain_table(table: Table) -> str:
    from rich.cells import cell_len

    rows = [[_flat(cell) for cell in row] for row in (table.columns, *table.rows)]
    widths = [max(cell_len(row[number]) for row in rows) for number in range(len(table.columns))]
    lines = [f"{table.title}\n"] if table.title else []
    for row in rows:
        cells = [
            " " * (widths[number] - cell_len(cell)) + cell
            if number in table.right
            else cell + " " * (widths[number] - cell_len(cell))
            for number, cell in enumerate(row)
        ]
        lines.append("  ".join(cells).rstrip() + "\n")
    return "".join(lines)


def _rich_table(table: Table) -> RenderableType:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    drawn = RichTable(
        title=table.title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False
    )
    for number, heading in enumerate(table.columns):
        drawn.add_column(Text(heading), justify="right" if number in table.right else "left", overflow="fold")
    for number, row in enumerate(table.rows):
        tone = table.tones[number] if number < len(table.tones) else ""
        drawn.add_row(*(Text(_flat(cell)) for cell in row), style=tone or None)
    return drawn


def _flat(cell: str) -> str:
    """One line: a quote may hold line ends."""
    return " ".join(cell.split())
