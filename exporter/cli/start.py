"""Commands for the beginning: `init` and `destinations`."""

from __future__ import annotations

import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from exporter.cli.complete import kind_names
from exporter.cli.options import DEFAULT_CONFIG, AsJson, ConfigFile, Yes
from exporter.cli.screen import ask, is_terminal, note, print_json, print_view
from exporter.errors import ConfigError, DocumentError, ExitCode, UsageError
from exporter.wording import say


def init(
    *,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Title of the plan.")] = None,
    year: Annotated[
        int | None, typer.Option("--year", metavar="YEAR", min=1900, max=2200, help="Year the plan is for.")
    ] = None,
    document: Annotated[str | None, typer.Option("--document", metavar="FILE", help="The published document.")] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="TEXT", help="Short name, part of every task's id.")
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--to", metavar="KIND", help="Kind of destination; may be given several times.", autocompletion=kind_names
        ),
    ] = None,
    config: ConfigFile = DEFAULT_CONFIG,
    yes: Yes = False,
    as_json: AsJson = False,
) -> int:
    """Ask a few questions and write exporter.toml."""
    from exporter.config_check import check_config
    from exporter.files import write_file
    from exporter.starter import Answers, starter, suggested_document, suggested_name, suggested_year

    if config.exists():
        raise ConfigError(
            "this file is there already and stays as it is",
            where=str(config),
            hint="Edit it, or name another with --config FILE.",
        )
    asking = not yes and is_terminal(sys.stdin)
    here = config.resolve().parent
    found = suggested_document(here.iterdir()) if here.is_dir() else None
    document = document or _answer(say("Which document holds the plan?"), found, asking=asking, option="--document")
    title = title or _answer(say("What is the plan's title?"), _title(here / document), asking=asking, option="--title")
    guess = suggested_year(f"{title} {document}", date.today().year)  # noqa: DTZ011  the person's own calendar
    year = year or _year(_answer(say("Which year is it for?"), str(guess), asking=asking, option="--year"))
    chosen = _kinds(kinds, asking=asking)
    text = starter(Answers(title, year, document, name or suggested_name(title)), chosen)
    check_config(tomllib.loads(text), text, config)
    write_file(config, text.encode())
    if as_json:
        print_json({"config": str(config), "title": title, "year": year, "document": document, "kinds": list(chosen)})
    else:
        if not (here / document).exists():
            note(say("There is no file {file} yet.", file=here / document))
        note(say("Wrote {file}. To see what would happen: exporter plan", file=config))
    return ExitCode.DONE


def _answer(question: str, suggestion: str | None, *, asking: bool, option: str) -> str:
    if asking:
        return str(typer.prompt(question, default=suggestion)).strip()
    if suggestion is None:
        raise UsageError("{option} is missing", hint="Without a terminal nobody can be asked.", option=option)
    return suggestion


def _title(document: Path) -> str:
    """The title that the document bears, else its name; what is wrong with it, the first run says."""
    from exporter.documents import read_document

    try:
        return read_document(document).title or document.stem
    except DocumentError:
        return document.stem


def _year(answer: str) -> int:
    if not answer.isdecimal() or not 1900 <= int(answer) <= 2200:  # noqa: PLR2004  the config schema's limits
        raise UsageError("{answer} is not a year", hint="Write it as 2018.", answer=answer)
    return int(answer)


def _kinds(asked: list[str] | None, *, asking: bool) -> dict:  # type: ignore[type-arg]
    from exporter.destinations.registry import destination_class

    if asked:
        return {kind: destination_class(kind) for kind in asked}
    wanted = [
        kind
        for kind, question in (
            ("backlog", say("Shall the tasks become a board (a folder of Markdown files)?")),
            ("ics", say("Shall the due dates become a calendar (an .ics file)?")),
        )
        if not asking or ask(question, default=True)
    ]
    return {kind: destination_class(kind) for kind in wanted}


def destinations(
    kind: Annotated[
        str | None, typer.Argument(metavar="[KIND]", help="Show one kind with its options.", autocompletion=kind_names)
    ] = None,
    *,
    as_json: AsJson = False,
) -> int:
    """List the kinds of trackers and calendars and what each can keep."""
    from exporter.destinations.registry import destination_class, kinds
    from exporter.report.destinations import kind_record, kinds_view, options_view

    wanted = [kind] if kind else sorted(kinds())
    records = [kind_record(destination_class(each)) for each in wanted]
    if as_json:
        print_json(records[0] if kind else records)
    else:
        print_view(options_view(records[0]) if kind else kinds_view(records))
    return ExitCode.DONE
