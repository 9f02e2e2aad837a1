"""Lessons of a review: 实践使我们体会到：必须坚持…。必须处理好…。 It was learnt, nothing is undertaken."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from exporter.extraction.grammar import Verdict
from exporter.extraction.walk import Piece

_LEARNT = re.compile(
    r"(?:体会|启示|启迪|认识)(?:到|是|有|[:：]|[。！]$)|(?:经验|体会|启示)(?:是|有|主要)[^。；]{0,12}[:：]|几点(?:体会|启示|经验)"
)
_MUST = re.compile(r"(?:[(（]?第?[一二三四五六七八九1-9][、,，是.）)]\s*)?(?:我们)?(?:始终|要)?(?:必须|唯有|只有)")
_ONWARD = re.compile(r"今年|明年|新的一年|下一步|接下来|今后|20\d\d年[^来]")


def lessons(pieces: Sequence[Piece], text: Callable[[Piece], str]) -> None:
    """Take back the promises that only say what experience has taught."""
    learnt = False
    for piece in pieces:
        if piece.language != "zh":
            continue
        words = text(piece)
        if _LEARNT.search(words):
            learnt = True
        elif piece.block.kind == "heading" or _ONWARD.search(words):
            learnt = False
        elif learnt and piece.verdict.speech == "commitment" and _MUST.match(words):
            piece.verdict = Verdict("report", rule="a lesson", words=words[:12], lean=-3.0)
