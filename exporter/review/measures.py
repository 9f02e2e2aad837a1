"""The indicators of a task in a form: `i0-metric`, `i0-value`, …; the number behind the last is a new one. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from exporter.destinations.facts import amount
from exporter.destinations.markdown import one_line
from exporter.errors import UsageError
from exporter.model import Criterion, Indicator, Language, Task
from exporter.recording import figure_in
from exporter.wording import say

MEASURES = ("metric", "comparator", "value", "value_max", "unit", "change", "stretch", "remove")
NO_INDICATOR = Indicator("", "", "=", 0, "")
_FIGURES = ("value", "value_max")


@dataclass
class Listed:
    """Indicators as somebody wants them, the checklist that repeats them, and which fields do not do."""

    indicators: tuple[Indicator, ...]
    checklist: tuple[Criterion, ...]
    numbers: list[int]
    """Of the indicators that stay, in the form."""
    mistakes: dict[str, str]


def shown(indicator: Indicator, language: Language) -> dict[str, str]:
    """An indicator's fields as people write them: 150亿 and 元."""
    unit = indicator.unit

    def figure(value: float) -> str:
        return amount(value, unit, language).removesuffix(unit).strip()

    return {
        "metric": one_line(indicator.metric),
        "comparator": indicator.comparator,
        "value": "" if indicator is NO_INDICATOR else figure(indicator.value),
        "value_max": "" if indicator.value_max is None else figure(indicator.value_max),
        "unit": one_line(unit),
        "change": indicator.change or "",
        "stretch": "yes" if indicator.stretch else "",
        "remove": "",
    }


def measured(task: Task, typed: Mapping[str, str], names: Collection[str]) -> Listed:
    """The task's indicators with what was typed.

    Args:
        task: as it was shown.
        typed: all fields of the form.
        names: those that somebody changed; the others keep their exact value.
    """
    found = Listed((), task.checklist, [], {})
    for number, old in enumerate((*task.indicators, NO_INDICATOR)):
        row = _Row(old, number, {name: typed.get(f"i{number}-{name}", "") for name in MEASURES}, task.language)
        if row.is_left_out:
            lines = (line for line in found.checklist if line.done or not row.removed or line.text != _line(old))
            found.checklist = tuple(lines)
            continue
        new = row.read({name for name in MEASURES if f"i{number}-{name}" in names})
        found.indicators += (new,)
        found.numbers.append(number)
        found.mistakes |= row.mistakes
        if old is NO_INDICATOR and not row.mistakes:
            found.checklist += (Criterion(_line(new)),)
    return found


@dataclass
class _Row:
    old: Indicator
    number: int
    own: Mapping[str, str]
    language: Language
    mistakes: dict[str, str] = field(default_factory=dict)

    @property
    def removed(self) -> bool:
        return bool(self.own["remove"]) and self.old is not NO_INDICATOR

    @property
    def is_left_out(self) -> bool:
        blank = not any(self.own[name] for name in ("metric", "value", "unit"))
        return self.removed or (self.old is NO_INDICATOR and blank)

    def read(self, touched: Collection[str]) -> Indicator:
        read = {
            **{name: self._figure(name) for name in _FIGURES},
            "metric": one_line(self.own["metric"]),
            "unit": one_line(self.own["unit"]),
            "comparator": self.own["comparator"],
            "change": self.own["change"] or None,
            "stretch": bool(self.own["stretch"]),
        } if touched else {}  # fmt: skip
        new = replace(self.old, **{name: value for name, value in read.items() if name in touched})
        self.mistakes = {name: text for name, text in self.mistakes.items() if name.partition("-")[2] in touched}
        if new.comparator != "range":
            new = replace(new, value_max=None)
        elif new.value_max is None:
            self._wrong("value_max", say("a range needs its upper end"))
        if self.old is NO_INDICATOR:
            if not self.own["value"]:
                self._wrong("value", say("a new indicator needs its figure"))
            new = replace(new, text="".join((new.metric, self.own["value"], new.unit)))
        return new

    def _figure(self, name: str) -> Any:
        if not self.own[name] and (name == "value_max" or self.old is NO_INDICATOR):
            return None if name == "value_max" else 0.0
        try:
            return figure_in(self.own[name], one_line(self.own["unit"]), self.language)
        except UsageError as error:
            self._wrong(name, str(error))
            return 0.0

    def _wrong(self, name: str, sentence: str) -> None:
        self.mistakes.setdefault(f"i{self.number}-{name}", sentence)


def _line(indicator: Indicator) -> str:
    return " ".join(indicator.text.split())
