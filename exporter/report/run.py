"""What a run did as a page: counts, what to look at, when things are due, whose they are, where to look."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from exporter.config import Config
from exporter.destinations.contract import Destination
from exporter.errors import ExitCode
from exporter.files import near
from exporter.pipeline import Failure, Report
from exporter.report.plan import counts_table, notice_lines
from exporter.report.summary import owners, quarters
from exporter.report.view import Line, Table, View
from exporter.sync.outcome import Outcome
from exporter.wording import say
from exporter.work import Work

SHOWN = 10
"""Owners on a page; the rest is counted."""
_PLACES = ("path", "url", "repo", "project")


def run_view(report: Report) -> View:
    """The summary after `sync` and `apply`."""
    if report.declined:
        return [Line(say("Nothing was changed."))]
    page: list[Line | Table] = [*_trouble(report)]
    if report.idle:
        calm = report.exit_code is ExitCode.DONE
        return [*page, Line(say("Nothing to do."), "green") if calm else Line(say("Nothing was written."))]
    found = report.prepared.work.found
    if found is not None:
        page.append(Line(say("{count} commitments found", count=found), "bold"))
    if report.prepared.pulled.changed:
        page.append(Line(say("{count} tasks took over what people changed", count=len(report.prepared.pulled.changed))))
    if report.outcomes:
        page += [Line(), _outcomes(report)]
    page += [Line(), _quarters(report), Line(), *_owners(report), Line(), *_places(report.prepared.work)]
    return page


def pull_view(report: Report) -> View:
    """The summary after `pull`."""
    changed = set(report.prepared.pulled.changed)
    page: list[Line | Table] = [*_trouble(report)]
    if not changed:
        return [*page, Line(say("Nothing to do."), "green")]
    page += [Line(f"~ {task.id}  {task.title}", "yellow") for task in report.tasks if task.id in changed]
    page.append(Line(say("{count} tasks took over what people changed", count=len(changed))))
    return page


def run_record(report: Report) -> dict[str, Any]:
    """The same for `--json`."""
    work = report.prepared.work
    return {
        "plan": work.config.plan.name,
        "exit_code": int(report.exit_code),
        "idle": report.idle,
        "found": work.found,
        "tasks": len(report.tasks),
        "ledger": str(work.config.plan.ledger),
        "ledger_written": report.ledger_written,
        "pulled": list(report.prepared.pulled.changed),
        "destinations": [outcome.as_record() for outcome in report.outcomes],
        "failures": [failure_record(failure) for failure in report.failures],
        "notices": [notice.as_record() for notice in report.notices],
        "problems": [problem.as_record() for problem in work.problems],
        "due_by_quarter": quarters(report.tasks),
        "by_owner": owners(report.tasks),
        "places": places(work.config, work.destinations),
    }


def failure_record(failure: Failure) -> dict[str, Any]:
    """A destination that could not be used."""
    return {"destination": failure.destination, **failure.error.as_record()}


def places(config: Config, destinations: Iterable[Destination] = ()) -> dict[str, str]:
    """Where to look: the ledger, then each destination's page, file, folder or address.

    Args:
        config: the plan's.
        destinations: those of the run; others are known by their options alone.
    """
    found = {"ledger": str(config.plan.ledger)}
    pages = {each.setup.name: each.page for each in destinations}
    for each in config.destinations:
        page = pages.get(each.name)
        if page is not None:
            found[each.name] = page
            continue
        key = next((key for key in _PLACES if isinstance(each.options.get(key), str)), None)
        if key is not None:
            value = each.options[key]
            found[each.name] = str(config.folder / value) if key == "path" else value
    return {name: os.path.normpath(place) if "://" not in place else place for name, place in found.items()}


def _trouble(report: Report) -> list[Line]:
    lines = [Line(str(problem), "red") for problem in report.prepared.work.problems]
    lines += notice_lines(report.notices)
    for outcome in report.outcomes:
        lines += notice_lines(outcome.all_notices, outcome.plan.destination)
    return lines


def _outcomes(report: Report) -> Table:
    columns = [say("Destination"), say("created"), say("updated"), say("closed"), say("comments"), say("unchanged")]
    columns += [say("conflicts"), say("degraded")]
    return counts_table([_row(outcome) for outcome in report.outcomes], columns)


def _row(outcome: Outcome) -> tuple[str, ...]:
    kinds = [notice.kind for notice in outcome.all_notices]
    done = (outcome.created, outcome.updated, outcome.closed, outcome.commented)
    figures = (*map(len, done), outcome.plan.unchanged, kinds.count("conflict"), kinds.count("degraded"))
    return outcome.plan.destination, *map(str, figures)


def _quarters(report: Report) -> Table:
    rows = [(name or say("(no date)"), str(count)) for name, count in quarters(report.tasks).items()]
    return counts_table(rows, (say("Due"), say("tasks")))


def _owners(report: Report) -> list[Line | Table]:
    figures: Mapping[str, int] = owners(report.tasks)
    rows = [(name or say("(nobody)"), str(count)) for name, count in list(figures.items())[:SHOWN]]
    page: list[Line | Table] = [counts_table(rows, (say("Lead"), say("tasks")))]
    if len(figures) > SHOWN:
        page.append(Line(say("… and {count} more: exporter status", count=len(figures) - SHOWN), "dim"))
    return page


def _places(work: Work) -> list[Line]:
    found = places(work.config, work.destinations)
    names = {"ledger": say("Ledger")}
    return [Line(say("Where to look"), "bold")] + [
        Line("  " + say("{name}: {value}", name=names.get(name, name), value=_near(place)))
        for name, place in found.items()
    ]


def _near(place: str) -> str:
    return near(place) if "://" not in place and Path(place).is_absolute() else place
