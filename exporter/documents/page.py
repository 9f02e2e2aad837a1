"""A web page as a light tree, and the part of it that is the document: menus, banners and footers left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exporter.errors import DocumentError

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

DEEPEST = 2_000
"""Elements within each other; browsers stop at 512."""
MOST_ELEMENTS = 1_000_000


def words(text: str) -> frozenset[str]:
    """A set of words written in one string."""
    return frozenset(text.split())


_OPTIONAL_END = words(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody "
    "tfoot option optgroup colgroup html head body script style"
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_DROPPED = words(
    "script style noscript template svg math iframe object embed canvas video audio head nav aside footer "
    "button input select textarea dialog menu -comment !doctype"
)
_ROLES = words("navigation banner contentinfo complementary search menu menubar toolbar dialog alert")
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:bread-?crumbs?|crumbs?|side-?bar|share\w*|social\w*|nav|navbar|navigation|menu|foot|footer|copyright|related"
    r"|recommend\w*|comments?|toolbar|pagination|pager|pages?-?nav|login|search|banner|advert\w*|ads?|cookies?|qr-?code|font-?size"
    r"|location|position|skip-?link|site-?map|friend-?links?|weixin|wechat|weibo|print|header|top-?bar|toc|hidden|sr-only)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CONTAINERS = words("html body div section article main td tr tbody table form center")
_KNOWN_MAIN = frozenset(("zoom", "ucap-content", "trs_editor", "articlecontent", "article-content", "js_content"))
ENOUGH = 0.3
NEARLY_ALL = 0.95
FURNITURE_SHARE = 0.4
"""A "sidebar" that holds more of the page's text than this is no sidebar."""


@dataclass(eq=False, slots=True)
class Element:
    """One element; `weight` is the length of the text in it that is not a link."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)
    weight: int = 0
    tables: int = 0
    """Tables inside it."""
    headings: int = 0

    def elements(self) -> Iterator[Element]:
        """Its child elements."""
        return (child for child in self.children if isinstance(child, Element))


def parse_page(source: str, name: str) -> tuple[Element, str | None]:
    """The part of a page that is the document, and the page's title.

    Raises:
        DocumentError: its elements are nested too deeply, or too many.
    """
    _refuse_unbounded(source, name)
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415  only web pages need it

    tree = LexborHTMLParser(source)
    title = tree.css_first("title")
    words = " ".join(title.text_lexbor().split()) if title else None
    everything = _build(tree.root) if tree.root else []
    _weigh(everything)
    if not everything:
        return Element("body", {}), words
    _drop_furniture(everything)
    return _main(everything), words or None


def _refuse_unbounded(source: str, name: str) -> None:
    """Parsing takes the square of the depth in time, and much memory an element: both are looked at first."""
    depth = 0
    for count, match in enumerate(_TAG.finditer(source)):
        if count > 2 * MOST_ELEMENTS:
            raise DocumentError(
                "the page has more than {limit} elements",
                where=name,
                hint="Split it, or give only the part that holds the plan.",
                limit=MOST_ELEMENTS,
            )
        if match.group(2).lower() in _OPTIONAL_END:
            continue
        depth = max(depth - 1 if match.group(1) else depth + 1, 0)
        if depth > DEEPEST:
            raise DocumentError(
                "the page nests its elements more than {limit} deep",
                where=name,
                hint="Open it in a browser, copy its text into a .txt or .docx file and try again.",
                limit=DEEPEST,
            )


def _build(root: LexborNode) -> list[Element]:
    """All elements in document order, without those that never hold content."""
    found: list[Element] = []
    stack: list[tuple[LexborNode, Element | None]] = [(root, None)]
    while stack:
        node, parent = stack.pop()
        tag = node.tag or ""
        if tag == "-text":
            if parent is not None and node.text_content:
                parent.children.append(node.text_content)
            continue
        if tag in _DROPPED or tag.startswith("-"):
            continue
        attributes = {key: value or "" for key, value in node.attributes.items()}
        if _is_hidden(attributes):
            continue
        element = Element(tag, attributes, parent)
        if parent is not None:
            parent.children.append(element)
        found.append(element)
        children = []
        child = node.first_child
        while child is not None:
            children.append(child)
            child = child.next
        stack.extend((child, element) for child in reversed(children))
    return found


def _is_hidden(attributes: dict[str, str]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true" or attributes.get("role") in _ROLES:
        return True
    return bool(_HIDDEN.search(attributes.get("style", "")))


def _weigh(everything: list[Element]) -> None:
    for element in reversed(everything):
        element.weight += sum(len(child.strip()) for child in element.children if isinstance(child, str))
        if element.tag == "a":
            element.weight = 0
        if element.parent is not None:
            element.parent.weight += element.weight
            element.parent.tables += element.tables + (element.tag == "table")
            element.parent.headings += element.headings + (element.tag in {"h1", "h2", "h3", "h4"})


def _drop_furniture(everything: list[Element]) -> None:
    whole = max(everything[0].weight, 1)
    for element in everything:
        names = f"{element.attributes.get('class', '')} {element.attributes.get('id', '')}"
        named = element.tag in {"header", "form"} or _FURNITURE.search(names)
        if not named or element.parent is None or element.tag in {"html", "body", "main", "article"}:
            continue
        if element.weight > FURNITURE_SHARE * whole or (element.tag == "header" and _in_article(element)):
            continue
        element.parent.children.remove(element)
        _lighten(element)


def _in_article(element: Element) -> bool:
    above = element.parent
    while above is not None and above.tag not in {"article", "main"}:
        above = above.parent
    return above is not None


def _lighten(element: Element) -> None:
    above = element.parent
    while above is not None:
        above.weight -= element.weight
        above.tables -= element.tables + (element.tag == "table")
        above = above.parent
    element.parent = None


def _main(everything: list[Element]) -> Element:
    """What the page itself calls its main part, else the innermost container that holds nearly all of the text."""
    whole = everything[0]
    named = [element for element in everything if _is_main(element) and _attached(element, whole)]
    best = max(named, key=lambda element: element.weight, default=whole)
    if best.weight < ENOUGH * whole.weight:
        best = whole
    while True:
        inner = max(best.elements(), key=lambda child: child.weight, default=None)
        if inner is None or inner.tag not in _CONTAINERS or inner.weight < max(NEARLY_ALL * best.weight, 1):
            return best
        if inner.tag == "table" and not inner.tables:
            return best
        best = inner


def _is_main(element: Element) -> bool:
    identity = element.attributes.get("id", "").lower()
    return (
        element.tag in {"main", "article"}
        or element.attributes.get("role") == "main"
        or element.attributes.get("itemprop") == "articleBody"
        or identity in _KNOWN_MAIN
        or bool(_KNOWN_MAIN & set(element.attributes.get("class", "").lower().split()))
    )


def _attached(element: Element, whole: Element) -> bool:
    above: Element | None = element
    while above is not None and above is not whole:
        above = above.parent
    return above is whole
