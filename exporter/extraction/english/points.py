"""Points in time as English writes them, each read as a first and a last day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from exporter.extraction.english.forms import MONTHS, ORDER, POINT, SEASONS
from exporter.extraction.english.numerals import spoken

Shape = Literal["day", "month", "quarter", "half", "season", "part", "year", "range", "span", "relative"]


@dataclass(frozen=True, slots=True)
class Point:
    """`text[start:end]` names the days from `first` to `last`."""

    start: int
    end: int
    first: date
    last: date
    shape: Shape


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a bare month, a two-digit order and "this year" are read against."""

    year: int | None = None
    published: date | None = None
    day_first: bool | None = None


def month_span(year: int, first: int, last: int | None = None) -> tuple[date, date]:
    """The first and last day of a month or of some months of a year."""
    last = last or first
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _long(year: str, like: int | None = None) -> int:
    """`26` → 2026; after a long year in its century."""
    return int(year) if len(year) > 2 else (like or 2000) // 100 * 100 + int(year)  # noqa: PLR2004  two digits


def slashed(a: int, b: int, year: int, *, iso_hint: bool | None) -> date | None:
    """Day and month in either order: what can only be a day is one; else `iso_hint` (True: day first) decides."""
    day, month = (b, a) if (b > 12 or (iso_hint is False and a <= 12)) else (a, b)  # noqa: PLR2004  months
    try:
        return date(year, month, day)
    except ValueError:
        return None


def points(text: str, calendar: Calendar) -> list[Point]:
    """Every point in time of a text, in order; what cannot be a date (31 June) is left out."""
    found = []
    for match in POINT.finditer(text):
        name = match.lastgroup or ""
        kind = next((key for key in _READERS if match[key] is not None), name)
        try:
            span = _READERS[kind](match, calendar)
        except (ValueError, OverflowError):
            continue
        if span:
            found.append(Point(match.start(), match.end(), span[0], span[1], _SHAPES[kind]))
    return found


Span = tuple[date, date] | None


def _iso(m: re.Match[str], _c: Calendar) -> Span:
    day = date(int(m["iy"]), int(m["im"]), int(m["id"]))
    return day, day


def _slash(m: re.Match[str], c: Calendar) -> Span:
    first_is_day = c.day_first if c.day_first is not None else m["sep"] != "/"
    day = slashed(int(m["a"]), int(m["b"]), _long(m["c"]), iso_hint=first_is_day)
    return (day, day) if day else None


def _day_of(month: str, day: str, year: str | None, c: Calendar) -> Span:
    number = int(year) if year else c.year
    if number is None:
        return None
    found = date(number, MONTHS[month.lower()], int(day))
    return found, found


def _dmy(m: re.Match[str], c: Calendar) -> Span:
    return _day_of(m["dm"], m["dd"], m["dy"], c) if _is_month(m["dm"]) else None


def _mdy(m: re.Match[str], c: Calendar) -> Span:
    return _day_of(m["mm"], m["md"], m["mdyear"], c) if _is_month(m["mm"]) else None


def _is_month(word: str) -> bool:
    """`may` and `march` are verbs when written small."""
    return word.lower() not in {"may", "march", "mar", "dec", "sep", "jan", "jun", "jul"} or word[0].isupper()


def _quarter(m: re.Match[str], c: Calendar) -> Span:
    quarter = int(m["q"] or m["q2"] or 0) or ORDER[m["qo"].lower()]
    year = m["qy"] or m["qy2"] or m["qy3"]
    number = _long(year) if year else c.year
    return month_span(number, 3 * quarter - 2, 3 * quarter) if number else None


def _half(m: re.Match[str], c: Calendar) -> Span:
    half = int(m["h"]) if m["h"] else (1 if m["ho"].lower() == "first" else 2)
    year = m["hy"] or m["hy2"]
    number = int(year) if year else c.year
    return month_span(number, 6 * half - 5, 6 * half) if number else None


def _fiscal(m: re.Match[str], _c: Calendar) -> Span:
    """A year of two halves ends in March, as in Canada, India, Japan and the United Kingdom; FY2026 with its year."""
    year = _long(m["f1"] or m["f2"])
    if m["f3"]:
        last = _long(m["f3"], year)
        return (date(year, 4, 1), date(last, 3, 31)) if last == year + 1 else (date(year, 1, 1), date(last, 12, 31))
    return date(year, 1, 1), date(year, 12, 31)


def _season(m: re.Match[str], _c: Calendar) -> Span:
    first, last = SEASONS[m["sn"].lower()]
    year = int(m["sy"])
    if m["sy2"]:
        return date(year, 12, 1), month_span(_long(m["sy2"], year), 2)[1]
    return month_span(year, first, last)


def _near_season(m: re.Match[str], c: Calendar) -> Span:
    """`by next summer`: of the year after the plan's."""
    if c.year is None:
        return None
    return month_span(c.year + (m["rsl"].lower() == "next"), *SEASONS[m["rsn"].lower()])


def _part_of_month(part: str, year: int, month: int) -> Span:
    first, last = month_span(year, month)
    if part.startswith(("early", "start", "beginning")):
        return first, date(year, month, 10)
    if part.startswith("mid"):
        return date(year, month, 11), date(year, month, 15)
    return date(year, month, 21), last


