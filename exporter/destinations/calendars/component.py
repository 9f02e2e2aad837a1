"""A task as a calendar component (VEVENT or VTODO): rendered, made and changed. Reading is reading.py's.

Files and CalDAV servers share this: neither knows how the other keeps its components.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote, urlsplit

from exporter.destinations.calendars.content import Part
from exporter.destinations.calendars.description import describe
from exporter.destinations.calendars.profile import BASE, DAYS, EPOCH, ORDER, STATUS, Profile
from exporter.destinations.calendars.reading import body_in, read_fields, task_of, uid_of
from exporter.destinations.calendars.reminder import put_reminders, wanted_days
from exporter.destinations.calendars.summary import base_in, put_title, read_title, title_of
from exporter.destinations.calendars.values import (
    clean,
    date_line,
    list_line,
    moment_line,
    moment_of,
    number_line,
    number_of,
    text_line,
    uri_line,
)
from exporter.destinations.contract import Field, Item, Value, Wanted
from exporter.destinations.marker import base_text, digest
from exporter.errors import Refused
from exporter.model import Task

_TODO_STATUS = {"open": "NEEDS-ACTION", "in_progress": "IN-PROCESS", "done": "COMPLETED", "dropped": "CANCELLED"}
_URI = "%:/?#[]@!$&'()*+,;=~"
_SECOND = timedelta(seconds=1)


def render_task(task: Task, profile: Profile) -> Wanted:
    """The fields of a task, as they will be read back.

    Raises:
        Refused: no due date for an event, or a date that no calendar shows.
    """
    todo = profile.component == "VTODO"
    _check_days(task, needed=not todo)
    start = task.start_date if task.start_date and (task.due is None or task.start_date < task.due) else None
    fields: dict[Field, Value] = {
        Field.TITLE: title_of(task, profile),
        Field.STATUS: task.status,
        Field.DUE: task.due.isoformat() if task.due else None,
        Field.LABELS: sorted({clean(label).replace("\n", " ") for label in task.labels} - {""}),
        Field.BODY: describe(task),
    }
    if todo or profile.span:
        fields[Field.START] = start.isoformat() if start else None
    if todo:
        percent = None if task.progress is None else round(task.progress)
        fields[Field.PROGRESS] = 100 if task.status == "done" else percent
    return Wanted(task.id, fields, task)


def make_component(
    wanted: Wanted, base: Mapping[Field, str], profile: Profile, *, uid: str | None = None, related: str | None = None
) -> Part:
    """A new component. Its stamps are the task's own; `related` is the UID of the event it belongs to."""
    task = wanted.task
    stamp = _revised(task) or EPOCH
    part = Part(profile.component)
    for name, text in (
        ("UID", text_line("UID", uid or uid_of(wanted.id))),
        ("DTSTAMP", moment_line("DTSTAMP", stamp)),
        ("CREATED", moment_line("CREATED", stamp)),
        ("LAST-MODIFIED", moment_line("LAST-MODIFIED", stamp)),
        ("SEQUENCE", number_line("SEQUENCE", task.revision)),
    ):
        part.put(name, text, ORDER)
    if profile.component == "VEVENT":
        part.put("TRANSP", "TRANSP:TRANSPARENT", ORDER)
        part.put("X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", ORDER)
    if related:
        part.put("RELATED-TO", text_line("RELATED-TO", related), ORDER)
    _put_fields(part, wanted.fields, task, profile, stamp)
    _put_marker(part, base, _put_url(part, task))
    return part


def change_component(
    part: Part, changes: Mapping[Field, Value], base: Mapping[Field, str], task: Task | None, profile: Profile
) -> None:
    """Write changed fields into a component, and nothing else but SEQUENCE, stamps and marker.

    `task` is None for an orphan. SEQUENCE and the stamps only go up, also when a person's program has moved them.
    """
    url = _url_mark(part)
    if changes:
        before = moment_of(part.first("LAST-MODIFIED")) or moment_of(part.first("DTSTAMP")) or EPOCH
        revised = _revised(task) if task else None
        stamp = revised if revised and revised > before else before + _SECOND
        number = (number_of(part.first("SEQUENCE")) or 0) + 1
        part.put("DTSTAMP", moment_line("DTSTAMP", stamp), ORDER)
        part.put("LAST-MODIFIED", moment_line("LAST-MODIFIED", stamp), ORDER)
        part.put("SEQUENCE", number_line("SEQUENCE", max(number, task.revision if task else 0)), ORDER)
        _put_fields(part, changes, task, profile, stamp)
        url = _put_url(part, task) if task else url
    _put_marker(part, base, url)


