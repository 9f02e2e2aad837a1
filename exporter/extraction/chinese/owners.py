"""Who is responsible: 牵头单位：…；配合单位：…, A牵头，B参与, 由A负责, （市教育局、市财政局）."""

from __future__ import annotations

import re
from typing import Literal

from exporter.extraction.chinese.fold import fold
from exporter.extraction.grammar import Around, Naming
from exporter.model import Owners

Role = Literal["lead", "support"]

_LEAD_LABEL = (
    r"(?:主要)?(?:牵头|主责|主办|承办|总牵头|主管|实施|负责|落实|第一责任|首要责任|承担)(?:责任)?"
    r"(?:单位|部门|主体|科室|处室|机构|领导|人)|主办|牵头|负责人|项目负责人"
)
_RESPONSIBLE_LABEL = r"责任(?:单位|部门|主体|科室|处室|领导|人|分工|机构)"
_SUPPORT_LABEL = (
    r"(?:主要|责任)?(?:配合|协办|参与|协助|协同|支持|指导|参加|会办|联办|配合责任|协作|合作)(?:责任)?"
    r"(?:单位|部门|科室|处室|机构|领导|人)|协办|配合"
)
_LABEL = re.compile(rf"(?P<support>{_SUPPORT_LABEL})|(?P<lead>{_LEAD_LABEL})|(?P<responsible>{_RESPONSIBLE_LABEL})")
_LABELLED = re.compile(rf"(?:{_SUPPORT_LABEL}|{_LEAD_LABEL}|{_RESPONSIBLE_LABEL})\s?(?:[:：]|为[:：]?)\s*")

_UNIT_END = (
    r"(?:委员会|办公室|指挥部|管委会|居委会|人民政府|分局|总局|支队|大队|研究院|事务所|领导小组|"
    r"工作组|专班|合作社|联合会|联盟|法院|检察院|"
    r"局|委|办|部|厅|院|府|署|处|科|室|中心|公司|集团|街道|镇|乡|区|县|市|州|盟|旗|会|行|"
    r"社|站|队|组|校|所|园|库|馆|协|联|党委|党组|单位|部门|企业|学院|大学|医院|银行|地区|"
    r"各地|公安|法制|税务|银保监|气象|消防|供电|书记|市长|区长|县长|局长|主任|领导)"
)
_UNIT_NAME = re.compile(r"^[\u4e00-\u9fffA-Za-z0-9“”\-·()（）〔〕、/]{2,60}$")
_ENDS_AS_UNIT = re.compile(rf"{_UNIT_END}(?:[(（][^()（）]*[)）])?等?$")
_FIRST_LEADS = re.compile(
    r"(?:列|排|居|名列|位列|排名|署名)?(?:在)?(?:第一|首|首位|前)(?:位|名|的|家|个|位的)?(?:者|"
    r"的|单位|部门)*(?:为|是|即为|系)(?:牵头|主办|主要责任|第一责任|汇总|主责)"
)

_REMARK = re.compile(
    r"(?:[,，、]?(?:等)?(?:有关|相关)?(?:部门|单位)?(?:按照?|依)?(?:各自)?职责(?:任务)?(?:分工)?(?:分别)?(?:负"
    r"责|落实|配合|推进|做好)|[,，]?下同|[,，]?不再列出|[,，]?以下(?:均|同)[^,，;；。]*|[,，]?持续(?:推进|"
    r"实施)|[,，]?排(?:名)?第一[^,，;；。]*)"
)
_ROLE_VERB = re.compile(
    r"(?P<lead>(?:共同)?牵头(?:负责|落实|组织|实施|抓总|推进)?|(?:共同|分别|具体|主要|总体|"
    r"统一|组织)?负责(?:落实|实施|组织|牵头|推进)?|主办|承办|主责|按职责分工(?:负责|落实|"
    r"推进)?|分工负责|组织实施|落实)"
    r"|(?P<support>(?:积极|分工|协同|密切|共同|按职责分工)?(?:配合|参与|参加|协助|协办|指导|"
    r"支持|协同)(?:实施|落实|推进|做好)?)"
)


def first_leads(text: str) -> bool:
    """Whether a text lays down that the unit listed first leads."""
    return bool(_FIRST_LEADS.search(fold(text)))


_DEFAULT = re.compile(
    r"以下(?:各项|工作|任务)*(?:均|都)(?:需|由|需由|须由|须)?(?P<who>[\u4e00-\u9fff]{2,20}?)(?:负责)?(?:落实|"
    r"负责|牵头|实施|组织实施)"
)


def default_leads(text: str) -> tuple[str, ...]:
    """以下均需…落实: units that lead everything that follows."""
    found = _DEFAULT.search(fold(text))
    return (text[found.start("who") : found.end("who")],) if found else ()


