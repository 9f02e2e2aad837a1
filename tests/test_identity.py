from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import InputError
from exporter.identity import normalized, require_distinct, task_id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("新增企业3家，学校2所。", "新增企业3家,学校2所."),
        ("新增企业 3 家", "新增企业３家"),
        ("建设\n  “三区”", '建设"三区"'),
        ("甲（乙）：丙", "甲(乙):丙"),
        ("open   data\nportal", "open data portal"),
    ],
)
def test_what_a_converter_changes_keeps_the_id(one: str, other: str) -> None:
    assert task_id("p", one) == task_id("p", other)


@pytest.mark.parametrize(("one", "other"), [("新增3家", "新增4家"), ("open data", "opendata"), ("甲乙", "乙甲")])
def test_other_words_have_another_id(one: str, other: str) -> None:
    assert task_id("p", one) != task_id("p", other)


def test_ids_stay_what_they_were_in_the_first_edition() -> None:
    """They stand in ledgers and trackers: a change here would orphan every task."""
    assert task_id("南开-2018", "新增科技型企业320家。") == "南开-2018-d1d9fd10"
    assert task_id("南开-2018", "新增科技型企业320家。", 2) == "南开-2018-13b17175"


@given(plan=st.text(min_size=1), quote=st.text(), occurrence=st.integers(1, 9))
def test_an_id_is_the_plan_as_it_is_and_eight_digits(plan: str, quote: str, occurrence: int) -> None:
    found = task_id(plan, quote, occurrence)
    assert found.startswith(f"{plan}-")
    assert re.fullmatch("[0-9a-f]{8}", found.removeprefix(f"{plan}-"))
    assert normalized(normalized(quote)) == normalized(quote)


def test_folding_is_done_when_nothing_changes_any_more() -> None:
    quote = "a R \u0327"
    assert normalized(normalized(quote)) == normalized(quote) == "a\u0156"


def test_plan_and_place_are_part_of_it() -> None:
    assert len({task_id("a", "甲"), task_id("b", "甲"), task_id("a", "甲", 2), task_id("a", "甲2")}) == 4


def test_two_equal_ids_are_refused() -> None:
    require_distinct([("a", "1"), ("b", "2")])
    with pytest.raises(InputError, match="two tasks have the id a: 第一 and 第三"):
        require_distinct([("a", "第一"), ("b", "第二"), ("a", "第三")])
