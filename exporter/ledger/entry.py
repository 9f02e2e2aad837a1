"""One entry of a ledger: a task, and where it stands in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exporter.model import Source, Task, task_from, to_record
from exporter.problem import Problem
from exporter.schema import problems

NO_ID = "…"
"""Stands for the id of a row that somebody added by hand, until it gets one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Characters `start` to `end` of the file's text are the entry's own lines, which begin at `line` (from 1).

    `task` is None when the entry is not valid. `written` is what the lines say; it differs from `task` only for a row
    that has just received its id.
    """

    start: int
    end: int
    line: int
    id: str
    task: Task | None
    written: Task | None


def id_of(record: Any) -> str:
    """The id that a record gives, valid or not; `NO_ID` where it gives none."""
    given = record.get("id") if isinstance(record, dict) else None
    return given if given and isinstance(given, str) else NO_ID


def task_of(record: Any) -> tuple[Task | None, list[Problem]]:
    """A record as people write it → its task, or what is wrong with it. A row without id gets `NO_ID`."""
    if not isinstance(record, dict):
        what = "{value} is not a task; a task begins with “- title: …”"
        return None, [Problem("", record, what, {"value": str(record)[:60]})]
    whole = {**record, "id": NO_ID} if record.get("id") in (None, "") else record
    found = problems("task", whole)
    if found:
        return None, found
    by_hand = {
        "text": whole["title"],
        "source": to_record(Source("", "", 0, 0)),
        "owners": {},
        "due": None,
    }
    return task_from({**by_hand, **whole}), []
