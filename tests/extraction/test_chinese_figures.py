from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.extraction.chinese.figures import figures
from exporter.extraction.chinese.fold import fold
from exporter.extraction.chinese.numerals import read_fraction, read_number, write_chinese
from exporter.extraction.chinese.units import UNITS


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_written_numeral_is_read_back(number: int) -> None:
    assert read_number(write_chinese(number)) == number


COUNTED = [unit for unit in UNITS if unit != "成"]  # 3成 is read as 30 percent


@given(st.integers(min_value=2, max_value=99_999), st.sampled_from(["", "万", "亿"]), st.sampled_from(COUNTED))
def test_an_arabic_figure_keeps_value_and_unit(number: int, magnitude: str, unit: str) -> None:
    found = figures(fold(f"新增某某{number}{magnitude}{unit}。"))
    scale = {"": 1, "万": 10**4, "亿": 10**8}[magnitude]
    assert [(f.value, f.unit) for f in found] == [(number * scale, unit)]


@given(st.integers(min_value=11, max_value=99_999), st.sampled_from(["家", "所", "公里", "平方米", "人次"]))
def test_a_chinese_figure_equals_its_arabic_twin(number: int, unit: str) -> None:
    chinese = figures(f"新建某某{write_chinese(number)}{unit}。")
    assert [(f.value, f.unit) for f in chinese] == [(number, unit)]


@given(st.text(alphabet="新建学校0123456789.,%万亿一二三十百千个家元年月以上下左右约—-、，。“”（）", max_size=60))
def test_spans_stay_inside_the_text_and_in_order(text: str) -> None:
    found = figures(fold(text))
    assert all(0 <= f.start < f.end <= len(text) for f in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("二十", 20),
        ("一百二", 120),
        ("一万二", 12_000),
        ("三千五百万", 35_000_000),
        ("十二亿三千万", 1_230_000_000),
        ("两千零八", 2008),
        ("二〇二三", 2023),
        ("三点五", 3.5),
        ("1.2万", 12_000),
        ("1,200", 1200),
        ("2. 3万", 23_000),
        ("2.18万亿", 2.18e12),
    ],
)
def test_numbers(words: str, value: float) -> None:
    assert read_number(words) == value


@pytest.mark.parametrize("words", ["", "个", "十家", "一二三个"])
def test_what_is_no_number(words: str) -> None:
    assert read_number(words) is None


def test_fractions_are_percent() -> None:
    assert read_fraction("三", "一") == 33.33
    assert read_fraction("一百", "五") == 5
    assert read_fraction("一千", "八") == 0.8


@pytest.mark.parametrize(
    ("words", "comparator"),
    [
        ("达到5%", "="),
        ("不低于5%", ">="),
        ("不少于5个", ">="),
        ("超过5亿元", ">="),
        ("不超过5%", "<="),
        ("不得高于5%", "<="),
        ("低于5%", "<="),
        ("控制在5%", "<="),
        ("控制在5%左右", "approx"),
        ("5%以内", "<="),
        ("5个以上", ">="),
        ("约5亿元", "approx"),
        ("近5亿元", "approx"),
        ("逾5亿元", ">="),
        ("5000多个", ">="),
        ("30余条", ">="),
        ("至少5个", ">="),
        ("5-8个", "range"),
        ("6%－6.5%", "range"),
    ],
)
def test_comparators(words: str, comparator: str) -> None:
    found = figures(fold(f"某指标{words}。"))
    assert [f.comparator for f in found] == [comparator]
