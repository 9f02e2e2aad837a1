"""Which line breaks of a plain text are only there because the line was full."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exporter.documents.lines import Line, columns, is_chinese

_END = re.compile(r"[。；！？.!?;:：…][”’」』\"')）]*$")
_SENTENCE_INSIDE = re.compile(r"[。；！？](?=.)")
_FIRST_WORD = re.compile(r"[^\W\u2e80-\uffef]+\S{0,3}|\S{1,2}")
NARROW, WIDE = 30, 124
"""Columns between which the width of a wrapped text lies."""


def joined(lines: Sequence[Line]) -> list[list[Line]]:
    """Group neighbouring lines: each group is one paragraph.

    A break is soft when the next line's first word would not have fitted any more, and the lines as a whole give
    evidence of wrapping: English goes on in lower case, Chinese has sentences that end within lines. Chinese lines
    without that evidence are paragraphs of their own.
    """
    if len(lines) < 2:  # noqa: PLR2004  a single line has no break
        return [list(lines)]
    widths = [line.indent + columns(line.text) for line in lines]
    width = max(widths)
    if not NARROW <= width <= WIDE:
        return [[line] for line in lines]
    full = [_full(line, after, taken, width) for line, after, taken in zip(lines, lines[1:], widths, strict=False)]
    if not _evidence(lines, full):
        return [[line] for line in lines]
    groups = [[lines[0]]]
    for line, soft in zip(lines[1:], full, strict=True):
        if soft and line.indent - groups[-1][-1].indent < 4:  # noqa: PLR2004  four columns in: a new paragraph
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _full(line: Line, after: Line, taken: int, width: int) -> bool:
    match = _FIRST_WORD.match(after.text)
    word = columns(match.group()) if match else 0
    latin = line.text[-1].isascii() and after.text[0].isascii()
    return taken + latin + word > width - (0 if latin else 2)


def _evidence(lines: Sequence[Line], full: Sequence[bool]) -> bool:
    open_ends = [line for line, soft in zip(lines, full, strict=False) if soft and not _END.search(line.text)]
    if is_chinese("".join(line.text for line in lines)):
        inside = any(_SENTENCE_INSIDE.search(line.text) for line in lines)
        stray = any(not soft and not _END.search(line.text) for line, soft in zip(lines, full, strict=False))
        return len(open_ends) > 1 and inside and not stray
    goes_on = any(soft and after.text[0].islower() for soft, after in zip(full, lines[1:], strict=True))
    return bool(open_ends) and goes_on and 3 * sum(full) >= len(full)
