from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.extraction.english.numerals import numbers, spoken

UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: E501, SIM905  a list of words
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905  likewise


def words(number: int) -> str:
    for scale, name in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand")):
        if number >= scale:
            rest = number % scale
            return f"{words(number // scale)} {name}" + (f" {words(rest)}" if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{UNITS[number // 100]} hundred" + (f" and {words(rest)}" if rest else "")
    if number >= 20:
        rest = number % 10
        return TENS[number // 10 - 2] + (f"-{UNITS[rest]}" if rest else "")
    return UNITS[number]


@given(st.integers(min_value=0, max_value=999_999_999_999))
def test_a_number_in_words_is_read_back(number: int) -> None:
    assert spoken(words(number)) == number


@given(st.integers(min_value=1, max_value=999_999_999_999))
def test_a_number_in_a_sentence_is_found_whole(number: int) -> None:
    for written in (words(number), f"{number:,}", str(number)):
        text = f"We will plant {written} trees."
        found = [n for n in numbers(text) if text[n.start : n.end] == written]
        assert [n.value for n in found] == [number]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("$2 million", [2e6]),
        ("£3.5bn", [3.5e9]),
        ("€5m", [5e6]),
        ("5m of pipe", [5]),
        ("10k trees", [10_000]),
        ("a dozen", [12]),
        ("two dozen", [24]),
        ("a hundred and one", [101]),
        ("one third", [33.33]),
        ("two-thirds", [66.67]),
        ("three quarters", [75]),
        ("half of the fleet", [50]),
        ("a quarter", [25]),
        ("third parties", []),
        ("1 250 homes", [1250]),
        ("12,500.75", [12500.75]),
        ("five six", []),
        ("COVID-19", []),
    ],
)
def test_forms(text: str, values: list[float]) -> None:
    assert [number.value for number in numbers(text)] == values
