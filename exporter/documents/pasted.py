"""Tables in plain text: pipes (Markdown's too), tabs, and columns held apart by spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from exporter.documents.lines import Line, columns
from exporter.documents.standing import standing_rows
from exporter.documents.structure import Part
from exporter.documents.tables import Box, table_parts

_RULE_CELL = r"\s*:?[-=─—]{2,}:?\s*"
_RULE = re.compile(rf"[|+│├┼┤┌┬┐└┴┘┠╂┨]?{_RULE_CELL}(?:[|+│┼┬┴╂]{_RULE_CELL})*[|+│├┼┤┌┬┐└┴┘┠╂┨]?$")
_MARKDOWN_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
_PIPE = re.compile(r"(?<!\\)[|｜│┃]")
_TAB = re.compile(r" *\t *")
_TABS = re.compile(r"[ \t]*\t[ \t]*")
_GAP = re.compile(r"(?<=\S)(?: {2,}|\u3000{2,})(?=\S)")
MOST_COLUMNS = 60
"""A line with more is no row of a table; no more of it is looked at."""
SHORTEST_ALIGNED = 3
"""Rows that a table of columns held apart by spaces needs; two could be chance."""


@dataclass(frozen=True, slots=True)
class Found:
    """A table on lines `first` to `last` (not included)."""

    first: int
    last: int
    parts: list[Part]


def is_rule(text: str) -> bool:
    """A line that only draws: |---|---|, +----+, ├───┤."""
    return len(text) > 1 and bool(_RULE.match(text))


def table_at(text: str, lines: Sequence[Line], index: int) -> Found | None:
    """The table that starts on this line, if one does."""
    for read in (_standing, _pipes, _tabs, _aligned):
        found = read(text, lines, index)
        if found:
            return found
    return None


def _from(lines: Sequence[Line], index: int) -> Iterator[tuple[int, Line]]:
    """Numbered lines from here on; a slice would copy all the rest for each table."""
    return ((at, lines[at]) for at in range(index, len(lines)))


def _cells(line: Line, separator: re.Pattern[str], *, outer: bool = False) -> list[Box]:
    """The spans between separators, without white space; `outer` drops the empty ones at the two ends."""
    spans: list[tuple[int, int]] = []
    at = 0
    for match in separator.finditer(line.text):
        spans.append((at, match.start()))
        at = match.end()
        if len(spans) > MOST_COLUMNS:
            break
    spans.append((at, len(line.text)))
    if outer and len(spans) > 1:
        spans = spans[1:] if not line.text[slice(*spans[0])].strip() else spans
        spans = spans[:-1] if len(spans) > 1 and not line.text[slice(*spans[-1])].strip() else spans
    return [_box(line, start, end) for start, end in spans]


def _box(line: Line, start: int, end: int) -> Box:
    raw = line.text[start:end]
    lead = len(raw) - len(raw.lstrip())
    size = len(raw.strip())
    return (
        Box(line.start + start + lead, line.start + start + lead + size)
        if size
        else Box(line.start + start, line.start + start)
    )


def _place(rows: Sequence[Line]) -> Callable[[int], str]:
    return lambda index: f"line {rows[index].number}"


def _pipes(text: str, lines: Sequence[Line], index: int) -> Found | None:
    """Two or more lines with the same number of pipes, or a line above a Markdown rule."""
    if not _PIPE.search(lines[index].text) and not _opens(lines[index].text):
        return None
    rows: list[list[Box]] = []
    at: list[Line] = []
    last, declared = index, None
    for last, line in _from(lines, index):
        if line.blank:
            break
        if is_rule(line.text) and (rows or _opens(line.text)):
            if len(rows) == 1 and declared is None and _MARKDOWN_RULE.match(line.text):
                declared = 1
            continue
        cells = _cells(line, _PIPE, outer=True)
        if rows and _goes_on(rows, cells, at[0], lines[last - 1]):
            rows[-1] = [*rows[-1][:-1], Box(rows[-1][-1].start, cells[0].end), *cells[1:]]
            continue
        if not _PIPE.search(line.text) or not _agrees(rows, cells, declared):
            break
        rows.append(cells)
        at.append(line)
    else:
        last += 1
    if not rows or not (declared or (len(rows) > 1 and len(rows[0]) > 1)):
        return None
    return Found(index, last, table_parts(text, rows, _place(at), declared))


def _standing(text: str, lines: Sequence[Line], index: int) -> Found | None:
    """A cell a line, each closed by a pipe."""
    found = standing_rows(lines, index)
    if found is None:
        return None
    last, rows, starts = found
    return Found(index, last, table_parts(text, rows, _place(starts), 1))


def _opens(text: str) -> bool:
    return bool(text) and text[0] in "+┌┏├" and is_rule(text)


def _goes_on(rows: Sequence[Sequence[Box]], cells: Sequence[Box], first: Line, above: Line) -> bool:
    """Whether a line continues the last cell of a row that is still short of the header's columns."""
    width, short = len(rows[0]), len(rows[-1])
    if len(rows) < 2 or short + len(cells) - 1 > width or is_rule(above.text):  # noqa: PLR2004  the header is whole
        return False
    closed = _PIPE.match(above.text[-1]) and (
        _PIPE.match(first.text[-1]) or short + 1 == width
    )  # its last cell is empty
    return short < width and not closed


