"""Where Chinese sentences end: 。！？； and a line break, but not inside brackets or short quotes."""

from __future__ import annotations

import re
from itertools import pairwise

from exporter.extraction.chinese.fold import fold

_STOP = re.compile(r"[。!?;\n]")
_PAIRS = {"(": ")", "《": "》", "“": "”", "「": "」", "『": "』", "【": "】", "〔": "〕"}
_OPENING = re.compile(r"[(《“「『【〔]")
_REACH = {"(": 400, "【": 400, "〔": 400, "“": 40}
_QUESTION = re.compile(
    r"哪些|哪里|哪几|什么|如何|怎么|怎样|怎能|吗|呢|是否|谁|为何|何时|何处|多少|能否|可否|几个|有没有|是不是"
)
_CLOSERS = "”」』）)》】"


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans without white space around them; closing quotes stay with the sentence they close."""
    folded = fold(text)
    shielded = _shields(folded)
    soft = _soft_breaks(text, folded)
    spans: list[tuple[int, int]] = []
    start = shield = 0
    for stop in _STOP.finditer(folded):
        at = stop.start()
        while shield < len(shielded) and shielded[shield][1] <= at:
            shield += 1
        if at in soft:
            continue
        if stop[0] != "\n" and shield < len(shielded) and shielded[shield][0] < at:
            continue
        if stop[0] == "?" and text[at] == "?" and _is_lost_dot(folded, start, at):
            continue
        end = stop.end() if stop[0] != "\n" else at
        while end < len(text) and text[end] in _CLOSERS:
            end += 1
        if end > start:
            start = _named(spans, text, folded, start)
            _add(spans, text, start, end)
            start = end
    start = _named(spans, text, folded, start)
    _add(spans, text, start, len(text))
    return spans


_NEW_LINE = re.compile(
    r"\s*(?:[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,3})[)）、.．]|[①-⑳]|[-·•●○■◆★*]|[一二三四五六七八九十]{"
    r"1,2}是|第[一二三四五六七八九十]|[\u4e00-\u9fff]{2,8}[:：])"
)
_FULL_LINE, _NEARLY = 15, 0.85


def _soft_breaks(text: str, folded: str) -> frozenset[int]:
    """Line breaks that only a full line made: long lines of like length that end amid a clause."""
    if "\n" not in text:
        return frozenset()
    lines = text.split("\n")
    width = max(len(line.strip()) for line in lines)
    found, at = [], 0
    for line, following in pairwise(lines):
        at += len(line) + 1
        words = line.strip()
        full = len(words) >= max(_FULL_LINE, width * _NEARLY)
        if full and following.strip() and words[-1:] not in "。！？；!?;:：…" and not _NEW_LINE.match(folded, at):
            found.append(at - 1)
    return frozenset(found)


_NAMES = re.compile(
    r"\s*[(](?:[^()。;!?\n]|[(][^()\n]{0,40}[)]){2,160}?(?:(?:负责|牵头|配合|参与|落实|指导|协办)(?:落实|实施)?"
    r"|(?:(?:牵头|责任|配合|主办|协办|负责|参与|承办)(?:单位|部门)|列)[:：][^()\n]{2,160})[)](?=\s*[^\s。;；,，、)])"
)
"""…。（市教育局负责）加强…: an owner clause between two sentences is a piece of its own."""


def _named(spans: list[tuple[int, int]], text: str, folded: str, start: int) -> int:
    """Where the sentence begins behind an owner clause that opens it."""
    if not spans or not (found := _NAMES.match(folded, start)):
        return start
    _add(spans, text, start, found.end())
    return found.end()


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _is_lost_dot(folded: str, start: int, at: int) -> bool:
    """中国?天津: a half-width question mark between characters with no question before it is a damaged middle dot."""
    following = folded[at + 1 : at + 2]
    return (
        bool(following) and "\u4e00" <= following <= "\u9fff" and not _QUESTION.search(folded, max(start, at - 40), at)
    )


def _shields(folded: str) -> list[tuple[int, int]]:
    """Outermost pairs that close in time on their line; an opening mark that never closes shields nothing."""
    found: list[tuple[int, int]] = []
    at = 0
    while opening := _OPENING.search(folded, at):
        begin = opening.start()
        mark = opening[0]
        end = _closing(folded, begin, mark, _REACH.get(mark, 120))
        if end is None:
            at = begin + 1
            continue
        found.append((begin, end))
        at = end
    return found


def _closing(folded: str, begin: int, mark: str, reach: int) -> int | None:
    if folded.find(_PAIRS[mark], begin, begin + reach) < 0:
        return None
    depth = 0
    for at in range(begin, min(len(folded), begin + reach)):
        c = folded[at]
        if c == "\n":
            return None
        if c == mark:
            depth += 1
        elif c == _PAIRS[mark]:
            depth -= 1
            if depth == 0:
                return at + 1
    return None
