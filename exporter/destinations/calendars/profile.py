"""The calendar profile: what every calendar of ours says in the same way, and what a person may choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from exporter.destinations.calendars.values import duration, one_line, text_line
from exporter.destinations.contract import Setup
from exporter.model import Language, Status

PRODID = "-//Exporter//Exporter//EN"
"""Constant, so that a new version of ours changes no file."""
UID_TAIL = "@exporter"
TITLE_ROOM = 255
"""UTF-16 units of a SUMMARY; Exchange cuts longer ones."""
DAYS = (date(1900, 1, 1), date(2200, 12, 31))
"""Dates outside are slips of a keyboard, and some programs cannot show them."""
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The stamp of a task that nobody has dated: never the clock, so that the same task gives the same bytes."""

BASE = "X-EXPORTER-BASE"
STATUS = "X-EXPORTER-STATUS"
PREFIX = "X-EXPORTER-PREFIX"
REMINDERS = "X-EXPORTER-REMINDERS"
REMINDER = "X-EXPORTER-REMINDER"
PLAN = "X-EXPORTER-PLAN"
VOLUME = "X-EXPORTER-VOLUME"
OURS = "X-EXPORTER-"

ORDER = (
    "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "DUE", "COMPLETED", "SUMMARY",
    "DESCRIPTION", "CATEGORIES", "URL", "STATUS", "PERCENT-COMPLETE", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS",
    "RELATED-TO", STATUS, PREFIX, REMINDERS, BASE,
)  # fmt: skip
"""The order of properties in a component."""

MARKS: Mapping[Status, Mapping[Language, str]] = {
    "done": {"zh": "已完成：", "en": "Done: "},
    "dropped": {"zh": "已取消：", "en": "Dropped: "},
}
"""What an event's summary begins with, for an event has no status that says so."""

OPTIONS: Mapping[str, Any] = {
    "reminders": {
        "type": "array",
        "items": {"type": "integer", "minimum": 0, "maximum": 366},
        "uniqueItems": True,
        "title": "Reminders 提醒",
        "description": "Days before the due date on which the calendar reminds, [] for none. Default [30, 7, 1].",
    },
    "reminder_hour": {
        "type": "integer",
        "minimum": 0,
        "maximum": 23,
        "title": "Hour of reminders 提醒时刻",
        "description": "Local hour at which the calendar reminds. Default 9.",
    },
    "span": {
        "type": "boolean",
        "title": "Span 时段",
        "description": "Whether a task with a start date lasts from it to its due date instead of the due date alone. "
        "Default false.",
    },
    "owner_first": {
        "type": "boolean",
        "title": "Owner first 单位在前",
        "description": "Whether the leading unit stands before the title. Default true.",
    },
}
"""Keys of exporter.toml that every calendar destination understands."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How tasks become components."""

    component: Literal["VEVENT", "VTODO"] = "VEVENT"
    language: Language = "zh"
    reminders: tuple[int, ...] = (30, 7, 1)
    hour: int = 9
    span: bool = False
    owner_first: bool = True
    links: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Task id → web page of its item at a tracker; filled in by the run."""

    @classmethod
    def of(cls, setup: Setup, component: Literal["VEVENT", "VTODO"] = "VEVENT") -> Profile:
        """From what a destination is made from."""
        options = setup.options
        return cls(
            component,
            setup.language,
            tuple(sorted(set(options.get("reminders", (30, 7, 1))), reverse=True)),
            int(options.get("reminder_hour", 9)),
            bool(options.get("span", False)),
            bool(options.get("owner_first", True)),
            setup.links,
        )


@dataclass(frozen=True, slots=True)
class Header:
    """What a calendar says of itself."""

    name: str
    color: str = "steelblue"
    refresh: timedelta = timedelta(days=1)

    def part(self, name: str) -> Header:
        """The header of a calendar made from this one."""
        return replace(self, name=f"{self.name} · {name}")

    def volume(self, number: int) -> Header:
        """The header of a further file of the same calendar."""
        return replace(self, name=f"{self.name} ({number})")

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Names and content lines; both names, both intervals and the colour are what programs look for."""
        every = duration(self.refresh)
        return (
            ("X-WR-CALNAME", text_line("X-WR-CALNAME", one_line(self.name))),
            ("NAME", text_line("NAME", one_line(self.name))),
            ("REFRESH-INTERVAL", f"REFRESH-INTERVAL;VALUE=DURATION:{every}"),
            ("X-PUBLISHED-TTL", f"X-PUBLISHED-TTL:{every}"),
            ("COLOR", text_line("COLOR", self.color)),
        )
