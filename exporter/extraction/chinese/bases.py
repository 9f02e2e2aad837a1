"""Figures that are no aim: where a change begins, the size that names a class, the change against last year."""

from __future__ import annotations

import re

from exporter.extraction.chinese.figure import Figure
from exporter.extraction.chinese.units import MEASURED, MONEY, PERCENT

_FROM = re.compile(r"(?:由|从|自)[^,，。;；]{0,12}$")


def starts_from(text: str, at: int) -> bool:
    """由80%提高到90%: whether the figure at `at` is where a change begins."""
    return bool(_FROM.search(text, max(0, at - 14), at))


_TO = re.compile(r"[^,，。;；]{0,10}?(?:到|至|为)")


def without_bases(text: str, found: list[Figure]) -> list[Figure]:
    """从90%提高到95% aims at 95%; a class such as 亿元以上项目 is no aim when the count follows."""
    kept: list[Figure] = []
    for at, figure in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        if following and starts_from(text, figure.start) and _TO.match(text[figure.end : following.start]):
            continue
        if (
            _is_attribute(text, figure)
            or _is_class(text, figure, following, kept[-1] if kept else None)
            or (kept and _is_change_on_last_year(text, figure, kept[-1]))
        ):
            continue
        kept.append(figure)
    return kept


_REACHED = re.compile(r"(?:达到?|实现|完成|到|至|控制在|超过|突破)$")
_CLASSED = re.compile(r"(?:的|级|量级|规模|及以上)?[^,，、。;；:：\d和及]{1,16}")


_POINTED = re.compile(r"(?:上述|以上|这|该|前述|其中的)$")
_PROJECT = re.compile(
    r"(?:总投资|投资|投入|产值|营收|规模|面积|里程|全长|装机|年产|产能|容量|占地|销售额|收入|年产值|额)(?:为|达|达到|约|超|超过|近)?$"
)
_FOCUS = re.compile(
    r"(?:聚焦|围绕|发挥|依托|立足|针对|紧扣|紧盯|瞄准|锚定|对标|用好|把握)(?:好|于|在)?(?:(?!建设|建成|打造|培育|新建|新增|实施|开展|推[进动]|布局|引进|改造|完成|组建|设立)[^,，。;；:：\d、]){0,14}$"
)
"""聚焦12个产业集群, 发挥3个试点作用: what is looked at is there already."""
_PLANT = re.compile(
    r"[^,，。;；、\d]{0,14}?(?:项目|基地|工程|装置|生产线|产线|电站|机组|码头|园区|一体化|企业|产业|集群)"
)
_VOLTS = frozenset(("千伏", "伏", "kV"))
"""110千伏变电站: a voltage is the class of a plant, never an aim."""
_OF = re.compile(r"的[^,，。;；]{2,}")


def _is_attribute(text: str, figure: Figure) -> bool:
    """上述2万亿元, 总投资50亿元的项目, 不到100万元的部分: what is spoken of, not what is aimed at."""
    before = text[max(0, figure.start - 8) : figure.start]
    if _POINTED.search(before) or re.search(r"(?:项目|工程)(?:计划)?总投资(?:为|达|约)?$", before):
        return True
    if figure.unit in _VOLTS and re.match(r"[\u4e00-\u9fff]", text[figure.end : figure.end + 1]):
        return True
    if _FOCUS.search(text, max(0, figure.start - 20), figure.start) and figure.unit not in MEASURED:
        return True
    if figure.scale_only and figure.unit in MEASURED and _PLANT.match(text, figure.end):
        return True
    if figure.unit not in MEASURED or figure.unit in PERCENT or not _OF.match(text, figure.end):
        return False
    return bool(_PROJECT.search(before) or before.endswith(("不到", "不足", "未达", "未达到")))


_CLASS_NOUN = re.compile(
    r"(?:的)?[\u4e00-\u9fff]{0,8}?(?:企业|项目|单位|锅炉|机组|车辆|园区|水库|建筑|干部|工程|"
    r"城市|乡镇|机构|产业|案件|事故|人群|家庭|船舶|井|矿|小水电|电站)"
)


_WITHIN_COUNT = re.compile(
    r"(?:海拔|人口|面积|规模|产值|投资|年龄|层高|载重)?\d[\d.,]*[万亿千百]?[\u4e00-\u9fff]{1,3}(?:及?以上|及?以下|以内)"
)
_CLASSED_NOUN = re.compile(r"的?[\u4e00-\u9fff]{2,}")


def _is_class(text: str, figure: Figure, following: Figure | None, before: Figure | None) -> bool:
    """1000万元以上项目20个; 5000个30户以上自然村: what sort of thing is counted."""
    if figure.unit in PERCENT:
        return False
    if before and _WITHIN_COUNT.fullmatch(text, before.end, figure.end) and before.unit not in MEASURED:
        return bool(_CLASSED_NOUN.match(text, figure.end))
    behind = text[figure.end - 2 : figure.end]
    if behind in {"以下", "以上"} and figure.unit in MEASURED and _CLASS_NOUN.match(text, figure.end):
        return not _REACHED.search(text[max(0, figure.start - 6) : figure.start])
    if following is None:
        return False
    between = text[figure.end : following.start]
    beyond = text[max(0, figure.start - 2) : figure.start].endswith(("超", "超过", "过"))
    return (beyond or text[figure.start : figure.end].endswith(("以上", "以下", "级"))) and bool(
        _CLASSED.fullmatch(between)
    )


_COMPARED = re.compile(
    r"[,，、;；。(（](?:同比|比|较)(?:去年|上年|前年|上一年|往年|年初|20\d\d年|去年预算|上年预算|"
    r"上年执行数|[^,，;；。]{0,8}(?:预算|执行数|同期))"
    r"[^,，;；。]{0,8}?(?:增加|减少|提高|降低|高|低|多|少|增|减|上升|下降|增长|扩大|压减)(?:约|近)?$"
)


_GROWN = re.compile(r"[、,，](?:增加|减少|增长|下降|增|减)(?:了|约)?$")


def _is_change_on_last_year(text: str, figure: Figure, before: Figure) -> bool:
    """比去年增加5600亿元, and 规模9.8万亿元、增加1.5万亿元: the same amount, told as a change."""
    if _COMPARED.search(text, max(0, figure.start - 30), figure.start):
        return True
    return figure.unit == before.unit in MONEY and bool(_GROWN.fullmatch(text, before.end, figure.start))
