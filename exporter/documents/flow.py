"""PDF glyphs → lines → paragraphs: page furniture left out, lines put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from exporter.documents.glyphs import Glyph
from exporter.documents.numbering import mark_of

EDGE = 0.1
"""The share of a page's height, at its top and its foot, in which running heads and page numbers stand."""
WIDE_GAP = 1.8
"""Of the type's size: more than any justified line leaves between words."""
_PAGE_NUMBER = re.compile(
    r"[-—–~·.\s]*\d{1,4}[-—–~·.\s]*$|第?\s*\d{1,4}\s*页?\s*[,，/]?\s*(?:共|of|/)?\s*\d{0,4}\s*页?$"
    r"|page\s*\d+(?:\s*(?:of|/)\s*\d+)?$|[-—–\s]*[ivxIVX]{1,5}[-—–\s]*$",
    re.IGNORECASE,
)
_END = re.compile(r"[。；！？.!?;:：][”’」』\"')）]*$")
_SOFT_HYPHENS = "\x02\xad\ufffe"
_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]")


@dataclass(slots=True)
class Line:
    """One line of a page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    page: int
    order: int
    """Where it stands among the page's glyphs."""
    cells: list[tuple[float, str]]
    """Its pieces between wide gaps, each with its left edge; one in running text."""

    @property
    def size(self) -> float:
        """Height."""
        return self.top - self.bottom


def lines_of_glyphs(glyphs: Iterable[tuple[int, Glyph]], page: int) -> list[Line]:
    """The lines that some of a page's glyphs make, in the page's own order."""
    lines: list[Line] = []
    run: list[Glyph] = []
    first = 0
    for order, glyph in glyphs:
        if run and _new_line(run[-1], glyph):
            lines.append(_line(run, page, first))
            run = []
        if not run:
            first = order
        run.append(glyph)
    if run:
        lines.append(_line(run, page, first))
    return lines


def _new_line(last: Glyph, glyph: Glyph) -> bool:
    shift = abs(glyph.middle[1] - last.middle[1])
    size = max(last.size, glyph.size)
    return (glyph.breaks and shift > size * 0.3) or shift > size * 0.6 or glyph.left < last.left - size


def _line(run: Sequence[Glyph], page: int, order: int) -> Line:
    cells: list[tuple[float, list[str]]] = [(run[0].left, [run[0].text])]
    for last, glyph in pairwise(run):
        if glyph.left - last.right > WIDE_GAP * max(last.size, glyph.size):
            cells.append((glyph.left, []))
        elif glyph.gap and not _only_set_apart(last, glyph):
            cells[-1][1].append(" ")
        cells[-1][1].append(glyph.text)
    whole = [(left, "".join(pieces)) for left, pieces in cells]
    return Line(
        text=" ".join(piece for _, piece in whole),
        left=min(glyph.left for glyph in run),
        right=max(glyph.right for glyph in run),
        bottom=median(glyph.bottom for glyph in run),
        top=median(glyph.top for glyph in run),
        page=page,
        order=order,
        cells=whole,
    )


def _only_set_apart(last: Glyph, glyph: Glyph) -> bool:
    """A distance that typesetting puts around Chinese characters, where nobody typed a space."""
    wide = bool(_WIDE.match(last.text)) + bool(_WIDE.match(glyph.text))
    return wide > glyph.typed and glyph.left - last.right < last.size


def without_furniture(pages: Sequence[tuple[float, list[Line]]]) -> list[list[Line]]:
    """Lines by page, given its height, without page numbers and without heads that return on half of the pages."""
    often = Counter(
        key for height, lines in pages for key in {_likeness(line) for line in lines if _at_edge(line, height)}
    )
    needed = max(2, len(pages) / 2)
    return [
        [
            line
            for line in lines
            if not (_at_edge(line, height) and (_PAGE_NUMBER.match(line.text) or often[_likeness(line)] >= needed))
        ]
        for height, lines in pages
    ]


def _at_edge(line: Line, height: float) -> bool:
    return line.bottom > height * (1 - EDGE) or line.top < height * EDGE


def _likeness(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.replace(" ", ""))


def paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """Neighbouring lines put together where one goes on in the next."""
    if not lines:
        return []
    left, right = _margin([line.left for line in lines]), max(line.right for line in lines)
    leading = _leading(lines)
    groups = [[lines[0]]]
    for above, line in pairwise(lines):
        if _goes_on(groups[-1], above, line, (left, right, leading)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _margin(lefts: Sequence[float]) -> float:
    """The leftmost edge that more than a few lines share: first lines are indented, the rest of a paragraph is not."""
    rounded = Counter(round(left) for left in lefts)
    shared = [edge for edge, lines in rounded.items() if lines >= max(2, len(lefts) / 8)]
    return float(min(shared or rounded))


def _leading(lines: Sequence[Line]) -> float:
    steps = [
        above.top - line.top for above, line in pairwise(lines) if above.page == line.page and above.top > line.top
    ]
    return median(steps) if steps else 0.0


def _goes_on(group: Sequence[Line], above: Line, line: Line, measure: tuple[float, float, float]) -> bool:
    left, right, leading = measure
    size = above.size
    if abs(line.size - size) > 0.15 * size or len(line.cells) > 1 or len(above.cells) > 1:
        return False
    if above.right < right - max(2.2 * size, 0.12 * (right - left)):  # it ended before its line was full
        return False
    if above.page == line.page and leading and above.top - line.top > max(1.5 * leading, leading + 0.5 * size):
        return False
    indent = line.left - left
    first = group[0].left - left
    if indent > 0.8 * size and indent >= first - 0.5 * size and (len(group) > 1 or first < 0.8 * size):
        return False
    if mark_of(line.text) and (_END.search(above.text) or indent > 0.8 * size):
        return False
    return above.page == line.page or not _END.search(above.text)


def joined_text(lines: Sequence[Line]) -> str:
    """One text from the lines of a paragraph: a space between English words, none in Chinese, hyphenation undone."""
    text = lines[0].text
    for line in lines[1:]:
        text = join(text, line.text)
    return _clean(text)


def join(above: str, below: str) -> str:
    """Two lines as one."""
    if above[-1:] in _SOFT_HYPHENS or (re.search(r"[a-z]-$", above) and below[:1].islower()):
        return above[:-1] + below
    if _WIDE.match(above[-1:]) or _WIDE.match(below[:1]):
        return above + below
    return f"{above} {below}"


def cell_lines(glyphs: Sequence[Glyph]) -> str:
    """A table cell's text: wrapped lines joined, lines that start something new kept apart."""
    lines = lines_of_glyphs(enumerate(glyphs), 0)
    if not lines:
        return ""
    right = max(line.right for line in lines)
    done = [lines[0].text]
    for above, line in pairwise(lines):
        short = above.right < right - 1.5 * above.size
        if (_END.search(above.text) and mark_of(line.text)) or (short and _END.search(above.text)):
            done.append(line.text)
        else:
            done[-1] = join(done[-1], line.text)
    return "\n".join(map(_clean, done))


def _clean(text: str) -> str:
    for hyphen in _SOFT_HYPHENS:
        text = text.replace(hyphen, "-")
    return " ".join(text.split())
