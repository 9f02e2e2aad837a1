"""`exporter status` and `exporter show` as pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from exporter.destinations.facts import facts
from exporter.lights import LIGHTS, Light, Standing
from exporter.model import Language, Status, Task
from exporter.problem import Problem
from exporter.progress import with_progress
from exporter.report.summary import Figures, Overview
from exporter.report.view import Line, Table, Tone, View
from exporter.wording import say, spoken

STATUS_NAMES: dict[Status, str] = {"open": "open", "in_progress": "in progress", "done": "done", "dropped": "dropped"}
LIGHT_NAMES: dict[Light, str] = {"late": "late", "at_risk": "at risk", "on_track": "on track", "done": "done"}
SHOWN = 12
"""Rows of a table on a page; the rest is counted."""


def status_view(
    title: str, found: Overview, problems: Sequence[Problem], links: Mapping[str, str] | None = None
) -> View:
    """Counts, what is late, due soon or at risk, how parts and units stand; `links` are pages of tasks, by id."""
    page: list[Line | Table] = [Line(title, "bold"), Line(_counts(found)), Line(_light_counts(found))]
    due_soon = {each.task.id for each in found.soon}
    later = [each for each in found.at_risk if each.task.id not in due_soon]
    page += _tasks(say("Late ({count})", count=len(found.late)), found.late, "red", links or {})
    page += _tasks(say("Due within 30 days ({count})", count=len(found.soon)), found.soon, "yellow", links or {})
    page += _tasks(say("At risk, due later ({count})", count=len(later)), later, "yellow", links or {})
    page += [Line(), figures_table(say("Part"), found.parts, say("(no heading)"))]
    page += [Line(), figures_table(say("Lead"), found.owners, say("(nobody)"))]
    if found.to_check:
        page += [Line(), Line(say("{count} records should be looked at: are they promises?", count=found.to_check))]
    if problems:
        page += [
            Line(),
            Line(say("{count} entries of the ledger cannot be read: exporter check", count=len(problems)), "red"),
        ]
    return page


def figures_table(
    heading: str, groups: Mapping[str, Figures], nameless: str, language: Language | None = None
) -> Table:
    """A row a group: tasks, lights, those dropped where there are any, mean progress."""
    dropped = any(each.dropped for each in groups.values())
    titles = ("tasks", *(LIGHT_NAMES[light] for light in LIGHTS), *(["dropped"] if dropped else []), "Progress")
    columns = (heading, *(say(title, language=language) for title in titles))
    rows = []
    for name, each in groups.items():
        counts = [each.tasks, *(each.lights[light] for light in LIGHTS), *([each.dropped] if dropped else [])]
        rows.append((name or nameless, *map(str, counts), percent_text(each.percent)))
    return Table(columns, tuple(rows), right=frozenset(range(1, len(columns))))


def percent_text(percent: float | None) -> str:
    """A percentage as a table shows it; a dash where it is not known."""
    return "–" if percent is None else f"{percent:.0f}%"


def task_view(task: Task, items: Mapping[str, str]) -> View:
    """Everything about one task, in the language of the run; `items` says where it stands at each destination."""
    page: list[Line | Table] = [Line(task.id, "dim"), Line(task.title, "bold"), Line()]
    page.append(_fact(say("Status"), say(STATUS_NAMES[task.status])))
    for fact in facts(replace(with_progress(task, ticks=True), language=spoken())):
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


def _light_counts(found: Overview) -> str:
    return say(
        "{late} late, {at_risk} at risk, {on_track} on track, {done} done",
        late=found.lights["late"],
        at_risk=found.lights["at_risk"],
        on_track=found.lights["on_track"],
        done=found.lights["done"],
    )


def _tasks(title: str, standings: Sequence[Standing], tone: Tone, links: Mapping[str, str]) -> list[Line | Table]:
    if not standings:
        return []
    shown = standings[:SHOWN]
    linked = any(each.task.id in links for each in shown)
    columns = (
        say("Due"), say("Id"), say("Title"), say("Lead"), say("Progress"), *([say("Page")] if linked else []),
    )  # fmt: skip
    rows = tuple(
        (
            each.task.due.isoformat() if each.task.due else "",
            each.task.id,
            each.task.title,
            _joined(each.task.owners.lead),
            percent_text(each.progress.percent),
            *([links.get(each.task.id, "")] if linked else []),
        )
        for each in shown
    )
    page: list[Line | Table] = [
        Line(),
        Table(columns, rows, title, right=frozenset({4}), tones=(tone,) * len(rows)),
    ]
    if len(standings) > SHOWN:
        page.append(Line(say("… and {count} more; --json lists all", count=len(standings) - SHOWN), "dim"))
    return page


def _joined(names: Sequence[str]) -> str:
    return say(", ").join(names)
