"""Lists of units and persons: where one name ends and the next begins."""

from __future__ import annotations

import re

_NOBODY = re.compile(
    (
        r"^(?:tbd|tbc|tba|to be (?:determined|confirmed|decided|advised)|n/?a|none|nil|[-–—.?*]*"
        r"|not applicable|various|unassigned|vacant)$"
    ),
    re.IGNORECASE,
)


_CUT = re.compile(r"\s*[、，,;；/+|\n]\s*(?:and\s|&\s)?|\s+(?:as well as|together with|along with)\s+")


_AND = re.compile(r"\s+(?:and|&)\s+")


_HEADS = re.compile(
    (
        r"^(?:the\s)?(?:department|ministry|minister|office|agency|city|county|council|treasury|statistics"
        r"|board|bureau|commission|committee|centre|center|university|institute|national|federal|state"
        r"|public|royal|chief|director|head|deputy|mayor|all|local|regional|other|library"
        r"|library and archives|international|global|european|[A-Z]{2,}\b)"
    ),
    re.IGNORECASE,
)


_TOPICS_WORDS = """
parks recreation health safety planning finance transport transportation culture economy economic environment
environmental housing education research trade industry innovation development training learning communications
marketing operations infrastructure social human resources services works engineering procurement legal
compliance justice immigration citizenship refugees agriculture food fisheries oceans forests energy mines water
wastewater sanitation waste tourism sport sports arts heritage youth families children seniors community
communities employment labour labor science technology digital information data analytics statistics security
defence defense emergency fire rescue police climate sustainability resilience nature biodiversity roads
highways traffic mobility buildings facilities property land estate estates budget revenue taxation customs
excise commerce business enterprise regional rural urban affairs archives records privacy equality equity
diversity inclusion women gender indigenous northern veterans skills wellbeing welfare care streets licensing
regulation standards consumer competition governance reform administration management policy strategy policing
learning disability addictions mental
"""


TOPICS = frozenset(_TOPICS_WORDS.split())


def _pieces(text: str) -> list[str]:
    """A list cut at commas, semicolons, slashes, line ends; never inside brackets."""
    parts, depth, begin, at = [], 0, 0, 0
    cuts = {match.start(): match.end() for match in _CUT.finditer(text)}
    while at < len(text):
        depth += (text[at] in "(（[") - (text[at] in ")）]" and depth > 0)
        if not depth and at in cuts:
            parts.append(text[begin:at])
            at = begin = cuts[at]
            continue
        at += 1
    return [*parts, text[begin:]]


def _topical(words: str) -> bool:
    return all(word.lower() in TOPICS or word in {"of", "for", "&", "and"} for word in re.findall(r"[\w&-]+", words))


def _split_and(name: str, *, listed: bool) -> list[str]:
    """`Ann and Bob` are two, `Parks and Recreation` and `Ministry of Health and Social Care` one."""
    parts = _AND.split(name)
    if len(parts) == 1 or "(" in name:
        return [name]
    kept = [parts[0]]
    for part in parts[1:]:
        left = kept[-1].split()[-1:] or [""]
        joined = (_topical(part) and (_topical(left[0]) or not listed)) or _continues(kept[-1], part)
        if joined:
            kept[-1] = f"{kept[-1]} and {part}" if " & " not in name else f"{kept[-1]} & {part}"
        else:
            kept.append(part)
    return kept


def _continues(left: str, right: str) -> bool:
    """Whether `right` goes on with the name of one office: `Department of Culture | Sport`."""
    if not re.search(r"\b(?:of|for)\b", left) or _HEADS.match(right):
        return False
    words = right.split()
    return any(word.lower() in TOPICS for word in words[:2]) or len(words) == 1


def names(text: str) -> tuple[str, ...]:
    """The units or persons of a list, as the document names them: `City IT, Finance and the Library` → three."""
    pieces = _pieces(text.strip())
    found: list[str] = []
    for piece in pieces:
        for part in _split_and(piece.strip(), listed=len(pieces) > 1):
            name = re.sub(r"^(?:and|&|with|the|by)\s+", "", _bare(part), flags=re.IGNORECASE)
            name = re.sub(r"^the\s+", "", name, flags=re.IGNORECASE).strip()
            if name and not _NOBODY.match(name) and name not in found:
                found.append(name)
    return tuple(found)


def _bare(name: str) -> str:
    name = name.strip(" \t*_:;,")
    return name if _ABBREVIATED.search(name) else name.strip(" .")


_ABBREVIATED = re.compile(r"\b(?:Dept|Div|Inc|Ltd|Co|Corp|Assn|Univ|Govt|Min|Jr|Sr|[A-Z]\.[A-Z])\.$")
