"""From the parts that a reader found to blocks: what is a heading, what an item, and how deep."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from exporter.documents.document import Block, BlockKind, Cell
from exporter.documents.lines import is_chinese
from exporter.documents.numbering import HEADING_LEVELS, Mark, mark_of

_END = re.compile(r"[。；！？!?;…，,、：:][”’」』\"')）】]*$|[.][\"')]*$")
_INSIDE = re.compile(r"[。；！？;]|[.!?] [A-Z]")
_FIGURE = re.compile(
    r"\d\s?[%％‰]|百分之|[以之][上下内內]|左右|不[低少高超]|\d\s?[万萬亿億]|\b(?:at least|at most|up to|no more than)\b"
)
_AMOUNT = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d)|\d+\s?[年月日])\d")
# A line that says who, when or where: never a heading, and what stands above it is no heading either.
_LABEL = re.compile(
    r"[（(【\[]?(?:(?:[^\s：:，。]{0,8}(?:单位|單位|部门|部門|领导|領導|责任人|責任人|时限|時限|时间|時間|日期|地点|地點|来源|來源|作者|编辑|編輯"
    r"|主持|出席|电话|電話|进度|主办|協辦|协办|牵头|牽頭|配合|联系人|聯絡人))"
    r"|(?:lead|owner|support\w*|responsib\w*|due|deadline|date|time|attendees|present|apologies|status|timeline|contact|location|venue)"
    r"[a-z ]{0,24})\s*[】\])]?[：:]",
    re.IGNORECASE,
)
_DATE = re.compile(r"[（(]?(?:\d{4}|[一二三四五六七八九〇○零]{4})\s*[年./-].{0,12}[)）]?$")
_ALONE = re.compile(r"[（(【\[].*[)）】\]]$")
LONGEST_HEADING = {True: 42, False: 90}
"""In characters, for Chinese and for other text."""


@dataclass(slots=True)
class Part:
    """A run of text as a reader found it; `kind` stays None where the format does not say what it is."""

    start: int
    end: int
    place: str
    kind: BlockKind | None = None
    level: int = 0
    cells: tuple[Cell, ...] = ()
    is_header: bool = False
    indent: int = 0
    mark: Mark | None = None
    text: str = ""


def blocks_of(text: str, parts: Sequence[Part]) -> tuple[Block, ...]:
    """Decide what each part is and number the blocks. `text[part.start:part.end]` is a part's text."""
    for part in parts:
        part.text = text[part.start : part.end]
        if part.mark is None and part.kind != "row":
            part.mark = mark_of(part.text)
    _find_headings(parts)
    _find_items(parts)
    return tuple(
        Block(
            kind=part.kind or "paragraph",
            start=part.start,
            end=part.end,
            number=number,
            level=part.level,
            place=part.place,
            cells=part.cells,
            is_header=part.is_header,
            mark=part.mark.length if part.mark and part.end - part.start > part.mark.length else 0,
        )
        for number, part in enumerate(parts, 1)
    )


def title_of(text: str, blocks: Sequence[Block]) -> str | None:
    """The first heading of the highest level, if it comes before everything else that is not a heading."""
    for block in blocks[:5]:
        if block.kind == "heading" and block.level == 1:
            return " ".join(text[block.start : block.end].split())
    return None


def could_head(text: str) -> bool:
    """Short, one line, no sentence punctuation, no figure that sets a target, no label."""
    chinese = is_chinese(text)
    if not text or len(text) > LONGEST_HEADING[chinese] or "\n" in text or not any(c.isalpha() for c in text):
        return False
    return not (_END.search(text) or _INSIDE.search(text) or _FIGURE.search(text) or _LABEL.match(text))


def is_sentence(text: str) -> bool:
    """Ends like a sentence, holds the end of one, or is too long for anything else."""
    return bool(_END.search(text) or _INSIDE.search(text)) or len(text) > LONGEST_HEADING[is_chinese(text)]


def is_run_in(text: str) -> bool:
    """Whether a sentence ends within the text: a paragraph that an author has styled as a heading."""
    return bool(_INSIDE.search(text[:-1])) or len(text) > 3 * LONGEST_HEADING[is_chinese(text)]