def read_component(part: Part, profile: Profile) -> Item:
    """The item that a component of ours is. `note` is the component, `version` stands for its octets.

    Raises:
        ValueError: it is not ours or has no readable day.
    """
    task_id = task_of(part)
    if task_id is None:
        raise ValueError(part.value("UID"))
    version = hashlib.sha256(part.octets()).hexdigest()[:16]
    return Item(task_id, uid_of(task_id), read_fields(part, profile), base_in(part), version, note=part)


def _check_days(task: Task, *, needed: bool) -> None:
    if task.due is None and needed:
        raise Refused(
            "“{title}” has no due date, so it cannot stand in the calendar",
            hint="Give it a due date in the ledger and run again.",
            title=task.title[:60],
        )
    for day in (task.due, task.start_date):
        if day and not DAYS[0] <= day <= DAYS[1]:
            raise Refused(
                "“{title}” is dated {day}, and calendars only show the years {first} to {last}",
                hint="Correct the date in the ledger and run again.",
                title=task.title[:60],
                day=day.isoformat(),
                first=DAYS[0].year,
                last=DAYS[1].year,
            )


def _revised(task: Task) -> datetime | None:
    moment = task.revised_at
    if moment is None:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)


def _put_fields(
    part: Part, fields: Mapping[Field, Value], task: Task | None, profile: Profile, stamp: datetime
) -> None:
    if Field.DUE in fields or Field.START in fields:
        _put_days(part, fields, profile)
    if Field.BODY in fields:
        before, _, after = body_in(part)
        text = f"{before}{fields[Field.BODY]}{after}"
        part.put("DESCRIPTION", text_line("DESCRIPTION", text) if text else None, ORDER)
    if Field.LABELS in fields:
        labels = fields[Field.LABELS]
        part.put("CATEGORIES", list_line("CATEGORIES", labels) if labels else None, ORDER)
    if Field.PROGRESS in fields:
        percent = fields[Field.PROGRESS]
        part.put("PERCENT-COMPLETE", None if percent is None else number_line("PERCENT-COMPLETE", percent), ORDER)
    if Field.STATUS in fields:
        _put_status(part, fields[Field.STATUS], profile, stamp)
    status = read_fields(part, profile)[Field.STATUS]
    language = task.language if task else profile.language
    put_title(part, fields.get(Field.TITLE), task, status, profile)
    put_reminders(part, wanted_days(task, status, profile), read_title(part), profile, language)


def _put_days(part: Part, fields: Mapping[Field, Value], profile: Profile) -> None:
    held = read_fields(part, profile) if part.first("DTSTART") or part.first("DUE") else {}
    days = {name: fields.get(name, held.get(name)) for name in (Field.DUE, Field.START)}
    due, start = (date.fromisoformat(days[name]) if days[name] else None for name in (Field.DUE, Field.START))
    if profile.component == "VTODO":
        part.put("DTSTART", date_line("DTSTART", start) if start and (not due or start < due) else None, ORDER)
        part.put("DUE", date_line("DUE", due) if due else None, ORDER)
    elif due is None:
        raise Refused("an event needs a day", hint="Give the task a due date in the ledger and run again.")
    else:
        part.put("DTSTART", date_line("DTSTART", start if profile.span and start and start < due else due), ORDER)
        part.put("DTEND", date_line("DTEND", due + timedelta(days=1)), ORDER)
    part.put("DURATION", None)


def _put_status(part: Part, status: str, profile: Profile, stamp: datetime) -> None:
    if profile.component == "VTODO":
        part.put("STATUS", f"STATUS:{_TODO_STATUS[status]}", ORDER)
        part.put("COMPLETED", moment_line("COMPLETED", stamp) if status == "done" else None, ORDER)
        return
    part.put("STATUS", "STATUS:CANCELLED" if status == "dropped" else "STATUS:CONFIRMED", ORDER)
    part.put(STATUS, f"{STATUS}:{status}" if status in {"in_progress", "done"} else None, ORDER)


def _put_url(part: Part, task: Task) -> str | None:
    """The document's address, unless a person put another one there. Returns the mark of what we wrote."""
    written, held = _url_mark(part), part.value("URL")
    if (digest(held) if held is not None else None) != written:
        return written
    address = quote(clean(task.source.url or ""), safe=_URI)
    usable = urlsplit(address).scheme in {"http", "https"}
    part.put("URL", uri_line("URL", address) if usable else None, ORDER)
    return digest(address) if usable else None


def _url_mark(part: Part) -> str | None:
    marker = part.value(BASE) or ""
    return marker.partition(" url=")[2] or None


def _put_marker(part: Part, base: Mapping[Field, str], url: str | None) -> None:
    pairs = base_text(base) + (f" url={url}" if url else "")
    part.put(BASE, f"{BASE}:{pairs}", ORDER)
