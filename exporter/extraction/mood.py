"""The mood of a passage settles what a sentence alone leaves open.

新建学校10所 is a promise among promises and a result among results. Each sentence leans (grammar.Verdict.lean); an
uncertain one is decided by its own lean, by its paragraph and the paragraphs beside it, and by the headings above.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from exporter.extraction.grammar import Speech
from exporter.extraction.walk import Piece

_CLIP = 3.0
_WEIGHT, _DOUBT = 2.6, 0.2
"""A bare statement needs company: reviews and plans word their works alike, and only their neighbours differ."""
_NEAR = (0.5, 0.25, 0.12)
_TELLS = re.compile(
    r"解读|公报|问答|答记者问|答问|回顾|成就|综述|侧记|访谈|专访|总结|纪实|述评|巡礼|掠影|"
    r"review|bulletin|interview|Q&A",
    re.IGNORECASE,
)
_PROMISES = re.compile(r"计划|安排|打算|目标|plan", re.IGNORECASE)
_TOLD = 1.5
_SOME = 3
_ACROSS = 0.3
_FRAME = 0.8
_REVIEWS = re.compile(
    r"回顾|总结|成效|成绩|完成情况|进展情况|落实情况|执行情况|主要工作情况|过去|以来|review|"
    r"achievement|progress to date|what we did",
    re.IGNORECASE,
)
_PLANS = re.compile(
    r"安排|目标|任务|计划|打算|举措|措施|重点|部署|下一步|实事|分解|要求|保障|建议|规划|commitment|"
    r"target|action|plan|next step|goal",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(20\d\d)年")


def settle(pieces: Sequence[Piece], *, year: int | None = None, title: str = "") -> None:
    """Decide the uncertain verdicts in place; those decided narrowly stay uncertain."""
    _follow_semicolons(pieces)
    blocks: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        blocks[piece.block.number].append(piece)
    numbers = list(blocks)
    sums = [sum(_pull(piece) for piece in blocks[number]) for number in numbers]
    counts = [sum(piece.verdict.speech in _SPOKEN for piece in blocks[number]) for number in numbers]
    told = -_TOLD if _only_tells(pieces) or (_TELLS.search(title) and not _PROMISES.search(title)) else 0.0
    headed = [sum(p.verdict.lean for p in blocks[number] if _heads(p)) for number in numbers]
    leans = {piece.heading: piece.verdict.lean for piece in pieces if piece.block.kind == "heading"}
    sections = [blocks[number][0].section for number in numbers]
    items = [blocks[number][0].block.kind == "item" for number in numbers]
    frames = _frames([blocks[number] for number in numbers])
    for at, number in enumerate(numbers):
        around, weight = _beside(sums, counts, list(zip(sections, items, strict=True)), at)
        for piece in blocks[number]:
            if piece.verdict.certain or piece.verdict.speech not in _SPOKEN:
                continue
            own = sums[at] - _pull(piece)
            context = (own + around) / (counts[at] + weight + 1)
            _decide(
                piece, context * _WEIGHT - _DOUBT + headed[at] + _prior(piece.section, year, leans) + frames[at] + told
            )


def _heads(piece: Piece) -> bool:
    """A run-in heading: 民生福祉持续改善。 at the beginning of its paragraph."""
    return piece.verdict.speech == "heading" and not piece.alone


def _only_tells(pieces: Sequence[Piece]) -> bool:
    """Nothing in the document surely promises, and several sentences surely report."""
    sure = [piece.verdict for piece in pieces if piece.verdict.certain and abs(piece.verdict.lean) >= _SOME]
    told = [verdict for verdict in sure if verdict.speech != "commitment"]
    return len(told) >= _SOME and len(told) == len(sure)


_SPOKEN = {"commitment", "report", "other"}


def _pull(piece: Piece) -> float:
    if piece.verdict.speech not in _SPOKEN and piece.verdict.speech != "heading":
        return 0.0
    return max(-_CLIP, min(_CLIP, piece.verdict.lean))


def _beside(
    sums: list[float], counts: list[int], places: list[tuple[tuple[str, ...], bool]], at: int
) -> tuple[float, float]:
    """What the paragraphs beside weigh; less across a heading, and where only one of the two is an item of a list."""
    total = weight = 0.0
    for distance, share in enumerate(_NEAR, start=1):
        for other in (at - distance, at + distance):
            if 0 <= other < len(sums):
                near = share if places[other] == places[at] else share * _ACROSS
                total += near * sums[other]
                weight += near * counts[other]
    return total, weight


_LISTED = re.compile(r"实事|任务|目标|举措|承诺")


def _frames(blocks: list[list[Piece]]) -> list[float]:
    """一年来，我们主要做了以下工作： sets the mood until 今年的目标是… turns it."""
    frame, found = 0.0, []
    for block in blocks:
        for piece in block:
            if piece.verdict.certain and piece.verdict.rule == "tells of the past" and piece.opening:
                frame = -_FRAME
            elif piece.verdict.certain and (
                piece.verdict.rule == "states targets"
                or (piece.verdict.rule == "announces what follows" and _LISTED.search(piece.verdict.words))
            ):
                frame = _FRAME
        found.append(frame)
    return found


@lru_cache(maxsize=1024)  # every uncertain sentence beneath it asks
def _mood_of(heading: str) -> tuple[bool, tuple[int, ...], bool]:
    """Whether a heading looks back, the years it names, and whether it looks ahead."""
    years = tuple(int(found) for found in _YEAR.findall(heading))
    return bool(_REVIEWS.search(heading)), years, bool(_PLANS.search(heading))


def _prior(section: tuple[str, ...], year: int | None, leans: dict[str, float]) -> float:
    for heading in reversed(section):
        reviews, named, plans = _mood_of(heading)
        if reviews or (year and named and max(named) < year):
            return -2.0
        if plans:
            return 1.0
        if leans.get(heading):
            return leans[heading]
    return 0.0


_FIRM = 1.2
_AMONG_PROMISES = 1.0


def _decide(piece: Piece, context: float) -> None:
    verdict = piece.verdict
    total = verdict.lean + context
    firm = abs(total) >= _FIRM
    if verdict.speech == "other":
        taken = piece.language == "zh" and total > _AMONG_PROMISES and verdict.lean >= -1
        speech_there: Speech = "commitment" if taken else "other"
        piece.verdict = replace(verdict, speech=speech_there, certain=firm and not taken)
        return
    speech: Speech = "commitment" if total > 0 else "report"
    rule = verdict.rule if (total > 0) == (verdict.lean > 0) else "the sentences around it"
    piece.verdict = replace(verdict, speech=speech, certain=firm, rule=rule)


def _parted(before: Piece, piece: Piece) -> bool:
    """`Open data can enable research; speed up permits`: in English a bare verb goes on with what is told before it."""
    told = before.verdict.speech in {"report", "other"} and before.verdict.rule != "addresses the reader"
    return told and piece.verdict.rule == "opens with what is to be done" and not piece.opening


def _follow_semicolons(pieces: Sequence[Piece]) -> None:
    """A part behind a semicolon goes with the part before it unless it says otherwise itself."""
    for before, piece in pairwise(pieces):
        same = before.group == piece.group and before.block is piece.block
        among = (
            piece.block is before.block
            and piece.verdict.rule != "states targets"
            and piece.among
            and (
                before.verdict.speech == "report" or (before.verdict.speech == "commitment" and piece.language == "zh")
            )
        )
        told = same and piece.language == "en" and _parted(before, piece)
        if told or (among and not piece.verdict.certain):
            promised = before.verdict.speech == "commitment" and not told
            piece.verdict = replace(before.verdict, lean=1.0 if promised else -1.0)
        elif same and piece.language == "en" and piece.verdict.rule == "has no verb":
            continue
        elif (
            same
            and not piece.verdict.certain
            and before.verdict.speech in {"commitment", "report"}
            and before.verdict.certain
        ):
            lean = max(-_CLIP, min(_CLIP, before.verdict.lean))
            piece.verdict = replace(before.verdict, lean=lean)
        elif (
            same
            and piece.language == "zh"  # English fragments speak for themselves
            and piece.verdict.speech == "other"
            and before.verdict.speech == "commitment"
        ):
            piece.verdict = replace(before.verdict, lean=1.0, certain=before.verdict.certain)
