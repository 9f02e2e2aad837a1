"""A component read back into canonical fields, whoever wrote it last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from icalendar.prop import vDuration

from exporter.destinations.calendars.content import Part
from exporter.destinations.calendars.profile import STATUS, UID_TAIL, Profile
from exporter.destinations.calendars.summary import base_in, read_title
from exporter.destinations.calendars.values import clean, day_of, number_of, texts, unescape
from exporter.destinations.contract import Field, Value
from exporter.destinations.marker import digest
from exporter.model import Status

_DERIVED = re.compile(r"\.(?:todo|step-[0-9a-f]{8}(?:-\d+)?|check-[0-9a-f]{8}-\d{4}q[1-4])$")
_TODO: Mapping[str, Status] = {
    "NEEDS-ACTION": "open",
    "IN-PROCESS": "in_progress",
    "COMPLETED": "done",
    "CANCELLED": "dropped",
}
_EVENT: Mapping[str, Status] = {"open": "open", "in_progress": "in_progress", "done": "done"}
_MOST_LINES = 80
_CENTURY = 36_525


def uid_of(task_id: str) -> str:
    """The UID of a task's component."""
    return f"{task_id}{UID_TAIL}"


def uid_in(part: Part) -> str:
    """The UID of a component, whoever made it."""
    return unescape(part.value("UID") or "").strip()


def task_of(part: Part) -> str | None:
    """The id of the task whose component this is; None for what is not ours and for changed single occurrences."""
    name = _name(part)
    return None if name is None or _DERIVED.search(name) else name


def derived_from(part: Part) -> str | None:
    """The task id or plan that a step, checkpoint or to-do was made from; None for everything else."""
    name = _name(part)
    found = _DERIVED.search(name) if name else None
    return name[: found.start()] if name and found else None


def _name(part: Part) -> str | None:
    uid = uid_in(part)
    if not uid.endswith(UID_TAIL) or uid == UID_TAIL or part.first("RECURRENCE-ID"):
        return None
    return uid.removesuffix(UID_TAIL)


def read_fields(part: Part, profile: Profile) -> dict[Field, Value]:
    """Every field that the profile keeps.

    Raises:
        ValueError: an event without a day.
    """
    todo = part.name == "VTODO"
    start, due = _todo_days(part) if todo else _event_days(part)
    labels = {clean(text) for line in part.every("CATEGORIES") for text in texts(line.value)}
    status = _todo_status(part) if todo else _event_status(part)
    fields: dict[Field, Value] = {
        Field.TITLE: read_title(part),
        Field.STATUS: status,
        Field.DUE: due and due.isoformat(),
        Field.LABELS: sorted(labels - {""}),
        Field.BODY: body_in(part)[1],
    }
    if todo or profile.span:
        fields[Field.START] = start and start.isoformat()
    if todo:
        fields[Field.PROGRESS] = 100 if status == "done" else number_of(part.first("PERCENT-COMPLETE"))
    return fields


def body_in(part: Part) -> tuple[str, str, str]:
    """The description cut into what a person wrote before our block, the block, and what stands after it.

    Our block is found by its digest in the marker. Where it is not found, somebody wrote into it: it is all one block.
    """
    text = unescape(part.value("DESCRIPTION") or "")
    written = base_in(part).get(Field.BODY)
    if written is None or digest(clean(text)) == written:
        return "", clean(text), ""
    lines = text.split("\n")
    filled = [i for i, line in enumerate(lines) if line.strip()][:_MOST_LINES]
    for first in filled:
        for last in reversed(filled):
            if last >= first and digest(clean("\n".join(lines[first : last + 1]))) == written:
                before = "".join(f"{line}\n" for line in lines[:first])
                return before, clean("\n".join(lines[first : last + 1])), "".join(f"\n{x}" for x in lines[last + 1 :])
    return "", clean(text), ""


def _event_status(part: Part) -> Status:
    if (part.value("STATUS") or "").strip().upper() == "CANCELLED":
        return "dropped"
    return _EVENT.get((part.value(STATUS) or "").strip(), "open")


def _todo_status(part: Part) -> Status:
    status = (part.value("STATUS") or "").strip().upper()
    return _TODO.get(status, "done" if part.first("COMPLETED") else "open")


def _event_days(part: Part) -> tuple[date | None, date]:
    """Start (None unless before the last day) and last day, as written; timed events count by their wall clock."""
    begin = day_of(part.first("DTSTART"))
    if begin is None:
        raise ValueError(part.value("DTSTART"))
    start, bare = begin
    end = day_of(part.first("DTEND"))
    last = start
    if end:
        last = end[0] - timedelta(days=1) if end[1] else end[0]
    elif bare and part.first("DURATION"):
        last = start + timedelta(days=_days(part.value("DURATION") or "") - 1)
    last = max(start, last)
    return (start if start < last else None), last


def _days(text: str) -> int:
    try:
        return min(_CENTURY, max(1, int(vDuration.from_ical(text).days)))  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError, AttributeError):
        return 1


def _todo_days(part: Part) -> tuple[date | None, date | None]:
    begin, end = day_of(part.first("DTSTART")), day_of(part.first("DUE"))
    start, due = begin and begin[0], end and end[0]
    return (start if start and (due is None or start < due) else None), due
