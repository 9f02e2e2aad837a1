"""Dates as plans write them: 2019年6月底前, 三季度末, 年内, 两年内, 春节前, “十四五”末.

`moments` reads folded text. A year that is not written is the year last written in the sentence, else the plan's.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from exporter.extraction.chinese.numerals import CHINESE, read_number

Kind = Literal["deadline", "period", "start", "recurring"]

_YEAR = r"(?P<year>(?:19|20)\d\d|二[〇○零0][一二三四五六七八九〇○零0]{2}) ?年(?!代)"
_RELATIVE = r"(?P<relative>今年|本年度|本年|当年|明年|后年|全年|年内)"
_PLAN = r"[“\"]?(?P<plan>十[一二三四五六])五[”\"]?(?:规划)?(?P<planpart>期间|时期|期末|规划末|末|中期)"
_DAY = rf"(?P<month>\d{{1,2}}|{CHINESE}{{1,2}}) ?月(?:份)?(?: ?(?P<day>\d{{1,2}}|{CHINESE}{{1,3}}) ?[日号]|(?P<third>上旬|中旬|下旬|底|末|初|中(?=[,，、之前以])))?"
_QUARTER = r"第?(?P<quarter>[一二三四1-4]) ?季度(?:末|底)?|(?P<half>上半年|下半年)(?:末|底)?|(?P<yearpart>年底|年末|年中|年初|底|末)"
_FEAST = r"(?P<feast>春节|元旦|元宵节?|清明节?|五一|“五一”|劳动节|端午节?|七一|“七一”|八一|中秋节?|国庆节?|十一|“十一”|双节|两节)(?:假期)?(?=之?以?前|期间)|(?P<term>(?:秋季)?(?:新学期)?开学|春季开学)(?=之?以?前)"
_SPAN = rf"(?P<number>\d{{1,2}}|{CHINESE}{{1,2}}) ?(?:年(?:左右)?(?:的)?(?:时间)?(?:之|以)?内|个月(?:之|以)?内)|(?:未来|今后|用|力争用|通过)(?P<number2>\d{{1,2}}|{CHINESE}{{1,2}})(?:至\d|到\d|[-—~]\d)?年(?:左右)?(?:的)?(?:时间)?"
_TO_YEAR = r"(?P<fromyear>(?:19|20)\d\d) ?(?:年)?[-—–~至到]{1,2} ?"
_THIS = r"(?P<this>本月|本季度|本周|月底|月末)(?:底|末)?"

_DATE = re.compile(
    rf"(?P<lead>到|至|于|在|自|从|截至|截止|截止到|较|比|相比|每)?(?:的)?"
    rf"(?:{_PLAN}|{_SPAN}|{_FEAST}|(?:{_TO_YEAR})?(?:{_YEAR}|{_RELATIVE})(?:的)?[,，]? ?(?:{_DAY}|"
    rf"{_QUARTER}|{_FEAST.replace('feast', 'feast2').replace('term', 'term2')})?|{_DAY.replace('month', 'month2').replace('<day', '<day2').replace('third', 'third2')}"
    rf"|"
    rf"{_QUARTER.replace('quarter', 'quarter2').replace('half', 'half2').replace('yearpart', 'yearpart2').replace('|底|末)', ')')}"
    rf"|{_THIS})"
    r" ?(?P<tail>之前|以前|前|以内|之内|内|起|开始|以后|之后|后|以来|期间|为止|止)?"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One date expression: `text[start:end]`; `day` is its last day, or its first for a start."""

    start: int
    end: int
    day: date
    kind: Kind
    lead: str = ""
    tail: str = ""
    bare_year: bool = False
    """Only a year is named, as a frame (2018年, …), without 前, 底, 到."""
    absolute: bool = False
    """The year is written in figures."""


def moments(text: str, year: int | None, published: date | None = None) -> list[Moment]:
    """The dates of a folded sentence that could be resolved, in order."""
    found: list[Moment] = []
    current = year
    for match in _DATE.finditer(text):
        if _is_other(text, match):
            continue
        written = _written_year(match, year)
        current = written if written and written >= (year or 0) else current
        day = _day(match, written or current, year, published)
        if day and found and day < found[-1].day and (match["feast"] or match["feast2"]) and not written and current:
            day = _day(match, current + 1, year, published)  # 国庆节前…，春节前…: the next spring
        if day is None:
            continue
        found.append(_moment(text, match, day))
    return found


