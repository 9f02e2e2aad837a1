"""An indicator as one readable line.

新增科技型企业320家 | 新增科技型企业 | = 320 家 | 当前值：215 | 统计日期：2018-06-30
"""

from __future__ import annotations

import re
from typing import Any

from exporter.ledger.cell_forms import element, from_cell, shown, to_cell, unquoted
from exporter.ledger.columns import INDICATOR, Column, heading
from exporter.ledger.lenient import number
from exporter.model import Language

_BREAKS = re.compile(r"[|~～\n]")
_TARGET = re.compile(r"(=|≥|>=|≤|<=|≈|↔|approx|range)\s*([-+\d.,eE]+)(?:\s*[~～]\s*([-+\d.,eE]+))?(.*)", re.DOTALL)
_LABELLED = re.compile(r"([^:：]+)[:：](.*)", re.DOTALL)
_COLUMNS = {column.name: column for column in INDICATOR}
_REST = ("current", "measured_on", "change", "stretch", "series")
_NAMES = {
    name.casefold(): column
    for column in (_COLUMNS[rest] for rest in _REST)
    for name in (column.name, heading(column, "en"), heading(column, "zh"))
}


def line_of(record: dict[str, Any], language: Language) -> str:
    """A lean indicator as a line."""
    sign = to_cell(record["comparator"], _COLUMNS["comparator"], language)
    most = f" ~ {record['value_max']!r}" if record.get("value_max") is not None else ""
    unit = f" {_piece(record['unit'])}" if record["unit"] else ""
    pieces = [
        _piece(record["text"]),
        _piece(record["metric"]),
        f"{sign} {record['value']!r}{most}{unit}",
        *(_labelled(_COLUMNS[name], record[name], language) for name in _REST if record.get(name) is not None),
    ]
    return " | ".join(pieces)


def indicator_in(line: str) -> Any:
    """A line as an indicator; one that names no target stays text, for the schema to complain about."""
    pieces = [piece.strip() for piece in line.split("|")]
    at, match = next(
        ((at, found) for at in (2, 1) for found in map(_TARGET.fullmatch, pieces[at : at + 1]) if found), (0, None)
    )
    if not match:
        return line.strip()
    names = [unquoted(piece) for piece in pieces[:at]]
    unit = unquoted(match[4])
    record: dict[str, Any] = {
        "text": names[0] if len(names) > 1 else f"{names[0]}{match[2]}{unit}",
        "metric": names[-1],
        "comparator": from_cell(match[1], _COLUMNS["comparator"]),
        "value": number(match[2]),
        "unit": unit,
    }
    if match[3]:
        record["value_max"] = number(match[3])
    for piece in pieces[at + 1 :]:
        labelled = _LABELLED.fullmatch(piece)
        column = _NAMES.get(labelled[1].strip().casefold()) if labelled else None
        if not labelled or not column:
            return line.strip()
        record[column.name] = from_cell(labelled[2].strip(), column)
    return record


def _piece(text: str) -> str:
    return element(text, _BREAKS).replace("|", "\\u007c")  # it stands in quotes where it holds a bar


def _labelled(column: Column, value: Any, language: Language) -> str:
    colon = "：" if language == "zh" else ": "
    return f"{heading(column, language)}{colon}{shown(to_cell(value, column, language))}"
