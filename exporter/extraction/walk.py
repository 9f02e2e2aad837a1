"""Walk a document's blocks: each sentence with its place and the headings above it; a table row is one piece."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from exporter.documents.document import Block, Document
from exporter.errors import DocumentError
from exporter.extraction.grammar import Naming, Timing, Verdict
from exporter.extraction.language import grammar_of, language_of
from exporter.model import Language

MOST_SENTENCES = 200_000
"""Two hundred yearbooks; each takes half a kilobyte of memory."""


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
    topic: str = ""
    rowed: bool = False
    """A table row with cells, read by table.py."""
    heading: str = ""
    """The text of its block, as sections name it, when that is a heading."""
    lead: str = ""
    """The sentence that opens the list it stands in (see lists.py)."""
    opener: Piece | None = None
    """The piece that is that sentence."""
    among: bool = False
    """It begins with 其中: part of what the sentence before counts."""
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
    usual = language_of(document.text)
    for block in document.blocks:
        if block.is_header:
            continue
        section = tuple(heading.text for heading in stack)
        text = document.text[block.start : block.end]
        language = language_of(text, usual)
        rowed = block.kind == "row" and bool(block.cells)
        spans = [(0, len(text))] if rowed else grammar_of(language).sentences(_flowing(text))
        for at, (a, b) in enumerate(spans):
            joined = at > 0 and text[spans[at - 1][1] - 1] in ";；"
            group += not joined
            if len(pieces) >= MOST_SENTENCES:
                raise DocumentError(
                    "the document has more than {limit} sentences",
                    where=document.name,
                    hint="Split it, or give only the part that holds the plan.",
                    limit=MOST_SENTENCES,
                )
            pieces.append(
                Piece(
                    block.start + a,
                    block.start + b,
                    block,
                    language,
                    section,
                    at == 0,
                    len(spans) == 1,
                    group,
                    rowed=rowed,
                    heading=_title(text) if block.kind == "heading" else "",
                    among=text.startswith(("其中", "其中,"), a),
                )
            )
        if block.kind == "heading":
            _push(stack, block, document.text[block.start : block.end])
    return pieces


_SOFT = re.compile(
    r"(?:\r\n|[\r\n])(?![ \t\u3000]*(?:[-*+•▪◦‣●○■◆★]\s|\(?\d{1,2}[.)、．]|[(（]?[一二三四五六七八九十]{1,3}[)）、.．]"
    r"|[①-⑳]))"
)
"""A line break that the reader left inside a block only wraps its text, unless the next line is an item of a list."""


def _flowing(text: str) -> str:
    """The text of a block with its soft line breaks as blanks, character for character."""
    return _SOFT.sub(lambda found: " " * len(found[0]), text) if "\n" in text or "\r" in text else text


def _push(stack: list[Heading], block: Block, text: str) -> None:
    level = block.level or 1
    while stack and stack[-1].level >= level:
        stack.pop()
    stack.append(Heading(level, _title(text)))


def _title(text: str) -> str:
    return " ".join(text.split())
