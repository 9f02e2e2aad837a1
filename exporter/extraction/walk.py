"""Walk a document's blocks: each sentence with its place, the headings above it and the cell it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from exporter.documents.document import Block, Document
from exporter.extraction.columns import Columns, columns_of
from exporter.extraction.grammar import Naming, Timing, Verdict
from exporter.extraction.language import grammar_of, language_of
from exporter.model import Language


@dataclass(slots=True)
class Piece:
    """A sentence: `document.text[start:end]`; what the later steps find out about it is written into it."""

    start: int
    end: int
    block: Block
    language: Language
    section: tuple[str, ...]
    opening: bool = False
    alone: bool = False
    group: int = 0
    """Sentences joined by semicolons share a group."""
    columns: Columns | None = None
    """The row's cells by their role, when it stands in a table."""
    topic: str = ""
    verdict: Verdict = field(default_factory=lambda: Verdict("other"))
    timing: Timing = field(default_factory=Timing)
    naming: Naming | None = None


@dataclass(slots=True)
class Heading:
    """One heading of the stack above a block."""

    level: int
    text: str


def walk(document: Document) -> list[Piece]:
    """Every sentence of a document in reading order."""
    pieces: list[Piece] = []
    stack: list[Heading] = []
    group = 0
    for block in document.blocks:
        if block.is_header:
            continue
        section = tuple(heading.text for heading in stack)
        for start, end, columns in _parts(document, block):
            text = document.text[start:end]
            language = language_of(text)
            spans = grammar_of(language).sentences(text)
            for at, (a, b) in enumerate(spans):
                joined = at > 0 and text[spans[at - 1][1] - 1] in ";；"
                group += not joined
                pieces.append(
                    Piece(start + a, start + b, block, language, section, at == 0, len(spans) == 1, group, columns)
                )
        if block.kind == "heading":
            _push(stack, block, document.text[block.start : block.end])
    return pieces


def _parts(document: Document, block: Block) -> Iterator[tuple[int, int, Columns | None]]:
    """A block's text, or the cells of a row that say what is to be done."""
    if block.kind != "row" or not block.cells:
        yield block.start, block.end, None
        return
    columns = columns_of(document, block)
    for cell in columns.tasks:
        yield cell.start, cell.end, columns


def _push(stack: list[Heading], block: Block, text: str) -> None:
    level = block.level or 1
    while stack and stack[-1].level >= level:
        stack.pop()
    stack.append(Heading(level, " ".join(text.split())))
