from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.extraction.chinese.dates import moments, month_end
from exporter.extraction.chinese.fold import fold
from exporter.extraction.chinese.numerals import write_chinese
from exporter.extraction.chinese.timing import timing
from exporter.extraction.grammar import Around


def due(text: str, year: int | None = 2023, published: date | None = None) -> str | None:
    found = timing(text, Around(year=year, published=published)).due
    return found.isoformat() if found else None


@given(st.integers(min_value=2010, max_value=2040), st.integers(min_value=1, max_value=12))
def test_a_month_end_is_read_back_in_digits_and_in_characters(year: int, month: int) -> None:
    expected = month_end(year, month)
    assert [m.day for m in moments(f"{year}年{month}月底前完成", None)] == [expected]
    assert [m.day for m in moments(f"{year}年{write_chinese(month)}月底前完成", None)] == [expected]


@given(st.dates(min_value=date(2010, 1, 1), max_value=date(2040, 12, 31)))
def test_a_day_is_read_back(day: date) -> None:
    assert [m.day for m in moments(f"{day.year}年{day.month}月{day.day}日前完成", None)] == [day]


@given(st.integers(min_value=1, max_value=9), st.integers(min_value=1, max_value=12))
def test_a_list_number_glued_to_a_month_is_no_decimal(number: int, month: int) -> None:
    assert due(f"{number}.{month}月底前完成改造。") == month_end(2023, month).isoformat()


@given(st.text(alphabet="2023年6月底前完成，一二三季度上半年十四五“”末内起到至春节今明0123456789", max_size=50))
def test_spans_stay_inside_the_text(text: str) -> None:
    assert all(0 <= m.start < m.end <= len(text) for m in moments(fold(text), 2023))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("春节前全面完成。", "2023-01-21"),
        ("中秋节前完成。", "2023-09-28"),
        ("国庆节前建成。", "2023-09-30"),
        ("国庆前建成，春节前投用。", "2024-02-09"),
        ("元旦前完成。", "2023-12-31"),
        ("秋季开学前完成。", "2023-08-31"),
        ("到“十五五”末全部建成。", "2030-12-31"),
        ("十三五期间建成。", None),
        ("比去年提前三个月完成。", None),
        ("截至6月底，已完成一半。", None),
        ("2022年6月底前已完成。", None),
        ("每年3月底前报告一次。", None),
        ("到2035年，基本实现现代化。", "2035-12-31"),
        ("今年年底前完成。", "2023-12-31"),
        ("年中完成。", "2023-06-30"),
    ],
)
def test_deadlines(text: str, expected: str | None) -> None:
    assert due(text) == expected


def test_without_a_year_a_month_stays_open() -> None:
    assert due("6月底前完成。", year=None) is None


def test_this_month_needs_the_day_of_publication() -> None:
    assert due("本月底前完成。") is None
    assert due("本月底前完成。", published=date(2023, 4, 3)) == "2023-04-30"
    assert due("三个月内完成整改。", published=date(2023, 11, 20)) == "2024-02-20"


def test_a_start_is_no_deadline() -> None:
    found = timing("7月底前开工，11月底前建成。", Around(year=2022))
    assert (found.due, found.start_date) == (date(2022, 11, 30), date(2022, 7, 31))
    assert [(m.text, m.due) for m in found.milestones] == [("开工", date(2022, 7, 31)), ("建成", date(2022, 11, 30))]
    assert timing("自5月1日起施行。", Around(year=2022)).due is None
