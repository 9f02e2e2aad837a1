"""Commands that keep ledger and destinations in step: `plan`, `apply`, `sync`, `pull`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exporter.cli.bar import progress
from exporter.cli.guard import complain
from exporter.cli.options import (
    DEFAULT_CONFIG,
    AsJson,
    CloseOrphans,
    ConfigFile,
    Force,
    MaxWait,
    PreferSide,
    To,
    Yes,
    options_of,
)
from exporter.cli.screen import ask, is_terminal, note, print_json, print_view
from exporter.errors import ExitCode, InputError, UsageError
from exporter.wording import say

if TYPE_CHECKING:
    from exporter.pipeline import Prepared, Report
    from exporter.sync.planner import Options


def plan(
    *,
    config: ConfigFile = DEFAULT_CONFIG,
    to: To = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Save the plan for `exporter apply`.")
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 10 when there is something to do.")] = False,
    force: Force = False,
    close_orphans: CloseOrphans = False,
    prefer: PreferSide = None,
    max_wait: MaxWait = None,
    as_json: AsJson = False,
) -> int:
    """Show what sync would do, and do nothing."""
    options = options_of(force=force, close_orphans=close_orphans, prefer=prefer)
    return _show_plan(config, to or [], options, max_wait, output, exit_code=exit_code, as_json=as_json)


def apply(
    saved: Annotated[Path, typer.Argument(metavar="PLAN", help="A plan that `exporter plan -o` saved.")],
    *,
    config: ConfigFile = DEFAULT_CONFIG,
    max_wait: MaxWait = None,
    as_json: AsJson = False,
) -> int:
    """Carry out a saved plan, if what it saw is still so."""
    from exporter import pipeline
    from exporter.clock import real_clock
    from exporter.config import read_config
    from exporter.destinations.contract import Patience

    record = _saved_plan(saved)
    settings = read_config(config)
    with progress(say("Writing")) as shown:
        patience = Patience(max_wait, shown.waiting)
        report = pipeline.apply_saved(settings, record, real_clock(), progress=shown.step, patience=patience)
    return _show_run(report, as_json=as_json)


def sync(
    *,
    config: ConfigFile = DEFAULT_CONFIG,
    to: To = None,
    yes: Yes = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Another word for `exporter plan`.")] = False,
    force: Force = False,
    close_orphans: CloseOrphans = False,
    prefer: PreferSide = None,
    max_wait: MaxWait = None,
    as_json: AsJson = False,
) -> int:
    """Bring ledger, trackers and calendars into step."""
    options = options_of(force=force, close_orphans=close_orphans, prefer=prefer)
    if dry_run:
        return _show_plan(config, to or [], options, max_wait, exit_code=False, as_json=as_json)
    if not yes and (as_json or not is_terminal(sys.stdin) or not is_terminal(sys.stdout)):
        raise UsageError(
            "without a terminal nobody can be asked whether to go on",
            hint="Pass --yes, or look first with `exporter plan`.",
        )
    from exporter import pipeline
    from exporter.clock import real_clock
    from exporter.config import read_config
    from exporter.destinations.contract import Patience

    settings = read_config(config)
    confirm = _confirmed if not yes else lambda _prepared: True
    with progress(say("Writing")) as shown:
        patience = Patience(max_wait, shown.waiting)
        report = pipeline.sync(
            settings, to or [], options, real_clock(), confirm=confirm, progress=shown.step, patience=patience
        )
    return _show_run(report, as_json=as_json)


def pull(
    *,
    config: ConfigFile = DEFAULT_CONFIG,
    to: To = None,
    force: Force = False,
    prefer: PreferSide = None,
    max_wait: MaxWait = None,
    as_json: AsJson = False,
) -> int:
    """Bring status and ticks back into the ledger, and write nowhere else."""
    from exporter import pipeline
    from exporter.clock import real_clock
    from exporter.config import read_config
    from exporter.destinations.contract import Patience
    from exporter.report.run import pull_view, run_record

    options = options_of(force=force, close_orphans=False, prefer=prefer)
    settings = read_config(config)
    with progress(say("Looking")) as shown:
        report = pipeline.pull(settings, to or [], options, real_clock(), patience=Patience(max_wait, shown.waiting))
    if as_json:
        print_json(run_record(report))
    else:
        print_view(pull_view(report))
    return _failures(report)


def _show_plan(
    config: Path,
    to: list[str],
    options: Options,
    max_wait: float | None,
    output: Path | None = None,
    *,
    exit_code: bool,
    as_json: bool,
) -> int:
    from exporter import pipeline
    from exporter.clock import real_clock
    from exporter.config import read_config
    from exporter.destinations.contract import Patience
    from exporter.files import write_file
    from exporter.report.json_bytes import json_bytes
    from exporter.report.plan import plan_view
    from exporter.report.run import failure_record

    settings = read_config(config)
    with progress(say("Looking")) as shown:
        patience = Patience(max_wait, shown.waiting)
        prepared = pipeline.make_plan(settings, to, options, real_clock(), patience=patience)
    record = prepared.as_record(options, to)
    if as_json:
        print_json({**record, "failures": [failure_record(failure) for failure in prepared.failures]})
    else:
        print_view(plan_view(prepared))
    if output is not None:
        write_file(output, json_bytes(record, indent=2))
        note(say("Saved. To carry it out: exporter apply {file}", file=output))
    for failure in prepared.failures:
        complain(f"{failure.destination}: {failure.error}")
    if prepared.failures:
        return ExitCode.PARTIAL if prepared.plans else max(failure.error.exit_code for failure in prepared.failures)
    return ExitCode.PENDING if exit_code and prepared.pending else ExitCode.DONE


def _show_run(report: Report, *, as_json: bool) -> int:
    from exporter.report.run import run_record, run_view

    if as_json:
        print_json(run_record(report))
    else:
        print_view(run_view(report))
    return _failures(report)


def _failures(report: Report) -> int:
    for failure in report.failures:
        complain(f"{failure.destination}: {failure.error}")
    return report.exit_code


def _confirmed(prepared: Prepared) -> bool:
    """Show the plan and ask; when there is nothing to do, there is nothing to ask."""
    from exporter.report.plan import plan_view

    if not prepared.pending:
        return True
    print_view(plan_view(prepared))
    return ask(say("Do this?"))


def _saved_plan(file: Path) -> dict[str, Any]:
    from exporter import schema

    try:
        record = json.loads(file.read_bytes())
    except OSError as error:
        raise InputError(
            "the saved plan cannot be read ({reason})",
            where=str(file),
            hint="Make one with `exporter plan -o FILE`.",
            reason=error.strerror or error,
        ) from None
    except ValueError:
        raise InputError(
            "this is not a saved plan", where=str(file), hint="Make one with `exporter plan -o FILE`."
        ) from None
    for problem in schema.problems("plan", record):
        raise InputError(problem.what, where=problem.at(str(file)).place, **problem.values)
    return dict(record)
