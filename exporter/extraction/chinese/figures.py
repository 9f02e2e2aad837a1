"""Figures in a sentence: number, unit, comparator, with their places; decoys are left out.

A figure counts when a unit or measure word stands behind it, or when a comparator or a large magnitude makes it an
amount (减少1000万以上). Ordinals, years, names, document numbers, durations and whatever stands inside short quotes or
book-title marks are not figures of a target.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from exporter.extraction.chinese.amounts import amounts, is_decoy
from exporter.extraction.chinese.bases import starts_from, without_bases
from exporter.extraction.chinese.comparators import compare
from exporter.extraction.chinese.figure import Figure
from exporter.extraction.chinese.fold import quoted_spans
from exporter.extraction.chinese.gate import gated
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
from exporter.extraction.chinese.units import NOT_UNIT, TIME_UNIT, UNIT

_MORE = r"[余多]"
_SUFFIX = r" ?(?:及?以上|及?以下|以内|之内|左右|上下|之上|之下)"
_REMARK = r"[(（][^()（）\d]{1,10}[)）]"
"""200个（标准桩）以上: a remark may part a unit from its comparator."""
_TAIL = rf" ?(?P<unit>{TIME_UNIT}|{UNIT})?(?P<more2>{_MORE}(?![元种重项]))?"
_TAIL += rf"(?P<suffix2>(?:{_REMARK}(?={_SUFFIX}))?{_SUFFIX})?"
_FIGURE = gated(
    rf"(?P<parts>百分之|千分之|万分之)(?P<partsn>{ARABIC}|{CHINESE}{{1,16}}(?:点{CHINESE}{{1,16}})?)(?P<suffi"
    rf"x0>{_SUFFIX})?"
    rf"|(?P<below>{CHINESE}{{1,3}})分之(?P<above>{CHINESE}{{1,3}})(?P<suffixf>{_SUFFIX})?"
    rf"|(?P<half>一半|过半|半数)(?:(?P<suffixh>{_SUFFIX})|(?=的|[,，。;；]|$))"
    rf"|(?P<tenths>[一二两三四五六七八九])成(?P<half5>半|五)?(?P<suffixt>{_SUFFIX}|(?=的|[,，。;；]|$))"
    rf"|(?P<arabic>{ARABIC}) ?(?P<magnitude>{MAGNITUDE})?"
    rf"(?:(?<=亿)(?P<rest>{ARABIC}) ?(?P<restscale>千万|百万|万))?"
    rf"(?P<more>{_MORE}|[来几](?=[个万亿]))?(?P<magnitude2>"
    rf"亿|万)?(?P<suffix>{_SUFFIX})?{_TAIL}"
    rf"|(?P<chinese>[近上]?(?:{CHINESE}{{1,16}}|数[十百千万]{{1,4}})(?:点{CHINESE}{{1,16}})?)(?P<morec>{_MORE}"
    rf")?(?P<magc>亿|万)?(?P<suffixc>{_SUFFIX})?"
    rf" ?(?P<unitc>{TIME_UNIT}|{UNIT})(?P<more2c>{_MORE}(?![元种重项]))?(?P<suffix2c>{_SUFFIX})?"
    rf"|(?P<bare>(?<=突破|超过|达到|迈上|站上|跨越|冲刺|实现|挺进)[百千万亿]{{1,4}})(?P<unitb>元|"
    rf"亿元|{UNIT})?(?P<suffixb>{_SUFFIX})?"
)

_RANGE = re.compile(r" ?(?:-{1,2}|–|—{1,2}|~|～|─|﹣|−|至|到) ?")


_HINT = re.compile(r"[\d一二两三四五六七八九十百千万亿半]")


@lru_cache(maxsize=4096)  # a sentence is asked for its figures by its mood, its heading and its indicators
def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a folded sentence, in order, decoys left out, ranges joined."""
    if not _HINT.search(text):
        return ()
    quotes = quoted_spans(text)
    found: list[Figure] = []
    glued = _GLUED.match(text)
    begin = glued.end() if glued else 0
    for match in _FIGURE.finditer(text, begin):
        named = is_decoy(text, match) and not (begin and match.start() == begin)
        if named or any(a <= match.start() < b for a, b in quotes):
            continue
        figure = _read(text, match)
        if figure:
            found.append(figure)
    return tuple(without_bases(text, _join_ranges(text, found)))


