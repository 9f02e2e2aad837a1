"""Things of which a later clause measures the length, the area, the premium: 实施道路改造工程，总里程6公里."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exporter.extraction.chinese.metrics import skip_lead_in
from exporter.extraction.chinese.nouns import skip_orders

ATTRIBUTE = re.compile(r"(?:总|规划|改造|设计)?(?:建筑|占地|用地|种植)?(?:里程|全?长|长度|面积|保费|容量|库容)")
"""What is measured of a thing that the clause before has named."""
_MOVED = re.compile(r"[将把](?P<what>[^,，。;；]{2,18}?)(?=从|由|自|扩|提|纳|调|列|增|降|上调|下调)")
LONGEST_THING = 18


def clause_before(text: str, marks: Sequence[tuple[int, int]], at: int) -> tuple[int, int] | None:
    """The clause before the one in which `at` stands, when only a comma parts them."""
    before = [mark for mark in marks if mark[1] <= at]
    if not before or text[before[-1][0]] not in ",，":
        return None
    stop = before[-1][0]
    return skip_lead_in(text, before[-2][1] if len(before) > 1 else 0, stop), stop


def thing_of(text: str, start: int, stop: int) -> tuple[int, int]:
    """The object of a clause: what is moved (将学生保险从…), or what stands behind its verbs; empty when neither."""
    if moved := _MOVED.match(text, start, stop):
        return moved.span("what")
    begin = start + skip_orders(text[start:stop])
    return (begin, stop) if start < begin and stop - begin <= LONGEST_THING else (stop, stop)
