"""The ledger as a table of separated values, for spreadsheets and programs: a row a task.

Excel needs the byte order mark to know UTF-8. Its own Chinese "CSV" is GB18030, its "Unicode text" UTF-16 with tabs;
in many countries its separator is the semicolon: all are read, and written again as they were.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from exporter.errors import LedgerError
from exporter.ledger.cells import Cell, shown
from exporter.ledger.columns import TASK, TITLE, Column, find, heading, language_of
from exporter.ledger.entry import Entry, id_of, task_of
from exporter.ledger.format import Change
from exporter.ledger.rows import cells_of, column_at, letter, record_of
from exporter.ledger.text_file import edited, encoded, not_text
from exporter.model import Language, Task
from exporter.problem import Problem

_SEPARATORS = (",", ";", "\t", "|", "，", "；")
_SEARCHED = 20
"""Rows among which the headings may stand."""
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_LARGEST_CELL = 1_000_000


@dataclass(frozen=True, slots=True)
class _Row:
    """Characters `start` to `end` are the row's own lines; `number` counts rows from 1."""

    start: int
    end: int
    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A file that was taken apart."""

    text: str
    encoding: str
    separator: str
    head: _Row
    columns: dict[Column, int]
    rows: list[_Row]

    @property
    def language(self) -> Language:
        return language_of([self.head.cells[place] for place in self.columns.values()])

    @property
    def line_end(self) -> str:
        return "\r\n" if self.text[self.head.start : self.head.end].endswith("\r\n") else "\n"


class CsvFile:
    """Bytes of a CSV ledger ↔ entries."""

    suffixes: ClassVar[tuple[str, ...]] = (".csv", ".tsv")

    def read(self, name: str, content: bytes) -> tuple[list[Entry], list[Problem]]:
        """See `Format`."""
        sheet = _taken_apart(name, content)
        entries: list[Entry] = []
        problems: list[Problem] = []
        if sheet is None:
            return [], []
        for row in sheet.rows:
            cells = {column: harmless_undone(_cell(row, place)) for column, place in sheet.columns.items()}
            if not any(map(str.strip, cells.values())):
                continue
            record = record_of(cells)
            task, wrong = task_of(record)
            entries.append(Entry(row.start, row.end, row.number, id_of(record), task, task))
            problems += [_placed(problem, name, row, sheet.columns) for problem in wrong]
        return entries, problems

    def new(self, name: str, tasks: Iterable[Task], *, heading: str, language: Language) -> bytes:  # noqa: ARG002  a table has no room for it
        """See `Format`."""
        separator = "\t" if name.lower().endswith(".tsv") else ","
        lines = [_line(_headings(language), separator, "\r\n")]
        lines += [_line(_texts(cells_of(task, TASK, language).values()), separator, "\r\n") for task in tasks]
        return codecs.BOM_UTF8 + encoded(name, "".join(lines))

    def updated(self, name: str, content: bytes, changes: Sequence[Change], added: Sequence[Task]) -> bytes:
        """See `Format`. Columns that are missing and needed are added at the right."""
        sheet = _taken_apart(name, content)
        if sheet is None:
            return self.new(name, added, heading="", language=added[0].language)
        rows = {row.start: row for row in sheet.rows}
        writer = _Writer(sheet)
        edits = [
            (entry.start, entry.end, writer.cells(rows[entry.start].cells, entry.written, task))
            for entry, task in changes
        ]
        tail = [writer.cells([], None, task) for task in added]
        if len(writer.head) > len(sheet.head.cells):
            edits.insert(0, (sheet.head.start, sheet.head.end, writer.head))
        text = edited(sheet.text, [(start, end, _again(sheet, end, cells)) for start, end, cells in edits])
        gap = sheet.line_end if tail and not text.endswith("\n") else ""
        text += gap + "".join(_line(cells, sheet.separator, sheet.line_end) for cells in tail)
        return encoded(name, text, sheet.encoding)


class _Writer:
    """Rows with the cells replaced in which a task differs; a column that is missing joins the headings."""

    def __init__(self, sheet: _Sheet) -> None:
        self.head = list(sheet.head.cells)
        self._columns = dict(sheet.columns)
        self._language = sheet.language

    def cells(self, there: list[str], old: Task | None, new: Task) -> list[str]:
        """The row that said `old` as it must be to say `new`."""
        before, after = (cells_of(task, TASK, self._language) for task in (old, new))
        cells = list(there)
        for column in TASK:
            if before[column] != after[column]:
                place = self._place(column)
                cells += [""] * (place + 1 - len(cells))
                cells[place] = _texts([after[column]])[0]
        return cells

    def _place(self, column: Column) -> int:
        if column not in self._columns:
            self._columns[column] = len(self.head)
            self.head.append(heading(column, self._language))
        return self._columns[column]


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before = + - @ and white space.

    OWASP, CSV Injection: https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if _FORMULA.match(text) else text


def harmless_undone(text: str) -> str:
    """The cell without the apostrophe that `harmless` put there."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _again(sheet: _Sheet, end: int, cells: list[str]) -> str:
    is_last = end == len(sheet.text) and not sheet.text.endswith("\n")
    return _line(cells, sheet.separator, "" if is_last else sheet.line_end)


