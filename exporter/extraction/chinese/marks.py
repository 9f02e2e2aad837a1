"""Where a sentence parts: marks between clauses, joints between figures, commas of a list."""

from __future__ import annotations

import re

from exporter.extraction.chinese.fold import quoted_spans

MARKS = re.compile(r"[,，;；。:：!?\n|]")
_AND = (
    r"以及|(?<![共饱总缓温中调祥])和(?![平谐睦县田气解缓])|"
    r"(?<![普涉顾波遍企])及(?![时其早格])|(?<![参赠给])与(?![会时众])"
)
JOINTS = re.compile(rf"、|{_AND}|并|或")
LISTED = re.compile(rf"、|,|，|{_AND}")


def outer_marks(text: str, marks: re.Pattern[str]) -> list[tuple[int, int]]:
    """Places of marks that stand neither in quotes nor inside a number."""
    quotes = quoted_spans(text)
    return [
        match.span()
        for match in marks.finditer(text)
        if not any(a <= match.start() < b for a, b in quotes)
        and not (
            match[0] == ","
            and text[match.end() : match.end() + 3].isdigit()
            and text[match.start() - 1 : match.start()].isdigit()
        )
    ]
