"""Dates as plans write them: 2019年6月底前, 三季度末, 年内, 两年内, 春节前, “十四五”末.

`moments` reads folded text. A year that is not written is the year last written in the sentence, else the plan's.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from exporter.extraction.chinese.feasts import feast_day
from exporter.extraction.chinese.gate import gated
from exporter.extraction.chinese.numerals import CHINESE, read_number

Kind = Literal["deadline", "period", "start", "recurring"]

_ROC_YEAR = r"(?<![\d第])1[01]\d(?= ?年(?:度|[上下]半年|第?[一二三四]季|\d{1,2}月|[底末]))"
_YEAR = rf"(?P<year>(?:19|20)\d\d|{_ROC_YEAR}|二[〇○零0][一二三四五六七八九〇○零0]{{2}}) ?年(?!代)(?:度(?=[前内底末]))?"
_RELATIVE = r"(?P<relative>今明两年|今年|本年度|本年|当年|明年|后年|全年|年内)"
_PLAN = r"[“\"]?(?P<plan>十[一二三四五六])五[”\"]?(?:规划)?(?P<planpart>期间|时期|期末|规划末|末|中期)"
_DAY = (
    rf"(?P<month>\d{{1,2}}|{CHINESE}{{1,2}}) ?月(?:份)?"
    rf"(?: ?(?P<day>\d{{1,2}}|{CHINESE}{{1,3}}) ?[日号]|(?P<third>上旬|中旬|下旬|底|末|初|中(?=[,，、之前以])))?"
)
_QUARTER = (
    r"第?(?P<quarter>[一二三四1-4]) ?季(?:度|(?<=第.季))(?:末|底)?|(?P<half>上半年|下半年)(?:末|底)?|"
    r"(?P<yearpart>年底|年末|年中|年初|底|末)"
)
_FEAST = (
    r"(?P<feast>春节|元旦|元宵节?|清明节?|五一|“五一”|劳动节|端午节?|七一|“七一”|八一|中秋节?|国庆节?|十一|“十一”|双节|两节)"
    r"(?:假期)?(?=之?以?前|期间)|(?P<term>(?:秋季)?(?:新学期)?开学|春季开学)(?=之?以?前)"
)
_SPAN = (
    rf"(?P<number>\d{{1,2}}|{CHINESE}{{1,2}}) ?(?:年(?:左右)?(?:的)?(?:时间)?(?:之|以)?内|个月(?:之|以)?内)|"
    rf"(?:未来|今后|用|力争用|通过)(?P<number2>\d{{1,2}}|{CHINESE}{{1,2}})(?:至\d|到\d|[-—~]\d)?"
    r"年(?:左右)?(?:的)?(?:时间)?"
)
_TO_YEAR = r"(?P<fromyear>(?:19|20)\d\d) ?(?:年)?[-—–~至到]{1,2} ?"
_THIS = r"(?P<this>本月|本季度|本周|月底|月末)(?:底|末)?"


def _twin(pattern: str) -> str:
    """A pattern once more under other group names, for the place where no year stands before it."""
    return re.sub(r"\(\?P<(\w+)>", r"(?P<\g<1>2>", pattern)


_BARE_QUARTER = _twin(_QUARTER).replace("|底|末)", ")")
_DATE = gated(
    r"(?P<lead>到|至|于|在|自|从|截至|截止|截止到|较|比|相比|每)?(?:的| (?=\d))?"
    rf"(?:{_PLAN}|{_SPAN}|{_FEAST}|(?:{_TO_YEAR})?(?:{_YEAR}|{_RELATIVE})(?:的)?[,，]? ?"
    rf"(?:{_DAY}|{_QUARTER}|{_twin(_FEAST)})?|{_twin(_DAY)}|{_BARE_QUARTER}|{_THIS})"
    r" ?(?P<tail>或?之前|或?以前|前|以内|之内|内|起|开始|以后|之后|后|以来|期间|为止|止)?"
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


_HINT = re.compile(r"[年月季底末前期内周]")


@lru_cache(maxsize=4096)  # a sentence is asked for its dates by its mood, its heading and its timing
def moments(text: str, year: int | None, published: date | None = None) -> tuple[Moment, ...]:
    """The dates of a folded sentence that could be resolved, in order."""
    found: list[Moment] = []
    if not _HINT.search(text):
        return ()
    current = year
    for match in _DATE.finditer(text):
        if _is_other(text, match):
            continue
        if found and _NEXT_ITEM.search(text, found[-1].end, match.start()):
            current = year
        written = _written_year(match, year)
        current = written if written and written >= (year or 0) else current
        day = _day(match, written or current, year, published)
        if day and found and day < found[-1].day and (match["feast"] or match["feast2"]) and not written and current:
            day = _day(match, current + 1, year, published)  # 国庆节前…，春节前…: the next spring
        if day is None:
            continue
        found.append(_moment(match, day))
    return tuple(found)


_NEXT_ITEM = re.compile(r"\s\d{1,2}[、.．)]|[①-⑳]")
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


_REPUBLIC = 1911  # 105年度 of Taiwan's calendar is 2016


def _written_year(match: re.Match[str], plan_year: int | None) -> int | None:
    if match["year"]:
        value = read_number(match["year"].replace("0", "零") if match["year"][0] == "二" else match["year"])
        return int(value) + (_REPUBLIC if value < _REPUBLIC else 0) if value else None
    if match["relative"] and plan_year:
        return plan_year + {"明年": 1, "后年": 2, "今明两年": 1}.get(match["relative"], 0)
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
    return _occasion(match, year)


def _occasion(match: re.Match[str], year: int) -> date | None:
    """Feasts and terms; a year alone ends with its last day."""
    feast, term = match["feast"] or match["feast2"], match["term"] or match["term2"]
    if feast:
        return feast_day(feast, year, before="前" in (match["tail"] or ""))
    if term:
        return date(year, 2, 28) if "春" in term else date(year, 8, 31)
    return date(year, 12, 31)


_THIRDS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}


def _month_day(match: re.Match[str], year: int, month_text: str) -> date | None:
    month = int(read_number(month_text) or 0)
    if not 1 <= month <= 12:  # noqa: PLR2004
        return None
    day_text, third = match["day"] or match["day2"], match["third"] or match["third2"]
    if day_text:
        return _safe(year, month, int(read_number(day_text) or 0), clipped=True)
    if third in _THIRDS:
        return date(year, month, _THIRDS[third])
    if match["tail"] in {"前", "之前", "以前"} and not third:
        return date(year, month, 1) - timedelta(days=1)
    if match["tail"] in {"起", "开始", "以后", "之后", "后"} and not third:
        return date(year, month, 1)
    return month_end(year, month)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


_LONGEST_MONTH = 31


def _safe(year: int, month: int, day: int, *, clipped: bool = False) -> date | None:
    """The day; with `clipped` 2月29日 and 9月31日 mean the last day of a month that is a day shorter."""
    try:
        last = month_end(year, month).day
        return date(year, month, last if clipped and day == last + 1 <= _LONGEST_MONTH else day)
    except ValueError:
        return None


_CLOSING = frozenset(("前", "之前", "以前", "或之前", "或以前", "内", "以内", "之内", "止", "为止"))
_AFTERWARDS = frozenset(("起", "开始", "后", "之后", "以后"))


def _any(match: re.Match[str], *names: str) -> str:
    """The first of some groups that took part, with or without a year before it."""
    return next((match[name + twin] for name in names for twin in ("", "2") if match[name + twin]), "")


def _moment(match: re.Match[str], day: date) -> Moment:
    tail, lead = match["tail"] or "", match["lead"] or ""
    kind: Kind = "deadline" if tail in _CLOSING or lead in {"到", "至"} else "period"
    if tail in _AFTERWARDS or (lead in {"从", "自"} and tail not in _CLOSING):
        kind, day = "start", _first_day(match, day)
    if lead == "每":
        kind = "recurring"
    within = match["relative"] == "年内"
    part = _any(match, "month", "quarter", "half", "yearpart", "feast", "number")
    bare = not (part or match["plan"] or match["this"] or within) and kind == "period"
    if kind == "period" and not bare and (within or _any(match, "yearpart", "third")):
        kind = "deadline"
    start = match.start() + (len(lead) if lead in {"于", "在"} else 0)
    return Moment(start, match.end(), day, kind, lead, tail, bare_year=bare, absolute=bool(match["year"]))


def _first_day(match: re.Match[str], day: date) -> date:
    if match["day"] or match["day2"]:
        return day
    if match["month"] or match["month2"]:
        return day.replace(day=1)
    if match["quarter"] or match["quarter2"]:
        return date(day.year, day.month - 2, 1)
    if half := match["half"] or match["half2"]:
        return date(day.year, 1 if half == "上半年" else 7, 1)
    return day if match["yearpart"] or match["yearpart2"] or match["feast"] else date(day.year, 1, 1)
