"""CSV and TSV (RFC 4180), to the letter: each cell is a span of the file."""

from __future__ import annotations

import re

from exporter.documents.document import Block
from exporter.documents.draft import MOST_CELLS
from exporter.documents.structure import blocks_of
from exporter.documents.tables import Box, table_parts
from exporter.errors import DocumentError

SEPARATORS = (",", "\t", ";", "|", "，")
SAMPLE_ROWS = 50
_FEWER = "Save only the plan's rows and columns as a new file."
_DECLARED = re.compile(r"sep=(.)(?:\r\n|\n|\r)", re.IGNORECASE)
_QUOTED = re.compile(r'[ \t]*"([^"]*+(?:""[^"]*+)*+)"[ ]*')
_OPENED = re.compile(r'[ ]*"')
_LINE_END = re.compile(r"\r\n|\n|\r")


def read_separated(text: str, name: str) -> tuple[Block, ...]:
    """Blocks of a CSV or TSV text, a row each.

    Raises:
        DocumentError: a quotation mark is opened and not closed where it should be.
    """
    declared = _DECLARED.match(text)
    separator = declared.group(1) if declared else separator_of(text)
    rows, lines = _rows(text, declared.end() if declared else 0, separator, name)
    return blocks_of(text, table_parts(text, rows, lambda index: f"line {lines[index]}"))


def separator_of(text: str) -> str:
    """The separator that cuts the first lines into the same number of cells, more than one; else the comma."""
    sample = re.sub(r'"[^"]*"', '"', text[:20_000])
    lines = [line for line in sample.splitlines()[:SAMPLE_ROWS] if line.strip()]

    def merit(separator: str) -> tuple[float, int]:
        counts = [line.count(separator) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return (counts.count(usual) / len(counts) if usual else 0, usual)

    return max(SEPARATORS, key=merit)


def _rows(text: str, at: int, separator: str, name: str) -> tuple[list[list[Box]], list[int]]:
    bare = re.compile(rf"[^{re.escape(separator)}\r\n]*")
    rows: list[list[Box]] = []
    lines: list[int] = []
    row: list[Box] = []
    line, counted, seen = 1, 0, 0
    while at < len(text):
        if not row:
            line += len(_LINE_END.findall(text, counted, at))
            counted = at
        box, at = _cell(text, at, separator, bare, name)
        row.append(box)
        seen += 1
        if seen > MOST_CELLS:
            raise DocumentError("the table has more than {limit} cells", where=name, hint=_FEWER, limit=MOST_CELLS)
        if text.startswith(separator, at):
            at += 1
            if at < len(text):
                continue
            row.append(Box(at, at))
        end = _LINE_END.match(text, at)
        at = end.end() if end else at
        if any(cell.end > cell.start for cell in row):
            rows.append(row)
            lines.append(line)
        row = []
    return rows, lines


def _cell(text: str, at: int, separator: str, bare: re.Pattern[str], name: str) -> tuple[Box, int]:
    """One cell's span, without its quotation marks, and where it ends."""
    if not _OPENED.match(text, at):
        match = bare.match(text, at)
        end = match.end() if match else at
        return _stripped(text, at, end), end
    quoted = _QUOTED.match(text, at)
    after = text[quoted.end() : quoted.end() + 1] if quoted else ""
    if quoted is None or after not in {"", separator, "\r", "\n"}:
        raise DocumentError(
            "line {line} has a stray quotation mark: a cell that begins with one does not end with one",
            where=name,
            hint='Write "" for a quotation mark inside a cell, or save the table as .xlsx.',
            line=len(_LINE_END.findall(text, 0, at)) + 1,
        )
    return _stripped(text, *quoted.span(1)), quoted.end()


def _stripped(text: str, start: int, end: int) -> Box:
    raw = text[start:end]
    lead = len(raw) - len(raw.lstrip())
    return Box(start + lead, start + lead + len(raw.strip())) if raw.strip() else Box(start, start)