_GLUED = re.compile(r"\s*\d{1,2}\.(?=\d{1,4} ?(?:个|家|所|条|座|名|户|套|项|处|件|台|辆|栋|张|间|部|位|场)(?!百分点))")
"""2.50个小区…: nobody counts in decimals; the 2. is the item's number."""
_TIMED_METRIC = re.compile(
    r"(?:时间|时限|时长|寿命|年限|天数|工期|周期|用时|时数|日数|年龄|耗时|天气)[\u4e00-\u9fff]{0,6}(?: ?[>=<≥≤])?$"
)
_TIMED_VERB = re.compile(r"(?:压缩|缩短|压减|缩减|减少|延长|提速|控制|精简)(?:到|至|为|在)?(?:不超过|不多于|平均)?$")


def aims(text: str) -> list[Figure]:
    """Figures that can be a target: a duration or an age only where something measured in time is named."""
    return [figure for figure in figures(text) if not figure.timed or _measures_time(text, figure)]


_NAMED_AFTER_TIME = frozenset(("试点", "政策", "改革", "行动", "计划", "工程", "任务"))


def _measures_time(text: str, figure: Figure) -> bool:
    before = text[max(0, figure.start - 14) : figure.start]
    named = text[figure.end : figure.end + 2] in _NAMED_AFTER_TIME  # 延长30年试点, 缩短2年学制: a name
    return bool(_TIMED_METRIC.search(before) or (_TIMED_VERB.search(before) and not named))


def _read(text: str, match: re.Match[str]) -> Figure | None:
    if match["parts"] or match["below"] or match["half"] or match["tenths"]:
        return _read_part(text, match)
    if match["bare"]:
        scale = read_magnitude(match["bare"])
        return _figure(text, match, scale, match["unitb"] or "", match["suffixb"] or "", more=False)
    return _read_whole(text, match, "c" if match["chinese"] else "")


def _read_whole(text: str, match: re.Match[str], script: Literal["", "c"]) -> Figure | None:
    """An Arabic or Chinese number with its unit; the groups of the Chinese alternative end in c."""
    unit, end = match["unit" + script] or "", match.end()
    if unit and NOT_UNIT.match(text, match.start("unit" + script)):
        if script or not match["magnitude"]:
            return None
        unit, end = "", match.start("unit")
    value = _chinese_value(match) if script else _arabic_value(match)
    if value is None or not amounts(text, match, unit, value):
        return None
    if unit == "成":  # 3成 is 30 percent
        unit, value = "%", value * 10
    suffix = (match["suffix" + script] or "") + (match["suffix2" + script] or "")
    near = (match["chinese"] or "")[:1]
    more = bool(match["more" + script] or match["more2" + script]) or near == "上"
    figure = _figure(text, match, value, unit, suffix, more=more)
    if near == "近":
        figure = replace(figure, comparator="approx", adorned=True)
    return replace(figure, end=end)


def _arabic_value(match: re.Match[str]) -> float | None:
    scale = read_magnitude((match["magnitude"] or "") + (match["magnitude2"] or ""))
    rest = read_arabic(match["rest"]) * read_magnitude(match["restscale"]) if match["rest"] else 0.0  # 2亿5000万
    return clean(read_arabic(match["arabic"]) * scale + rest)


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


def _read_part(text: str, match: re.Match[str]) -> Figure | None:
    value, suffix = _part(match)
    return None if value is None else _figure(text, match, value, "%", suffix or "", more=False)


def _part(match: re.Match[str]) -> tuple[float | None, str | None]:
    """百分之五, 三分之一, 一半以上, 两成 → percent, and the comparator behind."""
    if match["parts"]:
        return read_fraction(f"一{match['parts'][0]}", match["partsn"].replace(" ", "")), match["suffix0"]
    if match["below"]:
        return read_fraction(match["below"], match["above"]), match["suffixf"]
    if match["half"]:
        return 50.0, match["suffixh"] or ("以上" if match["half"] in {"过半", "半数"} else "")
    return (read_chinese(match["tenths"]) or 0) * 10 + (5 if match["half5"] else 0), match["suffixt"]


_SCALES = frozenset("十百千万亿")


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
        scale_only=bool(match["chinese"]) and not set(match["chinese"]) - _SCALES,
        adorned=comparator is not None,
        timed=bool(unit) and bool(re.fullmatch(TIME_UNIT, unit)),
    )


def _join_ranges(text: str, found: list[Figure]) -> list[Figure]:
    """6%-6.5%, 10至15万个, 5—6家 → one figure with value_max; a lower end without unit is found here too."""
    joined: list[Figure] = []
    for figure in found:
        last = joined[-1] if joined else None
        if (
            last
            and _RANGE.fullmatch(text, last.end, figure.start)
            and not starts_from(text, last.start)
            and last.value < figure.value
        ):
            joined[-1] = replace(figure, start=last.start, value=last.value, value_max=figure.value, comparator="range")
            continue
        low = _LOW_END.search(text, max(0, figure.start - 12), figure.start)
        if low and figure.unit and not starts_from(text, low.start()):
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
