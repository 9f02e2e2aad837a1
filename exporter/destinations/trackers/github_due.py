"""GitHub issues have no due date, milestones have: one for each date, or one for each quarter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from exporter.model import Language

Manner = Literal["milestone", "quarter", "text"]
NOON = "T12:00:00Z"
"""GitHub keeps a day as midnight in California; noon in UTC is the same day there."""
_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Due:
    """How due dates become milestones, and what they are called."""

    manner: Manner
    language: Language

    def held(self, day: str) -> str:
        """The date as far as it is kept: quarters end on their last day."""
        return quarter_end(date.fromisoformat(day)).isoformat() if self.manner == "quarter" else day

    def title(self, day: str) -> str:
        """The milestone for a date that `held` gave."""
        if self.manner != "quarter":
            return day
        number = (date.fromisoformat(day).month - 1) // _MONTHS
        return f"{day[:4]}年第{'一二三四'[number]}季度" if self.language == "zh" else f"{day[:4]} Q{number + 1}"


def quarter_end(day: date) -> date:
    """The last day of the quarter."""
    months = day.year * 12 + (day.month - 1) // _MONTHS * _MONTHS + _MONTHS
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def day_of(milestone: Mapping[str, Any]) -> str | None:
    """The date of a milestone; None for one without."""
    due_on = milestone.get("due_on")
    return date.fromisoformat(str(due_on)[:10]).isoformat() if due_on else None
