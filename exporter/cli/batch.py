"""`exporter extract` for folders, patterns and several files at once."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.cli.bar import Lines, progress
from exporter.cli.guard import INTERRUPTED, complain
from exporter.cli.screen import is_terminal, note, print_bytes, print_view
from exporter.errors import DocumentError, ExitCode
from exporter.wording import say, spoken

if TYPE_CHECKING:
    from exporter.batch import Order, Outcome
    from exporter.report.view import View

PROCESSES = 2
_KINDS_NAMED = 6
Put = Callable[["bytes | View"], None]


@dataclass(slots=True)
class _Tally:
    documents: int = 0
    failed: int = 0
    commitments: int = 0

    @property
    def exit_code(self) -> ExitCode:
        if not self.failed:
            return ExitCode.DONE
        return ExitCode.PARTIAL if self.failed < self.documents else ExitCode.BAD_INPUT


def extract_many(
    names: Sequence[str], output: Path | None, *, form: str, year: int | None, why: bool, processes: int
) -> int:
    """Read every document that is meant and write what all of them promise, in a stable order."""
    from exporter.batch import Order, find

    found = find(names, output)
    if found.others:
        note(say("Passed over, for they are no documents that can be read: {kinds}", kinds=_kinds(found.others)))
    tally = _Tally(len(found.refused), len(found.refused))
    for error in found.refused:
        complain(str(error))
    try:
        with _sink(output) as put:
            _read_all(Order(form, spoken(), year, why), found.documents, put, tally, processes, shows=output is None)
            if output is not None and tally.exit_code is ExitCode.BAD_INPUT:
                raise _nothing_read(tally)
    except KeyboardInterrupt:
        note(say("Stopped; {file} is as it was.", file=output) if output else say("Stopped."))
        raise SystemExit(INTERRUPTED) from None  # nothing is kept here of which others would have to be told
    _sum_up(tally, output)
    return tally.exit_code


def _read_all(order: Order, documents: Sequence[Path], put: Put, tally: _Tally, processes: int, *, shows: bool) -> None:
    from exporter.batch import read_all
    from exporter.report import collection

    whole = order.form == "json"
    if whole:
        put(collection.JSON_OPENING)
    seen = shows and is_terminal(sys.stdout)  # then the results themselves show how far it is
    with nullcontext(Lines()) if seen else progress(say("Reading")) as bar:
        bar.step("", 0, len(documents), "")
        for number, outcome in enumerate(read_all(order, documents, processes), 1):
            _tell(outcome)
            if whole and number > 1:
                put(collection.JSON_BETWEEN)
            put(outcome.body)
            tally.documents += 1
            tally.failed += bool(outcome.error)
            tally.commitments += outcome.commitments
            bar.step("", number, len(documents), Path(outcome.document).name)
    if whole:
        counts = {"documents": tally.documents, "failed": tally.failed, "commitments": tally.commitments}
        put(collection.json_closing(**counts))
    elif order.form == "yaml" and not tally.commitments:
        put(b"[]\n")


def _tell(outcome: Outcome) -> None:
    """What a person should know about one document."""
    if outcome.error:
        complain(outcome.error)
        return
    for warning in outcome.warnings:
        note(say("{where}: {sentence}", where=outcome.document, sentence=warning))
    if not outcome.commitments:
        note(say("Nothing is promised in {file}.", file=outcome.document))


def _sum_up(tally: _Tally, output: Path | None) -> None:
    read = tally.documents - tally.failed
    note(say("{documents} documents read, {commitments} commitments", documents=read, commitments=tally.commitments))
    if tally.failed:
        note(say("{failed} could not be read; why is said above", failed=tally.failed))
    if output is not None:
        note(say("Wrote {file}.", file=output))


def _nothing_read(tally: _Tally) -> DocumentError:
    return DocumentError(
        "none of the {count} documents could be read, nothing was written",
        hint="What is wrong with each is said above.",
        count=tally.documents,
    )


def _kinds(others: Counter[str]) -> str:
    named = [f"{suffix} ({count})" for suffix, count in others.most_common(_KINDS_NAMED)]
    return say(", ").join([*named, "…"] if len(others) > _KINDS_NAMED else named)


@contextmanager
def _sink(output: Path | None) -> Iterator[Put]:
    """Where results go: to standard output as they come, or to a file that takes its place at the end."""
    if output is None:
        yield lambda body: print_bytes([body]) if isinstance(body, bytes) else print_view(body)
        return
    from exporter.files import replacing
    from exporter.report.view import to_plain

    with replacing(output) as stream:

        def put(body: bytes | View) -> None:
            stream.write(body if isinstance(body, bytes) else to_plain(body).encode())

        yield put
