"""Plain text, to the letter: paragraphs, headings, list items and pasted tables."""

from __future__ import annotations

from collections.abc import Sequence

from exporter.documents.document import Block
from exporter.documents.lines import Line, lines_of
from exporter.documents.numbering import mark_of
from exporter.documents.pasted import is_rule, table_at
from exporter.documents.structure import Part, blocks_of
from exporter.documents.wrapping import joined


def read_plain(text: str) -> tuple[Block, ...]:
    """Blocks of a plain text; together they hold every character that is not white space."""
    return blocks_of(text, parts_of(text, lines_of(text)))


def parts_of(text: str, lines: Sequence[Line]) -> list[Part]:
    """The parts of a run of lines, in order; a blank line always ends a part."""
    parts: list[Part] = []
    group: list[Line] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        table = None if line.blank else table_at(text, lines, index)
        if table or line.blank or mark_of(line.text):
            parts.extend(_paragraphs(group))
            group = []
        if table:
            parts.extend(table.parts)
            index = table.last
            continue
        if not line.blank:
            group.append(line)
        index += 1
    parts.extend(_paragraphs(group))
    return parts


def _paragraphs(group: Sequence[Line]) -> list[Part]:
    if not group:
        return []
    return [
        Part(
            start=lines[0].start,
            end=lines[-1].end,
            place=f"line {lines[0].number}",
            kind="paragraph" if is_rule(lines[0].text) else None,
            indent=lines[0].indent,
        )
        for lines in joined(group)
    ]
