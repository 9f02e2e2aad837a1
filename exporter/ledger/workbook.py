"""What stands in a ledger's workbook: the sheet of tasks, the sheet of indicators, and where each cell is."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from exporter.archive import damaged, open_archive, refuse_harmful
from exporter.errors import InputError, LedgerError
from exporter.ledger.cells import Cell
from exporter.ledger.columns import ID, INDICATOR, TASK, TITLE, Column, find, heading, language_of
from exporter.ledger.rows import letter
from exporter.model import Language

OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""How an .xls begins, and an .xlsx that is encrypted (MS-OFFCRYPTO wraps it into the same container)."""
_SEARCHED = 20
_BLANK_ROWS = 5_000
"""So many blank rows end a sheet: whole columns are often formatted down to the last row."""
_PERCENT = 100
_INDICATOR = (ID, TITLE, *INDICATOR)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with headings. Rows are counted from 1, columns (`places`) from 0."""

    title: str
    part: str
    """The sheet's file in the archive."""
    head: int
    headings: tuple[Any, ...]
    columns: dict[Column, int]
    rows: dict[int, dict[Column, Any]] = field(default_factory=dict)
    """Rows in which something of ours stands."""

    @property
    def language(self) -> Language:
        """The language of the headings."""
        return language_of([self.headings[place] for place in self.columns.values()])

    @property
    def last(self) -> int:
        """The last row that is in use."""
        return max(self.rows, default=self.head)

    def where(self, name: str, row: int, column: Column | None) -> str:
        """A cell for people: `ledger.xlsx, 任务!D12`."""
        place = self.columns.get(column, 0) if column else 0
        return f"{name}, {self.title}!{letter(place)}{row}"


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a ledger; `indicators` is None where indicators stand in a column of the tasks."""

    tasks: Sheet
    indicators: Sheet | None


def read_book(name: str, content: bytes) -> Book:
    """Take a workbook apart.

    Raises:
        LedgerError: it is damaged, protected or too large, or no sheet holds the headings of a ledger.
    """
    if content.startswith(OLD_OR_LOCKED):
        raise LedgerError(
            "the workbook is protected by a password, or it is an old .xls",
            where=name,
            hint="Open it, save it as .xlsx without a password and run again.",
        )
    refuse_harmful(open_archive(content, name, LedgerError), name, LedgerError)
    from openpyxl import load_workbook  # noqa: PLC0415  only workbooks need it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl cannot show is of no concern: we only read
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            tables = [_table(sheet) for sheet in book.worksheets]
            return _book(name, tables)
    except InputError as error:
        error.where = error.where or name
        raise
    except (
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        SyntaxError,
        OSError,
        EOFError,
        zipfile.BadZipFile,
    ) as bad:
        raise damaged(name, LedgerError) from bad  # openpyxl lets whatever its parsers meet pass through


@dataclass(frozen=True, slots=True)
class _Table:
    title: str
    part: str
    rows: dict[int, tuple[Any, ...]]


def _table(sheet: Any) -> _Table:
    sheet.reset_dimensions()  # what a sheet declares may be wrong
    rows: dict[int, tuple[Any, ...]] = {}
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        values = tuple(_value(cell) for cell in cells)
        if any(value is not None for value in values):
            rows[number] = values
            blank = 0
        elif (blank := blank + 1) > _BLANK_ROWS:
            break
    return _Table(sheet.title, sheet._worksheet_path, rows)  # noqa: SLF001  a streamed sheet names its part in no other way


def _value(cell: Any) -> Any:
    """A percentage as it is shown: 40 for 40 %."""
    value = cell.value
    if isinstance(value, float) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return round(value * _PERCENT, 10)
    return value.date() if isinstance(value, datetime) else value


def _book(name: str, tables: list[_Table]) -> Book:
    best: Sheet | None = None
    indicators: Sheet | None = None
    for table in tables:
        found = _headed(table, _INDICATOR)
        if found and {"metric", "value"} <= {column.name for column in found.columns}:
            indicators = indicators or found
            continue
        found = _headed(table, TASK)
        if found and TITLE in found.columns and (best is None or len(found.columns) > len(best.columns)):
            best = found
    if best is None:
        raise LedgerError(
            "no column is headed {heading}",
            where=name,
            hint="The first row of a ledger holds its headings; see: exporter ledger convert",
            heading=f"{heading(TITLE, 'zh')} / {heading(TITLE, 'en')}",
        )
    in_a_column = any(column.path == "indicators" for column in best.columns)
    return Book(best, None if in_a_column else indicators)


def _headed(table: _Table, columns: tuple[Column, ...]) -> Sheet | None:
    """The table under the row that holds most of the headings."""
    best: tuple[int, dict[Column, int]] = (0, {})
    for number in [row for row in table.rows if row <= _SEARCHED]:
        found = find(table.rows[number], columns)
        if len(found) > len(best[1]):
            best = (number, found)
    head, places = best
    if not places:
        return None
    rows: dict[int, dict[Column, Cell]] = {}
    for number, values in table.rows.items():
        cells = {column: values[place] for column, place in places.items() if place < len(values)}
        if number > head and any(value is not None and str(value).strip() for value in cells.values()):
            rows[number] = cells
    return Sheet(table.title, table.part, head, table.rows[head], places, rows)
