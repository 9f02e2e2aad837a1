"""backlog: a folder of Markdown files that Backlog.md opens as a board (`npx backlog.md@1.52 browser`).

Title, status, due date, assignees, labels and checklist are the tool's own fields; owners, dates, indicators and the
quote stand in our block of the description. Backlog.md keeps cancelled tasks in its archive, so a dropped task moves
there, unless the board has a column for it. Nothing is ever deleted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from exporter.destinations.contract import Destination, Field, Finding, Item, Keep, Listing, Setup, Value, Wanted
from exporter.destinations.markdown import BACKLOG, one_line
from exporter.destinations.marker import plan_of
from exporter.destinations.remark import remark_of
from exporter.destinations.trackers.backlog_comments import comments_in, with_comment
from exporter.destinations.trackers.backlog_fields import KEEPS, fields_of_file, fields_of_task, place_for, with_fields
from exporter.destinations.trackers.backlog_file import TaskFile, new_file, parse
from exporter.destinations.trackers.backlog_folder import PLACES, TASKS, Folder
from exporter.destinations.trackers.backlog_front import Front
from exporter.destinations.trackers.backlog_status import DEFAULT, Statuses
from exporter.destinations.trackers.light_labels import LightLabels
from exporter.destinations.trackers.markup import Markdown
from exporter.destinations.trackers.signals import SIGNALS
from exporter.errors import Changed, Missing, NotAllowed, Refused
from exporter.files import near, write_file
from exporter.lights import Light
from exporter.model import Task
from exporter.news import News
from exporter.wording import say

_ORDINAL_STEP = 1000
"""Between two tasks of a column, as the tool itself leaves room to sort by hand."""
_MARKUP = Markdown(BACKLOG)
_HEADLESS = "its first lines, between two lines of three hyphens, are missing"


@dataclass(frozen=True)
class _Held:
    """A file on the disk."""

    place: str
    path: Path
    content: bytes

    @property
    def text(self) -> str:
        """Bytes that are no UTF-8 survive a round trip."""
        return self.content.decode(errors="surrogateescape")

    @property
    def version(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:16]


class Backlog(Destination):
    """A Backlog.md project in a folder."""

    kind = "backlog"
    keeps: ClassVar[Mapping[Field, Keep]] = KEEPS
    options_schema: ClassVar[Mapping[str, Any]] = {
        "path": {
            "title": "Path 路径",
            "description": "The board's folder; it is made if it is not there.",
            "type": "string",
            "minLength": 1,
        },
        "statuses": {
            "title": "Statuses 状态名称",
            "description": "The board's names for our statuses, where it should not use To Do, In Progress and Done.",
            "type": "object",
            "properties": {
                status: {"type": "string", "minLength": 1, "maxLength": 40}
                for status in ("open", "in_progress", "done", "dropped")
            },
            "additionalProperties": False,
        },
        **SIGNALS,
    }
    required_options = ("path",)
    takes_comments = True
    mails_comments = False

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._chosen: Mapping[str, str] = setup.options.get("statuses") or {}
        names = dict(zip(("open", "in_progress", "done"), DEFAULT, strict=True)) | dict(self._chosen)
        root = setup.folder / Path(setup.options["path"]).expanduser()
        self._lights = LightLabels.chosen(setup.language, setup.options.get("lights", True), one_line)
        self.folder = Folder(root, setup.plan_title or setup.plan, tuple(dict.fromkeys(names.values())))

    @property
    def lights(self) -> Collection[Light]:
        """As labels."""
        return self._lights.lights

    @property
    def _statuses(self) -> Statuses:
        return Statuses(self.folder.columns, self._chosen)

    # Reading

    def listing(self) -> Listing:
        """Every file of every place that bears a marker of this plan."""
        items: list[Item] = []
        problems = [self._config_says()] if self.folder.config_problem else []
        for held in self._files():
            file = parse(held.text) or TaskFile(Front("", "", ""), held.text)
            task_id = file.task_id
            if task_id and plan_of(task_id) == self.setup.plan:
                items.append(self._item(held, file, task_id, problems))
        return Listing(tuple(items), problems=tuple(problems))

    def _files(self) -> Iterator[_Held]:
        for place, path in self.folder.files():
            held = _Held(place, path, self._read(path))
            if b"exporter:" in held.content:
                yield held

    def _read(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except FileNotFoundError as error:
            raise Missing("the file is gone", where=self._short(path), hint="Run again.") from error
        except OSError as error:
            raise NotAllowed(
                "this file cannot be read ({reason})",
                where=str(path),
                hint="Ask for the right to read it.",
                reason=error.strerror or error,
            ) from error

    def _item(self, held: _Held, file: TaskFile, task_id: str, problems: list[str]) -> Item:
        """A file as an item. What cannot be read in it is said, and the rest still counts: it is never made twice."""
        fields, unread = fields_of_file(file, held.place, self._statuses, self._lights)
        if not file.front.opening:
            unread.append(say(_HEADLESS))
        problems += [say("{file}: {problem}", file=self._short(held.path), problem=problem) for problem in unread]
        key = file.field("id") or held.path.stem.partition(" - ")[0]
        base = file.stamp[1] if file.stamp else {}
        return Item(task_id, key.upper(), fields, base, version=held.version, note=(held.place, held.path))

    # Writing

    def render(self, task: Task) -> Wanted:
        """Start date and progress stand in the block, with owners, indicators and the quote."""
        return Wanted(task.id, fields_of_task(task, self.setup.accounts, self._lights), task)

    def create(self, wanted: Wanted, base: Mapping[Field, str]) -> Item:
        """One file, written in one step, with the next free number."""
        self.folder.begin()
        number = self.folder.next_number()
        key = self.folder.key(number)
        task = wanted.task
        front = Front().put("id", key).put("dependencies", []).put("ordinal", number * _ORDINAL_STEP)
        if task.revised_at:
            front = front.put("created_date", f"{task.revised_at:%Y-%m-%d %H:%M}")
        if task.source.url:
            front = front.put("references", [one_line(task.source.url)])
        file = new_file(front, wanted.fields[Field.BODY], wanted.id)
        file = with_fields(file, wanted.fields, wanted.id, self._statuses, self._lights).stamped(wanted.id, base)
        place = place_for(wanted.fields[Field.STATUS], TASKS, self._statuses)
        path = self.folder.path(place, key, wanted.fields[Field.TITLE])
        write_file(path, str(file).encode())
        self.folder.wrote()
        return self._read_back(place, path, wanted.id)

    def update(self, item: Item, changes: Mapping[Field, Value], base: Mapping[Field, str]) -> Item:
        """Splice the changes into the file; a change of status may move it to or from the archive.

        The file is moved before it is written: a crash between the two leaves the status that was wanted.
        """
        place, path = item.note
        file = with_fields(self._still_there(item), changes, item.id, self._statuses, self._lights)
        file = file.stamped(item.id, base)
        self.folder.begin()
        goal = place_for(changes[Field.STATUS], place, self._statuses) if Field.STATUS in changes else place
        if goal != place:
            path, file = self._moved(path, goal, file, archived=place.startswith("archive"))
        write_file(path, str(file).encode(errors="surrogateescape"))
        return self._read_back(goal, path, item.id)

    def _still_there(self, item: Item) -> TaskFile:
        place, path = item.note
        if not path.is_file():
            if any((self.folder.home / other / path.name).is_file() for other in PLACES if other != place):
                raise Changed("the file was moved meanwhile", where=self._short(path), hint="Run again.")
            raise Missing("the file is gone", where=self._short(path), hint="Run again.")
        held = _Held(place, path, self._read(path))
        if held.version != item.version:
            raise Changed("the file was changed meanwhile", where=self._short(path), hint="Run again.")
        file = parse(held.text)
        if file is None:
            hint = "Put them back, or take the marker out of the file."
            raise Refused(_HEADLESS, where=self._short(path), hint=hint)
        return file

    def _moved(self, path: Path, goal: str, file: TaskFile, *, archived: bool) -> tuple[Path, TaskFile]:
        target = self.folder.home / goal / path.name
        if target.exists() or (archived and self.folder.taken(file.field("id"))):
            key = self.folder.key(self.folder.next_number())  # the tool gives an archived task's number away again
            target = self.folder.path(goal, key, file.field("title"))
            file = replace(file, front=file.front.put("id", key))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)
        except OSError as error:
            raise NotAllowed(
                "the file cannot be moved ({reason})",
                where=str(target),
                hint="Ask for the right to write there.",
                reason=error.strerror or error,
            ) from error
        return target, file

    def _read_back(self, place: str, path: Path, task_id: str) -> Item:
        held = _Held(place, path, self._read(path))
        file = parse(held.text)
        if file is None or file.task_id != task_id:
            raise Changed("the file was changed meanwhile", where=self._short(path), hint="Run again.")
        return self._item(held, file, task_id, [])

    # Comments

    def told(self, item: Item) -> frozenset[str]:
        """By the marks in the file's comments, as the file stands now."""
        place, path = item.note
        text = _Held(place, path, self._read(path)).text
        try:
            return frozenset(key for said in comments_in(text) for key in _MARKUP.keys_in(said, item.id))
        except ValueError as problem:
            raise self._unreadable(path, problem) from problem

    def tell(self, item: Item, news: News) -> None:
        """One write of the whole file, in one step."""
        _, path = item.note
        file = self._still_there(item)
        comment = _MARKUP.comment(remark_of(news), item.id, news.key)
        try:
            text = with_comment(file.text, comment, news.day, file.front.newline)
        except ValueError as problem:
            raise self._unreadable(path, problem) from problem
        write_file(path, str(replace(file, text=text)).encode(errors="surrogateescape"))

    def _unreadable(self, path: Path, problem: ValueError) -> Refused:
        return Refused(str(problem), where=self._short(path), hint="Mend that, then run again.")

    # Preflight

    def check(self) -> list[Finding]:
        """Folder, config and columns."""
        try:
            count = len(self.listing().items)
        except (Missing, NotAllowed) as error:
            return [Finding.of(error)]
        said = say("{folder}: {count} tasks of this plan", folder=near(self.folder.root), count=count)
        findings = [Finding(ok=True, sentence=said)]
        if self.folder.config_problem:
            findings.append(Finding(ok=False, sentence=self._config_says()))
        if self._statuses.missing():
            names = ", ".join(self._statuses.missing())
            sentence = "the board has no column {names}: add it to `statuses` in {file}"
            findings.append(Finding(ok=False, sentence=say(sentence, names=names, file=self.folder.config_file)))
        return findings

    def _config_says(self) -> str:
        sentence = (
            "{file} cannot be read, so Backlog.md will not open the board; it was left as it is. Mend or remove it"
        )
        return say(sentence, file=self._short(self.folder.config_file))

    def _short(self, path: Path) -> str:
        return path.relative_to(self.folder.root).as_posix()
