"""The ledger as a workbook, as offices keep it: a sheet of tasks, a sheet of indicators, a sheet that explains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from exporter.errors import LedgerError
from exporter.ledger.block import lean
from exporter.ledger.cells import Cell, from_cell, shown, to_cell
from exporter.ledger.columns import ID, INDICATOR, INDICATORS, TASK, TITLE, Column, heading
from exporter.ledger.entry import NO_ID, Entry, id_of, task_of
from exporter.ledger.format import Change
from exporter.ledger.rows import cells_of, column_at, record_of
from exporter.ledger.sheet_xml import LONGEST, edited_workbook, fits
from exporter.ledger.workbook import Book, Sheet, read_book
from exporter.model import Language, Task
from exporter.problem import Problem

Edits = dict[tuple[int, int], Cell]


class XlsxFile:
    """Bytes of a workbook ↔ entries."""

    suffixes: ClassVar[tuple[str, ...]] = (".xlsx",)

    def read(self, name: str, content: bytes) -> tuple[list[Entry], list[Problem]]:
        """See `Format`."""
        book = read_book(name, content)
        entries: list[Entry] = []
        problems: list[Problem] = []
        measured = _measured(book)
        for row, cells in book.tasks.rows.items():
            record = record_of(cells)
            rows = measured.get(_key(cells), [])
            if rows:
                record["indicators"] = [_indicator(book.indicators, number) for number in rows]
            task, wrong = task_of(record)
            entries.append(Entry(0, 0, row, id_of(record), task, task))
            problems += [problem.at(_where(name, book, problem.pointer, row, rows)) for problem in wrong]
        return entries, problems

    def new(self, name: str, tasks: Iterable[Task], *, heading: str, language: Language) -> bytes:
        """See `Format`."""
        from exporter.ledger.workbook_new import new_workbook  # noqa: PLC0415  only new workbooks need openpyxl's writer

        tasks = list(tasks)
        columns = [column for column in TASK if column != INDICATORS]
        rows = [cells_of(task, columns, language) for task in tasks]
        measures = [cells for task in tasks for cells in _indicator_cells(task, language)]
        for task, cells in zip(tasks, rows, strict=True):
            _require_fit(name, task, cells)
        for cells in measures:
            _require_fit(name, None, cells)
        units = sorted({unit for task in tasks for unit in (*task.owners.lead, *task.owners.support)})
        return new_workbook(rows, measures, units, heading=heading, language=language)

    def updated(self, name: str, content: bytes, changes: Sequence[Change], added: Sequence[Task]) -> bytes:
        """See `Format`. Columns that are missing and needed are added at the right."""
        book = read_book(name, content)
        edits = _Edits(name, book)
        for entry, task in changes:
            edits.change(entry.line, entry.written, task)
        for task in added:
            edits.change(edits.next_row(book.tasks), None, task)
        try:
            return edits.applied(content)
        except LedgerError as error:
            error.where = error.where or name
            raise


class _Edits:
    """The cells that differ, gathered task by task."""

    def __init__(self, name: str, book: Book) -> None:
        self._name = name
        self._book = book
        sheets = [sheet for sheet in (book.tasks, book.indicators) if sheet]
        self._columns = {sheet.part: dict(sheet.columns) for sheet in sheets}
        self._widths = {sheet.part: len(sheet.headings) for sheet in sheets}
        self._edits: dict[str, Edits] = defaultdict(dict)
        self._last = {sheet.part: sheet.last for sheet in sheets}
        self._rows = _measured(book)

    def next_row(self, sheet: Sheet) -> int:
        """A row below all others."""
        self._last[sheet.part] += 1
        return self._last[sheet.part]

    def change(self, row: int, old: Task | None, new: Task) -> None:
        """One task of the sheet."""
        sheet = self._book.tasks
        columns = [each for each in TASK if each != INDICATORS or not self._book.indicators]
        before, after = (cells_of(task, columns, sheet.language) for task in (old, new))
        _require_fit(self._name, new, after)
        for column in columns:
            if before[column] != after[column]:
                self._edits[sheet.part][row, self._place(sheet, column)] = after[column]
        if self._book.indicators:
            self._measure(self._book.indicators, old, new)

    def applied(self, content: bytes) -> bytes:
        """The workbook with all of them."""
        likes = {sheet.part: (sheet.head, sheet.last) for sheet in (self._book.tasks, self._book.indicators) if sheet}
        return edited_workbook(content, self._edits, likes)

    def _place(self, sheet: Sheet, column: Column) -> int:
        columns, width = self._columns[sheet.part], self._widths[sheet.part]
        if column not in columns:
            columns[column] = width
            self._edits[sheet.part][sheet.head, width] = heading(column, sheet.language)
            self._widths[sheet.part] += 1
        return columns[column]

    def _measure(self, sheet: Sheet, old: Task | None, new: Task) -> None:
        before = _indicator_cells(old, sheet.language) if old else []
        after = _indicator_cells(new, sheet.language)
        if before == after:
            return
        rows = (self._rows.get(old.id) or self._rows.get(old.title) or []) if old else []
        for row, was, now in _matched(rows, before, after):
            number = row or self.next_row(sheet)
            if now:
                _require_fit(self._name, new, now)
            for column in {**was, **now}:
                if was.get(column) == now.get(column):
                    continue
                if column not in sheet.columns and column.kind != "series":  # which people need not know of
                    what = "the sheet {sheet} has no column {heading}; nothing was written"
                    hint = "Add the column with this heading, or make a new workbook with: exporter ledger convert"
                    named = heading(column, sheet.language)
                    raise LedgerError(what, where=self._name, hint=hint, sheet=sheet.title, heading=named)
                self._edits[sheet.part][number, self._place(sheet, column)] = now.get(column)


_Cells = dict[Column, Cell]


def _matched(rows: list[int], before: list[_Cells], after: list[_Cells]) -> list[tuple[int | None, _Cells, _Cells]]:
    """Row, what it says and what it shall say. What people wrote beside an indicator stays beside it.

    An indicator keeps its row while it has the same metric and words; where that would change the order of a task's
    indicators, they take its rows in their order. A row too many is emptied, one too few is added below.
    """
    free = dict(enumerate(before[: len(rows)]))
    chosen: list[int | None] = []
    for cells in after:
        at = next((place for place, was in free.items() if _name(was) == _name(cells)), None)
        chosen.append(at)
        if at is not None:
            del free[at]
    known = [at for at in chosen if at is not None]
    if known != sorted(known) or chosen[: len(known)] != known:
        chosen = [at if at < len(rows) else None for at in range(len(after))]
    pairs = [
        (rows[at], before[at], cells) if at is not None else (None, {}, cells)
        for at, cells in zip(chosen, after, strict=True)
    ]
    left = [at for at in range(min(len(rows), len(before))) if at not in chosen]
    return [*((rows[at], before[at], {}) for at in left), *pairs]


def _name(cells: _Cells) -> tuple[Cell, ...]:
    return tuple(cell for column, cell in cells.items() if column.path in {"metric", "text"} and column in INDICATOR)


def _indicator_cells(task: Task, language: Language) -> list[_Cells]:
    """A task's indicators, a row each: whose they are, then their own cells."""
    record = lean(task)
    whose = {
        ID: None if task.id == NO_ID else to_cell(task.id, ID, language),
        TITLE: to_cell(task.title, TITLE, language),
    }
    return [
        {**whose, **{column: to_cell(each.get(column.name), column, language) for column in INDICATOR}}
        for each in record.get("indicators", ())
    ]


