"""A new workbook as offices expect one: headings that stay, widths, line breaks, drop-downs, dates that are dates."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date
from typing import Any
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from exporter.ledger.cells import Cell, plain, to_cell
from exporter.ledger.columns import ID, INDICATOR, INDICATORS, TASK, TITLE, WORDS, Column, heading
from exporter.ledger.sheet_xml import stored
from exporter.model import Language
from exporter.wording import say

_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
_SPARE = 100
"""Blank rows below the units and on paper, for more of them."""
_UNITS = "exporter_units"
_FIRST_DAY = date(1900, 3, 1)
_SHEETS = {"zh": ("任务", "指标", "名单", "说明"), "en": ("Tasks", "Indicators", "Lists", "Help")}
_LINE = 17
"""Points."""
_MOST_LINES = 8
_FREE = Protection(locked=False)
_HOW_TO = """This workbook is a ledger: one row a task on the first sheet, one row an indicator on the second.
Edit, sort, filter, colour, add comments and columns of your own: all of it stays when the program writes here.
To add a task write its title in a new row; its id is given at the next run.
To add an indicator write the task's title beside it.
Several units in one cell are parted by 、 or ; . Lists such as the checklist have one entry a line (Alt+Enter).
Checklist: ☑ is done, ☐ is not. Milestones: the date first, then the step.
Status and the other words with a drop-down: choose one of the list. Dates: 2018-06-30.
Rows that you delete are not deleted at trackers and calendars; to give up a task choose that status.
The ids stand in the hidden first column. The sheets are protected without a password so that they stay hidden.
Save and close the workbook before a run. To look for mistakes: exporter check and the name of this file."""


def new_workbook(
    tasks: Sequence[Mapping[Column, Cell]],
    indicators: Sequence[Mapping[Column, Cell]],
    units: Sequence[str],
    *,
    heading: str,
    language: Language,
) -> bytes:
    """A workbook with these rows; `units` are offered for owners; `heading` opens the sheet that explains."""
    book = Workbook()
    names = _SHEETS[language]
    first = book.active
    assert first is not None  # noqa: S101  a new workbook has one sheet
    first.title = names[0]
    _fill(first, [column for column in TASK if column != INDICATORS], tasks, language)
    _fill(book.create_sheet(names[1]), [ID, TITLE, *INDICATOR], indicators, language)
    _lists(book, names[2], units, language)
    _explain(book.create_sheet(names[3]), heading, language)
    book.properties.creator = "exporter"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(sheet: Any, columns: Sequence[Column], rows: Iterable[Mapping[Column, Cell]], language: Language) -> None:
    for place, column in enumerate(columns, start=1):
        _format(sheet.column_dimensions[get_column_letter(place)], column)
        head = sheet.cell(1, place, heading(column, language))
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", start_color="1F4E79")
        head.alignment = Alignment(wrap_text=True, vertical="center")
        head.protection = _FREE
    rest = sheet.column_dimensions[get_column_letter(len(columns) + 1)]
    rest.min, rest.max, rest.protection = len(columns) + 1, _LAST_COLUMN, _FREE
    styles = [sheet.column_dimensions[get_column_letter(place)] for place in range(1, len(columns) + 1)]
    last = 1
    for last, cells in enumerate(rows, start=2):
        for place, column in enumerate(columns, start=1):
            cell = sheet.cell(last, place)
            cell._style = copy(styles[place - 1]._style)  # noqa: SLF001  five settings at once, ten times as fast
            _put(cell, cells[column])
        sheet.row_dimensions[last].height = _LINE * _lines(cells)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    _drop_downs(sheet, columns, language)
    _protect(sheet)
    _print(sheet, columns)


def _format(dimension: Any, column: Column) -> None:
    """How a column's cells look, the filled and the blank ones. Text stays text also when somebody types “=1+1”."""
    dimension.width = column.width
    dimension.hidden = column.hidden
    dimension.protection = _FREE
    dimension.alignment = Alignment(wrap_text=not column.hidden, vertical="top")
    if column.kind == "day":
        dimension.number_format = "yyyy-mm-dd"
    elif column.kind not in {"number", "percent"}:
        dimension.number_format = "@"


def _put(cell: Any, value: Cell) -> None:
    if isinstance(value, date) and value < _FIRST_DAY:  # before it, Excel counts a day that never was
        value = value.isoformat()
    form = cell.number_format
    value = stored(value)
    cell.value = value
    cell.number_format = form
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula


def _drop_downs(sheet: Any, columns: Sequence[Column], language: Language) -> None:
    for place, column in enumerate(columns, start=1):
        area = f"{get_column_letter(place)}2:{get_column_letter(place)}{_LAST_ROW}"
        if column.kind == "word":
            words = WORDS[column.name]
            chosen = words.values() if language == "zh" or column.name == "comparator" else words
            choice = DataValidation("list", formula1='"{}"'.format(",".join(chosen)), allow_blank=True)
            choice.showErrorMessage = True
        elif column.kind == "percent":
            choice = DataValidation("decimal", operator="between", formula1="0", formula2="100", allow_blank=True)
            choice.showErrorMessage = True
        elif column.path.startswith("owners/"):  # only offered: several units may stand in one cell
            choice = DataValidation("list", formula1=_UNITS, allow_blank=True)
        else:
            continue
        choice.add(area)
        sheet.add_data_validation(choice)


def _protect(sheet: Any) -> None:
    """Hidden columns stay hidden. Every cell may be edited: Excel sorts and deletes only what is not locked."""
    sheet.protection.sheet = True
    for name in ("formatCells", "formatRows", "insertColumns", "insertRows", "insertHyperlinks", "deleteRows"):
        setattr(sheet.protection, name, False)
    for name in ("sort", "autoFilter", "pivotTables", "objects", "scenarios"):
        setattr(sheet.protection, name, False)


def _lines(cells: Mapping[Column, Cell]) -> int:
    """How many lines a row shows: all of its text, but no row fills the screen. LibreOffice would show one line."""
    shown = [
        sum(1 + _width(line) // column.width for line in cell.split("\n"))
        for column, cell in cells.items()
        if isinstance(cell, str) and not column.hidden
    ]
    return min(max(shown, default=1), _MOST_LINES)


def _width(text: str) -> int:
    """In columns of a screen: a Chinese character takes two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _print(sheet: Any, columns: Sequence[Column]) -> None:
    """On paper: what people need; the quote and where it stands are left to the screen."""
    last = next((place for place, column in enumerate(columns, start=1) if column.path == "labels"), len(columns))
    sheet.print_area = f"A1:{get_column_letter(last)}{sheet.max_row + _SPARE}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _lists(book: Workbook, name: str, units: Sequence[str], language: Language) -> None:
    sheet = book.create_sheet(name)
    lead = next(column for column in TASK if column.path == "owners/lead")
    sheet.column_dimensions["A"].width = lead.width * 2
    sheet.cell(1, 1, heading(lead, language)).font = Font(bold=True)
    for row, unit in enumerate(units, start=2):
        _put(sheet.cell(row, 1), to_cell([unit], lead, language))
    area = f"'{name}'!$A$2:$A${len(units) + 1 + _SPARE}"
    book.defined_names[_UNITS] = DefinedName(_UNITS, attr_text=area)


def _explain(sheet: Any, title: str, language: Language) -> None:
    sheet.column_dimensions["A"].width = 110
    lines = [title and plain(" ".join(title.split())), *say(_HOW_TO, language=language).split("\n")]
    for row, line in enumerate([line for line in lines if line], start=1):
        cell = sheet.cell(row, 1)
        _put(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=bool(title) and row == 1)
