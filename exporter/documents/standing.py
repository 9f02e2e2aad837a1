"""Tables of which a web page left every cell on a line of its own, closed by a pipe.

    序号 |
    任务 |
    责任单位 |
    1 |
    新建小学2所。 |
    县教育局 |

The headings end where the first running number stands; each further number begins a row. Cells beyond a row's width
belong to rows that share the number, the unit, … with the one above (merged cells).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from exporter.documents.lines import Line
from exporter.documents.tables import Box

_CELL = re.compile(r"[^|｜]*[|｜]$")
_NUMBER = re.compile(r"[(（]?(\d{1,3})[)）.、]?\s*[|｜]$")
_FIRST = re.compile(r"(?:序\s*号|编\s*号|序|#|No\.?)\s*[|｜]$", re.IGNORECASE)
_TASK = re.compile(r"任务|目标|内容|事项|措施|实事|项目|工作|task|action|commitment", re.IGNORECASE)
WIDEST = 12


def standing_rows(lines: Sequence[Line], index: int) -> tuple[int, list[list[Box | None]], list[Line]] | None:
    """The line behind such a table, its rows, and the line on which each begins; None where none begins here."""
    if not _FIRST.match(lines[index].text):
        return None
    last = index
    while last < len(lines) and not lines[last].blank and _CELL.match(lines[last].text):
        last += 1
    run = lines[index:last]
    width = next((at for at, line in enumerate(run[: WIDEST + 1]) if _NUMBER.match(line.text)), 0)
    if width < 2 or len(run) < 2 * width:  # noqa: PLR2004  a number and a task
        return None
    rows: list[list[Box | None]] = [[_box(line) for line in run[:width]]]
    starts = [run[0]]
    for first, cells in _rows(run[width:], width):
        row: list[Box | None] = [_box(line) for line in cells]
        if first:
            rows.append([*row, *([None] * (width - len(row)))])
        else:
            rows.append(_under(rows[-1], row, _task_column(run[:width])))
        starts.append(cells[0])
    return last, rows, starts


def _rows(run: Sequence[Line], width: int) -> list[tuple[bool, list[Line]]]:
    """The lines row by row, and whether a row begins with the number that comes next."""
    found: list[tuple[bool, list[Line]]] = []
    expected = 0
    for line in run:
        number = _NUMBER.match(line.text)
        if number and (not found or int(number[1]) == expected):
            found.append((True, [line]))
            expected = int(number[1]) + 1
        elif len(found[-1][1]) < width:
            found[-1][1].append(line)
        else:
            found.append((False, [line]))
    return found


def _task_column(heads: Sequence[Line]) -> int:
    return max((at for at, line in enumerate(heads) if _TASK.search(line.text)), default=1)


def _under(above: Sequence[Box | None], cells: Sequence[Box | None], begin: int) -> list[Box | None]:
    """A row of fewer cells: they stand from the task's column on, the others are shared with the row above."""
    begin = min(begin, len(above) - len(cells))
    return [*above[:begin], *cells, *above[begin + len(cells) :]]


def _box(line: Line) -> Box:
    words = line.text.rstrip("|｜").rstrip()
    return Box(line.start, line.start + len(words))
