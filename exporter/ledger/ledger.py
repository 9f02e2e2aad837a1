"""The ledger: the file of tasks that people review and edit. Once it exists it is the truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Protocol

from exporter.errors import LedgerError, UsageError
from exporter.files import write_file
from exporter.identity import task_id
from exporter.ledger.entry import NO_ID, Entry
from exporter.ledger.jsonl_file import JsonlFile, record_of
from exporter.ledger.yaml_file import YamlFile
from exporter.model import Language, Task
from exporter.problem import Problem

_BOM = "\ufeff"


class Format(Protocol):
    """How one kind of file holds tasks."""

    suffixes: ClassVar[tuple[str, ...]]

    def read(self, name: str, text: str) -> tuple[list[Entry], list[Problem]]:
        """Entries in their order, and everything that is wrong with them; LedgerError for a damaged file."""

    def text(self, tasks: Iterable[Task], *, heading: str, language: Language) -> str:
        """A new file."""

    def changed(self, text: str, entry: Entry, task: Task) -> str:
        """An entry's own lines as they must be to say `task`."""

    def appended(self, text: str, tasks: Sequence[Task]) -> str:
        """The text with new tasks at its end."""


_FORMATS: tuple[Format, ...] = (YamlFile(), JsonlFile())


@dataclass(frozen=True)
class Ledger:
    """A ledger as it was read. `problems` name what could not be read; those entries are in no `tasks`."""

    path: Path
    text: str
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The valid tasks in the order of the file; rows without an id are not among them (see `with_ids`)."""
        return tuple(entry.task for entry in self.entries if entry.task is not None and entry.task.id != NO_ID)

    @property
    def unnamed(self) -> int:
        """How many valid rows have no id yet."""
        return sum(entry.task is not None and entry.task.id == NO_ID for entry in self.entries)

    @cached_property
    def unreadable(self) -> frozenset[str]:
        """Ids that stand in the file with an entry that has problems. Their tasks are not gone, only unread."""
        return frozenset(entry.id for entry in self.entries if entry.task is None and entry.id != NO_ID)

    def require_distinct_ids(self) -> None:
        """Refuse a ledger in which two tasks have one id.

        Raises:
            LedgerError: with the lines of both.
        """
        for problem in _doubles(self.path.name, self.entries):
            raise LedgerError(problem.what, where=self.path.name, hint=_OTHER_ID, **problem.values)


def load(path: Path) -> Ledger:
    """Read a ledger.

    Raises:
        LedgerError: it is missing, not text, or damaged. A bad entry is no error but one of the ledger's problems.
        UsageError: the name's ending is not one of a ledger.
    """
    text = _decoded(path)
    entries, problems = _format(path).read(path.name, text.removeprefix(_BOM))
    doubles = _doubles(path.name, entries)
    if not entries:
        problems = [Problem("", None, "the ledger holds no tasks", where=path.name)]
    found = sorted([*problems, *doubles], key=lambda problem: problem.line or 0)
    return Ledger(path, text, tuple(entries), tuple(found))


def stream(path: Path) -> Iterator[Task | Problem]:
    """Tasks and problems of a JSON Lines ledger, a line at a time and without holding the file in memory.

    Raises:
        LedgerError: as `load`.
    """
    number = 0
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            for number, text in enumerate(file, start=1):
                if text.strip():
                    _, task, found = record_of(text, path.name, number)
                    yield from found if task is None else [task]
    except UnicodeDecodeError as error:
        raise _not_text(path, number + 1) from error
    except OSError as error:
        raise _unread(path, error) from error


def save(path: Path, tasks: Iterable[Task], *, heading: str = "", language: Language | None = None) -> bool:
    """Write a new ledger, or bring an existing one up to these tasks as `update` does.

    Args:
        path: the ending says the format: .yaml, .yml, .jsonl, .ndjson.
        tasks: in the order in which they shall stand.
        heading: first comment line of a new file, such as the plan's title.
        language: of the comment that explains a new file; else the first task's own.

    Returns:
        Whether the file changed.

    Raises:
        LedgerError: the existing file is damaged, or two ids are equal. Nothing is written then.
        NotAllowed, OutputError: as `write_file`.
    """
    if path.exists():
        return update(load(path), tasks)
    tasks = list(tasks)
    _require_distinct(path, tasks)
    spoken = language or (tasks[0].language if tasks else "en")
    text = _format(path).text(tasks, heading=heading, language=spoken)
    return write_file(path, _encoded(path, text))


def update(ledger: Ledger, tasks: Iterable[Task]) -> bool:
    """Write what changed: the lines of changed tasks anew, new tasks at the end, every other byte as it was.

    Tasks of the file that are not in `tasks` stay (nothing is ever deleted), and so do entries that have problems.

    Returns:
        Whether the file changed.

    Raises:
        LedgerError: two ids are equal, or the file was changed by somebody since it was loaded.
        NotAllowed, OutputError: as `write_file`.
    """
    tasks = list(tasks)
    ledger.require_distinct_ids()
    _require_distinct(ledger.path, tasks)
    text = _updated(ledger, tasks)
    if text == ledger.text:
        return False
    if ledger.path.exists() and _decoded(ledger.path) != ledger.text:
        raise LedgerError(
            "the ledger was changed by somebody else while this run was at work; it was left as it is",
            where=str(ledger.path),
            hint="Save and close it there, then run again.",
        )
    return write_file(ledger.path, _encoded(ledger.path, text))


def with_ids(ledger: Ledger, plan: str) -> Ledger:
    """The same ledger with an id for each row that somebody added by hand; `update` then writes them."""
    taken = {entry.id for entry in ledger.entries}
    entries = []
    for entry in ledger.entries:
        task = entry.task
        if task is not None and task.id == NO_ID:
            task = replace(task, id=_free_id(plan, task.text, taken))
            taken.add(task.id)
            entry = replace(entry, id=task.id, task=task)  # noqa: PLW2901  the entry that goes into the list
        entries.append(entry)
    return replace(ledger, entries=tuple(entries))


_OTHER_ID = "Give one of them another id, or remove its id line to get a new one."


def _free_id(plan: str, text: str, taken: set[str]) -> str:
    occurrence = 1
    while (found := task_id(plan, text, occurrence)) in taken:
        occurrence += 1
    return found


def _updated(ledger: Ledger, tasks: Sequence[Task]) -> str:
    file, body = _format(ledger.path), ledger.text.removeprefix(_BOM)
    known = {entry.id: entry for entry in ledger.entries}
    wanted = {task.id: task for task in tasks}
    pieces, position = [], 0
    for entry in ledger.entries:
        task = wanted.get(entry.id, entry.task)
        if entry.written is None or task is None or task == entry.written:
            continue
        lines = file.changed(body, entry, task)
        pieces += [body[position : entry.start], _with_line_ends(lines, body)]
        position = entry.end
    text = "".join([*pieces, body[position:]])
    new = [task for task in tasks if task.id not in known]
    whole = file.appended(text, new) if new else text
    return ledger.text[: len(ledger.text) - len(body)] + (_with_line_ends(whole, body) if new else whole)


def _with_line_ends(lines: str, like: str) -> str:
    """New lines end as the file's lines end."""
    first = like.find("\n")
    if first <= 0 or like[first - 1] != "\r":
        return lines
    return lines.replace("\r\n", "\n").replace("\n", "\r\n")


