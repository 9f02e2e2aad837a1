"""What is known of a task beside its quote, as labelled plain text in the document's language.

Pure wording without markup: trackers put it into Markdown (markdown.py), others as it stands. A basis that is not the
document's own word is always said, so that nobody takes a rule's guess for a published fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from exporter.model import Indicator, Language, Task
from exporter.wording import say

_SIGNS = {"=": "", ">=": "≥ ", "<=": "≤ ", "approx": "≈ ", "range": ""}
_OWNER_BASES = {
    "inherited": "taken over from the passage around it",
    "rule": "assumed by a rule, for illustration; the document names no unit",
    "default": "assumed by default, for illustration; the document names no unit",
}
_DUE_BASES = {
    "explicit": "in the document: “{words}”",
    "inherited": "taken over from the passage around it",
    "rule": "by a rule; the document names no date",
    "default": "default: the end of the plan's year; the document names no date",
}
_PLACES = {"line": "line {number}", "page": "page {number}", "row": "row {number}", "paragraph": "paragraph {number}"}
_PLACE = re.compile(r"\b(line|page|row|paragraph) (\d+)\b")


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement: a label, and a text or several lines below it."""

    label: str
    text: str = ""
    lines: tuple[str, ...] = ()
    url: str | None = None


def facts(task: Task) -> tuple[Fact, ...]:
    """Place, owners, dates, indicators, steps, progress and notes, in this order; what is unknown is left out."""
    return tuple(_facts(task))


def _facts(task: Task) -> Iterator[Fact]:
    tongue = task.language
    yield Fact(say("Source", language=tongue), _place(task), url=task.source.url)
    yield from people(task)
    if task.start_date:
        yield Fact(say("Start", language=tongue), task.start_date.isoformat())
    yield from deadline(task)
    yield from measures(task)
    if task.milestones:
        steps = tuple(_pair(step.due.isoformat(), step.text, tongue) for step in task.milestones)
        yield Fact(say("Steps", language=tongue), lines=steps)
    if task.progress is not None:
        yield Fact(say("Progress", language=tongue), f"{task.progress:g}%")
    if task.notes.strip():
        yield Fact(say("Notes", language=tongue), lines=tuple(task.notes.strip().splitlines()))


def people(task: Task) -> Iterator[Fact]:
    """Who leads and who supports, where anybody is named."""
    tongue, basis = task.language, owner_basis(task)
    if task.owners.lead:
        yield Fact(say("Lead", language=tongue), _with(_units(task, task.owners.lead), basis, tongue))
    if task.owners.support:
        support = _with(_units(task, task.owners.support), "" if task.owners.lead else basis, tongue)
        yield Fact(say("Support", language=tongue), support)


def deadline(task: Task) -> Iterator[Fact]:
    """When it is due and where that is from."""
    if task.due:
        due = _with(task.due.isoformat(), due_basis(task), task.language)
        yield Fact(say("Due", language=task.language), due)


def measures(task: Task) -> Iterator[Fact]:
    """Its indicators, with what was measured last."""
    if task.indicators:
        lines = tuple(figure(indicator, task.language) for indicator in task.indicators)
        yield Fact(say("Indicators", language=task.language), lines=lines)


def _units(task: Task, units: tuple[str, ...]) -> str:
    return ("、" if task.language == "zh" else ", ").join(units)


def owner_basis(task: Task) -> str:
    """Where the owners come from, if not from the document's own words there; else nothing."""
    basis = _OWNER_BASES.get(task.owner_basis or "")
    return say(basis, language=task.language) if basis else ""


def due_basis(task: Task) -> str:
    """Where the due date comes from; nothing where nobody has said."""
    if task.due_basis is None or (task.due_basis == "explicit" and not task.due_text):
        return ""
    return say(_DUE_BASES[task.due_basis], language=task.language, words=task.due_text)


def _place(task: Task) -> str:
    place = _PLACE.sub(
        lambda found: say(_PLACES[found[1]], language=task.language, number=found[2]), task.source.place or ""
    )
    where = (", " if task.language == "en" else "，").join(part for part in (task.source.document, place) if part)
    return " › ".join((where, *task.section))


def figure(indicator: Indicator, language: Language) -> str:
    """`高技术产业增加值：增长 ≥ 8%（力争）`, with the current value where one is known.

    What is counted is named once: `canteens: 30`, where the metric is the unit.
    """
    unit = "" if indicator.unit.casefold() == indicator.metric.casefold() else indicator.unit
    target = amount(indicator.value, unit, language)
    if indicator.comparator == "range" and indicator.value_max is not None:
        target = f"{target} – {amount(indicator.value_max, unit, language)}"
    target = _SIGNS[indicator.comparator] + target
    if indicator.change in {"growth", "reduction"}:
        template = "growth of {target}" if indicator.change == "growth" else "reduction of {target}"
        target = say(template, language=language, target=target)
    if indicator.stretch:
        target = _with(target, say("a stretch target", language=language), language)
    if indicator.current is not None:
        current = amount(indicator.current, unit, language)
        day = indicator.measured_on
        template = "{target}; now {current} ({day})" if day else "{target}; now {current}"
        target = say(template, language=language, target=target, current=current, day=day and day.isoformat())
    return _pair(indicator.metric or indicator.text, target, language)


def amount(value: float, unit: str, language: Language) -> str:
    """A value in the base unit as people write it: 15000000000 元 → 150亿元, or 15,000,000,000 元."""
    if language == "en":
        return f"{_plain(value, grouped=True)}{'' if unit[:1] in {'%', '‰'} else ' '}{unit}".strip()
    size = abs(value)
    for step, name in ((1e8, "亿"), (1e4, "万")):
        if size >= step and unit[:1] not in {"%", "‰"}:
            return f"{_plain(value / step)}{name}{unit}"
    return f"{_plain(value)}{unit}"


def _plain(value: float, *, grouped: bool = False) -> str:
    """All digits that count, never an exponent; ten decimals hide what binary fractions add."""
    text = f"{value:,.10f}" if grouped else f"{value:.10f}"
    return text.rstrip("0").rstrip(".")


def _with(text: str, remark: str, language: Language) -> str:
    return say("{text} ({remark})", language=language, text=text, remark=remark) if remark else text


def _pair(label: str, text: str, language: Language) -> str:
    return say("{label}: {text}", language=language, label=label, text=text)
