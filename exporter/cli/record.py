"""`record`: a measured value for one indicator of one task."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from exporter.cli.look import day_of, ledger_of, task_of
from exporter.cli.options import DEFAULT_CONFIG, AsJson, ConfigFile
from exporter.cli.screen import note, print_json
from exporter.errors import ExitCode, UsageError
from exporter.wording import say


def record(
    task_id: Annotated[str, typer.Argument(metavar="ID", help="A task's id, or the end of it.")],
    *,
    value: Annotated[
        str, typer.Option("--value", metavar="FIGURE", help="The measured value, in the indicator's unit: 215.")
    ],
    metric: Annotated[
        str | None,
        typer.Option("--metric", metavar="NAME", help="Which indicator; not needed where the task has one only."),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day for which it holds; by default today.")
    ] = None,
    config: ConfigFile = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> int:
    """Record a measured value of a task's indicator in the ledger."""
    from exporter import recording
    from exporter.clock import real_clock
    from exporter.config import read_config
    from exporter.destinations.facts import figure
    from exporter.model import to_record
    from exporter.progress import measure, progress
    from exporter.sync.lock import only_run
    from exporter.wording import spoken

    settings = read_config(config)
    day = day_of(on)
    if day > day_of(None):
        hint = "A value is recorded once it is measured."
        raise UsageError("{day} lies in the future", hint=hint, day=day)
    with only_run(settings.plan.state, real_clock().now()):
        ledger = ledger_of(settings)
        first = date(settings.plan.year, 1, 1)
        done = recording.record(ledger, task_of(ledger.tasks, task_id), metric, value, day, first=first)
    found = [(each, measure(each)) for each in done.indicators]
    if as_json:
        print_json(
            {
                "id": done.task.id,
                "indicators": [{**to_record(each), "percent": measured.percent} for each, measured in found],
                "progress": progress(done.task).percent,
                "written": done.changed,
            }
        )
        return ExitCode.DONE
    for each, measured in found:
        typer.echo(say("{figure}: {percent}", figure=figure(each, spoken()), percent=measured))
    if not done.changed:
        note(say("The ledger says all this already."))
    return ExitCode.DONE