def _format(path: Path) -> Format:
    suffix = path.suffix.lower()
    found = next((each for each in _FORMATS if suffix in each.suffixes), None)
    if found is None:
        known = ", ".join(suffix for each in _FORMATS for suffix in each.suffixes)
        raise UsageError("a ledger's name ends in one of {known}, not in {suffix}", known=known, suffix=suffix or '""')
    return found


def _doubles(name: str, entries: Iterable[Entry]) -> list[Problem]:
    first: dict[str, int] = {}
    found = []
    for entry in entries:
        if entry.id in first and entry.id != NO_ID:
            values = {"id": entry.id, "first": first[entry.id], "second": entry.line}
            what = "the id {id} stands twice, in line {first} and in line {second}"
            found.append(Problem("/id", entry.id, what, values, name, entry.line))
        first.setdefault(entry.id, entry.line)
    return found


def _require_distinct(path: Path, tasks: Sequence[Task]) -> None:
    for each, count in Counter(task.id for task in tasks).items():
        if count > 1:
            what = "{count} tasks have the id {id}; nothing was written"
            raise LedgerError(what, where=path.name, hint=_OTHER_ID, count=count, id=each)


def _decoded(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unread(path, error) from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_text(path, content[: error.start].count(b"\n") + 1) from error


def _encoded(path: Path, text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        what = "a task holds half a character that cannot be written"
        raise LedgerError(what, where=path.name, hint="Correct the text of the document.") from error


def _not_text(path: Path, line: int) -> LedgerError:
    what = "the ledger is not UTF-8 text; the file was left as it is"
    return LedgerError(what, where=f"{path.name}, line {line}", hint="Save it again with the encoding UTF-8.")


def _unread(path: Path, error: OSError) -> LedgerError:
    if isinstance(error, FileNotFoundError):
        what, hint = "there is no ledger here", "The first exporter sync makes it from the document."
        return LedgerError(what, where=str(path), hint=hint)
    what = "the ledger cannot be read ({reason})"
    return LedgerError(what, where=str(path), hint="Check its name and its rights.", reason=error.strerror or error)
