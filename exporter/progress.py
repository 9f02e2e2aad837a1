"""How far a task is, in percent: from what was measured, ticked or said. Pure.

A target is reached when the measured value satisfies its comparator. Before that, a figure to be built up (=, ≥, ≈, the
lower end of a range, a growth or reduction of so much) counts in proportion; a figure to be brought down (≤, the upper
end of a range) counts from the first value of its series, because without a beginning nobody can say how far it came.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from exporter.model import Indicator, Reading, Task
from exporter.wording import say

Basis = Literal["done", "said", "indicators", "checklist", "status"]
NEAR = 0.05
"""About so much means: within five hundredths of it."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Percent toward an indicator's target, 0 to 100; None where it is not known, and then `why` (a template)."""

    percent: float | None
    why: str = ""

    def __str__(self) -> str:
        """The percentage, or why there is none."""
        return f"{self.percent:.0f}%" if self.percent is not None else say(self.why)


@dataclass(frozen=True, slots=True)
class Progress:
    """Percent of a task, 0 to 100 or None, and what it comes from."""

    percent: float | None
    basis: Basis | None = None


_UNMEASURED = "nothing recorded yet"
_NO_START = "above the limit; the value at the beginning is not known"
_NO_SCALE = "not reached; a target of zero or less has no percentage"


def measure(indicator: Indicator) -> Measure:
    """How far an indicator is."""
    now = indicator.current
    if now is None:
        return Measure(None, _UNMEASURED)
    if reached(indicator, now):
        return Measure(100.0)
    limit = _limit(indicator)
    if limit is not None and now > limit:
        return _downward(indicator, now, limit)
    if indicator.value <= 0:
        return Measure(None, _NO_SCALE)
    return Measure(_clamped(100 * now / indicator.value))


def reached(indicator: Indicator, value: float) -> bool:
    """Whether a value satisfies the target; a plain figure (=) is a floor, as offices read it."""
    match indicator.comparator:
        case "<=":
            return value <= indicator.value
        case "approx":
            return abs(value - indicator.value) <= NEAR * abs(indicator.value)
        case "range" if indicator.value_max is not None:
            return indicator.value <= value <= indicator.value_max
    return value >= indicator.value


def progress(task: Task) -> Progress:
    """How far a task is: done, else the percent that people gave, else indicators, checklist, status.

    Once one indicator was measured, the others count as zero until they are; one whose percentage cannot be known is
    left out.
    """
    if task.status == "done":
        return Progress(100.0, "done")
    if task.progress is not None:
        return Progress(task.progress, "said")
    found = _shown(task)
    if found.percent is not None:
        return found
    return Progress(0.0, "status") if task.status == "open" else Progress(None)


def with_progress(task: Task, *, ticks: bool) -> Task:
    """The task with the percentage that its indicators, or else with `ticks` its checklist, give; a person's stays."""
    if task.progress is not None:
        return task
    found = _shown(task)
    percent = found.percent if ticks or found.basis == "indicators" else None
    return task if percent is None else replace(task, progress=float(round(percent)))


def recorded(indicator: Indicator, value: float, on: date) -> Indicator:
    """The indicator with one more value in its series; a second value for one day replaces the first."""
    known = {each.on: each for each in _kept(indicator).series}
    return _newest(replace(indicator, series=_sorted({**known, on: Reading(on, value)}.values())))


def kept(task: Task) -> Task:
    """The task with values that people wrote by hand taken into their series, so that the next ones lose none."""
    indicators = tuple(_kept(each) for each in task.indicators)
    return task if indicators == task.indicators else replace(task, indicators=indicators)


def _kept(indicator: Indicator) -> Indicator:
    if indicator.current is None or indicator.measured_on is None:
        return indicator
    reading = Reading(indicator.measured_on, indicator.current)
    if reading in indicator.series:
        return indicator
    others = [each for each in indicator.series if each.on != reading.on]
    return replace(indicator, series=_sorted([*others, reading]))


def _newest(indicator: Indicator) -> Indicator:
    last = indicator.series[-1]
    return replace(indicator, current=last.value, measured_on=last.on)


def _sorted(series: Iterable[Reading]) -> tuple[Reading, ...]:
    return tuple(sorted(series, key=lambda each: each.on))


def _shown(task: Task) -> Progress:
    """From indicators that were measured, else from ticks; None where there are neither."""
    if any(each.current is not None for each in task.indicators):
        found = [measure(each) for each in task.indicators if not _beyond(each, task.indicators)]
        percents = [each.percent or 0.0 for each in found if each.percent is not None or each.why == _UNMEASURED]
        if any(each.percent is not None for each in found):
            return Progress(sum(percents) / len(percents), "indicators")
    ticks = [line.done for line in task.checklist]
    return Progress(100 * sum(ticks) / len(ticks), "checklist") if any(ticks) else Progress(None)


def _beyond(indicator: Indicator, all_of_them: Iterable[Indicator]) -> bool:
    """Whether it is what is striven for beyond a target of the same metric: the task is done without it."""
    return indicator.stretch and any(
        not each.stretch and (each.metric, each.unit) == (indicator.metric, indicator.unit) for each in all_of_them
    )


def _limit(indicator: Indicator) -> float | None:
    """What the value must not exceed; None where more is never wrong."""
    if indicator.comparator == "range":
        return indicator.value_max
    return indicator.value if indicator.comparator in {"<=", "approx"} else None


def _downward(indicator: Indicator, now: float, target: float) -> Measure:
    first = indicator.series[0].value if indicator.series else now
    if first <= target or first == now:
        return Measure(None, _NO_START)
    return Measure(_clamped(100 * (first - now) / (first - target)))


def _clamped(percent: float) -> float:
    return min(100.0, max(0.0, percent))