def _find_headings(parts: Sequence[Part]) -> None:
    for index, part in enumerate(parts):
        if part.kind is not None:
            continue
        before = parts[index - 1] if index else None
        after = parts[index + 1] if index + 1 < len(parts) else None
        if part.mark is not None:
            if part.mark.scheme in HEADING_LEVELS and _numbered_heading(part, before, after):
                part.kind, part.level = "heading", HEADING_LEVELS[part.mark.scheme]
        elif before is None and _is_title(part, parts[1:5]):
            part.kind, part.level = "heading", 1
        elif _lone_heading(part, before, after):
            part.kind, part.level = "heading", 2


def _scheme(part: Part | None) -> str | None:
    return part.mark.scheme if part and part.mark else None


def _numbered_heading(part: Part, before: Part | None, after: Part | None) -> bool:
    """A short numbered line above what it heads; in a run of lines numbered alike it is an item."""
    mark = part.mark
    if mark is None or not could_head(part.text[mark.length :]):
        return False
    if mark.scheme in {"part", "section"}:
        return True
    if (
        after is None
        or _LABEL.match(after.text)
        or _scheme(after) == mark.scheme
        or _continues_run(part, before, after)
    ):
        return False
    if after.mark and after.kind != "row" and _depth(after) <= _depth(part):
        return False
    if mark.scheme in {"arabic", "arabic_paren"}:
        return not _AMOUNT.search(part.text[mark.length :]) and (after.kind == "row" or is_sentence(after.text))
    return after.kind in {"row", "item", "heading"} or after.mark is not None or is_sentence(after.text)


def _continues_run(part: Part, before: Part | None, after: Part) -> bool:
    """The last of several short lines with the same kind of number, one right under the other."""
    if before is None or before.kind == "heading" or _scheme(before) != _scheme(part):
        return False
    return not (is_sentence(before.text) and is_sentence(after.text))


def _depth(part: Part) -> int:
    return HEADING_LEVELS.get(part.mark.scheme, 9) if part.mark else 10


def _is_title(part: Part, following: Sequence[Part]) -> bool:
    """The first line of a document that goes on with sentences, a table or a numbered section."""
    text = part.text
    if not could_head(text) or _ALONE.match(text):
        return False
    return any(
        other.kind == "row"
        or is_sentence(other.text)
        or _scheme(other) in {"part", "section", "chinese", "chinese_paren"}
        for other in following
    )


def _lone_heading(part: Part, before: Part | None, after: Part | None) -> bool:
    """An unnumbered short line between sentences, not one of a run of short lines."""
    text = part.text
    if after is None or not could_head(text) or _AMOUNT.search(text) or _DATE.match(text) or _ALONE.match(text):
        return False
    if before is not None and (before.kind == "item" or _in_a_run(before)):
        return False
    if after.kind in {"row", "heading"}:
        return True
    if _LABEL.match(after.text) or _ALONE.match(after.text):
        return False
    return is_sentence(after.text) or (_scheme(after) in {"chinese", "chinese_paren", "section"})


def _in_a_run(before: Part) -> bool:
    if before.kind is not None or before.mark is not None:
        return False
    return not (is_sentence(before.text) or _DATE.match(before.text) or _ALONE.match(before.text))


def _find_items(parts: Sequence[Part]) -> None:
    """Marked parts become items; their level is their depth in a stack of the marks that are open."""
    stack: list[tuple[str, int]] = []
    for part in parts:
        if part.kind in {"heading", "row"}:
            stack.clear()
        if part.kind is None and part.mark is not None:
            part.kind = "item"
        if part.kind != "item" or part.level:
            continue
        key = (part.mark.scheme if part.mark else "bullet", part.indent)
        if part.mark is not None and part.mark.scheme != "bullet":
            key = (part.mark.scheme, 0)  # Chinese texts indent numbered lines as they please
        if key in stack:
            del stack[stack.index(key) + 1 :]
        else:
            while stack and stack[-1][0] == "bullet" and stack[-1][1] >= part.indent:
                stack.pop()
            stack.append(key)
        part.level = len(stack)
