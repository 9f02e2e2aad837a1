"""A task as a calendar component (VEVENT or VTODO): rendered, made and changed. Reading is reading.py's.

Files and CalDAV servers share this: neither knows how the other keeps its components.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from exporter.destinations.calendars import rows
from exporter.destinations.calendars.content import Line, Part
from exporter.destinations.calendars.description import describe
from exporter.destinations.calendars.fold import fold
from exporter.destinations.calendars.profile import BASE, DAYS, EPOCH, ORDER, Profile
from exporter.destinations.calendars.reading import body_in, read_fields, task_of, uid_of
from exporter.destinations.calendars.reminder import put_reminders, wanted_days
from exporter.destinations.calendars.summary import base_in, prefix_of, put_title, read_title, title_of
from exporter.destinations.calendars.values import clean, moment_line, moment_of, number_of, text_line
from exporter.destinations.contract import Field, Item, Value, Wanted
from exporter.destinations.marker import digest
from exporter.errors import Refused
from exporter.model import Task

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
        Field.BODY: describe(task, profile.links.get(task.id)),
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
    task, fields = wanted.task, wanted.fields
    stamp, status, title = _revised(task) or EPOCH, fields[Field.STATUS], fields[Field.TITLE]
    link = _link(task, profile)
    lines: rows.Rows = {
        "UID": text_line("UID", uid or uid_of(wanted.id)),
        "CREATED": moment_line("CREATED", stamp),
        "RELATED-TO": text_line("RELATED-TO", related) if related else None,
        **rows.stamp_rows(stamp, task.revision),
        **rows.day_rows(_day(fields[Field.DUE]), _day(fields.get(Field.START)), profile),
        **rows.title_rows(prefix_of(task, status, profile), title),
        **rows.body_rows(fields[Field.BODY]),
        **rows.label_rows(fields[Field.LABELS]),
        **rows.percent_rows(fields.get(Field.PROGRESS)),
        **rows.status_rows(status, profile, stamp),
        **(rows.FREE if profile.component == "VEVENT" else {}),
        **rows.url_rows(link),
        **rows.marker_rows(base, digest(link) if link else None),
    }
    part = Part(profile.component, [Line(name, fold(text)) for name in ORDER if (text := lines.get(name))])
    if days := wanted_days(task, status, profile):
        put_reminders(part, days, title, profile, task.language)
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
        _put(part, rows.stamp_rows(stamp, max(number, task.revision if task else 0)))
        _put(part, _changed_rows(part, changes, profile, stamp))
        status = read_fields(part, profile)[Field.STATUS]
        put_title(part, changes.get(Field.TITLE), task, status, profile)
        language = task.language if task else profile.language
        put_reminders(part, wanted_days(task, status, profile), read_title(part), profile, language)
        url = _put_url(part, task, profile) if task else url
    _put(part, rows.marker_rows(base, url))


def read_component(part: Part, profile: Profile, version: str | None = None) -> Item:
    """The item that a component of ours is. `version` stands for its octets, and is taken from them if not given.

    Raises:
        ValueError: it is not ours or has no readable day.
    """
    task_id = task_of(part)
    if task_id is None:
        raise ValueError(part.value("UID"))
    version = version or hashlib.sha256(part.octets()).hexdigest()[:16]
    return Item(task_id, uid_of(task_id), read_fields(part, profile), base_in(part), version)


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


def _changed_rows(part: Part, changes: Mapping[Field, Value], profile: Profile, stamp: datetime) -> rows.Rows:
    """The rows of every changed field but the title, which depends on the status."""
    lines: rows.Rows = {}
    if Field.DUE in changes or Field.START in changes:
        days = {**read_fields(part, profile), **changes}
        lines |= rows.day_rows(_day(days[Field.DUE]), _day(days.get(Field.START)), profile)
    if Field.BODY in changes:
        before, _, after = body_in(part)
        lines |= rows.body_rows(f"{before}{changes[Field.BODY]}{after}")
    if Field.LABELS in changes:
        lines |= rows.label_rows(changes[Field.LABELS])
    if Field.PROGRESS in changes:
        lines |= rows.percent_rows(changes[Field.PROGRESS])
    if Field.STATUS in changes:
        lines |= rows.status_rows(changes[Field.STATUS], profile, stamp)
    return lines


def _put(part: Part, lines: rows.Rows) -> None:
    for name, text in lines.items():
        part.put(name, text, ORDER)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _link(task: Task, profile: Profile) -> str | None:
    """Where a click on an event leads: to the task at its tracker, else to the published document."""
    return rows.address(profile.links.get(task.id)) or rows.address(task.source.url)


def _put_url(part: Part, task: Task, profile: Profile) -> str | None:
    """The link, unless a person put another one there. Returns the mark of what we wrote."""
    written, held = _url_mark(part), part.value("URL")
    if (digest(held) if held is not None else None) != written:
        return written
    link = _link(task, profile)
    _put(part, rows.url_rows(link))
    return digest(link) if link else None


def _url_mark(part: Part) -> str | None:
    marker = part.value(BASE) or ""
    return marker.partition(" url=")[2] or None
