"""YAML text → nodes with their places. ruamel.yaml is known only here."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from exporter.errors import LedgerError

__all__ = ["MappingNode", "Node", "ScalarNode", "SequenceNode", "Source", "compose", "content_end", "start_of"]

# Deeper nesting than any ledger has; the C parser recurses and must not be led to the end of the stack.
_TOO_DEEP = re.compile(r"(?:[\[{]\s*){40}|(?:[-?:] +){40}")
_END = re.compile(r"\r\n|\r|\n")
_REST_OF_LINE = re.compile(r"[ \t]*(?:(?<=[ \t])#[^\r\n]*)?(?:\r\n|\r|\n|\Z)")


@dataclass(frozen=True)
class Source:
    """The text of a file, and where its lines begin."""

    name: str
    text: str
    first_line: int = field(default=1)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _END.finditer(self.text))]

    def line(self, offset: int) -> int:
        """Number of the line that holds a character, from 1."""
        return bisect_right(self._starts, offset) - 1 + self.first_line

    def line_start(self, offset: int) -> int:
        """Offset at which the line of a character begins."""
        return self._starts[bisect_right(self._starts, offset) - 1]

    def lines(self, start: int, end: int) -> list[tuple[int, str]]:
        """Numbers and texts of the lines between two offsets."""
        first = self.line(start)
        return [(first + number, line) for number, line in enumerate(_END.split(self.text[start:end]))]


def compose(source: Source) -> Node | None:
    """The root node, or None for a file without content.

    Raises:
        LedgerError: the text is not YAML; the sentence gives line and column.
    """
    if deep := _TOO_DEEP.search(source.text):
        where = f"{source.name}, line {source.line(deep.start())}"
        raise LedgerError("this is nested too deeply to be a ledger", where=where, hint=_HINT)
    try:
        root: Node | None = _parser(source.text).get_single_node()
    except MarkedYAMLError as error:
        raise _damaged(source, error) from error
    except YAMLError as error:
        raise _control_character(source, error) from error
    return root


def start_of(node: Node) -> int:
    """Offset of the node's first character."""
    return int(node.start_mark.index)


def content_end(node: Node, text: str) -> int:
    """Offset after the node's last line, its line end and a comment on that line included."""
    last = node
    while isinstance(last, MappingNode | SequenceNode) and not last.flow_style and last.value:
        child = last.value[-1]
        last = child[1] if isinstance(child, tuple) else child
    end = int(last.end_mark.index)
    if isinstance(last, ScalarNode) and last.style in {"|", ">"}:
        return end if last.value.endswith("\n\n") else _without_blank_lines(text, int(last.start_mark.index), end)
    rest = _REST_OF_LINE.match(text, end)
    return rest.end() if rest else end


def _without_blank_lines(text: str, start: int, end: int) -> int:
    """A block scalar's mark stands after the blank lines below it, which do not belong to it."""
    used = start + len(text[start:end].rstrip())
    rest = _END.search(text, used)
    return min(rest.end(), end) if rest else end


def _control_character(source: Source, error: YAMLError) -> LedgerError:
    """The reader gives the character, and its place in bytes, which is no place in our text."""
    code = getattr(error, "character", None)
    found = source.text.find(chr(code) if isinstance(code, int) else str(code))
    where = f"{source.name}, line {source.line(found)}" if found >= 0 else source.name
    return LedgerError("there is a control character that YAML does not allow", where=where, hint=_HINT)


_HINT = "Correct that line in a text editor, or bring back an earlier copy; the file was left as it is."
_FULL_COLON = re.compile(r"^\s*(?:- +)?([\w]+)\s*：")


def _damaged(source: Source, error: MarkedYAMLError) -> LedgerError:
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return LedgerError("this is not YAML ({reason})", where=source.name, hint=_HINT, reason=error.problem)
    line = source.line(int(mark.index))
    where = f"{source.name}, line {line}, column {mark.column + 1}"
    wide = full_width_colon(source, source.line_start(max(source.line_start(int(mark.index)) - 1, 0)), int(mark.index))
    if wide:
        what = "after {field} stands a full-width colon （：）; YAML needs a narrow colon and a space"
        return LedgerError(what, where=f"{source.name}, line {wide[0]}", hint=_HINT, field=wide[1])
    for words, what in _REASONS.items():
        if words in f"{error.problem} {error.context}":
            return LedgerError(what, where=where, hint=_HINT)
    return LedgerError("this is not YAML ({reason})", where=where, hint=_HINT, reason=error.problem)


def full_width_colon(source: Source, start: int, end: int) -> tuple[int, str] | None:
    """Line and field of the first `title：` where `title:` was meant."""
    for number, line in source.lines(start, end):
        if match := _FULL_COLON.match(line):
            return number, match[1]
    return None


_REASONS = {
    "tab character": "a line is indented with a tab; YAML needs spaces",
    "\\t": "a line is indented with a tab; YAML needs spaces",
    "mapping values are not allowed": "a colon stands where it may not; put quotes around the text that holds it, "
    "or indent the line like its neighbours",
    "could not find expected ':'": "a field has no colon; write it as name: value",
    "did not find expected '-'": "this line is indented differently from its neighbours",
    "did not find expected key": "this line is indented differently from its neighbours, "
    "or a quotation mark is not closed",
    "found unexpected end of stream": "a quotation mark is opened and never closed",
    "expected ',' or ']'": "a bracket [ is opened and never closed",
    "expected ',' or '}'": "a curly bracket is opened and never closed",
    "undefined alias": "text that begins with one of * & ! @ % ` must stand in quotes",
    "scanning an alias": "text that begins with one of * & ! @ % ` must stand in quotes",
    "scanning an anchor": "text that begins with one of * & ! @ % ` must stand in quotes",
    "tag": "text that begins with one of * & ! @ % ` must stand in quotes",
    "cannot start any token": "text that begins with one of * & ! @ % ` must stand in quotes",
    "another document": "the ledger must be one document; remove the line that holds only ---",
    "<block end>": "this line is indented differently from its neighbours",
    "indent": "this line is indented differently from its neighbours",
}


def _parser(text: str) -> Any:
    try:
        from ruamel.yaml.cyaml import (  # type: ignore[attr-defined]  # noqa: PLC0415  compiled; absent on some systems
            CParser,
        )
    except ImportError:
        from ruamel.yaml import YAML  # noqa: PLC0415

        return _Slow(YAML(typ="safe", pure=True), text)

    class Parser(CParser):  # type: ignore[misc]  # the library has no types
        """Types are our schema's business, so tags are not resolved."""

        def resolve(self, *_: Any) -> str:
            return "tag:yaml.org,2002:str"

        def descend_resolver(self, *_: Any) -> None:
            """Nothing to follow."""

        def ascend_resolver(self) -> None:
            """Nothing to follow."""

    return Parser(text)


class _Slow:
    """The pure parser with the one verb we use."""

    def __init__(self, yaml: Any, text: str) -> None:
        self._yaml = yaml
        self._text = text

    def get_single_node(self) -> Any:
        return self._yaml.compose(self._text)
