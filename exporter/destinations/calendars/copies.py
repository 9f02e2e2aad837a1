"""Calendars for one unit, one section or one quarter: copies of the plan's calendar, to be handed on.

They are made from the plan's calendar and follow it; changes belong there. What others add to a copy is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from exporter.destinations.calendars.book import Book
from exporter.destinations.calendars.profile import PLAN, VOLUME
from exporter.errors import DestinationError
from exporter.model import Task
from exporter.naming.labels import shared_depth
from exporter.wording import say

Kind = Literal["owner", "section", "quarter"]

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
_HEAD_BYTES = 4096
_ROOM = 150
"""Octets of a file's stem: most systems take 255 for the whole name."""


def sorted_out(kind: Kind, tasks: Mapping[str, Task]) -> dict[str, list[str]]:
    """Group → ids of its tasks: all units of a task, leading or supporting; its section; the quarter it is due in."""
    level = shared_depth(task.section for task in tasks.values()) if kind == "section" else 0
    found: dict[str, list[str]] = {}
    for task_id, task in tasks.items():
        for group in _groups(kind, task, level):
            found.setdefault(group, []).append(task_id)
    return dict(sorted(found.items()))


def _groups(kind: Kind, task: Task, level: int) -> Sequence[str]:
    if kind == "owner":
        units = list(dict.fromkeys((*task.owners.lead, *task.owners.support)))
        return units or [say("without a unit", language=task.language)]
    if kind == "section":
        return (
            task.section[level : level + 1] or task.section[-1:] or [say("without a section", language=task.language)]
        )
    return [f"{task.due.year}Q{(task.due.month + 2) // 3}"] if task.due else []


def folder_of(path: Path, kind: Kind) -> Path:
    """Where the copies of plan.ics stand: plan-owner/ and so on."""
    return path.with_name(f"{path.stem}-{kind}")


def stale_books(folder: Path, plan: str, written: Collection[Path]) -> Iterator[Book]:
    """Copies of ours in a folder that no group asks for any more."""
    for path in sorted(folder.glob("*.ics")):
        if path not in written and _looks_like_a_copy(path):
            try:
                book = Book.read(path, plan)
            except DestinationError:  # somebody else's: none of our business
                continue
            if book.is_copy:
                yield book


def _looks_like_a_copy(path: Path) -> bool:
    """By its head, for folders may hold many large files and most of them are further volumes."""
    return bears_plan(path) and VOLUME.encode() not in _head(path)


def bears_plan(path: Path) -> bool:
    """Whether a file is there, is no link to another, and says in its head that a plan was written into it."""
    return path.is_file() and not path.is_symlink() and PLAN.encode() in _head(path)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


def file_names(names: Sequence[str]) -> dict[str, str]:
    """A file stem for each name, safe on every file system and different from the others without regard to case."""
    taken: set[str] = set()
    stems = {}
    for name in sorted(names):
        stem = _stem(name)
        number = 1
        while (numbered := stem if number == 1 else f"{stem}_{number}").casefold() in taken:
            number += 1
        taken.add(numbered.casefold())
        stems[name] = numbered
    return stems


def _stem(name: str) -> str:
    stem = _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    stem = stem.encode("utf-8", "ignore")[:_ROOM].decode("utf-8", "ignore").strip(" .")
    return f"_{stem}" if not stem or _RESERVED.fullmatch(stem) else stem
