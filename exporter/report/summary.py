"""Figures over the tasks of a plan, as values: when they are due, whose they are, how far they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from exporter.lights import LIGHTS, Light, Rules, Standing, stand
from exporter.model import Status, Task
from exporter.naming.labels import shared_depth

STATUSES: tuple[Status, ...] = ("open", "in_progress", "done", "dropped")
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Figures:
    """The tasks of one unit, part or month."""

    tasks: int
    lights: Mapping[Light, int]
    percent: float | None
    """Mean progress of the tasks whose progress is known and that were not dropped."""

    @property
    def dropped(self) -> int:
        """Tasks without a light."""
        return self.tasks - sum(self.lights.values())

    def as_record(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        percent = None if self.percent is None else round(self.percent, 1)
        lights = {str(light): count for light, count in self.lights.items()}
        return {"tasks": self.tasks, **lights, "percent": percent}


@dataclass(frozen=True, slots=True)
class Overview:
    """Where a plan stands on one day."""

    day: date
    tasks: int
    statuses: dict[Status, int]
    lights: Mapping[Light, int]
    late: tuple[Standing, ...]
    """Past their due date and neither done nor dropped, the longest overdue first."""
    soon: tuple[Standing, ...]
    """Due within 30 days, the nearest first."""
    at_risk: tuple[Standing, ...]
    """With a yellow light, the nearest first; some of them are due soon."""
    owners: dict[str, Figures]
    """By leading unit, the one with most tasks first; "" for tasks without one."""
    parts: dict[str, Figures]
    """By part of the document, in its order; "" for tasks that stand in none."""
    to_check: int
    """Tasks of which a person should see whether they are promises at all."""


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


def overview(tasks: Sequence[Task], day: date, rules: Rules | None = None) -> Overview:
    """Where the plan stands on a day."""
    return overview_of([stand(task, day, rules or Rules()) for task in tasks], day)


def overview_of(standings: Sequence[Standing], day: date) -> Overview:
    """The same, of tasks whose lights are known."""
    tasks = [each.task for each in standings]
    waiting = sorted((each for each in standings if each.light not in {None, "done"} and each.task.due), key=_by_date)
    return Overview(
        day,
        len(tasks),
        {status: sum(task.status == status for task in tasks) for status in STATUSES},
        _lights(standings),
        tuple(each for each in waiting if each.light == "late"),
        tuple(each for each in waiting if each.days is not None and 0 <= each.days <= SOON.days),
        tuple(each for each in waiting if each.light == "at_risk"),
        {name: figures(own) for name, own in by_owner(standings).items()},
        {name: figures(own) for name, own in by_part(standings).items()},
        sum(task.confidence == "check" for task in tasks),
    )


def overview_record(found: Overview, links: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Plain data for `--json`; `links` are pages of tasks, by id."""
    return {
        "day": found.day.isoformat(),
        "tasks": found.tasks,
        "statuses": dict(found.statuses),
        "lights": dict(found.lights),
        "late": [brief(each, links or {}) for each in found.late],
        "soon": [brief(each, links or {}) for each in found.soon],
        "at_risk": [brief(each, links or {}) for each in found.at_risk],
        "owners": {name: each.as_record() for name, each in found.owners.items()},
        "sections": {name: each.as_record() for name, each in found.parts.items()},
        "to_check": found.to_check,
    }


def brief(standing: Standing, links: Mapping[str, str]) -> dict[str, Any]:
    """One task in a list, as plain data."""
    task = standing.task
    percent = standing.progress.percent
    return {
        "id": task.id,
        "title": task.title,
        "due": task.due.isoformat() if task.due else None,
        "status": task.status,
        "light": standing.light,
        "progress": None if percent is None else round(percent, 1),
        "lead": list(task.owners.lead),
        "url": links.get(task.id),
    }


Groups = dict[str, list[Standing]]


def by_owner(standings: Sequence[Standing]) -> Groups:
    """By leading unit, most tasks first; "" for tasks without one. A task with two leads is in both."""
    found = _grouped(standings, lambda task: task.owners.lead or ("",))
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def by_part(standings: Sequence[Standing]) -> Groups:
    """By the highest headings that differ, in the document's order; "" for tasks under none."""
    depth = shared_depth(each.task.section for each in standings)
    return _grouped(standings, lambda task: task.section[depth : depth + 1] or task.section[-1:] or ("",))


def by_month(standings: Sequence[Standing]) -> Groups:
    """By the month they are due in ("2018-06"), in order; "" for those without a date comes last."""
    found = _grouped(standings, lambda task: (f"{task.due:%Y-%m}" if task.due else "",))
    return dict(sorted(found.items(), key=lambda pair: (not pair[0], pair[0])))


def figures(standings: Sequence[Standing]) -> Figures:
    """The figures of a group."""
    known = [each.progress.percent for each in standings if each.light and each.progress.percent is not None]
    return Figures(len(standings), _lights(standings), sum(known) / len(known) if known else None)


def _grouped(standings: Sequence[Standing], names: Callable[[Task], Sequence[str]]) -> Groups:
    found: Groups = {}
    for each in standings:
        for name in names(each.task):
            found.setdefault(name, []).append(each)
    return found


def _lights(standings: Sequence[Standing]) -> dict[Light, int]:
    counts = Counter(each.light for each in standings)
    return {light: counts[light] for light in LIGHTS}


def _by_date(standing: Standing) -> date:
    return standing.task.due or date.max
