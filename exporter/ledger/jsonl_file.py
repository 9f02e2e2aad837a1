"""The ledger as JSON Lines: one task a line, for programs and for very many tasks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from exporter.ledger.entry import NO_ID, Entry, id_of, task_of
from exporter.model import Language, Task, to_record
from exporter.problem import Problem

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")


class JsonlFile:
    """Text of a JSON Lines ledger ↔ entries. A line that is no JSON is a problem and stays as it is."""

    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".ndjson")

    def read(self, name: str, text: str) -> tuple[list[Entry], list[Problem]]:
        """Entries in their order, valid or not, and everything that is wrong."""
        entries: list[Entry] = []
        problems: list[Problem] = []
        for number, match in enumerate(_LINE.finditer(text), start=1):
            if match[0].strip():
                given, task, found = record_of(match[0], name, number)
                entries.append(Entry(match.start(), match.end(), number, given, task, task))
                problems += found
        return entries, problems

    def text(self, tasks: Iterable[Task], *, heading: str, language: Language) -> str:  # noqa: ARG002  JSON has no comments
        """A new file."""
        return "".join(map(line, tasks))

    def changed(self, text: str, entry: Entry, task: Task) -> str:
        """The entry's line as it must be to say `task`."""
        return line(task) if text[entry.start : entry.end].endswith("\n") else line(task)[:-1]

    def appended(self, text: str, tasks: Sequence[Task]) -> str:
        """The text with new tasks at its end."""
        gap = "\n" if tasks and text and not text.endswith("\n") else ""
        return text + gap + "".join(map(line, tasks))


def line(task: Task) -> str:
    """One task as a line."""
    return json.dumps(to_record(task), ensure_ascii=False, separators=(", ", ": "), allow_nan=False) + "\n"


def lines(tasks: Iterable[Task]) -> Iterator[str]:
    """Tasks as lines, one at a time."""
    return map(line, tasks)


def record_of(text: str, name: str, number: int) -> tuple[str, Task | None, list[Problem]]:
    """Id, task and problems of one line."""
    try:
        record = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        what = "this line is not JSON ({reason})"
        return NO_ID, None, [Problem("", text.strip()[:60], what, {"reason": reason}, name, number)]
    task, found = task_of(record)
    return id_of(record), task, [problem.at(name, number) for problem in found]


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)}: twice")
    return record


def _no_number(name: str) -> object:
    raise ValueError(name)
