"""A page as Markdown (CommonMark with GitHub's tables); text stays text, whatever signs it holds."""

from __future__ import annotations

from exporter.destinations.markdown import Dialect, line, one_line
from exporter.report.view import Table, View

_PLAIN = Dialect("report")


def to_markdown(view: View) -> str:
    """Bold lines become headings, the first one the title."""
    pieces: list[str] = []
    level = "#"
    for piece in view:
        if isinstance(piece, Table):
            pieces.append(_table(piece))
        elif piece.tone == "bold":
            pieces.append(f"{level} {line(one_line(piece.text), _PLAIN)}")
            level = "##"
        elif piece.text.strip():
            pieces.append(line(one_line(piece.text), _PLAIN))
    return "\n\n".join(pieces) + "\n"


def _table(table: Table) -> str:
    ruler = [" ---: " if number in table.right else " --- " for number in range(len(table.columns))]
    return "\n".join([_row(table.columns), f"|{'|'.join(ruler)}|", *map(_row, table.rows)])


def _row(cells: tuple[str, ...]) -> str:
    return "".join(f"| {line(one_line(cell), _PLAIN).replace('|', chr(92) + '|')} " for cell in cells) + "|"
