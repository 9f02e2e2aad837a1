"""PDF files with a text layer, read with PDFium: paragraphs, headings and ruled tables, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

from exporter.documents.columns import open_table
from exporter.documents.document import Block
from exporter.documents.draft import Draft, InsetRow
from exporter.documents.flow import Line, joined_text, lines_of_glyphs, paragraphs, without_furniture
from exporter.documents.glyphs import Glyph, PageContent, page_content
from exporter.documents.kind import RUN_OCR
from exporter.documents.ruled import NEAR, Ruled, tables_on
from exporter.documents.structure import could_head
from exporter.errors import DocumentError
from exporter.wording import say

FEW_GLYPHS = 40
"""On a page that is an image, this little text is a stamp or a page number."""
MOSTLY = 0.5
UNREADABLE = 0.3
LARGER = 1.15
MOST_PAGES = 3_000


@dataclass(slots=True)
class _Page:
    number: int
    height: float
    lines: list[Line]
    tables: list[Ruled]


@dataclass(slots=True)
class _OpenTable:
    """A table that may go on on the next page."""

    rows: list[InsetRow]
    pages: list[int]
    edges: list[float]


def read_pdf(data: bytes, name: str) -> tuple[str, tuple[Block, ...], tuple[str, ...]]:
    """The text of a PDF file, its blocks, and warnings about pages without text.

    Raises:
        DocumentError: damaged, protected by a password, too long, or without any text.
    """
    pages, silent = _pages(data, name)
    if silent and not any(page.lines or page.tables for page in pages):
        raise DocumentError(
            "page {pages} has no text that can be read: it is a scanned image"
            if len(silent) == 1
            else "pages {pages} have no text that can be read: they are scanned images",
            where=name,
            hint=RUN_OCR,
            pages=ranges(silent),
        )
    kept = without_furniture([(page.height, page.lines) for page in pages])
    for page, lines in zip(pages, kept, strict=True):
        page.lines = lines
    draft = Draft()
    _write(draft, pages)
    text, blocks = draft.finish()
    template = (
        "page {pages}: a scanned image without text, left out"
        if len(silent) == 1
        else ("pages {pages}: scanned images without text, left out")
    )
    return text, blocks, (say(template, pages=ranges(silent)),) if silent else ()


def ranges(numbers: list[int]) -> str:
    """`[1, 2, 3, 7]` → "1–3, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _pages(data: bytes, name: str) -> tuple[list[_Page], list[int]]:
    """Every page, and the numbers of those whose text cannot be read."""
    import pypdfium2  # noqa: PLC0415  only PDF files need it

    pages: list[_Page] = []
    silent: list[int] = []
    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > MOST_PAGES:
                raise DocumentError(
                    "the file has more than {limit} pages",
                    where=name,
                    hint="Split it, or give only the part that holds the plan.",
                    limit=MOST_PAGES,
                )
            for number in range(1, len(document) + 1):
                page = document[number - 1]
                content = page_content(page)
                page.close()
                if _is_silent(content):
                    silent.append(number)
                    content.glyphs.clear()
                pages.append(_page(content, number))
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error, name) from error
    return pages, silent


def _unreadable(error: Any, name: str) -> DocumentError:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return DocumentError(
            "the document is protected by a password",
            where=name,
            hint="Open it with the password, save it without one and try again.",
        )
    return DocumentError(
        "the PDF file is damaged or incomplete",
        where=name,
        hint="Open it in a PDF reader, print it to a new PDF file and try with that.",
    )


def _is_silent(content: PageContent) -> bool:
    """A scanned page, or one whose fonts do not say which characters they draw."""
    if not content.glyphs:
        return content.pictured > 0
    if len(content.glyphs) < FEW_GLYPHS:
        return content.pictured > MOSTLY
    strange = sum(glyph.text == "\ufffd" or "\ue000" <= glyph.text <= "\uf8ff" for glyph in content.glyphs)
    return strange > UNREADABLE * len(content.glyphs)


def _page(content: PageContent, number: int) -> _Page:
    tables = tables_on(content)
    free: list[tuple[int, Glyph]] = []
    for numbered in enumerate(content.glyphs):
        table = next((table for table in tables if table.holds(numbered[1])), None)
        (table.glyphs if table else free).append(numbered)
    tables = [table for table in tables if table.glyphs]
    return _Page(number, content.height, lines_of_glyphs(free, number), tables)


def _write(draft: Draft, pages: list[_Page]) -> None:
    """Runs of lines and tables in reading order; both may go on over the foot of a page."""
    body = median([line.size for page in pages for line in page.lines] or [0.0])
    run: list[Line] = []
    table: _OpenTable | None = None
    for page in pages:
        for thing in _in_order(page):
            if isinstance(thing, Line):
                _close(draft, table)
                table = None
                run.append(thing)
                continue
            _flow(draft, run, body)
            run = []
            rows = thing.rows()
            if table is None or not _same_columns(table, thing):
                _close(draft, table)
                table = _OpenTable([], [], thing.edges)
            table.rows.extend(rows)
            table.pages.extend([page.number] * len(rows))
    _close(draft, table)
    _flow(draft, run, body)


def _in_order(page: _Page) -> list[Line | Ruled]:
    things: list[tuple[int, Line | Ruled]] = [(line.order, line) for line in page.lines]
    things.extend((table.glyphs[0][0], table) for table in page.tables)
    return [thing for _, thing in sorted(things, key=lambda pair: pair[0])]


def _same_columns(table: _OpenTable, ruled: Ruled) -> bool:
    if len(table.edges) != len(ruled.edges):
        return False
    return all(abs(one - two) <= 2 * NEAR for one, two in zip(table.edges, ruled.edges, strict=True))


def _close(draft: Draft, table: _OpenTable | None) -> None:
    if table is not None:
        pages = table.pages
        draft.table(table.rows, lambda index: f"page {pages[index]}")


def _flow(draft: Draft, lines: list[Line], body: float) -> None:
    """Running text, and between it the tables that are drawn without lines."""
    running: list[Line] = []
    index = 0
    while index < len(lines):
        table = open_table(lines, index)
        if table is None:
            running.append(lines[index])
            index += 1
            continue
        _prose(draft, running, body)
        running = []
        taken, rows, pages = table
        _close(draft, _OpenTable([*rows], pages, []))
        index += taken
    _prose(draft, running, body)


def _prose(draft: Draft, lines: list[Line], body: float) -> None:
    """Paragraphs; one in larger type that could be a heading is one."""
    sizes = sorted({round(line.size) for line in lines if line.size > LARGER * body}, reverse=True)
    left = min((line.left for line in lines), default=0.0)
    for group in paragraphs(lines):
        text = joined_text(group)
        size = group[0].size
        heading = size > LARGER * body and could_head(text) and round(size) in sizes
        level = min(sizes.index(round(size)) + 1, 3) if heading else 0
        draft.add(
            text,
            f"page {group[0].page}",
            "heading" if heading else None,
            level,
            indent=round((group[0].left - left) / 2),
        )
