"""A calendar file that Outlook, Google, Apple, Thunderbird, GNOME, KDE and Nextcloud read alike.

The file itself is the memory: it is read before anything is written, so sequence numbers, a person's edits and events
of others survive. Writes are staged and take effect in one step.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

from exporter.destinations.calendars.book import Book
from exporter.destinations.calendars.companions import Companions
from exporter.destinations.calendars.component import change_component, make_component, read_component, render_task
from exporter.destinations.calendars.profile import OPTIONS, Header, Profile
from exporter.destinations.calendars.spool import Held
from exporter.destinations.contract import Destination, Field, Finding, Item, Keep, Listing, Setup, Value, Wanted
from exporter.destinations.marker import digest
from exporter.errors import Changed, ExporterError, Missing, Refused
from exporter.files import near, require_writable
from exporter.model import Task
from exporter.wording import say


class Ics(Destination):
    """All-day events in one .ics file, one event a task."""

    kind = "ics"
    keeps: ClassVar[Mapping[Field, Keep]] = {
        Field.TITLE: "native",
        Field.STATUS: "native",
        Field.DUE: "native",
        Field.START: "text",
        Field.ASSIGNEES: "text",
        Field.LABELS: "native",
        Field.CHECKLIST: "text",
        Field.PROGRESS: "text",
        Field.BODY: "native",
    }
    options_schema: ClassVar[Mapping[str, Any]] = {
        "path": {
            "type": "string",
            "minLength": 1,
            "title": "Path 路径",
            "description": "The calendar file, relative to exporter.toml.",
        },
        "force": {
            "type": "boolean",
            "title": "Force 强制",
            "description": "Whether to add the tasks to a calendar file that somebody else made. Default false.",
        },
        "color": {
            "type": "string",
            "pattern": "^[a-z]+$",
            "title": "Colour 颜色",
            "description": "A CSS colour name for the calendar. Default steelblue.",
        },
        "milestones": {
            "type": "boolean",
            "title": "Milestones 节点",
            "description": "Whether each dated step of a task has an event of its own. Default false.",
        },
        "checkpoints": {
            "enum": ["quarterly"],
            "title": "Checkpoints 检查点",
            "description": "One event at the end of each quarter that lists what is still open. Default none.",
        },
        "todos": {
            "type": "boolean",
            "title": "To-dos 待办",
            "description": "Whether a second file (plan-todos.ics) holds a to-do for each task; one ticked there comes "
            "back into the ledger. Default false.",
        },
        "files": {
            "type": "array",
            "items": {"enum": ["owner", "section", "quarter"]},
            "uniqueItems": True,
            "title": "Files 分文件",
            "description": "Folders with a copy for each unit, section or quarter, beside the calendar "
            "(plan-owner/…). Default none.",
        },
        "max_bytes": {
            "type": "integer",
            "minimum": 10000,
            "title": "Largest file 文件上限",
            "description": "Split files that would be larger, between events (plan-2.ics, …). Google takes 1 MB, so "
            "900000 is a good value. Default no limit.",
        },
        **OPTIONS,
    }
    required_options = ("path",)
    safe_creates = True
    staged = True
    shows_links = True

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.profile = Profile.of(setup)
        self.companions = Companions(self.path, setup, self.profile)
        self._book: Book | None = None
        self._tasks: dict[str, Task] = {}
        self._touched: set[str] = set()
        self._cancelled: set[str] = set()
        """Tasks whose events an earlier run cancelled."""

    @property
    def path(self) -> Path:
        """Where the file stands."""
        return self.setup.folder / str(self.setup.options["path"])

    @property
    def book(self) -> Book:
        """The file as last listed, with what was staged since."""
        if self._book is None:
            self.listing()
            assert self._book is not None  # noqa: S101  it was read
        return self._book

    def listing(self) -> Listing:
        """Read the file anew; what was staged and not committed is forgotten."""
        self._book = self._read()
        self.companions.read()
        self._touched.clear()
        self._cancelled.clear()
        items, problems = [], []
        for task_id, there in self._book.ours.items():
            try:
                found = [read_component(held.part(), self.profile, held.version) for held in there]
            except ValueError:
                problems.append(say("{file}: the event of {id} has no readable date", file=self.path.name, id=task_id))
                continue
            items += found
            if len(found) == 1 and _cancelled_by_us(found[0]):
                self._cancelled.add(task_id)
        return Listing(tuple(map(self.companions.ticked, items)), problems=tuple(problems))

    def render(self, task: Task) -> Wanted:
        """The task as its event; remembered, for an update brings only fields."""
        self._tasks[task.id] = task
        return render_task(task, self.profile)

    def create(self, wanted: Wanted, base: Mapping[Field, str]) -> Item:
        """Add an event; a second one for the same task is refused."""
        if wanted.id in self.book.ours:
            raise Refused("{id} is in the calendar already", id=wanted.id, hint="Run again.")
        self._tasks[wanted.id] = wanted.task
        part = make_component(wanted, base, self.profile)
        held = self.book.spool.hold(part)
        self.book.ours[wanted.id] = [held]
        self._touched.add(wanted.id)
        return read_component(part, self.profile, held.version)

    def update(self, item: Item, changes: Mapping[Field, Value], base: Mapping[Field, str]) -> Item:
        """Change an event, not yet in the file; it must be the one that was listed."""
        there, spot = self._find(item)
        part = there[spot].part()
        change_component(part, changes, base, self._tasks.get(item.id), self.profile)
        there[spot] = self.book.spool.hold(part)
        self._touched.add(item.id)
        return read_component(part, self.profile, there[spot].version)

    def commit(self) -> bool:
        """Write the file once, then what is made from it.

        An event that an earlier run cancelled has been seen by now and leaves.
        """
        book = self.book
        for task_id in self._cancelled - self._touched:
            book.ours.pop(task_id, None)
        shown = self.companions.prepare(book, self._tasks)
        options = self.setup.options
        header = Header(self.setup.plan_title or self.setup.plan, str(options.get("color", "steelblue")))
        changed = book.write(header, options.get("max_bytes"))
        return self.companions.write(book, shown, header) or changed

    def published(self) -> list[tuple[Path, PurePosixPath]]:
        """The calendar with its volumes, to-dos and copies, as far as they are there and ours."""
        return [(path, PurePosixPath(path.relative_to(self.path.parent))) for path in self.companions.files()]

    def check(self) -> list[Finding]:
        """Whether the file can be read and written, is ours, and what it holds."""
        try:
            book = self._read()
            require_writable(self.path)
        except ExporterError as error:
            return [Finding.of(error)]
        others = sum(held.kind != "VTIMEZONE" for held in book.others)
        template = (
            "{file}: {ours} events of this plan, {others} of others" if book.files[self.path] else "{file} will be made"
        )
        return [Finding(ok=True, sentence=say(template, file=near(self.path), ours=len(book.ours), others=others))]

    def _read(self) -> Book:
        force = self.setup.force or bool(self.setup.options.get("force", False))
        return Book.read(self.path, self.setup.plan, force=force)

    def _find(self, item: Item) -> tuple[list[Held], int]:
        there = self.book.ours.get(item.id)
        if not there:
            raise Missing("{id} is not in the calendar", id=item.id)
        for spot, held in enumerate(there):
            if held.version == item.version:
                return there, spot
        raise Changed("{id} is no longer the event that was read", id=item.id, hint="Run again.")


def _cancelled_by_us(item: Item) -> bool:
    """What a person cancelled stays."""
    return item.fields[Field.STATUS] == "dropped" and item.base.get(Field.STATUS) == digest("dropped")
