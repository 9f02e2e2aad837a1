"""A task's summary line: done or dropped first, then who leads, then the title.

What stands before the title is noted in X-EXPORTER-PREFIX, so that reading gives the title back and a person's new
title is not mistaken for ours.
"""

from __future__ import annotations

from exporter.destinations.calendars.content import Part
from exporter.destinations.calendars.profile import BASE, MARKS, ORDER, PREFIX, TITLE_ROOM, Profile
from exporter.destinations.calendars.rows import title_rows
from exporter.destinations.calendars.values import one_line, unescape
from exporter.destinations.clip import clip, utf16
from exporter.destinations.contract import Field
from exporter.destinations.marker import base_from, digest
from exporter.model import Language, Status, Task
from exporter.wording import say

_MARK_ROOM = max(utf16(mark) for marks in MARKS.values() for mark in marks.values())
_UNIT_ROOM = 40


def title_of(task: Task, profile: Profile) -> str:
    """The canonical title: one line that fits behind the longest mark and the owner."""
    title = one_line(task.title) or one_line(task.text) or task.id
    return clip(title, TITLE_ROOM - _MARK_ROOM - utf16(_owner(task, profile)), utf16)


def read_title(part: Part) -> str:
    """The summary without what we put before it."""
    summary = unescape(part.value("SUMMARY") or "")
    return one_line(summary.removeprefix(_prefix(part)))


def prefix_of(task: Task, status: Status, profile: Profile) -> str:
    """What we put before the title."""
    return _mark(status, task.language, profile) + _owner(task, profile)


def put_title(part: Part, title: str | None, task: Task | None, status: Status, profile: Profile) -> None:
    """Write the summary. `title` None: what a person wrote stays, only what stands before it is renewed."""
    mark = _mark(status, task.language if task else profile.language, profile)
    before, summary = _prefix(part), unescape(part.value("SUMMARY") or "")
    owner = _owner(task, profile)
    if title is None:
        title = read_title(part)
        if task is None or digest(title) != base_in(part).get(Field.TITLE):  # retitled: the unit stays as it was
            owner = before.removeprefix(_mark_in(before)) if summary.startswith(before) else ""
    lines = title_rows(mark + owner, title)
    if summary != mark + owner + title or part.first("SUMMARY") is None:
        part.put("SUMMARY", lines["SUMMARY"], ORDER)
    part.put(PREFIX, lines[PREFIX], ORDER)


def _mark(status: Status, language: Language, profile: Profile) -> str:
    return MARKS.get(status, {}).get(language, "") if profile.component == "VEVENT" else ""


def base_in(part: Part) -> dict[Field, str]:
    """The digests of what we last wrote."""
    return base_from(part.value(BASE) or "")


def _prefix(part: Part) -> str:
    return unescape(part.value(PREFIX) or "")


def _mark_in(prefix: str) -> str:
    return next((mark for marks in MARKS.values() for mark in marks.values() if prefix.startswith(mark)), "")


def _owner(task: Task | None, profile: Profile) -> str:
    if not profile.owner_first or task is None or not task.owners.lead:
        return ""
    unit = one_line(task.owners.lead[0])
    if not unit or utf16(unit) > _UNIT_ROOM or unit in task.title:
        return ""
    template = "{unit}: " if len(task.owners.lead) == 1 else "{unit} and others: "
    return say(template, language=task.language, unit=unit)
