"""One document of many: read, its commitments found and written, or told in one sentence why not."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exporter.batch.crew import Lost, in_order
from exporter.documents import Document, read_document
from exporter.errors import DocumentError, ExporterError, unexpected
from exporter.extraction import explain
from exporter.report import collection
from exporter.report.view import View
from exporter.wording import Language, speak

ALONE = "Read it alone with `exporter extract` to see more, or leave it out."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: what is to be written, or the error."""

    document: str
    body: bytes | View = b""
    commitments: int = 0
    warnings: tuple[str, ...] = ()
    error: str = ""
    """The whole sentence, in the language of the run."""


@dataclass(frozen=True, slots=True)
class Order:
    """How every document is read; called with a path, in whichever process."""

    form: str
    """jsonl, yaml, table or json."""
    language: Language
    year: int | None = None
    why: bool = False
    """Every sentence with its verdict, not the commitments alone."""

    def __call__(self, path: Path) -> Outcome:
        """Read one document. Nothing that is wrong with it goes any further."""
        speak(self.language)
        name = path.as_posix()
        try:
            return self._read(path, name)
        except ExporterError as error:
            return self.failed(name, error)
        except MemoryError:
            return self.failed(name, DocumentError("reading it takes more memory than there is", hint=ALONE))
        except Exception as error:  # noqa: BLE001  one bad document never stops the others
            return self.failed(name, unexpected(error))

    def failed(self, name: str, error: ExporterError) -> Outcome:
        """A document that could not be read."""
        error.where = name
        entry = {"document": {"name": name}, "error": error.as_record()}
        return Outcome(name, collection.json_entry(entry) if self.form == "json" else b"", error=str(error))

    def _read(self, path: Path, name: str) -> Outcome:
        document = read_document(path)
        judged = explain(document, year=self.year)
        found = [each.commitment for each in judged if each.commitment]
        if self.form == "json":
            body: bytes | View = collection.json_entry(self._entry(document, name, judged))
        elif self.why:
            body = collection.explained(name, judged)
        else:
            body = collection.WRITERS[self.form](name, found)
        return Outcome(name, body, len(found), document.warnings)

    def _entry(self, document: Document, name: str, judged: Sequence[Any]) -> dict[str, Any]:
        return collection.entry(document, name, judged, why=self.why)


def read_all(order: Order, documents: Sequence[Path], processes: int) -> Iterator[Outcome]:
    """What becomes of each document, in their order; with one process all are read in this one.

    Raises:
        ExporterError: no process can be started.
    """
    if min(processes, len(documents)) == 1:
        yield from map(order, documents)
        return
    for path, result in zip(documents, in_order(order, documents, processes), strict=True):
        yield order.failed(path.as_posix(), _lost(result)) if isinstance(result, Lost) else result


def _lost(lost: Lost) -> DocumentError:
    code = lost.code or 0
    return DocumentError(
        "the process that read it was ended from outside or ran out of memory ({reason})",
        hint=ALONE,
        reason=signal.Signals(-code).name if -code in set(signal.Signals) else code,
    )
