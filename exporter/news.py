"""What is worth a comment: a task turned late, or it is done. Pure.

The key of a piece of news is what is told once: `late:2018-12-31` a due date, `done` a task.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from exporter.model import Task
from exporter.progress import Progress, progress

Kind = Literal["late", "done"]
DONE: Kind = "done"
_LATE = "late:"
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class News:
    """News of a task as of a day. `origin`: the destination at which a person set its status, "" for the ledger."""

    key: str
    task: Task
    progress: Progress
    day: date
    origin: str = ""

    @property
    def kind(self) -> Kind:
        """Which sort."""
        return kind_of(self.key)


def kind_of(key: str) -> Kind:
    """The sort of news that a key stands for."""
    return "late" if key.startswith(_LATE) else DONE


def news_of(task: Task, day: date, origin: str = "") -> News | None:
    """What there is to tell of a task: done counts more than late.

    Done is what the ledger calls so, and what was measured to have reached every target.
    """
    if task.status == "dropped":
        return None
    measured = any(each.current is not None for each in task.indicators)
    if task.status == "done" or measured:
        found = progress(task)
        if task.status == "done" or (found.basis == "indicators" and found.percent == _WHOLE):
            return News(DONE, task, found, day, origin)
    if task.due and task.due < day:
        return News(f"{_LATE}{task.due.isoformat()}", task, progress(task), day, origin)
    return None


def told(key: str, keys: Collection[str]) -> bool:
    """Whether a piece of news was told, by the keys of what was: a date that moves back makes nothing late anew."""
    if key.startswith(_LATE):
        return any(each.startswith(_LATE) and each >= key for each in keys)
    return key in keys
