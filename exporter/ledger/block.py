"""A task as the lines of its YAML block, in the order in which people read them."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any

from exporter.ledger.scalars import literal, scalar
from exporter.model import Criterion, Indicator, Milestone, Owners, Source, Task, to_record

_FIRST = (
    "id", "title", "confidence", "status", "due", "owners", "progress", "indicators", "checklist", "milestones",
    "notes", "labels", "parent", "start_date", "due_text", "due_basis", "owner_basis", "section", "text", "actions",
)  # fmt: skip
_LAST = ("language", "revision", "revised_at", "source")
_ALWAYS = frozenset({"id", "title", "status", "done"})
"""Written even when they hold the default, because they are what people edit."""
_WIDTH = 100
_STEP = 2


@cache
def order() -> dict[str, int]:
    """Field → rank. A field that the model gains later stands before the last ones."""
    known = {*_FIRST, *_LAST}
    others = [item.name for item in fields(Task) if item.name not in known]
    return {name: rank for rank, name in enumerate([*_FIRST, *others, *_LAST])}


def lean(task: Task) -> dict[str, Any]:
    """The task's record without empty fields and defaults, in reading order."""
    record = to_record(task)
    by_hand = not task.source.document
    if by_hand and record["text"] == record["title"]:
        del record["text"]
    if by_hand and task.source == Source("", "", 0, 0):
        del record["source"]
    for name, kind in _NESTED.items():
        if name in record:
            value = record[name]
            record[name] = (
                [_without(each, kind) for each in value] if isinstance(value, list) else _without(value, kind)
            )
    slim = _without(record, Task)
    return {name: slim[name] for name in sorted(slim, key=order().__getitem__)}


_NESTED: dict[str, type] = {
    "owners": Owners,
    "source": Source,
    "indicators": Indicator,
    "checklist": Criterion,
    "milestones": Milestone,
}


@cache
def _defaults(kind: type) -> dict[str, Any]:
    return {item.name: to_record(_default(item)) for item in fields(kind)}


def _default(item: Field[Any]) -> Any:
    if item.default_factory is not MISSING:
        return item.default_factory()
    return None if item.default is MISSING else item.default


def _without(record: dict[str, Any], kind: type) -> dict[str, Any]:
    defaults = _defaults(kind)
    needless: tuple[Any, ...] = (None, [], {})
    return {
        name: value
        for name, value in record.items()
        if name in _ALWAYS or not (value in needless or (name in defaults and value == defaults[name]))
    }


def block(record: dict[str, Any], indent: int = 0) -> str:
    """`- id: …` and the lines below it, each ended by a line feed; `indent`: column of the dash."""
    return _dashed(record, indent)


def entry(name: str, value: Any, indent: int) -> str:
    """One field as lines ended by line feeds, indented by `indent` spaces."""
    pad = " " * indent
    if isinstance(value, dict) and value:
        return f"{pad}{name}:\n" + "".join(entry(key, each, indent + _STEP) for key, each in value.items())
    if isinstance(value, list) and value:
        inline = _inline(value)
        if inline is not None and len(pad) + len(name) + len(inline) < _WIDTH:
            return f"{pad}{name}: {inline}\n"
        return f"{pad}{name}:\n" + "".join(item(each, indent + _STEP) for each in value)
    if isinstance(value, str) and (lines := literal(value)):
        body = "".join(f"{pad}{' ' * _STEP}{line}\n" if line else "\n" for line in lines[1])
        return f"{pad}{name}: {lines[0]}\n{body}"
    return f"{pad}{name}: {_atom(name, value)}\n"


def item(value: Any, indent: int) -> str:
    """One element of a list as lines ended by line feeds; `indent`: column of the dash."""
    if isinstance(value, dict) and value.keys() == _READING:
        return f"{' ' * indent}- {{on: {value['on']}, value: {_atom('', value['value'])}}}\n"
    return _dashed(value, indent) if isinstance(value, dict) else f"{' ' * indent}- {_atom('', value)}\n"


def _dashed(record: dict[str, Any], indent: int) -> str:
    lines = "".join(entry(key, value, indent + _STEP) for key, value in record.items())
    return f"{' ' * indent}- {lines[indent + _STEP :]}"


def _inline(values: list[Any]) -> str | None:
    if not all(isinstance(value, str) for value in values):
        return None
    return "[" + ", ".join(scalar(value, flow=True) for value in values) + "]"


def _atom(name: str, value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if name in _PLAIN_DATES else scalar(value)
    return "[]" if value == [] else "{}" if value == {} else repr(value)


_READING = {"on", "value"}
"""A measured value stands on one line: a year has many of them."""
_PLAIN_DATES = frozenset({"due", "start_date", "measured_on", "revised_at"})
"""Written without quotes, as dates: the schema has checked their form."""
