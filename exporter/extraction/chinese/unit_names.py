"""Names of units and posts as Chinese documents list them: 市教育局、市财政局, 各区、各有关部门."""

from __future__ import annotations

import re

from exporter.extraction.chinese.fold import fold

_UNIT_END = (
    r"(?:委员会|办公室|指挥部|管委会|居委会|人民政府|分局|总局|支队|大队|研究院|事务所|领导小组|"
    r"工作组|专班|合作社|联合会|联盟|法院|检察院|"
    r"局|委|办|部|厅|院|府|署|处|科|室|中心|公司|集团|街道|镇|乡|区|县|市|州|盟|旗|会|行|"
    r"社|站|队|组|校|所|园|库|馆|协|联|党委|党组|单位|部门|企业|学院|大学|医院|银行|地区|"
    r"各地|公安|法制|税务|银保监|气象|消防|供电|书记|市长|区长|县长|局长|主任|领导)"
)
_UNIT_NAME = re.compile(r"^[\u4e00-\u9fffA-Za-z0-9“”\-·()（）〔〕、/]{2,60}$")
_ENDS_AS_UNIT = re.compile(rf"{_UNIT_END}(?:[(（][^()（）]*[)）])?等?$")
_REMARK = re.compile(
    r"(?:[,，、]?(?:等)?(?:有关|相关)?(?:部门|单位)?(?:按照?|依)?(?:各自)?职责(?:任务)?(?:分工)?(?:分别)?(?:负"
    r"责|落实|配合|推进|做好)|[,，]?下同|[,，]?不再列出|[,，]?以下(?:均|同)[^,，;；。]*|[,，]?持续(?:推进|"
    r"实施)|[,，]?排(?:名)?第一[^,，;；。]*)"
)


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
SHORTEST = 3


def _split_and(name: str) -> list[str]:
    """市教育局和市财政局 are two units, 发展和改革局 is one."""
    for found in _AND.finditer(name):
        left, right = name[: found.start()].strip(), name[found.end() :].strip()
        whole = min(len(left), len(right)) >= SHORTEST and not _HALF_NAME.match(right)
        if whole and _ENDS_AS_UNIT.search(left) and _ENDS_AS_UNIT.search(right):
            return [*_split_and(left), *_split_and(right)]
    return [name]


EDGE = " \t　。．.:：;；,，、|*_"


def _clean(name: str) -> str:
    name = _REMARK.sub("", name).strip(EDGE)
    name = re.sub(r"^(?:由|请|会同|其中|及|和|以及|各相关的)", "", name).strip(EDGE)
    name = re.sub(r"[(（][^()（）]*(?:列|排|下同|牵头|第一)[^()（）]*[)）]", "", name)
    if re.search(r"(?:等|等(?:相关|有关)?(?:部门|单位|各部门|市直部门))$", name):
        name = re.sub(r"等(?:(?:相关|有关)?(?:部门|单位|市直部门))?$", "", name)
    name = name.strip(EDGE)
    if name.count("(") + name.count("（") < name.count(")") + name.count("）"):
        name = name.rstrip(")）")
    if name in {"无", "/", "-", "—", "等", "下同", "同上"} or _TERM.search(fold(name)):
        return ""
    return name


_TERM = re.compile(
    r"(?:\d|[一二三四五六七八九十]|年|月|季度)[^市县区局委办部]{0,6}(?:底|末|前|内|起|初|旬)[^局委办部]{0,6}$|"
    r"^(?:长期|持续|常年|全年|年内)(?:坚持|推进|实施|开展)?$"
)
"""A term among the units: 2023年9月底前完成."""


_DEED = re.compile(
    r"^(?:建成|建好|完成|实现|新建|改建|扩建|新增|启动|推进|推动|加快|落实|编制|制定|制订|出台|打造|组建|成立|加强|做好|确保|力争|全面|积极|"
    r"深入|进一步|建立|健全|完善|优化|深化|强化|抓好|修缮|修建|开通|举办|引进|拆除|增设|增加|发放|改造|提升|统筹|严格)"
    r"(?!.{0,4}(?:部|局|处|司|办|委|中心|领导小组|专班|公司)$)|[\d一二两三四五六七八九十百]+[余多]?[家个所处座条名件项间套部]$"
    r"|\d{1,2}月|年[底内末]"
)
"""What is done, counted or dated is no unit, though it may end as one: 建成冷链中心, 新建小学12所."""


def is_unit(name: str) -> bool:
    """Whether a name is worded as one of a unit or a post."""
    plain = fold(name)
    return bool(
        _UNIT_NAME.match(plain)
        and not _DEED.search(plain)
        and (_ENDS_AS_UNIT.search(plain) or re.match(r"(?:各|市|省|区|县|州|国家)", plain))
    )
