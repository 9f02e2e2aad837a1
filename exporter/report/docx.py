"""A page as a Word document, as an office sends it round."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from exporter.destinations.markdown import visible
from exporter.model import Language
from exporter.report.view import Line, Table, View

if TYPE_CHECKING:
    from docx.document import Document

_FONTS = {"zh": ("SimSun", "SimHei"), "en": ("Calibri", "Calibri")}
"""Text and headings."""
_TEXT_WIDTH = 16.5
"""Centimetres between the margins."""
_FIGURE_WIDTH = 1.6
_LONG = 16
"""Characters from which a column takes what room is left."""


def to_docx(view: View, language: Language, day: date) -> bytes:
    """Bold lines become headings, the first one the title; tables repeat their head on every page."""
    from docx import Document
    from docx.shared import Cm

    document = Document()
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm((21 - _TEXT_WIDTH) / 2)
    _fonts(document, language)
    level = 0
    for piece in view:
        if isinstance(piece, Table):
            _table(document, piece)
        elif piece.tone == "bold":
            document.add_heading(_text(piece), level)
            level = 1
        elif piece.text.strip():
            document.add_paragraph(_text(piece))
    known = document.core_properties
    known.title, known.author, known.comments = _text(view[0]), "exporter", ""
    known.language = "zh-CN" if language == "zh" else "en"
    known.created = known.modified = datetime.combine(day, time())
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _text(piece: Any) -> str:
    return " ".join(visible(piece.text if isinstance(piece, Line) else str(piece)).split())


def _fonts(document: Document, language: Language) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    text, heading = _FONTS[language]
    for name, font, size in (("Normal", text, 10.5), ("Title", heading, 20), ("Heading 1", heading, 14)):
        style: Any = document.styles[name]
        style.font.name, style.font.size = font, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for side in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{side}"), font)
        for side in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{side}"), None)


def _table(document: Document, table: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    drawn: Any = document.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    drawn.autofit = False
    widths = [Cm(width) for width in _widths(table)]
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    for number, cells in enumerate((table.columns, *table.rows)):
        row = drawn.add_row()
        for place, (cell, words) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = widths[place]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            run = paragraph.add_run(_text(words))
            run.font.size, run.bold = Pt(9), number == 0
            if place in table.right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  python-docx has no verb for it
    drawn.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  likewise
    document.add_paragraph()


def _widths(table: Table) -> list[float]:
    """Figures narrow, short texts as long as they are, long texts share the rest."""
    longest = [
        max(len(row[place].encode("gb18030", "replace")) for row in (table.columns, *table.rows))
        for place in range(len(table.columns))
    ]
    short = {
        place: _FIGURE_WIDTH if place in table.right else longest[place] * 0.19 + 0.6
        for place in range(len(longest))
        if place in table.right or longest[place] <= _LONG
    }
    rest = _TEXT_WIDTH - sum(short.values())
    shares = {place: min(longest[place], 60) for place in range(len(longest)) if place not in short}
    return [
        short[place] if place in short else rest * shares[place] / sum(shares.values()) for place in range(len(longest))
    ]
