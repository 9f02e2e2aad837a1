"""A value of a task as one cell of a table, and back: the forms of cell_forms.py, and indicators, a line each."""

from __future__ import annotations

from typing import Any

from exporter.ledger import cell_forms
from exporter.ledger.cell_forms import Cell, lines_in, plain, shown
from exporter.ledger.columns import Column
from exporter.ledger.indicator_line import indicator_in, line_of
from exporter.model import Language

__all__ = ["Cell", "from_cell", "plain", "shown", "to_cell"]


def to_cell(value: Any, column: Column, language: Language) -> Cell:
    """A value of a lean record as a cell."""
    if column.kind == "indicators" and value and value != column.blank:
        return "\n".join(line_of(each, language) for each in value)
    return cell_forms.to_cell(value, column, language)


def from_cell(cell: Any, column: Column) -> Any:
    """A cell as a value of a record; None for a blank one."""
    if column.kind == "indicators" and cell is not None and str(cell).strip():
        return [indicator_in(line) for line in lines_in(cell)]
    return cell_forms.from_cell(cell, column)
