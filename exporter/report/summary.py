"""Figures over the tasks of a plan, as values: when they are due, whose they are, how far they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from exporter.model import Status, Task

CLOSED: frozenset[Status] = frozenset({"done", "dropped"})
STATUSES: tuple[Status, ...] = ("open", "in_progress", "done", "dropped")
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class OwnerFigures:
    """The tasks that one unit leads."""

    tasks: int
    done: int
    late: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Where a plan stands on one day."""

    day: date
    tasks: int
    statuses: dict[Status, int]
    late: tuple[Task, ...]
    """Past their due date and neither done nor dropped, the longest overdue first."""
    soon: tuple[Task, ...]
    """Due within 30 days, the nearest first."""
    owners: dict[str, OwnerFigures]
    """By leading unit, the one with most tasks first; "" for tasks without one."""


def quarters(tasks: Sequence[Task]) -> dict[str, int]:
    """Tasks by the quarter they are due in ("2018 Q1"), in order; "" counts those without a date."""
    days = sorted(task.due for task in tasks if task.due)
    counts = Counter(f"{day.year} Q{(day.month + 2) // 3}" for day in days)
    undated = sum(task.due is None for task in tasks)
    return {**counts, **({"": undated} if undated else {})}


def owners(tasks: Sequence[Task]) -> dict[str, int]:
    """Tasks by leading unit, most first; "" counts those without one. A task with two leads counts for both."""
    counts = Counter(lead for task in tasks for lead in task.owners.lead or ("",))
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def overview(tasks: Sequence[Task], day: date) -> Overview:
    """Where the plan stands on a day."""
    waiting = sorted((task for task in tasks if task.due and task.status not in CLOSED), key=_by_date)
    late = [task for task in waiting if task.due and task.due < day]
    return Overview(
        day,
        len(tasks),
        {status: sum(task.status == status for task in tasks) for status in STATUSES},
        tuple(late),
        tuple(task for task in waiting if task.due and day <= task.due <= day + SOON),
        _owner_figures(tasks, {task.id for task in late}),
    )


def overview_record(found: Overview, links: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Plain data for `--json`; `links` are pages of tasks, by id."""
    return {
        "day": found.day.isoformat(),
        "tasks": found.tasks,
        "statuses": dict(found.statuses),
        "late": [_brief(task, links or {}) for task in found.late],
        "soon": [_brief(task, links or {}) for task in found.soon],
        "owners": {
            name: {"tasks": each.tasks, "done": each.done, "late": each.late} for name, each in found.owners.items()
        },
    }


def _owner_figures(tasks: Sequence[Task], late: set[str]) -> dict[str, OwnerFigures]:
    figures = {}
    for name in owners(tasks):
        own = [task for task in tasks if name in (task.owners.lead or ("",))]
        done = sum(task.status == "done" for task in own)
        figures[name] = OwnerFigures(len(own), done, sum(task.id in late for task in own))
    return figures


def _by_date(task: Task) -> tuple[date, str]:
    return task.due or date.max, task.id


def _brief(task: Task, links: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": task.id,
        "title": task.title,
        "due": task.due.isoformat() if task.due else None,
        "status": task.status,
        "lead": list(task.owners.lead),
        "url": links.get(task.id),
    }
