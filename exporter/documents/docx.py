"""Word documents (.docx, OOXML): what a reader sees with all tracked changes accepted.

python-docx opens the package and knows the styles; the body is walked element by element, because insertions, text
boxes and content controls stand where its paragraphs do not look. Text boxes follow the paragraph they are anchored in.
Numbers that Word draws itself are no part of the text; they only tell items and headings apart.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from exporter.archive import damaged, open_archive, refuse_harmful
from exporter.documents.document import Block
from exporter.documents.draft import Draft, Inset
from exporter.documents.structure import is_run_in
from exporter.documents.styles import Styles
from exporter.errors import DocumentError

Node = Any
"""An lxml element."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = frozenset((f"{W}del", f"{W}moveFrom", f"{W}rPr", f"{W}pPr", f"{W}instrText", f"{W}delText", _FALLBACK))
_WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_MOST_COLUMNS = 200
MOST_PARAGRAPHS = 200_000


def read_docx(data: bytes, name: str) -> tuple[str, tuple[Block, ...]]:
    """The text of a Word document and its blocks.

    Raises:
        DocumentError: damaged, protected, or it would unpack to far more than a document needs.
    """
    refuse_harmful(open_archive(data, name), name)
    import docx  # noqa: PLC0415  only Word documents need it
    from lxml.etree import LxmlError  # noqa: PLC0415  likewise

    try:
        document = docx.Document(io.BytesIO(data))
        reader = _Reader(Styles(document), name)
        reader.blocks(document.element.body)
        return reader.draft.finish()
    except (LxmlError, LookupError, ValueError, TypeError, AttributeError, OSError, EOFError) as error:
        raise damaged(name) from error  # python-docx lets whatever its parser meets pass through


class _Reader:
    """Writes the body into a draft."""

    def __init__(self, styles: Styles, name: str) -> None:
        self.styles, self.name = styles, name
        self.draft = Draft()
        self.paragraphs = count(1)
        self.tables = count(1)
        self.carried = ""
        """Text of a paragraph whose end was deleted: it goes on in the next one."""

    def blocks(self, parent: Node) -> None:
        """Every paragraph and table in `parent`, in order. The parser bounds how deep they nest."""
        for child in block_nodes(parent):
            if child.tag == f"{W}p":
                self.paragraph(child)
            elif (only := _only_cell(child)) is not None:
                self.blocks(only)
            else:
                rows, declared = grid(child)
                self.draft.table(rows, table_place(next(self.tables)), declared)

    def paragraph(self, node: Node) -> None:
        """One paragraph, then the text boxes anchored in it."""
        number = next(self.paragraphs)
        if number > MOST_PARAGRAPHS:
            raise DocumentError(
                "the document has more than {limit} paragraphs",
                where=self.name,
                hint="Split it, or give only the part that holds the plan.",
                limit=MOST_PARAGRAPHS,
            )
        lines = (self.carried + paragraph_text(node)).split("\n")
        self.carried = ""
        if node.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self.carried = "\n".join(lines)
            return
        look = self.styles.look(node)
        for index, line in enumerate(filter(None, (" ".join(line.split()) for line in lines))):
            if look.furniture:
                continue
            place = f"paragraph {number}"
            if look.heading and not is_run_in(line):
                self.draft.add(line, place, "heading", look.heading)
            elif look.mark and index == 0:
                self.draft.add(line, place, level=look.depth, indent=2 * look.depth, mark=look.mark)
            else:
                self.draft.add(line, place)
        for box in node.iter(f"{W}txbxContent"):
            if not _inside(box, _FALLBACK, node) and not _inside(box, f"{W}txbxContent", node):
                self.blocks(box)


def table_place(number: int) -> Callable[[int], str]:
    """Where the rows of a table stand."""
    return lambda index: f"table {number} row {index + 1}"


def block_nodes(parent: Node) -> Iterator[Node]:
    """Paragraphs and tables directly in `parent` or wrapped by a content control or an insertion."""
    for child in parent:
        if child.tag in {f"{W}p", f"{W}tbl"}:
            yield child
        elif child.tag in _WRAPPERS:
            yield from block_nodes(child)


def paragraph_text(node: Node) -> str:
    """The runs of a paragraph; line breaks as line ends; deleted and hidden text left out."""
    pieces: list[str] = []
    _runs(node, pieces)
    return "".join(pieces).strip()


def _runs(node: Node, pieces: list[str]) -> None:
    for child in node:
        tag = child.tag
        if tag in _GONE or tag == f"{W}txbxContent" or (tag == f"{W}r" and _is_hidden(child)):
            continue
        if tag == f"{W}t":
            pieces.append(child.text or "")
        elif tag in {f"{W}tab", f"{W}ptab"}:
            pieces.append(" ")
        elif tag == f"{W}noBreakHyphen":
            pieces.append("-")
        elif tag == f"{W}cr" or (tag == f"{W}br" and child.get(f"{W}type") is None):
            pieces.append("\n")
        else:
            _runs(child, pieces)


def _is_hidden(run: Node) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in {"0", "false", "off"}


def _inside(node: Node, tag: str, top: Node) -> bool:
    above = node.getparent()
    while above is not None and above is not top:
        if above.tag == tag:
            return True
        above = above.getparent()
    return False


def _wrapped(parent: Node, tag: str) -> Iterator[Node]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _wrapped(child, tag)


def _only_cell(table: Node) -> Node | None:
    """The cell of a table that has only one: a frame around text."""
    cells = [cell for row in _wrapped(table, f"{W}tr") for cell in _wrapped(row, f"{W}tc")]
    return cells[0] if len(cells) == 1 else None


def grid(table: Node) -> tuple[list[list[Inset | None]], int | None]:
    """The cells by row and column, merged ones in every place they cover; and how many rows repeat as header."""
    rows: list[list[Inset | None]] = []
    header = 0
    for node in _wrapped(table, f"{W}tr"):
        properties = node.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            continue
        if properties is not None and properties.find(f"{W}tblHeader") is not None and header == len(rows):
            header += 1
        rows.append(_row(node, properties, rows[-1] if rows else []))
    width = max(map(len, rows), default=0)
    return [[*row, *[None] * (width - len(row))] for row in rows], header if header < len(rows) else None


def _row(node: Node, properties: Node | None, above: list[Inset | None]) -> list[Inset | None]:
    row: list[Inset | None] = [None] * _number(properties, "gridBefore", 0)
    for cell in _wrapped(node, f"{W}tc"):
        own = cell.find(f"{W}tcPr")
        merge = own.find(f"{W}vMerge") if own is not None else None
        goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        inset = above[len(row)] if goes_on and len(row) < len(above) else Inset(cell_text(cell))
        row.extend([inset] * max(_number(own, "gridSpan", 1), 1))
    return row[:_MOST_COLUMNS]


def _number(properties: Node | None, name: str, default: int) -> int:
    node = properties.find(f"{W}{name}") if properties is not None else None
    value: Any = node.get(f"{W}val") if node is not None else None
    return min(int(value), _MOST_COLUMNS) if value and value.isdecimal() else default


def cell_text(cell: Node) -> str:
    """A cell's paragraphs, a line each; a table within it gives a line a row."""
    lines: list[str] = []
    for child in block_nodes(cell):
        if child.tag == f"{W}p":
            lines.extend(paragraph_text(child).split("\n"))
        else:
            rows, _ = grid(child)
            for row in rows:
                own = dict.fromkeys(inset.text.replace("\n", " ") for inset in row if inset and inset.text)
                lines.append(" ".join(own))
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
