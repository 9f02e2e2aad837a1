"""A title as a clerk would write it: the first clause that says what is to be done, without date, frame or number."""

from __future__ import annotations

import re
from collections.abc import Callable

from exporter.model import Language

LONGEST = {"zh": 60, "en": 100}
"""Characters of the longest title."""
_ENOUGH = {"zh": 30, "en": 60}
"""A title grows by whole clauses while it stays this short."""
_OPEN, _CLOSE = "“‘（(【《「『[", "”’）)】》」』]"

_NUMBER = re.compile(
    r"^(?:\s|[-*•·■◆●▪►◎☆★]+\s*|[（(]\s*(?:[一二三四五六七八九十百]+|\d+|[a-zA-Z]|[ivx]+)\s*[)）][、.．]?\s*|[一二三四五六七八九十百]+[、.．]\s*"
    r"|第[一二三四五六七八九十百\d]+[,，、:：]\s*|[一二三四五六七八九十]+(?:是|要)(?=\S)|\d+(?:\.\d+)*[、.．)）:：](?!\d)\s*|\d+(?:\.\d+)+\s+"
    r"|[①-⑳㈠-㈩⑴-⑳]\s*|[a-zA-Z][.)]\s+|[ivx]+[.)]\s+)+"
)

# Chinese lead-ins that carry no action of their own and end at a comma or before the verb.
_DAY = r"(?:\d{2,4}|[二〇零一三四五六七八九]{4})\s*年(?:度|底|末|内|初|中|上半年|下半年|\d{1,2}月(?:\d{1,2}日)?(?:底|末|中旬|上旬|下旬)?)?"
_MONTH = r"\d{1,2}月(?:\d{1,2}日|份|底|末|中旬|上旬|下旬)?"
_NEAR = r"(?:今年|明年|本年度?|年内|年底|年末|全年|上半年|下半年|近期|[一二三四1-4]季度|第[一二三四]季度|“[一二三四十]+五”(?:期间|末)?)"
_WHEN = (
    rf"(?:(?:从|自|到|至|于|在|力争|争取|确保)?(?:{_DAY}|{_NEAR}|{_MONTH})(?:起|开始)?(?:之?前|以前|之?内|期间|时)?)"
)
_LEAD_DATE = re.compile(rf"^{_WHEN}(?:[,，、:：]\s*|(?=[^\d年月日度内前底末的]))")
_FRAME = re.compile(
    r"^(?:据(?:了解|悉|介绍|报道)|记者(?:[^,，。]{0,30}?)(?:获悉|了解到)|[^,，。；]{0,12}(?:表示|指出|强调|要求)"
    r"|下一步|接下来|今后|同时|此外|另外|其次|首先|再次|最后|与此同时|在此基础上|为此|因此|具体来说|一方面|另一方面|其中)[,，:：、]?(?:要)?\s*"
)
_SUBJECT = re.compile(
    r"^(?:我们|我[市区县省州局委部校院公司]|全[市区县省州]|本[市区县省]|各(?:单位|部门|级|地)|[\u4e00-\u9fff]{1,8}?(?:省|市|区|县|政府|委|局|厅|部门|公司|集团))?"
    r"(?:还|也|仍|都)?(?:将要?|会|要|计划|拟|力争|务必|必须|应当?)(?:继续|着力|进一步)?(?=[\u4e00-\u9fff“]{2})"
)
# A clause that only sets the scene; the action comes after it.
_SCENE = re.compile(
    r"^(?:(?:以|围绕|按照|根据|依照|依据|坚持|立足|聚焦|针对|对照|对标|结合|通过|借助|依托|瞄准|紧扣|紧盯|把握|为了?|随着|本着|遵循|面向|着眼)[^,，]*"
    r"|在[^,，]*(?:上|中|下|基础上|方面|同时|过程中|前提下|领域|之际|期间|之后|以后)|(?:运用|利用|发挥)[^,，]*(?:作用|优势|技术|平台|功能|手段|机制)"
    r"|[^,，]*(?:期间|之际|基础上|的同时|前提下)|[^,，]{0,10}方面)$"
)
_ZH_CLAUSE = re.compile(r"[,，;；。!！?？\n]")
_ZH_PAUSE = re.compile(r"[、]")
_ZH_COMMA = re.compile(r"(?<=[^\x00-\x7f])\s*,\s*|\s*,\s*(?=[^\x00-\x7f])")

