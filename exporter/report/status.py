"""`exporter status` and `exporter show` as pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from exporter.destinations.facts import facts
from exporter.model import Status, Task
from exporter.problem import Problem
from exporter.report.summary import Overview
from exporter.report.view import Line, Table, Tone, View
from exporter.wording import say, spoken

STATUS_NAMES: dict[Status, str] = {"open": "open", "in_progress": "in progress", "done": "done", "dropped": "dropped"}
SHOWN = 12
"""Rows of a table on a page; the rest is counted."""


def status_view(
    title: str, found: Overview, problems: Sequence[Problem], links: Mapping[str, str] | None = None
) -> View:
    """Counts by status, what is late, what is due soon, and how each unit stands; `links` are pages of tasks, by id."""
    page: list[Line | Table] = [Line(title, "bold"), Line(_counts(found))]
    page += _tasks(say("Late ({count})", count=len(found.late)), found.late, "red", links or {})
    page += _tasks(say("Due within 30 days ({count})", count=len(found.soon)), found.soon, "yellow", links or {})
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
    """Everything about one task, in the language of the run; `items` says where it stands at each destination."""
    page: list[Line | Table] = [Line(task.id, "dim"), Line(task.title, "bold"), Line()]
    page.append(_fact(say("Status"), say(STATUS_NAMES[task.status])))
    for fact in facts(replace(task, language=spoken())):
        page.append(_fact(fact.label, " ".join(part for part in (fact.text, fact.url) if part)))
        page += [Line(f"  {line}") for line in fact.lines]
    if task.labels:
        page.append(_fact(say("Labels"), _joined(task.labels)))
    page += [_fact(name, place) for name, place in items.items()]
    page += [Line(), Line(say("Quote"), "bold"), Line(task.text)]
    if task.checklist:
        page += [Line(), Line(say("Checklist"), "bold")]
        page += [Line(f"[{'x' if line.done else ' '}] {line.text}") for line in task.checklist]
    return page


def _fact(name: str, value: str) -> Line:
    return Line(say("{name}: {value}", name=name, value=value).rstrip())


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


def _tasks(title: str, tasks: Sequence[Task], tone: Tone, links: Mapping[str, str]) -> list[Line | Table]:
    if not tasks:
        return []
    shown = tasks[:SHOWN]
    linked = any(task.id in links for task in shown)
    columns = (say("Due"), say("Id"), say("Title"), say("Lead"), *([say("Page")] if linked else []))
    rows = tuple(
        (
            task.due.isoformat() if task.due else "",
            task.id,
            task.title,
            _joined(task.owners.lead),
            *([links.get(task.id, "")] if linked else []),
        )
        for task in shown
    )
    page: list[Line | Table] = [
        Line(),
        Table(columns, rows, title, tones=(tone,) * len(rows)),
    ]
    if len(tasks) > SHOWN:
        page.append(Line(say("… and {count} more; --json lists all", count=len(tasks) - SHOWN), "dim"))
    return page


def _joined(names: Sequence[str]) -> str:
    return say(", ").join(names)
