"""One cell of a table ↔ one value of a record. What we write reads back exactly; what people write is read kindly.

A text stands as it is. Where a cell could not hold it faithfully (blanks at its ends, control characters, what Excel
takes for escapes) it is written as a backslash and JSON text. Elements of a list are JSON text where they hold
the list's separator.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from exporter.ledger.columns import WORDS, Column
from exporter.ledger.lenient import day, flag, number
from exporter.ledger.scalars import is_hidden, quoted
from exporter.model import Language

Cell = str | int | float | date | None
_OFFICE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|x(?=005F_)")
_UNIT = re.compile(r'\s*"(?:[^"\\\n]|\\.)*"\s*(?=[、，,;；\n]|$)|[^、，,;；\n]+')
_SEPARATES_UNITS = re.compile(r"[、，,;；\n\"]")
_TICK = re.compile(r"\s*(?:([☑✓✔√]|\[[xX√✓]\])|[☐□]|\[\s?\])\s?(.*)", re.DOTALL)
_STEP = re.compile(r"(\d{4}-\d{1,2}-\d{1,2}|\d{4}[/.年]\d{1,2}[/.月]\d{1,2}日?)[ :：]?(.*)", re.DOTALL)
_YES = {"zh": ("否", "是"), "en": ("no", "yes")}


def to_cell(value: Any, column: Column, language: Language) -> Cell:
    """A value of a lean record as a cell."""
    if value is None or value == column.blank:
        return None
    return _WRITE[column.kind](value, column, language)


def from_cell(cell: Any, column: Column) -> Any:
    """A cell as a value of a record; None for a blank one."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return column.blank
    return _READ[column.kind](cell, column)


def shown(cell: Any) -> str:
    """A cell as text, without blanks around it: numbers and dates as people would type them."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("_x000D_", "\r").replace("\r\n", "\n").replace("\r", "\n").strip()


def as_json(text: str) -> str:
    """The text in double quotes, fit for any cell."""
    return _OFFICE_ESCAPE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted(text))


def plain(text: str) -> str:
    """A text as a cell of its own."""
    unfit = text != text.strip() or not text or text.startswith('\\"') or _needs_care(text)
    return "\\" + as_json(text) if unfit else text


def element(text: str, separators: re.Pattern[str]) -> str:
    """A text as one element of a list."""
    unfit = text != text.strip() or not text or text.startswith('"') or separators.search(text) or _needs_care(text)
    return as_json(text) if unfit else text


def unquoted(text: str) -> str:
    """An element as the text it stands for."""
    text = text.strip()
    if text.startswith('"'):
        try:
            return str(json.loads(text))
        except ValueError:
            pass
    return text


def _needs_care(text: str) -> bool:
    return is_hidden(text) or bool(_OFFICE_ESCAPE.search(text))


def _read_text(cell: Any, _: Column) -> str:
    text = shown(cell)
    return unquoted(text[1:]) if text.startswith('\\"') else text


def _read_number(cell: Any, _: Column) -> Any:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return number(shown(cell))
    return int(cell) if float(cell).is_integer() else cell


def _read_percent(cell: Any, column: Column) -> Any:
    return _read_number(shown(cell).removesuffix("%").rstrip() if isinstance(cell, str) else cell, column)


def _word(value: str, column: Column, language: Language) -> str:
    in_chinese = WORDS[column.name].get(value, value)
    return in_chinese if language == "zh" or column.name == "comparator" else value


def _read_word(cell: Any, column: Column) -> str:
    text = shown(cell)
    words = WORDS[column.name]
    known = {word: value for value, spoken in words.items() for word in (spoken, value)}
    return known.get(text.casefold().replace(" ", "_"), known.get(text, text))


def _units(values: Iterable[str], _: Column, language: Language) -> str:
    return ("、" if language == "zh" else "; ").join(element(each, _SEPARATES_UNITS) for each in values)


def _read_units(cell: Any, _: Column) -> list[str]:
    return [unquoted(each) for each in _UNIT.findall(shown(cell)) if each.strip()]


_LINE_END = re.compile("\n")


def _lines(values: Iterable[str], _: Column, __: Language) -> str:
    return "\n".join(element(each, _LINE_END) for each in values)


def lines_in(cell: Any) -> list[str]:
    """The lines of a cell that are not blank."""
    return [each for each in shown(cell).split("\n") if each.strip()]


def _read_lines(cell: Any, _: Column) -> list[str]:
    return [unquoted(each) for each in lines_in(cell)]


def _checklist(values: Iterable[dict[str, Any]], _: Column, __: Language) -> str:
    return "\n".join(f"{'☑' if each['done'] else '☐'} {element(each['text'], _LINE_END)}" for each in values)


def _read_checklist(cell: Any, _: Column) -> list[dict[str, Any]]:
    found = []
    for line in lines_in(cell):
        match = _TICK.fullmatch(line)
        found.append({"text": unquoted(match[2] if match else line), "done": bool(match and match[1])})
    return found


def _milestones(values: Iterable[dict[str, Any]], _: Column, __: Language) -> str:
    return "\n".join(f"{each['due']} {element(each['text'], _LINE_END)}" for each in values)


def _read_milestones(cell: Any, _: Column) -> list[dict[str, Any]]:
    found = []
    for line in lines_in(cell):
        match = _STEP.fullmatch(line.strip())
        found.append({"text": unquoted(match[2]), "due": day(match[1])} if match else {"text": unquoted(line)})
    return found


def _series(values: Iterable[dict[str, Any]], _: Column, __: Language) -> str:
    return "; ".join(f"{each['on']} {each['value']!r}" for each in values)


def _read_series(cell: Any, _: Column) -> list[Any]:
    found: list[Any] = []
    for piece in re.split(r"[;；\n]", shown(cell)):
        match = _STEP.fullmatch(piece.strip())
        if piece.strip():
            found.append({"on": day(match[1]), "value": number(match[2].strip())} if match else piece.strip())
    return found


_WRITE: dict[str, Callable[[Any, Column, Language], Cell]] = {
    "text": lambda value, _, __: plain(value),
    "number": lambda value, _, __: value,
    "percent": lambda value, _, __: value,
    "day": lambda value, _, __: date.fromisoformat(value),
    "flag": lambda value, _, language: _YES[language][bool(value)],
    "word": _word,
    "units": _units,
    "lines": _lines,
    "checklist": _checklist,
    "milestones": _milestones,
    "series": _series,
}
_READ: dict[str, Callable[[Any, Column], Any]] = {
    "text": _read_text,
    "number": _read_number,
    "percent": _read_percent,
    "day": lambda cell, _: day(shown(cell)),
    "flag": lambda cell, _: flag(shown(cell)),
    "word": _read_word,
    "units": _read_units,
    "lines": _read_lines,
    "checklist": _read_checklist,
    "milestones": _read_milestones,
    "series": _read_series,
}
