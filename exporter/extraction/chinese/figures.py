"""Figures in a sentence: number, unit, comparator, with their places; decoys are left out.

A figure counts when a unit or measure word stands behind it, or when a comparator or a large magnitude makes it an
amount (减少1000万以上). Ordinals, years, names, document numbers, durations and whatever stands inside short quotes or
book-title marks are not figures of a target.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from exporter.extraction.chinese.fold import quoted_spans
from exporter.extraction.chinese.numerals import (
    ARABIC,
    CHINESE,
    MAGNITUDE,
    clean,
    read_arabic,
    read_chinese,
    read_fraction,
    read_magnitude,
)
from exporter.extraction.chinese.units import MEASURED, NOT_UNIT, PERCENT, TIME_UNIT, UNIT, implied_by_noun
from exporter.model import Comparator

_MORE = r"[余多]"
_SUFFIX = r" ?(?:及?以上|及?以下|以内|之内|左右|上下|之上|之下)"
_TAIL = rf" ?(?P<unit>{TIME_UNIT}|{UNIT})?(?P<more2>{_MORE}(?![元种重项]))?(?P<suffix2>{_SUFFIX})?"
_FIGURE = re.compile(
    rf"(?P<parts>百分之|千分之|万分之)(?P<partsn>{ARABIC}|{CHINESE}{{1,16}}(?:点{CHINESE}{{1,16}})?)(?P<suffi"
    rf"x0>{_SUFFIX})?"
    rf"|(?P<below>{CHINESE}{{1,3}})分之(?P<above>{CHINESE}{{1,3}})(?P<suffixf>{_SUFFIX})?"
    rf"|(?P<half>一半|过半|半数)(?:(?P<suffixh>{_SUFFIX})|(?=的|[,，。;；]|$))"
    rf"|(?P<tenths>[一二两三四五六七八九])成(?P<half5>半|五)?(?P<suffixt>{_SUFFIX}|(?=的|[,，。;；]|$))"
    rf"|(?P<arabic>{ARABIC}) ?(?P<magnitude>{MAGNITUDE})?(?P<more>{_MORE}|[来几](?=[个万亿]))?(?P<magnitude2>"
    rf"亿|万)?(?P<suffix>{_SUFFIX})?{_TAIL}"
    rf"|(?P<chinese>[近上]?(?:{CHINESE}{{1,16}}|数[十百千万]{{1,4}})(?:点{CHINESE}{{1,16}})?)(?P<morec>{_MORE}"
    rf")?(?P<magc>亿|万)?(?P<suffixc>{_SUFFIX})?"
    rf" ?(?P<unitc>{TIME_UNIT}|{UNIT})(?P<more2c>{_MORE}(?![元种重项]))?(?P<suffix2c>{_SUFFIX})?"
    rf"|(?P<bare>(?<=突破|超过|达到|迈上|站上|跨越|冲刺|实现|挺进)[百千万亿]{{1,4}})(?P<unitb>元|"
    rf"亿元|{UNIT})?(?P<suffixb>{_SUFFIX})?"
)

_FLOOR = re.compile(
    r"(?:不低于|不少于|不小于|不得?低于|不得?少于|不下于|不弱于|(?<![不得])(?:高于|超过|突破|"
    r"大于|多于|超出|超)|至少|逾|>=|≥|>|最低|迈上|站上|跨越|跃上)(?:到|至|了)? ?$"
)
_CEILING = re.compile(
    r"(?:不得?(?:超过|高于|大于|多于|突破|超出)|(?<![不得])(?:低于|少于|小于)|<=|≤|<|最多|"
    r"至多|控制在|压缩在|压控在|限制在|限定在)(?:到|至)? ?$"
)
_FLOOR_OF = re.compile(r"(?:不低于|不少于|高于|超过|至少)[^,，。;；\d]{1,8}的$")
_ABOUT = re.compile(r"(?:大约|约为|约|大概|大致|接近|将近|近|预计约|左右在) ?$")
_RANGE = re.compile(r" ?(?:-{1,2}|–|—{1,2}|~|～|─|﹣|−|至|到) ?")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `text[start:end]` holds number, unit and comparators behind it."""

    start: int
    end: int
    value: float
    unit: str
    comparator: Comparator
    value_max: float | None = None
    chinese: bool = False
    adorned: bool = False
    """A comparator stands beside it."""
    timed: bool = False
    """The unit is one of time: only with a metric such as 办理时限 is it a target."""


def figures(text: str) -> list[Figure]:
    """The figures of a folded sentence, in order, decoys left out, ranges joined."""
    quotes = quoted_spans(text)
    found: list[Figure] = []
    for match in _FIGURE.finditer(text):
        if any(a <= match.start() < b for a, b in quotes) or _is_decoy(text, match):
            continue
        figure = _read(text, match)
        if figure:
            found.append(figure)
    return _without_bases(text, _join_ranges(text, found))