def _key(cells: Mapping[Column, Any]) -> str:
    """Whose a row is: by its id, or for a row added by hand by its title."""
    return str(from_cell(cells.get(ID), ID) or from_cell(cells.get(TITLE), TITLE) or "")


def _measured(book: Book) -> dict[str, list[int]]:
    """A task's id or title → the rows of its indicators, in their order."""
    found: dict[str, list[int]] = defaultdict(list)
    for row, cells in book.indicators.rows.items() if book.indicators else ():
        if any(cells.get(column) is not None for column in INDICATOR):
            found[_key(cells)].append(row)
    return found


def _indicator(sheet: Sheet | None, row: int) -> dict[str, Any]:
    """One row's indicator; people need not repeat its words."""
    cells = sheet.rows[row] if sheet else {}
    record = record_of({column: cells.get(column) for column in INDICATOR})
    return {"text": f"{record['metric']}{record.get('value', '')}{record['unit']}", **record}


def _where(name: str, book: Book, pointer: str, row: int, rows: list[int]) -> str:
    """The cell of a problem's field."""
    steps = pointer.split("/")[1:]
    if book.indicators and rows and len(steps) > 1 and steps[0] == "indicators":
        column = next((each for each in INDICATOR if steps[2:] and each.path == steps[2]), None)
        return book.indicators.where(name, rows[int(steps[1])], column)
    return book.tasks.where(name, row, column_at(pointer, list(book.tasks.columns)))


def _require_fit(name: str, task: Task | None, cells: Mapping[Column, Cell]) -> None:
    for column, cell in cells.items():
        if isinstance(cell, str) and not fits(cell):
            raise LedgerError(
                "{field} of {title} is too long for a cell, which holds {limit} characters",
                where=name,
                hint="Keep this ledger as .yaml, .jsonl or .csv.",
                field=column.path,
                title=shown(task.title if task else cells.get(TITLE)),
                limit=LONGEST,
            )