def split_names(text: str) -> tuple[str, ...]:
    """Names of a list, split at 、，, and ; outside brackets, and at 和 between two whole units."""
    names: list[str] = []
    start = depth = 0
    for at, c in enumerate(f"{text}、"):
        if c in "(（〔":
            depth += 1
        elif c in ")）〕":
            depth -= 1
        elif (depth <= 0 and c in "、,，;；/\n|") or (depth <= 0 and c == " " and _parted(text, at)):
            names += _split_and(text[start:at])
            start = at + 1
    return tuple(dict.fromkeys(name for name in map(_clean, names) if name))


def _parted(text: str, at: int) -> bool:
    return bool(_ENDS_AS_UNIT.search(text[:at].rstrip()) or re.search(r"[\u4e00-\u9fff]{2}$", text[:at]))


_AND = re.compile(r"以及|和|及|与")
_HALF_NAME = re.compile(r"(?:信息|社会|改革|计划|旅游)")
_SHORTEST = 3


def _split_and(name: str) -> list[str]:
    """市教育局和市财政局 are two units, 发展和改革局 is one."""
    for found in _AND.finditer(name):
        left, right = name[: found.start()].strip(), name[found.end() :].strip()
        whole = min(len(left), len(right)) >= _SHORTEST and not _HALF_NAME.match(right)
        if whole and _ENDS_AS_UNIT.search(left) and _ENDS_AS_UNIT.search(right):
            return [*_split_and(left), *_split_and(right)]
    return [name]


_EDGE = " \t　。．.:：;；,，、|*_"


def _clean(name: str) -> str:
    name = _REMARK.sub("", name).strip(_EDGE)
    name = re.sub(r"^(?:由|请|会同|其中|及|和|以及|各相关的)", "", name).strip(_EDGE)
    name = re.sub(r"[(（][^()（）]*(?:列|排|下同|牵头|第一)[^()（）]*[)）]", "", name)
    if re.search(r"(?:等|等(?:相关|有关)?(?:部门|单位|各部门|市直部门))$", name):
        name = re.sub(r"等(?:(?:相关|有关)?(?:部门|单位|市直部门))?$", "", name)
    name = name.strip(_EDGE)
    if name.count("(") + name.count("（") < name.count(")") + name.count("）"):
        name = name.rstrip(")）")
    return "" if name in {"无", "/", "-", "—", "等", "下同", "同上"} else name


def labelled(text: str, *, first_is_lead: bool = False) -> Owners | None:
    """牵头单位：A；配合单位：B、C. With 责任单位 beside a lead, those units support; alone they lead."""
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
        body = text[mark.end() : stop]
        label = _LABEL.search(mark[0])
        kind = label.lastgroup if label else "lead"
        names = split_names(_without_rules(body).rstrip("）)。 \n"))
        if label and "领导" in label[0]:
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
    return _owners(lead or persons, support)


def _owners(lead: list[str], support: list[str]) -> Owners:
    leads = tuple(dict.fromkeys(lead))
    return Owners(leads, tuple(name for name in dict.fromkeys(support) if name not in leads))


def _without_rules(text: str) -> str:
    return re.sub(r"[(（][^()（）]*(?:列|排|下同|第一位|汇总)[^()（）]*[)）]?", "", text)


def by_role(text: str) -> Owners | None:
    """A牵头，B、C参与; A会同B负责; A、B按职责分工负责; only when every part is a list of units."""
    lead: list[str] = []
    support: list[str] = []
    for part in re.split(
        r"[;；。]|(?<=牵头)[,，、]|(?<=负责)[,，、]|(?<=配合)[,，]|(?<=参与)[,，]|(?<=落实)[,，]|"
        r"(?<=指导)[,，]|(?<=协助)[,，]",
        text,
    ):
        words = fold(part).strip(_EDGE)
        if not words or re.match(r"以下|下同|不再|列", words) or _TIMED.search(words):
            continue
        said = list(_ROLE_VERB.finditer(words))
        if not said or said[-1].end() < len(words.rstrip("。;；,， ")):
            return None
        body = part.strip(_EDGE)[: said[-1].start()]
        if not _role_part(body, said[-1].lastgroup == "support", lead, support):
            return None
    return _owners(lead, support) if lead or support else None


_TIMED = re.compile(
    r"(?:前|内|底|末)(?:完成|办结|落实到位|出台|启动|实现|建成|见效)?$|^(?:持续|长期|常态化|"
    r"全年)(?:推进|坚持|实施|落实|开展)?$"
)


