"""Changing an entry in place: only the fields that differ are written anew, every other byte stays.

Comments inside the entry, the order of its fields, its quotes and its short forms survive, because the text is edited
where it stands and never taken apart and put together again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exporter.ledger.block import entry, item, order
from exporter.ledger.nodes import MappingNode, Node, SequenceNode, Source, content_end, start_of

_COMMENT = re.compile(r"[ \t]+(#[^\r\n]*)")


class CannotSplice(Exception):
    """The entry is written in a way that can only be replaced as a whole."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `start` to `end` become `text`."""

    start: int
    end: int
    text: str


def spliced(source: Source, node: Node, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """The text of `source` with the entry at `node` changed from record `old` to record `new`.

    Raises:
        CannotSplice: there is no simple edit.
    """
    text = source.text
    edits = _mapping(source, node, old, new, ranks=order())
    edits.sort(key=lambda edit: (edit.start, edit.end))  # stable: at one place the inner insertion stays first
    for edit in reversed(edits):  # from the end, so that offsets stay true
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _mapping(
    source: Source, node: Node, old: Mapping[str, Any], new: Mapping[str, Any], ranks: Mapping[str, int]
) -> list[Edit]:
    if not isinstance(node, MappingNode) or node.flow_style:
        raise CannotSplice
    pairs = {key.value: (key, value) for key, value in node.value}
    edits: list[Edit] = []
    added: list[str] = []
    for name in {**old, **new}:
        if name in old and name in new and old[name] == new[name]:
            continue
        if name not in pairs:
            added.append(name)
        elif name in new:
            edits += _changed(source, pairs[name], name, old.get(name), new[name])
        else:
            edits.append(_removed(source, pairs[name], is_first=node.value[0][0] is pairs[name][0]))
    return edits + _added(source, node, added, new, ranks)


def _changed(source: Source, pair: tuple[Node, Node], name: str, old: Any, new: Any) -> list[Edit]:
    key, value = pair
    try:
        if isinstance(old, dict) and isinstance(new, dict):
            return _mapping(source, value, old, new, ranks={})
        if isinstance(old, list) and isinstance(new, list):
            return _sequence(source, value, old, new)
    except CannotSplice:
        pass
    return [_replaced(source, key, value, name, new)]


def _sequence(source: Source, node: Node, old: list[Any], new: list[Any]) -> list[Edit]:
    """Lists of records, such as a checklist, are changed line by line; the rest is written anew."""
    fits = isinstance(node, SequenceNode) and not node.flow_style and len(node.value) == len(old) <= len(new)
    if not fits or not all(isinstance(each, dict) for each in [*old, *new]):
        raise CannotSplice
    edits: list[Edit] = []
    for child, before, after in zip(node.value, old, new, strict=False):
        if before != after:
            edits += _mapping(source, child, before, after, ranks={})
    if len(new) > len(old):
        end = content_end(node, source.text)
        column = start_of(node) - source.line_start(start_of(node))
        edits.append(_inserted(source, end, "".join(item(each, column) for each in new[len(old) :])))
    return edits


def _replaced(source: Source, key: Node, value: Node, name: str, new: Any) -> Edit:
    start, end = start_of(key), content_end(value, source.text)
    column = start - source.line_start(start)
    text = entry(name, new, column)[column:]
    comment = _comment_after(source, value)
    if comment and text.count("\n") == 1:
        text = f"{text[:-1]}  {comment}\n"
    elif comment:
        text = f"{comment}\n{' ' * column}{text}"
    if not source.text[:end].endswith(("\n", "\r")):
        text = text[:-1]
    return Edit(start, end, text)


def _comment_after(source: Source, value: Node) -> str:
    """The comment on the value's line; a block has none of its own."""
    is_block = getattr(value, "style", None) in {"|", ">"} or getattr(value, "flow_style", True) is False
    match = None if is_block else _COMMENT.match(source.text, int(value.end_mark.index))
    return match[1] if match else ""


def _removed(source: Source, pair: tuple[Node, Node], *, is_first: bool) -> Edit:
    if is_first:  # it shares its line with the dash
        raise CannotSplice
    key, value = pair
    return Edit(source.line_start(start_of(key)), content_end(value, source.text), "")


def _added(
    source: Source, node: MappingNode, names: list[str], new: Mapping[str, Any], ranks: Mapping[str, int]
) -> list[Edit]:
    """New fields, each behind the field that precedes it in reading order."""
    first = start_of(node)
    column = first - source.line_start(first)
    places: dict[int, list[str]] = {}
    for name in sorted(names, key=lambda name: ranks.get(name, len(ranks))):
        before = [
            (key, value)
            for key, value in node.value
            if key.value in new and ranks.get(key.value, 0) < ranks.get(name, len(ranks) + 1)
        ]
        last = max(before, key=lambda pair: (ranks.get(pair[0].value, 0), start_of(pair[0])), default=None)
        places.setdefault(content_end(last[1], source.text) if last else first, []).append(name)
    edits = []
    for place, some in places.items():
        text = "".join(entry(name, new[name], column) for name in some)
        # before the first field, which stands behind the dash, the new lines take its place
        edits.append(
            Edit(place, place, text[column:] + " " * column) if place == first else _inserted(source, place, text)
        )
    return edits


def _inserted(source: Source, place: int, text: str) -> Edit:
    """Whole lines put at the end of a line, which may be the file's last and lack its line end."""
    if source.text[:place].endswith(("\n", "\r")):
        return Edit(place, place, text)
    return Edit(place, place, "\n" + text[:-1])
