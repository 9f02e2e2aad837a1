"""One figure as it stands in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from exporter.model import Comparator


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `text[start:end]` holds number, unit and comparators behind it."""

    start: int
    end: int
    value: float
    unit: str
    comparator: Comparator
    value_max: float | None = None
    chinese: bool = False
    scale_only: bool = False
    """百万, 千亿: a magnitude without a number."""
    adorned: bool = False
    """A comparator stands beside it."""
    timed: bool = False
    """The unit is one of time: only with a metric such as 办理时限 is it a target."""
