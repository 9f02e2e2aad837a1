"""Clauses of a sentence, and what each begins with once frames, dates and adverbs are set aside."""

from __future__ import annotations

import re
from functools import lru_cache

from exporter.extraction.chinese.fold import fold, quoted_spans
from exporter.extraction.chinese.verbs import COMMANDS, head

_COMMA = re.compile(r"[,，;；。:：!?\n|]|——")
NUMBERING = re.compile(
    r"^(?:[\s|*#>]*(?:第?[(（]?(?:[一二三四五六七八九十百]{1,4}|\d{1,3}|[①-⑳])[)）、.．](?!\d(?!月|"
    r"\d{3}年|\d{0,3}[个所家条座万项处]))\s*|第[一二三四五六七八九十]{1,3}[,，、:：]|"
    r"[①-⑳⑴-⒇]\s*|\d{1,2} +(?=[\u4e00-\u9fff]{2})|"
    r"[一二三四五六七八九十]{1,2}[是要]|[-·•●○■◆▪★※]\s*)|[\s|]+)"
)
_FRAME = re.compile(
    r"^(?:(?:到|至|于|在|自|从|截至)?(?=20\d\d|[今明本全当]年|年[内底末]|“?十[一二三四五]五|"
    r"\d{1,2}月|[一二三四]季度|[上下]半年|[上中下]旬|底前|末)(?:20\d\d年?|今年|明年|本年|"
    r"全年|年内|当年|“?十[一二三四五]五”?(?:期间|时期|末)?)?(?:的)?(?:\d{1,2}月\d{0,2}[日号]?|"
    r"[一二三四]季度|[上下]半年)?(?:年?[底末]|上旬|中旬|下旬|期间)?(?:之?以?前|起|内)?"
    r"|[一二两三四五六七八九十\d]{1,3}(?:年|个月|个工作日|天|日|周)(?:之|以)?内|同时|此外|"
    r"另外|其中|一方面|另一方面|为此|因此|下一步|接下来|今后|原则上|在此基础上|与此同时|并且?|"
    r"还|再|也|又|都(?!市)|均(?!衡|等)|共(?![同享建治创赢])|全省|全市|全区|全县|全州|全国|全省上下|"
    r"我们|我市|我省|我区|我县|我州|我国|本市|本区|我|重点)[,，、]?"
)


@lru_cache(maxsize=4096)
def split_clauses(folded: str) -> tuple[tuple[int, int], ...]:
    """Spans of the clauses of a folded sentence, quotes kept whole."""
    quotes = quoted_spans(folded)
    spans, start = [], 0
    for mark in _COMMA.finditer(folded):
        if (
            any(a <= mark.start() < b for a, b in quotes)
            or folded[mark.start() - 1 : mark.end() + 1].replace(",", "").isdigit()
        ):
            continue
        if mark.start() > start:
            spans.append((start, mark.start()))
        start = mark.end()
    if start < len(folded):
        spans.append((start, len(folded)))
    return tuple((a, b) for a, b in spans if folded[a:b].strip())


@lru_cache(maxsize=4096)
def bare(folded: str) -> str:
    """A clause without numbering, dates, connectives and pronouns before it."""
    text = folded.strip(" \t\u3000“")
    for _ in range(6):
        found = NUMBERING.match(text) or _FRAME.match(text)
        if not found or not found[0]:
            break
        text = text[found.end() :].lstrip(" ，,、")
    return text


@lru_cache(maxsize=4096)  # its mood, its timing and its actions ask
def commands(folded: str) -> str:
    """The verb or adverb a clause begins with, when it begins as an order does; else ""."""
    return head(bare(folded), COMMANDS)


def actions(sentence: str) -> tuple[str, ...]:
    """The clauses that say what is to be done."""
    folded = fold(sentence)
    return tuple(
        NUMBERING.sub("", sentence[a:b].strip()).strip(" 。；;，,")
        for a, b in split_clauses(folded)
        if len(commands(folded[a:b])) > 1
    )
