"""Commands that look at the ledger: `status` and `show`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from exporter.cli.options import DEFAULT_CONFIG, AsJson, ConfigFile
from exporter.cli.screen import print_json, print_view
from exporter.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from exporter.config import Config
    from exporter.ledger import Ledger
    from exporter.model import Task


def status(
    *,
    config: ConfigFile = DEFAULT_CONFIG,
    day: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="As of this day (2018-06-30); by default today.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Say how many tasks are open, done, late or due soon, and whose they are."""
    from exporter.config import read_config
    from exporter.report.status import status_view
    from exporter.report.summary import overview, overview_record

    settings = read_config(config)
    ledger = _ledger(settings)
    found, links = overview(ledger.tasks, _day(day)), _links(settings)
    if as_json:
        print_json({"plan": settings.plan.name, **overview_record(found, links), "unreadable": len(ledger.problems)})
    else:
        print_view(status_view(settings.plan.title, found, ledger.problems, links))
    return ExitCode.DONE


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
    task = _task(_ledger(settings).tasks, task_id)
    items = _items(settings, task)
    if as_json:
        print_json({**to_record(task), "items": items})
    else:
        print_view(task_view(task, items))
    return ExitCode.DONE


def _ledger(config: Config) -> Ledger:
    from exporter.errors import LedgerError
    from exporter.ledger import load

    if not config.plan.ledger.exists():
        raise LedgerError("there is no ledger yet", where=str(config.plan.ledger), hint="Make it with `exporter sync`.")
    return load(config.plan.ledger)


def _task(tasks: tuple[Task, ...], wanted: str) -> Task:
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


def _links(config: Config) -> dict[str, str]:
    """Each task's page at a tracker, as the last run saw it."""
    from exporter.sync.links import remembered_links
    from exporter.sync.state import State

    if not config.plan.state.exists():
        return {}
    with State.to_look_at(config.plan.state) as state:
        return remembered_links([each.name for each in config.destinations], state)


def _day(text: str | None) -> date:
    if text is None:
        return date.today()  # noqa: DTZ011  the person's own calendar
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("{text} is not a date", hint="Write it as 2018-06-30.", text=text) from None
