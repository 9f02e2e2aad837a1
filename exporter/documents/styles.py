"""What Word's styles and numbering say about a paragraph: heading, item, table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exporter.documents.numbering import Mark, Scheme

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

Node = Any
"""An lxml element."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])$", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|标题|標題|文件标题)$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录|目錄|table of figures|index)(?:\s*\d)?$|toc heading$", re.IGNORECASE)
BODY_TEXT = 9
"""The outline level that means none."""


@dataclass(frozen=True, slots=True)
class Look:
    """`heading`: its level or 0. `depth`: the level of a numbered paragraph, from 1. `mark`: how it is numbered."""

    heading: int = 0
    depth: int = 0
    mark: Mark | None = None
    furniture: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    heading: int
    numbering: tuple[str, int] | None


class Styles:
    """The styles and numberings of one document, each looked up once."""

    def __init__(self, document: WordDocument) -> None:
        self._styles = {style.style_id: style.element for style in document.styles}
        self._default = next(
            (
                key
                for key, node in self._styles.items()
                if node.get(f"{W}default") == "1" and node.get(f"{W}type") == "paragraph"
            ),
            "",
        )
        self._known: dict[str, _Style] = {}
        self._formats = _formats(document)

    def look(self, paragraph: Node) -> Look:
        """What a paragraph is by its own properties, then by its style's."""
        own = paragraph.find(f"{W}pPr")
        style = self._style(_value(own, "pStyle") or self._default)
        if _CONTENTS.match(style.name):
            return Look(furniture=True)
        outline = _value(own, "outlineLvl")
        heading = _outline(outline) if outline is not None else style.heading
        numbering = _numbering(own) or style.numbering
        if numbering is None or numbering[0] == "0":
            return Look(heading)
        identity, depth = numbering
        return Look(heading, depth + 1, Mark(self._formats.get((identity, depth), "arabic"), 0))

    def _style(self, identity: str) -> _Style:
        if identity in self._known:
            return self._known[identity]
        name, heading, numbering = "", 0, None
        chain: set[str] = set()
        at: str | None = identity
        while at and at not in chain and at in self._styles:
            chain.add(at)
            node = self._styles[at]
            own = node.find(f"{W}pPr")
            name = name or (_value(node, "name") or "")
            heading = heading or _heading_of(_value(node, "name") or "", _value(own, "outlineLvl"))
            numbering = numbering or _numbering(own)
            at = _value(node, "basedOn")
        self._known[identity] = _Style(name, heading, numbering)
        return self._known[identity]


def _value(node: Any, name: str) -> str | None:
    child = node.find(f"{W}{name}") if node is not None else None
    return child.get(f"{W}val") if child is not None else None


def _outline(level: str | None) -> int:
    number = int(level) if level and level.isdecimal() else BODY_TEXT
    return number + 1 if number < BODY_TEXT else 0


def _heading_of(name: str, outline: str | None) -> int:
    match = _HEADING.match(name)
    if match:
        return int(match.group(1))
    return 1 if _TITLE.match(name) else _outline(outline)


def _numbering(own: Any) -> tuple[str, int] | None:
    node = own.find(f"{W}numPr") if own is not None else None
    identity = _value(node, "numId")
    depth = _value(node, "ilvl") or "0"
    return (identity, int(depth) if depth.isdecimal() else 0) if identity else None


def _formats(document: WordDocument) -> dict[tuple[str, int], Scheme]:
    """Numbering id and level → how it numbers."""
    try:
        root: Any = document.part.numbering_part.element
    except (KeyError, NotImplementedError):  # a document without lists has no such part
        return {}
    abstract: dict[str, dict[int, Scheme]] = {}
    for node in root.findall(f"{W}abstractNum"):
        abstract[node.get(f"{W}abstractNumId")] = {
            int(level.get(f"{W}ilvl") or 0): _scheme(_value(level, "numFmt") or "", _value(level, "lvlText") or "")
            for level in node.findall(f"{W}lvl")
        }
    return {
        (node.get(f"{W}numId"), level): scheme
        for node in root.findall(f"{W}num")
        for level, scheme in abstract.get(_value(node, "abstractNumId") or "", {}).items()
    }


_FORMATS: tuple[tuple[str, str, Scheme], ...] = (
    (r"bullet|none", r"", "bullet"),
    (r"chinese|ideograph|japanese|taiwanese", r"第.*[章编篇部]", "part"),
    (r"chinese|ideograph|japanese|taiwanese", r"第.*节", "section"),
    (r"chinese|ideograph|japanese|taiwanese", r".*[)）]", "chinese_paren"),
    (r"chinese|ideograph|japanese|taiwanese", r"", "chinese"),
    (r"decimalEnclosed", r"", "circled"),
    (r"upperRoman", r"", "roman"),
    (r"lowerRoman|.*Letter", r"", "letter"),
    (r"", r".*%.*%", "decimal"),
    (r"", r".*[)）]", "arabic_paren"),
)
"""numFmt, lvlText → the scheme that such a number would have if it were written."""


def _scheme(form: str, text: str) -> Scheme:
    for wanted, pattern, scheme in _FORMATS:
        if re.match(wanted, form) and re.match(pattern, text):
            return scheme
    return "arabic"
