"""Who is responsible: 牵头单位：…；配合单位：…, A牵头，B参与, 由A负责, （市教育局、市财政局）."""

from __future__ import annotations

import re
from typing import Literal

from exporter.extraction.chinese.assigned import assigned, by_role, joined
from exporter.extraction.chinese.clauses import NUMBERING
from exporter.extraction.chinese.fold import fold
from exporter.extraction.chinese.gate import gated
from exporter.extraction.chinese.unit_names import SHORTEST, is_unit, split_names
from exporter.extraction.grammar import Around, Naming
from exporter.model import Owners

Role = Literal["lead", "support"]

_LEAD_LABEL = (
    r"(?:主要)?(?:牵头|主责|主办|承办|总牵头|主管|实施|负责|落实|第一责任|首要责任|承担)(?:责任)?"
    r"(?:单位|部门|主体|科室|处室|机构|领导|人)|主办|牵头|(?:分管|包联|包保|联系|挂点|挂联|包抓|主管)[市县区镇校厅]?领导|(?:项目|工作|任务|具体|直接|现场)(?:责任|负责|联系)人|负责人"
)
_RESPONSIBLE_LABEL = r"责任(?:单位|部门|主体|科室|处室|领导|人|分工|机构)"
_SUPPORT_LABEL = (
    r"(?:主要|责任)?(?:配合|协办|参与|协助|协同|支持|指导|参加|会办|联办|配合责任|协作|合作)(?:责任)?"
    r"(?:单位|部门|科室|处室|机构|领导|人)|协办|配合"
)
_LABEL = gated(rf"(?P<support>{_SUPPORT_LABEL})|(?P<lead>{_LEAD_LABEL})|(?P<responsible>{_RESPONSIBLE_LABEL})")
_LABELLED = gated(rf"(?:{_SUPPORT_LABEL}|{_LEAD_LABEL}|{_RESPONSIBLE_LABEL})\s?\**\s?(?:[:：]|为[:：]?)\s*\**")

_FIRST_LEADS = gated(
    r"(?:列|排|居|名列|位列|排名|署名)?(?:在)?(?:第一|首|首位|前)(?:位|名|的|家|个|位的)?(?:者|"
    r"的|(?:责任|负责|承办|落实|实施)?(?:单位|部门))*(?:为|是|即为|系)(?:工作|任务|该项工作|主要)?(?:牵头|主办|主要责任|第一责任|汇总|主责)"
)


def first_leads(text: str) -> bool:
    """Whether a text lays down that the unit listed first leads."""
    return bool(_FIRST_LEADS.search(fold(text)))


_DEFAULT = re.compile(
    r"以下(?:各项|工作|任务)*(?:均|都)(?:需|由|需由|须由|须)?(?P<who>[\u4e00-\u9fff、,，()]{2,80}?)(?:负责)?(?:落实|"
    r"负责|牵头|实施|组织实施)"
)


def default_leads(text: str) -> tuple[str, ...]:
    """以下均需…落实: units that lead everything that follows."""
    found = _DEFAULT.search(fold(text)) if "以下" in text else None
    return split_names(text[found.start("who") : found.end("who")]) if found else ()


def labelled(text: str, *, first_is_lead: bool = False) -> Owners | None:
    """牵头单位：A；配合单位：B、C. With 责任单位 beside a lead, those units support; alone they lead."""
    text = _without_rules(text)
    folded = fold(text)
    marks = list(_LABELLED.finditer(folded))
    if not marks:
        return None
    lead: list[str] = []
    support: list[str] = []
    responsible: list[str] = []
    persons: list[str] = []
    for at, mark in enumerate(marks):
        stop = marks[at + 1].start() if at + 1 < len(marks) else len(text)
        body = text[mark.end() : stop].strip().partition("。")[0]
        label = _LABEL.search(mark[0])
        kind = label.lastgroup if label else "lead"
        if together := _TOGETHER.search(body):  # 责任单位：A、B分别牵头
            body, kind = body[: together.start()], kind if kind == "support" else "lead"
        names = split_names(_balanced(body.rstrip("。 \n")))
        if label and _PERSONS.search(label[0]):
            persons.extend(names)
            continue
        (support if kind == "support" else lead if kind == "lead" else responsible).extend(names)
    if responsible:
        if lead:
            support = [*responsible, *support]
        elif first_is_lead or first_leads(text):
            lead, support = responsible[:1], [*responsible[1:], *support]
        else:
            lead = responsible
    return joined(lead or persons, support)


_TOGETHER = re.compile(r"(?:分别|共同|联合|按职责(?:分工)?)(?:牵头|负责|落实)(?:负责|落实)?[)）]?\s*$")
_PERSONS = re.compile(r"领导|(?:责任|负责|联系)人")
"""Labels of people: they count where no unit leads."""


def _balanced(text: str) -> str:
    """Without the closing bracket of a clause whose opening one stands before the label."""
    while text[-1:] in {")", "）"} and sum(c in "(（" for c in text) < sum(c in ")）" for c in text):
        text = text[:-1]
    return text


_RULE = re.compile(r"[(（][^()（）]*(?:列|排|下同|第一|汇总)[^()（）]*[)）]?")