_NOT_DATE_BEFORE = re.compile(r"(?:\d|第|[〔\[(]|\d\.)$")
_NOT_DATE_AFTER = re.compile(r"版|号文|年度|年代")


def _is_other(text: str, match: re.Match[str]) -> bool:
    start = match.start()
    if match["month2"] and match["month2"][0] in "〇零百千万亿":
        return True
    if (
        match["month2"]
        and re.search(r"(?:[\d一二三四五六七八九十]|[-—~至]|\d[-—~至])$", text[:start][-2:])
        and not _list_number(text, start)
    ):
        return True
    if match["yearpart2"] and text[max(0, start - 1) : start] in {"周", "历", "每", "上", "去", "前", "往"}:
        return True
    return bool(match["number"] and _NOT_DATE_BEFORE.search(text[max(0, start - 2) : start]))


def _list_number(text: str, at: int) -> bool:
    """1.4月底前: the 1. is the item's number."""
    return bool(re.search(r"(?:^|[\s;；。|,，:：])[(]?\d{1,2}[.、．)]\s?$", text[:at][-6:]))


def _written_year(match: re.Match[str], plan_year: int | None) -> int | None:
    if match["year"]:
        value = read_number(match["year"].replace("0", "零") if match["year"][0] == "二" else match["year"])
        return int(value) if value else None
    if match["relative"] and plan_year:
        return plan_year + {"明年": 1, "后年": 2}.get(match["relative"], 0)
    return None


def _day(match: re.Match[str], current: int | None, year: int | None, published: date | None) -> date | None:
    if match["plan"]:
        index = "一二三四五六".index(match["plan"][1])
        return date(2010 + index * 5 - (2 if match["planpart"] == "中期" else 0), 12, 31)
    number = match["number"] or match["number2"]
    if number:
        return _span_end(match, int(read_number(number) or 0), year, published)
    if match["this"]:
        return _this(match["this"], published)
    if current is None:
        return None
    return _in_year(match, current)


def _span_end(match: re.Match[str], count: int, year: int | None, published: date | None) -> date | None:
    if "月" in match[0]:
        if published is None or not count:
            return None
        months = published.month - 1 + count
        return _safe(published.year + months // 12, months % 12 + 1, min(published.day, 28))
    return date(year + count - 1, 12, 31) if year and 0 < count <= _LONGEST_PLAN else None


_LONGEST_PLAN = 30


def _this(words: str, published: date | None) -> date | None:
    if published is None:
        return None
    if words == "本周":
        return published + timedelta(days=6 - published.weekday())
    month = published.month if words != "本季度" else (published.month + 2) // 3 * 3
    return month_end(published.year, month)


def _in_year(match: re.Match[str], year: int) -> date | None:
    month = match["month"] or match["month2"]
    if month:
        return _month_day(match, year, month)
    quarter = match["quarter"] or match["quarter2"]
    if quarter:
        return month_end(year, ("一二三四1234".index(quarter) % 4 + 1) * 3)
    part = match["half"] or match["half2"] or match["yearpart"] or match["yearpart2"] or ""
    if part in {"上半年", "年中"}:
        return date(year, 6, 30)
    if part == "年初":
        return date(year, 1, 31)
    feast = match["feast"] or match["feast2"]
    if feast:
        return _feast(feast, year, before="前" in match["tail"] if match["tail"] else False)
    if match["term"] or match["term2"]:
        return date(year, 2, 28) if "春" in (match["term"] or match["term2"]) else date(year, 8, 31)
    return date(year, 12, 31)


def _month_day(match: re.Match[str], year: int, month_text: str) -> date | None:
    month = int(read_number(month_text) or 0)
    if not 1 <= month <= 12:  # noqa: PLR2004
        return None
    day_text, third = match["day"] or match["day2"], match["third"] or match["third2"]
    if day_text:
        return _safe(year, month, int(read_number(day_text) or 0))
    if third in {"上旬", "初"}:
        return date(year, month, 10)
    if third in {"中旬", "中"}:
        return date(year, month, 20)
    if match["tail"] in {"前", "之前", "以前"} and not third:
        return date(year, month, 1) - timedelta(days=1)
    if match["tail"] in {"起", "开始", "以后", "之后", "后"} and not third:
        return date(year, month, 1)
    return month_end(year, month)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_SPRING = {
    2010: (2, 14), 2011: (2, 3), 2012: (1, 23), 2013: (2, 10), 2014: (1, 31), 2015: (2, 19), 2016: (2, 8), 2017: (1, 28),
    2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29),
    2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3), 2031: (1, 23), 2032: (2, 11), 2033: (1, 31),
    2034: (2, 19), 2035: (2, 8),
}  # fmt: skip
_AUTUMN = {
    2010: (9, 22), 2011: (9, 12), 2012: (9, 30), 2013: (9, 19), 2014: (9, 8), 2015: (9, 27), 2016: (9, 15), 2017: (10, 4),
    2018: (9, 24), 2019: (9, 13), 2020: (10, 1), 2021: (9, 21), 2022: (9, 10), 2023: (9, 29), 2024: (9, 17), 2025: (10, 6),
    2026: (9, 25), 2027: (9, 15), 2028: (10, 3), 2029: (9, 22), 2030: (9, 12), 2031: (10, 1), 2032: (9, 19), 2033: (9, 8),
    2034: (9, 27), 2035: (9, 16),
}  # fmt: skip
"""First day of the first and fifteenth of the eighth month of the Chinese calendar (Hong Kong Observatory's tables)."""


