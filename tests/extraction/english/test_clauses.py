from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.extraction.english.grammar import GRAMMAR
from exporter.extraction.grammar import Around
from tests.endless import LINES


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in GRAMMAR.sentences(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "We met Dr. Osei at 5 p.m. on St. Mary's Road. It rained.",
            ["We met Dr. Osei at 5 p.m. on St. Mary's Road.", "It rained."],
        ),
        ("Trade with the U.S. grew. Ours fell.", ["Trade with the U.S. grew.", "Ours fell."]),
        ("Exports go to the U.S. The rest stays.", ["Exports go to the U.S.", "The rest stays."]),
        ("Cut leaks to 2.5 per cent. Stop there!", ["Cut leaks to 2.5 per cent.", "Stop there!"]),
        ("1. Repair the lock. 2. Dredge the cut.", ["1. Repair the lock.", "2. Dredge the cut."]),
        ("B02.3 Renew the quay walls\n• Paint the rail", ["B02.3 Renew the quay walls", "Paint the rail"]),
        ("We will dredge; we will mark the fairway.", ["We will dredge;", "we will mark the fairway."]),
        (
            "Renew the pump (see Fig. 3; cost: $4.5 million). Then rest.",
            ["Renew the pump (see Fig. 3; cost: $4.5 million).", "Then rest."],
        ),
        ("Lead: Works; Supporting: Finance", ["Lead: Works; Supporting: Finance"]),
        ('He said: "We will go." They went.', ['He said: "We will go."', "They went."]),
        ("20% less paper use4% less paper use", ["20% less paper use"]),
    ],
)
def test_sentences(text: str, wanted: list[str]) -> None:
    assert parts(text) == wanted


@given(st.text(max_size=300))
def test_spans_stand_in_order_without_white_space(text: str) -> None:
    last = 0
    for start, end in GRAMMAR.sentences(text):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        last = end


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "Map the drains, replace the oldest pipes and train the crew.",
            ("Map the drains", "replace the oldest pipes", "train the crew"),
        ),
        ("Improve and expand the clinic.", ()),
        ("We will open a market.", ()),
    ],
)
def test_actions(sentence: str, wanted: tuple[str, ...]) -> None:
    assert GRAMMAR.actions(sentence) == wanted


@pytest.mark.parametrize("unit", LINES)
def test_a_line_without_end_is_read_to_its_end(unit: str) -> None:
    """How long that takes: `python -m benchmarks.growth`."""
    line = unit * (300_000 // len(unit))
    around = Around(year=2026)
    GRAMMAR.sentences(line)
    GRAMMAR.judge(line, around)
    GRAMMAR.indicators(line, around)
    GRAMMAR.timing(line, around)
    GRAMMAR.naming(line, around)
    GRAMMAR.actions(line)