_TIMED_METRIC = re.compile(
    r"(?:时间|时限|时长|寿命|年限|天数|工期|周期|用时|时数|日数|年龄|耗时|天气)[\u4e00-\u9fff]{0,6}(?: ?[>=<≥≤])?$"
)
_TIMED_VERB = re.compile(r"(?:压缩|缩短|压减|缩减|减少|延长|提速|控制|精简)(?:到|至|为|在)?(?:不超过|不多于|平均)?$")


def aims(text: str) -> list[Figure]:
    """Figures that can be a target: a duration or an age only where something measured in time is named."""
    return [figure for figure in figures(text) if not figure.timed or _measures_time(text, figure)]


def _measures_time(text: str, figure: Figure) -> bool:
    before = text[max(0, figure.start - 14) : figure.start]
    return bool(_TIMED_METRIC.search(before) or _TIMED_VERB.search(before))


_PROGRAMMES = re.compile(r"(?:重点|重大|专项|标志性|关键|核心|惠民|民生)*(?:改革|任务|工作|行动|工程|计划|实事|事项)")
_BEFORE_DECOY = re.compile(r"(?:第|[A-Za-z]|[A-Za-z]-|前|每|[〔\[]|[^\d]\d[+×:：]|\d\.|[-+×](?=1)|国道|省道|地铁|国)$")
_AFTER_DECOY = re.compile(
    r"号|路(?!口|段)|中学|小学|中(?=[、,，])|院|[+×＋]|[A-Za-z](?<![kKmMtGTPEW㎡])|级|强|"
    r"届|后(?=[、,，的])|年代|〕|\]|世纪|:\d|：\d|月|日|年(?![以均])"
)


