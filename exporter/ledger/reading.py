"""YAML nodes → plain records, read as the task schema means them.

Because the schema is known, `title: 2018` and `title: yes` are text, `due: 2018-12-31` is a date with or without
quotes, and `lead: 区科委` is a list of one. What cannot be read so is passed on as it stands, for the schema to name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from exporter.ledger.lenient import day, flag, number
from exporter.ledger.nodes import MappingNode, Node, ScalarNode, SequenceNode, start_of
from exporter.problem import Problem
from exporter.schema import schema

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_UNITS = re.compile(r"\s*[、，,;；]\s*")
_PROPERTIES = frozenset("&!")  # anchors and tags, which YAML would take off the value without a word


Kind = Literal["map", "list", "text", "day", "number", "flag", "any"]
_KINDS: dict[str, Kind] = {
    "object": "map",
    "array": "list",
    "string": "text",
    "number": "number",
    "integer": "number",
    "boolean": "flag",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What the schema expects at one place."""

    kind: Kind = "any"
    nullable: bool = False
    fields: Mapping[str, Shape] = field(default_factory=dict)
    items: Shape | None = None


@cache
def task_shape() -> Shape:
    """The shape of a ledger's entry."""
    whole = schema("task")
    return _shape(whole, whole["$defs"])


def _shape(part: Mapping[str, Any], defs: Mapping[str, Any]) -> Shape:
    if "$ref" in part:
        return _shape(defs[part["$ref"].rpartition("/")[2]], defs)
    types = ["string", *(["null"] if None in part["enum"] else [])] if "enum" in part else part.get("type", [])
    types = {types} if isinstance(types, str) else set(types)
    fields = {name: _shape(each, defs) for name, each in part.get("properties", {}).items()}
    items = _shape(part["items"], defs) if "items" in part else None
    kind: Kind = "day" if part.get("format") == "date" else _KINDS[(types - {"null"}).pop()]
    return Shape(kind, "null" in types, fields, items)


class Reader:
    """Reads entries in their order; problems that only the text can show (fields given twice, references) gather."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.problems: list[tuple[int, Problem]] = []
        """Offset and problem."""
        self._reached = -1

    def value(self, node: Node, shape: Shape, pointer: str = "") -> Any:
        """The node as plain data."""
        start = start_of(node)
        if start <= self._reached:  # an alias brings back a node that stands further up
            self._complain(node, pointer, "references with & and * are not used in a ledger; write the value out")
            return None
        self._reached = start
        if self._text[start : start + 1] in _PROPERTIES:
            self._complain(node, pointer, "text that begins with one of * & ! @ % ` must stand in quotes")
        if isinstance(node, MappingNode):
            return self._map(node, shape, pointer)
        if isinstance(node, SequenceNode):
            items = shape.items or Shape()
            return [self.value(each, items, f"{pointer}/{place}") for place, each in enumerate(node.value)]
        return _lenient(str(node.value), shape, pointer, plain=not getattr(node, "style", None))

    def _map(self, node: MappingNode, shape: Shape, pointer: str) -> dict[str, Any]:
        record: dict[str, Any] = {}
        for key, child in node.value:
            name = key.value if isinstance(key, ScalarNode) else str(key.value)
            where = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
            expected = shape.fields.get(name, Shape())
            value = self.value(child, expected, where)
            if name in record:
                self._complain(key, where, "the field {field} stands twice in this entry", field=name)
            if value is not None or expected.nullable or expected.kind == "any":
                record[name] = value
        return record

    def _complain(self, node: Node, pointer: str, what: str, **values: Any) -> None:
        self.problems.append((start_of(node), Problem(pointer, None, what, values)))


def node_at(node: Node, pointer: str) -> Node:
    """The deepest node on the way along a JSON pointer; for a field of a mapping, its key."""
    found = node
    for raw in pointer.split("/")[1:]:
        step = raw.replace("~1", "/").replace("~0", "~")
        if isinstance(node, MappingNode):
            pair = next((each for each in node.value if each[0].value == step), None)
            if pair is None:
                break
            found, node = pair
        elif isinstance(node, SequenceNode) and step.isdigit() and int(step) < len(node.value):
            found = node = node.value[int(step)]
        else:
            break
    return found


def _lenient(text: str, shape: Shape, pointer: str, *, plain: bool) -> Any:
    if plain and text in _NULL:
        return None
    if shape.kind == "list":
        return _units(text, by_comma=plain and pointer.startswith("/owners/"))
    if shape.kind == "map":
        return _short_form(text, shape, plain=plain)
    return _READ.get(shape.kind, str)(text)


def _units(text: str, *, by_comma: bool) -> list[str]:
    return [part for part in (_UNITS.split(text) if by_comma else [text]) if part]


def _short_form(text: str, shape: Shape, *, plain: bool) -> Any:
    """`owners: 区科委` names the lead; `- 完成主体结构` in a checklist is a line that is not ticked."""
    if "lead" in shape.fields:
        return {"lead": _units(text, by_comma=plain)}
    if "done" in shape.fields:
        return {"text": text}
    return text


_READ: dict[Kind, Callable[[str], Any]] = {"day": day, "flag": flag, "number": number}
