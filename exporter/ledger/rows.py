"""A row of a table ↔ a task."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from exporter.ledger.block import lean
from exporter.ledger.cells import Cell, from_cell, to_cell
from exporter.ledger.columns import Column
from exporter.ledger.entry import NO_ID
from exporter.model import Language, Task, to_record
from exporter.model import Source as Place

_NOWHERE = to_record(Place("", "", 0, 0))


def cells_of(task: Task | None, columns: Iterable[Column], language: Language) -> dict[Column, Cell]:
    """What the columns say of a task; nothing for none, and no id for one that has none yet."""
    if task is None:
        return dict.fromkeys(columns)
    record = lean(task)
    if task.id == NO_ID:
        del record["id"]
    return {column: to_cell(_at(record, column.path), column, language) for column in columns}


def record_of(cells: Mapping[Column, Any]) -> dict[str, Any]:
    """A row's cells as the record that people mean; blank cells are left out."""
    record: dict[str, Any] = {}
    for column, cell in cells.items():
        value = from_cell(cell, column)
        if value is not None:
            group, _, name = column.path.rpartition("/")
            (record.setdefault(group, {}) if group else record)[name] = value
    if "source" in record:
        needed = {name: _NOWHERE[name] for name in ("document", "sha256", "start", "end")}
        record["source"] = {**needed, **record["source"]}
    return record


def letter(column: int) -> str:
    """Number of a column (from 0) → its letters: A to Z, then AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def column_at(pointer: str, columns: Sequence[Column]) -> Column | None:
    """The column in which a problem's field stands."""
    path = pointer.removeprefix("/")
    fitting = [column for column in columns if path == column.path or path.startswith(column.path + "/")]
    return next(iter(fitting), None)


def _at(record: Mapping[str, Any], path: str) -> Any:
    value: Any = record
    for step in path.split("/"):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value
