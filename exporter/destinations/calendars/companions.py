"""Everything that an .ics destination keeps beside one event a task, each by option.

Steps and checkpoints stand in the same file, to-dos in a second one, copies for units, sections and quarters in
folders.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count, takewhile
from pathlib import Path

from exporter.destinations.calendars.book import Book
from exporter.destinations.calendars.component import change_component, read_component
from exporter.destinations.calendars.copies import Kind, bears_plan, file_names, folder_of, sorted_out, stale_books
from exporter.destinations.calendars.derived import Derived, checkpoints, follow, steps, todo, untouched
from exporter.destinations.calendars.profile import UID_TAIL, Header, Profile
from exporter.destinations.calendars.reading import derived_from, read_fields
from exporter.destinations.calendars.summary import base_in
from exporter.destinations.calendars.volume import volume_path
from exporter.destinations.contract import Field, Item, Setup
from exporter.destinations.marker import digest
from exporter.errors import DestinationError, Refused
from exporter.model import Status, Task
from exporter.wording import say


@dataclass(slots=True)
class Companions:
    """Made anew from the tasks in each commit; a person's edits of them stay."""

    path: Path
    setup: Setup
    profile: Profile
    todos: Book | None = None
    todo_profile: Profile = field(init=False)

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
        self.todos = None
        if self.setup.options.get("todos"):
            self.todos = Book.read(self.todo_path, self.setup.plan)

    def ticked(self, item: Item) -> Item:
        """The item with the status that somebody gave its to-do, unless somebody changed the event's as well."""
        status = self._ticked(item.id)
        if status is None or digest(item.fields[Field.STATUS]) != item.base.get(Field.STATUS):
            return item
        return replace(item, fields={**item.fields, Field.STATUS: status})

    def prepare(self, book: Book, tasks: Mapping[str, Task]) -> dict[str, Task]:
        """Bring the book's events and what is derived from them up to date, in memory.

        Returns the tasks whose events stand in the book, with the status and date that the calendar shows.
        """
        shown: dict[str, Task] = {}
        for task_id, task in tasks.items():
            if len(book.ours.get(task_id, ())) != 1:
                continue
            self._mark(book, task)
            try:
                fields = read_fields(book.ours[task_id][0], self.profile)
            except ValueError:
                continue
            due = date.fromisoformat(fields[Field.DUE])
            shown[task_id] = replace(task, status=fields[Field.STATUS], due=due)
        wanted: list[Derived] = []
        if self.setup.options.get("milestones"):
            wanted += [step for task in shown.values() for step in steps(task, self.profile)]
        wanted += self._checkpoints("", shown)
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

    def _ticked(self, task_id: str) -> Status | None:
        part = self.todos.derived.get(f"{task_id}.todo{UID_TAIL}") if self.todos else None
        if part is None:
            return None
        status: Status = read_fields(part, self.todo_profile)[Field.STATUS]
        return status if digest(status) != base_in(part).get(Field.STATUS) else None

    def _mark(self, book: Book, task: Task) -> None:
        """Give an event the status that its to-do was given, once the ledger agrees."""
        part = book.ours[task.id][0]
        status = self._ticked(task.id)
        if status is None or status != task.status:
            return
        item = read_component(part, self.profile)
        if item.fields[Field.STATUS] != status and digest(item.fields[Field.STATUS]) == item.base.get(Field.STATUS):
            marked = part.copy()
            base = {**item.base, Field.STATUS: digest(status)}
            change_component(marked, {Field.STATUS: status}, base, task, self.profile)
            book.ours[task.id] = [marked]

    def _checkpoints(self, scope: str, shown: Mapping[str, Task]) -> list[Derived]:
        if self.setup.options.get("checkpoints") != "quarterly":
            return []
        return list(checkpoints(self.setup.plan, scope, list(shown.values()), self.profile))

    def _merge(self, into: Book, wanted: list[Derived], profile: Profile, book: Book, shown: Collection[str]) -> None:
        """What is wanted, and of the rest what a person edited or what belongs to an event this run left alone."""
        now = follow(into.derived, wanted, profile)
        alone = _alone(book, shown) | (set() if shown else {self.setup.plan})
        kept = {
            uid: part
            for uid, part in into.derived.items()
            if uid not in now and (derived_from(part) in alone or not untouched(part, profile))
        }
        into.derived = {**kept, **now}

    def _write_todos(self, book: Book, shown: Mapping[str, Task], header: Header) -> bool:
        if self.todos is None:
            self.read()
        assert self.todos is not None  # noqa: S101  the option is on
        wanted = [
            todo(task, read_fields(book.ours[task_id][0], self.profile), self.todo_profile)
            for task_id, task in shown.items()
        ]
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
        checks = self._checkpoints(group, {task_id: shown[task_id] for task_id in ids})
        held = {*ids, *(_alone(book, shown) & set(copy.ours))}
        copy.ours = {task_id: book.ours[task_id] for task_id in held}
        copy.derived = {uid: part for uid, part in book.derived.items() if derived_from(part) in held} | follow(
            copy.derived, checks, self.profile
        )
        return copy.write(header.part(group), self.setup.options.get("max_bytes"))


def _alone(book: Book, shown: Collection[str]) -> set[str]:
    """Tasks whose events this run left alone: orphans, unreadable records, events copied by somebody."""
    return set(book.ours) - set(shown)
