"""A title as a clerk would write it: the first clause that says what is to be done, without date, frame or number."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from exporter.model import Language
from exporter.naming import leadins

LONGEST = {"zh": 60, "en": 100}
"""Characters of the longest title."""
_ENOUGH = {"zh": 30, "en": 60}
"""A title grows by whole clauses while it stays this short."""
_TOO_LITTLE = 4
"""A shorter title has lost its object: then the lead-ins stay."""
_READ = 2000
"""Characters of a quote in which a title is looked for."""
_LAYERS = 12
"""Lead-ins that stand before one another, at most."""
_OPEN, _CLOSE = "“‘（(【《「『[", "”’）)】》」』]"

_ZH_CLAUSE = re.compile(r"[,，;；。!！?？](?!\d)")
_ZH_PAUSE = re.compile(r"、")
_ZH_COMMA = re.compile(r"(?<=[^\x00-\x7f])\s*,\s*|\s*,\s*(?=[^\x00-\x7f])")
_EN_CLAUSE = re.compile(
    r";(?=\s)|[.!?](?=\s|$)|\s[—–]\s"
    r"|,(?=\s(?:including|such as|which|where|with|especially|particularly|so that|thereby|starting|beginning)\b)"
)
_EN_PAUSE = re.compile(r",(?=\s)")
_EN_WORD = re.compile(r"\s")
_CELL = re.compile(r"[|\t]")


def title_of(quote: str, language: Language) -> str:
    """One line of at most `LONGEST` characters, with an ellipsis where a clause had to be cut."""
    line = " ".join(_cell(quote[:_READ]).split())
    title = _chinese(line) if language == "zh" else _english(line)
    return title if len(title) >= _TOO_LITTLE else _fitted(line, LONGEST[language], (_ZH_PAUSE, _EN_WORD))


def _cell(quote: str) -> str:
    """Of a table row the first cell that says something."""
    return next((cell for cell in _CELL.split(quote) if len(cell.strip()) >= _TOO_LITTLE), quote)


def _chinese(line: str) -> str:
    bare = _stripped(line, leadins.CHINESE)
    clauses = [clause for clause in _split(bare, _ZH_CLAUSE) if clause]
    while len(clauses) > 1 and leadins.CHINESE_SCENE.match(clauses[0]):
        clauses = [_stripped(clauses[1], leadins.CHINESE), *clauses[2:]]
    taken = _taken(clauses, _ENOUGH["zh"])
    while len(taken) > 1 and leadins.CHINESE_UNFINISHED.search(taken[-1]):
        taken = taken[:-1]
    if len(clauses) > 1 and len(taken) == 1 and leadins.CHINESE_UNFINISHED.search(taken[0]):
        taken = clauses[:2]
    return _fitted(_ZH_COMMA.sub("，", "，".join(taken)), LONGEST["zh"], (_ZH_CLAUSE, _ZH_PAUSE))


def _english(line: str) -> str:
    bare = _stripped(line, leadins.ENGLISH)
    clauses = [clause for clause in _split(bare, _EN_CLAUSE) if clause]
    title = _fitted(clauses[0] if clauses else "", LONGEST["en"], (_EN_PAUSE, _EN_WORD))
    return title[:1].upper() + title[1:]


def _stripped(text: str, lead_ins: Sequence[re.Pattern[str]]) -> str:
    """The text without its lead-ins, in whatever order they stand, as long as something is left."""
    for _ in range(_LAYERS):
        before = text
        for lead_in in lead_ins:
            text = lead_in.sub("", text, count=1).strip() or text
        if text == before:
            break
    return text


def _split(text: str, border: re.Pattern[str]) -> list[str]:
    """Clauses; a border inside brackets or quotation marks is none."""
    outside = _outside(text)
    parts, start = [], 0
    for match in border.finditer(text):
        if outside(match.start()):
            parts.append(text[start : match.start()].strip())
            start = match.end()
    return [*parts, text[start:].strip()]


def _outside(text: str) -> Callable[[int], bool]:
    """Whether a position stands outside of brackets and quotation marks; everything does when they do not match."""
    depth, depths = 0, []
    for char in text:
        depth += (char in _OPEN) - (char in _CLOSE)
        depths.append(depth)
    balanced = depth == 0 and min(depths, default=0) == 0
    return lambda position: not balanced or depths[position] == 0


def _taken(clauses: list[str], enough: int) -> list[str]:
    """As many whole clauses as stay short."""
    count, length = 1, len(clauses[0]) if clauses else 0
    while count < len(clauses) and length + 1 + len(clauses[count]) <= enough:
        length += 1 + len(clauses[count])
        count += 1
    return clauses[:count]


def _fitted(title: str, longest: int, borders: Sequence[re.Pattern[str]]) -> str:
    """The title, cut at the last border that leaves room for the ellipsis; a better kind of border comes first."""
    title = title.rstrip(" 。．.,，;；") or title
    if len(title) <= longest:
        return title
    outside = _outside(title)
    for border in borders:
        cuts = [match.start() for match in border.finditer(title, 0, longest - 1) if outside(match.start())]
        if cuts and cuts[-1] > longest // 3:
            return title[: cuts[-1]].rstrip(" ,，、;；") + "…"
    return title[: longest - 1].rstrip() + "…"
