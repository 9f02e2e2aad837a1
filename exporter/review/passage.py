"""The paragraph from which a task was taken, with the words of quote, date, owners and indicators marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from exporter.documents import Document, read_document
from exporter.errors import DocumentError
from exporter.extraction.lines import unwrapped
from exporter.model import Source, Task
from exporter.wording import say

_AROUND = 1500
"""Characters of a long paragraph before and behind the quote."""
_LONGEST = 300
"""Longer words are no name and no date."""
Span = tuple[int, int, str]
"""Start, end, kind: quote, due, owner, indicator."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the paragraph that are of the same kinds."""

    text: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """The paragraph; `why` says in a sentence why there is the quote only."""

    pieces: tuple[Piece, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a task's source leads to: its document, or why there is none."""

    document: Document | None
    why: str = ""


class Shelf:
    """The plan's documents, read when they are first asked for and again when their file has changed."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._read: dict[Path, tuple[tuple[int, int], Sheet]] = {}

    def sheet(self, source: Source) -> Sheet:
        """The document from which a quote was taken, if it is still what it was."""
        if not source.document:
            return Sheet(None, say("This task was added by hand; there is no document to show beside it."))
        named = [self._sheet(path) for path in self._paths if path.name == source.document]
        fitting = next((each for each in named if each.document and each.document.sha256 == source.sha256), None)
        if fitting:
            return fitting
        if any(each.document for each in named):
            what = "The document {file} has changed since it was taken into the ledger; only the quote is shown."
            return Sheet(None, say(what, file=source.document))
        what = "The document {file} is not among those that exporter.toml names; only the quote is shown."
        return named[0] if named else Sheet(None, say(what, file=source.document))

    def _sheet(self, path: Path) -> Sheet:
        try:
            status = path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
        except OSError:
            stamp = (0, 0)
        known = self._read.get(path)
        if known is None or known[0] != stamp:
            known = self._read[path] = (stamp, _sheet(path))
        return known[1]


def passage(task: Task, sheet: Sheet) -> Passage:
    """The paragraph around a task's quote, or the quote alone."""
    document, why = sheet.document, sheet.why
    start, end = task.source.start, task.source.end
    if document and document.text[start:end] != task.text:
        document, why = None, say("The quote is no longer what stands at its place; it is shown as the ledger has it.")
    if document is None:
        return Passage(tuple(_pieces(task.text, [(0, len(task.text), "quote"), *_words(task, task.text, 0)])), why)
    touched = [block for block in document.blocks if block.start < end and start < block.end]
    first = min([start, *(block.start for block in touched)])
    last = max([end, *(block.end for block in touched)])
    low, high = max(first, start - _AROUND), min(last, end + _AROUND)
    text = document.text[low:high]
    spans = [(start - low, end - low, "quote"), *_words(task, text, start - low)]
    pieces = list(_pieces(text, spans))
    if len(touched) == 1 and touched[0].kind != "row":  # a line break inside a paragraph is a soft one
        pieces = [replace(piece, text=unwrapped(piece.text, task.language)) for piece in pieces]
    before, behind = [Piece("… ", ())] if low > first else [], [Piece(" …", ())] if high < last else []
    return Passage((*before, *pieces, *behind), why)


def _sheet(path: Path) -> Sheet:
    try:
        return Sheet(read_document(path))
    except DocumentError as error:
        return Sheet(None, f"{error} {say('Only the quote is shown.')}")


def _words(task: Task, text: str, quote: int) -> Iterator[Span]:
    """Where the words of date, owners and indicators stand; `quote` is where the quote begins."""
    inside = text[: quote + len(task.text)]
    if task.due_text:
        found = next(_found(task.due_text, inside, quote), None) or next(_found(task.due_text, text), None)
        yield from [(*found, "due")] if found else []
    for unit in (*task.owners.lead, *task.owners.support):
        yield from ((*span, "owner") for span in _found(unit, text))
    for each in task.indicators:
        for words in (each.text, each.metric):
            found = next(_found(words, inside, quote), None)
            if found:
                yield (*found, "indicator")
                break


def _found(words: str, text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Places of some words; a line may have been broken inside them."""
    letters = [re.escape(letter) for letter in words if not letter.isspace()]
    if letters and len(letters) <= _LONGEST:
        yield from (match.span() for match in re.compile(r"\s*".join(letters)).finditer(text, start))


def _pieces(text: str, spans: Sequence[Span]) -> Iterator[Piece]:
    borders = sorted({0, len(text), *(place for start, end, _ in spans for place in (start, end))})
    for start, end in pairwise(borders):
        kinds = dict.fromkeys(kind for low, high, kind in spans if low <= start and end <= high)
        yield Piece(text[start:end], tuple(kinds))
