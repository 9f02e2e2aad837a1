"""Lists and the sentences that open them: what stands behind a colon is said in that sentence's mood.

`In 2025 we did the following:` and `In 2027 the council will:` head the same bare verbs; only the lead-in tells them
apart. Each item learns its lead-in (Piece.lead); what a lead-in makes of its items is a matter of the language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from exporter.documents.document import Document
from exporter.extraction.walk import Piece

_OPENS = re.compile(r"[:：][\s*_]*$")
_SMALL = re.compile(r"[\s*_(\[]*(?:\(?\w{1,3}[).]\s?)?[a-z]")
_ANAPHORA = re.compile(r"(?:These|They|Those|Among)\b")
_SHORT = 60
_LINE = 200
"""Characters; a longer line without a mark is a paragraph of its own."""

Style = Literal["item", "small", "line"]


@dataclass(slots=True)
class _List:
    """An open list: the sentence that opened it, what that says, and how its items are written."""

    opener: Piece
    lead: str
    level: int
    style: Style | None = None


def find_leads(document: Document, pieces: Sequence[Piece]) -> None:
    """Write into every English piece of a list the sentence that opens the list."""
    opened: list[_List] = []
    first: Piece | None = None
    before = ""
    for piece in pieces:
        text = document.text[piece.start : piece.end]
        if piece.block.kind == "heading" or piece.rowed:
            opened, first, before = [], None, ""
            continue
        if first is None or first.group != piece.group or first.block is not piece.block:
            first = piece
        _close(opened, piece, text, alone=piece.alone or own_line(document, piece))
        if opened and (piece.opening or piece.block is opened[-1].opener.block or own_line(document, piece)):
            piece.lead, piece.opener = opened[-1].lead, opened[-1].opener
        elif first is not piece and _SMALL.match(text):  # the second part of `we heard that …; ensure that …`
            piece.lead = first.lead or document.text[first.start : first.end]
        if _OPENS.search(text):
            told = f"{before} {text}" if len(text) < _SHORT and _ANAPHORA.match(text) else text
            opened.append(_List(piece, told, _level(piece)))
        before = text


def own_line(document: Document, piece: Piece) -> bool:
    """Whether a sentence stands alone in its line."""
    start, end = piece.start - 1, piece.end
    text = document.text
    while start >= 0 and text[start] in " \t•*-–▪◦●":
        start -= 1
    while end < len(text) and text[end] in " \t":
        end += 1
    return (start < 0 or text[start] in "\r\n") and (end >= len(text) or text[end] in "\r\n")


def _level(piece: Piece) -> int:
    return piece.block.level if piece.block.kind == "item" else 0


def _style(piece: Piece, text: str) -> Style:
    if piece.block.kind == "item":
        return "item"
    return "small" if _SMALL.match(text) else "line"


def _close(opened: list[_List], piece: Piece, text: str, *, alone: bool) -> None:
    """Take off the lists to which the piece does not belong."""
    while opened:
        last = opened[-1]
        if piece.block is last.opener.block:
            return
        style = _style(piece, text)
        if last.style is None:
            last.style = style
        deeper = piece.block.kind != "item" or _level(piece) > last.level
        mine = style != "line" or (len(text) < _LINE and alone)
        if deeper and style == last.style and (mine or not piece.opening):
            return
        opened.pop()
