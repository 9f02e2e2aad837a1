"""Everything that an .ics destination keeps beside one event a task, each by option.

Steps and checkpoints stand in the same file, to-dos in a second one, copies for units, sections and quarters in
folders.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, count, takewhile
from pathlib import Path

from exporter.destinations.calendars.book import Book
from exporter.destinations.calendars.component import change_component, read_component
from exporter.destinations.calendars.copies import Kind, bears_plan, file_names, folder_of, sorted_out, stale_books
from exporter.destinations.calendars.derived import Derived, checkpoints, follow, steps, todo, untouched
from exporter.destinations.calendars.profile import UID_TAIL, Header, Profile
from exporter.destinations.calendars.reading import read_fields
from exporter.destinations.calendars.summary import base_in
from exporter.destinations.calendars.volume import volume_path
from exporter.destinations.contract import Field, Item, Setup
from exporter.destinations.marker import digest
from exporter.errors import DestinationError, Refused
from exporter.model import Status, Task
from exporter.wording import say

_OPTIONS = frozenset({"milestones", "checkpoints", "todos", "files"})


@dataclass(slots=True)
class Companions:
    """Made anew from the tasks in each commit; a person's edits of them stay."""

    path: Path
    setup: Setup
    profile: Profile
    todos: Book | None = None
    todo_profile: Profile = field(init=False)
    _ticks: dict[str, Status] = field(default_factory=dict)
    """Task id → the status that somebody gave its to-do."""

    def __post_init__(self) -> None:
        """To-dos are the same tasks in another component."""
        self.todo_profile = replace(self.profile, component="VTODO")

    @property
    def todo_path(self) -> Path:
        """Where the to-dos stand: plan-todos.ics."""
        return self.path.with_name(f"{self.path.stem}-todos{self.path.suffix}")

    def files(self) -> Iterator[Path]:
        """Every file that is there now and ours: the calendar, its to-dos, its copies, each with its volumes."""
        options = self.setup.options
        for path in (self.path, *([self.todo_path] if options.get("todos") else [])):
            volumes = (volume_path(path, number) for number in count(1))
            yield from takewhile(bears_plan, volumes)
        for kind in options.get("files", ()):
            yield from filter(bears_plan, sorted(folder_of(self.path, kind).glob("*.ics")))

    def read(self) -> None:
        """Read the to-dos, so that what was ticked there is seen."""
        self.todos, self._ticks = None, {}
        if self.setup.options.get("todos"):
            self.todos = Book.read(self.todo_path, self.setup.plan)
            self._ticks = dict(self._ticked(self.todos))

    def ticked(self, item: Item) -> Item:
        """The item with the status that somebody gave its to-do, unless somebody changed the event's as well."""
        status = self._ticks.get(item.id)
        if status is None or digest(item.fields[Field.STATUS]) != item.base.get(Field.STATUS):
            return item
        return replace(item, fields={**item.fields, Field.STATUS: status})

    def prepare(self, book: Book, tasks: Mapping[str, Task]) -> dict[str, Task]:
        """Bring the book's events and what is derived from them up to date, in memory.

        Returns the tasks whose events stand in the book, with the status and date that the calendar shows.
        """
        if not book.derived and not _OPTIONS & self.setup.options.keys():
            return {}
        shown: dict[str, Task] = {}
        for task_id, task in tasks.items():
            if len(book.ours.get(task_id, ())) != 1:
                continue
            self._mark(book, task)
            try:
                fields = read_fields(book.ours[task_id][0].part(), self.profile)
            except ValueError:
                continue
            now = fields[Field.STATUS], date.fromisoformat(fields[Field.DUE])
            shown[task_id] = task if now == (task.status, task.due) else replace(task, status=now[0], due=now[1])
        dated = shown.values() if self.setup.options.get("milestones") else ()
        wanted = chain(
            (step for task in dated for step in steps(task, self.profile)), self._checkpoints("", shown.values())
        )
        self._merge(book, wanted, self.profile, book, shown)
        return shown

    def write(self, book: Book, shown: Mapping[str, Task], header: Header) -> bool:
        """Write to-dos and copies; returns whether any byte changed.

        Raises:
            DestinationError: the first of the files that could not be written; the others were.
        """
        changed, errors = False, list[DestinationError]()
        if self.setup.options.get("todos"):
            changed |= self._write_todos(book, shown, header)
        for kind in self.setup.options.get("files", ()):
            changed |= self._write_copies(kind, book, shown, header, errors)
        if errors:
            raise errors[0]
        return changed

    def _ticked(self, todos: Book) -> Iterator[tuple[str, Status]]:
        for uid, held in todos.derived.items():
            if held.origin is None or uid != f"{held.origin}.todo{UID_TAIL}":
                continue
            part = held.part()
            status: Status = read_fields(part, self.todo_profile)[Field.STATUS]
            if digest(status) != base_in(part).get(Field.STATUS):
                yield held.origin, status

    def _mark(self, book: Book, task: Task) -> None:
        """Give an event the status that its to-do was given, once the ledger agrees."""
        status = self._ticks.get(task.id)
        if status is None or status != task.status:
            return
        part = book.ours[task.id][0].part()
        item = read_component(part, self.profile)
        if item.fields[Field.STATUS] != status and digest(item.fields[Field.STATUS]) == item.base.get(Field.STATUS):
            base = {**item.base, Field.STATUS: digest(status)}
            change_component(part, {Field.STATUS: status}, base, task, self.profile)
            book.ours[task.id] = [book.spool.hold(part)]

    def _checkpoints(self, scope: str, tasks: Iterable[Task]) -> Iterator[Derived]:
        if self.setup.options.get("checkpoints") == "quarterly":
            yield from checkpoints(self.setup.plan, scope, list(tasks), self.profile)

    def _merge(
        self, into: Book, wanted: Iterable[Derived], profile: Profile, book: Book, shown: Collection[str]
    ) -> None:
        """What is wanted, and of the rest what a person edited or what belongs to an event this run left alone."""
        now = follow(into.derived, wanted, profile, into.spool)
        alone = _alone(book, shown) | (set() if shown else {self.setup.plan})
        kept = {
            uid: held
            for uid, held in into.derived.items()
            if uid not in now and (held.origin in alone or not untouched(held, profile))
        }
        into.derived = {**kept, **now}

    def _write_todos(self, book: Book, shown: Mapping[str, Task], header: Header) -> bool:
        if self.todos is None:
            self.read()
        assert self.todos is not None  # noqa: S101  the option is on
        wanted = (
            todo(task, read_fields(book.ours[task_id][0].part(), self.profile), self.todo_profile)
            for task_id, task in shown.items()
        )
        self._merge(self.todos, wanted, self.todo_profile, book, shown)
        named = header.part(say("To-dos", language=self.profile.language))
        return self.todos.write(named, self.setup.options.get("max_bytes"))

    def _write_copies(
        self, kind: Kind, book: Book, shown: Mapping[str, Task], header: Header, errors: list[DestinationError]
    ) -> bool:
        folder, found = folder_of(self.path, kind), sorted_out(kind, shown)
        stems = file_names(list(found))
        paths = {group: folder / f"{stems[group]}.ics" for group in found}
        changed = False
        for group, ids in found.items():
            try:
                changed |= self._write_copy(paths[group], group, ids, book, shown, header=header)
            except DestinationError as error:
                errors.append(error)
        for stale in stale_books(folder, self.setup.plan, {*paths.values()}):
            if not _alone(book, shown) & set(stale.ours):
                stale.retire(header)
                changed = True
        return changed

    def _write_copy(
        self, path: Path, group: str, ids: list[str], book: Book, shown: Mapping[str, Task], *, header: Header
    ) -> bool:
        copy = Book.read(path, self.setup.plan)
        if copy.files[path] and not copy.is_copy:
            raise Refused(
                "a calendar of another plan stands where a copy belongs",
                where=str(path),
                hint="Move it away, or choose another path.",
            )
        checks = self._checkpoints(group, (shown[task_id] for task_id in ids))
        there = {*ids, *(_alone(book, shown) & set(copy.ours))}
        copy.ours = {task_id: book.ours[task_id] for task_id in there}
        copy.derived = {uid: held for uid, held in book.derived.items() if held.origin in there} | follow(
            copy.derived, checks, self.profile, copy.spool
        )
        return copy.write(header.part(group), self.setup.options.get("max_bytes"))


def _alone(book: Book, shown: Collection[str]) -> set[str]:
    """Tasks whose events this run left alone: orphans, unreadable records, events copied by somebody."""
    return set(book.ours) - set(shown)
