"""Folding: the same text with ASCII digits and simplified characters, character for character.

Every reader of Chinese works on folded text; quotes are cut from the original, so offsets must never shift.
"""

from __future__ import annotations

from functools import lru_cache

from exporter.extraction.chinese.characters import SIMPLIFIED, TRADITIONAL
from exporter.extraction.chinese.gate import gated

_WIDE = {0xFF10 + n: ord("0") + n for n in range(10)}
_WIDE |= {0xFF21 + n: ord("A") + n for n in range(26)} | {0xFF41 + n: ord("a") + n for n in range(26)}
_MARKS = str.maketrans("．％：；？！（）　\u00a0\u2009\u202f［］＋／～＜＞－\t", ".%:;?!()    []+/~<>- ")
_TABLE = {**str.maketrans(TRADITIONAL, SIMPLIFIED), **_WIDE, **_MARKS}


@lru_cache(maxsize=4096)  # each reader of a sentence folds it anew
def fold(text: str) -> str:
    """`text` with full-width digits, letters and marks made ASCII and traditional characters simplified; same length.

    The Chinese comma stays: 1，000 is two numbers, 1,000 is one.
    """
    return text.translate(_TABLE)


_QUOTES = gated(
    r"《[^》\n]{1,80}》|“[^”\n]{1,24}”|「[^」\n]{1,24}」|『[^』\n]{1,24}』|\"[^\"\n]{1,20}\"|"
    r"〔\d{4}〕 ?\d+ ?号|\[\d{4}\] ?\d+ ?号|\(\d{4}\) ?\d+ ?号"
)


@lru_cache(maxsize=4096)
def quoted_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of short quotes, titles of works and document numbers: names, whose figures are nobody's target."""
    return tuple(match.span() for match in _QUOTES.finditer(text))
