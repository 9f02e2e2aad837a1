"""Markdown (CommonMark with pipe tables), to the letter: offsets point into the file, markup around a block left out.

Front matter, HTML comments, fenced code, link definitions and lines of bare tags are not content. Lines indented by
four spaces are read as text: plans are indented by hand far more often than they hold code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from exporter.documents.document import Block
from exporter.documents.lines import Line, is_chinese, lines_of
from exporter.documents.numbering import HEADING_LEVELS, Mark, mark_of
from exporter.documents.pasted import table_at
from exporter.documents.structure import Part, blocks_of, could_head
from exporter.documents.wrapping import joined

_ATX = re.compile(r"(#{1,6})(?:[ \t\u3000]+|(?=[^\s#\w]|[\u2e80-\uffef])|$)")
_CLOSING = re.compile(r"(?:^|[ \t]+)#+$")
_SETEXT = re.compile(r"(=+|-{2,})$")
_RULE = re.compile(r"(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_QUOTE = re.compile(r"(?:>[ \t]?)+\s*")
_BULLET = re.compile(r"[-*+][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_ORDERED = re.compile(r"\d{1,9}[.)][ \t]+(?=\S)")
_DEFINITION = re.compile(r"\[[^\]]{1,200}\]:\s*\S+")
_TAGS = re.compile(r"(?:</?[A-Za-z][^<>]*>\s*)+$")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(?P<inner>[^*_]+)(?<=\S)\1$")
_SOFT_END = re.compile(r"[，、,（(“]$")
_FRONT_END = ("---", "...")


def looks_like_markdown(text: str) -> bool:
    """Whether a text without a telling name has Markdown headings or a table with a rule under its header."""
    return bool(
        re.search(r"^#{1,6} \S", text, re.MULTILINE)
        or re.search(r"^ {0,3}\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*$", text, re.MULTILINE)
    )


def read_markdown(text: str) -> tuple[Block, ...]:
    """Blocks of a Markdown text."""
    lines = _content(text, lines_of(text))
    parts: list[Part] = []
    group: list[Line] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        taken, found = _special(text, lines, index, heads=bool(group))
        if taken or line.blank or _starts(line.text):
            if found is None and taken and group:  # the rule under a setext heading
                parts.extend(_heading_of(group, line))
                group = []
            parts.extend(_paragraphs(text, group))
            group = []
        parts.extend(found or ())
        if not taken and not line.blank:
            group.append(line)
        index += taken or 1
    parts.extend(_paragraphs(text, group))
    return blocks_of(text, parts)


def _special(text: str, lines: Sequence[Line], index: int, *, heads: bool) -> tuple[int, list[Part] | None]:
    """How many lines a heading, rule or table takes from here, and its parts; (0, None) for running text."""
    line = lines[index]
    if line.blank:
        return 0, None
    atx = _ATX.match(line.text)
    if atx and len(line.text) > atx.end():
        start = line.start + atx.end()
        closing = _CLOSING.search(line.text[atx.end() :])
        end = start + closing.start() if closing else line.end
        return 1, [_heading(start, end, line, len(atx.group(1)))] if end > start else []
    if heads and _SETEXT.match(line.text):
        return 1, None
    if _RULE.match(line.text):
        return 1, []
    table = table_at(text, lines, index)
    return (table.last - index, table.parts) if table else (0, None)


def _heading(start: int, end: int, line: Line, level: int) -> Part:
    return Part(start, end, f"line {line.number}", kind="heading", level=level)


def _heading_of(group: list[Line], rule: Line) -> Iterable[Part]:
    """A setext heading: the paragraph above the rule."""
    start = min(line.start for line in group)
    yield _heading(start, group[-1].end, group[0], 1 if rule.text.startswith("=") else 2)


def _starts(text: str) -> bool:
    """Whether a line begins a block of its own even right under another."""
    return bool(_QUOTE.match(text) or _BULLET.match(text) or _ORDERED.match(text) or mark_of(text))


def _paragraphs(text: str, group: list[Line]) -> list[Part]:
    if not group:
        return []
    first = group[0]
    quote = _QUOTE.match(first.text)
    skip = quote.end() if quote else 0
    bullet = _BULLET.match(first.text, skip) or _ORDERED.match(first.text, skip)
    body = bullet.end() if bullet else skip
    if body >= len(first.text):
        return _paragraphs(text, group[1:])
    group = [_cut(first, body), *group[1:]]
    parts = [_part(lines) for lines in _soft(text, group)]
    if bullet:
        scheme: Mark | None = Mark("bullet" if first.text[skip] in "-*+" else "arabic", 0)
        parts[0].kind, parts[0].mark, parts[0].indent = "item", scheme, first.indent
    elif len(parts) == 1 and len(group) == 1:
        _bold_heading(parts[0], group[0])
    return parts


def _cut(line: Line, characters: int) -> Line:
    return replace(line, start=line.start + characters, text=line.text[characters:])


def _part(lines: Sequence[Line]) -> Part:
    return Part(lines[0].start, lines[-1].end, f"line {lines[0].number}", indent=lines[0].indent)


def _bold_heading(part: Part, line: Line) -> None:
    """A paragraph that is bold as a whole: its markup is outside the block; a short one is a heading."""
    bold = _BOLD.match(line.text)
    if not bold:
        return
    part.start, part.end = line.start + bold.start("inner"), line.start + bold.end("inner")
    mark = mark_of(bold["inner"])
    if could_head(bold["inner"][mark.length if mark else 0 :]):
        part.kind, part.level = "heading", HEADING_LEVELS.get(mark.scheme, 6) if mark else 6


def _soft(text: str, group: list[Line]) -> list[list[Line]]:
    """Markdown joins a paragraph's lines; Chinese authors often mean each line, unless it is plainly unfinished."""
    if not is_chinese("".join(line.text for line in group)):
        return _joined_until_hard_break(text, group)
    groups: list[list[Line]] = []
    for lines in joined(group):
        if groups and _SOFT_END.search(groups[-1][-1].text):
            groups[-1].extend(lines)
        else:
            groups.append(list(lines))
    return groups