def _headings(language: Language) -> list[str]:
    return [heading(column, language) for column in TASK]


def _texts(cells: Iterable[Cell]) -> list[str]:
    return ["" if cell is None else harmless(shown(cell)) for cell in cells]


def _line(cells: Iterable[str], separator: str, end: str) -> str:
    """One row. Each filled cell is quoted: a program with another separator must not part it and find a formula."""
    return separator.join('"{}"'.format(cell.replace('"', '""')) if cell else "" for cell in cells) + end


def _placed(problem: Problem, name: str, row: _Row, columns: dict[Column, int]) -> Problem:
    column = column_at(problem.pointer, list(columns))
    return problem.at(f"{name}!{letter(columns[column]) if column else 'A'}{row.number}")


def _cell(row: _Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _taken_apart(name: str, content: bytes) -> _Sheet | None:
    """The file's rows; None for an empty one.

    Raises:
        LedgerError: no row holds the headings of a ledger, or it cannot be taken apart.
    """
    text, encoding = _decoded(name, content)
    if not text.strip():
        return None
    best: tuple[int, str, int] | None = None
    for separator in _SEPARATORS:
        for number, row in enumerate(_rows(name, text, separator, _SEARCHED)):
            columns = find(row.cells, TASK)
            if TITLE in columns and (best is None or len(columns) > best[0]):
                best = (len(columns), separator, number)
    if best is None:
        raise LedgerError(
            "no column is headed {heading}",
            where=name,
            hint="The first row of a ledger holds its headings; see: exporter ledger convert",
            heading=f"{heading(TITLE, 'zh')} / {heading(TITLE, 'en')}",
        )
    rows = list(_rows(name, text, best[1]))
    head = rows[best[2]]
    return _Sheet(text, encoding, best[1], head, find(head.cells, TASK), rows[best[2] + 1 :])


def _rows(name: str, text: str, separator: str, most: int | None = None) -> Iterator[_Row]:
    """Rows with the place of their lines: the reader takes a line at a time, and we count what it takes."""
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for match in _LINE.finditer(text):
            taken = match.end()
            yield match[0]

    csv.field_size_limit(_LARGEST_CELL)
    start = 0
    try:
        for number, cells in enumerate(csv.reader(lines(), delimiter=separator), start=1):
            yield _Row(start, taken, number, cells)
            start = taken
            if most is not None and number >= most:
                return
    except csv.Error as error:
        where = f"{name}, line {text[:taken].count(chr(10))}"
        what = "the table cannot be taken apart here ({reason})"
        raise LedgerError(
            what, where=where, hint="Look for a quotation mark that is not closed.", reason=error
        ) from error


def _decoded(name: str, content: bytes) -> tuple[str, str]:
    """The text and the encoding in which it is written again."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"
    for each in (encoding, *(["gb18030"] if encoding == "utf-8" else [])):
        try:
            return content.decode(each), each
        except UnicodeDecodeError as error:
            bad = error.start
    raise not_text(name, content[:bad].count(b"\n") + 1)