def _is_decoy(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    before = text[max(0, start - 4) : start]
    if match["arabic"] and _BEFORE_DECOY.search(before) and not _after_rank(before):
        return True
    if match["chinese"] and re.search(r"(?:第|前|每|之|[零〇一二两三四五六七八九十]|统|唯|逐|万)$", before):
        return True
    if match["arabic"] and not match["unit"] and _AFTER_DECOY.match(text, end):
        return True
    return bool(_ORDINAL_COUNT.search(text, max(0, start - 1), end))


_ORDINAL_COUNT = re.compile(r"第\d")


def _after_rank(before: str) -> bool:
    return before.endswith("前") and before[-2:-1] in {"年", "底", "月", "日", "末", "目", "度"}


_SCHEMES = re.compile(
    r"(?:[具体重点惠企支持助政策性新制度化创一揽子针对便民利改革务实的配套]{0,8})(?:举措|"
    r"措施|意见|条例|规定|原则|方面|硬招|实招|国家(?:和|及)?|省份)"
)


def _read(text: str, match: re.Match[str]) -> Figure | None:
    if match["parts"] or match["below"] or match["half"] or match["tenths"]:
        return _read_part(text, match)
    if match["bare"]:
        value = read_magnitude(match["bare"])
        return _figure(text, match, value, match["unitb"] or "", match["suffixb"] or "", more=False)
    chinese = bool(match["chinese"])
    unit = (match["unitc"] if chinese else match["unit"]) or ""
    end = match.end()
    if unit and NOT_UNIT.match(text, match.start("unitc" if chinese else "unit")):
        if chinese or not match["magnitude"]:
            return None
        unit, end = "", match.start("unit")
    value = _chinese_value(match) if chinese else _arabic_value(match)
    if value is None or not _amounts(text, match, unit, value):
        return None
    suffix = "".join(match[name] or "" for name in (("suffixc", "suffix2c") if chinese else ("suffix", "suffix2")))
    more = any(match[name] for name in (("morec", "more2c") if chinese else ("more", "more2")))
    figure = _figure(text, match, value, unit, suffix, more=more or (match["chinese"] or "").startswith("上"))
    if (match["chinese"] or "").startswith("近"):
        figure = replace(figure, comparator="approx", adorned=True)
    return replace(figure, end=end)


def _arabic_value(match: re.Match[str]) -> float:
    scale = read_magnitude((match["magnitude"] or "") + (match["magnitude2"] or ""))
    return clean(read_arabic(match["arabic"]) * scale)


def _chinese_value(match: re.Match[str]) -> float | None:
    text = match["chinese"].lstrip("近上")
    if text.startswith("数"):
        return None
    whole, _, decimals = text.partition("点")
    value = read_chinese(whole)
    if value is None:
        return None
    if decimals:
        value += float("0." + "".join(str(int(read_chinese(c) or 0)) for c in decimals))
    return clean(value * read_magnitude(match["magc"] or ""))


_CREATION = re.compile(
    r"(?:新建|新增|建成|建设|改造|完成|打造|培育|引进|创建|开工|新开|实施|举办|建立|设立|"
    r"新设|开通|打通|启用|投用|整治|改建|扩建|新改扩建|"
    r"提升|建好|办好|招引|引育|孵化|认定|培养|选派|至少|不少于|各|增加|增设|布局|落地|引入|"
    r"组建|签约|推出|投放|开设|开办|修建|种植|达到|共|为)[新再]?$"
)
_SMALL = 10


def _amounts(text: str, match: re.Match[str], unit: str, value: float) -> bool:
    """Whether the number is an amount at all, and not a manner of speaking (一个, 三个方面, 20条举措)."""
    if _SCHEMES.match(text, match.end()) and unit in {"条", "项", "个", "大", "件"}:
        return False
    before = text[max(0, match.start() - 8) : match.start()]
    if match["chinese"]:
        plain = match["chinese"].lstrip("近上")
        if _PROGRAMMES.match(text, match.end()) and unit in {"项", "个", "件", "条"}:
            return False
        if value <= 1 and not before.endswith(("至少", "不少于", "各")):
            return False
        measured = unit in MEASURED and (len(unit) > 1 or unit in "亩吨元米")
        if value <= _SMALL and not measured and not _counts_small(text, match, before):
            return False
        return (
            plain not in {"百", "千", "万", "亿", "百万", "千万"}
            or plain != match["chinese"]
            or _bare_count(match, unit)
        )
    if unit:
        return True
    return bool(match["magnitude"] or match["magnitude2"] or match["suffix"] or match["suffix2"]) and bool(
        re.match(r" ?(?:[,，、。;；)）]|$|以|左右|的|\Z)", text[match.end() :])
        or match["suffix"]
        or implied_by_noun(text, match.end())
    )


_ABSTRACT = re.compile(
    r"[\u4e00-\u9fff“”]{0,8}?(?:攻坚战|战略|战役|行动|任务|重点|目标|领域|环节|关系|问题|"
    r"清单|体系|机制|方面|关口|阶段|层面|角度|维度|转变|"
    r"统筹|坚持|确保|确立|意识|自信|维护|突破|转型|提升|创建|改革|建设|工程|计划|文明|保障|"
    r"联动|融合|循环|实事|要素|抓手|导向|优势|特色|品牌)"
)


def _counts_small(text: str, match: re.Match[str], before: str) -> bool:
    """二至十: only concrete things that somebody makes (新建两所学校), not 三个攻坚战."""
    if match["unitc"] in {
        "大",
        "次",
        "轮",
        "届",
        "方",
        "面",
        "手",
        "道",
        "对",
        "双",
        "种",
        "层",
        "成",
        "级",
        "分",
        "点",
        "度",
        "回",
    }:
        return False
    if not _CREATION.search(before) and not (match["suffixc"] or match["suffix2c"]):
        return False
    return not _ABSTRACT.match(text, match.end())


def _bare_count(match: re.Match[str], unit: str) -> bool:
    return bool(match["morec"]) or unit in {"名", "人", "人次"} or (unit in {"元", "吨"} and len(match["chinese"]) > 1)


def _read_part(text: str, match: re.Match[str]) -> Figure | None:
    if match["parts"]:
        scale = {"百": "一百", "千": "一千", "万": "一万"}[match["parts"][0]]
        value, suffix = read_fraction(scale, match["partsn"].replace(" ", "")), match["suffix0"]
    elif match["below"]:
        value, suffix = read_fraction(match["below"], match["above"]), match["suffixf"]
    elif match["half"]:
        value, suffix = 50.0, match["suffixh"] or ("以上" if match["half"] in {"过半", "半数"} else "")
    else:
        value = (read_chinese(match["tenths"]) or 0) * 10 + (5 if match["half5"] else 0)
        suffix = match["suffixt"]
    if value is None:
        return None
    return _figure(text, match, value, "%", suffix or "", more=False)


def _figure(text: str, match: re.Match[str], value: float, unit: str, suffix: str, *, more: bool) -> Figure:
    before = text[max(0, match.start() - 14) : match.start()]
    comparator = compare(before, suffix, more=more)
    return Figure(
        match.start(),
        match.end(),
        value,
        unit,
        comparator or "=",
        chinese=bool(match["chinese"]),
        adorned=comparator is not None,
        timed=bool(unit) and bool(re.fullmatch(TIME_UNIT, unit)),
    )


def compare(before: str, suffix: str, *, more: bool = False) -> Comparator | None:
    """The comparator said by the words before and behind a number; None when nothing is said."""
    if "左右" in suffix or "上下" in suffix:
        return "approx"
    if "上" in suffix:
        return ">="
    if "下" in suffix or "内" in suffix:
        return "<="
    if more or _FLOOR.search(before):
        return ">="
    if _CEILING.search(before):
        return "<="
    if _FLOOR_OF.search(before):
        return ">="
    if _ABOUT.search(before) and not before.endswith("附近"):
        return "approx"
    return None


def _join_ranges(text: str, found: list[Figure]) -> list[Figure]:
    """6%-6.5%, 10至15万个, 5—6家 → one figure with value_max; a lower end without unit is found here too."""
    joined: list[Figure] = []
    for figure in found:
        last = joined[-1] if joined else None
        if (
            last
            and _RANGE.fullmatch(text, last.end, figure.start)
            and not _from(text, last.start)
            and last.value < figure.value
        ):
            joined[-1] = replace(figure, start=last.start, value=last.value, value_max=figure.value, comparator="range")
            continue
        low = _LOW_END.search(text, max(0, figure.start - 12), figure.start)
        if low and figure.unit and not _from(text, low.start()):
            joined.append(_with_low_end(text, figure, low))
            continue
        joined.append(figure)
    return joined


_LOW_END = re.compile(rf"(?<![\d.第])(\d+(?:\.\d+)?)({MAGNITUDE})?(?:-{{1,2}}|–|—{{1,2}}|~|～|─|﹣|−|至|到)$")


def _with_low_end(text: str, figure: Figure, low: re.Match[str]) -> Figure:
    shown = re.match(ARABIC, text[figure.start :])
    scale = figure.value / read_arabic(shown[0]) if shown and read_arabic(shown[0]) else 1.0
    scale = read_magnitude(low[2]) if low[2] else scale
    value = clean(float(low[1]) * scale)
    if value >= figure.value:
        return figure
    return replace(figure, start=low.start(), value=value, value_max=figure.value, comparator="range")


_FROM = re.compile(r"(?:由|从|自)[^,，。;；]{0,12}$")


def _from(text: str, at: int) -> bool:
    return bool(_FROM.search(text, max(0, at - 14), at))


_TO = re.compile(r"[^,，。;；]{0,10}?(?:到|至|为)")


def _without_bases(text: str, found: list[Figure]) -> list[Figure]:
    """从90%提高到95% aims at 95%; a class such as 亿元以上项目 is no aim when the count follows."""
    kept = []
    for at, figure in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        if following and _from(text, figure.start) and _TO.match(text[figure.end : following.start]):
            continue
        if _is_class(text, figure, following) or _is_change_on_last_year(text, figure, bool(kept)):
            continue
        kept.append(figure)
    return kept


_REACHED = re.compile(r"(?:达到?|实现|完成|到|至|控制在|超过|突破)$")
_CLASSED = re.compile(r"(?:的|级|量级|规模|及以上)?[^,，、。;；:：\d和及]{1,16}")


_CLASS_NOUN = re.compile(
    r"(?:的)?[\u4e00-\u9fff]{0,8}?(?:企业|项目|单位|锅炉|机组|车辆|园区|水库|建筑|干部|工程|"
    r"城市|乡镇|机构|产业|案件|事故|人群|家庭|船舶|井|矿|小水电|电站)"
)


def _is_class(text: str, figure: Figure, following: Figure | None) -> bool:
    if figure.unit in PERCENT:
        return False
    behind = text[figure.end - 2 : figure.end]
    if behind in {"以下", "以上"} and figure.unit in MEASURED and _CLASS_NOUN.match(text, figure.end):
        return not _REACHED.search(text[max(0, figure.start - 6) : figure.start])
    if following is None:
        return False
    between = text[figure.end : following.start]
    return text[figure.start : figure.end].endswith(("以上", "以下", "级")) and bool(_CLASSED.fullmatch(between))


_COMPARED = re.compile(
    r"[,，、;；。(（](?:同比|比|较)(?:去年|上年|前年|上一年|往年|年初|20\d\d年|去年预算|上年预算|"
    r"上年执行数|[^,，;；。]{0,8}(?:预算|执行数|同期))"
    r"[^,，;；。]{0,8}?(?:增加|减少|提高|降低|高|低|多|少|增|减|上升|下降|增长|扩大|压减)(?:约|近)?$"
)


def _is_change_on_last_year(text: str, figure: Figure, after_another: bool) -> bool:  # noqa: FBT001  one reader
    return after_another and bool(_COMPARED.search(text, max(0, figure.start - 30), figure.start))