def _joined_until_hard_break(text: str, group: list[Line]) -> list[list[Line]]:
    groups = [[group[0]]]
    for above, line in pairwise(group):
        if text[above.end : above.end + 2] == "  " or above.text.endswith("\\") or ":" in line.text[:24]:
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _content(text: str, lines: list[Line]) -> list[Line]:
    """The lines with everything that is not content blanked."""
    lines = _without_front_matter(lines)
    lines = _without_comments(text, lines)
    kept: list[Line] = []
    fence = ""
    for line in lines:
        match = _FENCE.match(line.text)
        if fence:
            if match and match.group(1).startswith(fence) and match.end() == len(line.text):
                fence = ""
            kept.append(_blanked(line))
        elif match and "`" not in line.text[match.end() :]:
            fence = match.group(1)
            kept.append(_blanked(line))
        elif _DEFINITION.match(line.text) or (line.text.startswith("<") and _TAGS.match(line.text)):
            kept.append(_blanked(line))
        else:
            kept.append(line)
    return kept


def _blanked(line: Line) -> Line:
    return replace(line, end=line.start, text="")


def _without_front_matter(lines: list[Line]) -> list[Line]:
    if lines[0].text != "---":
        return lines
    for index, line in enumerate(lines[1:], 1):
        if line.text in _FRONT_END:
            return [_blanked(each) for each in lines[: index + 1]] + lines[index + 1 :]
    return lines


def _without_comments(text: str, lines: list[Line]) -> list[Line]:
    """Lines inside <!-- --> blanked; a comment within a line is left where it is unless it opens or ends the line."""
    kept: list[Line] = []
    inside = False
    for line in lines:
        start, end = line.start, line.end
        if inside:
            close = text.find("-->", start, end)
            if close < 0:
                kept.append(_blanked(line))
                continue
            start, inside = close + 3, False
        while text.startswith("<!--", start):
            close = text.find("-->", start, end)
            if close < 0:
                start, inside = end, True
                break
            start = close + 3
            start += len(text[start:end]) - len(text[start:end].lstrip())
        tail = text.rfind("<!--", start, end)
        if tail >= 0 and text.find("-->", tail, end) in {-1, end - 3}:
            inside = text.find("-->", tail, end) < 0
            end = tail
        body = text[start:end]
        start += len(body) - len(body.lstrip())
        kept.append(replace(line, start=start, end=start + len(body.strip()), text=body.strip()))
    return kept
