"""Commands that read documents, ledgers and schemas: `extract`, `check`, `schema`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exporter.cli.complete import schema_names
from exporter.cli.keep import take_edition
from exporter.cli.options import AsJson
from exporter.cli.screen import is_terminal, note, print_bytes, print_json, print_view
from exporter.errors import ExitCode, UsageError
from exporter.wording import say

if TYPE_CHECKING:
    from exporter.pipeline import Extraction


class Format(StrEnum):
    """How `extract` prints commitments."""

    JSONL = "jsonl"
    YAML = "yaml"
    TABLE = "table"


def extract(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="The published document; - reads standard input. Several, folders and patterns (plans/*.docx) too.",
        ),
    ],
    *,
    year: Annotated[
        int | None, typer.Option("--year", metavar="YEAR", min=1900, max=2200, help="Year of dates that name none.")
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="By default a table on a terminal, else jsonl."),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")] = None,
    why: Annotated[
        bool, typer.Option("--explain", help="Show every sentence, what it was taken for, and by which words.")
    ] = False,
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="LEDGER", help="Take the document into this ledger as a new edition."),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("--config", "-c", metavar="FILE", help="With --into: the plan's configuration."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --into: do not ask; take only what is sure.")] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", "-j", metavar="NUMBER", min=1, max=64, help="Processes that read several documents; by default 2."
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Print the commitments of documents, or take a new edition into a ledger."""
    if as_json and form is not None:
        raise UsageError("--json and --format do not go together", hint="Leave one of them out.")
    if why and (form is not None or output is not None):
        raise UsageError("--explain is shown as a table or with --json only", hint="Leave --format and --output out.")
    if into is not None and (form is not None or output is not None or why or jobs is not None):
        raise UsageError("--into goes with --year, --config, --yes and --json only", hint="Leave the others out.")
    if into is None and (yes or config is not None):
        raise UsageError("--yes and --config go with --into only", hint="Leave them out.")
    from exporter.batch import is_one

    if not is_one(files):
        return _many(files, form, output, year, jobs, into=into, why=why, as_json=as_json)
    with _readable(Path(files[0])) as path:
        if into is not None:
            return take_edition(path, into, year, config, yes=yes, as_json=as_json)
        if why:
            return _explain(path, year, as_json=as_json)
        return _extract(path, year, form or _form_of(output), output, as_json=as_json)


def check(
    ledger: Annotated[Path, typer.Argument(metavar="LEDGER", help="The ledger file.")],
    *,
    as_json: AsJson = False,
) -> int:
    """Say what is wrong in a ledger: file, line, field, what is allowed."""
    from exporter.ledger import load
    from exporter.report.check import check_record, check_view

    loaded = load(ledger)
    if as_json:
        print_json(check_record(loaded))
    else:
        print_view(check_view(loaded))
    return ExitCode.BAD_INPUT if loaded.problems else ExitCode.DONE


def schema(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="task, commitment, plan, config …", autocompletion=schema_names),
    ] = None,
    *,
    as_json: AsJson = False,
) -> int:
    """Print a JSON Schema; without a name, list them."""
    from exporter import schema as schemas

    if name is not None:
        print_json(schemas.schema(name))
    elif as_json:
        print_json(schemas.names())
    else:
        print_bytes([f"{each}\n".encode() for each in schemas.names()])
    return ExitCode.DONE


def _many(
    files: list[str],
    form: Format | None,
    output: Path | None,
    year: int | None,
    jobs: int | None,
    *,
    into: Path | None,
    why: bool,
    as_json: bool,
) -> int:
    from exporter.cli.batch import PROCESSES, extract_many

    if into is not None:
        raise UsageError("--into takes one document", hint="Name the one file that is the new edition.")
    if "-" in files:
        raise UsageError("- is standard input and is not read beside other documents", hint="Give it alone.")
    usual = Format.TABLE if why else _form_of(output)
    printed = "json" if as_json else (form or usual).value
    return extract_many(files, output, form=printed, year=year, why=why, processes=jobs or PROCESSES)


def _explain(path: Path, year: int | None, *, as_json: bool) -> int:
    from exporter.documents import read_document
    from exporter.extraction import explain
    from exporter.report.explain import explain_record, explain_view

    sentences = explain(read_document(path), year=year)
    if as_json:
        print_json(explain_record(sentences))
    else:
        print_view(explain_view(sentences))
    return ExitCode.DONE


def _extract(path: Path, year: int | None, form: Format, output: Path | None, *, as_json: bool) -> int:
    from exporter.pipeline import extract_file
    from exporter.report import commitments as pages
    from exporter.report.json_bytes import json_bytes

    if output is not None and output.exists() and output.samefile(path):
        raise UsageError("{file} is the document itself", hint="Choose another file to write to.", file=output)
    extraction = extract_file(path, year=year)
    found = extraction.commitments
    for warning in extraction.document.warnings:
        note(say("{where}: {sentence}", where=extraction.document.name, sentence=warning))
    if not found:
        note(
            say(
                "Nothing is promised in {file}. What each sentence was taken for: --explain",
                file=extraction.document.name,
            )
        )
    if year is None:
        _tell_year(extraction)
    if as_json:
        content = json_bytes(pages.record(extraction.document, found), indent=2)
    elif form is Format.TABLE and output is None:
        print_view(pages.view(found))
        return ExitCode.DONE
    else:
        content = pages.WRITERS[form.value](found)
    _put(content, output)
    return ExitCode.DONE


_ANY = 2000
"""A year to try with: which dates would there be, were the year known?"""


def _tell_year(extraction: Extraction) -> None:
    """Nobody said the year: which one was taken, or that some dates have none."""
    from exporter.extraction import extract, title_year

    named = title_year(extraction.document)
    dated = sum(each.due is not None for each in extraction.commitments)
    without = 0 if named else sum(each.due is not None for each in extract(extraction.document, year=_ANY)) - dated
    if named and dated:
        note(say("Dates without a year were put into {year}, which the title names; --year gives another.", year=named))
    elif without > 0:
        note(say("{count} commitments have a date without a year: give the plan's year with --year.", count=without))


@contextmanager
def _readable(file: Path) -> Iterator[Path]:
    """The file itself, or standard input as a file: what a document is, its content says."""
    if str(file) != "-":
        yield file
        return
    if is_terminal(sys.stdin):
        note(say("Paste the document, then press Ctrl+D (on Windows Ctrl+Z and Enter)."))
    with tempfile.TemporaryDirectory(prefix="exporter-") as folder:
        path = Path(folder, "stdin")
        path.write_bytes(sys.stdin.buffer.read())
        yield path


def _form_of(output: Path | None) -> Format:
    if output is not None:
        return {".yaml": Format.YAML, ".yml": Format.YAML, ".txt": Format.TABLE}.get(output.suffix, Format.JSONL)
    return Format.TABLE if is_terminal(sys.stdout) else Format.JSONL


def _put(content: bytes, output: Path | None) -> None:
    from exporter.files import write_file

    if output is None:
        print_bytes([content])
    else:
        write_file(output, content)
        note(say("Wrote {file}.", file=output))
