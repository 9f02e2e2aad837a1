"""Commands that look at the ledger: `status` and `show`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from exporter.cli.options import DEFAULT_CONFIG, AsJson, ConfigFile, OnDay
from exporter.cli.screen import print_json, print_view
from exporter.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from exporter.config import Config
    from exporter.ledger import Ledger
    from exporter.model import Task


def status(
    *,
    config: ConfigFile = DEFAULT_CONFIG,
    day: OnDay = None,
    owner: Annotated[
        list[str] | None,
        typer.Option("--owner", metavar="UNIT", help="Only tasks of this unit; may be given several times."),
    ] = None,
    section: Annotated[
        list[str] | None,
        typer.Option("--section", metavar="HEADING", help="Only tasks under this heading; may be given several times."),
    ] = None,
    light: Annotated[
        list[str] | None,
        typer.Option("--light", metavar="late|at_risk|on_track|done", help="Only tasks with this light."),
    ] = None,
    state: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="open|in_progress|done|dropped", help="Only tasks with this status."),
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 10 when something is late.")] = False,
    as_json: AsJson = False,
) -> int:
    """Say how many tasks are late, at risk, on track or done, and whose they are."""
    from exporter.config import read_config
    from exporter.lights import stand
    from exporter.report.choice import Choice, chosen
    from exporter.report.status import status_view
    from exporter.report.summary import overview_of, overview_record

    settings = read_config(config)
    ledger = ledger_of(settings)
    on, links = day_of(day), links_of(settings)
    standings = [stand(task, on, settings.lights) for task in ledger.tasks]
    found = overview_of(chosen(standings, Choice(owner or (), section or (), light or (), state or ())), on)
    if as_json:
        print_json({"plan": settings.plan.name, **overview_record(found, links), "unreadable": len(ledger.problems)})
    else:
        print_view(status_view(settings.plan.title, found, ledger.problems, links))
    return ExitCode.PENDING if exit_code and found.late else ExitCode.DONE


def show(
    task_id: Annotated[str, typer.Argument(metavar="ID", help="A task's id, or the end of it.")],
    *,
    config: ConfigFile = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> int:
    """Show one task: quote, owners, date, indicators, and where it stands."""
    from exporter.config import read_config
    from exporter.model import to_record
    from exporter.report.status import task_view

    settings = read_config(config)
    task = task_of(ledger_of(settings).tasks, task_id)
    items = _items(settings, task)
    if as_json:
        print_json({**to_record(task), "items": items})
    else:
        print_view(task_view(task, items))
    return ExitCode.DONE


def ledger_of(config: Config) -> Ledger:
    """The plan's ledger.

    Raises:
        LedgerError: there is none yet, or it is damaged.
    """
    from exporter.errors import LedgerError
    from exporter.ledger import load

    if not config.plan.ledger.exists():
        raise LedgerError("there is no ledger yet", where=str(config.plan.ledger), hint="Make it with `exporter sync`.")
    return load(config.plan.ledger)


def task_of(tasks: tuple[Task, ...], wanted: str) -> Task:
    """The task of this id, or the only one whose id ends so.

    Raises:
        UsageError: there is none, or several; names the nearest.
    """
    from difflib import get_close_matches

    known = {task.id: task for task in tasks}
    if wanted in known:
        return known[wanted]
    ends = [name for name in known if name.endswith(wanted)]
    if len(ends) == 1:
        return known[ends[0]]
    near = ends[:3] or get_close_matches(wanted, known, n=1)
    raise UsageError(
        "{id} could be several tasks" if ends else "there is no task {id} in the ledger",
        hint="Did you mean {near}?" if near else "`exporter status` lists tasks.",
        id=wanted,
        near=", ".join(near),
    )


def _items(config: Config, task: Task) -> dict[str, str]:
    """Where the task stands: link or key at each destination, as the last run saw it."""
    from exporter.sync.state import State

    if not config.plan.state.exists():
        return {}
    with State.to_look_at(config.plan.state) as state:
        known = {each.name: state.remembered_one(each.name, task.id) for each in config.destinations}
    return {name: item.url or item.key for name, item in known.items() if item}


def links_of(config: Config) -> dict[str, str]:
    """Each task's page at a tracker, as the last run saw it."""
    from exporter.sync.links import remembered_links
    from exporter.sync.state import State

    if not config.plan.state.exists():
        return {}
    with State.to_look_at(config.plan.state) as state:
        return remembered_links([each.name for each in config.destinations], state)


def day_of(text: str | None) -> date:
    """A day as it is typed; without one, today.

    Raises:
        UsageError: it is none.
    """
    if text is None:
        return date.today()  # noqa: DTZ011  the person's own calendar
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("{text} is not a date", hint="Write it as 2018-06-30.", text=text) from None