_EN_DATE = re.compile(
    r"^(?:(?:by|in|during|from|before|until|as of|starting(?: in| from)?|no later than|not later than|within)\s+)"
    r"(?:the\s+)?(?:(?:end|beginning|middle|start|first|second|third|fourth|half|quarter|year|month|early|late|mid|spring|summer|autumn|fall|"
    r"winter|Q[1-4]|H[12]|of|the|next|this|coming|fiscal|January|February|March|April|May|June|July|August|September|October|November|"
    r"December|\d{1,2}(?:st|nd|rd|th)?|\d{4}(?:[-–/]\d{2,4})?|months?|weeks?|days?|years?|and)[\s,-]*)+(?:,\s*|\s+)",
    re.IGNORECASE,
)  # fmt: skip
_EN_FRAME = re.compile(
    r"^(?:[Ii]n addition|[Mm]oreover|[Ff]urthermore|[Aa]lso|[Aa]dditionally|[Ff]inally|[Ff]irst|[Ss]econd|[Tt]hird|[Nn]ext|[Tt]o this end|"
    r"[Aa]ccordingly|[Mm]eanwhile|[^,.;]{0,60}\b(?:said|announced|stated|reported|noted|agreed|confirmed)\s+that)[,:]?\s+"
)
_EN_SUBJECT = re.compile(
    r"^(?:(?:[Tt]he|[Oo]ur|[Ee]ach|[Aa]ll)\s+)?(?:[\w&.'’/-]+\s+){0,9}?(?:will(?:\s+(?:also|then|further|continue to))?|shall|commits? to|undertakes? to|"
    r"agrees? to|agreed to|plans? to|aims? to|intends? to|pledges? to|is to|are to|must)\s+(?=[a-z])(?!be\b|not\b|have\b)"
)
_EN_CLAUSE = re.compile(r"[;,](?=\s)|[.!?](?=\s|$)|\n|\s(?:—|–)\s")
_EN_WORD = re.compile(r"\s+")


def title_of(quote: str, language: Language) -> str:
    """One line of at most `LONGEST` characters; an ellipsis where a clause had to be cut."""
    line = " ".join(quote.split())
    return (_chinese(line) if language == "zh" else _english(line)) or line[: LONGEST[language]]


def _chinese(line: str) -> str:
    bare = _stripped(line, (_NUMBER, _FRAME, _LEAD_DATE, _SUBJECT))
    clauses = [clause.strip() for clause in _split(bare, _ZH_CLAUSE)]
    clauses = [clause for clause in clauses if clause]
    while len(clauses) > 1 and _SCENE.match(clauses[0]):
        clauses.pop(0)
        clauses[0] = _stripped(clauses[0], (_LEAD_DATE, _SUBJECT))
    title = _joined(clauses, "，", _ENOUGH["zh"])
    return _fitted(_ZH_COMMA.sub("，", title), LONGEST["zh"], _ZH_PAUSE)


def _english(line: str) -> str:
    bare = _stripped(line, (_NUMBER, _EN_FRAME, _EN_DATE, _EN_SUBJECT))
    clauses = [clause.strip() for clause in _split(bare, _EN_CLAUSE)]
    title = _joined([clause for clause in clauses if clause], ", ", _ENOUGH["en"])
    title = _fitted(title, LONGEST["en"], _EN_WORD)
    return title[:1].upper() + title[1:]


def _stripped(text: str, lead_ins: tuple[re.Pattern[str], ...]) -> str:
    """The text without its lead-ins, in whatever order they stand, as long as something is left."""
    before = None
    while before != text:
        before = text
        for lead_in in lead_ins:
            text = lead_in.sub("", text, count=1).strip() or text
    return text


def _split(text: str, border: re.Pattern[str]) -> list[str]:
    """Clauses; a border inside brackets or quotation marks is none."""
    outside = _outside(text)
    parts, start = [], 0
    for match in border.finditer(text):
        if outside(match.start()):
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]


def _outside(text: str) -> Callable[[int], bool]:
    depth, depths = 0, []
    for char in text:
        depth = max(0, depth + (char in _OPEN) - (char in _CLOSE))
        depths.append(depth)
    balanced = depth == 0
    return lambda position: not balanced or depths[position] == 0


def _joined(clauses: list[str], comma: str, enough: int) -> str:
    title = clauses[0] if clauses else ""
    for clause in clauses[1:]:
        if len(title) + len(comma) + len(clause) > enough:
            break
        title += comma + clause
    return title


def _fitted(title: str, longest: int, border: re.Pattern[str]) -> str:
    """The title, cut at the last border that leaves room for the ellipsis."""
    if len(title) <= longest:
        return title
    outside = _outside(title)
    cuts = [match.start() for match in border.finditer(title, 0, longest - 1) if outside(match.start())]
    cut = max(cuts, default=0)
    return title[: cut if cut > longest // 3 else longest - 1].rstrip(" ,，、;；") + "…"
