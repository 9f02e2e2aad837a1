"""Evidence of results: figures counted to the last digit, exact changes, standings, firsts, what came into use."""

from __future__ import annotations

import re

from exporter.extraction.chinese.figure import Figure
from exporter.extraction.chinese.gate import gated
from exporter.extraction.chinese.units import PERCENT

_STANDING = re.compile(
    r"连续(?:\d{1,2}|[一二两三四五六七八九十]{1,2})(?:年|个月|个季度)(?!以上)|稳居|(?:高于|快于|好于|优于|低于)全[国省市](?:平均)?(?:水平)?\d"
    r"|居全[国省市]|(?:总量|规模|数量|增速|占比|产量)[^,，。;；]{0,4}(?:全国|全省|全球|世界)第"
)
_FIRST = re.compile(
    r"(?:全国|全省|全球|世界|国内|亚洲|行业|全市|我国)首(?:个|家|例|单|票|批|创|台|座|条|次|款|艘)|首(?:例|单|票)"
    r"|在全[国省市]率先|首次"
)
_HARVEST = re.compile(
    r"丰收|未发生[^,，。;；]{0,12}(?:事故|事件|疫情|灾害)|零亡人|零死亡|满意度(?:达|为)|(?:办结|回复|按期)率(?:达|为)?\d"
)
_CAME = re.compile(
    r"[^,，。;；]{4,}(?:投产|投运|投用|投入运营|投入使用|通车|开业|首发|竣工|封顶|下线|问世|落成|获批|出列|退出|增至\d[^,，。;；]{0,8}|清零|落地见效)"
    r"(?=[,，。;；、]|$)"
)
_EXACT = gated(
    r"(?<![\d.])(?:增长|下降|提高|提升|上升|降低|增加|回落|改善|减少|增加到|提升至|提高到|提高至|升至|降至|增至|压减|达到?)"
    r"(?:约|了)?(?P<whole>\d+)\.(?P<part>\d+)(?:%|个百分点|倍|万|亿)(?! ?(?:以[上内下]|左右|[余多]|至|到|-|—|~))"
)
_BUDGET = gated(
    r"(?:预算|支出|收入|资金|赤字率?|债券)(?:总量|数|额|合计)?(?:拟|共|预算|计划|按)*安排(?:为|约)?\d|(?:收入|支出)预算(?:数|总额)?(?:为)?\d"
    r"|比(?:上年|去年|20\d\d年)(?:预计)?执行数"
)
_EXECUTED = re.compile(r"(?:为|完成|占)(?:年度|年初|全年|调整|变动)?预算(?:数)?的?\d")
_REACHED = re.compile(r"惠及(?:近|超|约|逾)?\d|办结[^,，。;；]{0,12}\d|帮扶\d|兑现[^,，。;；]{0,16}\d")
_SUMMED = re.compile(r"累计(?!新增?建?[^,，。;；]{0,20}以上)[^,，。;；]{1,20}\d")


def results(text: str, amounts: list[Figure]) -> list[tuple[float, str, str]]:
    """Weight, rule and words of each sign that a folded sentence tells what has come about."""
    found = [(weight, rule, match[0][:16]) for weight, rule, pattern in _SIGNS if (match := pattern.search(text))]
    if budget := _BUDGET.search(text):
        return [*found, (2.0, "a budget", budget[0])]  # a budget is exact by nature
    exact = list(_EXACT.finditer(text))
    if exact:
        weight = sum(-0.15 if match["part"] == "5" else -0.7 for match in exact)
        found.append((max(-1.6, weight), "a change measured to the decimal", exact[0][0]))
    if amounts:
        counted = sum(_roundness(figure, text) for figure in amounts)
        words = text[amounts[0].start : amounts[0].end]
        found.append((max(-2.0, min(0.6, counted)), "how round the figures are", words))
    return found


_SIGNS = (
    (-1.2, "a standing reached", _STANDING),
    (-0.5, "the first of its kind", _FIRST),
    (-1.0, "a harvest", _HARVEST),
    (-0.5, "a sum so far", _SUMMED),
    (-3.0, "a budget carried out", _EXECUTED),
    (-0.7, "whom it has reached", _REACHED),
)
_FEW = 20


def came_about(clause: str) -> re.Match[str] | None:
    """一期工程建成投产, said of a subject and by nobody's order."""
    return _CAME.match(clause)


def _roundness(figure: Figure, text: str) -> float:
    """Targets are round (5000个), results are counted to the last digit (1268户); small counts tell nothing."""
    digits = f"{figure.value:.4f}".replace(".", "").strip("0")
    if len(digits) >= 4 and not text.startswith("项目", figure.end):  # noqa: PLR2004  four figures that matter
        return -1.0
    if len(digits) >= 3:  # noqa: PLR2004
        return -0.2 if digits.endswith("5") else -0.5
    if figure.unit in PERCENT or figure.value < _FEW:
        return 0.0
    if len(digits) == 1:
        return 0.2
    return 0.1 if digits.endswith("5") else -0.2
