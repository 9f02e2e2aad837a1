"""The ledger: the file of tasks that people review and edit. Once it exists it is the truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from exporter.errors import LedgerError, UsageError
from exporter.files import write_file
from exporter.identity import task_id
from exporter.ledger.csv_file import CsvFile
from exporter.ledger.edition import plan_of
from exporter.ledger.entry import NO_ID, Entry
from exporter.ledger.format import Change, Format
from exporter.ledger.jsonl_file import JsonlFile, record_of
from exporter.ledger.open_elsewhere import refuse_open
from exporter.ledger.text_file import TextFile, not_text
from exporter.ledger.xlsx_file import XlsxFile
from exporter.ledger.yaml_file import YamlFile
from exporter.model import Language, Task
from exporter.problem import Problem

_FORMATS: tuple[Format, ...] = (TextFile(YamlFile()), TextFile(JsonlFile()), CsvFile(), XlsxFile())


@dataclass(frozen=True)
class Ledger:
    """A ledger as it was read. `problems` name what could not be read; those entries are in no `tasks`."""

    path: Path
    content: bytes
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
        LedgerError: it is missing or damaged. A bad entry is no error but one of the ledger's problems.
        UsageError: the name's ending is not one of a ledger.
    """
    return _read(path, _content(path))


def _read(path: Path, content: bytes) -> Ledger:
    entries, problems = _format(path).read(path.name, content)
    doubles = _doubles(path.name, entries)
    if not entries:
        problems = [Problem("", None, "the ledger holds no tasks", where=path.name)]
    found = sorted([*problems, *doubles], key=lambda problem: problem.line or 0)
    return Ledger(path, content, tuple(entries), tuple(found))


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
        raise not_text(path.name, number + 1) from error
    except OSError as error:
        raise _unread(path, error) from error