def _without_rules(text: str) -> str:
    """With spaces for a remark that says who leads (（第一责任单位为牵头单位，下同）): places stay what they are."""
    return _RULE.sub(lambda rule: " " * len(rule[0]), text)


_COLON = re.compile(r"[:：]|[位门人导体]为")
"""Every label is followed by one of these; looking for them first keeps plain sentences cheap."""
_PAGE = gated(r"备案|ICP|版权|邮编|邮政编码|电话|传真|网站标识|技术支持|地址[:：]|浏览|访问量")


def clause(text: str, *, first_is_lead: bool = False) -> Owners | None:
    """Owners of a text that does nothing but name them, brackets around it or not; None otherwise."""
    words = NUMBERING.sub("", text.strip(" \t\n　*"))
    if _PAGE.search(words):
        return None
    bracketed = bool(re.match(r"[(（〔【\[]", words))
    words = re.sub(r"^[(（〔【\[]\s*|\s*[)）〕】\]]?[。；;.]?$", "", words) if bracketed else words
    folded = fold(words)
    first = _LABELLED.search(folded) if _COLON.search(folded) else None
    if first and first.start() <= (_SHORT_HEAD if bracketed else 2):
        return labelled(words[first.start() :], first_is_lead=first_is_lead)
    if not bracketed:
        roles = len(words) < _LONG_ROLE and _ROLE_END.search(folded) and _all_units(words)
        return by_role(words, first_is_lead=first_is_lead) if roles else None
    return by_role(words, first_is_lead=first_is_lead) or _bare_list(words, first_is_lead=first_is_lead)


def _bare_list(words: str, *, first_is_lead: bool) -> Owners | None:
    """（市教育局、市财政局）: units alone, in brackets; a remark such as （含配套设施） is none."""
    names = split_names(words)
    if re.match(r"含|包括|其中|如|即|不含|约|注|指|详见|见", words):
        return None
    if names and all(len(fold(name)) >= SHORTEST and is_unit(name) for name in names):
        return joined(list(names[:1]), list(names[1:])) if first_is_lead else joined(list(names), [])
    return None


_ROLE_END = re.compile(r"(?:牵头|配合|参与|负责|落实)[。；;]?$")
_SHORT_HEAD, _LONG_ROLE = 12, 200


def _all_units(words: str) -> bool:
    return not re.search(r"[将要应]|工作|建设|开展|推进(?!$)|[,，]由|[\d底年月季]前|年底|月底|年内|季度", fold(words))


_TRAILING = re.compile(
    r"[(（【\[〔](?P<inner>[^()（）【】〔〕\[\]]*(?:[(（][^()（）]{0,40}[)）][^()（）【】〔〕\[\]]*){0,12})[)）】〕\]]\s*"
    r"[。；;.,，]?\s*$"
)
_INLINE_LABEL = re.compile(
    rf"(?:^|[。;；.\s|])\s*(?P<clause>(?:{_SUPPORT_LABEL}|{_LEAD_LABEL}|{_RESPONSIBLE_LABEL})\s?[:：].*)$", re.DOTALL
)
_WINDOW = 1200


_LABEL_LINE = gated(rf"[【\[(*]{{0,2}}(?:{_SUPPORT_LABEL}|{_LEAD_LABEL}|{_RESPONSIBLE_LABEL})[】\])*]{{0,2}}\s?:?")


_SPACED = gated(rf"(?P<label>{_SUPPORT_LABEL}|{_LEAD_LABEL}|{_RESPONSIBLE_LABEL})[ \u3000\t]+(?P<names>\S.*)")


def _beside_label(text: str, around: Around) -> Owners | None:
    """责任单位　市人社局: a space instead of a colon."""
    found = _SPACED.fullmatch(text.strip().rstrip("。；;"))
    if not found or not all(is_unit(name) for name in split_names(found["names"])):
        return None
    return labelled(f"{found['label']}：{found['names']}", first_is_lead=around.first_is_lead)


def _under_label(text: str, around: Around) -> Owners | None:
    """Units on the line below a label that stands alone."""
    label = fold(around.before).strip()
    if not _LABEL_LINE.fullmatch(label) or not all(is_unit(name) for name in split_names(text)):
        return None
    return labelled(f"{label.strip('【】[]()*: ')}:{text}", first_is_lead=around.first_is_lead)


def naming(text: str, around: Around) -> Naming | None:
    """The owners named in a text and the span of the clause, or None.

    A clause at the end (brackets or a label) is what a quote may leave out; 由…牵头 inside a sentence stays in it.
    """
    tail = max(0, len(text) - _WINDOW)
    if _PAGE.search(text, tail):
        return None
    owners = (
        clause(text, first_is_lead=around.first_is_lead) or _under_label(text, around) or _beside_label(text, around)
    )
    if owners:
        return Naming(owners, 0, len(text))
    bracket = _TRAILING.search(text, tail)
    if bracket:
        owners = clause(bracket[0].strip(), first_is_lead=around.first_is_lead)
        if owners:
            return Naming(owners, bracket.start(), len(text))
    label = _INLINE_LABEL.search(text, tail) if _COLON.search(text, tail) else None
    if label:
        owners = labelled(label["clause"], first_is_lead=around.first_is_lead)
        if owners:
            return Naming(owners, label.start("clause"), len(text))
    return assigned(text)
