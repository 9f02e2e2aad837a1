"""Reminders (VALARM): ours come and go with the task's status; what a person changed or took away stays so."""

from __future__ import annotations

from datetime import timedelta

from exporter.destinations.calendars.content import Part
from exporter.destinations.calendars.profile import ORDER, REMINDER, REMINDERS, Profile
from exporter.destinations.calendars.values import duration, number_line, number_of, one_line, text_line
from exporter.model import Language, Status, Task
from exporter.wording import say

_ORDER = ("ACTION", "TRIGGER", "DESCRIPTION", REMINDER)


def wanted_days(task: Task | None, status: Status, profile: Profile) -> tuple[int, ...]:
    """Days before the due date; none once nothing is to be done."""
    return () if status in {"done", "dropped"} or (task and not task.due) else profile.reminders


def put_reminders(part: Part, days: tuple[int, ...], title: str, profile: Profile, language: Language) -> None:
    """Merge three ways: what we wrote last (X-EXPORTER-REMINDERS), what stands there, what is wanted now."""
    written = _written(part)
    there = {number_of(alarm.first(REMINDER)): alarm for alarm in part.parts if _is_ours(alarm)}
    for day, alarm in there.items():
        if day in written and day not in days:
            part.body.remove(alarm)
        else:
            alarm.put("DESCRIPTION", _description(day or 0, title, language), _ORDER)
    part.body += [_alarm(day, title, profile, language) for day in days if day not in written and day not in there]
    part.put(REMINDERS, f"{REMINDERS}:{' '.join(map(str, days))}" if days else None, ORDER)


def _written(part: Part) -> set[int]:
    return {int(number) for number in (part.value(REMINDERS) or "").split() if number.isdecimal()}


def _is_ours(part: Part) -> bool:
    return part.name == "VALARM" and number_of(part.first(REMINDER)) is not None


def _alarm(day: int, title: str, profile: Profile, language: Language) -> Part:
    alarm = Part("VALARM")
    alarm.put("ACTION", "ACTION:DISPLAY", _ORDER)
    alarm.put("TRIGGER", _trigger(day, profile), _ORDER)
    alarm.put("DESCRIPTION", _description(day, title, language), _ORDER)
    alarm.put(REMINDER, number_line(REMINDER, day), _ORDER)
    return alarm


def _trigger(day: int, profile: Profile) -> str:
    """At the hour wished for, `day` days before. An all-day date begins at local midnight wherever it is read.

    A to-do's end is the midnight before its due day. An event ends at the midnight after it and, unless it spans days,
    begins at the midnight before it, which is what most programs reckon with.
    """
    before = timedelta(hours=profile.hour) - timedelta(days=day)
    if profile.component == "VTODO":
        return f"TRIGGER;RELATED=END:{duration(before)}"
    if profile.span:
        return f"TRIGGER;RELATED=END:{duration(before - timedelta(days=1))}"
    return f"TRIGGER:{duration(before)}"


def _description(day: int, title: str, language: Language) -> str:
    template = "Due today: {title}" if day == 0 else "Due in {days} days: {title}"
    template = "Due tomorrow: {title}" if day == 1 else template
    return text_line("DESCRIPTION", one_line(say(template, language=language, days=day, title=title)))
