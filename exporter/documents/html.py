"""HTML: the main text of a page, its headings, lists and tables."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from exporter.documents.document import Block, BlockKind
from exporter.documents.draft import Draft, Inset
from exporter.documents.lines import one_line
from exporter.documents.page import Element, parse_page, words

_INLINE = words(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s samp small "
    "span strike strong sub sup time tt u var wbr o:p st1:chsdate ruby rb"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ANNOTATION = frozenset(("rt", "rp"))
WIDEST_SPAN = 200
"""Columns or rows that one cell may cover; rowspan="65534" is somebody's way to say "all"."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What a run of text belongs to."""

    kind: BlockKind | None = None
    level: int = 0
    lists: int = 0
    kept: bool = False


class _Page:
    """Walks the main part of a page and writes it into a draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.running: list[str] = []
        self.context = _Context()
        self.first_of_item = False
        self.paragraphs = count(1)
        self.tables = count(1)

    def walk(self, root: Element) -> None:
        """Depth first, without recursion: pages nest as deep as they like."""
        stack: list[tuple[Element | str | None, _Context]] = [(root, _Context())]
        while stack:
            node, context = stack.pop()
            if node is None:
                self.flush()
            elif isinstance(node, str):
                self.say(node, context)
            elif node.tag in _ANNOTATION:
                continue
            elif node.tag == "table" and is_data(node):
                self.flush()
                self.table(node)
            else:
                inner = self.enter(node, context)
                if node.tag not in _INLINE:
                    stack.append((None, context))
                stack.extend((child, inner) for child in reversed(node.children))
        self.flush()

    def enter(self, element: Element, context: _Context) -> _Context:
        """The context inside an element."""
        tag = element.tag
        if tag in _INLINE:
            return context
        self.flush()
        if tag in _HEADINGS:
            return _Context("heading", _HEADINGS[tag], context.lists)
        if tag in {"ul", "ol"}:
            return _Context(None, 0, context.lists + 1)
        if tag == "li":
            self.first_of_item = True
            return _Context("item", max(context.lists, 1), context.lists)
        if tag == "pre":
            return _Context(context.kind, context.level, context.lists, kept=True)
        return context

    def say(self, text: str, context: _Context) -> None:
        """Take up running text."""
        self.context = context
        if not context.kept:
            self.running.append(text)
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                self.flush()
            self.running.append(line)

    def flush(self) -> None:
        """End the block that is being written."""
        text = one_line("".join(self.running))
        self.running.clear()
        if not text:
            return
        kind, level = self.context.kind, self.context.level
        if kind == "item":
            kind, level = ("item", level) if self.first_of_item else ("paragraph", 0)
            self.first_of_item = False
        self.draft.add(text, f"paragraph {next(self.paragraphs)}", kind, level)

    def table(self, element: Element) -> None:
        """Write a data table, its caption before it."""
        caption = next((child for child in element.elements() if child.tag == "caption"), None)
        if caption is not None:
            self.draft.add(cell_text(caption).replace("\n", " "), f"paragraph {next(self.paragraphs)}")
        number = next(self.tables)
        rows, declared = grid(element)
        self.draft.table(rows, lambda index: f"table {number} row {index + 1}", declared)


def read_html(source: str, name: str) -> tuple[str, tuple[Block, ...], str | None]:
    """The text of a page's main part, its blocks and its title.

    Raises:
        DocumentError: the page is nested too deeply or holds too many elements.
    """
    main, title = parse_page(source, name)
    draft = Draft()
    _Page(draft).walk(main)
    text, blocks = draft.finish()
    return text, blocks, title


def is_data(table: Element) -> bool:
    """A table of data, not one that only lays out a page."""
    if table.tables or table.headings or table.attributes.get("role") in {"presentation", "none"}:
        return False
    rows = _rows(table)
    widest = max((len(_cells(row)) for row in rows), default=0)
    return (len(rows) > 1 and widest > 1) or any(cell.tag == "th" for row in rows for cell in _cells(row))


def _rows(table: Element) -> list[Element]:
    found: list[Element] = []
    for child in table.elements():
        if child.tag == "tr":
            found.append(child)
        elif child.tag in {"thead", "tbody", "tfoot"}:
            found.extend(row for row in child.elements() if row.tag == "tr")
    return found


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row.elements() if cell.tag in {"td", "th"}]


def grid(table: Element) -> tuple[list[list[Inset | None]], int | None]:
    """The cells by row and column, merged ones in every place they cover; and how many rows are declared as header."""
    rows = _rows(table)
    placed: list[dict[int, Inset]] = [{} for _ in rows]
    for index, row in enumerate(rows):
        column = 0
        for cell in _cells(row):
            while column in placed[index]:
                column += 1
            inset = Inset(cell_text(cell))
            high, wide = _span(cell, "rowspan", len(rows) - index), _span(cell, "colspan", WIDEST_SPAN)
            for below in placed[index : index + high]:
                below.update((across, inset) for across in range(column, column + wide))
            column += wide
    width = max((max(row, default=-1) + 1 for row in placed), default=0)
    header = 0
    while header < len(rows) and (_in_head(rows[header]) or _all_headings(rows[header])):
        header += 1
    return [[row.get(column) for column in range(width)] for row in placed], header or None


def _in_head(row: Element) -> bool:
    return row.parent is not None and row.parent.tag == "thead"


def _all_headings(row: Element) -> bool:
    cells = _cells(row)
    return bool(cells) and all(cell.tag == "th" for cell in cells)


def _span(cell: Element, attribute: str, most: int) -> int:
    value = cell.attributes.get(attribute, "1").strip()
    number = int(value) if value.isdecimal() and len(value) < 7 else 1  # noqa: PLR2004  longer ones are mistakes
    return max(1, min(number or most, most))


def cell_text(cell: Element) -> str:
    """A cell's text; paragraphs and line breaks within it become line ends."""
    pieces: list[str] = []
    stack: list[Element | str] = [cell]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(" ".join(f"x{node}x".split())[1:-1])
        elif node.tag == "br":
            pieces.append("\n")
        elif node.tag not in _ANNOTATION:
            block = node.tag not in _INLINE
            stack.extend(("\n",) if block else ())
            stack.extend(reversed(node.children))
            pieces.extend(("\n",) if block else ())
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