def _role_part(body: str, supports: bool, lead: list[str], support: list[str]) -> bool:  # noqa: FBT001  one caller
    with_others = re.split(r"[,，、]?会同", body, maxsplit=1)
    names = split_names(with_others[0])
    if not names or not all(_is_unit(name) for name in names):
        return False
    (support if supports else lead).extend(names)
    if len(with_others) > 1:
        support.extend(split_names(with_others[1]))
    return True


def _is_unit(name: str) -> bool:
    plain = fold(name)
    return bool(
        _UNIT_NAME.match(plain) and (_ENDS_AS_UNIT.search(plain) or re.match(r"(?:各|市|省|区|县|州|国家)", plain))
    )


_PAGE = re.compile(r"备案|ICP|版权|邮编|邮政编码|电话|传真|网站标识|技术支持|地址[:：]|浏览|访问量")


def clause(text: str, *, first_is_lead: bool = False) -> Owners | None:
    """Owners of a text that does nothing but name them, brackets around it or not; None otherwise."""
    words = text.strip(" \t\n　*")
    if _PAGE.search(words):
        return None
    bracketed = bool(re.match(r"[(（〔【\[]", words))
    words = re.sub(r"^[(（〔【\[]\s*|\s*[)）〕】\]]?[。；;.]?$", "", words) if bracketed else words
    folded = fold(words)
    first = _LABELLED.search(folded)
    if first and first.start() <= (_SHORT_HEAD if bracketed else 2):
        return labelled(words[first.start() :], first_is_lead=first_is_lead)
    if not bracketed:
        roles = len(words) < _LONG_ROLE and _ROLE_END.search(folded) and _all_units(words)
        return by_role(words) if roles else None
    return by_role(words) or _bare_list(words, first_is_lead=first_is_lead)


def _bare_list(words: str, *, first_is_lead: bool) -> Owners | None:
    """（市教育局、市财政局）: units alone, in brackets; a remark such as （含配套设施） is none."""
    names = split_names(words)
    if re.match(r"含|包括|其中|如|即|不含|约|注|指|详见|见", words):
        return None
    if names and all(len(fold(name)) >= _SHORTEST and _is_unit(name) for name in names):
        return _owners(list(names[:1]), list(names[1:])) if first_is_lead else _owners(list(names), [])
    return None


_ROLE_END = re.compile(r"(?:牵头|配合|参与|负责|落实)[。；;]?$")
_SHORT_HEAD, _LONG_ROLE = 12, 200


def _all_units(words: str) -> bool:
    return not re.search(r"[将要应]|工作|建设|开展|推进(?!$)", words)


_TRAILING = re.compile(
    r"[(（【\[](?P<inner>[^()（）【】\[\]]*(?:[(（][^()（）]{0,40}[)）][^()（）【】\[\]]*){0,12})[)）】\]]\s*"
    r"[。；;.,，]?\s*$"
)
_INLINE_LABEL = re.compile(
    rf"(?:^|[。;；.\s|])\s*(?P<clause>(?:{_SUPPORT_LABEL}|{_LEAD_LABEL}|{_RESPONSIBLE_LABEL})\s?[:：].*)$", re.DOTALL
)
_BY = re.compile(
    r"由(?P<who>[^,，;；。由]{2,60}?)(?P<role>牵头(?:负责|组织|实施)?|负责(?!同志|人)(?:落实|"
    r"实施|组织)?|主办|承办)(?:[,，](?P<with>[^,，;；。]{2,80}?)(?:配合|参与|协助|协办))?"
)
_WINDOW = 1200


def naming(text: str, around: Around) -> Naming | None:
    """The owners named in a text and the span of the clause, or None.

    A clause at the end (brackets or a label) is what a quote may leave out; 由…牵头 inside a sentence stays in it.
    """
    tail = max(0, len(text) - _WINDOW)
    if _PAGE.search(text, tail):
        return None
    owners = clause(text, first_is_lead=around.first_is_lead)
    if owners:
        return Naming(owners, 0, len(text))
    bracket = _TRAILING.search(text, tail)
    if bracket:
        owners = clause(bracket[0].strip(), first_is_lead=around.first_is_lead)
        if owners:
            return Naming(owners, bracket.start(), len(text))
    label = _INLINE_LABEL.search(text, tail)
    if label:
        owners = labelled(label["clause"], first_is_lead=around.first_is_lead)
        if owners:
            return Naming(owners, label.start("clause"), len(text))
    by = _BY.search(fold(text))
    if by and all(_is_unit(name) for name in split_names(text[by.start("who") : by.end("who")])):
        support = split_names(text[by.start("with") : by.end("with")]) if by["with"] else ()
        return Naming(Owners(split_names(text[by.start("who") : by.end("who")]), support), by.start(), by.end())
    return None
