"""A measured value enters the ledger: which indicator, what figure, which day; checked before anything is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from exporter.errors import UsageError
from exporter.ledger import Ledger, update
from exporter.ledger.lenient import number
from exporter.model import Indicator, Language, Task
from exporter.naming.figure import in_words
from exporter.progress import kept, recorded
from exporter.wording import say

_VALUE = re.compile(r"([-+]?[\d.,]*\d)\s*(.*)", re.DOTALL)
_SCALES = {
    "万亿": 10**12,
    "亿": 10**8,
    "百万": 10**6,
    "万": 10**4,
    "千": 10**3,
    "billion": 10**9,
    "million": 10**6,
    "thousand": 10**3,
}
"""Words of size before a unit, the longer ones first."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The task and those of its indicators that got a value, as they now are."""

    task: Task
    indicators: tuple[Indicator, ...]
    """One; or several where a target and what is striven for beyond it (12家，力争15家) are measured by one figure."""
    changed: bool
    """Whether the ledger said something else before."""


def record(ledger: Ledger, task: Task, metric: str | None, value: str, on: date, *, first: date) -> Recorded:
    """Write a value into the ledger.

    Args:
        ledger: as it was read.
        task: one of its tasks.
        metric: name of what is measured, or a part that only one has; may be left out where there is one only.
        value: a figure, with or without the indicator's unit: "215", "215家", "1.5亿元".
        on: the day for which it holds.
        first: first day of the plan.

    Raises:
        UsageError: no such indicator, another unit, no figure, or a day before the plan.
        LedgerError, NotAllowed, OutputError: see `exporter.ledger.update`.
    """
    if on < first:
        hint = "Give the day for which the value holds with --on."
        raise UsageError("{day} lies before the plan, which begins on {first}", hint=hint, day=on, first=first)
    places = _places(task, metric)
    figure = figure_in(value, task.indicators[places[0]].unit, task.language)
    indicators = tuple(recorded(each, figure, on) if at in places else each for at, each in enumerate(task.indicators))
    task = kept(replace(task, indicators=indicators))
    return Recorded(task, tuple(task.indicators[at] for at in places), update(ledger, [task]))


def figure_in(text: str, unit: str, language: Language = "zh") -> float:
    """A figure as people write it, in the base unit.

    Raises:
        UsageError: it is none, or has another unit.
    """
    match = _VALUE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    value = number(match[1]) if match else text
    if match is None or isinstance(value, str):
        hint = "Write it as 215 or 1.5亿元." if language == "zh" else "Write it as 215 or 1.5 million."
        raise UsageError("{value} is not a figure", hint=hint, value=text)
    rest, wanted = _folded(match[2]), _folded(unit)
    if rest in {"", wanted}:
        return float(value)
    for word, size in _SCALES.items():
        if rest.startswith(word) and rest.removeprefix(word).strip() in {"", wanted}:
            return float(value) * size
    raise UsageError(
        "{value} has another unit than this indicator, which is counted in {unit}"
        if unit
        else "{value} has a unit, but this indicator is a plain number",
        hint="Convert it, or leave the unit out.",
        value=text,
        unit=unit,
    )


def _places(task: Task, metric: str | None) -> Sequence[int]:
    if not task.indicators:
        hint = "Give its progress in the ledger: status, progress or checklist."
        raise UsageError("{id} has no indicator to record a value for", hint=hint, id=task.id)
    names = [each.metric or each.text for each in task.indicators]
    if metric is None:
        everything = range(len(task.indicators))
        if not _one_thing(task, everything):
            raise _which("{id} has several indicators; say which with --metric", task, names)
        return everything
    for test in (_same, _part):
        found = [at for at, each in enumerate(task.indicators) if test(metric, each)]
        if _one_thing(task, found):
            return found
        if found:
            raise _which(
                "{metric} could be several indicators", task, [in_words(task.indicators[at]) for at in found], metric
            )
    near = get_close_matches(metric, names, n=1, cutoff=0.3)
    raise UsageError(
        "{id} has no indicator {metric}",
        hint="Did you mean {near}?" if near else "There are: {known}.",
        id=task.id,
        metric=metric,
        near=next(iter(near), ""),
        known=say(", ").join(names),
    )


def _one_thing(task: Task, places: Sequence[int]) -> bool:
    """Whether one figure measures them all: a single one, or a target and what is striven for beyond it."""
    things = {(_folded(each.metric), each.unit, each.change) for each in (task.indicators[at] for at in places)}
    return len(things) == 1 and (len(places) == 1 or any(task.indicators[at].stretch for at in places))


def _same(metric: str, indicator: Indicator) -> bool:
    return _folded(metric) in {_folded(indicator.metric), _folded(indicator.text)}


def _part(metric: str, indicator: Indicator) -> bool:
    return _folded(metric) in _folded(indicator.metric) or _folded(metric) in _folded(indicator.text)


def _which(what: str, task: Task, names: Sequence[str], metric: str = "") -> UsageError:
    known = say(", ").join(dict.fromkeys(names))
    return UsageError(what, hint="There are: {known}.", id=task.id, metric=metric, known=known)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
