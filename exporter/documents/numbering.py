"""The marks that number headings and list items: 第一章, 一、, （一）, 1., （1）, ①, -, •."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Scheme = Literal[
    "part",
    "section",
    "article",
    "chinese",
    "chinese_paren",
    "roman",
    "decimal",
    "arabic",
    "arabic_paren",
    "letter",
    "circled",
    "code",
    "bullet",
]

_NUMERAL = "[一二三四五六七八九十百零〇]{1,5}"
# Order matters: the first that fits is taken. "1.5亿元" is a figure and "1.4月底前" an item that starts with a month.
_SCHEMES: tuple[tuple[Scheme, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第(?:{_NUMERAL}|\d{{1,3}})\s?(?:部分|[编編篇章])[\s:：、]*")),
    ("section", re.compile(rf"第(?:{_NUMERAL}|\d{{1,3}})\s?[节節][\s:：、]*")),
    ("article", re.compile(rf"第(?:{_NUMERAL}|\d{{1,4}})\s?[条條][\s:：、]*")),
    ("chinese", re.compile(rf"{_NUMERAL}[、．.]\s*")),
    ("chinese_paren", re.compile(rf"[（(〔]\s?{_NUMERAL}\s?[)）〕][、.．]?\s*")),
    ("roman", re.compile(r"(?:[IVX]{2,5}|[IVX])[.、]\s+(?=\S)|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ][、.．]?\s*")),
    (
        "decimal",
        re.compile(r"\d{1,2}(?:[.．]\d{1,2}){1,4}[.、．]?\s+(?=[A-Z\u4e00-\u9fff])(?![亿億万萬千百多余餘个個%])"),
    ),
    (
        "arabic",
        re.compile(
            r"\d{1,3}(?:[、．](?!\d{1,3}[、，号])\s*|[.](?!\d)\s*|[.](?=\d{1,2}月|20\d\d年)|[:：]\s*(?=[^\d\s]))"
        ),
    ),
    ("arabic_paren", re.compile(r"(?:[（(]\s?\d{1,3}\s?[)）]|\d{1,3}[)）])[、.．]?\s*")),
    ("letter", re.compile(r"(?:[(（][a-zA-Z][)）]|[a-zA-Z][)）.、])\s+(?=\S)|[(（][ivx]{1,5}[)）]\s*")),
    ("circled", re.compile(r"[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289]\s*")),
    ("code", re.compile(r"[A-Z]{1,3}\d{1,3}(?:\.\d{1,2})+[.:：]?\s+(?=\S)")),
    (
        "bullet",
        re.compile(
            r"(?:[-*+–]\s+(?=\S)|[•·●○■□◆◇▪▫►▶➢✓☐☑※◦‣⁃\uf0b7\uf06c\uf0d8]\s*|[—―－–-]{2,}\s*(?=[^\W\d_]|[“《\d]))"
        ),
    ),
)
HEADING_LEVELS: dict[Scheme, int] = {
    "part": 1,
    "section": 2,
    "chinese": 3,
    "roman": 3,
    "chinese_paren": 4,
    "decimal": 4,
    "arabic": 5,
    "arabic_paren": 6,
}
"""Levels of numbered headings; 1 is also a title's, and a heading without a number has 2."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark and its length in characters, the white space after it included."""

    scheme: Scheme
    length: int


def mark_of(text: str) -> Mark | None:
    """The mark at the start of a stripped line, if there is one and something stands after it."""
    for scheme, pattern in _SCHEMES:
        match = pattern.match(text)
        if match and match.end() < len(text):
            return Mark(scheme, match.end())
    return None
