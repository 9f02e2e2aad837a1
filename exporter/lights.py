"""Where a task stands on a day, as supervision offices mark it: done, on track (green), at risk (yellow), late (red).

Late: past its due date and not done. At risk: progress lags behind the elapsed share of the time by more than `lag`,
or at all once the due date is near; progress that nobody knows counts as lagging then. Everything else is on track.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from exporter.model import Task
from exporter.progress import Progress, progress

Light = Literal["done", "on_track", "at_risk", "late"]
LIGHTS: tuple[Light, ...] = ("late", "at_risk", "on_track", "done")
"""The most urgent first."""


@dataclass(frozen=True, slots=True)
class Rules:
    """When a light changes. `start`: first day of the plan, for tasks that name none; None: not known."""

    start: date | None = None
    at_risk_days: int = 30
    lag: float = 0.2


@dataclass(frozen=True, slots=True)
class Standing:
    """A task on one day. `light` is None for a task that was dropped; `days` until it is due, negative when late."""

    task: Task
    progress: Progress
    light: Light | None
    days: int | None
    elapsed: float | None
    """Share of its time that is over, 0 to 1; None where beginning or end is not known."""


def stand(task: Task, day: date, rules: Rules) -> Standing:
    """The task's light on a day."""
    found = progress(task)
    days = (task.due - day).days if task.due else None
    elapsed = _elapsed(task, day, rules)
    return Standing(task, found, _light(task, found, days, elapsed, rules), days, elapsed)


def _elapsed(task: Task, day: date, rules: Rules) -> float | None:
    start = task.start_date or rules.start
    if start is None or task.due is None:
        return None
    if day >= task.due or day <= start:
        return float(day >= task.due)
    return (day - start).days / (task.due - start).days


def _light(task: Task, found: Progress, days: int | None, elapsed: float | None, rules: Rules) -> Light | None:
    if task.status == "dropped":
        return None
    if task.status == "done":
        return "done"
    if days is None:
        return "on_track"
    if days < 0:
        return "late"
    near = days <= rules.at_risk_days
    if found.percent is None or elapsed is None:
        return "at_risk" if near and (found.percent or 0) < 100 else "on_track"  # noqa: PLR2004  percent
    lag = elapsed - found.percent / 100
    return "at_risk" if lag > rules.lag or (near and lag > 0) else "on_track"
