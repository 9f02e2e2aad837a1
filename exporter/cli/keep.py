"""Commands about the ledger's file: `ledger convert`, and a second edition for `extract --into`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exporter.cli.options import DEFAULT_CONFIG, AsJson
from exporter.cli.screen import ask, is_terminal, note, print_json, print_view
from exporter.errors import ExitCode, UsageError
from exporter.wording import say

if TYPE_CHECKING:
    from exporter.config import Config
    from exporter.edition import Edition


def convert(
    source: Annotated[Path, typer.Argument(metavar="FROM", help="The ledger there is.")],
    target: Annotated[Path, typer.Argument(metavar="TO", help="The new file; its ending says the format.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there already.")] = False,
    as_json: AsJson = False,
) -> int:
    """Write a ledger as YAML, JSON Lines, CSV or an Excel workbook."""
    from exporter import ledger

    count = ledger.convert(source, target, force=force)
    if as_json:
        print_json({"ledger": str(target), "tasks": count})
    else:
        note(say("Wrote {count} tasks to {file}.", count=count, file=target))
    return ExitCode.DONE


def take_edition(
    document: Path, ledger: Path, year: int | None, config: Path | None, *, yes: bool, as_json: bool
) -> int:
    """Show what a new edition changes in a ledger, ask, and write it; unsure matches are only taken by a person."""
    from exporter import edition
    from exporter.clock import real_clock
    from exporter.report.edition import edition_record, edition_view

    asking = not yes and not as_json
    if asking and not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise UsageError(
            "without a terminal nobody can be asked whether to go on",
            hint="Pass --yes, or look first with --json.",
        )
    found = edition.look(document, ledger, year=year, config=_config(config, ledger), now=real_clock().now())
    if not as_json:
        print_view(edition_view(found))
    if asking:
        pairs = found.matches.unsure
        same = {pair.old.id for pair in pairs if ask(_question(pair.old.text, pair.new.text))}
        found = found.settled(same)
        if not ask(say("Take this into the ledger?")):
            return ExitCode.DONE
    written = edition.take(found) if asking or yes else False
    if as_json:
        print_json(edition_record(found, written=written))
    else:
        note(say("Wrote {file}.", file=ledger) if written else say("The ledger says all this already."))
        if written:
            _tell_force(found)
    return ExitCode.PARTIAL if yes and (found.matches.unsure or found.problems) else ExitCode.DONE


def _tell_force(found: Edition) -> None:
    """Tasks name the new edition and their place in it: where they are many, the next sync will stop and ask."""
    from exporter.sync.safety import limit

    sources = [(each.pair.old.source, each.task.source) for each in found.renewals]
    moved = sum((old.document, old.place) != (new.document, new.place) for old, new in sources)
    if moved > limit(len(found.ledger.tasks)):
        what = "The next sync brings the new source to {count} tasks: look at `exporter plan`, then pass --force."
        note(say(what, count=moved))


def _question(old: str, new: str) -> str:
    return "\n".join(
        ["", f"− {' '.join(old.split())}", f"+ {' '.join(new.split())}", say("Is this the same commitment?")]
    )


def _config(file: Path | None, ledger: Path) -> Config | None:
    """The configuration that is named, or the one in this folder if it is this ledger's."""
    from exporter.config import read_config

    if file is None and not DEFAULT_CONFIG.exists():
        return None
    config = read_config(file or DEFAULT_CONFIG)
    return config if file is not None or config.plan.ledger == ledger.resolve() else None