def _part_of_year(part: str, year: int) -> Span:
    if part.startswith(("early", "start", "beginning")):
        return month_span(year, 1, 3)
    if part.startswith("mid"):
        return month_span(year, 4, 6)
    return month_span(year, 10, 12)


def _part(m: re.Match[str], c: Calendar) -> Span:
    part = m["pp"].lower()
    if m["pm"]:
        year = int(m["pmy"]) if m["pmy"] else c.year
        return _part_of_month(part, year, MONTHS[m["pm"].lower()]) if year and _is_month(m["pm"]) else None
    if m["py"]:
        if m["py2"]:
            return _part_of_month(part, _long(m["py2"], int(m["py"])), 3) if part.startswith("end") else None
        return _part_of_year(part, int(m["py"]))
    return _part_of_named(part, m["pr"].lower(), c)


def _part_of_named(part: str, named: str, c: Calendar) -> Span:
    """`the end of the decade`, `the start of next year`, `the end of this month`."""
    if c.year is None:
        return None
    if named == "decade":
        return (date(c.year, 1, 1), date((c.year // 10 + 1) * 10, 12, 31)) if part.startswith("end") else None
    if named == "century":
        return _part_of_year("mid", c.year // 100 * 100 + 50) if part.startswith("mid") else None
    if named.endswith("month"):
        return _part_of_month(part, c.published.year, c.published.month) if c.published else None
    return _part_of_year(part, c.year + (1 if named.startswith(("next", "following")) else 0))


def _yearend(m: re.Match[str], c: Calendar) -> Span:
    year = int(m["yy"]) if m["yy"] else c.year
    return month_span(year, 12) if year else None


def _my(m: re.Match[str], _c: Calendar) -> Span:
    return month_span(int(m["myy"]), MONTHS[m["mym"].lower()])


def _month_number(m: re.Match[str], _c: Calendar) -> Span:
    return month_span(int(m["smy"]), int(m["smm"]))


def _range(m: re.Match[str], _c: Calendar) -> Span:
    first = int(m["ra"])
    last = _long(m["rb"], first)
    return (date(first, 1, 1), date(last, 12, 31)) if first < last <= first + 60 else None


def _within(m: re.Match[str], c: Calendar) -> Span:
    """`within six months`, `over the next two years`: counted from the day of issue, in years from the plan's year."""
    lead, unit = m["wl"].lower(), m["wu"].lower()
    if not (m["wc"] or m["wn"]) or (lead != "within" and not m["wn"] and not re.search(r"years?\b", m[0])):
        return None
    count = int(m["wc"]) if (m["wc"] or "").isdigit() else int(spoken(m["wc"]) or 0) if m["wc"] else 1
    if unit == "year":
        return (date(c.year, 1, 1), date(c.year + count, 12, 31)) if c.year and (m["wn"] or lead == "within") else None
    if c.published is None:
        return None
    if unit == "month":
        months = c.published.year * 12 + c.published.month - 1 + count
        year, month = divmod(months, 12)
        return c.published, date(year, month + 1, min(c.published.day, monthrange(year, month + 1)[1]))
    return c.published, c.published + timedelta(days=count * (7 if unit == "week" else 1))


def _relative(m: re.Match[str], c: Calendar) -> Span:
    ahead = 1 if m["rel"].lower().startswith(("next", "the coming")) else 0
    if m["ru"].lower() == "year":
        return month_span(c.year + ahead, 1, 12) if c.year else None
    if c.published is None:
        return None
    if m["ru"].lower() == "month":
        year, month = divmod(c.published.year * 12 + c.published.month - 1 + ahead, 12)
        return month_span(year, month + 1)
    year, quarter = divmod(c.published.year * 4 + (c.published.month - 1) // 3 + ahead, 4)
    return month_span(year, 3 * quarter + 1, 3 * quarter + 3)


def _year(m: re.Match[str], _c: Calendar) -> Span:
    return month_span(int(m["year"]), 1, 12)


def _month(m: re.Match[str], c: Calendar) -> Span:
    if c.year is None or not m["month"][0].isupper():
        return None
    return month_span(c.year, MONTHS[m["month"].lower()])


_READERS = {
    "iso": _iso,
    "slash": _slash,
    "dmy": _dmy,
    "mdy": _mdy,
    "quarter": _quarter,
    "half": _half,
    "fiscal": _fiscal,
    "season": _season,
    "rseason": _near_season,
    "part": _part,
    "yearend": _yearend,
    "my": _my,
    "sy3": _month_number,
    "range": _range,
    "within": _within,
    "rel": _relative,
    "year": _year,
    "month": _month,
}
_SHAPES: dict[str, Shape] = {
    "iso": "day",
    "slash": "day",
    "dmy": "day",
    "mdy": "day",
    "quarter": "quarter",
    "half": "half",
    "fiscal": "year",
    "season": "season",
    "rseason": "season",
    "part": "part",
    "yearend": "part",
    "my": "month",
    "sy3": "month",
    "range": "range",
    "within": "span",
    "rel": "relative",
    "year": "year",
    "month": "month",
}
