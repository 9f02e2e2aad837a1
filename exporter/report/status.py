"""`exporter status` and `exporter show` as pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exporter.model import Indicator, Status, Task
from exporter.problem import Problem
from exporter.report.summary import Overview
from exporter.report.view import Line, Table, Tone, View
from exporter.wording import say

STATUS_NAMES: dict[Status, str] = {"open": "open", "in_progress": "in progress", "done": "done", "dropped": "dropped"}
BASES = {
    "explicit": "named in the document",
    "inherited": "named above it in the document",
    "rule": "by rule",
    "default": "by default",
}
TONES: dict[Status, Tone] = {"open": "", "in_progress": "cyan", "done": "green", "dropped": "dim"}
SHOWN = 12
"""Rows of a table on a page; the rest is counted."""


def status_view(title: str, found: Overview, problems: Sequence[Problem]) -> View:
    """Counts by status, what is late, what is due soon, and how each unit stands."""
    page: list[Line | Table] = [Line(title, "bold"), Line(_counts(found))]
    page += _tasks(say("Late ({count})", count=len(found.late)), found.late, "red")
    page += _tasks(say("Due within 30 days ({count})", count=len(found.soon)), found.soon, "yellow")
    rows = tuple(
        (name or say("(nobody)"), str(each.tasks), str(each.done), str(each.late))
        for name, each in found.owners.items()
    )
    columns = (say("Lead"), say("tasks"), say("done"), say("late"))
    page += [Line(), Table(columns, rows, right=frozenset({1, 2, 3}))]
    if problems:
        page += [
            Line(),
            Line(say("{count} entries of the ledger cannot be read: exporter check", count=len(problems)), "red"),
        ]
    return page


def task_view(task: Task, items: Mapping[str, str]) -> View:
    """Everything about one task; `items` says where it stands at each destination."""
    facts = [
        (say("Status"), say(STATUS_NAMES[task.status])),
        (
            say("Due"),
            _with_basis(task.due.isoformat() if task.due else say("(no date)"), task.due_basis, task.due_text),
        ),
        (say("Lead"), _with_basis(_joined(task.owners.lead), task.owner_basis if task.owners.lead else None, None)),
        (say("Support"), _joined(task.owners.support)),
        (say("Start"), task.start_date.isoformat() if task.start_date else ""),
        (say("Progress"), f"{task.progress:g} %" if task.progress is not None else ""),
        (say("Labels"), _joined(task.labels)),
        (say("Section"), " › ".join(task.section)),
        (say("Source"), " ".join(part for part in (task.source.document, task.source.place, task.source.url) if part)),
        (say("Notes"), task.notes),
        *items.items(),
    ]
    page: list[Line | Table] = [Line(task.id, "dim"), Line(task.title, "bold"), Line()]
    page += [Line(f"{name}: {value}") for name, value in facts if value]
    page += [Line(), Line(say("Quote"), "bold"), Line(task.text)]
    if task.indicators:
        page += [Line(), _indicators(task.indicators)]
    if task.checklist:
        page += [Line(), Line(say("Checklist"), "bold")]
        page += [Line(f"[{'x' if line.done else ' '}] {line.text}") for line in task.checklist]
    return page


def _counts(found: Overview) -> str:
    return say(
        "{tasks} tasks on {day}: {open} open, {in_progress} in progress, {done} done, {dropped} dropped",
        tasks=found.tasks,
        day=found.day.isoformat(),
        open=found.statuses["open"],
        in_progress=found.statuses["in_progress"],
        done=found.statuses["done"],
        dropped=found.statuses["dropped"],
    )


def _tasks(title: str, tasks: Sequence[Task], tone: Tone) -> list[Line | Table]:
    if not tasks:
        return []
    rows = tuple(
        (task.due.isoformat() if task.due else "", task.id, task.title, _joined(task.owners.lead))
        for task in tasks[:SHOWN]
    )
    page: list[Line | Table] = [
        Line(),
        Table((say("Due"), say("Id"), say("Title"), say("Lead")), rows, title, tones=(tone,) * len(rows)),
    ]
    if len(tasks) > SHOWN:
        page.append(Line(say("… and {count} more; --json lists all", count=len(tasks) - SHOWN), "dim"))
    return page


def _indicators(indicators: Sequence[Indicator]) -> Table:
    rows = tuple(
        (
            each.metric or each.text,
            _target(each),
            "" if each.current is None else f"{each.current:g}",
            each.measured_on.isoformat() if each.measured_on else "",
        )
        for each in indicators
    )
    return Table((say("Indicator"), say("Target"), say("Now"), say("Measured")), rows)


def _target(each: Indicator) -> str:
    sign = {"=": "", ">=": "≥ ", "<=": "≤ ", "approx": "≈ ", "range": ""}[each.comparator]
    value = f"{each.value:,.10g}" + (f"–{each.value_max:,.10g}" if each.value_max is not None else "")
    return f"{sign}{value} {each.unit}".strip()


def _with_basis(text: str, basis: str | None, words: str | None) -> str:
    remarks = [say(BASES[basis]) if basis else "", f"“{words}”" if words else ""]
    shown = ", ".join(remark for remark in remarks if remark)
    return f"{text} ({shown})" if shown and text else text


def _joined(names: Sequence[str]) -> str:
    return say(", ").join(names)