def _feast(name: str, year: int, *, before: bool) -> date | None:
    """The feast's day; with 前 the day before it (元旦前 and 双节前 close the plan's year)."""
    name = name.strip("“”").removesuffix("节") or name
    if name in {"元旦", "双", "两"} and before:
        return date(year, 12, 31)
    fixed = {
        "元旦": (1, 1),
        "清明": (4, 5),
        "五一": (5, 1),
        "劳动": (5, 1),
        "七一": (7, 1),
        "八一": (8, 1),
        "国庆": (10, 1),
        "十一": (10, 1),
    }
    place = fixed.get(name) or {"春": _SPRING, "中秋": _AUTUMN}.get(name, {}).get(year)
    if place is None:
        return None
    day = date(year, *place)
    return day - timedelta(days=1) if before else day


def _moment(text: str, match: re.Match[str], day: date) -> Moment:
    tail, lead = match["tail"] or "", match["lead"] or ""
    kind: Kind = (
        "deadline"
        if tail in {"前", "之前", "以前", "内", "以内", "之内", "止", "为止"} or lead in {"到", "至"}
        else "period"
    )
    if (
        tail in {"起", "开始"}
        or (lead in {"从", "自"} and tail not in {"前", "之前"})
        or tail in {"后", "之后", "以后"}
    ):
        kind = "start"
        day = _first_day(match, day)
    if lead == "每":
        kind = "recurring"
    start = match.start() + (len(lead) if lead in {"于", "在"} else 0)
    named = (
        match["month"] or match["month2"] or match["quarter"] or match["quarter2"] or match["half"] or match["half2"]
    )
    part = (
        named
        or match["yearpart"]
        or match["yearpart2"]
        or match["feast"]
        or match["feast2"]
        or match["number"]
        or match["number2"]
    )
    bare = bool(
        not part and not match["plan"] and not match["this"] and kind == "period" and match["relative"] != "年内"
    )
    if (
        not bare
        and kind == "period"
        and (
            match["yearpart"] or match["yearpart2"] or match["third"] or match["third2"] or match["relative"] == "年内"
        )
    ):
        kind = "deadline"
    return Moment(start, match.end(), day, kind, lead, tail, bare_year=bare, absolute=bool(match["year"]))


def _first_day(match: re.Match[str], day: date) -> date:
    if match["day"] or match["day2"]:
        return day
    if match["month"] or match["month2"]:
        return day.replace(day=1)
    if match["quarter"] or match["quarter2"]:
        return date(day.year, day.month - 2, 1)
    half = match["half"] or match["half2"]
    if half:
        return date(day.year, 1 if half == "上半年" else 7, 1)
    return day if match["yearpart"] or match["yearpart2"] or match["feast"] else date(day.year, 1, 1)
