"""Tables on a PDF page that are drawn without lines: cells that start under each other."""

from __future__ import annotations

from collections.abc import Sequence

from exporter.documents.draft import Inset
from exporter.documents.flow import Line, join

NEAR = 6.0
"""Points within which two cells start in one column."""
FEWEST_ROWS = 3
CLOSE = 1.5
"""Line spacing, in heights of a line, within one cell."""


def open_table(lines: Sequence[Line], index: int) -> tuple[int, list[list[Inset | None]], list[int]] | None:
    """The table without lines that starts here: how many lines it takes, its rows, and the page of each.

    The first line gives the columns. A line without a new first cell goes on with the row above it.
    """
    edges = [left for left, _ in lines[index].cells]
    if len(edges) < 2:  # noqa: PLR2004  one column is running text
        return None
    rows: list[dict[int, str]] = []
    pages: list[int] = []
    last = index
    while last < len(lines):
        line = lines[last]
        row = _row(line, edges)
        alone = row is not None and set(row) == {0}
        if row is None or (alone and not _wraps(lines, last, edges)):
            break
        if (0 in row and not alone) or not rows:
            rows.append(row)
            pages.append(line.page)
        else:
            for column, text in row.items():
                rows[-1][column] = join(rows[-1][column], text) if column in rows[-1] else text
        last += 1
    if len(rows) < FEWEST_ROWS or sum(len(row) == len(edges) for row in rows) * 2 < len(rows):
        return None
    wide = range(len(edges))
    return last - index, [[Inset(row[column]) if column in row else None for column in wide] for row in rows], pages


def _wraps(lines: Sequence[Line], at: int, edges: Sequence[float]) -> bool:
    """Whether a lone piece in the first column is the rest of the cell above: close to it, narrow, rows below it."""
    line, above = lines[at], lines[at - 1]
    if line.right > edges[1] or above.page != line.page or above.top - line.top > CLOSE * line.size:
        return False
    return at + 1 < len(lines) and len(lines[at + 1].cells) > 1 and _row(lines[at + 1], edges) is not None


def _row(line: Line, edges: Sequence[float]) -> dict[int, str] | None:
    """Column → text, or None if some piece starts in none of the columns."""
    row: dict[int, str] = {}
    for left, text in line.cells:
        column = min(range(len(edges)), key=lambda number: abs(edges[number] - left))
        if abs(edges[column] - left) > NEAR or column in row:
            return None
        row[column] = text
    return row
