"""`report`: a page for people who only want to look."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exporter.cli.look import day_of, ledger_of
from exporter.cli.options import DEFAULT_CONFIG, AsJson, ConfigFile, OnDay
from exporter.cli.screen import note, print_json
from exporter.errors import ExitCode, UsageError
from exporter.wording import say

if TYPE_CHECKING:
    from exporter.config import Config
    from exporter.report.account import Account, Links

_KINDS = (".html", ".htm", ".md", ".docx")


def report(
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write it; .html, .md or .docx.")
    ] = Path("report.html"),
    day: OnDay = None,
    config: ConfigFile = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> int:
    """Write a report: a page to look at and search (.html), or a document to send round (.md, .docx)."""
    from exporter.config import read_config
    from exporter.files import write_file
    from exporter.report.account import account
    from exporter.work import language_of

    if output.suffix.lower() not in _KINDS:
        known = ", ".join(_KINDS)
        raise UsageError(
            "a report's name ends in one of {known}, not in {suffix}", known=known, suffix=output.suffix or '""'
        )
    settings = read_config(config)
    ledger = ledger_of(settings)
    if output.exists() and output.samefile(ledger.path):
        raise UsageError("this file is there already and stays as it is", where=str(output), hint="Name another file.")
    found = account(
        settings.plan.title,
        settings.plan.language or language_of(ledger.tasks),
        ledger.tasks,
        day_of(day),
        settings.lights,
        links=_links(settings),
        unreadable=len(ledger.problems),
    )
    written = write_file(output, _content(found, output.suffix.lower()))
    if as_json:
        print_json(
            {"report": str(output), "tasks": len(found.standings), "day": found.day.isoformat(), "written": written}
        )
    else:
        note(say("Wrote {file}.", file=output))
    return ExitCode.DONE


def _content(found: Account, suffix: str) -> bytes:
    if suffix in {".html", ".htm"}:
        from exporter.report.page import html_page

        return html_page(found)
    from exporter.report.quarterly import quarterly_view

    view = quarterly_view(found)
    if suffix == ".docx":
        from exporter.report.docx import to_docx

        return to_docx(view, found.language, found.day)
    from exporter.report.markdown import to_markdown

    return to_markdown(view).encode("utf-8", "replace")


def _links(config: Config) -> Links:
    """Each task's web pages, as the last run saw them."""
    from exporter.sync.state import State

    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    if config.plan.state.exists():
        with State.to_look_at(config.plan.state) as state:
            for each in config.destinations:
                for task_id, url in state.urls(each.name).items():
                    found[task_id].append((each.name, url))
    return found
