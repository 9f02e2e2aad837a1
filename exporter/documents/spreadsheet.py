"""Excel workbooks (.xlsx, .xlsm): every visible sheet, values as they are displayed, merged cells resolved.

Cells are read as a stream and merged areas straight from the sheet's XML: a sheet may declare a merged area of
seventeen thousand million cells, which must not be made one by one.
"""

from __future__ import annotations

import io
import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any

from exporter.archive import damaged, open_archive, refuse_harmful
from exporter.documents.display import displayed
from exporter.documents.document import Block
from exporter.documents.draft import MOST_CELLS, Draft, Inset, InsetRow
from exporter.documents.tables import find_header, squeeze
from exporter.errors import DocumentError
from exporter.wording import say

Cells = dict[tuple[int, int], Inset]
Area = tuple[int, int, int, int]
"""First column, first row, last column, last row; from 1."""
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_NAMELESS = re.compile(r"(?:sheet|工作表|表)\s*\d*$", re.IGNORECASE)
MOST_AREAS = 20_000
WIDEST_SEARCH = 10_000_000
"""Cells that may be looked at, empty ones too: whole columns are often formatted down to the last row."""
_MISHAPS = (LookupError, ValueError, TypeError, AttributeError, SyntaxError, OSError, EOFError, zipfile.BadZipFile)


def read_spreadsheet(data: bytes, name: str) -> tuple[str, tuple[Block, ...], tuple[str, ...]]:
    """The text of a workbook, its blocks, and warnings about hidden sheets.

    Raises:
        DocumentError: damaged, protected, too large, or nothing visible in it.
    """
    archive = open_archive(data, name)
    refuse_harmful(archive, name)
    from openpyxl import load_workbook  # noqa: PLC0415  only workbooks need it

    draft = Draft()
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
        filled = [(sheet, cells) for sheet in visible if (cells := _cells(sheet, name))]
        for sheet, cells in filled:
            if len(filled) > 1 and not _NAMELESS.match(sheet.title):
                draft.add(sheet.title, sheet.title, "heading", 1)
            _write(draft, sheet.title, cells, _areas(archive, sheet))
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
        OSError,
        EOFError,
        zipfile.BadZipFile,
    ) as error:
        raise damaged(name) from error  # openpyxl lets whatever its parsers meet pass through
    text, blocks = draft.finish()
    warnings = tuple(say("the sheet {sheet} is hidden and was left out", sheet=title) for title in hidden)
    return text, blocks, warnings


def _cells(sheet: Any, name: str) -> Cells:
    """The cells in which something stands, by row and column."""
    sheet.reset_dimensions()  # what a sheet declares may be wrong
    found: Cells = {}
    seen = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        seen += len(row) + 1
        if seen > WIDEST_SEARCH or len(found) > MOST_CELLS:
            raise DocumentError(
                "the sheet {sheet} has more than {limit} cells",
                where=name,
                hint="Save only the plan's rows and columns as a new file.",
                sheet=sheet.title,
                limit=MOST_CELLS,
            )
        for column, cell in enumerate(row, 1):
            text = displayed(cell.value, cell.number_format) if cell.value is not None else ""
            if text:
                found[number, column] = Inset(text)
    return found


def _areas(archive: zipfile.ZipFile, sheet: Any) -> Iterator[Area]:
    """The merged areas of a sheet."""
    from openpyxl.utils import column_index_from_string as index_of  # noqa: PLC0415  see above

    with archive.open(sheet._worksheet_path) as part:  # noqa: SLF001  a streamed sheet offers its XML in no other way
        xml = part.read()
    for count, match in enumerate(_MERGED.finditer(xml)):
        if count >= MOST_AREAS:
            return
        left, top, right, bottom = (group.decode("ascii") for group in match.groups())
        yield index_of(left), int(top), index_of(right), int(bottom)


def _write(draft: Draft, title: str, cells: Cells, areas: Iterator[Area]) -> None:
    rows = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    spread = 0
    for left, top, right, bottom in areas:
        inset = cells.get((top, left))
        across = columns[bisect_left(columns, left) : bisect_right(columns, right)]
        down = rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
        spread += len(across) * len(down)
        if inset is None or spread > MOST_CELLS:
            continue
        cells.update(((row, column), inset) for row in down for column in across)
    for group in _groups(rows, columns, cells):
        lines = [[cells.get((row, column)) for column in columns] for row in group]
        draft.table(lines, lambda index, group=group: f"{title} row {group[index]}")  # type: ignore[misc]


def _groups(rows: list[int], columns: list[int], cells: Cells) -> list[list[int]]:
    """Rows that belong to one table: an empty row parts two tables only where the second has a header of its own."""
    groups: list[list[int]] = []
    for row in rows:
        if not groups or row > groups[-1][-1] + 1:
            groups.append([])
        groups[-1].append(row)
    tables: list[list[int]] = []
    for group in groups:
        top: list[InsetRow] = [[cells.get((row, column)) for column in columns] for row in group[:12]]
        header = find_header([[squeeze(inset.text) if inset else "" for inset in row] for row in top])
        if tables and header.last == 0:
            tables[-1].extend(group)
        else:
            tables.append(group)
    return tables
