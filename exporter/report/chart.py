"""Figures as shapes for inline SVG, in user units; a template draws them. Nothing here decides colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from exporter.lights import LIGHTS, Light, Standing
from exporter.report.summary import figures

WIDTH = 100.0
MONTHS = 60
"""The most columns that a timeline draws; a longer plan's are years apart and stand in the table."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: where it begins and how long it is."""

    light: Light
    start: float
    length: float
    count: int


@dataclass(frozen=True, slots=True)
class Column:
    """A month of the timeline: its pieces from the ground up, as shares of the tallest."""

    month: str
    pieces: tuple[Piece, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Months in a row; `today` is a place among them (1.5: the middle of the second), None where outside."""

    columns: tuple[Column, ...]
    today: float | None


def pieces(lights: Mapping[Light, int], whole: int, length: float = WIDTH) -> tuple[Piece, ...]:
    """A stacked bar; `whole` tasks are `length` long."""
    found, start = [], 0.0
    for light in LIGHTS:
        size = length * lights[light] / whole if whole else 0.0
        if size:
            found.append(Piece(light, round(start, 3), round(size, 3), lights[light]))
        start += size
    return tuple(found)


def timeline(months: Mapping[str, list[Standing]], day: date) -> Timeline | None:
    """Tasks by the month they are due in; None where no task has a date or the plan is too long to draw."""
    named = [month for month in months if month]
    if not named:
        return None
    first, last = _number(named[0]), _number(named[-1])
    if last - first >= MONTHS:
        return None
    groups = {_number(month): figures(months[month]) for month in named}
    tallest = max(each.tasks for each in groups.values())
    columns = []
    for number in range(first, last + 1):
        found = groups.get(number)
        stack = pieces(found.lights, tallest) if found else ()
        columns.append(Column(f"{number // 12}-{number % 12 + 1:02}", stack, sum(piece.count for piece in stack)))
    today = day.year * 12 + day.month - 1 - first + (day.day - 1) / 31
    return Timeline(tuple(columns), today if 0 <= today <= len(columns) else None)


def _number(month: str) -> int:
    year, _, number = month.partition("-")
    return int(year) * 12 + int(number) - 1
