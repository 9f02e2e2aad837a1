"""One PDF page as PDFium sees it: characters with their boxes, ruled lines, and how much of it is an image.

Coordinates are points from the lower left corner of the page as it is shown (rotated pages are turned upright).
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes import byref, c_float
from dataclasses import dataclass, field
from typing import Any

SHORTEST_RULE = 6.0
STRAIGHT = 1.0
MOST_PATHS = 20_000
"""Path pieces on one page; beyond it the page is a drawing, not a table."""
_BREAKS = frozenset("\r\n")


@dataclass(slots=True)
class Glyph:
    """One character; `breaks` when PDFium starts a new line before it.

    `gap`: white space before it; `typed`: that white space is a character of the file, not only a distance.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    breaks: bool = False
    gap: bool = False
    typed: bool = False

    @property
    def size(self) -> float:
        """Height of the font's box."""
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: at `at`, from `low` to `high`; horizontal ones lie at a height, vertical ones at a width."""

    at: float
    low: float
    high: float


@dataclass(slots=True)
class PageContent:
    """What stands on a page."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    pictured: float = 0.0
    """The share of the page that its images cover."""


Turn = Callable[[float, float], tuple[float, float]]


def page_content(page: Any) -> PageContent:
    """Read one `pypdfium2.PdfPage`."""
    width, height = page.get_size()
    left, bottom, *_ = page.get_bbox()
    turn = _turn(page.get_rotation(), width, height, left, bottom)
    content = PageContent(width, height)
    _read_glyphs(page, content, turn)
    _read_objects(page, content, turn)
    return content


def _turn(rotation: int, width: float, height: float, left: float, bottom: float) -> Turn:
    """Page space → the page as shown; `width` and `height` are already those of the page as shown."""
    turns: dict[int, Turn] = {
        90: lambda x, y: (y - bottom, height - (x - left)),
        180: lambda x, y: (width - (x - left), height - (y - bottom)),
        270: lambda x, y: (width - (y - bottom), x - left),
    }
    return turns.get(rotation, lambda x, y: (x - left, y - bottom))


def _read_glyphs(page: Any, content: PageContent, turn: Turn) -> None:
    import pypdfium2.raw as pdfium  # noqa: PLC0415  only PDF files need it

    text = page.get_textpage()
    rect = pdfium.FS_RECTF()
    breaks = gap = typed = False
    high = ""
    for index in range(text.count_chars()):
        character = high + chr(pdfium.FPDFText_GetUnicode(text, index))
        high = ""
        if "\ud800" <= character <= "\udbff":  # the first half of a pair
            high = character
            continue
        character = character.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if character in _BREAKS:
            breaks = True
        elif character.isspace() or character == "\0":
            gap = True
            typed = typed or pdfium.FPDFText_IsGenerated(text, index) != 1
        elif pdfium.FPDFText_GetLooseCharBox(text, index, byref(rect)):
            one, two = turn(rect.left, rect.bottom), turn(rect.right, rect.top)
            box = min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1])
            content.glyphs.append(Glyph(character, *box, breaks=breaks, gap=gap, typed=typed))
            breaks = gap = typed = False
    text.close()


def _read_objects(page: Any, content: PageContent, turn: Turn) -> None:
    import pypdfium2.raw as pdfium  # noqa: PLC0415  see above

    area = max(content.width * content.height, 1.0)
    pieces = 0
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH]):
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = thing.get_bounds()
            content.pictured += max(right - left, 0) * max(top - bottom, 0) / area
            continue
        pieces += max(pdfium.FPDFPath_CountSegments(thing.raw), 0)
        if pieces > MOST_PATHS:
            content.across.clear()
            content.down.clear()
            return
        _read_path(thing, content, turn)


def _read_path(thing: Any, content: PageContent, turn: Turn) -> None:
    """Straight pieces of a path that run along the page's edges."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415  see above

    matrix = thing.get_matrix()
    x, y = c_float(), c_float()
    begin = last = None
    for index in range(pdfium.FPDFPath_CountSegments(thing.raw)):
        segment = pdfium.FPDFPath_GetPathSegment(thing.raw, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y)):
            continue
        point = turn(*matrix.on_point(x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            begin = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
            _add_rule(content, last, point)
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment) and begin is not None:
            _add_rule(content, point, begin)


def _add_rule(content: PageContent, one: tuple[float, float], two: tuple[float, float]) -> None:
    wide, high = abs(one[0] - two[0]), abs(one[1] - two[1])
    if high <= STRAIGHT and wide >= SHORTEST_RULE:
        content.across.append(Rule((one[1] + two[1]) / 2, min(one[0], two[0]), max(one[0], two[0])))
    elif wide <= STRAIGHT and high >= SHORTEST_RULE:
        content.down.append(Rule((one[0] + two[0]) / 2, min(one[1], two[1]), max(one[1], two[1])))
