"""The ledger as YAML: what people edit."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar

from exporter.errors import LedgerError
from exporter.ledger.block import block, lean
from exporter.ledger.entry import NO_ID, Entry, id_of, task_of
from exporter.ledger.nodes import (
    Node,
    ScalarNode,
    SequenceNode,
    Source,
    compose,
    content_end,
    full_width_colon,
    start_of,
)
from exporter.ledger.reading import Reader, node_at, task_shape
from exporter.ledger.splice import CannotSplice, spliced
from exporter.model import Language, Task
from exporter.problem import Problem
from exporter.wording import say


@contextmanager
def _no_collection() -> Iterator[None]:
    """A large file makes a million objects that all stay: looking for garbage among them doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class YamlFile:
    """Text of a YAML ledger ↔ entries. Offsets are characters of the text."""

    suffixes: ClassVar[tuple[str, ...]] = (".yaml", ".yml")

    @_no_collection()
    def read(self, name: str, text: str) -> tuple[list[Entry], list[Problem]]:
        """Entries in their order, valid or not, and everything that is wrong.

        Raises:
            LedgerError: not YAML, or not a list of tasks.
        """
        source = Source(name, text)
        root = compose(source)
        if root is None or (isinstance(root, ScalarNode) and not root.value):
            return [], []
        if not isinstance(root, SequenceNode):
            raise LedgerError(
                "a ledger is a list of tasks, each beginning with “- id: …”",
                where=f"{name}, line {source.line(start_of(root))}",
                hint="Put a dash before the first field of every task and indent its other fields by two spaces.",
            )
        entries: list[Entry] = []
        problems: list[Problem] = []
        reader = Reader(text)
        for node in root.value:
            reader.problems.clear()
            entry, found = _entry(source, node, reader, in_line=bool(root.flow_style))
            entries.append(entry)
            problems += found
        return entries, problems

    def text(self, tasks: Iterable[Task], *, heading: str, language: Language) -> str:
        """A new file."""
        head = "".join(
            f"# {line}\n" for line in [" ".join(heading.split()), *say(_HOW_TO, language=language).split("\n")] if line
        )
        return head + "".join("\n" + block(lean(task)) for task in tasks)

    def changed(self, text: str, entry: Entry, task: Task) -> str:
        """The entry's lines as they must be to say `task`."""
        source = Source("", text[entry.start : entry.end])
        root = compose(source)
        if not isinstance(root, SequenceNode) or root.flow_style:
            raise _in_brackets()
        if entry.written is not None:
            old = lean(entry.written)
            if entry.written.id == NO_ID:
                del old["id"]
            try:
                candidate = spliced(source, root.value[0], old, lean(task))
            except CannotSplice:
                pass
            else:
                if _says(candidate, task):
                    return candidate
        return _anew(source, task)

    def appended(self, text: str, tasks: Sequence[Task]) -> str:
        """The text with new tasks at its end."""
        opening = _CONTENT.search(text)
        if opening and opening[0] == "[":
            text, emptied = _NOTHING.subn("", text, count=1)
            if not emptied:
                raise _in_brackets()
        dash = _DASH.search(text)
        indent = len(dash[1]) if dash else 0
        for task in tasks:
            gap = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
            text += gap + block(lean(task), indent)
        return text


_CONTENT = re.compile(r"^[^\s#-]", re.MULTILINE)
_NOTHING = re.compile(r"^\[\s*\][ \t]*\n?", re.MULTILINE)
_DASH = re.compile(r"^( *)-(?=\s)", re.MULTILINE)
_HOW_TO = """One block a task; edit it, sort it, add comments: what you write stays.
status: open, in_progress, done or dropped. due: a date such as 2018-12-31.
To add a task write “- title: …” and, if you like, due: and owners:; its id is given at the next run.
Check your work with: exporter check and the name of this file."""


def _entry(source: Source, node: Node, reader: Reader, *, in_line: bool) -> tuple[Entry, list[Problem]]:
    record = reader.value(node, task_shape())
    found = [problem.at(source.name, source.line(offset)) for offset, problem in reader.problems]
    task, wrong = task_of(record)
    found += [problem.at(source.name, source.line(start_of(node_at(node, problem.pointer)))) for problem in wrong]
    start, end = (start_of(node), int(node.end_mark.index)) if in_line else _extent(source, node)
    if found and (wide := full_width_colon(source, start, end)):
        what = "after {field} stands a full-width colon （：）; YAML needs a narrow colon and a space"
        found = [Problem("", None, what, {"field": wide[1]}, source.name, wide[0])]
    if found:
        task = None
    line = source.line(start_of(node))
    return Entry(start, end, line, id_of(record), task, task), found


def _extent(source: Source, node: Node) -> tuple[int, int]:
    """From the beginning of the dash's line to the end of the entry's last line."""
    dash = source.text.rfind("-", 0, start_of(node))
    return source.line_start(dash), content_end(node, source.text)


def _says(lines: str, task: Task) -> bool:
    """Whether the lines, read again, hold exactly this task."""
    try:
        entries, problems = YamlFile().read("", lines)
    except LedgerError:
        return False
    return not problems and [entry.task for entry in entries] == [task]


def _anew(source: Source, task: Task) -> str:
    """The whole block written again; its comment lines stay above it."""
    text = source.text
    indent = len(text) - len(text.lstrip(" "))
    comments = [line for _, line in source.lines(0, len(text)) if line.lstrip().startswith("#")]
    lines = "".join(f"{' ' * indent}{line.strip()}\n" for line in comments) + block(lean(task), indent)
    return lines if text.endswith(("\n", "\r")) else lines[:-1]


def _in_brackets() -> LedgerError:
    return LedgerError(
        "this ledger is written in brackets [ ], in which single tasks cannot be changed; it was left as it is",
        hint="Write it as a list with a dash before each task.",
    )
