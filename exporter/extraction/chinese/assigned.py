"""Roles said by verbs: A牵头，B参与; A会同B负责; and within a sentence 由A牵头、B配合."""

from __future__ import annotations

import re
from itertools import pairwise

from exporter.extraction.chinese.clauses import NUMBERING
from exporter.extraction.chinese.fold import fold
from exporter.extraction.chinese.gate import gated
from exporter.extraction.chinese.unit_names import EDGE, is_unit, split_names
from exporter.extraction.grammar import Naming
from exporter.model import Owners

_ROLE_VERB = gated(
    r"(?P<lead>(?:共同)?牵头(?:负责|落实|组织|实施|抓总|推进)?|(?:共同|分别|具体|主要|总体|"
    r"统一|组织)?负责(?:落实|实施|组织|牵头|推进)?|主办|承办|主责|按职责分工(?:负责|落实|"
    r"推进)?|分工负责|组织实施|落实)"
    r"|(?P<support>(?:积极|分工|协同|密切|共同|按职责分工)?(?:配合|参与|参加|协助|协办|指导|"
    r"支持|协同)(?:实施|落实|推进|做好)?)"
)


def joined(lead: list[str], support: list[str]) -> Owners:
    """Owners without repetition; who leads does not support too."""
    leads = tuple(dict.fromkeys(lead))
    return Owners(leads, tuple(name for name in dict.fromkeys(support) if name not in leads))


def by_role(text: str, *, first_is_lead: bool = False) -> Owners | None:
    """A牵头，B、C参与; A会同B负责; A、B按职责分工负责; only when every part is a list of units.

    With `first_is_lead` the first of several that are named alike leads and the others support it.
    """
    lead: list[str] = []
    support: list[str] = []
    kept: list[str] = []
    for part in _parts(text):
        words = fold(part).strip(EDGE)
        if not words or re.match(r"以下|下同|不再|列", words) or _TIMED.search(words):
            continue
        said = list(_ROLE_VERB.finditer(words))
        if not said or said[-1].end() < len(words.rstrip("。;；,， ")):
            return None
        kept.append(words)
        body = part.strip(EDGE)[: said[-1].start()]
        if not _role_part(body, said[-1].lastgroup == "support", lead, support):
            return None
    if first_is_lead and not support and not any("牵头" in part for part in kept):
        return joined(lead[:1], lead[1:])
    return joined(lead, support) if lead or support else None


_PART = gated(
    r"[;；。]|(?<=牵头)[,，、]|(?<=负责)[,，、]|(?<=配合)[,，]|(?<=参与)[,，]|(?<=落实)[,，]|(?<=指导)[,，]|(?<=协助)[,，]"
)


def _parts(text: str) -> list[str]:
    """The text between the marks that part one role from the next; the marks are found in the folded text."""
    marks = [(0, 0), *(mark.span() for mark in _PART.finditer(fold(text))), (len(text), len(text))]
    return [text[before[1] : after[0]] for before, after in pairwise(marks)]


_TIMED = re.compile(
    r"(?:前|内|底|末)(?:完成|办结|落实到位|出台|启动|实现|建成|见效)?$|^(?:持续|长期|常态化|"
    r"全年)(?:推进|坚持|实施|落实|开展)?$"
)


def _role_part(body: str, supports: bool, lead: list[str], support: list[str]) -> bool:  # noqa: FBT001  one caller
    with_others = re.split(r"[,，、]?会同", body, maxsplit=1)
    names = split_names(with_others[0])
    if not names or not all(is_unit(name) for name in names):
        return False
    (support if supports else lead).extend(names)
    if len(with_others) > 1:
        support.extend(split_names(with_others[1]))
    return True


_BY = re.compile(
    r"由(?P<who>[^,，;；。由]{2,60}?)(?P<role>牵头(?:负责|组织|实施)?|负责(?!同志|人|的)(?:落实|实施|组织)?|主办|承办)"
    r"(?:[,，、和及]?(?:由|会同|商|协同|联合)?(?P<with>[^,，;；。]{2,80}?)(?:(?:积极|分工|协同|密切)?(?:配合|参与|协助|协办)))?"
)
_WITH = gated(
    r"(?:由|请)(?P<who>[^,，;；。由请]{2,60}?)(?:牵头)?[,，]?(?:会同|商)(?P<with>[^,，;；。]{2,80}?)"
    r"(?=于|在|负责|牵头|共同|联合|制定|提出|研究|组织|抓好|抓紧|做好|开展|推进|落实|尽快|进一步|按|对|就|[,，;；。]|$)"
)
"""由A会同B、C于6月底前制定…"""
_CLAUSE = re.compile(r"[,，]")
_ROLE_END = re.compile(r"(?:牵头|配合|参与|负责|落实|协助|协办|主办|承办)[。；;!]?$")
_REACH = 240


def assigned(text: str) -> Naming | None:
    """The owners a sentence itself names: 由A负责，B配合 anywhere in it, or A牵头、B配合 as its last clauses."""
    folded = fold(text)
    for by in (*_WITH.finditer(folded), *_BY.finditer(folded)):
        lead = _units(text[by.start("who") : by.end("who")])
        support = _units(text[by.start("with") : by.end("with")]) if by["with"] else ()
        if lead:
            end = by.end() if support else by.end("who")
            return Naming(joined(list(lead), list(support)), by.start(), end)
    return _last_clauses(text, folded) or _first_clauses(text, folded)


def _units(text: str) -> tuple[str, ...]:
    names = split_names(text)
    return names if names and all(is_unit(name) for name in names) else ()


_ROLE_FIRST = re.compile(r"[^,，。;；:：]{2,60}(?:牵头|负责|主办|承办)(?:落实|实施|组织)?[,，]")


def _first_clauses(text: str, folded: str) -> Naming | None:
    """A牵头，B、C配合，年底前建成…: who does it stands before what is done."""
    opening = NUMBERING.match(folded)
    start = opening.end() if opening else 0
    if not _ROLE_FIRST.match(folded, start):
        return None
    found = None
    for comma in _CLAUSE.finditer(folded, start, start + _REACH):
        owners = by_role(text[start : comma.start()])
        if owners and owners.lead:
            found = Naming(owners, start, comma.start())
        elif found:
            break
    return found


def _last_clauses(text: str, folded: str) -> Naming | None:
    if not _ROLE_END.search(folded):
        return None
    stop = len(folded.rstrip("。；;! "))
    for comma in _CLAUSE.finditer(folded, max(0, len(folded) - _REACH)):
        owners = by_role(text[comma.end() : stop])
        if owners and owners.lead:
            return Naming(owners, comma.end(), stop)
    return None
