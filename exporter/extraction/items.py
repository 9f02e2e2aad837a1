"""Items of a numbered list are built alike: what most of them open with tells what a short opening is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from exporter.extraction.grammar import Verdict
from exporter.extraction.walk import Piece

_ITEM = re.compile(r"\s*(?:[(（]?\d{1,2}[)）、.．](?!\d)|[①-⑳])\s*")
_LIST, _FEW = 3, 3


def reconsider(pieces: Sequence[Piece], text: Callable[[Piece], str], judge: Callable[[int], Verdict]) -> None:
    """Where most items open with whole sentences, a short opening is no run-in heading.

    `2. 推进车站改造工程。新增车位500个。` beside `1. 新建学校3所，改建2所。` is a task of its own.

    Args:
        pieces: all sentences, judged one by one.
        text: the words of a sentence.
        judge: judges a sentence, by its index, as if it stood inside its paragraph.
    """
    lists: dict[tuple[tuple[str, ...], str], list[int]] = defaultdict(list)
    for at, piece in enumerate(pieces):
        found = _ITEM.match(text(piece)) if piece.opening and piece.language == "zh" else None
        if found:
            lists[piece.section, re.sub(r"\d+|[①-⑳]", "1", found[0].strip())].append(at)
    for places in lists.values():
        short = [at for at in places if pieces[at].verdict.rule == "run-in heading"]
        if len(places) >= _LIST and len(short) * _FEW <= len(places):
            for at in short:
                pieces[at].verdict = judge(at)