def _agrees(rows: Sequence[Sequence[Box]], cells: Sequence[Box], declared: int | None) -> bool:
    """Whether a row may follow: as wide as the first, or one of few that are not."""
    if len(cells) > MOST_COLUMNS or not rows:
        return len(cells) <= MOST_COLUMNS
    width = len(rows[0])
    if declared or len(cells) == width:
        return True
    strays = 1 + sum(len(row) != width for row in rows[-6:])
    whole = len(rows) > 1 or 1 < len(cells) < width
    return whole and 1 < len(cells) <= width + 1 and strays <= 2  # noqa: PLR2004  two strays in seven rows


def _tabs(text: str, lines: Sequence[Line], index: int) -> Found | None:
    """Two or more lines with the same number of tabs (a run of tabs counts as one where rows then agree)."""
    if "\t" not in lines[index].text or lines[index].begin != lines[index].start:
        return None
    for separator in (_TAB, _TABS):
        rows: list[list[Box]] = []
        last = index
        for last, line in _from(lines, index):  # noqa: B007  where it stopped is the result
            raw = text[line.begin : line.stop]
            if line.blank or "\t" not in raw:
                break
            cells = _cells(replace(line, start=line.begin, text=raw), separator)
            if not _agrees(rows, cells, None):
                break
            rows.append(cells)
        else:
            last += 1
        if len(rows) > 1 and len(rows[0]) > 1:
            return Found(index, last, table_parts(text, rows, _place(lines[index:last])))
    return None


def _aligned(text: str, lines: Sequence[Line], index: int) -> Found | None:
    """Three or more lines whose columns start in the same places; a later row may leave some empty."""
    wanted = _edges(lines[index])
    if len(wanted) < 2:  # noqa: PLR2004  one column is no table
        return None
    rows: list[list[Box | None]] = []
    at: list[Line] = []
    last = index
    for last, line in _from(lines, index):  # noqa: B007  where it stopped is the result
        if is_rule(line.text) and rows:
            continue
        edges = _edges(line)
        if line.blank or len(edges) < 2 or not _fits(edges, wanted):  # noqa: PLR2004  see above
            break
        row: list[Box | None] = [None] * len(wanted)
        for edge, box in zip(edges, _cells(line, _GAP), strict=True):
            row[_nearest(edge, wanted)] = box
        rows.append(row)
        at.append(line)
    else:
        last += 1
    if len(rows) < SHORTEST_ALIGNED or sum(None not in row for row in rows) * 2 < len(rows):
        return None
    return Found(index, last, table_parts(text, rows, _place(at)))


def _nearest(edge: int, wanted: Sequence[int]) -> int:
    return min(range(len(wanted)), key=lambda column: abs(wanted[column] - edge))


def _edges(line: Line) -> list[int]:
    """The columns in which cells start; no more than a table may have."""
    edges, at, column = [line.indent], 0, line.indent
    for match in _GAP.finditer(line.text):
        column += columns(line.text[at : match.end()])
        at = match.end()
        edges.append(column)
        if len(edges) > MOST_COLUMNS:
            return []
    return edges


def _fits(edges: Sequence[int], wanted: Sequence[int]) -> bool:
    columns_taken = [_nearest(edge, wanted) for edge in edges]
    return len(set(columns_taken)) == len(edges) and all(
        abs(wanted[column] - edge) <= 1 for column, edge in zip(columns_taken, edges, strict=True)
    )