def save(path: Path, tasks: Iterable[Task], *, heading: str = "", language: Language | None = None) -> bool:
    """Write a new ledger, or bring an existing one up to these tasks as `update` does.

    Args:
        path: the ending says the format: .yaml, .yml, .jsonl, .ndjson, .csv, .tsv, .xlsx.
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
    return write_file(path, _format(path).new(path.name, tasks, heading=heading, language=spoken))


def update(ledger: Ledger, tasks: Iterable[Task]) -> bool:
    """Write what changed: the lines or cells of changed tasks anew, new tasks at the end, everything else as it was.

    Tasks of the file that are not in `tasks` stay (nothing is ever deleted), and so do entries that have problems.

    Returns:
        Whether the file changed.

    Raises:
        LedgerError: two ids are equal, or the file was changed by somebody since it was loaded.
        NotAllowed, OutputError: as `write_file`.
    """
    content = rewritten(ledger, tasks)
    return content is not None and put(ledger, content)


def rewritten(ledger: Ledger, tasks: Iterable[Task]) -> bytes | None:
    """The octets that `update` writes; None where nothing would change.

    Raises:
        LedgerError: two ids are equal, or this kind of file cannot hold what a task says.
    """
    tasks = list(tasks)
    ledger.require_distinct_ids()
    _require_distinct(ledger.path, tasks)
    changes, added = _changes(ledger, tasks)
    if not changes and not added:
        return None
    return _format(ledger.path).updated(ledger.path.name, ledger.content, changes, added)


def put(ledger: Ledger, content: bytes) -> bool:
    """Put these octets in the place of what was loaded.

    Returns:
        Whether the file changed.

    Raises:
        LedgerError: the file was changed by somebody since it was loaded, or is open in an office program.
        NotAllowed, OutputError: as `write_file`.
    """
    refuse_open(ledger.path)
    if ledger.path.exists() and _content(ledger.path) != ledger.content:
        raise LedgerError(
            "the ledger was changed by somebody else while this run was at work; it was left as it is",
            where=str(ledger.path),
            hint="Save and close it there, then run again.",
        )
    return write_file(ledger.path, content)


def refreshed(ledger: Ledger, tasks: Iterable[Task], content: bytes) -> Ledger:
    """The ledger as it is once `content`, which is what `rewritten` gave for these tasks, was put in its place.

    Of a text only the changed entries are read again: a review of thousands of tasks must not wait for all of them.
    """
    form, path = _format(ledger.path), ledger.path
    changes, added = _changes(ledger, list(tasks))
    if isinstance(form, TextFile) and not added and not ledger.problems:
        entries = form.entries_after(path.name, ledger.content, ledger.entries, changes)
        if entries is not None:
            return Ledger(path, content, tuple(entries), ())
    return _read(path, content)


def convert(source: Path, target: Path, *, force: bool = False) -> int:
    """Write the tasks of one ledger as another, of whatever format its name says; rows without an id get one.

    Returns:
        How many tasks.

    Raises:
        UsageError: the target is there already and is not to be overwritten, or both are one file.
        LedgerError: the source is damaged or has mistakes, which would be lost; or somebody has the target open.
    """
    form = _format(target)
    ledger = load(source)
    if target.exists() and (not force or target.samefile(source)):
        hint = "Name another file." if force else "Name another file, or overwrite it with --force."
        raise UsageError("this file is there already and stays as it is", hint=hint, where=str(target))
    for problem in ledger.problems:
        hint = "Correct it first; `exporter check` names every mistake."
        raise LedgerError(problem.what, where=problem.place, hint=hint, **problem.values)
    tasks = with_ids(ledger, plan_of(ledger.tasks) or source.stem).tasks
    refuse_open(target)
    write_file(target, form.new(target.name, tasks, heading="", language=tasks[0].language))
    return len(tasks)


def with_ids(ledger: Ledger, plan: str) -> Ledger:
    """The same ledger with an id for each row that somebody added by hand; `update` then writes them."""
    taken = {entry.id for entry in ledger.entries}
    entries = []
    for entry in ledger.entries:
        task = entry.task
        if task is not None and task.id == NO_ID:
            task = replace(task, id=free_id(plan, task.text, taken))
            taken.add(task.id)
            entry = replace(entry, id=task.id, task=task)  # noqa: PLW2901  the entry that goes into the list
        entries.append(entry)
    return replace(ledger, entries=tuple(entries))


def free_id(plan: str, text: str, taken: Container[str]) -> str:
    """An id for a task of this text that no other task has."""
    occurrence = 1
    while (found := task_id(plan, text, occurrence)) in taken:
        occurrence += 1
    return found


_OTHER_ID = "Give one of them another id, or remove its id line to get a new one."


def _format(path: Path) -> Format:
    suffix = path.suffix.lower()
    found = next((each for each in _FORMATS if suffix in each.suffixes), None)
    if found is None:
        known = ", ".join(suffix for each in _FORMATS for suffix in each.suffixes)
        raise UsageError("a ledger's name ends in one of {known}, not in {suffix}", known=known, suffix=suffix or '""')
    return found


def _changes(ledger: Ledger, tasks: Sequence[Task]) -> tuple[list[Change], list[Task]]:
    wanted = {task.id: task for task in tasks}
    changes = [
        (entry, task)
        for entry in ledger.entries
        if entry.written and (task := wanted.get(entry.id, entry.task)) and task != entry.written
    ]
    known = {entry.id for entry in ledger.entries}
    return changes, [task for task in tasks if task.id not in known]


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


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unread(path, error) from error


def _unread(path: Path, error: OSError) -> LedgerError:
    if isinstance(error, FileNotFoundError):
        what, hint = "there is no ledger here", "The first exporter sync makes it from the document."
        return LedgerError(what, where=str(path), hint=hint)
    what = "the ledger cannot be read ({reason})"
    return LedgerError(what, where=str(path), hint="Check its name and its rights.", reason=error.strerror or error)
