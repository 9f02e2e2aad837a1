"""What measured nouns share and lose: heads borrowed along a list, towns and country, verbs in front."""

from __future__ import annotations

import re

from exporter.extraction.chinese.fold import fold
from exporter.extraction.chinese.metrics import subject
from exporter.extraction.chinese.verbs import head

SHORT = 4
NOUNS = (
    "投资",
    "投入",
    "培训",
    "服务",
    "治理",
    "规划",
    "研究",
    "建设",
    "储备",
    "支出",
    "安置",
    "供应",
    "招生",
    "就业",
    "造林",
    "绿化",
    "植树",
    "抚育",
    "改厕",
    "扩招",
    "种植",
    "搬迁",
    "试点",
    "示范",
    "演练",
    "救助",
    "补贴",
    "资助",
    "采购",
    "招聘",
    "检测",
    "监测",
)
"""Verbs that a figure may measure as nouns."""


def skip_orders(text: str) -> int:
    """Where a folded phrase goes on behind the verbs and adverbs it begins with."""
    at = 0
    while at < len(text) and len(word := head(text[at:])) > 1:
        at += len(word)
    return at


_SECTORS = re.compile(r"第?((?:[一二三]、?){2,3})(?:次|大)?产(?:业)?")


def town_and_country(noun: str, count: int) -> list[str]:
    """城乡低保标准分别…: town first, then country; 一二三产增加值分别…: the sectors in order."""
    plain = fold(noun)
    if sectors := _SECTORS.match(plain):
        names = [letter for letter in sectors[1] if letter in "一二三"]
        return [f"{name}产{noun[sectors.end() :]}" for name in names] if len(names) == count else []
    if count != 2 or not plain.startswith("城乡"):  # noqa: PLR2004
        return []
    return [("城镇" if plain.startswith("城乡居民") else "城市") + noun[2:], "农村" + noun[2:]]


HEADS = re.compile(
    r"房屋|住房|小区|道路|公路|学校|医院|企业|项目|桥梁|隧道|管网|公园|绿地|车位|学位|床位|"
    r"市场|社区|村庄|设施|平台|线路|河道|水库|农田|园区|基地|中心"
)
_COMPLETE = re.compile(r"[值额量率数入出资积格比重费度模款税金水平]$|收入|支出|投资|消费|贸易|人次|面积|覆盖")


def share_head(nouns: list[str]) -> list[str]:
    """一产、二产增加值 → 一产增加值, 二产增加值: what the last noun ends with is lent to the others."""
    if len(nouns) < 2:  # noqa: PLR2004
        return nouns
    last = nouns[-1]
    shared = []
    for noun in nouns[:-1]:
        if _COMPLETE.search(noun) or len(noun) >= len(last) or noun[-2:] == last[-2:]:
            shared.append(noun)
        else:
            core = noun[skip_orders(fold(noun)) :].removeprefix("第")
            at = last.find(core[-1:], max(0, len(core) - 1)) + 1 if core else 0
            bodies = list(_BODIES.finditer(last, 0, len(last) - 2)) if not at and _BODIES.search(core) else []
            at = bodies[-1].end() if bodies else at
            shared.append(noun + last[at or len(core) :])
    return [*shared, last]


_BODIES = re.compile(r"中心|医院|卫生院|学校|企业|机构")


def tidy(noun: str) -> str:
    """A noun behind a figure without linking words and empty heads (的…任务)."""
    noun = noun[: subject(fold(noun), 0, len(noun)).end] if len(noun) > SHORT else noun
    noun = re.sub(r"^(?:以上|左右)?的?", "", noun)
    noun = re.sub(r"(?:进行|予以|开展)(?=[\u4e00-\u9fff]{2})", "", noun, count=1)
    return re.sub(r"(?:的)?(?:任务|工作)$", "", noun) if len(noun) >= SHORT else noun
