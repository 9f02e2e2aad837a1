"""The folder of a Backlog.md project: where its files stand, its config, names and numbers.

Layout and names are those of `backlog init --no-git` (1.52): `backlog/config.yml`, `backlog/tasks/task-1 - Title.md`;
a finished task may be moved to `completed/`, a cancelled one to `archive/tasks/`, one that is not ripe to `drafts/`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from exporter.destinations.trackers.backlog_status import DEFAULT
from exporter.errors import Missing, NotAllowed
from exporter.files import write_file

TASKS, COMPLETED, ARCHIVE, DRAFTS = "tasks", "completed", "archive/tasks", "drafts"
PLACES = (TASKS, COMPLETED, ARCHIVE, DRAFTS, "archive/drafts")
_OTHERS = ("archive/milestones", "docs", "decisions", "milestones")
_UNSAFE = re.compile(r'[<>:"/\\|?*]')
_NOISE = re.compile(r"['(),!@#$%^&+=\[\]{};]")
_LONGEST_NAME = 180
"""Bytes; file systems stop at 255."""


@dataclass
class Folder:
    """One board. Nothing is read before it is asked for; `config` is read once."""

    root: Path
    title: str
    statuses: tuple[str, ...] = DEFAULT
    """Columns of a board that we begin."""
    _highest: int = field(default=0, init=False)
    _counted: int | None = field(default=None, init=False)
    """When the folder of tasks last changed, as far as we have counted."""

    # Where things stand

    @cached_property
    def home(self) -> Path:
        """The folder of config and tasks: named by a root config, `backlog/`, `.backlog/`, or the path itself."""
        named = _scalar_of(_read(self.root / "backlog.config.yml"), "backlog_directory")
        if named and not Path(named).is_absolute() and ".." not in Path(named).parts:
            return self.root / named
        candidates = [self.root / "backlog", self.root / ".backlog"]
        if (self.root / TASKS).is_dir() and not any(candidate.exists() for candidate in candidates):
            candidates.append(self.root)
        return next((each for each in candidates if _config_in(each)), candidates[0])

    @property
    def config_file(self) -> Path:
        """The config in use, or the one that would be made."""
        root = self.root / "backlog.config.yml"
        return root if root.is_file() else _config_in(self.home) or self.home / "config.yml"

    def files(self) -> Iterator[tuple[str, Path]]:
        """Every Markdown file of every place, as (place, path), in a steady order.

        Raises:
            Missing: a file stands where a folder should be.
            NotAllowed: a folder may not be read.
        """
        for place in PLACES:
            folder = self.home / place
            yield from ((place, path) for path in _entries(folder) if path.suffix == ".md" and path.is_file())

    # Its config

    @cached_property
    def config(self) -> dict[str, Any] | None:
        """The config's values; None where it is no YAML. No config is an empty one, as it is for the tool."""
        try:
            loaded = YAML(typ="safe").load(_read(self.config_file))
        except (YAMLError, ValueError):
            return None
        return loaded if isinstance(loaded, dict) else {}

    @property
    def config_problem(self) -> bool:
        """Whether Backlog.md would refuse the config: no YAML, or columns that are no list."""
        return self.config is None or not isinstance(self.config.get("statuses") or [], list)

    def _setting(self, key: str) -> Any:
        return (self.config or {}).get(key)

    @property
    def columns(self) -> tuple[str, ...]:
        """The board's status names."""
        if not self.config_file.is_file():
            return self.statuses
        return self._columns() or DEFAULT

    def _columns(self) -> tuple[str, ...]:
        names = self._setting("statuses")
        return tuple(str(name) for name in names if str(name).strip()) if isinstance(names, list) else ()

    @cached_property
    def prefix(self) -> str:
        """Of task ids, in lower case: `task`. The tool reads it line by line, so a damaged config still names it."""
        prefix = str(self._setting("task_prefix") or _scalar_of(_read(self.config_file), "task_prefix"))
        return prefix.lower() if prefix.isascii() and prefix.isalpha() else "task"

    def begin(self) -> None:
        """Make the board where there is none; whatever is there stays as it is."""
        if self.config_file.exists():
            return
        write_file(self.config_file, self._new_config().encode())
        for place in (*PLACES, *_OTHERS):
            (self.home / place).mkdir(parents=True, exist_ok=True)
        for known in ("config", "prefix"):
            self.__dict__.pop(known, None)

    def _new_config(self) -> str:
        title = " ".join(self.title.replace('"', "”").replace("'", "’").replace("\\", "/").split())
        return "\n".join(
            (
                f'project_name: "{title}"',
                f"default_status: {json.dumps(self.statuses[0], ensure_ascii=False)}",
                f"statuses: {json.dumps(self.statuses, ensure_ascii=False)}",
                "labels: []",
                "date_format: yyyy-mm-dd",
                "max_column_width: 20",
                "auto_open_browser: true",
                "default_port: 6420",
                "remote_operations: false",
                "auto_commit: false",
                "filesystem_only: true",
                "bypass_git_hooks: false",
                "check_active_branches: false",
                "active_branch_days: 30",
                'task_prefix: "task"',
                "",
            )
        )

    # Names and numbers

    def next_number(self) -> int:
        """One more than the highest number that any task, finished, archived or not, has had."""
        if self._counted is None or self._counted != self._changed_at():
            self._highest = max((self._number(path) for _, path in self.files()), default=0)
        self._highest += 1
        return self._highest

    def wrote(self) -> None:
        """A file of ours was added; no need to count again for the next one unless somebody else adds one too."""
        self._counted = self._changed_at()

    def _changed_at(self) -> int | None:
        tasks = self.home / TASKS
        return tasks.stat().st_mtime_ns if tasks.is_dir() else None

    def _number(self, path: Path) -> int:
        found = re.match(rf"{self.prefix}-(\d{{1,18}})\b", path.name, re.IGNORECASE)
        return int(found[1]) if found else 0

    def key(self, number: int) -> str:
        """`TASK-7`, padded as the config says."""
        width = self._setting("zero_padded_ids")
        return f"{self.prefix.upper()}-{number:0{width if isinstance(width, int) and 0 < width < 19 else 1}d}"  # noqa: PLR2004  digits of a 64-bit number

    def path(self, place: str, key: str, title: str) -> Path:
        """Where a new task goes, named as Backlog.md would name it."""
        name = _NOISE.sub("", _UNSAFE.sub("-", title))
        name = re.sub(r"-+", "-", re.sub(r"\s+", "-", name)).strip("-.")
        short = name.encode()[:_LONGEST_NAME].decode(errors="ignore").rstrip("-. ")
        return self.home / place / f"{key.lower()} - {short or 'task'}.md"

    def taken(self, key: str) -> bool:
        """Whether a task that is not archived bears this id."""
        begin = f"{key.lower()} "
        return any(path.name.lower().startswith(begin) for place, path in self.files() if place in {TASKS, COMPLETED})


def _config_in(folder: Path) -> Path | None:
    return next((folder / name for name in ("config.yml", "config.yaml") if (folder / name).is_file()), None)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise _out_of_reach(path, error) from error


def _scalar_of(text: str, key: str) -> str:
    """A value as Backlog.md's own line parser sees it."""
    found = re.search(rf"^[ \t]*{key}[ \t]*:[ \t]*(.*?)[ \t]*$", text, re.MULTILINE)
    return found[1].strip("'\"") if found else ""


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _out_of_reach(folder, error) from error


def _out_of_reach(path: Path, error: OSError) -> Missing | NotAllowed:
    if isinstance(error, PermissionError):
        return NotAllowed(
            "this folder may not be read", where=str(path), hint="Ask for the right to read it, or choose another one."
        )
    return Missing(
        "there is no usable folder here ({reason})",
        where=str(path),
        hint="Choose another `path` in exporter.toml, or move away what stands there.",
        reason=error.strerror or error,
    )
